"""The journal: every change of the open document, written down as it is made.

If the program ends without saving, the next start reads the journal and offers the work back.
A journal is a folder with ``journal.jsonl`` (one line an entry) and the tables that commands
carry. Lines are handed to the system one by one, so that nothing is lost when the program is
killed; `Journal.sync` makes them safe from a power cut.

A journal begins with the revision of the project that its changes are made to. Before a project
is saved the journal notes the revision it will have: whichever of the two the file has after a
crash, it is known which of the changes are in it.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

from geodata.files.geoparquet import geoparquet_bytes
from layers.commands import Command, Compound
from layers.plain_data import (
    write_command,
    write_layer,
)
from layers.table_commands import AddLayer, RestoreTable, UseBoundaries

JOURNAL_NAME = "journal.jsonl"
"""The file of a journal's folder with its entries, a line each."""

BASE_NAME = "base.atlas"
"""The project in a journal's folder that its changes are made to, where it has one."""

_VERSION = 1


class Journal:
    """Writes the journal of one run of the program.

    Its stack mirrors the undo stack from the last save on; what was done before that is undone
    and redone by writing the whole change down.
    """

    def __init__(self, folder: Path, project: Path | None = None, revision: str = "") -> None:
        """Begin a journal in ``folder``, which is made; ``project`` is what the work begins with.

        Raises:
            OSError: if it cannot be written.
        """
        self.folder = folder
        self._written = self._synced = 0
        self.restart(project, revision)

    def restart(
        self, project: Path | None, revision: str = "", unsaved: bytes | None = None
    ) -> None:
        """Begin anew after ``project`` was saved or opened (None: the map of the first start).

        Args:
            project: the project.
            revision: the revision that it has.
            unsaved: the content of a project file with all the work, where ``project`` lacks
                some, for it was brought back after a crash.

        Raises:
            OSError: if it cannot be written.
        """
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if unsaved is not None:
            (self.folder / BASE_NAME).write_bytes(unsaved)
        # Halves of letters, which names of files may hold, become escapes of JSON.
        self._file = (self.folder / JOURNAL_NAME).open(
            "w", encoding="utf-8", errors="backslashreplace"
        )
        self._tables = 0
        self._done, self._undone = 0, 0
        self._write(
            {
                "version": _VERSION,
                "project": None if project is None else str(project.absolute()),
                "revision": revision,
                "base": unsaved is not None,
                "process": os.getpid(),
                "started": time.time(),
            }
        )

    @property
    def is_synced(self) -> bool:
        """Whether everything that was written is safe from a power cut."""
        return self._written == self._synced

    def saving(self, revision: str) -> None:
        """Note that the document, as it is now, is about to be saved as ``revision``."""
        # What was done before may be in the file then, so that undoing it is a change like others.
        self._done, self._undone = 0, 0
        self._write({"saving": revision})

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
        """Make what was written safe from a power cut; may take long on slow disks.

        It may be called from a thread, while nobody closes the journal.

        Raises:
            OSError: if the disk fails.
        """
        written = self._written
        if not self._file.closed:
            os.fsync(self._file.fileno())
        self._synced = written

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
        self._written += 1

    def _encode(self, command: Command) -> dict[str, Any]:
        if isinstance(command, Compound):
            return {
                "kind": "Compound",
                "text": command.text,
                "commands": [self._encode(part) for part in command.commands],
            }
        if isinstance(command, AddLayer | RestoreTable):
            return self._encode_table(command)
        if isinstance(command, UseBoundaries):
            # Boundaries are kept apart from the map; for the journal nothing happens.
            return {"kind": "Compound", "text": command.text, "commands": []}
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
