"""Says what is pointed at: beside the cursor, and aloud for those who do not see it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.canvas.camera import Camera
from app.canvas.pointing import Pointed, Pointing
from app.canvas.tooltip import HoverTip
from layers.feature_tip import FeatureTip, feature_tip
from layers.texts import Texts

_STEP_KEYS = {Qt.Key.Key_Period: 1, Qt.Key.Key_Comma: -1}
_CONTROL_STEP_KEYS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}
_SELECT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Guide(QObject):
    """Shows the tip of what the mouse points at, and leads from feature to feature by key.

    Attributes:
        tip: shows the words, once the cursor lingers.
    """

    def __init__(
        self, canvas: QWidget, pointing: Pointing, camera: Camera, texts: Callable[[], Texts]
    ) -> None:
        """Guide over ``canvas`` in the language that ``texts`` returns when it is asked."""
        super().__init__(canvas)
        self.tip = HoverTip(canvas)
        self._canvas = canvas
        self._pointing = pointing
        self._camera = camera
        self._texts = texts
        pointing.hover_changed.connect(self._on_hover_changed)

    def key(self, event: QKeyEvent) -> bool:
        """Go to another feature or select it; return whether the key means that."""
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        direction = (_CONTROL_STEP_KEYS if control else _STEP_KEYS).get(key)
        if direction is not None:
            self._step(direction)
            return True
        return key in _SELECT_KEYS and self._pointing.select_hovered()

    def _step(self, direction: int) -> None:
        pointed = self._pointing.step(direction)
        if pointed is None:
            return
        tip = self._words(pointed)
        column, row = pointed.pixel(self._camera.view)
        self.tip.show_now(tip, QPoint(round(column), round(row)))
        spoken = ", ".join(filter(None, (tip.name, tip.layer, tip.honesty)))
        self._canvas.setAccessibleDescription(spoken)
        # Not before: it comes with hundreds of names of roles and events.
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._canvas, spoken))

    def _on_hover_changed(self) -> None:
        pointed, cursor = self._pointing.hovered(), self._pointing.cursor
        if pointed is None:
            self.tip.hide()
        elif cursor is not None:
            self.tip.point(self._words(pointed), cursor.toPoint())

    def _words(self, pointed: Pointed) -> FeatureTip:
        return feature_tip(pointed.layer, pointed.row, self._texts())
