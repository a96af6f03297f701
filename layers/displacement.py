"""Symbols that stand on the very same place are laid out side by side."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geodata.frozen import frozen
from geodata.geometry import Family, Floats
from layers.scene import SceneLayer
from layers.style import PointSymbol

_PER_ROW = 3
# Smaller ones are dots that show where a place is; they may lie beneath a symbol.
_SMALLEST = 6.0
# Logical pixels between two symbols: their casings share it.
_GAP = 2.0


@frozen
class _Spot:
    """A symbol on a place that it may share with others."""

    layer: SceneLayer
    row: int
    size: float


def side_by_side(layers: Iterable[SceneLayer]) -> dict[str, Floats]:
    """Return by how much symbols are moved aside on the screen.

    Several programs work from one town, and public sources name the town alone; drawn on top of
    each other all but one would be hidden. The place of the data stays as it is. Symbols of
    programs and areas take part, the planner's own and those of the base map do not.

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
        # Rings that show where unplaced records may lie have the symbols inside.
        if (
            layer.family is not Family.POINT
            or layer.group not in ("programs", "areas")
            or layer.id != layer.layer_id
            # Symbols whose size tells something stand where they belong.
            or (layer.measure is not None and layer.measure.sizes)
        ):
            continue
        for row in np.flatnonzero(layer.geometry.placed & (layer.symbol_of >= 0)).tolist():
            symbol = layer.symbols[layer.symbol_of[row]]
            if isinstance(symbol, PointSymbol) and symbol.size >= _SMALLEST:
                x, y = layer.label_points[row]
                spots.setdefault((round(x), round(y)), []).append(_Spot(layer, row, symbol.size))
    return [group for group in spots.values() if len(group) > 1]


def _rows(group: list[_Spot]) -> list[tuple[float, float]]:
    """Return offsets in rows of three that are centred on the place."""
    rows = [group[start : start + _PER_ROW] for start in range(0, len(group), _PER_ROW)]
    down = _centred([max(spot.size for spot in row) for row in rows])
    return [
        (right, below)
        for row, below in zip(rows, down, strict=True)
        for right in _centred([spot.size for spot in row])
    ]


def _centred(sizes: list[float]) -> list[float]:
    """Return the middles of things of some sizes in a row whose own middle is 0."""
    ends = np.cumsum([size + _GAP for size in sizes])
    middles: list[float] = (ends - np.array(sizes) / 2 - _GAP / 2 - ends[-1] / 2).tolist()
    return middles
