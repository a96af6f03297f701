"""The symbols of a scene as a web page draws them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layers.markers import marker_extent, marker_svg
from layers.style import LineSymbol, PointSymbol, PolygonSymbol, Stroke, Symbol


class SymbolTable:
    """Every symbol of a page once, known by its number."""

    def __init__(self) -> None:
        self._numbers: dict[Symbol, int] = {}

    def number(self, symbol: Symbol) -> int:
        """Return the place of ``symbol`` in `as_data`."""
        return self._numbers.setdefault(symbol, len(self._numbers))

    def as_data(
        self, paper: str, twins: Mapping[Symbol, Symbol] | None = None
    ) -> list[dict[str, Any]]:
        """Return what the page's scripts must know to draw each symbol.

        Args:
            paper: colour of the casing of markers, ``#rrggbb``.
            twins: the symbols of another look by those of the page's own; None for its own.
        """
        return [
            symbol_data(symbol if twins is None else twins.get(symbol, symbol), paper)
            for symbol in self._numbers
        ]


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
