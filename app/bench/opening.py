"""Opening a large file in the real window: how long it takes, and how long the window stalls."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

if TYPE_CHECKING:
    from app.main_window import MainWindow

ROWS = 148_000
_TICK_MS = 2
_AFTER_THE_START = 1.5
_RUNS = 5
_LONGEST_WAIT_MS = 30_000


class _Stalls(QObject):
    """Measures the longest time between two turns of the event loop.

    Attributes:
        longest: seconds.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def measure_opening(window: MainWindow) -> dict[str, list[float]]:
    """Return milliseconds from the wish to open a CSV file to the sharp map, and of stalls.

    The planner adds the layer the moment that the preview is there.

    Args:
        window: the window, which is shown.
    """
    from app.bench.data import write_csv

    canvas, opening = window.canvas, window.workspace.opening
    opened: list[float] = []
    stalls: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.csv"
        write_csv(path, ROWS)
        ready = time.perf_counter() + _AFTER_THE_START
        _wait(lambda: canvas.is_sharp and time.perf_counter() > ready)
        for _ in range(_RUNS):
            watch, started = _Stalls(), time.perf_counter()
            opening.open([path])
            _wait(lambda: opening.dialog is not None and not opening.dialog.is_reading)
            assert opening.dialog is not None, "the file was not opened"
            opening.dialog.add_to_map()
            _wait(lambda: bool(window.session.document.state.tables) and _is_still(window))
            opened.append((time.perf_counter() - started) * 1000)
            stalls.append(watch.longest * 1000)
            watch.deleteLater()
            window.session.undo_stack.undo()
            _wait(lambda: _is_still(window))
    return {"opened": opened, "stalls": stalls}


def _wait(done: Callable[[], bool]) -> None:
    """Turn the event loop as the program does, sleeping while there is nothing to do."""
    loop = QEventLoop()
    timer = QTimer(interval=_TICK_MS)
    timer.timeout.connect(lambda: loop.quit() if done() else None)
    timer.start()
    QTimer.singleShot(_LONGEST_WAIT_MS, loop, loop.quit)
    loop.exec()
    timer.stop()
    if not done():
        raise TimeoutError("the file was not opened in time")


def _is_still(window: MainWindow) -> bool:
    canvas = window.canvas
    return canvas.is_sharp and not canvas.is_moving and window.workspace.opening.dialog is None
