"""Long work in a thread, with progress, and an end by the planner's will."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QObject, QThread, Signal

from geodata.frozen import frozen

Work = Callable[[Callable[[str, float], None], Callable[[], bool]], Any]
"""Does something long: gets a function to tell progress to (stage, share done from 0 to 1), and
one that tells whether the planner no longer wants it; returns the result."""


class TaskCancelledError(Exception):
    """The planner no longer wants the result; raised by work that was asked to stop."""


class Task(QThread):
    """One piece of long work.

    Signals reach the thread that made the task; just one of the last three is emitted.

    Attributes:
        progressed: stage and share done, 0 to 1.
        succeeded: the result.
        failed: the exception.
        cancelled: the work ended because it was no longer wanted.
    """

    progressed = Signal(str, float)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(
        self,
        work: Work,
        stops: tuple[type[Exception], ...] = (TaskCancelledError,),
        parent: QObject | None = None,
    ) -> None:
        """Prepare the work; `start` begins it.

        Args:
            work: what to do.
            stops: the exceptions by which the work says that it was cancelled.
            parent: the owner; it must call `stop` before it goes.
        """
        super().__init__(parent)
        self._work = work
        self._stops = stops
        self._unwanted = threading.Event()

    def cancel(self) -> None:
        """Ask the work to end soon; `cancelled` tells when it has."""
        self._unwanted.set()

    def stop(self) -> None:
        """End the work and wait for it; its signals no longer matter."""
        self.cancel()
        self.blockSignals(True)
        self.wait()

    def run(self) -> None:
        """Do the work, in the thread."""
        try:
            result = self._work(self.progressed.emit, self._unwanted.is_set)
        except self._stops:
            self.cancelled.emit()
        except Exception as error:  # noqa: BLE001 - whatever happened is told in the window
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)


class TaskRunner(QObject):
    """Runs one piece of long work at a time; a new one takes the place of the old one.

    Callbacks are called on the runner's own thread, and only for the work that was begun last.

    Attributes:
        busy_changed: whether work is going on.
    """

    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[_Run] = []
        self._current: _Run | None = None

    @property
    def is_busy(self) -> bool:
        """Whether work is going on whose result is wanted."""
        return self._current is not None

    def start(self, work: Work, told: Told) -> None:
        """Begin ``work``; what is going on is cancelled, and tells nothing any more.

        Args:
            work: what to do.
            told: what to do with progress and result.
        """
        self._drop()
        run = _Run(work, told, self)
        run.ended.connect(self._forget)
        self._runs.append(run)
        self._current = run
        self.busy_changed.emit(True)
        run.task.start()

    def cancel(self) -> None:
        """Give up what is going on; ``told.cancelled`` is called when it has ended."""
        if self._current is not None:
            self._current.task.cancel()

    def forget(self) -> None:
        """Let what is going on end when it will, and tell nothing any more."""
        self._drop()

    def wait(self) -> None:
        """Wait until what is going on has ended by itself; it may still tell so later."""
        for run in self._runs:
            run.task.wait()

    def stop(self) -> None:
        """End everything and wait for it; nothing more is told."""
        self._drop()
        for run in self._runs:
            run.task.stop()
        self._runs.clear()

    def _drop(self) -> None:
        if self._current is not None:
            self._current.is_wanted = False
            self._current.task.cancel()
            self._current = None
            self.busy_changed.emit(False)

    def _settle(self, run: _Run) -> None:
        """Take note that a run has its result."""
        if run is self._current:
            self._current = None
            self.busy_changed.emit(False)

    def _forget(self, run: _Run) -> None:
        if run in self._runs:
            self._runs.remove(run)
            run.deleteLater()


@frozen
class Told:
    """What to do with what a piece of work tells.

    Attributes:
        succeeded: gets the result.
        failed: gets the exception.
        cancelled: called when the work ended because it was no longer wanted.
        progressed: gets the stage and the share done, 0 to 1.
        stops: the exceptions by which the work says that it was cancelled.
    """

    succeeded: Callable[[Any], None]
    failed: Callable[[Exception], None]
    cancelled: Callable[[], None] = lambda: None
    progressed: Callable[[str, float], None] = lambda _stage, _share: None
    stops: tuple[type[Exception], ...] = (TaskCancelledError,)


class _Run(QObject):
    """A task and what to do with what it tells, on the thread it was made on.

    Attributes:
        ended: its thread came to an end; the run itself.
    """

    ended = Signal(object)

    def __init__(self, work: Work, told: Told, runner: TaskRunner) -> None:
        super().__init__(runner)
        self.is_wanted = True
        self._runner = runner
        self._told = told
        self.task = Task(work, told.stops, self)
        self.task.progressed.connect(self._progress)
        self.task.succeeded.connect(self._succeed)
        self.task.failed.connect(self._fail)
        self.task.cancelled.connect(self._end)
        self.task.finished.connect(self._finish)

    def _progress(self, stage: str, share: float) -> None:
        if self.is_wanted:
            self._told.progressed(stage, share)

    def _succeed(self, result: object) -> None:
        self._tell(lambda: self._told.succeeded(result))

    def _fail(self, error: object) -> None:
        self._tell(lambda: self._told.failed(cast(Exception, error)))

    def _end(self) -> None:
        self._tell(self._told.cancelled)

    def _tell(self, tell: Callable[[], None]) -> None:
        if self.is_wanted:
            # First, for what is told may begin the next work.
            self._runner._settle(self)
            tell()

    def _finish(self) -> None:
        self.ended.emit(self)
