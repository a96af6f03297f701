"""Tools that make something new: a point by a click, a line or an area corner by corner."""

from __future__ import annotations

from collections.abc import Callable

import shapely
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from app.editing.place import Place, distance
from app.editing.tool import LonLat, Tool, paint_corner, paint_line
from geodata.geometry import Family
from layers.texts import N_, Texts
from layers.view import View

_FINISH_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACK_KEYS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
# A double click's own two clicks fall on the same pixel: no second corner there.
_SAME_CORNER = 2.0


class PointTool(Tool):
    """A click chooses a place."""

    def __init__(
        self, hint: str, choose: Callable[[LonLat], object], parent: QObject, *, once: bool
    ) -> None:
        """Make the tool.

        Args:
            hint: what the planner should do (English).
            choose: gets the place.
            parent: the owner.
            once: whether the first click ends it.
        """
        super().__init__(parent)
        self.hint = hint
        self._choose = choose
        self._once = once

    def click(self, place: Place) -> None:
        """Choose the place."""
        self._choose(place.lonlat)
        if self._once:
            self.ended.emit()

    def double_click(self, _place: Place) -> None:
        """Take no notice: the first of the clicks chose the place."""


class PathTool(Tool):
    """Clicks make corners; a double click, Enter or the button finishes."""

    can_finish = True

    def __init__(
        self, family: Family, make: Callable[[str], object], texts: Texts, parent: QObject
    ) -> None:
        """Make the tool.

        Args:
            family: whether it draws lines or areas.
            make: gets the well-known text of what was drawn (EPSG:4326).
            texts: the language of problems.
            parent: the owner.
        """
        super().__init__(parent)
        self.hint = (
            N_("Click the corners of the area; double-click to finish")
            if family is Family.POLYGON
            else N_("Click the corners of the line; double-click to finish")
        )
        self._family = family
        self._make = make
        self._texts = texts
        self._corners: list[LonLat] = []
        self._next: LonLat | None = None
        self._last: QPointF | None = None

    @property
    def corners(self) -> tuple[LonLat, ...]:
        """The corners so far."""
        return tuple(self._corners)

    def click(self, place: Place) -> None:
        """Make a corner."""
        if self._last is not None and distance(self._last, place.pixel) < _SAME_CORNER:
            return
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
        """Show where the next corner would be."""
        self._next = place.lonlat if place else None
        self.changed.emit()

    def key(self, key: Qt.Key) -> bool:
        """Finish, or take the last corner back."""
        if key in _FINISH_KEYS:
            self.finish()
        elif key in _BACK_KEYS:
            if self._corners:
                self._corners.pop()
            self._last = None
            self.changed.emit()
        else:
            return False
        return True

    def finish(self) -> None:
        """Make the line or area, unless it is none yet."""
        problem = self._problem()
        if problem:
            self.problem.emit(problem)
            return
        self._make(self._wkt())
        self._corners.clear()
        self._last = None
        self.changed.emit()

    def paint(self, painter: QPainter, view: View, ink: QColor, paper: QColor) -> None:
        """Paint the corners so far, and the line to where the next one would be."""
        corners = [*self._corners, *([self._next] if self._next and self._corners else [])]
        closed = self._family is Family.POLYGON
        paint_line(painter, view, corners, ink, paper, closed=closed)
        for corner in self._corners:
            paint_corner(painter, view, corner, ink, paper)

    def _problem(self) -> str:
        _ = self._texts.gettext
        least = 3 if self._family is Family.POLYGON else 2
        if len(set(self._corners)) < least:
            return (
                _("An area needs three corners")
                if self._family is Family.POLYGON
                else _("A line needs two corners")
            )
        if self._family is Family.POLYGON and not shapely.Polygon(self._corners).is_valid:
            return _("The area crosses itself; take corners back with Backspace")
        return ""

    def _wkt(self) -> str:
        if self._family is Family.POLYGON:
            return str(shapely.Polygon(self._corners).wkt)
        return str(shapely.LineString(self._corners).wkt)
