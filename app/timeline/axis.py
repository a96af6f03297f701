"""The axis of time: a lane for each program and each dated layer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip

from app.palette import LIGHT, Palette
from app.writing import Writing, writing_font
from layers.period import Period
from layers.texts import Texts
from layers.timeline import Entry, Lane, Timeline, date_words

_NAMES_WIDTH = 150
_LANE, _TOP, _MARGIN = 20, 22, 12
_DOT, _BAR = 4.5, 9.0
_REACH = 6.0
_LEAST_TICK = 44
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageUp: 5,
    Qt.Key.Key_PageDown: -5,
}
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)


class TimeAxis(QSlider):
    """Paints a timeline; the list beside it says the same in words.

    To screen readers it is a slider, at the last year.

    The arrows move the last year that is looked at, with Shift the first; Home and End take them
    to the ends.

    Attributes:
        entry_chosen: a mark was clicked; its `layers.timeline.Entry`.
        year_chosen: the axis was clicked elsewhere, at a year.
        years_chosen: the first and the last year to look at, by key.
    """

    entry_chosen = Signal(object)
    year_chosen = Signal(int)
    years_chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._timeline: Timeline | None = None
        self._texts: Texts | None = None
        self._period: Period | None = None
        self._palette: Palette = LIGHT
        self.setMinimumWidth(360)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(writing_font(Writing.SMALL))

    def show_timeline(self, timeline: Timeline, texts: Texts) -> None:
        """Show another timeline."""
        self._timeline, self._texts = timeline, texts
        self.setRange(timeline.first, timeline.last)
        self.setMinimumHeight(self.sizeHint().height())
        self.update()

    def show_period(self, period: Period | None) -> None:
        """Show which part of it is looked at, None for all."""
        self._period = period
        self.setValue(self.years[1])
        self.update()

    def set_colours(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room that all lanes take."""
        lanes = len(self._timeline.lanes) if self._timeline else 0
        return QSize(520, _TOP + _LANE * lanes + 6)

    # Where things are

    def column(self, year: float) -> float:
        """Return the pixel of a decimal year."""
        timeline = self._timeline
        if timeline is None:
            return 0.0
        span = timeline.last + 1 - timeline.first
        room = self.width() - _NAMES_WIDTH - _MARGIN
        return _NAMES_WIDTH + room * (year - timeline.first) / span

    def rect_of(self, entry: Entry, lane: int) -> list[QRectF]:
        """Return where the marks of an entry are, one for each time it may have been."""
        middle = _TOP + _LANE * lane + _LANE / 2
        rects = []
        for one in entry.moments:
            left, right = self.column(one.start), self.column(one.end)
            if right - left < 2 * _DOT:
                centre = (left + right) / 2
                left, right = centre - _DOT, centre + _DOT
            rects.append(QRectF(left, middle - _BAR / 2, right - left, _BAR))
        return rects

    def entries_at(self, place: QPointF) -> list[Entry]:
        """Return the entries whose marks are under a pixel."""
        lane = self._lane_at(place)
        if lane is None or self._timeline is None:
            return []
        return [
            entry
            for entry in self._timeline.lanes[lane].entries
            if any(
                rect.adjusted(-2, -_REACH, 2, _REACH).contains(place)
                for rect in self.rect_of(entry, lane)
            )
        ]

    def _lane_at(self, place: QPointF) -> int | None:
        lane = int((place.y() - _TOP) // _LANE)
        lanes = len(self._timeline.lanes) if self._timeline else 0
        return lane if 0 <= lane < lanes else None

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open what is there, or look at the time up to there."""
        if event.button() != Qt.MouseButton.LeftButton or self._timeline is None:
            return
        found = self.entries_at(event.position())
        if found:
            self.entry_chosen.emit(found[0])
        elif event.position().x() >= _NAMES_WIDTH:
            share = (event.position().x() - _NAMES_WIDTH) / (self.width() - _NAMES_WIDTH - _MARGIN)
            years = self._timeline.last + 1 - self._timeline.first
            year = self._timeline.first + int(share * years)
            self.year_chosen.emit(min(max(year, self._timeline.first), self._timeline.last))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that marks can be clicked."""
        over = bool(self.entries_at(event.position()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        """Tell what a mark is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.entries_at(QPointF(event.pos()))
            texts = self._texts
            if found and texts is not None:
                lines = [f"{date_words(one.date, texts)}: {one.words}" for one in found[:5]]
                QToolTip.showText(event.globalPos(), "\n".join(lines), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing more: a press says it all."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls."""
        event.ignore()

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move an end of the period that is looked at."""
        timeline, key = self._timeline, Qt.Key(event.key())
        if timeline is None or key not in (*_STEPS, *_ENDS):
            super().keyPressEvent(event)
            return
        since, until = self.years
        year = since if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else until
        if key in _STEPS:
            year += _STEPS[key]
        else:
            year = timeline.last if key == Qt.Key.Key_End else timeline.first
        year = min(max(year, timeline.first), timeline.last)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.years_chosen.emit(year, max(until, year))
        else:
            self.years_chosen.emit(min(since, year), year)

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that are looked at."""
        timeline, period = self._timeline, self._period
        if timeline is None:
            return 0, 0
        if period is None:
            return timeline.first, timeline.last
        return period.since or timeline.first, min(period.until, timeline.last)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint years, lanes and marks."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            if self._timeline is not None:
                self._paint_years(painter, self._timeline)
                for number, lane in enumerate(self._timeline.lanes):
                    self._paint_lane(painter, lane, number, self._timeline)
                self._paint_period(painter, self._timeline)
            if self.hasFocus():
                painter.setPen(QPen(QColor(self._palette.action), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        finally:
            painter.end()

    def _paint_years(self, painter: QPainter, timeline: Timeline) -> None:
        years = timeline.last + 1 - timeline.first
        width = (self.width() - _NAMES_WIDTH - _MARGIN) / years
        step = next(s for s in (1, 2, 5, 10, 20, 50, 1000) if s * width >= _LEAST_TICK)
        for year in range(timeline.first, timeline.last + 2):
            column = self.column(year)
            painter.setPen(QPen(QColor(self._palette.hairline), 1))
            painter.drawLine(QPointF(column, _TOP - 4), QPointF(column, self.height()))
            if year % step == 0 and year <= timeline.last:
                painter.setPen(QColor(self._palette.secondary))
                painter.drawText(QPointF(column + 3, _TOP - 8), str(year))

    def _paint_lane(self, painter: QPainter, lane: Lane, number: int, timeline: Timeline) -> None:
        top = _TOP + _LANE * number
        painter.setPen(QPen(QColor(self._palette.hairline), 1))
        painter.drawLine(QPointF(0, top), QPointF(self.width(), top))
        painter.setPen(QColor(self._palette.text))
        room = QRectF(10, top, _NAMES_WIDTH - 18, _LANE)
        name = painter.fontMetrics().elidedText(
            lane.name, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        if lane.counts:
            self._paint_counts(painter, lane, top, timeline)
        else:
            for entry in lane.entries:
                self._paint_entry(painter, entry, number)

    def _paint_counts(self, painter: QPainter, lane: Lane, top: float, timeline: Timeline) -> None:
        """Paint how many records begin in each year, as columns."""
        most = max(lane.counts)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._palette.action))
        for place, count in enumerate(lane.counts):
            if count:
                height = max((_LANE - 5) * count / most, 2.5)
                left = self.column(timeline.first + place) + 2
                right = self.column(timeline.first + place + 1) - 2
                rect = QRectF(left, top + _LANE - 1 - height, max(right - left, 2), height)
                painter.drawRoundedRect(rect, 1.5, 1.5)

    def _paint_entry(self, painter: QPainter, entry: Entry, lane: int) -> None:
        """Paint a day as a dot, what is known less well as long as it may be."""
        rects = self.rect_of(entry, lane)
        ink, inside = QColor(self._palette.action), QColor(self._palette.chosen)
        if len(rects) > 1:
            # Sources differ: hollow marks, tied by a dashed line.
            painter.setPen(QPen(ink, 1.2, Qt.PenStyle.DashLine))
            painter.drawLine(rects[0].center(), rects[-1].center())
        for rect, one in zip(rects, entry.moments, strict=True):
            is_sure = one.is_exact and len(rects) == 1
            painter.setPen(QPen(ink, 1.3))
            painter.setBrush(ink if is_sure else inside)
            if one.is_exact or rect.width() <= 2 * _DOT:
                painter.drawEllipse(rect.center(), _DOT - 0.5, _DOT - 0.5)
            else:
                painter.drawRoundedRect(rect.adjusted(1, 0.5, -1, -0.5), 4, 4)

    def _paint_period(self, painter: QPainter, timeline: Timeline) -> None:
        """Veil what is not looked at."""
        if self._period is None:
            return
        since, until = self._period.bounds
        veil = QColor(self._palette.paper)
        veil.setAlphaF(0.72)
        left = self.column(max(since, timeline.first))
        right = self.column(min(until, timeline.last + 1))
        area = QRectF(_NAMES_WIDTH, _TOP, self.width() - _NAMES_WIDTH, self.height() - _TOP)
        painter.fillRect(QRectF(area.left(), area.top(), left - area.left(), area.height()), veil)
        painter.fillRect(QRectF(right, area.top(), area.right() - right, area.height()), veil)
        painter.setPen(QPen(QColor(self._palette.action), 1.6))
        for column in (left, right):
            painter.drawLine(QPointF(column, _TOP - 4), QPointF(column, self.height()))
