"""The features that the map shows now, of all layers, as one table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from geodata.basis import Basis
from geodata.geometry import Bools, Ints, from_points
from geodata.projection import to_lonlat
from geodata.table import Column, FeatureTable
from layers.feature_tip import feature_name
from layers.identify import pointable_layers
from layers.scene import Scene, SceneLayer
from layers.texts import Texts
from layers.view import View
from layers.view_state import FeatureRef

IN_VIEW = "in-view"
"""The id of the table."""

MOST_LISTED = 500
"""So many features at most are listed; nobody reads more, and the view changes all the time."""


def features_in_view(scene: Scene, view: View, texts: Texts) -> tuple[FeatureTable, int]:
    """Return the features whose symbol or name stands in a view, and how many there are.

    They come as keys go through them: layer by layer from the top, in each from north to south.
    The table holds the first `MOST_LISTED`; ids are those of `ref_of`.

    Args:
        scene: what is shown.
        view: where the map looks.
        texts: the language.
    """
    found = [(layer, *_rows_in_view(layer, view)) for layer in pointable_layers(scene, view)]
    total = sum(count for _, _, count in found)
    ids, names, layers, bases = (list[str]() for _ in range(4))
    points = []
    for layer, first_rows, _count in found:
        rows = first_rows[: MOST_LISTED - len(ids)]
        points.append(layer.label_points[rows])
        for row in rows.tolist():
            ids.append(f"{layer.layer_id}/{layer.table.ids[row]}")
            names.append(feature_name(layer.table, row, texts.language))
            layers.append(layer.name)
            basis = layer.table.value(row, "position_basis")
            bases.append(str(basis or Basis.USER.value))
    columns = {"name": names, "layer": layers, "position_basis": bases}
    table = FeatureTable(
        id=IN_VIEW,
        ids=_objects(ids),
        geometry=from_points(to_lonlat(np.concatenate([*points, np.empty((0, 2))]))),
        columns={name: _objects(values) for name, values in columns.items()},
        described=(
            _column("name", texts.gettext("Name"), texts),
            _column("layer", texts.gettext("Layer"), texts),
        ),
    )
    return table, total


def count_in_view(scene: Scene, view: View, most: int) -> Iterator[tuple[SceneLayer, int | None]]:
    """Yield the layers that can be pointed at, with how many of their features are in a view.

    Args:
        scene: what is shown.
        view: where the map looks.
        most: layers with more features are not counted (None).
    """
    for layer in pointable_layers(scene, view):
        if len(layer.table) > most:
            yield layer, None
        elif count := int(_is_in_view(layer, view).sum()):
            yield layer, count


def ref_of(table_id: str) -> FeatureRef:
    """Return the feature that an id of the table stands for; layer ids have no slash."""
    layer_id, _, feature_id = table_id.partition("/")
    return FeatureRef(layer_id, feature_id)


def id_of(feature: FeatureRef) -> str:
    """Return the id that a feature has in the table."""
    return f"{feature.layer_id}/{feature.feature_id}"


def _rows_in_view(layer: SceneLayer, view: View) -> tuple[Ints, int]:
    """Return the drawn rows of a layer in a view, and how many there are.

    They come from north to south, then from west to east; of very many the first `MOST_LISTED`.
    """
    x, y = layer.label_points.T
    rows = np.flatnonzero(_is_in_view(layer, view))
    count = len(rows)
    if count > MOST_LISTED:
        # Sorting a million would take a second; finding the northernmost thousand does not.
        south = -y[rows]
        rows = rows[south <= np.partition(south, MOST_LISTED)[MOST_LISTED]]
    order: Ints = rows[np.lexsort((x[rows], -y[rows]))]
    return order, count


def _is_in_view(layer: SceneLayer, view: View) -> Bools:
    min_x, min_y, max_x, max_y = view.bounds
    x, y = layer.label_points.T
    inside: Bools = layer.geometry.placed & (layer.symbol_of >= 0)
    inside &= (x >= min_x) & (x <= max_x) & (y >= min_y) & (y <= max_y)
    return inside


def _column(name: str, title: str, texts: Texts) -> Column:
    return Column(name, {texts.language: title}, {}, "", {})


def _objects(values: list[str]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    result = np.empty(len(values), dtype=object)
    result[:] = values
    return result
