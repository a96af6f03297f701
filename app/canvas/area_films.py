"""Fills, casings and outlines of very many small areas, laid on films one over the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtGui import QColor

from app.canvas.corners import Singles
from app.canvas.coverage import Outlines
from app.canvas.dots import Dots
from app.canvas.film import Coat, Film, Films, Sheet
from layers.style import PolygonSymbol

_LEAST_COVER = np.float32(0.002)


def outline_widths(symbol: PolygonSymbol, pixels: float) -> list[float]:
    """Return how wide the casing and the line around areas of a look are, if one sees them.

    Args:
        symbol: the look.
        pixels: how many pixels of the device a logical pixel is long.
    """
    stroke = symbol.stroke
    if stroke is None:
        return []
    cased = stroke.casing is not None and stroke.casing_width > stroke.width
    widths = [stroke.casing_width, stroke.width] if cased else [stroke.width]
    return [width * pixels for width in widths]


class AreaFilms:
    """The films of fills and outlines, and of casings, each taken when it is needed."""

    def __init__(self, sheet: Sheet, spare: Films, symbols: Sequence[PolygonSymbol]) -> None:
        """Begin with nothing on a sheet.

        Args:
            sheet: what is drawn on.
            spare: films of earlier drawings.
            symbols: the looks of the areas.
        """
        self._sheet = sheet
        self._spare = spare
        self._one_colour = _have_one_colour(symbols)
        self._film: Film | None = None
        self._casing: Film | None = None

    @property
    def layers(self) -> list[tuple[Film, int]]:
        """The sheets that are drawn, the undermost first."""
        found = [(self._film, 0), (self._casing, 0), (self._film, 1)]
        if self._one_colour:
            found = found[:1]
        return [(film, sheet) for film, sheet in found if film is not None]

    def give_back(self) -> None:
        """Leave the films to later drawings."""
        for film in (self._film, self._casing):
            if film is not None:
                self._spare.give_back(film)

    def lay_steps(
        self, areas: Outlines | Dots, symbol: PolygonSymbol, widths: list[float]
    ) -> Iterator[None]:
        """Lay areas of one look on the films.

        Args:
            areas: the areas.
            symbol: the look.
            widths: what `outline_widths` tells of it.
        """
        places = areas.pixels(self._sheet.columns, self._sheet.rows).ravel()
        sides = [side for width in widths for side in (width / 2, -width / 2)]
        covers = areas.covers(sides or [0.0])
        kept = np.flatnonzero(covers[0] > _LEAST_COVER)
        places = places.take(kept)
        inside, around, line = _seen([cover.ravel().take(kept) for cover in covers])
        fill = outline = None
        if symbol.fill is not None:
            fill = Coat(inside, QColor(symbol.fill), symbol.opacity)
        if symbol.stroke is not None and line is not None:
            outline = Coat(line, QColor(symbol.stroke.color), 1.0)
        coats = [_merged(fill, outline)] if self._one_colour else [fill, outline]
        if self._film is None:
            self._film = self._sheet.film(self._spare, len(coats))
            yield from self._film.wipe_steps()
        yield from self._film.lay_steps(places, coats)
        if symbol.stroke is not None and around is not None:
            if self._casing is None:
                self._casing = self._sheet.film(self._spare, 1)
                yield from self._casing.wipe_steps()
            casing = Coat(around, QColor(symbol.stroke.casing), 1.0)
            yield from self._casing.lay_steps(places, [casing])


def _have_one_colour(symbols: Sequence[PolygonSymbol]) -> bool:
    """Return whether one sheet is enough, for all fills and lines are of one colour."""
    strokes = [symbol.stroke for symbol in symbols if symbol.stroke is not None]
    colours = [*(symbol.fill for symbol in symbols), *(stroke.color for stroke in strokes)]
    cased = any(stroke.casing is not None for stroke in strokes)
    return not cased and len({colour for colour in colours if colour is not None}) == 1


def _merged(below: Coat | None, above: Coat | None) -> Coat | None:
    """Return one coat for two of a colour."""
    if below is None or above is None:
        return below or above
    clear = np.float32(1) - above.cover
    clear *= np.float32(1) - below.cover * np.float32(below.opacity)
    return Coat(np.subtract(np.float32(1), clear, out=clear), above.colour, 1.0)


def _seen(covers: list[Singles]) -> tuple[Singles, Singles | None, Singles | None]:
    """Return how much of pixels fills, casings and lines have to cover.

    Where a line covers half of a pixel, the other half may be all fill, or none of it. So that one
    sees of each what the shapes tell, each covers its share of what those above it leave.

    Args:
        covers: how much areas cover after they grew to the outer and the inner side of casings,
            then of lines; without both how much they cover.

    Returns:
        fills, casings and lines, None where there are none.
    """
    if len(covers) == 1:
        return covers[0], None, None
    band = covers[0] - covers[1]
    fill = _share(covers[1], band)
    if len(covers) == 2:
        return fill, None, band
    line = covers[2] - covers[3]
    return fill, _share(band - line, line), line


def _share(part: Singles, above: Singles) -> Singles:
    """Return parts of pixels as shares of what something above them leaves of each pixel."""
    left: Singles = np.float32(1) - above
    np.maximum(left, _LEAST_COVER, out=left)
    np.divide(part, left, out=left)
    return left
