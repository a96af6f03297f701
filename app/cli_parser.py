"""What the command line understands, told in the user's language."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app import __version__
from app.exports.options import LEAST_DPI, LEAST_SIDE, MOST_DPI, MOST_SIDE
from layers.layouts import LAYOUT_THEMES
from layers.texts import LANGUAGES, N_, Texts

PROGRAM = "atlas-seguro"
COMMANDS = ("open", "export", "verify", "changes", "save", "layers", "doctor", "bench")

_SIZE = re.compile(r"\s*(\d{1,6})\s*[x\N{MULTIPLICATION SIGN}X]\s*(\d{1,6})\s*")

# What argparse itself says. It looks its words up by the function that `_speaking` exchanges; here
# they are named for the translators.
_OF_ARGPARSE = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
)


def system_language(environment: dict[str, str] | None = None) -> str:
    """Return the language code that the system's settings ask for, English if no other.

    Args:
        environment: environment variables; those of the process if omitted.
    """
    variables = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := variables.get(name):
            return value[:2] if value[:2] in LANGUAGES else "en"
    import locale

    # Windows and macOS know it without a variable; there Spanish may be called "Spanish_...".
    name = (locale.getlocale()[0] or "")[:2].lower()
    return {"sp": "es"}.get(name, name if name in LANGUAGES else "en")


def wanted_language(arguments: Sequence[str]) -> str:
    """Return the language that ``arguments`` ask for, the system's if none; wrong ones too."""
    wanted = ""
    for place, argument in enumerate(arguments):
        if argument.startswith("--language="):
            wanted = argument.partition("=")[2]
        elif argument == "--language" and place + 1 < len(arguments):
            wanted = arguments[place + 1]
    return wanted or system_language()


