"""Bars on a page of the details panel, painted; all that they show is said in words, too."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.palette import Palette
from app.writing import Writing, writing_font
from geodata.frozen import frozen

_BAR, _GAP, _ROW_GAP = 8.0, 3.0, 10.0
_INSET = 3.0
_TICK = 3.0


@frozen
class Bar:
    """One line of a chart.

    Attributes:
        title: what it is.
        value: the number as it is written.
        share: how much of the chart's width the bar takes, 0 to 1.
        mark: where a mark stands to compare with, 0 to 1; None for no mark.
        note: what is to be known of the number, or "".
    """

    title: str
    value: str
    share: float
    mark: float | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """What it shows, in words."""
        return ", ".join(filter(None, (f"{self.title}: {self.value}", self.note)))


class BarChart(QLabel):
    """Bars below each other, each with its title, number and note.

    A label with a picture, which is never painted, for the sake of its role: see
    `app.canvas.spoken`.
    """

    def __init__(self, bars: Sequence[Bar], palette: Palette, name: str) -> None:
        """Make a chart.

        Args:
            bars: what it shows.
            palette: the colours of the window.
            name: what the chart is called.
        """
        super().__init__()
        self.bars = tuple(bars)
        self._palette = palette
        picture = QPixmap(1, 1)
        picture.fill()
        self.setPixmap(picture)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setAccessibleDescription("; ".join(bar.words for bar in self.bars))

    def sizeHint(self) -> QSize:
        """Return the height that the bars take."""
        rows = sum(self._height(bar) for bar in self.bars)
        return QSize(200, round(rows + _ROW_GAP * max(len(self.bars) - 1, 0) + 2 * _INSET))

    def event(self, event: QEvent) -> bool:
        """Tell the whole of a bar that the mouse is over, for long titles are cut."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.tip_at(event.pos().y()))
        return super().event(event)

    def tip_at(self, y: float) -> str:
        """Return all that the bar at a height shows, as a tip; "" where there is none."""
        bar = self._bar_at(y)
        # Escaped: names of columns are the planner's data, and a tip would read them as HTML.
        return f"<p>{escape(bar.words)}</p>" if bar is not None else ""

    def _bar_at(self, y: float) -> Bar | None:
        top = _INSET
        for bar in self.bars:
            if top <= y <= top + self._height(bar):
                return bar
            top += self._height(bar) + _ROW_GAP
        return None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, and a ring while the keyboard is here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = _INSET
        for bar in self.bars:
            self._paint(painter, bar, top)
            top += self._height(bar) + _ROW_GAP
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._palette.action), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def _height(self, bar: Bar) -> float:
        line = self._line(Writing.TEXT)
        return line + _GAP + _BAR + (self._line(Writing.SMALL) + _GAP if bar.note else 0.0)

    @staticmethod
    def _line(writing: Writing) -> float:
        return QFontMetricsF(writing_font(writing)).height()

    def _paint(self, painter: QPainter, bar: Bar, top: float) -> None:
        left, width = _INSET, self.width() - 2 * _INSET
        line = self._line(Writing.TEXT)
        value_width = QFontMetricsF(writing_font(Writing.STRONG)).horizontalAdvance(bar.value)
        row = QRectF(left, top, width, line)
        self._write(painter, row.adjusted(0, 0, -value_width - 8, 0), bar.title, Writing.TEXT)
        painter.setFont(writing_font(Writing.STRONG))
        painter.setPen(QColor(self._palette.text))
        painter.drawText(row, int(Qt.AlignmentFlag.AlignRight), bar.value)
        track = QRectF(left, top + line + _GAP, width, _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._palette.hairline))
        painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
        painter.setBrush(QColor(self._palette.action))
        filled = QRectF(track)
        filled.setWidth(max(width * min(max(bar.share, 0.0), 1.0), _BAR))
        painter.drawRoundedRect(filled, _BAR / 2, _BAR / 2)
        if bar.mark is not None:
            self._paint_mark(painter, left + width * min(max(bar.mark, 0.0), 1.0), track)
        if bar.note:
            below = QRectF(left, track.bottom() + _GAP, width, self._line(Writing.SMALL))
            self._write(painter, below, bar.note, Writing.SMALL)

    def _paint_mark(self, painter: QPainter, at: float, track: QRectF) -> None:
        """Paint a line across the bar, with an edge that keeps it apart from it."""
        mark = QRectF(at - 1.0, track.top() - _TICK, 2.0, track.height() + 2 * _TICK)
        painter.setBrush(QColor(self._palette.paper))
        painter.drawRect(mark.adjusted(-1, 0, 1, 0))
        painter.setBrush(QColor(self._palette.text))
        painter.drawRect(mark)

    def _write(self, painter: QPainter, room: QRectF, text: str, writing: Writing) -> None:
        font = writing_font(writing)
        short = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(QColor(self._palette.secondary))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft), short)
