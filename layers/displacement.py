"""Symbols that stand on the very same place are laid out side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from geodata.geometry import Family, Floats
from layers.scene import SceneLayer
from layers.style import PointSymbol

_PER_ROW = 3


@dataclass(frozen=True, slots=True)
class _Spot:
    """A symbol on a place that it may share with others."""

    layer: SceneLayer
    row: int
    size: float


def side_by_side(layers: Iterable[SceneLayer]) -> dict[str, Floats]:
    """Return by how much the symbols of programs are moved aside on the screen.

    Several programs work from one town, and public sources name the town alone; drawn on top of
    each other all but one would be hidden. The place of the data stays as it is.

    Returns:
        scene layer id to offsets, shape (n, 2), logical pixels right and down; only layers in
        which a symbol is moved.
    """
    offsets: dict[str, Floats] = {}
    for group in _shared_places(layers):
        for spot, offset in zip(group, _rows(group), strict=True):
            moved = offsets.setdefault(spot.layer.id, np.zeros((len(spot.layer.table), 2)))
            moved[spot.row] = offset
    return offsets


def _shared_places(layers: Iterable[SceneLayer]) -> list[list[_Spot]]:
    spots: dict[tuple[int, int], list[_Spot]] = {}
    for layer in layers:
        # Rings of areas (Plan Seguro, possible stations) may have symbols inside.
        if (
            layer.family is not Family.POINT
            or layer.group != "programs"
            or layer.id != layer.layer_id
        ):
            continue
        for row in np.flatnonzero(layer.geometry.placed & (layer.symbol_of >= 0)).tolist():
            symbol = layer.symbols[layer.symbol_of[row]]
            size = symbol.size if isinstance(symbol, PointSymbol) else 0.0
            x, y = layer.label_points[row]
            spots.setdefault((round(x), round(y)), []).append(_Spot(layer, row, size))
    return [group for group in spots.values() if len(group) > 1]


def _rows(group: list[_Spot]) -> list[tuple[float, float]]:
    """Return offsets in rows of three that are centred on the place."""
    step = max(spot.size for spot in group) + 1
    rows = [group[start : start + _PER_ROW] for start in range(0, len(group), _PER_ROW)]
    return [
        ((column - (len(row) - 1) / 2) * step, (line - (len(rows) - 1) / 2) * step)
        for line, row in enumerate(rows)
        for column in range(len(row))
    ]
