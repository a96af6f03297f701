"""A part of a large layer that stands for the whole: for outputs that cannot hold all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.geometry import Family, Floats, Ints
from geodata.table import ColumnReader, FeatureTable
from layers.scene import Scene, SceneLayer

_BITS = 16


def sampled(scene: Scene, most: int) -> tuple[Scene, dict[str, int]]:
    """Return a scene none of whose layers has more than ``most`` features.

    Of points every n-th along a curve through the map is kept (Morton 1966), so that dense parts
    stay dense; of lines and areas the largest. The choice is the same at every run, and in every
    variant of the scene.

    Returns:
        The scene, the very same if nothing is too large; and how many features the layers have
        that were thinned, by their ids.
    """
    large = {layer.id: len(layer.table) for layer in scene.layers if len(layer.table) > most}
    if not large:
        return scene, {}
    make = scene.variants

    def variant(language: str, theme: str) -> Scene:
        assert make is not None
        return sampled(make(language, theme), most)[0]

    layers = tuple(
        _part(layer, chosen_rows(layer, most)) if layer.id in large else layer
        for layer in scene.layers
    )
    return replace(scene, layers=layers, variants=make and variant), large


def chosen_rows(layer: SceneLayer, most: int) -> Ints:
    """Return the rows that stand for a layer, rising; those that are drawn come first."""
    drawn = np.flatnonzero(layer.geometry.placed & (layer.symbol_of >= 0))
    if len(drawn) <= most:
        rest = np.setdiff1d(np.arange(len(layer.table)), drawn)[: most - len(drawn)]
        return np.sort(np.concatenate([drawn, rest]))
    bounds = layer.geometry.bounds()[drawn]
    if layer.family is Family.POINT:
        along = np.lexsort((drawn, _morton(bounds[:, :2])))
        picked = along[np.linspace(0, len(along) - 1, most).round().astype(np.int64)]
    else:
        size = np.hypot(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
        picked = np.lexsort((drawn, -size))[:most]
    rows: Ints = np.sort(drawn[picked])
    return rows


def _morton(places: Floats) -> Ints:
    """Return the place of each point along a curve that fills the plane (Morton order)."""
    low, high = places.min(axis=0), places.max(axis=0)
    scale = (2**_BITS - 1) / np.maximum(high - low, 1e-9)
    cells = ((places - low) * scale).astype(np.int64)
    code = np.zeros(len(places), dtype=np.int64)
    for bit in range(_BITS):
        for axis in (0, 1):
            code |= ((cells[:, axis] >> bit) & 1) << (2 * bit + axis)
    return code


def _part(layer: SceneLayer, rows: Ints) -> SceneLayer:
    table = layer.table
    part = replace(
        table,
        ids=table.ids[rows],
        geometry=table.geometry.take(rows),
        columns=_Rows(table, rows),
    )
    return replace(
        layer,
        table=part,
        geometry=layer.geometry.take(rows),
        symbol_of=layer.symbol_of[rows],
        labels=layer.labels[rows],
        label_points=layer.label_points[rows],
        offsets=None if layer.offsets is None else layer.offsets[rows],
    )


class _Rows(ColumnReader):
    """Some rows of a table's columns, which are not read before somebody asks for them."""

    def __init__(self, table: FeatureTable, rows: Ints) -> None:
        self._table, self._rows = table, rows
        self._columns: Mapping[str, npt.NDArray[Any]] = table.columns

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self._columns[name][self._rows]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def value(self, row: int, column: str) -> Any:
        """Return one value."""
        return self._table.value(int(self._rows[row]), column)

    def is_number(self, column: str) -> bool:
        """Return whether a column holds numbers."""
        return self._table.is_number(column)
