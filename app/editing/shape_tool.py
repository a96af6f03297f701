"""The tool that changes a shape: moves a feature, and moves, adds and removes its corners."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import shapely
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from app.editing.place import Place, distance, pixel_of
from app.editing.tool import LonLat, Tool, paint_corner, paint_line
from geodata.frozen import frozen
from geodata.geometry import Family, Floats
from geodata.projection import to_map
from layers.texts import N_, Texts
from layers.view import View

_REACH = 9.0
_LEAST_GAP = 14.0
"""Logical pixels between corners; where they are closer only some can be taken hold of."""

_REMOVE_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@frozen
class _Held:
    """What is held: a corner of a part (by index), or the whole shape if there is no part."""

    part: int | None
    corner: int
    begun_at: Place


class ShapeTool(Tool):
    """Drag a corner to move it, the middle of an edge to add one, the inside to move the feature.

    A click on a corner chooses it; Delete removes the chosen one.
    """

    def __init__(
        self,
        shape: Any,
        change: Callable[[str], object],
        texts: Texts,
        parent: QObject,
    ) -> None:
        """Make the tool.

        Args:
            shape: the feature's geometry (EPSG:4326).
            change: gets the well-known text of the changed one.
            texts: the language of problems.
            parent: the owner.
        """
        super().__init__(parent)
        self._change, self._texts = change, texts
        self._chosen: tuple[int, int] | None = None
        self._held: _Held | None = None
        self._before: list[list[LonLat]] = []
        self.show_shape(shape)
        self.hint = (
            N_("Drag the point to move it")
            if self.family is Family.POINT
            else N_("Drag a corner, an edge's middle, or the whole; Delete removes a corner")
        )

    @property
    def family(self) -> Family:
        """What is being changed."""
        return _FAMILIES[self._shape.geom_type.removeprefix("Multi")]

    def show_shape(self, shape: Any) -> None:
        """Take another shape, as an undo may bring it."""
        self._shape = shape
        self._parts = [[(x, y) for x, y in part.tolist()] for part in _coordinates(shape)]
        self._chosen = None
        self.changed.emit()

    @property
    def corners(self) -> list[LonLat]:
        """All corners, part by part; the last of a ring is not told twice."""
        return [corner for part in self._parts for corner in part]

    # Mouse and keys

    def grab(self, place: Place, view: View) -> bool:
        """Take hold of a corner, of an edge's middle, or of the whole feature."""
        self._before = [list(part) for part in self._parts]
        corner = self._nearest(self._handles(view), place.pixel, view)
        if corner is not None:
            self._held = _Held(*corner, place)
            self._chosen = corner
            self.changed.emit()
            return True
        middle = self._nearest(self._middles(view), place.pixel, view)
        if middle is not None:
            part, after = middle
            self._parts[part].insert(after + 1, place.lonlat)
            self._held = _Held(part, after + 1, place)
            self._chosen = (part, after + 1)
            self.changed.emit()
            return True
        if self._is_on(place, view):
            self._held = _Held(None, 0, place)
            return True
        return False

    def drag(self, place: Place) -> None:
        """Move what is held."""
        held = self._held
        if held is None:
            return
        if held.part is not None:
            self._parts[held.part][held.corner] = place.lonlat
        else:
            right = place.longitude - held.begun_at.longitude
            up = place.latitude - held.begun_at.latitude
            self._parts = [[(x + right, y + up) for x, y in part] for part in self._before]
        self.changed.emit()

    def drop(self, place: Place) -> None:
        """Let go: the shape is changed, unless it cannot be so."""
        held, self._held = self._held, None
        if held is None:
            return
        if distance(held.begun_at.pixel, place.pixel) < 1:
            self._parts = self._before
            self.changed.emit()
            return
        self._apply()

    def key(self, key: Qt.Key) -> bool:
        """Remove the chosen corner."""
        if key not in _REMOVE_KEYS or self._chosen is None:
            return key in _REMOVE_KEYS and self.family is not Family.POINT
        part, corner = self._chosen
        least = 3 if self.family is Family.POLYGON else 2
        if len(self._parts[part]) <= least or self.family is Family.POINT:
            self.problem.emit(self._texts.gettext("No corner can be spared"))
            return True
        self._before = [list(one) for one in self._parts]
        del self._parts[part][corner]
        self._chosen = None
        self._apply()
        return True

    def _apply(self) -> None:
        """Hand the changed shape over, or take the change back if there can be no such shape."""
        shape = self._rebuilt()
        if not shape.is_valid:
            self.problem.emit(self._texts.gettext("The area would cross itself there"))
            self._parts = self._before
            self.changed.emit()
            return
        chosen = self._chosen
        self._change(str(shapely.to_wkt(shape, rounding_precision=-1)))
        self._chosen = chosen

    def _rebuilt(self) -> Any:
        """Return the shape with the corners as they are now."""
        closed = self.family is Family.POLYGON
        corners = [
            corner for part in self._parts for corner in (*part, *([part[0]] if closed else []))
        ]
        counts = [len(part) + closed for part in self._parts]
        return _with_corners(self._shape, np.array(corners), counts)

    # What can be taken hold of

    def _handles(self, view: View) -> Iterator[tuple[int, int, LonLat]]:
        """Yield the corners that can be taken hold of in a view, far enough from each other."""
        for number, part in enumerate(self._parts):
            pixels = view.to_screen(to_map(np.array(part)))
            last: Floats | None = None
            for corner, pixel in enumerate(pixels):
                is_seen = -20 <= pixel[0] <= view.width + 20 and -20 <= pixel[1] <= view.height + 20
                if not is_seen:
                    continue
                is_chosen = self._chosen == (number, corner)
                if last is None or is_chosen or np.hypot(*(pixel - last)) >= _LEAST_GAP:
                    last = pixel
                    yield number, corner, part[corner]

    def _middles(self, view: View) -> Iterator[tuple[int, int, LonLat]]:
        """Yield the middles of edges that are long enough to get another corner."""
        if self.family is Family.POINT:
            return
        for number, part in enumerate(self._parts):
            pixels = view.to_screen(to_map(np.array(part)))
            last = len(part) if self.family is Family.POLYGON else len(part) - 1
            for corner in range(last):
                following = (corner + 1) % len(part)
                if np.hypot(*(pixels[following] - pixels[corner])) < 2 * _LEAST_GAP:
                    continue
                one, other = part[corner], part[following]
                yield number, corner, ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)

    @staticmethod
    def _nearest(
        handles: Iterator[tuple[int, int, LonLat]], pixel: QPointF, view: View
    ) -> tuple[int, int] | None:
        found = [
            (distance(pixel, pixel_of(view, lonlat)), (part, corner))
            for part, corner, lonlat in handles
        ]
        best = min(found, default=None)
        return best[1] if best is not None and best[0] <= _REACH else None

    def _is_on(self, place: Place, view: View) -> bool:
        """Return whether a place is on the feature, lines within reach."""
        here = shapely.Point(place.lonlat)
        if self.family is Family.POLYGON:
            return bool(self._shape.contains(here))
        foot = shapely.get_point(shapely.shortest_line(here, self._shape), -1)
        return distance(place.pixel, pixel_of(view, (foot.x, foot.y))) <= _REACH

    # Painting

    def paint(self, painter: QPainter, view: View, ink: QColor, paper: QColor) -> None:
        """Paint the shape with what can be taken hold of."""
        closed = self.family is Family.POLYGON
        if self.family is not Family.POINT:
            for part in self._parts:
                paint_line(painter, view, part, ink, paper, closed=closed)
        for _part, _corner, lonlat in self._middles(view):
            paint_corner(painter, view, lonlat, ink, paper, strong=False)
        for part_number, corner, lonlat in self._handles(view):
            is_chosen = self._chosen == (part_number, corner)
            paint_corner(painter, view, lonlat, ink, ink if is_chosen else paper)


