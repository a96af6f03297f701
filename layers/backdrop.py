"""Layers over the tiles of an online map: the tiles must show through, and name what they name."""

from __future__ import annotations

from dataclasses import replace

from layers.scene import SceneLayer
from layers.style import PolygonSymbol, Symbol


def over_tiles(layer: SceneLayer) -> SceneLayer:
    """Return a scene layer as it looks where tiles lie over the base map.

    Built-in areas lose their paper tint, whose only purpose is to tell neighbours apart; the base
    map, which shows wherever a tile is missing, loses its names, for the tiles have theirs.
    """
    match layer.group:
        case "base":
            return layer if layer.label_style is None else replace(layer, label_style=None)
        case "areas" if not any(layer.symbol_names):
            return replace(layer, symbols=tuple(map(_unfilled, layer.symbols)))
        case _:
            return layer


def _unfilled(symbol: Symbol) -> Symbol:
    if isinstance(symbol, PolygonSymbol) and symbol.hatch is None:
        return replace(symbol, fill=None)
    return symbol
