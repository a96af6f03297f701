"""Start, frames and memory of the real window, in a process of its own.

``python -m app.bench.window start`` opens the window as a user's start does and tells when the
map was complete; ``frames`` drags and zooms it, ``points`` does so with a million points on it;
``opening`` opens a file. Each prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from app.canvas.canvas import MapCanvas
    from app.main_window import MainWindow
    from geodata.table import FeatureTable

STARTED = "ATLAS_SEGURO_BENCH_STARTED"
"""Environment variable: the time (seconds since the epoch) at which this process was begun."""

WIDTH, HEIGHT = 1920, 1080
_LONGEST_WAIT = 30.0
_FRAMES = 400
_POINTS = 1_000_000
# Labels may find another place in the frame, which reaches beyond the edge of the widget.
_MOST_DIFFERENT = 0.03
_SEED = 7


def main() -> int:
    """Measure what the command line asks for and print it."""
    works = {
        "start": measure_start,
        "frames": measure_frames,
        "points": measure_points,
        "opening": _measure_opening,
    }
    print(json.dumps(works[sys.argv[1]]()))  # noqa: T201
    # The window is gone, the numbers are told: no time for the interpreter's own end.
    sys.stdout.flush()
    os._exit(0)


def measure_start() -> dict[str, float]:
    """Return seconds from the process's begin to the complete map, and the resident set in MB.

    Complete is the first frame on screen whose pixels are those of the map drawn at leisure, with
    all layers and labels of the first start.
    """
    application, window = open_window()
    canvas = window.canvas
    sharp_paints: list[float] = []

    def painted() -> None:
        if canvas.is_sharp:
            sharp_paints.append(time.time())

    after_each_paint(canvas, painted)
    wait(application, lambda: bool(sharp_paints))
    complete = sharp_paints[0]
    # Not before: the atlas does not need it to start.
    import psutil

    resident = psutil.Process().memory_info().rss / 1e6
    _check_complete(canvas)
    return {"seconds": complete - float(os.environ[STARTED]), "megabytes": resident}


def measure_frames() -> dict[str, list[float]]:
    """Return milliseconds from input to painted frame, for panning and zooming, and to sharpness.

    A frame counts once the paint that shows the new extent has ended.
    """
    return _move(*open_window())


def measure_points() -> dict[str, list[float]]:
    """Return the same with a million points on the map."""
    from app.bench.data import random_points

    application, window = open_window()
    wait(application, lambda: window.canvas.is_sharp)
    add_layers(window, random_points(_POINTS))
    window.canvas.fit_home()
    wait(application, lambda: window.canvas.is_sharp and not window.canvas.is_moving)
    return _move(application, window)


def add_layers(window: MainWindow, *tables: FeatureTable) -> None:
    """Put layers of tables on the map, the last one on top."""
    from dataclasses import replace

    from layers.document import Layer
    from layers.own_layers import default_style
    from layers.table_commands import AddLayer

    for number, table in enumerate(tables, 1):
        window.session.builder.prepare(table)
        style = replace(default_style(table, number), label=None)
        layer = Layer(f"own-{number}", "own", style, name=table.id)
        window.session.execute(AddLayer(layer, replace(table, id=layer.id)))


def _move(application: QApplication, window: MainWindow) -> dict[str, list[float]]:
    """Pan and zoom the map with the mouse, and measure it as `measure_frames` tells."""
    from PySide6.QtCore import QPointF

    canvas = window.canvas
    painted: list[float] = []
    after_each_paint(canvas, lambda: painted.append(time.perf_counter()))
    wait(application, lambda: canvas.is_sharp)
    mouse = Mouse(application, canvas)
    numbers = random.Random(_SEED)
    frames: list[float] = []
    sharp: list[float] = []
    for _ in range(_FRAMES // 40):
        mouse.press(QPointF(canvas.width() / 2, canvas.height() / 2))
        for _ in range(30):
            painted.clear()
            before = canvas.view
            started = time.perf_counter()
            mouse.move(numbers.uniform(-25, 25), numbers.uniform(-18, 18))
            while canvas.view != before and not painted:
                application.processEvents()
            if painted:
                frames.append((painted[-1] - started) * 1000)
        mouse.release()
        for _ in range(10):
            painted.clear()
            before = canvas.view
            started = time.perf_counter()
            mouse.wheel(numbers.choice((-30, 30)))
            while not painted and time.perf_counter() - started < 1:
                application.processEvents()
            if canvas.view != before and painted:
                frames.append((painted[-1] - started) * 1000)
        started = time.perf_counter()
        wait(application, lambda: canvas.is_sharp)
        sharp.append((time.perf_counter() - started) * 1000)
        canvas.fit_home()
        wait(application, lambda: canvas.is_sharp)
    return {"frames": frames, "sharp": sharp}


def _measure_opening() -> dict[str, list[float]]:
    from app.bench.opening import measure_opening

    return measure_opening(open_window()[1])


def open_window() -> tuple[QApplication, MainWindow]:
    """Open the window as a first start does, at the benchmarks' size."""
    from app.application import make_application, make_window

    application = make_application()
    # As at the first start there are no settings; none are kept, as the window is never closed.
    window = make_window(Path("no such folder", "settings.json"), "en")
    window.resize(WIDTH, HEIGHT)
    window.show()
    return application, window


