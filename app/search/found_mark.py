"""A mark on the map for a place that no symbol shows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.canvas.canvas import MapCanvas
from app.canvas.highlight import mark_colour
from app.canvas.subscriptions import Subscriptions
from app.session import Session
from geodata.projection import point_to_map

_SIZE = 44
_RADIUS, _GAP, _ARM = 9.0, 4.0, 8.0
_CASING, _WIDTH = 5.0, 2.2


class FoundMark(QWidget):
    """A ring with four arms; it goes when something else is chosen or Escape is pressed."""

    def __init__(self, session: Session, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._place: tuple[float, float] | None = None
        self.setFixedSize(_SIZE, _SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._subscriptions = Subscriptions(self)
        for event in (session.view_state.events.selected, session.view_state.events.program):
            self._subscriptions.listen(event, self.take_away)
        canvas.view_changed.connect(self._follow)
        canvas.installEventFilter(self)
        self.hide()

    @property
    def lonlat(self) -> tuple[float, float] | None:
        """The marked place (EPSG:4326), None if there is none."""
        return self._place

    def show_at(self, lonlat: tuple[float, float]) -> None:
        """Mark a place (EPSG:4326)."""
        self._place = lonlat
        self._follow()
        self.show()
        self.lower()

    def take_away(self) -> None:
        """Mark nothing."""
        self._place = None
        self.hide()

    def stop(self) -> None:
        """Listen to nothing any longer."""
        self._subscriptions.end()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Go away at Escape, which may mean something to the map too."""
        is_escape = (
            event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape  # type: ignore[attr-defined]
        )
        if is_escape and self._place is not None:
            self.take_away()
        return False

    def _follow(self) -> None:
        if self._place is not None:
            x, y = self._canvas.view.point_to_screen(*point_to_map(*self._place))
            self.move(round(x - _SIZE / 2), round(y - _SIZE / 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(_SIZE / 2, _SIZE / 2)
        scene = self._canvas.scene
        for colour, width in ((QColor(scene.paper), _CASING), (mark_colour(scene), _WIDTH)):
            pen = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawEllipse(middle, _RADIUS, _RADIUS)
            for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                arm = QPointF(right, down)
                painter.drawLine(middle + arm * _RADIUS, middle + arm * (_RADIUS + _ARM - _GAP))
        painter.end()
