"""Writes the names of a scene: never over another name, nor over the symbol of a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

import numpy as np

from app.canvas.label_areas import AreaMask, AreaSpot
from app.canvas.label_places import LineSpot, Place, PointSpot, longest_piece
from app.canvas.label_room import CELL, Box, Room
from app.canvas.label_wishes import NamedLayer, Wish, is_named, named_layer, wishes
from app.canvas.surface import Surface
from app.canvas.typesetting import TextBlock, Typesetter
from geodata.clipping import between_parts
from geodata.frozen import frozen
from geodata.geometry import Family, Floats, GeometryArray, Ints, ranges
from layers.label_text import broken
from layers.markers import casing_width
from layers.scene import SceneLayer
from layers.style import PointSymbol, PolygonSymbol
from layers.view import View

# Names of points are broken from these lengths on.
_TWO_LINES, _THREE_LINES = 22, 44
_MOST_LINES = 3
# The same name on points closer than this many pixels is written once.
_SAME_PLACE = 40.0
# Symbols whose places are closer than this to that of another stand on it.
_ON = 6.0
# The share of a name that must lie in its area: less where the whole area is in view, for a name
# that hangs over the edge of a small area still tells which it is.
_LEAST_INSIDE, _LEAST_INSIDE_WHOLE = 0.95, 0.6
# How names shun what they may lie on: boundaries, other lines, points that are no program
# symbols.
_ON_BOUNDARY, _ON_LINE, _ON_POINT = 1.0, 0.35, 4.0
_SYMBOLS_PER_STEP = 20_000


# From so many symbols of one layer on, names do not tell them apart.
_MANY_SYMBOLS = 2000

_Spot = PointSpot | LineSpot | AreaSpot


@frozen
class Label:
    """A name that is written.

    Attributes:
        layer_id: the scene layer's id.
        feature_id: the feature's id.
        lines: what is written, as it is set.
        box: left, top, right, bottom of its ink with the margin around it, logical pixels.
    """

    layer_id: str
    feature_id: str
    lines: tuple[str, ...]
    box: Box


class Labelling:
    """Writes the names of one drawing.

    First it is told of every layer that is drawn, from the bottom up; then it writes.

    Attributes:
        placed: the names that are written.
        hidden: how many names found no room.
    """

    def __init__(
        self,
        view: View,
        typesetter: Typesetter,
        core: Box | None = None,
        keep_clear: Sequence[Box] = (),
    ) -> None:
        """Begin with an empty view.

        Args:
            view: the extent.
            typesetter: sets the names.
            core: the part of the view, in logical pixels, that will be seen first; names stand
                inside or outside it, not across its edge. The whole view if omitted.
            keep_clear: boxes in logical pixels in which nothing is to be written.
        """
        self.placed: list[Label] = []
        self.hidden = 0
        self._view = view
        self._typesetter = typesetter
        self._whole: Box = (0.0, 0.0, view.width, view.height)
        self._core = core or self._whole
        self._room = Room(view)
        for box in (*_edges(self._core), *keep_clear):
            self._room.take(box)
        self._symbols: list[tuple[list[float], list[float]]] = []
        self._layers: list[NamedLayer] = []
        self._points_named: dict[str, list[tuple[float, float]]] = {}
        self._areas_named: list[tuple[NamedLayer, float, float]] = []

    def add_steps(
        self, layer: SceneLayer, rows: Ints, geometry: GeometryArray, left_out: int = 0
    ) -> Iterator[None]:
        """Tell of a layer: what of it names must not or had better not cover, and its names.

        Args:
            layer: the layer.
            rows: shape (k,), its features in view.
            geometry: those features at the detail of the view, metres (EPSG:3857).
            left_out: how many more there are, too small for any name.
        """
        match layer.family:
            case Family.POINT:
                for start in range(0, len(rows), _SYMBOLS_PER_STEP):
                    self._avoid_symbols(layer, rows[start : start + _SYMBOLS_PER_STEP])
                    yield
            case Family.LINE:
                self._avoid_lines(geometry, _ON_LINE if layer.group == "base" else _ON_BOUNDARY)
            case Family.POLYGON if any(
                isinstance(symbol, PolygonSymbol) and symbol.stroke for symbol in layer.symbols
            ):
                self._avoid_lines(geometry, _ON_LINE if layer.group == "base" else _ON_BOUNDARY)
        named = named_layer(layer, rows, geometry, self._view)
        if named is not None:
            self._layers.append(named)
        self.leave_out(layer, left_out)

    def leave_out(self, layer: SceneLayer, count: int) -> None:
        """Take note that the names of ``count`` features in view are not even tried."""
        if is_named(layer, self._view):
            self.hidden += count

    def steps(self, surface: Surface) -> Iterator[None]:
        """Place and write the names, one after the other."""
        found, hopeless = wishes(self._layers, self._view, self._core)
        self.hidden += hopeless
        yield
        for wish in found:
            blocks = self._blocks(wish)
            spot = self._spot(wish) if blocks else None
            if spot is None:
                continue
            place = spot.place(self._room, blocks)
            if place is not None:
                self._write(surface, wish, spot, place)
            elif self._counts(spot):
                self.hidden += 1
            yield

    # ------------------------------------------------------------------ what is in the way

    def _avoid_symbols(self, layer: SceneLayer, rows: Ints) -> None:
        points = self._screen_points(layer, rows)
        radii = _radii(layer)[layer.symbol_of[rows]]
        boxes = np.hstack([points - radii[:, None], points + radii[:, None]])
        # Rings of areas (Plan Seguro, possible stations) may be written over if need be.
        if layer.group == "programs" and layer.id == layer.layer_id:
            for box in boxes.tolist():
                self._room.take(box)
        else:
            self._room.dislike_boxes(boxes, _ON_POINT)
        if layer.group in ("programs", "areas"):
            places = self._view.to_screen(layer.label_points[rows])
            self._symbols += zip(places.tolist(), boxes.tolist(), strict=True)

    def _avoid_lines(self, geometry: GeometryArray, weight: float) -> None:
        points = self._view.to_screen(geometry.coordinates)
        self._room.dislike(_densified(points, geometry.part_starts), weight)

    def _screen_points(self, layer: SceneLayer, rows: Ints) -> Floats:
        points = self._view.to_screen(layer.label_points[rows])
        return points if layer.offsets is None else points + layer.offsets[rows]

    # ------------------------------------------------------------------ where a name can stand

    def _spot(self, wish: Wish) -> _Spot | None:
        """Return where a name can stand, None if it need not be written."""
        match wish.of.layer.family:
            case Family.POINT:
                return self._point_spot(wish)
            case Family.LINE:
                return self._line_spot(wish)
            case Family.POLYGON:
                return self._area_spot(wish)

    def _point_spot(self, wish: Wish) -> PointSpot | None:
        layer = wish.of.layer
        x, y = self._view.point_to_screen(*layer.label_points[wish.row].tolist())
        if layer.offsets is not None:
            x, y = x + float(layer.offsets[wish.row, 0]), y + float(layer.offsets[wish.row, 1])
        if not _inside(x, y, self._whole):
            return None
        # Several layers know the same town.
        for other_x, other_y in self._points_named.get(wish.text.casefold(), ()):
            if hypot(x - other_x, y - other_y) < _SAME_PLACE:
                return None
        radius = float(_radii(layer)[layer.symbol_of[wish.row]])
        own: Box = (x - radius, y - radius, x + radius, y + radius)
        return PointSpot(x, y, own if layer.group == "programs" else self._with_cover(x, y, own))

    def _with_cover(self, x: float, y: float, own: Box) -> Box:
        """Return the box of a symbol and of those that stand on its place, hiding it perhaps."""
        boxes = np.array(
            [own, *(box for (at_x, at_y), box in self._symbols if hypot(x - at_x, y - at_y) < _ON)]
        )
        left, top = boxes[:, :2].min(axis=0).tolist()
        right, bottom = boxes[:, 2:].max(axis=0).tolist()
        return left, top, right, bottom

    def _line_spot(self, wish: Wish) -> LineSpot | None:
        points, starts = self._screen_parts(wish)
        for box in (self._core, self._whole):
            piece = longest_piece(points, starts, box)
            if piece is not None:
                return LineSpot(piece)
        return None

    def _area_spot(self, wish: Wish) -> AreaSpot | None:
        rings, starts = self._screen_parts(wish)
        left, top, right, bottom = wish.of.bounds[wish.place].tolist()
        bounds: Box = (left, top, right, bottom)
        for seen in dict.fromkeys((self._core, self._whole)):
            if not _touch(bounds, seen):
                continue
            mask = AreaMask(self._room, rings, starts, bounds, seen)
            if mask.cells.any():
                break
        else:
            return None
        if self._parts_are_named(wish, mask):
            return None
        least = _LEAST_INSIDE_WHOLE if mask.is_whole else _LEAST_INSIDE
        return AreaSpot(mask, self._anchor(wish, mask), least)

    def _parts_are_named(self, wish: Wish, mask: AreaMask) -> bool:
        """Return whether areas within the area bear names already; then it needs none itself."""
        return any(
            of is not wish.of and of.style.priority > wish.of.style.priority and mask.holds(x, y)
            for of, x, y in self._areas_named
        )

    def _anchor(self, wish: Wish, mask: AreaMask) -> tuple[float, float]:
        """Return where a name had best be: where the data say, else amid what is seen."""
        x, y = self._view.point_to_screen(*wish.of.layer.label_points[wish.row].tolist())
        return (x, y) if mask.holds(x, y) else mask.middle

    def _screen_parts(self, wish: Wish) -> tuple[Floats, Ints]:
        geometry = wish.of.geometry
        first, last = geometry.feature_starts[wish.place : wish.place + 2]
        starts = geometry.part_starts[first : last + 1]
        points = self._view.to_screen(geometry.coordinates[starts[0] : starts[-1]])
        return points, starts - starts[0]

    # ------------------------------------------------------------------ how it is set

    def _blocks(self, wish: Wish) -> list[TextBlock]:
        length = len(wish.text)
        if wish.of.layer.family is Family.POLYGON:
            counts: tuple[int, ...] = tuple(range(1, _MOST_LINES + 1))
        elif length > _THREE_LINES:
            counts = (3, 2)
        else:
            counts = (2, 1) if length > _TWO_LINES else (1,)
        ways = dict.fromkeys(broken(wish.text, count) for count in counts)
        blocks = (self._typesetter.block(lines, wish.of.look) for lines in ways)
        return [block for block in blocks if block is not None]

    def _write(self, surface: Surface, wish: Wish, spot: _Spot, place: Place) -> None:
        layer = wish.of.layer
        self._typesetter.draw(surface, place.block, place.left, place.top, layer.opacity)
        self._room.take(place.box)
        feature = str(layer.table.ids[wish.row])
        self.placed.append(Label(layer.id, feature, place.block.lines, place.box))
        left, top, right, bottom = place.box
        if isinstance(spot, PointSpot):
            self._points_named.setdefault(wish.text.casefold(), []).append((spot.x, spot.y))
        elif isinstance(spot, AreaSpot):
            self._areas_named.append((wish.of, (left + right) / 2, (top + bottom) / 2))

    def _counts(self, spot: _Spot) -> bool:
        """Return whether a name without room is missed: not where the view is not seen yet."""
        match spot:
            case PointSpot(x, y, _):
                return _inside(x, y, self._core)
            case LineSpot(points):
                x, y = points[len(points) // 2].tolist()
                return _inside(x, y, self._core)
            case AreaSpot(mask, _, _):
                return _inside(*mask.middle, self._core)


def _edges(box: Box) -> list[Box]:
    left, top, right, bottom = box
    return [
        (left, top, left, bottom),
        (right, top, right, bottom),
        (left, top, right, top),
        (left, bottom, right, bottom),
    ]


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _inside(x: float, y: float, box: Box) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _radii(layer: SceneLayer) -> Floats:
    """Return how far each symbol of a point layer reaches, logical pixels."""
    return np.array(
        [
            symbol.size / 2 + casing_width(symbol) if isinstance(symbol, PointSymbol) else 0.0
            for symbol in layer.symbols
        ]
    )


def _densified(points: Floats, starts: Ints) -> Floats:
    """Return the points of lines and more between those that are farther apart than a cell."""
    step = np.diff(points, axis=0)
    step[between_parts(starts)] = 0.0
    far = np.flatnonzero((np.abs(step) > CELL).any(axis=1))
    # Lines far longer than any view would need more points than there is memory for.
    counts = np.minimum(np.abs(step[far]).max(axis=1, initial=0.0) / CELL, 4000).astype(np.int64)
    owners = np.repeat(far, counts)
    share = ranges(np.ones(len(far), dtype=np.int64), counts) / np.repeat(counts + 1, counts)
    return np.concatenate([points, points[owners] + step[owners] * share[:, None]])
