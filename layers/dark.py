"""The dark look of a map: the order of lightness turned round, hues kept.

Lightness is that of OKLab (Björn Ottosson, 2020, https://bottosson.github.io/posts/oklab/), in
which equal steps look equal, so that what is told apart in the light map stays told apart.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from layers.oklab import from_lab, to_lab
from layers.style import LabelStyle, LineSymbol, PointSymbol, PolygonSymbol, Stroke, Symbol

# Paper becomes this dark rather than black, ink this light rather than white.
_DARKEST, _LIGHTEST = 0.27, 0.93
# Names begin where they still can be read on the lightest of the dark areas.
_DARKEST_NAME = 0.62
# Classes of markers begin where they stand out from dark areas.
_DARKEST_CLASS = 0.45
# A marker keeps its colour but is never darker than this, to stand out on dark paper.
_MARKER_LIGHTNESS = 0.62


@lru_cache(maxsize=512)
def dark_colour(colour: str) -> str:
    """Return a map colour (``#rrggbb``) with its lightness turned round."""
    lab = to_lab(colour)
    lab[0] = _DARKEST + (1.0 - lab[0]) * (_LIGHTEST - _DARKEST)
    return from_lab(lab)


@lru_cache(maxsize=512)
def dark_name_colour(colour: str) -> str:
    """Return the colour of writing (``#rrggbb``) with its lightness turned round, never dim."""
    lab = to_lab(colour)
    lab[0] = _DARKEST_NAME + (1.0 - lab[0]) * (_LIGHTEST - _DARKEST_NAME)
    return from_lab(lab)


@lru_cache(maxsize=512)
def dark_marker_colour(colour: str) -> str:
    """Return a marker's colour (``#rrggbb``), lightened where it would sink into dark paper."""
    lab = to_lab(colour)
    lab[0] = max(lab[0], _MARKER_LIGHTNESS)
    return from_lab(lab)


@lru_cache(maxsize=512)
def dark_class_colour(colour: str) -> str:
    """Return the colour of a class's marker: lightness turned round, none as dark as paper."""
    lab = to_lab(colour)
    lab[0] = _DARKEST_CLASS + (1.0 - lab[0]) * (_LIGHTEST - _DARKEST_CLASS)
    return from_lab(lab)


def dark_symbol(symbol: Symbol) -> Symbol:
    """Return the dark look of a symbol."""
    match symbol:
        case PolygonSymbol(fill, stroke, hatch):
            return replace(
                symbol,
                fill=fill and dark_colour(fill),
                stroke=stroke and _dark_stroke(stroke),
                hatch=hatch and dark_marker_colour(hatch),
            )
        case LineSymbol(stroke):
            return LineSymbol(_dark_stroke(stroke))
        case PointSymbol(_, color, _, _, badge):
            return replace(
                symbol, color=dark_marker_colour(color), badge=badge and dark_colour(badge)
            )


def dark_class_symbol(symbol: Symbol) -> Symbol:
    """Return the dark look of a class; markers keep the order that their lightness tells."""
    if isinstance(symbol, PointSymbol):
        return replace(symbol, color=dark_class_colour(symbol.color))
    return dark_symbol(symbol)


def dark_label(style: LabelStyle) -> LabelStyle:
    """Return the dark look of a label."""
    return replace(
        style, color=dark_name_colour(style.color), halo=style.halo and dark_colour(style.halo)
    )


def _dark_stroke(stroke: Stroke) -> Stroke:
    return replace(
        stroke, color=dark_colour(stroke.color), casing=stroke.casing and dark_colour(stroke.casing)
    )
