"""The tool that measures distances and areas."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from app.editing.place import Place, distance, pixel_of
from app.editing.tool import LonLat, Tool, paint_corner, paint_line
from app.writing import Writing, writing_font
from geodata.geodesic import path
from layers.measurement import LEAST_CORNERS, Measured, Measurement
from layers.measures import area_words, length_words
from layers.texts import N_, Texts
from layers.view import View

_FINISH_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACK_KEYS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
# A double click's own two clicks fall on the same pixel: no second corner there.
_SAME_CORNER = 2.0
_FILL = 0.12
_LEAST_LEG = 90.0
"""Logical pixels; shorter legs have no room for their figures."""

_PADDING, _ABOVE, _RADIUS = 5.0, 16.0, 5.0

_HINTS = {
    Measured.DISTANCE: N_("Click from place to place; double-click ends, Backspace takes one back"),
    Measured.AREA: N_("Click the corners; double-click ends, Backspace takes one back"),
}
_AGAIN = N_("Click to measure anew; Escape ends")


class MeasureTool(Tool):
    """Clicks make corners; what was measured stays until the next click or the end.

    Attributes:
        is_finished: whether the next click begins anew.
    """

    can_copy = True

    def __init__(self, what: Measured, texts: Callable[[], Texts], parent: QObject) -> None:
        """Make the tool.

        Args:
            what: what it measures.
            texts: returns the interface's language.
            parent: the owner.
        """
        super().__init__(parent)
        self._what, self._texts = what, texts
        self._corners: list[LonLat] = []
        self._next: LonLat | None = None
        self._last: QPointF | None = None
        self.is_finished = False
        self.hint = _HINTS[what]

    @property
    def measured(self) -> Measurement:
        """What was clicked so far."""
        return Measurement(self._what, tuple(self._corners))

    @property
    def live(self) -> Measurement:
        """What is measured with the place under the mouse."""
        if self._next is None or self.is_finished or not self._corners:
            return self.measured
        return Measurement(self._what, (*self._corners, self._next))

    @property
    def figures(self) -> str:
        """What is measured, in words."""
        return self.live.words(self._texts())

    @property
    def result(self) -> str:
        """What was measured, to be copied; "" if it is nothing yet."""
        measured = self.measured
        return measured.report(self._texts()) if len(measured.corners) > 1 else ""

    def begin_at(self, lonlat: LonLat) -> None:
        """Make the first corner."""
        self._corners = [lonlat]
        self.changed.emit()

    def click(self, place: Place) -> None:
        """Make a corner."""
        if self._last is not None and distance(self._last, place.pixel) < _SAME_CORNER:
            return
        if self.is_finished:
            self._corners.clear()
            self._go_on()
        self._last = place.pixel
        self._corners.append(place.lonlat)
        self.changed.emit()

    def key_click(self, place: Place) -> None:
        """Make a corner, unless it is the last one again."""
        # The map may have moved under the same pixel.
        if not self._corners or self._corners[-1] != place.lonlat:
            self._last = None
            self.click(place)

    def double_click(self, _place: Place) -> None:
        """Finish; the first of the two clicks made the last corner."""
        self.finish()

    def hover(self, place: Place | None) -> None:
        """Measure up to where the mouse is."""
        self._next = place.lonlat if place else None
        self.changed.emit()

    def key(self, key: Qt.Key) -> bool:
        """Finish, or take the last corner back."""
        if key in _FINISH_KEYS:
            self.finish()
        elif key in _BACK_KEYS:
            if self._corners:
                self._corners.pop()
            self._go_on()
            self.changed.emit()
        else:
            return False
        return True

    def finish(self) -> None:
        """Keep what was measured; the next click begins anew."""
        least = LEAST_CORNERS[self._what]
        if len(set(self._corners)) < least:
            _ = self._texts().gettext
            self.problem.emit(
                _("A distance needs two places")
                if self._what is Measured.DISTANCE
                else _("An area needs three corners")
            )
            return
        self.is_finished = True
        self.hint = _AGAIN
        # The next click may fall on the same place and means something else.
        self._last = None
        self.changed.emit()

    def _go_on(self) -> None:
        self.is_finished = False
        self._last = None
        self.hint = _HINTS[self._what]

    # Painting

    def paint(self, painter: QPainter, view: View, ink: QColor, paper: QColor) -> None:
        """Paint the way on the ellipsoid, its corners and figures."""
        live = self.live
        corners = list(live.corners)
        is_area = self._what is Measured.AREA and len(corners) > 2
        way = _way([*corners, corners[0]] if is_area else corners)
        if is_area:
            self._paint_ground(painter, view, way, ink)
        paint_line(painter, view, way, ink, paper, closed=False)
        for corner in self._corners:
            paint_corner(painter, view, corner, ink, paper)
        self._paint_figures(painter, view, live, ink, paper)

    @staticmethod
    def _paint_ground(painter: QPainter, view: View, way: list[LonLat], ink: QColor) -> None:
        ground = QColor(ink)
        ground.setAlphaF(_FILL)
        area = QPainterPath()
        area.addPolygon(QPolygonF([pixel_of(view, corner) for corner in way]))
        painter.fillPath(area, ground)

    def _paint_figures(
        self, painter: QPainter, view: View, live: Measurement, ink: QColor, paper: QColor
    ) -> None:
        texts = self._texts()
        pixels = [pixel_of(view, corner) for corner in live.corners]
        for leg, start, end in zip(live.legs, pixels, pixels[1:], strict=False):
            if distance(start, end) >= _LEAST_LEG:
                _paint_words(painter, (start + end) / 2, leg.words(texts), ink, paper)
        if self._what is Measured.AREA and len(pixels) > 2:
            middle = QPolygonF(pixels).boundingRect().center()
            _paint_words(painter, middle, area_words(live.square_metres, texts), paper, ink)
        elif len(pixels) > 2:
            end = pixels[-1] + QPointF(0, -_ABOVE)
            _paint_words(painter, end, length_words(live.metres, texts), paper, ink)


def _way(corners: list[LonLat]) -> list[LonLat]:
    """Return the corners with those between them that a long geodesic needs on the map."""
    if len(corners) < 2:
        return corners
    parts = [path(start, end) for start, end in pairwise(corners)]
    return [corners[0], *(corner for part in parts for corner in part[1:])]


def _paint_words(
    painter: QPainter, middle: QPointF, words: str, ink: QColor, paper: QColor
) -> None:
    """Paint words on a small sheet around a place."""
    font = writing_font(Writing.SMALL)
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(words) + 2 * _PADDING, metrics.height() + _PADDING
    sheet = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
    painter.setPen(QPen(ink, 1))
    painter.setBrush(paper)
    painter.drawRoundedRect(sheet, _RADIUS, _RADIUS)
    painter.setFont(font)
    painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, words)
