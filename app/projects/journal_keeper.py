"""Keeps the journal of a session, and finds those that were left behind."""

from __future__ import annotations

import logging
import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.session import ChangeLog, Session
from app.tasks import TaskRunner, Told
from layers.commands import Command

if TYPE_CHECKING:
    from layers.journal import Journal
    from layers.recovery import JournalInfo

_SYNC_MS = 2000
_log = logging.getLogger(__name__)


class JournalKeeper(QObject):
    """Begins the journal soon after the start, and has the disk keep it every few seconds.

    Attributes:
        found: journals of other runs were left behind; a list of `JournalInfo`, newest first.
        failed: the journal cannot be written; why.
        folder: where this session's journal is.
    """

    found = Signal(object)
    failed = Signal(str)

    def __init__(self, session: Session, parent: Path, owner: QObject) -> None:
        """Prepare a journal; `begin` begins it.

        Args:
            session: whose changes are written down.
            parent: the folder in which each run keeps its journal.
            owner: it must call `stop`.
        """
        super().__init__(owner)
        self._session = session
        self._parent = parent
        self.folder = parent / f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._journal: Journal | None = None
        self._early = _EarlyChanges()
        self._imports, self._syncs = TaskRunner(self), TaskRunner(self)
        self._timer = QTimer(self, interval=_SYNC_MS)
        self._timer.timeout.connect(self._sync)
        session.journal = self._early

    @property
    def is_writing(self) -> bool:
        """Whether changes are being written to the disk."""
        return self._journal is not None and self._session.journal is self._journal

    def begin(self) -> None:
        """Load what a journal needs, in a thread, then begin it and look for others."""
        self._imports.start(
            lambda *_: _look_around(self._parent), Told(self._take_over, self._fail)
        )

    def restart(
        self, project: Path | None, revision: str = "", unsaved: bytes | None = None
    ) -> None:
        """Begin anew with a project; see `layers.journal.Journal.restart`."""
        self._write(lambda journal: journal.restart(project, revision, unsaved))

    def saving(self, revision: str) -> None:
        """Note that the document is about to be saved as a revision."""
        self._write(lambda journal: journal.saving(revision))

    def discard(self, info: JournalInfo) -> None:
        """Remove a journal that was left behind."""
        shutil.rmtree(info.folder, ignore_errors=True)

    def stop(self) -> None:
        """End the journal: everything is saved, or not wanted."""
        self._timer.stop()
        self._imports.stop()
        self._syncs.stop()
        self._session.journal = None
        if self._journal is not None:
            self._journal.remove()

    def _take_over(self, found: list[JournalInfo]) -> None:
        from layers.journal import Journal

        try:
            self._journal = Journal(self.folder)
        except OSError as error:
            self._fail(error)
            return
        self._session.journal = self._journal
        for write in self._early.writes:
            self._write(write)
        self._timer.start()
        if found:
            self.found.emit(found)

    def _write(self, write: Callable[[Journal], None]) -> None:
        if self._journal is None:
            # What was done before the journal began went with the document of that time.
            self._early.writes.append(write)
            return
        # Nobody may close the file under the thread's feet.
        self._syncs.stop()
        try:
            write(self._journal)
            self._session.journal = self._journal
        except OSError as error:
            self._fail(error)

    def _sync(self) -> None:
        journal = self._journal
        if not self.is_writing:
            self._timer.stop()
            self._fail(OSError("the disk took no more"))
        elif journal is not None and not journal.is_synced and not self._syncs.is_busy:
            self._syncs.start(lambda *_: journal.sync(), Told(lambda _: None, self._fail))

    def _fail(self, error: Exception) -> None:
        _log.error("unsaved work is not kept: %s", error)
        self._session.journal = None
        self.failed.emit(str(error))


class _EarlyChanges(ChangeLog):
    """Remembers what to write until there is a journal.

    Attributes:
        writes: what to do with the journal once it is there.
    """

    def __init__(self) -> None:
        self.writes: list[Callable[[Journal], None]] = []

    def done(self, command: Command) -> None:
        self.writes.append(lambda journal: journal.done(command))

    def amended(self, command: Command) -> None:
        self.writes.append(lambda journal: journal.amended(command))

    def undone(self, inverse: Command) -> None:
        self.writes.append(lambda journal: journal.undone(inverse))

    def redone(self, command: Command) -> None:
        self.writes.append(lambda journal: journal.redone(command))


def _look_around(parent: Path) -> list[JournalInfo]:
    """Return the journals that were left behind; load what writing a journal needs."""
    from layers.plain_data import prepare
    from layers.recovery import find_journals

    # Once: what checks commands is made at first use, and takes longer than a click may.
    prepare()
    return find_journals(parent, _is_alive)


def _is_alive(process: int, started: float) -> bool:
    """Return whether a process still runs that began a journal at a time (since the epoch)."""
    import psutil

    try:
        # Another program may have got the number since.
        return bool(psutil.Process(process).create_time() <= started + 1)
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True
