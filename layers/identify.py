"""Which features lie under a place on the map."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np

from geodata.geometry import Bools, Family, Floats, Ints
from layers.point_grid import PointGrid
from layers.scene import Scene, SceneLayer
from layers.style import PointSymbol
from layers.view import Bounds, View
from layers.view_state import FeatureRef

_REACH = 3.0
"""Logical pixels around a symbol or line within which it still is pointed at."""


def pointable_layers(scene: Scene, view: View) -> list[SceneLayer]:
    """Return the layers whose features can be pointed at in a view, from the top down."""
    return [
        layer
        for layer in reversed(scene.layers)
        if layer.interactive and layer.id == layer.layer_id and layer.shown_at(view.scale)
    ]


def rows_touching(layer: SceneLayer, bounds: Bounds) -> Bools:
    """Return shape (n,): which drawn features of a layer touch a box (metres, EPSG:3857)."""
    import shapely

    min_x, min_y, max_x, max_y = bounds
    left, bottom, right, top = layer.geometry.bounds().T
    near: Bools = (left <= max_x) & (right >= min_x) & (bottom <= max_y) & (top >= min_y)
    near &= layer.symbol_of >= 0
    if layer.family is Family.POINT:
        return near
    rows = np.flatnonzero(near)
    # What lies wholly inside need not be looked at corner by corner.
    inside = (left[rows] >= min_x) & (right[rows] <= max_x)
    inside &= (bottom[rows] >= min_y) & (top[rows] <= max_y)
    unsure = rows[~inside]
    shapes = layer.geometry.take(unsure).to_shapely()
    near[unsure] = shapely.intersects(shapes, shapely.box(*bounds))
    return near


class FeatureIndex:
    """Finds the features of one scene layer; prepared once, on the first question.

    Points are sorted into a grid; of lines and areas a question compares the bounds, of which a
    hundred thousand take a fraction of a millisecond, and preparing a search tree of as many would
    hold the window far longer than all questions after it.
    """

    def __init__(self, layer: SceneLayer) -> None:
        self._layer = layer
        self._shapes: dict[int, Any] = {}

    def rows_at(self, view: View, column: float, row: float) -> list[int]:
        """Return the rows under a logical pixel, the nearest (or smallest area) first."""
        if self._layer.family is Family.POINT:
            return self._points_at(view, column, row)
        return self._shapes_at(view, column, row)

    def _shapes_at(self, view: View, column: float, row: float) -> list[int]:
        import shapely

        x, y = view.point_to_map(column, row)
        reach = 0.0 if self._layer.family is Family.POLYGON else _REACH * view.resolution
        here = shapely.Point(x, y)
        min_x, min_y, max_x, max_y = self._bounds
        near = (min_x <= x + reach) & (max_x >= x - reach)
        near &= (min_y <= y + reach) & (max_y >= y - reach)
        hits = [
            candidate
            for candidate in self._rows[near].tolist()
            if shapely.dwithin(self._shape(candidate), here, reach)
        ]
        return sorted(hits, key=lambda hit: float(shapely.area(self._shape(hit))))

    def _points_at(self, view: View, column: float, row: float) -> list[int]:
        x, y = view.point_to_map(column, row)
        reach = float(self._radii.max(initial=0.0)) + _REACH
        far = (reach + self._farthest_offset) * view.resolution
        near = self._grid.near(x, y, far)
        geometry = self._layer.geometry
        rows = np.searchsorted(self._starts, near, side="right") - 1
        drawn = self._layer.symbol_of[rows] >= 0
        near, rows = near[drawn], rows[drawn]
        screen = view.to_screen(geometry.coordinates[near])
        if self._layer.offsets is not None:
            screen += self._layer.offsets[rows]
        distance = np.hypot(screen[:, 0] - column, screen[:, 1] - row)
        hits = np.flatnonzero(distance <= self._radii[self._layer.symbol_of[rows]] + _REACH)
        # A feature of several points counts once.
        return list(dict.fromkeys(rows[hits[np.argsort(distance[hits], kind="stable")]].tolist()))

    @cached_property
    def _rows(self) -> Ints:
        """The rows that are drawn, shape (n,)."""
        rows: Ints = np.flatnonzero(self._layer.geometry.placed & (self._layer.symbol_of >= 0))
        return rows

    @cached_property
    def _bounds(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Min x, min y, max x, max y of the rows, shape (n,) each."""
        min_x, min_y, max_x, max_y = np.ascontiguousarray(
            self._layer.geometry.bounds()[self._rows].T
        )
        return min_x, min_y, max_x, max_y

    @cached_property
    def _starts(self) -> Ints:
        return self._layer.geometry.coordinate_starts

    @cached_property
    def _grid(self) -> PointGrid:
        return PointGrid(self._layer.geometry.coordinates)

    @cached_property
    def _farthest_offset(self) -> float:
        offsets = self._layer.offsets
        return 0.0 if offsets is None else float(np.abs(offsets).max(initial=0.0))

    @cached_property
    def _radii(self) -> Floats:
        return np.array(
            [
                symbol.size / 2 if isinstance(symbol, PointSymbol) else 0.0
                for symbol in self._layer.symbols
            ]
        )

    def _shape(self, row: int) -> Any:
        import shapely

        if row not in self._shapes:
            shape = self._layer.geometry.shape(row)
            shapely.prepare(shape)
            self._shapes[row] = shape
        return self._shapes[row]


class Identifier:
    """Answers which features of a scene lie under a pixel, the topmost first.

    Indexes of layers that did not change are kept from scene to scene.
    """

    def __init__(self) -> None:
        self._indexes: dict[str, tuple[SceneLayer, FeatureIndex]] = {}

    def features_at(
        self, scene: Scene, view: View, column: float, row: float
    ) -> Iterator[FeatureRef]:
        """Yield the features under a logical pixel, from the top layer down."""
        for layer in pointable_layers(scene, view):
            for hit in self._index(layer).rows_at(view, column, row):
                yield FeatureRef(layer.layer_id, str(layer.table.ids[hit]))

    def first_at(self, scene: Scene, view: View, column: float, row: float) -> FeatureRef | None:
        """Return the topmost feature under a logical pixel, None if there is none."""
        return next(self.features_at(scene, view, column, row), None)

    def _index(self, layer: SceneLayer) -> FeatureIndex:
        kept = self._indexes.get(layer.id)
        if kept is None or kept[0] is not layer:
            kept = (layer, FeatureIndex(layer))
            self._indexes[layer.id] = kept
        return kept[1]
