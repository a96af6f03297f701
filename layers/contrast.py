"""The look of a map in high contrast: black lines and names on white, hues kept and deepened.

What is told apart by shape and hue stays so; what was told apart by pale tints alone keeps its
outline, which is dark and wider.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from layers.oklab import from_lab, to_lab
from layers.style import LabelStyle, LineSymbol, PointSymbol, PolygonSymbol, Stroke, Symbol

INK, PAPER = "#000000", "#ffffff"
"""What is written, and on what."""

# Lines and markers are no lighter than this (OKLab), which on white is a contrast of 4.5 to 1 for
# every hue; areas are no darker than that, on which black writing has 11 to 1.
_DARKEST_AREA, _LIGHTEST_LINE = 0.9, 0.5
# Markers of classes lie between; what tells them apart is how light they are.
_DARKEST_CLASS, _LIGHTEST_CLASS = 0.2, 0.68
_PALER = 0.4
_WIDER = 1.4
_HALO_WIDTH = 2.5


@lru_cache(maxsize=512)
def contrast_area_colour(colour: str) -> str:
    """Return the colour of an area (``#rrggbb``), lightened where it would dim what is on it."""
    lab = to_lab(colour)
    if lab[0] < _DARKEST_AREA:
        # So light no screen has colours as strong as dark ones can be.
        lab = np.array([_DARKEST_AREA, *lab[1:] * _PALER])
    return from_lab(lab)


@lru_cache(maxsize=512)
def contrast_line_colour(colour: str) -> str:
    """Return the colour of a line or marker (``#rrggbb``), deepened to stand out on white."""
    lab = to_lab(colour)
    lab[0] = min(lab[0], _LIGHTEST_LINE)
    return from_lab(lab)


def contrast_symbol(symbol: Symbol) -> Symbol:
    """Return the look of a symbol in high contrast."""
    match symbol:
        case PolygonSymbol(fill, stroke, hatch):
            return replace(
                symbol,
                fill=fill and contrast_area_colour(fill),
                stroke=stroke and _stroke(stroke),
                hatch=hatch and contrast_line_colour(hatch),
            )
        case LineSymbol(stroke):
            return LineSymbol(_stroke(stroke))
        case PointSymbol(_, color):
            return replace(symbol, color=contrast_line_colour(color))


def contrast_class_symbol(symbol: Symbol) -> Symbol:
    """Return the look of a class in high contrast: its colour says which one it is, and stays."""
    match symbol:
        case PolygonSymbol(fill, stroke, hatch):
            return replace(
                symbol,
                fill=fill,
                stroke=stroke and _stroke(stroke),
                hatch=hatch and contrast_line_colour(hatch),
            )
        case PointSymbol(_, color):
            lab = to_lab(color)
            lab[0] = _DARKEST_CLASS + lab[0] * (_LIGHTEST_CLASS - _DARKEST_CLASS)
            return replace(symbol, color=from_lab(lab))
        case _:
            return contrast_symbol(symbol)


def contrast_label(style: LabelStyle) -> LabelStyle:
    """Return the look of a label in high contrast."""
    return replace(
        style, color=INK, halo=PAPER, halo_width=max(style.halo_width, _HALO_WIDTH), bold=True
    )


def _stroke(stroke: Stroke) -> Stroke:
    return replace(
        stroke,
        color=contrast_line_colour(stroke.color),
        width=min(stroke.width * _WIDER, 50.0),
        casing=stroke.casing and PAPER,
    )
