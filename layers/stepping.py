"""From feature to feature without a mouse."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from geodata.geometry import Bools, Floats, Ints
from layers.identify import pointable_layers
from layers.scene import Scene, SceneLayer
from layers.view import View
from layers.view_state import FeatureRef


def next_feature(
    scene: Scene, view: View, current: FeatureRef | None, direction: int
) -> FeatureRef | None:
    """Return the feature after (1) or before (-1) ``current`` among those in view.

    Features come layer by layer from the top, in each from north to south, then from west to
    east; after the last comes the first.

    Args:
        scene: what is shown.
        view: only features whose symbol or name would stand in it count.
        current: where to go on from; None, or a feature of no layer here, for the start.
        direction: 1 or -1.

    Returns:
        None if no feature is in view.
    """
    layers = pointable_layers(scene, view)[::direction]
    ids = [layer.layer_id for layer in layers]
    if current is None or current.layer_id not in ids:
        return next(_firsts(layers, view, direction), None)
    here = ids.index(current.layer_id)
    row = _next_row(layers[here], view, direction, after=current)
    if row is not None:
        return _ref(layers[here], row)
    return next(_firsts(layers[here + 1 :] + layers[: here + 1], view, direction), None)


def _firsts(layers: list[SceneLayer], view: View, direction: int) -> Iterator[FeatureRef]:
    for layer in layers:
        row = _next_row(layer, view, direction)
        if row is not None:
            yield _ref(layer, row)


def _ref(layer: SceneLayer, row: int) -> FeatureRef:
    return FeatureRef(layer.layer_id, str(layer.table.ids[row]))


def _next_row(
    layer: SceneLayer, view: View, direction: int, after: FeatureRef | None = None
) -> int | None:
    """Return the row that follows a feature in a layer, or the first one in view, None if none.

    One pass over arrays and no sorting, for a layer may hold a million points.
    """
    rows = np.flatnonzero(layer.geometry.placed & (layer.symbol_of >= 0))
    keys = direction * _reading_keys(layer, rows)
    candidates = _in_view(layer.label_points[rows], view)
    if after is not None and layer.table.has(after.feature_id):
        row = np.array([layer.table.row_of(after.feature_id)])
        candidates &= _follow(keys, direction * _reading_keys(layer, row)[0])
    found = np.flatnonzero(candidates)
    if not len(found):
        return None
    for column in range(keys.shape[1]):
        values = keys[found, column]
        found = found[values == values.min()]
    return int(rows[found[0]])


def _reading_keys(layer: SceneLayer, rows: Ints) -> Floats:
    """Return shape (n, 3): by comparing these, column by column, features come in order."""
    points = layer.label_points[rows]
    return np.column_stack([-points[:, 1], points[:, 0], rows])


def _follow(keys: Floats, key: Floats) -> Bools:
    """Return shape (n,): which keys come after ``key``."""
    first, second, third = keys.T
    same_first = first == key[0]
    same_second = same_first & (second == key[1])
    later: Bools = first > key[0]
    later |= same_first & (second > key[1])
    later |= same_second & (third > key[2])
    return later


def _in_view(points: Floats, view: View) -> Bools:
    min_x, min_y, max_x, max_y = view.bounds
    x, y = points.T
    inside: Bools = (x >= min_x) & (x <= max_x) & (y >= min_y) & (y <= max_y)
    return inside
