"""Draws frames in slices, between the window's other work."""

from __future__ import annotations

from math import inf

from PySide6.QtCore import QObject, QTimer, Signal

from app.canvas.frame import Box, Frame, Sight, with_margin
from app.canvas.renderer import Drawing, Renderer
from layers.view import View

SLICE_SECONDS = 0.005
"""How long one slice may take while nothing moves."""

MOVING_SLICE_SECONDS = 0.003
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
        self._sight: Sight | None = None
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._draw_slice)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(self._tell_slow)
        self._told_slow = False

    @property
    def sight(self) -> Sight | None:
        """What is being drawn, None if nothing is."""
        return self._sight

    def start(self, sight: Sight) -> None:
        """Draw ``sight`` with a margin, in slices; what was being drawn is dropped."""
        was_slow = self._slow.isActive() or self._told_slow
        self._drop()
        self._sight = sight
        outer = with_margin(sight.view)
        self._drawing = self._renderer.start(
            sight.scene, outer, sight.view, _moved(sight.keep_clear, sight.view, outer)
        )
        self._slices.start()
        if not was_slow:
            self._slow.start()

    def draw_now(self, sight: Sight) -> Frame:
        """Return the frame of ``sight`` without a margin, drawn whole before returning."""
        self.cancel()
        drawing = self._renderer.start(sight.scene, sight.view, keep_clear=sight.keep_clear)
        while not drawing.advance(inf):
            pass
        return _frame(drawing, sight.view, sight)

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
        self._drawing = self._sight = None

    def _draw_slice(self) -> None:
        drawing, sight = self._drawing, self._sight
        if drawing is None or sight is None:
            return
        try:
            done = drawing.advance(self.slice_seconds)
        except Exception:
            # Told once, not at every turn of the event loop.
            self.cancel()
            raise
        if done:
            self.cancel()
            self.finished.emit(_frame(drawing, with_margin(sight.view), sight))

    def _tell_slow(self) -> None:
        self._told_slow = True
        self.slow_changed.emit(True)


def _frame(drawing: Drawing, view: View, sight: Sight) -> Frame:
    image = drawing.image
    # A frame is copied pixel by pixel, and Qt does that only for images that know no ratio.
    image.setDevicePixelRatio(1.0)
    return Frame(image, view, sight, drawing.report)


def _moved(boxes: tuple[Box, ...], view: View, outer: View) -> tuple[Box, ...]:
    """Return boxes of ``view`` in logical pixels of ``outer``."""
    right, down = (outer.width - view.width) / 2, (outer.height - view.height) / 2
    return tuple((box[0] + right, box[1] + down, box[2] + right, box[3] + down) for box in boxes)
