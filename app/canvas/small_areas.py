"""Very many small areas and their outlines, drawn by numpy in a fraction of Qt's time."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtGui import QColor

from app.canvas.coverage import Outlines, Rings, rings_of
from app.canvas.film import Coat, Film, Films, Sheet
from app.canvas.surface import Surface
from geodata.geometry import Floats, GeometryArray, Ints
from layers.style import PolygonSymbol

_FEWEST = 400
"""Qt draws fewer areas than these just as fast."""

_LARGEST = 64.0
_CELLS_PER_STEP = 100_000
_AREAS_PER_STEP = 20_000
_LEAST_COVER = np.float32(0.002)
# From this width on one sees that half of what outlines cover is not always half the fill.
_NARROW = 3.0
# Areas smaller than this many pixels are drawn as dots of one pixel, lest they vanish.
_DOT = 1.0


def part_steps(
    surface: Surface, bounds: Floats, rows: Ints, symbols: Sequence[PolygonSymbol], of: Ints
) -> Generator[None, None, tuple[Ints, Ints]]:
    """Part areas that Qt draws from those that are small, plain and many.

    Args:
        surface: what to draw on.
        bounds: shape (k, 4), those of all features in metres (EPSG:3857).
        rows: shape (n,), the features that are drawn.
        symbols: the looks.
        of: shape (n,), each area's place in ``symbols``.

    Returns:
        the places among ``rows`` of the former and of the latter.
    """
    plain = np.array(
        [
            symbol.hatch is None and not (symbol.stroke is not None and symbol.stroke.dashed)
            for symbol in symbols
        ],
        dtype=np.bool_,
    )
    small = np.empty(len(rows), dtype=np.bool_)
    tiny = np.empty(len(rows), dtype=np.bool_)
    for start in range(0, len(rows), _AREAS_PER_STEP):
        part = slice(start, start + _AREAS_PER_STEP)
        size = _widest(_sizes(bounds[rows[part]], surface))
        small[part] = (size < _LARGEST) & plain[of[part]]
        tiny[part] = size < _DOT
        yield
    if np.count_nonzero(small) < _FEWEST:
        small = tiny
    return np.flatnonzero(~small), np.flatnonzero(small)


def _sizes(bounds: Floats, surface: Surface) -> Floats:
    """Return shape (n, 2): width and height of bounds in metres, pixels."""
    result: Floats = (bounds[:, 2:] - bounds[:, :2]) / surface.resolution
    return result


def _widest(sizes: Floats) -> Floats:
    """Return shape (n,): the greater of widths and heights, shape (n, 2)."""
    # Along the last axis numpy takes ten times as long.
    result: Floats = np.maximum(sizes[:, 0], sizes[:, 1])
    return result


def small_area_steps(
    surface: Surface,
    geometry: GeometryArray,
    rows: Ints,
    bounds: Floats,
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
        bounds: shape (k, 4), those of all features in metres.
        symbols: the looks.
        of: shape (n,), each area's place in ``symbols``.
        spare: films of earlier drawings.
    """
    sheet = Sheet(surface)
    films = _SheetFilms(sheet, spare)
    try:
        for start in range(0, len(rows), _AREAS_PER_STEP):
            part = slice(start, start + _AREAS_PER_STEP)
            yield from _part_steps(
                surface, sheet, films, geometry, rows[part], bounds[rows[part]], symbols, of[part]
            )
        yield from sheet.film_steps(films.layers)
    finally:
        films.give_back()


