"""The picture of the map on the canvas: always there at once, sharp soon after."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QRegion

from app.canvas.camera import Camera
from app.canvas.frame import Box, Frame, Sight, blank_frame, with_margin
from app.canvas.live_scene import LiveScene
from app.canvas.redraw import MOVING_SLICE_SECONDS, SLICE_SECONDS, Redraw
from app.canvas.renderer import DrawReport, Renderer
from app.filling import fill_rect
from layers.view import View

# A drawing of a view that was left meanwhile is still worth finishing if it shows this share.
_WORTH_FINISHING = 0.5


class Picture(QObject):
    """Shows the last frame moved and stretched, and has the sharp one drawn once motion rests.

    Attributes:
        changed: there is something else to paint.
        sharpened: the view is shown sharp.
        slow_changed: whether drawing takes so long that one should say so.
    """

    changed = Signal()
    sharpened = Signal()
    slow_changed = Signal(bool)

    def __init__(self, live: LiveScene, camera: Camera, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self._camera = camera
        self._frame: Frame | None = None
        self._backdrop: Frame | None = None
        self._keep_clear: tuple[Box, ...] = ()
        self._redraw = Redraw(Renderer(keep_layers=True), self)
        self._redraw.finished.connect(self._take)
        self._redraw.slow_changed.connect(self.slow_changed)
        camera.moved.connect(self._follow)
        camera.rested.connect(self._sharpen)

    @property
    def is_sharp(self) -> bool:
        """Whether what is painted is the scene, drawn for the very view."""
        return self._frame is not None and self._frame.sight == self._sight(self._camera.view)

    @property
    def is_drawing(self) -> bool:
        """Whether a frame is in the making."""
        return self._redraw.sight is not None

    @property
    def report(self) -> DrawReport | None:
        """What the frame that is painted holds, None before the first."""
        return self._frame.report if self._frame is not None else None

    def renew(self) -> None:
        """Show what is another scene now as soon as it is drawn."""
        if not self._camera.is_moving:
            self._sharpen()

    def set_keep_clear(self, boxes: tuple[Box, ...]) -> None:
        """Write no names where something covers the map: boxes in logical pixels of the view."""
        if boxes != self._keep_clear:
            self._keep_clear = boxes
            self.renew()

    def stop(self) -> None:
        """Drop what is being drawn."""
        self._redraw.cancel()

    def paint(self, painter: QPainter) -> None:
        """Paint the view; the very first time the map is drawn whole before this returns."""
        view = self._camera.view
        if self._frame is None:
            self._frame = self._first_frame(self._sight(view))
        if not self._frame.covers(view):
            self._paint_around(painter, self._frame, view)
        self._frame.paint(painter, view)

    def _paint_around(self, painter: QPainter, frame: Frame, view: View) -> None:
        """Paint what is drawn coarsely, or nothing, where ``frame`` does not reach."""
        whole = QRect(0, 0, ceil(view.width), ceil(view.height))
        painter.save()
        painter.setClipRegion(QRegion(whole) - QRegion(frame.place(view)))
        fill_rect(painter, whole, QColor(self._live.scene.background))
        if self._backdrop is not None:
            self._backdrop.paint(painter, view)
        painter.restore()

    def _first_frame(self, sight: Sight) -> Frame:
        # Should drawing fail, it fails once, not at each attempt to paint.
        self._frame = blank_frame(sight)
        # The paint must have ended before anybody hears of it.
        QTimer.singleShot(0, self, self._tell_sharp)
        return self._redraw.draw_now(sight)

    def _tell_sharp(self) -> None:
        if self.is_sharp:
            self.sharpened.emit()

    def _follow(self) -> None:
        """The view moved: show what there is; draw meanwhile only what is missing in sight."""
        self.changed.emit()
        if self._frame is None:
            return
        self._redraw.slice_seconds = MOVING_SLICE_SECONDS
        if not self._is_worth_finishing():
            self._redraw.cancel()
        if not self.is_drawing and not self._frame.covers(self._camera.view):
            self._redraw.start(self._sight(self._camera.target))

    def _sharpen(self) -> None:
        """Draw the view as it is now, unless that is done or on its way."""
        if self._frame is None:
            return
        self._redraw.slice_seconds = SLICE_SECONDS
        sight = self._sight(self._camera.view)
        if self._frame.sight == sight and self._frame.has_margin:
            self._redraw.cancel()
        elif self._redraw.sight != sight:
            self._redraw.start(sight)

    def _take(self, frame: Frame) -> None:
        backdrop = _widest(frame, self._frame, self._backdrop)
        if backdrop is not None and backdrop is self._frame:
            backdrop = backdrop.coarser()
        self._backdrop, self._frame = backdrop, frame
        self.changed.emit()
        if self.is_sharp:
            self.sharpened.emit()
        elif not self._camera.is_moving:
            self._sharpen()

    def _sight(self, view: View) -> Sight:
        return Sight(self._live.scene, view, self._keep_clear)

    def _is_worth_finishing(self) -> bool:
        sight, target = self._redraw.sight, self._camera.target
        if sight is None or sight.scene is not self._live.scene:
            return False
        if abs(sight.view.resolution / target.resolution - 1) > 1e-9:
            return False
        return _shown_share(with_margin(sight.view), target) >= _WORTH_FINISHING


def _widest(frame: Frame, *others: Frame | None) -> Frame | None:
    """Return which of ``others`` shows most beyond ``frame``, None if none shows the scene so."""
    wider = [
        other
        for other in others
        if other is not None
        and other.sight.scene is frame.sight.scene
        and _width(other) > _width(frame)
    ]
    return max(wider, key=_width, default=None)


def _width(frame: Frame) -> float:
    return frame.view.width * frame.view.resolution


def _shown_share(drawn: View, view: View) -> float:
    """Return how much of ``view`` is inside ``drawn``, from 0 to 1."""
    mine, other = drawn.bounds, view.bounds
    width = min(mine[2], other[2]) - max(mine[0], other[0])
    height = min(mine[3], other[3]) - max(mine[1], other[1])
    return max(width, 0) * max(height, 0) / ((other[2] - other[0]) * (other[3] - other[1]))
