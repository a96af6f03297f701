"""A minute's work in the real window with a million points and a hundred thousand areas.

``python -m app.bench.minute [SECONDS]`` pans, zooms, hovers and switches layers by the events that
mouse and keyboard send, and prints one line of JSON: milliseconds from event to painted frame, the
gaps between turns of the event loop, and how long the map took to be sharp again.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from app.bench.measure import percentile
from app.bench.window import Mouse, add_layers, after_each_paint, open_window, wait

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.main_window import MainWindow

_POINTS, _AREAS = 1_000_000, 100_000
_SEED = 11
_TICK_MS = 2
_SETTLE_SECONDS = 2.0
_DRAGS, _WHEELS, _HOVERS = 25, 8, 25


def main() -> int:
    """Measure and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    print(json.dumps(measure_minute(seconds)))  # noqa: T201
    sys.stdout.flush()
    os._exit(0)


def measure_minute(seconds: float) -> dict[str, Any]:
    """Work for ``seconds`` and return what was measured, all in milliseconds.

    Returns:
        frames: from each event to the end of the paint that shows what it did.
        sharp: from the end of each motion to the sharp picture.
        toggles: from switching a small layer to the sharp picture.
        longest_stall: the longest time in which the event loop did not turn.
        longest_work: the longest processor time the main thread took in one turn.
    """
    from app.bench.data import random_points, random_polygons

    application, window = open_window()
    wait(application, lambda: window.canvas.is_sharp)
    add_layers(window, random_polygons(_AREAS, 8, 0.006), random_points(_POINTS))
    window.canvas.fit_home()
    wait(application, lambda: window.canvas.is_sharp and not window.canvas.is_moving)
    # What the window learns while nothing else is to do, it learns before files are opened.
    _idle(application, _SETTLE_SECONDS)
    work = _Work(application, window)
    with _Turns() as turns:
        end = time.monotonic() + seconds
        rounds = work.rounds()
        while time.monotonic() < end:
            next(rounds)
    return {
        "frame_p99": percentile(work.frames, 99),
        "frames": work.frames,
        "sharp": work.sharp,
        "toggles": work.toggles,
        "longest_stall": max(turns.gaps),
        "longest_work": max(turns.works),
    }


class _Work:
    """Pans, zooms, hovers and switches layers, and measures each."""

    def __init__(self, application: QApplication, window: MainWindow) -> None:
        self.frames: list[float] = []
        self.sharp: list[float] = []
        self.toggles: list[float] = []
        self._application = application
        self._window, self._canvas = window, window.canvas
        self._mouse = Mouse(application, window.canvas)
        self._random = random.Random(_SEED)
        self._painted: list[float] = []
        after_each_paint(self._canvas, lambda: self._painted.append(time.perf_counter()))

    def rounds(self) -> Iterator[None]:
        """Do one piece of work after the other, for ever."""
        while True:
            for work in (self._pan, self._zoom, self._hover, self._switch):
                work()
                yield

    def _pan(self) -> None:
        from PySide6.QtCore import QPointF

        self._mouse.press(QPointF(self._canvas.width() / 2, self._canvas.height() / 2))
        columns, rows = self._random.uniform(-22, 22), self._random.uniform(-16, 16)
        for _ in range(_DRAGS):
            self._frame(lambda: self._mouse.move(columns, rows))
        self._mouse.release()
        self._rest()

    def _zoom(self) -> None:
        close = self._canvas.view.resolution < 40
        angle = -30 if close else self._random.choice((30, 30, -30))
        for _ in range(_WHEELS):
            self._frame(lambda: self._mouse.wheel(angle))
        self._rest()

    def _hover(self) -> None:
        """Let the mouse wander; what is under it is marked, which is no frame of its own."""
        for _ in range(_HOVERS):
            self._mouse.hover(
                self._random.uniform(100, self._canvas.width() - 100),
                self._random.uniform(100, self._canvas.height() - 100),
            )
            self._turn(0.016)

    def _switch(self) -> None:
        """Switch a small layer off and on; the large ones are not drawn again for that."""
        from layers.commands import SetVisible

        for visible in (False, True):
            started = time.perf_counter()
            self._window.session.execute(SetVisible("towns", visible))
            self._application.processEvents()
            wait(self._application, lambda: self._canvas.is_sharp)
            self.toggles.append((time.perf_counter() - started) * 1000)

    def _frame(self, act: Callable[[], None]) -> None:
        """Send an event; a frame ends with the paint that shows another extent."""
        self._painted.clear()
        before = self._canvas.view
        started = time.perf_counter()
        act()
        while self._canvas.view != before and not self._painted:
            self._application.processEvents()
        if self._painted:
            self.frames.append((self._painted[-1] - started) * 1000)
        self._turn(0.012 - (time.perf_counter() - started))

    def _rest(self) -> None:
        started = time.perf_counter()
        wait(self._application, lambda: self._canvas.is_sharp)
        self.sharp.append((time.perf_counter() - started) * 1000)

    def _turn(self, seconds: float) -> None:
        """Let the event loop turn for a while."""
        _idle(self._application, seconds)


def _idle(application: QApplication, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        application.processEvents()


class _Turns:
    """Measures the gaps between turns of the event loop, and the main thread's work in each."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: list[float] = [0.0]
        self.works: list[float] = [0.0]
        self._timer = QTimer(interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> _Turns:
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps.append((now - self._last) * 1000)
        self.works.append((worked - self._worked) * 1000)
        self._last, self._worked = now, worked


if __name__ == "__main__":
    sys.exit(main())
