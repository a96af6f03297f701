"""The symbols of a scene as a web page draws them."""

from __future__ import annotations

from typing import Any

from layers.markers import marker_extent, marker_svg
from layers.style import LineSymbol, PointSymbol, PolygonSymbol, Stroke, Symbol


class SymbolTable:
    """Every symbol of a page once, known by its number."""

    def __init__(self, paper: str) -> None:
        self._paper = paper
        self._numbers: dict[Symbol, int] = {}

    def number(self, symbol: Symbol) -> int:
        """Return the place of ``symbol`` in `as_data`."""
        return self._numbers.setdefault(symbol, len(self._numbers))

    def as_data(self) -> list[dict[str, Any]]:
        """Return what the page's scripts must know to draw each symbol."""
        return [symbol_data(symbol, self._paper) for symbol in self._numbers]


def symbol_data(symbol: Symbol, paper: str) -> dict[str, Any]:
    """Return what a page's scripts must know to draw a symbol.

    Args:
        symbol: the look.
        paper: colour of the casing of markers, ``#rrggbb``.
    """
    match symbol:
        case PointSymbol():
            return {
                "kind": "point",
                "svg": marker_svg(symbol, paper),
                "extent": marker_extent(symbol),
                "size": symbol.size,
            }
        case LineSymbol(stroke):
            return {"kind": "line", "stroke": _stroke(stroke)}
        case PolygonSymbol(fill, stroke, hatch, opacity):
            return {
                "kind": "polygon",
                "fill": fill,
                "hatch": hatch,
                "opacity": opacity,
                "stroke": _stroke(stroke),
            }


def _stroke(stroke: Stroke | None) -> dict[str, Any] | None:
    if stroke is None:
        return None
    return {
        "color": stroke.color,
        "width": stroke.width,
        "dashes": list(stroke.dashes) if stroke.dashed else None,
        "casing": stroke.casing,
        "casingWidth": stroke.casing_width,
    }