def _part_steps(
    surface: Surface,
    sheet: Sheet,
    films: _SheetFilms,
    geometry: GeometryArray,
    rows: Ints,
    bounds: Floats,
    symbols: Sequence[PolygonSymbol],
    of: Ints,
) -> Iterator[None]:
    """Lay some areas on films; ``bounds`` are theirs alone, else see `small_area_steps`."""
    size = _sizes(bounds, surface)
    # What has an outline is seen anyway.
    bare = np.array([symbol.stroke is None for symbol in symbols], dtype=np.bool_)
    tiny = (_widest(size) < _DOT) & bare[of]
    size += 4.0
    blocks = (np.cumsum(size[:, 0] * size[:, 1]) / _CELLS_PER_STEP).astype(np.int64)
    ends = np.append(np.flatnonzero(np.diff(blocks)) + 1, len(rows)).tolist()
    for first, last in pairwise([0, *ends]):
        # Twice the look, and one more for dots: what is drawn in one go.
        kinds = 2 * of[first:last] + tiny[first:last]
        for kind in np.flatnonzero(np.bincount(kinds)).tolist():
            mine = first + np.flatnonzero(kinds == kind)
            boxes = _on_sheet(sheet, bounds[mine])
            if kind % 2:
                rings, boxes = _dots(boxes)
            else:
                some = geometry.take(rows[mine])
                rings = rings_of(some, *sheet.places(some.coordinates))
            yield from films.draw_steps(rings, boxes, symbols[kind // 2], surface.pixels)
        yield


class _SheetFilms:
    """The films of fills and outlines, and of casings, each taken when it is needed."""

    def __init__(self, sheet: Sheet, spare: Films) -> None:
        self._sheet = sheet
        self._spare = spare
        self._film: Film | None = None
        self._casing: Film | None = None

    @property
    def layers(self) -> list[tuple[Film, int]]:
        """The sheets that are drawn, the undermost first."""
        found = [(self._film, 0), (self._casing, 0), (self._film, 1)]
        return [(film, sheet) for film, sheet in found if film is not None]

    def give_back(self) -> None:
        """Leave the films to later drawings."""
        for film in (self._film, self._casing):
            if film is not None:
                self._spare.give_back(film)

    def draw_steps(
        self, rings: Rings, boxes: Floats, symbol: PolygonSymbol, pixels: float
    ) -> Iterator[None]:
        """Lay areas of one look on the films."""
        stroke = symbol.stroke
        if self._film is None:
            self._film = self._sheet.film(self._spare, 2)
            yield from self._film.wipe_steps()
        if self._casing is None and stroke is not None and stroke.casing is not None:
            self._casing = self._sheet.film(self._spare, 1)
            yield from self._casing.wipe_steps()
        width = stroke.width * pixels if stroke is not None else 0.0
        casing = stroke.casing_width * pixels if stroke is not None and stroke.casing else 0.0
        outlines = Outlines(rings, boxes, max(width, casing))
        places = outlines.tiles.pixels(self._sheet.columns, self._sheet.rows).ravel()
        whole = not 0.0 < width <= _NARROW
        sides = [*_sides(width), *_sides(casing), *([0.0] if whole else [])]
        covers = [cover.ravel() for cover in outlines.covers(sides)]
        outer = covers[0]
        kept = np.flatnonzero(outer > _LEAST_COVER)
        outer = outer[kept]
        fill = line = None
        if symbol.fill is not None:
            inside = covers[-1][kept] if whole else (outer + covers[1][kept]) * np.float32(0.5)
            fill = Coat(inside, QColor(symbol.fill), symbol.opacity)
        if stroke is not None:
            line = Coat(outer - covers[1][kept], QColor(stroke.color), 1.0)
        yield from self._film.lay_steps(places[kept], (fill, line))
        if self._casing is not None and stroke is not None and stroke.casing is not None:
            around = covers[2] - covers[3]
            kept = np.flatnonzero(around > _LEAST_COVER)
            coat = Coat(around[kept], QColor(stroke.casing), 1.0)
            yield from self._casing.lay_steps(places[kept], (coat,))


def _sides(width: float) -> list[float]:
    """Return by how much an area grows to the outer and the inner side of a line around it."""
    return [width / 2, -width / 2] if width else []


def _on_sheet(sheet: Sheet, bounds: Floats) -> Floats:
    """Return shape (n, 4): bounds in metres as left, top, right, bottom on a sheet, pixels."""
    left, top = sheet.places(bounds[:, 0::3])
    right, bottom = sheet.places(bounds[:, 2:0:-1])
    return np.column_stack([left, top, right, bottom])


def _dots(boxes: Floats) -> tuple[Rings, Floats]:
    """Return for each box the one pixel in which its middle lies, and the box of that pixel."""
    low = np.floor((boxes[:, :2] + boxes[:, 2:]) / 2)
    x, y = low[:, :1] + (0.0, 1.0, 1.0, 0.0, 0.0), low[:, 1:] + (0.0, 0.0, 1.0, 1.0, 0.0)
    count = len(boxes)
    starts = np.arange(count + 1, dtype=np.int64) * 5
    rings = Rings(x.ravel(), y.ravel(), starts, starts, np.zeros(count, dtype=np.bool_))
    return rings, np.hstack([low, low + 1.0])
