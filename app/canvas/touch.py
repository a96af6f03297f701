"""Fingers on a touch screen: one moves the map, two pinch it, a tap is a click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QEventPoint, QInputDevice, QTouchEvent
from PySide6.QtWidgets import QWidget

from app.canvas.camera import Camera
from app.canvas.pointing import CLICK_REACH

# A fingertip is less steady than a mouse.
_TAP_REACH = 3 * CLICK_REACH


class Touch(QObject):
    """Moves the camera by fingers.

    Qt's own pinch gesture is not used: it counts every movement of the fingers twice.

    Attributes:
        tapped: one finger touched a logical pixel, without a movement.
        moving: fingers take hold of the map.
    """

    tapped = Signal(QPointF)
    moving = Signal()

    def __init__(self, canvas: QWidget, camera: Camera) -> None:
        super().__init__(canvas)
        self._camera = camera
        self._fingers: list[QPointF] = []
        self._began: QPointF | None = None
        canvas.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)

    def touch(self, event: QTouchEvent) -> bool:
        """Follow the fingers; return whether the event comes from a touch screen."""
        if event.device().type() != QInputDevice.DeviceType.TouchScreen:
            return False
        event.accept()
        lifted = QEventPoint.State.Released
        fingers = [point.position() for point in event.points() if point.state() != lifted]
        if event.type() == QEvent.Type.TouchBegin:
            self._began = fingers[0] if len(fingers) == 1 else None
        elif len(fingers) > 1 or self._went_far(fingers):
            self._began = None
        if len(fingers) == len(self._fingers) and self._began is None and fingers:
            self._move(fingers)
        self._fingers = fingers
        if event.type() == QEvent.Type.TouchEnd and self._began is not None:
            self.tapped.emit(self._began)
        return True

    def _went_far(self, fingers: list[QPointF]) -> bool:
        return (
            self._began is not None
            and bool(fingers)
            and (fingers[0] - self._began).manhattanLength() > _TAP_REACH
        )

    def _move(self, fingers: list[QPointF]) -> None:
        self.moving.emit()
        before, after = _middle(self._fingers), _middle(fingers)
        self._camera.pan(after.x() - before.x(), after.y() - before.y())
        if len(fingers) > 1:
            apart = QLineF(self._fingers[0], self._fingers[1]).length()
            factor = QLineF(fingers[0], fingers[1]).length() / max(apart, 1.0)
            self._camera.zoom(max(factor, 0.1), after.x(), after.y(), glide=False)


def _middle(fingers: list[QPointF]) -> QPointF:
    count = len(fingers)
    return QPointF(sum(f.x() for f in fingers) / count, sum(f.y() for f in fingers) / count)
