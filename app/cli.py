"""``atlas-seguro``: the window, and everything that can be done without one.

Results go to standard output, everything else to standard error. Exit status: 0 if all went
well, 1 if something could not be done, 2 if the command was not understood.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from app.cli_parser import PROGRAM, parse, wanted_language, with_command
from app.terminal import accept_every_letter, interruptible
from geodata.builtin import BuiltinData, BuiltinDataError
from layers.summary import LayerSummary, summarize
from layers.texts import LANGUAGES, Texts

FINE, FAILED, INTERRUPTED = 0, 1, 130


class CommandLineError(Exception):
    """A command cannot be done; the message says why and what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks for and return the exit status.

    Args:
        argv: the arguments without the program's name; those of the process if omitted.
    """
    accept_every_letter()
    arguments = with_command(sys.argv[1:] if argv is None else list(argv))
    language = wanted_language(arguments)
    texts = Texts(language if language in LANGUAGES else "en")
    try:
        asked = parse(arguments, texts)
    except SystemExit as end:
        return int(end.code or FINE)
    with interruptible() as interruption:
        try:
            return _run_to_the_end(asked, arguments, texts)
        except KeyboardInterrupt:
            return INTERRUPTED
        except Exception:
            # Within Qt an interruption comes out as some other error.
            if interruption.happened:
                return INTERRUPTED
            raise


def _run_to_the_end(asked: argparse.Namespace, arguments: list[str], texts: Texts) -> int:
    """Run one command until its output is written, and tell why if it cannot be done."""
    try:
        status = _run(asked, arguments, texts)
        if sys.stdout is not None:
            sys.stdout.flush()
    except (CommandLineError, BuiltinDataError) as error:
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python shall not complain of it at its end.
        sys.stdout = None
        return FINE
    except OSError as error:
        # The output may be a file on a full disk; Python would try once more at its end.
        sys.stdout = None
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return FAILED
    return status


def _run(asked: argparse.Namespace, arguments: list[str], texts: Texts) -> int:
    """Run one command; what a command needs is imported when it is asked for."""
    match asked.command:
        case "layers":
            return _list_layers(asked, texts)
        case "export":
            return _export(asked, texts)
        case "verify":
            from app.cli_verify import run_verify

            return run_verify(asked.files, texts, as_json=asked.json)
        case "changes":
            return _tell_changes(asked, texts)
        case "save":
            return _save(asked, texts)
        case "doctor":
            return _examine(texts)
        case "bench":
            from app.bench.run import BenchOptions, run_bench

            options = BenchOptions(asked.peers, asked.growth, asked.json)
            return FINE if run_bench(texts, options) else FAILED
        case _:
            from app.application import run

            return run(arguments, asked.files if asked.command == "open" else ())


def _export(asked: argparse.Namespace, texts: Texts) -> int:
    from app.cli_export import run_export
    from app.exports.report import ExportError
    from layers.areas import AreaError

    try:
        run_export(asked, texts)
    except AreaError as error:
        raise CommandLineError(f"--area: {error}") from error
    except ExportError as error:
        raise CommandLineError(str(error)) from error
    return FINE


def _tell_changes(asked: argparse.Namespace, texts: Texts) -> int:
    from app.cli_changes import run_changes
    from app.exports.report import ExportError
    from geodata.files.report import FileError

    try:
        run_changes(asked, texts)
    except FileError as error:
        raise CommandLineError(error.text(texts.gettext)) from error
    except ExportError as error:
        raise CommandLineError(str(error)) from error
    return FINE


def _save(asked: argparse.Namespace, texts: Texts) -> int:
    from app.cli_save import run_save
    from geodata.files.report import FileError

    try:
        run_save(asked, texts)
    except FileError as error:
        raise CommandLineError(error.text(texts.gettext)) from error
    return FINE


def _list_layers(asked: argparse.Namespace, texts: Texts) -> int:
    try:
        summaries = summarize(BuiltinData(asked.data), texts.language)
    except BuiltinDataError as error:
        if asked.data is None:
            raise
        message = texts.gettext("--data: {file} cannot be read as the atlas's data ({reason})")
        reason = error.__cause__ or texts.gettext("there is no such file")
        raise CommandLineError(message.format(file=asked.data, reason=reason)) from error
    if asked.json:
        print(json.dumps([summary.as_dict() for summary in summaries], indent=2, ensure_ascii=True))
    else:
        _print_table(summaries, texts)
    return FINE


def _print_table(summaries: Sequence[LayerSummary], texts: Texts) -> None:
    _ = texts.gettext
    rows = [(_("Layer"), _("Name"), _("Records"), _("With a place"))]
    rows += [
        (summary.id, summary.name, texts.number(summary.count), texts.number(summary.placed))
        for summary in summaries
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for id_, name, count, placed in rows:
        print(
            f"{id_:<{widths[0]}}  {name:<{widths[1]}}  {count:>{widths[2]}}  {placed:>{widths[3]}}"
        )


def _examine(texts: Texts) -> int:
    from app.doctor import examine

    found = examine(texts)
    print("\n".join(found.lines))
    if not found.broken:
        return FINE
    message = texts.ngettext("{n} check failed", "{n} checks failed", found.broken)
    raise CommandLineError(message.format(n=texts.number(found.broken)))
