"""The little sheets of paper that lie on the map."""

from __future__ import annotations

from math import ceil, sqrt

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.palette import LIGHT, Palette

MARGIN = 12
"""Logical pixels between cards and the map's edge."""

_RADIUS = 8.0


class Card(QWidget):
    """A sheet with round corners on the map; what happens on it does not reach the map.

    Attributes:
        colours: what it is painted in.
        entered: the mouse came from the map, which does not hear of that otherwise.
    """

    entered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours: Palette = LIGHT
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.set_colours(LIGHT)

    def set_colours(self, colours: Palette) -> None:
        """Take other colours."""
        self.colours = colours
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, QColor(colours.text))
        self.setPalette(palette)
        self.update()

    def opaque_region(self) -> QRegion:
        """Return the logical pixels of the parent that nothing shows through."""
        rect = self.geometry()
        insets = _corner_insets()
        region = QRegion(rect.adjusted(0, len(insets), 0, -len(insets)))
        for line, left in enumerate(insets):
            width = rect.width() - 2 * left
            region += QRegion(rect.x() + left, rect.y() + line, width, 1)
            region += QRegion(rect.x() + left, rect.bottom() - line, width, 1)
        return region

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet."""
        painter = QPainter(self)
        self.paint_sheet(painter)
        painter.end()

    def paint_sheet(self, painter: QPainter) -> None:
        """Paint the sheet, empty; the painter's unit is the logical pixel."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.colours.hairline), 1))
        painter.setBrush(QColor(self.colours.paper))
        sheet = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(sheet, _RADIUS, _RADIUS)
        painter.restore()

    def enterEvent(self, _event: QEnterEvent) -> None:
        """Tell that the mouse is here."""
        self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the press from the map."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Keep the movement from the map."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the release from the map."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Keep the double click from the map."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Keep the wheel from the map."""
        event.accept()


def _corner_insets() -> list[int]:
    """Return how many pixels of each line of a round corner are not wholly inside, from the top."""
    outer = _RADIUS + 0.5
    heights = (outer - line for line in range(ceil(outer)))
    # One more, for Qt's arcs are not quite circles.
    return [ceil(outer - sqrt(outer**2 - height**2)) + 1 for height in heights]
