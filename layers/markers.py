"""Point symbols as SVG, the same for the screen, the legend, pages and the web page.

Each marker is a pair of drawings in ``resources/symbols``, filled and hollow, on a square of 16
units. They are drawn in black and white: black (``currentColor``) takes the symbol's colour, white
the colour of the paper, and widths of strokes are pixels of a symbol of 16 pixels.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

import resources
from layers.style import PointSymbol

_GRID = 16.0
_CASING = 1.5
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_STROKE_WIDTH = re.compile(r'stroke-width="([\d.]+)"')
_BADGE = (
    '<circle cx="13.4" cy="2.6" r="3.5" fill="#ffffff"/>'
    '<circle cx="13.4" cy="2.6" r="2.4" fill="{color}"/>'
)


def casing_width(symbol: PointSymbol) -> float:
    """Return how far the symbol's casing reaches beyond it, pixels at 96 dpi."""
    return _CASING * _stroke_growth(symbol.size)


def marker_extent(symbol: PointSymbol) -> float:
    """Return the side of the square that holds the symbol and its casing, pixels at 96 dpi.

    The symbol stands in the middle. Its own square begins at a whole pixel, so that upright edges
    are sharp.
    """
    return symbol.size + 2 * math.ceil(casing_width(symbol))


@lru_cache(maxsize=1024)
def marker_svg(symbol: PointSymbol, paper: str) -> str:
    """Return the symbol as a standalone SVG document, `marker_extent` pixels wide and high.

    Args:
        symbol: the look.
        paper: colour of the casing and of what is hollow, ``#rrggbb``.
    """
    extent = marker_extent(symbol)
    unit = symbol.size / _GRID
    begin, side = -math.ceil(casing_width(symbol)) / unit, extent / unit
    drawing = _drawing(symbol.marker, symbol.hollow)
    if symbol.badge is not None:
        drawing += _BADGE.format(color=symbol.badge)
    drawing = drawing.replace("#ffffff", paper).replace("currentColor", symbol.color)
    growth = _stroke_growth(symbol.size) / unit
    drawing = _STROKE_WIDTH.sub(
        lambda width: f'stroke-width="{float(width[1]) * growth:.3g}"', drawing
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{extent:g}" height="{extent:g}" '
        f'viewBox="{begin:.4g} {begin:.4g} {side:.6g} {side:.6g}">{drawing}</svg>'
    )


def _stroke_growth(size: float) -> float:
    """Return how much wider strokes are than at 16 pixels.

    They grow less than the symbol: large ones are not clumsy, lines of small ones do not fade.
    """
    return math.sqrt(size / _GRID)


@lru_cache(maxsize=64)
def _drawing(marker: str, hollow: bool) -> str:
    """Return what a drawing's file has inside its outermost element, on one line."""
    name = f"{marker}-hollow.svg" if hollow else f"{marker}.svg"
    text = (resources.FOLDER / "symbols" / name).read_text(encoding="utf-8")
    found = _DRAWING.search(text)
    if found is None:
        raise ValueError(f"resources/symbols/{name} is no SVG drawing")
    return "".join(line.strip() for line in found[1].splitlines())
