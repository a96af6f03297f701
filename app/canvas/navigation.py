"""From mouse, wheel, touch pad and keys to movements of the camera."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.canvas.camera import Camera
from app.canvas.pointing import CLICK_REACH

STEP = 1.6
"""How many times closer a press of + or a click on its button comes."""

DOUBLE_CLICK_STEP = 2.0
"""How many times closer a double click comes."""

_WHEEL_NOTCH = 120  # eighths of a degree, see QWheelEvent.angleDelta
_ARROW_PIXELS = 96.0
_PAGE_SHARE = 0.75
_SMALLEST_BOX = 6.0

_Qt = Qt.Key
_ARROWS = {_Qt.Key_Left: (1, 0), _Qt.Key_Right: (-1, 0), _Qt.Key_Up: (0, 1), _Qt.Key_Down: (0, -1)}
_PAGES = {_Qt.Key_PageUp: (0, 1), _Qt.Key_PageDown: (0, -1)}
_ZOOMS = {
    _Qt.Key_Plus: STEP,
    _Qt.Key_Equal: STEP,
    _Qt.Key_Minus: 1 / STEP,
    _Qt.Key_Underscore: 1 / STEP,
}


class Navigation(QObject):
    """Moves the camera as the planner asks for.

    Attributes:
        clicked: the map was clicked at a logical pixel, without a drag.
        added: so it was with Ctrl held: what is there is added to the selection.
        moving: the planner takes hold of the map; what hangs on the cursor should go.
        box_chosen: a box was drawn for something else than zooming; logical pixels.
        box_changed: the box that is being drawn changed, or is no more.
    """

    clicked = Signal(QPointF)
    added = Signal(QPointF)
    moving = Signal()
    box_chosen = Signal(QRectF)
    box_changed = Signal()

    def __init__(self, canvas: QWidget, camera: Camera) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._camera = camera
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._dragging = False
        self._box_wanted = self._box_selects = False
        self._box: QRectF | None = None

    @property
    def box(self) -> QRectF | None:
        """The box that is being drawn, in logical pixels."""
        return self._box

    @property
    def is_held(self) -> bool:
        """Whether a button is held down on the map."""
        return self._pressed is not None

    def start_box_zoom(self) -> None:
        """Let the next drag draw a box to zoom to."""
        self.start_box(selects=False)

    def start_box(self, *, selects: bool) -> None:
        """Let the next drag draw a box, to zoom to or for `box_chosen`."""
        self._box_wanted, self._box_selects = True, selects
        self._canvas.setCursor(Qt.CursorShape.CrossCursor)

    def cancel_box_zoom(self) -> bool:
        """Forget the box; return whether there was one, or one was wanted."""
        had_one = self._box_wanted or self._box is not None
        if had_one:
            self._let_go()
        return had_one

    # Mouse

    def press(self, event: QMouseEvent) -> None:
        """Take hold of the map, or begin a box."""
        left = event.button() == Qt.MouseButton.LeftButton
        if not left and event.button() != Qt.MouseButton.MiddleButton:
            event.ignore()
            return
        self._pressed = self._last = event.position()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if left and (self._box_wanted or shift):
            self._box = QRectF(self._pressed, self._pressed)
            self._canvas.setCursor(Qt.CursorShape.CrossCursor)

    def drag(self, event: QMouseEvent) -> None:
        """Move the map with the mouse, or draw the box, once the mouse left the click's reach."""
        if self._pressed is None:
            return
        if event.buttons() == Qt.MouseButton.NoButton:
            # The release went elsewhere, for instance to a menu.
            self._let_go()
            return
        here = event.position()
        if not self._dragging and (here - self._pressed).manhattanLength() <= CLICK_REACH:
            return
        if not self._dragging:
            self._dragging = True
            self.moving.emit()
        if self._box is not None:
            self._box = QRectF(self._pressed, here).normalized()
            self.box_changed.emit()
        else:
            self._canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._drag_map(here)

    def release(self, event: QMouseEvent) -> None:
        """Let go: the end of a drag, a box to zoom to, or a click."""
        if self._pressed is None:
            return
        box, dragged, selects = self._box, self._dragging, self._box_selects
        self._let_go()
        if box is not None and dragged and selects:
            self.box_chosen.emit(box)
        elif box is not None and dragged:
            self._zoom_to_box(box)
        elif not dragged and event.button() == Qt.MouseButton.LeftButton:
            adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.added if adds else self.clicked).emit(event.position())

    def double_click(self, event: QMouseEvent) -> None:
        """Come closer to the place under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.moving.emit()
            self._camera.zoom(DOUBLE_CLICK_STEP, event.position().x(), event.position().y())

    def _drag_map(self, here: QPointF) -> None:
        """Move the map by the whole device pixels the mouse went; the rest waits for more."""
        ratio = self._camera.view.pixel_ratio
        columns = round((here.x() - self._last.x()) * ratio) / ratio
        rows = round((here.y() - self._last.y()) * ratio) / ratio
        self._last += QPointF(columns, rows)
        self._camera.pan(columns, rows)

    def _zoom_to_box(self, box: QRectF) -> None:
        if box.width() < _SMALLEST_BOX or box.height() < _SMALLEST_BOX:
            return
        view = self._camera.view
        left, top = view.point_to_map(box.left(), box.top())
        right, bottom = view.point_to_map(box.right(), box.bottom())
        self._camera.fit((left, bottom, right, top), margin=0.0)

    def _let_go(self) -> None:
        had_box = self._box is not None
        self._pressed = self._box = None
        self._dragging = self._box_wanted = self._box_selects = False
        self._canvas.unsetCursor()
        if had_box:
            self.box_changed.emit()

    # Wheel and touch pad

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the mouse by a wheel, move by two fingers on a touch pad."""
        self.moving.emit()
        event.accept()
        zooms = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if _is_touch_pad(event) and not zooms:
            moved = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
            self._camera.pan(moved.x(), moved.y())
            return
        turned = event.angleDelta().y() or event.angleDelta().x()
        factor = 2.0 ** (turned / _WHEEL_NOTCH / 2)
        # A wheel turns in notches and needs smoothing; a touch pad's pinch already is smooth.
        notched = turned % _WHEEL_NOTCH == 0
        self._camera.zoom(factor, event.position().x(), event.position().y(), glide=notched)

    def native_gesture(self, event: QNativeGestureEvent) -> bool:
        """Zoom by a touch pad's pinch or double tap; return whether it was one of these."""
        column, row = event.position().x(), event.position().y()
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.moving.emit()
            self._camera.zoom(max(1 + event.value(), 0.1), column, row, glide=False)
        elif event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
            self.moving.emit()
            self._camera.zoom(DOUBLE_CLICK_STEP, column, row)
        else:
            return False
        return True

    # Keys

    def key(self, event: QKeyEvent) -> bool:
        """Move by a key; return whether the key means a movement."""
        move = self._movement(event)
        if move is None:
            return False
        self.moving.emit()
        move()
        return True

    def zoom_in(self) -> None:
        """Come one step closer to the middle of the map."""
        self.moving.emit()
        self._zoom_middle(STEP)

    def zoom_out(self) -> None:
        """Go one step away from the middle of the map."""
        self.moving.emit()
        self._zoom_middle(1 / STEP)

    def fit_home(self) -> None:
        """Show the country whole."""
        self.moving.emit()
        self._camera.fit_home()

    def _movement(self, event: QKeyEvent) -> Callable[[], None] | None:
        key, modifiers = _Qt(event.key()), event.modifiers()
        if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return None
        far = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key in _ARROWS:
            return lambda: self._pan(*_ARROWS[key], page=far)
        if key in _PAGES:
            return lambda: self._pan(*_PAGES[key], page=True)
        if key in _ZOOMS:
            return lambda: self._zoom_middle(_ZOOMS[key])
        if key == _Qt.Key_Home:
            return self._camera.fit_home
        return None

    def _pan(self, right: int, down: int, *, page: bool) -> None:
        view = self._camera.view
        columns = view.width * _PAGE_SHARE if page else _ARROW_PIXELS
        rows = view.height * _PAGE_SHARE if page else _ARROW_PIXELS
        self._camera.pan(right * columns, down * rows, glide=True)

    def _zoom_middle(self, factor: float) -> None:
        view = self._camera.view
        self._camera.zoom(factor, view.width / 2, view.height / 2)


def _is_touch_pad(event: QWheelEvent) -> bool:
    """Return whether a wheel event comes from fingers on a touch pad.

    Pixels are told by touch pads; X11 alone tells them for wheels too, see QWheelEvent.pixelDelta.
    """
    if event.device().type() == QInputDevice.DeviceType.TouchPad:
        return True
    if event.pixelDelta().isNull():
        return False
    in_phases = event.phase() != Qt.ScrollPhase.NoScrollPhase
    return in_phases or QGuiApplication.platformName() != "xcb"
