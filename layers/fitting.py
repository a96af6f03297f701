"""Styles for another geometry family: what was made for areas, drawn at points or as lines."""

from __future__ import annotations

from dataclasses import replace

from geodata.geometry import Family
from layers.style import (
    Categorized,
    Graduated,
    LineSymbol,
    PointSymbol,
    PolygonSymbol,
    Proportional,
    Renderer,
    Single,
    Stroke,
    Style,
    Symbol,
    symbols_of,
)

POINT_SIZE = 9.0
"""Pixels at 96 dpi of a point that stands for an area."""

_GREY = "#8d8779"
_LINE_WIDTH = 2.0
_AREA_EDGE = Stroke("#ffffff", 0.8)
_KINDS = {Family.POINT: PointSymbol, Family.LINE: LineSymbol, Family.POLYGON: PolygonSymbol}


def fits(renderer: Renderer, family: Family) -> bool:
    """Return whether a renderer's symbols can draw features of a family."""
    if isinstance(renderer, Proportional):
        return family is not Family.LINE
    return all(isinstance(symbol, _KINDS[family]) for symbol in symbols_of(renderer))


def fitted_style(style: Style, family: Family) -> Style:
    """Return a style that can draw features of a family, the very same if it can already."""
    if fits(style.renderer, family):
        return style
    return replace(style, renderer=_fitted(style.renderer, family))


def _fitted(renderer: Renderer, family: Family) -> Renderer:
    match renderer:
        case Single(symbol):
            return replace(renderer, symbol=fitted_symbol(symbol, family))
        case Categorized(_, categories, other):
            return replace(
                renderer,
                categories=tuple(
                    replace(each, symbol=fitted_symbol(each.symbol, family)) for each in categories
                ),
                other=other and fitted_symbol(other, family),
            )
        case Graduated(_, _, symbols, no_data):
            return replace(
                renderer,
                symbols=tuple(fitted_symbol(symbol, family) for symbol in symbols),
                no_data=no_data and fitted_symbol(no_data, family),
            )
        case Proportional(_, symbol):
            # Only lines have no place for a symbol.
            return Single(fitted_symbol(symbol, family))


def fitted_symbol(symbol: Symbol, family: Family) -> Symbol:
    """Return a symbol of a family's kind in the colour of ``symbol``."""
    if isinstance(symbol, _KINDS[family]):
        return symbol
    colour = colour_of(symbol)
    match family:
        case Family.POINT:
            is_nothing = isinstance(symbol, PolygonSymbol) and symbol.hatch is not None
            # A hatch says that there is no value; a cross does at a point.
            return PointSymbol("cross", colour, 7) if is_nothing else _disc(colour)
        case Family.LINE:
            return LineSymbol(Stroke(colour, _LINE_WIDTH))
        case Family.POLYGON:
            return PolygonSymbol(colour, _AREA_EDGE)


def colour_of(symbol: Symbol) -> str:
    """Return the colour that a symbol is told by (``#rrggbb``)."""
    match symbol:
        case PointSymbol(_, color):
            return color
        case LineSymbol(stroke):
            return stroke.color
        case PolygonSymbol(fill, stroke, hatch):
            return hatch or fill or (stroke.color if stroke else _GREY)


def _disc(colour: str) -> PointSymbol:
    return PointSymbol("circle", colour, POINT_SIZE)
