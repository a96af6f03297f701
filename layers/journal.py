"""The journal: every change of the open document, written down as it is made.

If the program ends without saving, the next start reads the journal and offers the work back.
A journal is a folder with ``journal.jsonl`` (one line an entry) and the tables that commands
carry. Lines are handed to the system one by one, so that nothing is lost when the program is
killed; `Journal.sync` makes them safe from a power cut.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geodata.files.geoparquet import geoparquet_bytes
from geodata.files.report import FileError
from geodata.files.request import Place
from layers.commands import Command, CommandError, Compound
from layers.document import Layer, MapState
from layers.plain_data import (
    PlainDataError,
    read_command,
    read_layer,
    write_command,
    write_layer,
)
from layers.project import OpenedProject, Problem, problem, read_project, read_table
from layers.table_commands import AddLayer, RestoreTable
from layers.texts import N_

_NAME = "journal.jsonl"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class JournalInfo:
    """A journal that was left behind.

    Attributes:
        folder: where it lies.
        project: the project the work began with, None for the map of the first start.
        changes: how many entries it has.
        modified: seconds since the epoch of its last entry.
    """

    folder: Path
    project: Path | None
    changes: int
    modified: float


class Journal:
    """Writes the journal of one run of the program.

    Its stack mirrors the undo stack from the last save on; what was done before that is undone
    and redone by writing the whole change down.
    """

    def __init__(self, folder: Path, project: Path | None = None) -> None:
        """Begin a journal in ``folder``, which is made; ``project`` is what the work begins with.

        Raises:
            OSError: if it cannot be written.
        """
        self.folder = folder
        self.restart(project)

    def restart(self, project: Path | None) -> None:
        """Begin anew after ``project`` was saved or opened (None: the map of the first start).

        Raises:
            OSError: if it cannot be written.
        """
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._file = (self.folder / _NAME).open("w", encoding="utf-8")
        self._tables = 0
        self._done, self._undone = 0, 0
        self._write(
            {
                "version": _VERSION,
                "project": None if project is None else str(project.absolute()),
                "process": os.getpid(),
            }
        )

    def done(self, command: Command) -> None:
        """Write down that a command was run."""
        self._done, self._undone = self._done + 1, 0
        self._write({"do": self._encode(command)})

    def amended(self, command: Command) -> None:
        """Write down that a command went on with the last one, to be undone with it."""
        self._write({("amend" if self._done else "apply"): self._encode(command)})

    def undone(self, inverse: Command) -> None:
        """Write down that the last command was undone by running ``inverse``."""
        if self._done:
            self._done, self._undone = self._done - 1, self._undone + 1
            self._write({"undo": True})
        else:
            self._write({"apply": self._encode(inverse)})

    def redone(self, command: Command) -> None:
        """Write down that a command that was undone was run again."""
        if self._undone:
            self._done, self._undone = self._done + 1, self._undone - 1
            self._write({"redo": True})
        else:
            self._write({"apply": self._encode(command)})

    def sync(self) -> None:
        """Make what was written safe from a power cut; may take long on slow disks."""
        if not self._file.closed:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Stop writing; the journal stays."""
        file = getattr(self, "_file", None)
        if file is not None:
            file.close()

    def remove(self) -> None:
        """Stop writing and remove the journal: the work is saved, or not wanted."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _write(self, entry: dict[str, Any]) -> None:
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._file.flush()

    def _encode(self, command: Command) -> dict[str, Any]:
        if isinstance(command, Compound):
            return {
                "kind": "Compound",
                "text": command.text,
                "commands": [self._encode(part) for part in command.commands],
            }
        if isinstance(command, AddLayer | RestoreTable):
            return self._encode_table(command)
        data = write_command(command)
        if data is None:
            raise TypeError(f"the journal cannot write {type(command).__name__}")
        return data

    def _encode_table(self, command: AddLayer | RestoreTable) -> dict[str, Any]:
        data: dict[str, Any] = {"kind": type(command).__name__, "layer": write_layer(command.layer)}
        if isinstance(command, AddLayer):
            data["index"] = command.index
        if command.layer.source is None:
            self._tables += 1
            name = f"table{self._tables}.parquet"
            # The table is complete before the line that names it is written.
            (self.folder / name).write_bytes(geoparquet_bytes(command.table))
            data["table"] = name
        return data


def find_journals(parent: Path, alive: Callable[[int], bool]) -> list[JournalInfo]:
    """Return the journals in a folder that were left behind with changes in them, newest first.

    Args:
        parent: the folder in which each run of the program keeps its journal.
        alive: whether a process of an id still runs; its journal is its own.
    """
    found = []
    for path in parent.glob(f"*/{_NAME}"):
        entries = list(_entries(path))
        if not entries or alive(int(entries[0].get("process", 0))):
            continue
        if len(entries) == 1:
            shutil.rmtree(path.parent, ignore_errors=True)
            continue
        project = entries[0].get("project")
        found.append(
            JournalInfo(
                path.parent,
                None if project is None else Path(project),
                len(entries) - 1,
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
    base = OpenedProject(defaults, {}, ())
    if info.project is not None:
        base = read_project(info.project, defaults, places, progress, cancelled)
    replay = _Replay(info.folder, base.state, places)
    for entry in list(_entries(info.folder / _NAME))[1:]:
        if not replay.take(entry):
            break
    return replace(base, state=replay.state, problems=(*base.problems, *replay.problems))


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
    for line in text.splitlines(keepends=True):
        try:
            entry = json.loads(line) if line.endswith("\n") else None
        except ValueError:
            return
        if not isinstance(entry, dict):
            return
        yield entry