def with_command(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the command "open" before files that are named without one."""
    result, is_value = list(arguments), False
    for place, argument in enumerate(result):
        if is_value or argument.startswith("-"):
            is_value = argument == "--language"
            continue
        path = Path(argument)
        if argument not in COMMANDS and (path.suffix or path.name != argument or path.exists()):
            result.insert(place, "open")
        break
    return result


def parse(arguments: Sequence[str], texts: Texts) -> argparse.Namespace:
    """Return what the user asked for; ``command`` is None for the window.

    Raises:
        SystemExit: with 0 after help or version were shown, with 2 if it was not understood.
    """
    with _speaking(texts):
        return _parser(texts).parse_args(arguments)


@contextmanager
def _speaking(texts: Texts) -> Iterator[None]:
    """Have argparse speak the language of ``texts``; it knows no other way."""
    before = argparse._  # type: ignore[attr-defined]
    argparse._ = texts.gettext  # type: ignore[attr-defined]
    try:
        yield
    finally:
        argparse._ = before  # type: ignore[attr-defined]


def _parser(texts: Texts) -> argparse.ArgumentParser:
    _ = texts.gettext
    parser = argparse.ArgumentParser(
        PROGRAM,
        allow_abbrev=False,
        description=_(
            "A map of El Salvador's security programs. Without a command the window opens."
        ),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"{PROGRAM} {__version__}",
        help=_("show program's version number and exit"),
    )
    _add_language(parser, texts, texts.language)
    commands = parser.add_subparsers(dest="command", title=_("commands"), metavar=_("COMMAND"))
    _add_open(commands, texts)
    _add_export(commands, texts)
    _add_verify(commands, texts)
    _add_changes(commands, texts)
    _add_save(commands, texts)
    _add_layers(commands, texts)
    _add_doctor(commands, texts)
    _add_bench(commands, texts)
    return parser


def _add_open(commands: Any, texts: Texts) -> None:
    _ = texts.gettext
    what = _("Open the window with files: data to add to the map, or a project (.atlas).")
    command = commands.add_parser("open", help=what, description=what, allow_abbrev=False)
    command.add_argument("files", nargs="+", type=Path, metavar=_("FILE"), help=_("a file to open"))
    _add_language(command, texts)


def _add_export(commands: Any, texts: Texts) -> None:
    _ = texts.gettext
    what = _(
        "Write the map to files: a picture (.png), a document (.pdf), a drawing (.svg), "
        "a web page (.html), a slide (.pptx)."
    )
    export = commands.add_parser("export", help=what, description=what, allow_abbrev=False)
    export.add_argument(
        "files", nargs="+", type=Path, metavar=_("FILE"), help=_("a file to write or replace")
    )
    export.add_argument(
        "--layers",
        type=_Names(texts),
        metavar="A,B",
        help=_("show just these layers; “areas”, “programs” and “base” stand for whole groups"),
    )
    export.add_argument(
        "--area",
        metavar=_("NAME"),
        help=_("show this delegation, department or municipality instead of the country"),
    )
    export.add_argument(
        "--size",
        type=_Size(texts),
        metavar=_("WIDTHxHEIGHT"),
        help=_("size of the picture in pixels (1920x1080 if omitted)"),
    )
    export.add_argument(
        "--dpi",
        type=_Dpi(texts),
        metavar="N",
        help=_("dots per inch; symbols and letters grow with it (if omitted, 96 up to 1920x1080)"),
    )
    export.add_argument(
        "--project",
        type=Path,
        metavar=_("FILE"),
        help=_("export the map of this project (.atlas) instead of the built-in one"),
    )
    _add_internal(export, texts)
    export.add_argument(
        "--list",
        action="store_true",
        help=_("list what each file would hold, and write none"),
    )
    export.add_argument(
        "--layout",
        metavar=_("NAME"),
        help=_(
            "the page: a4, a3, letter or 16:9, upright with -portrait at the end, or the name of "
            "a layout of the project"
        ),
    )
    export.add_argument(
        "--atlas",
        metavar=_("AREAS"),
        help=_(
            "a page for each area instead of one map: delegations, departments, or a layer of "
            "areas of the project; as .pdf, .pptx (slides), .html (steps) or .png (a file for "
            "each page)"
        ),
    )
    export.add_argument(
        "--story",
        metavar=_("NAME"),
        help=_(
            "the steps of a story of the project instead of one map; as .pdf, .pptx (slides), "
            ".html (steps) or .png (a file for each step)"
        ),
    )
    export.add_argument(
        "--changes-since",
        type=Path,
        metavar=_("OLD"),
        help=_(
            "mark on the map what changed since this project (.atlas), or since an export of the "
            "project (.atlas.exported)"
        ),
    )
    export.add_argument("--title", default="", metavar=_("TITLE"), help=_("the map's title"))
    export.add_argument(
        "--theme",
        choices=LAYOUT_THEMES,
        help=_("light if omitted, or what the layout says"),
    )
    _add_language(export, texts)


def _add_verify(commands: Any, texts: Texts) -> None:
    _ = texts.gettext
    what = _(
        "Check that exported files are as they were made. It finds damage, not forgery. The exit "
        "status is 0 if all are whole, 1 if one is damaged, 2 if one cannot be checked."
    )
    verify = commands.add_parser("verify", help=what, description=what, allow_abbrev=False)
    verify.add_argument(
        "files", nargs="+", type=Path, metavar=_("FILE"), help=_("an exported file")
    )
    verify.add_argument("--json", action="store_true", help=_("write JSON, for programs to read"))
    _add_language(verify, texts)


def _add_changes(commands: Any, texts: Texts) -> None:
    _ = texts.gettext
    what = _(
        "Tell what changed from one project to another, or, of one project, since it was last "
        "exported: records, looks, sources, layer by layer."
    )
    changes = commands.add_parser("changes", help=what, description=what, allow_abbrev=False)
    changes.add_argument("old", type=Path, metavar=_("OLD"), help=_("a project (.atlas)"))
    changes.add_argument(
        "new",
        nargs="?",
        type=Path,
        metavar=_("NEW"),
        help=_("the project after; if omitted, OLD is compared with its last export"),
    )
    changes.add_argument("--json", action="store_true", help=_("write JSON, for programs to read"))
    changes.add_argument(
        "--save",
        type=Path,
        metavar=_("FILE"),
        help=_("write the whole list to this file too, as a table (.csv) or in words (.txt)"),
    )
    _add_language(changes, texts)


def _add_save(commands: Any, texts: Texts) -> None:
    _ = texts.gettext
    what = _("Write layers as data: GeoPackage, GeoJSON, CSV or KML, by the ending.")
    save = commands.add_parser("save", help=what, description=what, allow_abbrev=False)
    save.add_argument(
        "files", nargs="+", type=Path, metavar=_("FILE"), help=_("a file to write or replace")
    )
    save.add_argument(
        "--layers",
        type=_Names(texts),
        required=True,
        metavar="A,B",
        help=_("the layers to write; several fit into a GeoPackage and into KML alone"),
    )
    save.add_argument(
        "--project",
        type=Path,
        metavar=_("FILE"),
        help=_("take the layers from this project (.atlas)"),
    )
    _add_internal(save, texts)
    _add_language(save, texts)


def _add_internal(command: Any, texts: Texts) -> None:
    """Let a command be told what becomes of internal data."""
    _ = texts.gettext
    internal = command.add_mutually_exclusive_group()
    internal.add_argument(
        "--public", action="store_true", help=_("leave out what is marked internal")
    )
    internal.add_argument(
        "--internal", action="store_true", help=_("let out what is marked internal, too")
    )


def _add_layers(commands: Any, texts: Texts) -> None:
    _ = texts.gettext
    what = _("List the layers, with how many records they hold and how sure these are.")
    layers = commands.add_parser("layers", help=what, description=what, allow_abbrev=False)
    layers.add_argument("--json", action="store_true", help=_("write JSON, for programs to read"))
    layers.add_argument(
        "--data", type=Path, metavar=_("FILE"), help=_("another GeoPackage than the atlas's own")
    )
    _add_language(layers, texts)


def _add_doctor(commands: Any, texts: Texts) -> None:
    what = texts.gettext(
        "Tell versions and paths, and check that everything the atlas needs works."
    )
    doctor = commands.add_parser("doctor", help=what, description=what, allow_abbrev=False)
    _add_language(doctor, texts)


def _add_bench(commands: Any, texts: Texts) -> None:
    _ = texts.gettext
    what = _("Measure how fast the atlas is on this machine, against its budgets.")
    bench = commands.add_parser("bench", help=what, description=what, allow_abbrev=False)
    bench.add_argument(
        "--peers",
        action="store_true",
        help=_("have QGIS, geopandas and folium do the same work, where they are installed"),
    )
    bench.add_argument(
        "--growth",
        action="store_true",
        help=_("measure also how time and memory grow with the data; takes some minutes"),
    )
    bench.add_argument(
        "--json", type=Path, metavar=_("FILE"), help=_("write the figures as JSON too")
    )
    _add_language(bench, texts)


def _add_language(
    parser: argparse.ArgumentParser, texts: Texts, default: str = argparse.SUPPRESS
) -> None:
    parser.add_argument(
        "--language",
        choices=tuple(LANGUAGES),
        default=default,
        help=texts.gettext("language of texts and exports (the system's if omitted)"),
    )


class _Names:
    """Reads "delegations,towns"."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __call__(self, text: str) -> frozenset[str]:
        names = frozenset(name.strip() for name in text.split(",") if name.strip())
        if not names:
            message = self._texts.gettext("name at least one layer, for instance delegations")
            raise argparse.ArgumentTypeError(message)
        return names


class _Size:
    """Reads "1920x1080"."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __call__(self, text: str) -> tuple[int, int]:
        match = _SIZE.fullmatch(text)
        if match is None:
            message = self._texts.gettext("“{text}” is no size; write it as 1920x1080")
            raise argparse.ArgumentTypeError(message.format(text=text))
        width, height = int(match[1]), int(match[2])
        if not all(LEAST_SIDE <= side <= MOST_SIDE for side in (width, height)):
            message = self._texts.gettext("a side may have {least} to {most} pixels")
            raise argparse.ArgumentTypeError(
                message.format(
                    least=self._texts.number(LEAST_SIDE), most=self._texts.number(MOST_SIDE)
                )
            )
        return width, height


class _Dpi:
    """Reads dots per inch."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __call__(self, text: str) -> float:
        try:
            dpi = float(text)
        except ValueError:
            dpi = 0.0
        if not LEAST_DPI <= dpi <= MOST_DPI:
            message = self._texts.gettext("write a number from {least} to {most}")
            raise argparse.ArgumentTypeError(
                message.format(
                    least=self._texts.number(LEAST_DPI), most=self._texts.number(MOST_DPI)
                )
            )
        return dpi