def after_each_paint(canvas: MapCanvas, tell: Callable[[], None]) -> None:
    """Call ``tell`` after each paint of the map."""
    paint = canvas.paintEvent

    def painted(event: object) -> None:
        paint(event)  # type: ignore[arg-type]
        tell()

    canvas.paintEvent = painted  # type: ignore[method-assign,assignment]


def _check_complete(canvas: MapCanvas) -> None:
    """Raise AssertionError unless the screen shows all layers and labels of the first start.

    The pixels in the middle of the widget, where no card lies, are held against those of the
    scene drawn in one go.
    """
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QImage, QPainter

    from app.canvas.renderer import Renderer
    from geodata.builtin import BuiltinData
    from layers.builtin_map import builtin_map

    expected = {layer.id for layer in builtin_map(BuiltinData()) if layer.visible}
    shown = {layer.layer_id for layer in canvas.scene.layers}
    if shown != expected:
        raise AssertionError(f"{expected - shown} are not on the map")
    middle = QRect(
        canvas.width() // 3, canvas.height() // 4, canvas.width() // 3, canvas.height() // 3
    )
    screen = canvas.grab(middle).toImage().convertToFormat(QImage.Format.Format_RGB32)
    drawn = QImage(canvas.size(), QImage.Format.Format_RGB32)
    painter = QPainter(drawn)
    report = Renderer().draw(painter, canvas.scene, canvas.view)
    painter.end()
    if not report.labels or _differing_share(screen, drawn.copy(middle)) > _MOST_DIFFERENT:
        raise AssertionError("the screen does not show the map as it is drawn at leisure")


def _differing_share(first: QImage, second: QImage) -> float:
    """Return the share of pixels in which two pictures differ by more than 32 of 255."""
    import numpy as np

    pixels = [np.frombuffer(image.constBits(), np.uint8).astype(int) for image in (first, second)]
    differing = (np.abs(pixels[0] - pixels[1]) > 32).reshape(-1, 4).any(axis=1)
    return float(differing.mean())


def wait(application: QApplication, done: Callable[[], bool]) -> None:
    """Let the event loop turn until ``done``.

    Raises:
        TimeoutError: if that takes too long.
    """
    started = time.monotonic()
    while not done():
        application.processEvents()
        if time.monotonic() - started > _LONGEST_WAIT:
            raise TimeoutError("the map did not get sharp")


class Mouse:
    """Sends mouse events to the map, as the system does."""

    def __init__(self, application: QApplication, canvas: MapCanvas) -> None:
        from PySide6.QtCore import QPointF

        self._application = application
        self._canvas = canvas
        self._place = QPointF()

    def press(self, place: object) -> None:
        """Press the left button."""
        from PySide6.QtCore import QEvent, Qt

        self._place = place  # type: ignore[assignment]
        left = Qt.MouseButton.LeftButton
        self._send(QEvent.Type.MouseButtonPress, left, left)

    def move(self, columns: float, rows: float) -> None:
        """Move by logical pixels, the left button held."""
        from PySide6.QtCore import QEvent, QPointF, Qt

        self._place = self._place + QPointF(columns, rows)
        self._send(QEvent.Type.MouseMove, Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton)

    def hover(self, column: float, row: float) -> None:
        """Point at a logical pixel, no button held."""
        from PySide6.QtCore import QEvent, QPointF, Qt

        self._place = QPointF(column, row)
        none = Qt.MouseButton.NoButton
        self._send(QEvent.Type.MouseMove, none, none)

    def release(self) -> None:
        """Let go of the left button."""
        from PySide6.QtCore import QEvent, Qt

        none = Qt.MouseButton.NoButton
        self._send(QEvent.Type.MouseButtonRelease, Qt.MouseButton.LeftButton, none)

    def wheel(self, angle: int) -> None:
        """Turn the wheel by eighths of a degree."""
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent

        place = QPointF(self._canvas.width() / 3, self._canvas.height() / 3)
        event = QWheelEvent(
            place,
            self._canvas.mapToGlobal(place),
            QPoint(),
            QPoint(0, angle),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        self._application.sendEvent(self._canvas, event)

    def _send(self, kind: object, button: object, buttons: object) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QMouseEvent

        event = QMouseEvent(
            kind,
            self._place,
            self._canvas.mapToGlobal(self._place),
            button,
            buttons,  # type: ignore[call-overload]
            Qt.KeyboardModifier.NoModifier,
        )
        self._application.sendEvent(self._canvas, event)


if __name__ == "__main__":
    sys.exit(main())
