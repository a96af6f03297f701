"""Long work in a thread, with progress, and an end by the planner's will."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

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
