"""Very many small areas and their outlines, drawn by numpy in a fraction of Qt's time.

What is under about a pixel and a half is drawn as a dot: a box of the area's size at its place.
Larger areas, and from 0.8 pixels on those that are far from a box (slivers, triangles, areas with
holes) and those with broad outlines are drawn edge by edge: as boxes they would differ by more than
an eighth in too many pixels, where they lie densely.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from itertools import pairwise

import numpy as np

from app.canvas.area_films import AreaFilms, outline_widths
from app.canvas.corners import Singles
from app.canvas.coverage import Outlines, rings_of
from app.canvas.detail import BOXY, Extents
from app.canvas.dots import Dots
from app.canvas.film import Films, Sheet
from app.canvas.strokes import ROUND_FROM
from app.canvas.surface import Surface
from geodata.geometry import Bools, Floats, GeometryArray, Ints
from layers.style import PolygonSymbol

_FEWEST = 400
"""Qt draws fewer areas than these just as fast."""

_LARGEST = 64.0
_CELLS_PER_STEP = 100_000
_AREAS_PER_STEP = 20_000
# However few they are, areas smaller than this many pixels are drawn here.
_TINY = 1.0
# Below these sizes areas are drawn as dots if they look like a box and have no wider outlines than
# this; or whatever they look like.
_DOT, _DOT_OUTLINE = 1.5, 1.5
_SPECK = 0.8
# What covers so much of its bounds is a box, more or less.
_BOX = 0.9
# As wide dots are at least, pixels, lest they vanish: they cover an eighth of a pixel.
_LEAST_DOT = 0.35


def part_steps(
    surface: Surface, extents: Extents, rows: Ints, symbols: Sequence[PolygonSymbol], of: Ints
) -> Generator[None, None, tuple[Ints, Ints]]:
    """Part areas that Qt draws from those that are small, plain and many.

    Args:
        surface: what to draw on.
        extents: those of all features.
        rows: shape (n,), the features that are drawn.
        symbols: the looks.
        of: shape (n,), each area's place in ``symbols``.

    Returns:
        the places among ``rows`` of the former and of the latter.
    """
    plain = np.array([_is_plain(symbol) for symbol in symbols], dtype=np.bool_)
    widths = [outline_widths(symbol, surface.pixels) for symbol in symbols]
    slight = _have_slight_outlines(widths)
    # Outlines twice as wide as irregular areas are too intricate. Casings are not parted: all lie
    # beneath all lines.
    least = np.array([each[0] / 2 if len(each) == 1 else 0.0 for each in widths])
    least[slight] = 0.0
    small = np.empty(len(rows), dtype=np.bool_)
    tiny = np.empty(len(rows), dtype=np.bool_)
    for start in range(0, len(rows), _AREAS_PER_STEP):
        part = slice(start, start + _AREAS_PER_STEP)
        mine, look = rows[part], of[part]
        size = np.maximum(*_sizes(extents.bounds.take(mine, axis=0), surface))
        small[part] = (size < _LARGEST) & plain[look]
        small[part] &= (size >= least[look]) | (extents.shares.take(mine) >= _BOX)
        tiny[part] = (size < _TINY) & slight[look]
        yield
    if np.count_nonzero(small) < _FEWEST:
        small = tiny
    return np.flatnonzero(~small), np.flatnonzero(small)


def _is_plain(symbol: PolygonSymbol) -> bool:
    """Return whether a look has no hatch, no dashes and no outline whose corners are round."""
    stroke = symbol.stroke
    if stroke is None:
        return symbol.hatch is None
    widest = max(stroke.width, stroke.casing_width if stroke.casing is not None else 0.0)
    return symbol.hatch is None and not stroke.dashed and widest < ROUND_FROM


def _sizes(bounds: Floats, surface: Surface) -> tuple[Floats, Floats]:
    """Return widths and heights, shape (n,), of bounds in metres, pixels."""
    # Column by column: along the last axis numpy takes ten times as long.
    width: Floats = (bounds[:, 2] - bounds[:, 0]) / surface.resolution
    height: Floats = (bounds[:, 3] - bounds[:, 1]) / surface.resolution
    return width, height


def small_area_steps(
    surface: Surface,
    geometry: GeometryArray,
    rows: Ints,
    extents: Extents,
    symbols: Sequence[PolygonSymbol],
    of: Ints,
    spare: Films,
) -> Iterator[None]:
    """Draw areas: all fills, then all casings, then all outlines.

    Where areas of several looks overlap, those of a few hundred that follow each other in the data
    are laid look by look.

    Args:
        surface: what to draw on; pixels.
        geometry: the areas among others, metres (EPSG:3857).
        rows: shape (n,), which of its features they are.
        extents: those of all features.
        symbols: the looks.
        of: shape (n,), each area's place in ``symbols``.
        spare: films of earlier drawings.
    """
    sheet = Sheet(surface)
    films = AreaFilms(sheet, spare, symbols)
    try:
        for start in range(0, len(rows), _AREAS_PER_STEP):
            part = slice(start, start + _AREAS_PER_STEP)
            yield from _part_steps(
                surface, sheet, films, geometry, rows[part], extents, symbols, of[part]
            )
        yield from sheet.film_steps(films.layers)
    finally:
        films.give_back()


def _part_steps(
    surface: Surface,
    sheet: Sheet,
    films: AreaFilms,
    geometry: GeometryArray,
    rows: Ints,
    extents: Extents,
    symbols: Sequence[PolygonSymbol],
    of: Ints,
) -> Iterator[None]:
    """Lay some areas on films; see `small_area_steps`."""
    bounds, shares = extents.bounds.take(rows, axis=0), extents.shares.take(rows)
    width, height = _sizes(bounds, surface)
    widths = [outline_widths(symbol, surface.pixels) for symbol in symbols]
    dots = _are_dots(np.maximum(width, height), shares, widths, of)
    width += 4.0
    height += 4.0
    blocks = (np.cumsum(width * height) / _CELLS_PER_STEP).astype(np.int64)
    ends = np.append(np.flatnonzero(np.diff(blocks)) + 1, len(rows)).tolist()
    for first, last in pairwise([0, *ends]):
        # Twice the look, and one more for dots: what is drawn in one go.
        kinds = 2 * of[first:last] + dots[first:last]
        for kind in np.flatnonzero(np.bincount(kinds)).tolist():
            mine = first + np.flatnonzero(kinds == kind)
            look, dotted = divmod(kind, 2)
            boxes = _on_sheet(sheet, bounds.take(mine, axis=0))
            widest = max(widths[look], default=0.0)
            areas: Dots | Outlines
            if dotted:
                areas = Dots(_dots(boxes, shares.take(mine)), widest)
            else:
                some = geometry.take(rows[mine])
                rings = rings_of(some, *sheet.places(some.coordinates))
                areas = Outlines(rings, boxes, widest)
            yield from films.lay_steps(areas, symbols[look], widths[look])
        yield


def _are_dots(size: Floats, shares: Singles, widths: Sequence[list[float]], of: Ints) -> Bools:
    """Return shape (n,): which areas are drawn as dots.

    Args:
        size: shape (n,), the greater of widths and heights, pixels.
        shares: shape (n,), how much of their bounds they cover.
        widths: how wide casings and lines of each look are, pixels.
        of: shape (n,), the look of each.
    """
    slight = _have_slight_outlines(widths)
    result: Bools = (size < _SPECK) | (slight[of] & (size < _DOT) & (shares >= BOXY))
    return result


def _have_slight_outlines(widths: Sequence[list[float]]) -> Bools:
    """Return shape (k,): of which looks outlines of some widths, pixels, suit dots."""
    return np.array([max(outline, default=0.0) <= _DOT_OUTLINE for outline in widths], np.bool_)


def _on_sheet(sheet: Sheet, bounds: Floats) -> Floats:
    """Return shape (n, 4): bounds in metres as left, top, right, bottom on a sheet, pixels."""
    left, top = sheet.places(bounds[:, 0::3])
    right, bottom = sheet.places(bounds[:, 2:0:-1])
    return np.column_stack([left, top, right, bottom])


def _dots(boxes: Floats, shares: Singles) -> Floats:
    """Return shape (n, 4): boxes as large as areas, or as what one can just see.

    Args:
        boxes: shape (n, 4), left, top, right, bottom of the areas, pixels.
        shares: shape (n,), how much of them the areas cover.
    """
    middle, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    half *= np.sqrt(shares)[:, None]
    np.maximum(half, _LEAST_DOT / 2, out=half)
    return np.hstack([middle - half, middle + half])
