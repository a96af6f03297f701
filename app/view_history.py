"""The views that the planner looked at, to go back to and forward again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent

from app.canvas.canvas import MapCanvas
from layers.view import View

REST_MS = 600
"""A view counts once it has been looked at so long; what came before it was on the way."""

MOST = 100
_SAME_SHARE = 0.001


class ViewHistory(QObject):
    """Remembers where the map rested.

    Attributes:
        changed: there is another way back or forward.
    """

    changed = Signal()

    def __init__(self, canvas: MapCanvas, parent: QObject) -> None:
        """Begin with what ``canvas`` shows now; ``parent`` must call `stop`."""
        super().__init__(parent)
        self._canvas = canvas
        self._views = [canvas.view]
        self._place = 0
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.note_now)
        canvas.view_changed.connect(self._rest.start)
        canvas.installEventFilter(self)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a view before this one."""
        return self._place > 0 or not _is_same(self._views[self._place], self._canvas.view)

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a view after this one."""
        return self._place + 1 < len(self._views)

    def stop(self) -> None:
        """Remember no more."""
        self._rest.stop()

    def back(self) -> None:
        """Show the view before this one."""
        self.note_now()
        self._go(-1)

    def forward(self) -> None:
        """Show the view after this one."""
        self.note_now()
        self._go(1)

    def note_now(self) -> None:
        """Remember what is shown now, unless that is the last thing that was remembered."""
        self._rest.stop()
        view = self._canvas.view
        if _is_same(self._views[self._place], view):
            return
        self._views = [*self._views[: self._place + 1], view][-MOST:]
        self._place = len(self._views) - 1
        self.changed.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Go by the buttons at the side of a mouse."""
        if event.type() != QEvent.Type.MouseButtonPress or not isinstance(event, QMouseEvent):
            return False
        steps = {Qt.MouseButton.BackButton: self.back, Qt.MouseButton.ForwardButton: self.forward}
        go = steps.get(event.button())
        if go is None:
            return False
        go()
        return True

    def _go(self, step: int) -> None:
        place = self._place + step
        if not 0 <= place < len(self._views):
            return
        self._place = place
        self._canvas.set_view(self._views[place])
        # The limits may have moved it: what is shown is what is remembered from now on.
        self._views[place] = self._canvas.view
        self._rest.stop()
        self.changed.emit()


def _is_same(one: View, other: View) -> bool:
    """Return whether two views show the same place as closely, whatever the window's size."""
    closer = abs(one.resolution / other.resolution - 1) <= _SAME_SHARE
    return closer and max(abs(one.x - other.x), abs(one.y - other.y)) <= other.resolution
