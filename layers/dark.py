"""The dark look of a map: the order of lightness turned round, hues kept.

Lightness is that of OKLab (Björn Ottosson, 2020, https://bottosson.github.io/posts/oklab/), in
which equal steps look equal, so that what is told apart in the light map stays told apart.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from layers.style import LabelStyle, LineSymbol, PointSymbol, PolygonSymbol, Stroke, Symbol

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
# Paper becomes this dark rather than black, ink this light rather than white.
_DARKEST, _LIGHTEST = 0.27, 0.93
# Names begin where they still can be read on the lightest of the dark areas.
_DARKEST_NAME = 0.62
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


def dark_label(style: LabelStyle) -> LabelStyle:
    """Return the dark look of a label."""
    return replace(
        style, color=dark_name_colour(style.color), halo=style.halo and dark_colour(style.halo)
    )


def _dark_stroke(stroke: Stroke) -> Stroke:
    return replace(
        stroke, color=dark_colour(stroke.color), casing=stroke.casing and dark_colour(stroke.casing)
    )


def to_lab(colour: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return lightness, a and b of a colour (``#rrggbb``) in OKLab, shape (3,)."""
    encoded = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    lab: np.ndarray[tuple[int], np.dtype[np.float64]] = _TO_LAB @ np.cbrt(_TO_LMS @ linear)
    return lab


def from_lab(lab: np.ndarray[tuple[int], np.dtype[np.float64]]) -> str:
    """Return a colour of OKLab, shape (3,), as ``#rrggbb``, the nearest that a screen shows."""
    linear = np.linalg.inv(_TO_LMS) @ (np.linalg.inv(_TO_LAB) @ lab) ** 3
    linear = np.clip(linear, 0, 1)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    red, green, blue = (int(value) for value in np.round(encoded * 255))
    return f"#{red:02x}{green:02x}{blue:02x}"
