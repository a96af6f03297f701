"""A program in a list: its symbol, its name, and how much of it is on the map."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.palette import Palette
from app.panels.swatch import SIZE, paint_symbol
from app.writing import Writing, writing_font
from layers.feature_tip import one_line
from layers.style import Symbol

_PADDING, _GAP = 6, 8


class ProgramButton(QPushButton):
    """Two lines of text beside a symbol, cut where they are too long for the panel."""

    def __init__(self, name: str, note: str, symbol: Symbol | None, palette: Palette) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self._name, self._note = one_line(name), one_line(note)
        self._symbol, self._palette = symbol, palette
        self.setAccessibleName(", ".join(filter(None, (self._name, self._note))))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for both lines."""
        lines = [writing_font(Writing.TEXT), *[writing_font(Writing.SMALL)] * bool(self._note)]
        return QSize(200, sum(QFontMetrics(font).height() for font in lines) + 2 * _PADDING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button's ground and focus, then symbol and words."""
        super().paintEvent(event)
        painter = QPainter(self)
        left = _PADDING
        if self._symbol is not None:
            corner = QPointF(left, (self.height() - SIZE.height()) // 2)
            paint_symbol(painter, corner, self._symbol, self._palette)
        left += SIZE.width() + _GAP
        top = _PADDING
        for words, writing, colour in (
            (self._name, Writing.TEXT, self._palette.text),
            (self._note, Writing.SMALL, self._palette.secondary),
        ):
            metrics = QFontMetrics(writing_font(writing))
            room = self.width() - left - _PADDING
            painter.setFont(writing_font(writing))
            painter.setPen(QColor(colour))
            line = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(left, top + metrics.ascent(), line)
            top += metrics.height()
        painter.end()
