"""Which features lie under a place on the map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from geodata.geometry import Family, Floats
from layers.scene import Scene, SceneLayer
from layers.style import PointSymbol
from layers.view import View
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


class FeatureIndex:
    """Finds the features of one scene layer; built once, on the first question."""

    def __init__(self, layer: SceneLayer) -> None:
        self._layer = layer
        self._tree: Any = None
        self._rows = np.flatnonzero(layer.geometry.placed & (layer.symbol_of >= 0))

    def rows_at(self, view: View, column: float, row: float) -> list[int]:
        """Return the rows under a logical pixel, the nearest (or smallest area) first."""
        if not len(self._rows):
            return []
        if self._layer.family is Family.POINT:
            return self._points_at(view, column, row)
        x, y = view.point_to_map(column, row)
        reach = 0.0 if self._layer.family is Family.POLYGON else _REACH * view.resolution
        if self._tree is None:
            self._shapes = self._layer.geometry.to_shapely()[self._rows]
            self._tree = shapely.STRtree(self._shapes)
        here = shapely.Point(x, y).buffer(reach) if reach else shapely.Point(x, y)
        hits = self._tree.query(here, predicate="intersects")
        order = np.argsort(shapely.area(self._shapes[hits]), kind="stable")
        return [int(self._rows[hit]) for hit in hits[order]]

    def _points_at(self, view: View, column: float, row: float) -> list[int]:
        screen = view.to_screen(self._layer.label_points[self._rows])
        if self._layer.offsets is not None:
            screen = screen + self._layer.offsets[self._rows]
        distance = np.hypot(screen[:, 0] - column, screen[:, 1] - row)
        reach = self._radii()[self._layer.symbol_of[self._rows]] + _REACH
        near = np.flatnonzero(distance <= reach)
        return [int(self._rows[hit]) for hit in near[np.argsort(distance[near], kind="stable")]]

    def _radii(self) -> Floats:
        return np.array(
            [
                symbol.size / 2 if isinstance(symbol, PointSymbol) else 0.0
                for symbol in self._layer.symbols
            ]
        )


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
