"""``atlas-seguro changes``: what is different between two projects, or since the last export."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.changes.last_export import changes_since_export
from app.changes.other_project import changes_between, open_project
from geodata.builtin import BuiltinData
from geodata.files.report import FileError, filled
from layers.changes.comparing import MapChanges
from layers.changes.file import kept_path
from layers.changes.words import change_json, change_lines
from layers.document import MapState
from layers.texts import N_, Texts


def run_changes(asked: argparse.Namespace, texts: Texts) -> None:
    """Print what is different, in words or as JSON, and write it to a file if one is named.

    Raises:
        FileError: if a project cannot be read, or the only one was never exported.
        app.exports.report.ExportError: if the list cannot be written.
    """
    data = BuiltinData()
    old = _opened(asked.old, data, texts)
    if asked.new is None:
        changes = _since_export(asked.old, old, data)
    else:
        changes = changes_between(old, _opened(asked.new, data, texts), data, asked.old)
    if asked.json:
        print(change_json(changes, texts))
    else:
        print("\n".join(change_lines(changes, texts)))
    if asked.save is not None:
        from app.changes.list_file import write_list

        write_list(asked.save, changes, texts)
        print(asked.save, file=sys.stderr)


def _since_export(path: Path, state: MapState, data: BuiltinData) -> MapChanges:
    place = kept_path(path)
    if not place.exists():
        raise FileError(
            N_("{file} was not exported yet"),
            N_("export it first, or name a second project to compare it with"),
            file=path.name,
        )
    return changes_since_export(place, state, data)


def _opened(path: Path, data: BuiltinData, texts: Texts) -> MapState:
    """Return the map of a project; what of it is missing is told."""
    state, problems = open_project(path, data)
    for problem in problems:
        values = dict(problem.values)
        words = [filled(part, values, texts.gettext) for part in (problem.reason, problem.advice)]
        print("; ".join(filter(None, words)), file=sys.stderr)
    return state
