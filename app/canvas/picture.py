"""The picture of the map on the canvas: always there at once, sharp soon after."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QColor, QPainter

from app.canvas.camera import Camera
from app.canvas.frame import Frame, with_margin
from app.canvas.live_scene import LiveScene
from app.canvas.redraw import MOVING_SLICE_SECONDS, SLICE_SECONDS, Redraw
from app.canvas.renderer import DrawReport, Renderer
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
        self._redraw = Redraw(Renderer(), self)
        self._redraw.finished.connect(self._take)
        self._redraw.slow_changed.connect(self.slow_changed)
        camera.moved.connect(self._follow)
        camera.rested.connect(self._sharpen)

    @property
    def is_sharp(self) -> bool:
        """Whether what is painted is the scene, drawn for the very view."""
        return self._frame is not None and self._is_exact(self._frame)

    @property
    def is_drawing(self) -> bool:
        """Whether a frame is in the making."""
        return self._redraw.core is not None

    @property
    def report(self) -> DrawReport | None:
        """What the frame that is painted holds, None before the first."""
        return self._frame.report if self._frame is not None else None

    def renew(self) -> None:
        """Show the scene, which is another one now, as soon as it is drawn."""
        if not self._camera.is_moving:
            self._sharpen()

    def stop(self) -> None:
        """Drop what is being drawn."""
        self._redraw.cancel()

    def paint(self, painter: QPainter) -> None:
        """Paint the view; the very first time the map is drawn whole before this returns."""
        scene, view = self._live.scene, self._camera.view
        if self._frame is None:
            self._frame = self._redraw.draw_now(scene, view)
        if not self._frame.covers(view):
            painter.fillRect(QRectF(0, 0, view.width, view.height), QColor(scene.background))
            if self._backdrop is not None:
                self._backdrop.paint(painter, view)
        self._frame.paint(painter, view)

    def _follow(self) -> None:
        """The view moved: show what there is; draw meanwhile only what is missing in sight."""
        self.changed.emit()
        if self._frame is None:
            return
        self._redraw.slice_seconds = MOVING_SLICE_SECONDS
        if not self._is_worth_finishing():
            self._redraw.cancel()
        if self._redraw.core is None and not self._frame.covers(self._camera.view):
            self._redraw.start(self._live.scene, self._camera.target)

    def _sharpen(self) -> None:
        """Draw the view as it is now, unless that is done or on its way."""
        if self._frame is None:
            return
        self._redraw.slice_seconds = SLICE_SECONDS
        scene, view = self._live.scene, self._camera.view
        if self.is_sharp and self._frame.view != self._frame.core:
            self._redraw.cancel()
        elif self._redraw.core != view or self._redraw.scene is not scene:
            self._redraw.start(self._live.scene, view)

    def _take(self, frame: Frame) -> None:
        self._backdrop = _widest(frame, self._frame, self._backdrop)
        self._frame = frame
        self.changed.emit()
        if self.is_sharp:
            self.sharpened.emit()
        elif not self._camera.is_moving:
            self._sharpen()

    def _is_exact(self, frame: Frame) -> bool:
        return frame.scene is self._live.scene and frame.core == self._camera.view

    def _is_worth_finishing(self) -> bool:
        core, target = self._redraw.core, self._camera.target
        if core is None or self._redraw.scene is not self._live.scene:
            return False
        if abs(core.resolution / target.resolution - 1) > 1e-9:
            return False
        return _shown_share(with_margin(core), target) >= _WORTH_FINISHING


def _widest(frame: Frame, *others: Frame | None) -> Frame | None:
    """Return which of ``others`` shows most beyond ``frame``, None if none shows the scene so."""
    wider = [
        other
        for other in others
        if other is not None and other.scene is frame.scene and _width(other) > _width(frame)
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