_FAMILIES = {
    "Point": Family.POINT,
    "LineString": Family.LINE,
    "LinearRing": Family.LINE,
    "Polygon": Family.POLYGON,
}


def _rings(shape: Any) -> list[Any]:
    """Return the points, lines or rings a shape is made of."""
    parts = shapely.get_parts(shape)
    if parts[0].geom_type == "Polygon":
        return list(shapely.get_rings(parts))
    return list(parts)


def _coordinates(shape: Any) -> Iterator[Floats]:
    """Yield the corners of each part; rings without the last, which is the first."""
    for ring in _rings(shape):
        corners = shapely.get_coordinates(ring)
        yield corners[:-1] if ring.geom_type == "LinearRing" else corners


def _with_corners(shape: Any, corners: Floats, counts: list[int]) -> Any:
    """Return a shape of the same parts with other corners, ``counts`` for each part."""
    pieces = np.split(corners, np.cumsum(counts)[:-1])
    kind = shape.geom_type
    if kind == "Point":
        return shapely.Point(pieces[0][0])
    if kind == "MultiPoint":
        return shapely.MultiPoint([piece[0] for piece in pieces])
    if kind == "LineString":
        return shapely.LineString(pieces[0])
    if kind == "MultiLineString":
        return shapely.MultiLineString(pieces)
    polygons, place = [], 0
    for polygon in shapely.get_parts(shape):
        holes = len(polygon.interiors)
        polygons.append(shapely.Polygon(pieces[place], pieces[place + 1 : place + 1 + holes]))
        place += 1 + holes
    return polygons[0] if kind == "Polygon" else shapely.MultiPolygon(polygons)
