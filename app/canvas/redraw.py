"""Draws frames in slices, between the window's other work."""

from __future__ import annotations

from math import inf

from PySide6.QtCore import QObject, QTimer, Signal

from app.canvas.frame import Frame, with_margin
from app.canvas.renderer import Drawing, Renderer
from layers.scene import Scene
from layers.view import View

SLICE_SECONDS = 0.008
"""How long one slice may take while nothing moves."""

MOVING_SLICE_SECONDS = 0.004
"""How long one slice may take between the frames of a movement."""

_SLOW_MS = 300


class Redraw(QObject):
    """Makes one frame at a time; what is no longer wanted is dropped.

    Attributes:
        finished: a `Frame` is drawn.
        slow_changed: whether the frame in the making takes so long that one should say so.
        slice_seconds: how long one slice may take.
    """

    finished = Signal(object)
    slow_changed = Signal(bool)

    def __init__(self, renderer: Renderer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.slice_seconds = SLICE_SECONDS
        self._renderer = renderer
        self._drawing: Drawing | None = None
        self._scene: Scene | None = None
        self._core: View | None = None
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._draw_slice)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(self._tell_slow)
        self._told_slow = False

    @property
    def core(self) -> View | None:
        """The view that is being drawn, None if none is."""
        return self._core

    @property
    def scene(self) -> Scene | None:
        """The scene that is being drawn, None if none is."""
        return self._scene

    def start(self, scene: Scene, view: View) -> None:
        """Draw ``view`` with a margin, in slices; what was being drawn is dropped."""
        was_slow = self._slow.isActive() or self._told_slow
        self._drop()
        self._scene, self._core = scene, view
        self._drawing = self._renderer.start(scene, with_margin(view))
        self._slices.start()
        if not was_slow:
            self._slow.start()

    def draw_now(self, scene: Scene, view: View) -> Frame:
        """Return the frame of ``view`` without a margin, drawn whole before returning."""
        self.cancel()
        drawing = self._renderer.start(scene, view)
        while not drawing.advance(inf):
            pass
        return _frame(drawing, view, view, scene)

    def cancel(self) -> None:
        """Drop what is being drawn."""
        self._drop()
        self._slow.stop()
        if self._told_slow:
            self._told_slow = False
            self.slow_changed.emit(False)

    def _drop(self) -> None:
        self._slices.stop()
        if self._drawing is not None:
            self._drawing.close()
        self._drawing = self._scene = self._core = None

    def _draw_slice(self) -> None:
        drawing, scene, core = self._drawing, self._scene, self._core
        if drawing is None or scene is None or core is None:
            return
        try:
            done = drawing.advance(self.slice_seconds)
        except Exception:
            # Told once, not at every turn of the event loop.
            self.cancel()
            raise
        if done:
            self.cancel()
            self.finished.emit(_frame(drawing, with_margin(core), core, scene))

    def _tell_slow(self) -> None:
        self._told_slow = True
        self.slow_changed.emit(True)


def _frame(drawing: Drawing, view: View, core: View, scene: Scene) -> Frame:
    image = drawing.image
    # A frame is copied pixel by pixel, and Qt does that only for images that know no ratio.
    image.setDevicePixelRatio(1.0)
    return Frame(image, view, core, scene, drawing.report)
