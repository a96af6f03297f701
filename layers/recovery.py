"""Work that was not saved, read back from its journal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from geodata.files.report import FileError
from geodata.files.request import Place
from geodata.frozen import frozen
from layers.commands import Command, CommandError, Compound
from layers.document import Layer, MapState
from layers.journal import BASE_NAME, JOURNAL_NAME
from layers.plain_data import PlainDataError, read_command, read_layer
from layers.project import BACKUP_ENDING, OpenedProject, Problem, problem, read_project, read_table
from layers.table_commands import AddLayer, RestoreTable
from layers.texts import N_


@frozen
class JournalInfo:
    """A journal that was left behind.

    Attributes:
        folder: where it lies.
        project: the project the work began with, None for the map of the first start.
        changes: how many changes it has.
        modified: seconds since the epoch of its last entry.
    """

    folder: Path
    project: Path | None
    changes: int
    modified: float


def find_journals(parent: Path, alive: Callable[[int, float], bool]) -> list[JournalInfo]:
    """Return the journals in a folder that were left behind with changes in them, newest first.

    Args:
        parent: the folder in which each run of the program keeps its journal.
        alive: whether the process of an id that began a journal at a time (seconds since the
            epoch) still runs; its journal is its own.
    """
    found = []
    for path in parent.glob(f"*/{JOURNAL_NAME}"):
        entries = list(_entries(path))
        if not entries:
            continue
        head = entries[0]
        if alive(int(head.get("process", 0)), float(head.get("started", 0.0))):
            continue
        changes = sum("saving" not in entry for entry in entries[1:])
        if not changes and not head.get("base"):
            shutil.rmtree(path.parent, ignore_errors=True)
            continue
        project = entries[0].get("project")
        found.append(
            JournalInfo(
                path.parent,
                None if project is None else Path(project),
                changes,
                path.stat().st_mtime,
            )
        )
    return sorted(found, key=lambda info: info.modified, reverse=True)


def recover(
    info: JournalInfo,
    defaults: MapState,
    places: Sequence[Place] = (),
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> OpenedProject:
    """Return the document as it was at the journal's last entry; blocks.

    Args:
        info: the journal.
        defaults: the map of the first start.
        places: as of `layers.project.read_project`.
        progress: as of `geodata.files.opening.open_file`.
        cancelled: as there.

    Raises:
        FileError: if the project that the work began with cannot be opened.
        geodata.files.opening.OpeningCancelledError: if it was cancelled.
    """
    head, *entries = _entries(info.folder / JOURNAL_NAME)
    base = OpenedProject(defaults, {}, ())
    if head.get("base"):
        base = read_project(info.folder / BASE_NAME, defaults, places, progress, cancelled)
    elif info.project is not None:
        base = _begun_with(info.project, head, entries, (defaults, places, progress, cancelled))
        entries = _after(base.revision, head, entries)
    replay = _Replay(info.folder, base.state, places)
    for entry in entries:
        if not replay.take(entry):
            break
    return replace(base, state=replay.state, problems=(*base.problems, *replay.problems))


def _begun_with(
    project: Path,
    head: dict[str, Any],
    entries: Sequence[dict[str, Any]],
    how: tuple[Any, ...],
) -> OpenedProject:
    """Return the project that the changes were made to, or else its former version.

    Raises:
        FileError: if neither can be opened.
    """
    revisions = {head.get("revision"), *(entry.get("saving") for entry in entries)}
    try:
        opened = read_project(project, *how)
        if opened.revision in revisions:
            return opened
        failure = problem(
            N_("{file} was changed since; the unsaved work was added as far as it fits"),
            N_("look whether all is as it should be, and save it under a new name"),
            file=project.name,
        )
    except FileError as error:
        opened = read_project(project.with_name(f"{project.name}{BACKUP_ENDING}"), *how)
        failure = problem(error.reason, error.advice, **error.values)
    return replace(opened, problems=(*opened.problems, failure))


def _after(
    revision: str, head: dict[str, Any], entries: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the entries that are not in the project of a revision yet."""
    if revision == head.get("revision"):
        return entries
    for place, entry in enumerate(entries):
        if entry.get("saving") == revision:
            return entries[place + 1 :]
    return entries


class _Replay:
    """Runs the entries of a journal."""

    def __init__(self, folder: Path, state: MapState, places: Sequence[Place]) -> None:
        self.state = state
        self.problems: list[Problem] = []
        self._folder = folder
        self._places = places
        self._done: list[MapState] = []
        self._undone: list[MapState] = []

    def take(self, entry: dict[str, Any]) -> bool:
        """Run one entry and return True, or note a problem and return False."""
        try:
            self._take(entry)
        except (
            CommandError,
            PlainDataError,
            FileError,
            KeyError,
            TypeError,
            IndexError,
            OSError,
        ) as error:
            self.problems.append(
                problem(
                    N_("a part of the unsaved work cannot be read ({error})"),
                    N_("what came before it was brought back; save it under a new name"),
                    error=error,
                )
            )
            return False
        return True

    def _take(self, entry: dict[str, Any]) -> None:
        if "do" in entry:
            self._done.append(self.state)
            self._undone.clear()
            self.state = self._decode(entry["do"]).apply(self.state)
        elif "apply" in entry or "amend" in entry:
            command = self._decode(entry.get("apply") or entry["amend"])
            self.state = command.apply(self.state)
        elif "undo" in entry:
            self._undone.append(self.state)
            self.state = self._done.pop()
        elif "redo" in entry:
            self._done.append(self.state)
            self.state = self._undone.pop()

    def _decode(self, data: dict[str, Any]) -> Command:
        if data.get("kind") == "Compound":
            return Compound(data["text"], tuple(map(self._decode, data["commands"])))
        if data.get("kind") not in ("AddLayer", "RestoreTable"):
            return read_command(data)
        layer: Layer = read_layer(data["layer"])
        member = data.get("table")
        path = None if member is None else self._folder / Path(member).name
        table, problems = read_table(layer, path, self._places)
        self.problems += problems
        if data["kind"] == "AddLayer":
            return AddLayer(layer, table, data["index"])
        return RestoreTable(layer, table)


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the entries of a journal up to one that was cut short."""
    try:
        text = path.read_text("utf-8", errors="replace")
    except OSError:
        return
    # Not `splitlines`, which also splits at signs that texts in an entry may have.
    *lines, _cut_short = text.split("\n")
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            return
        if not isinstance(entry, dict):
            return
        yield entry
