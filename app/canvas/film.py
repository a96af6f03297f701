"""Colours that numpy lays on pixels, handed to a painter strip by strip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage

from app.canvas.corners import Singles
from app.canvas.surface import Surface, outer_rect, pixel_units
from geodata.frozen import frozen
from geodata.geometry import Floats, Ints

Pixels = npt.NDArray[np.uint8]

_STRIP_ROWS = 96
# One after the other as they lie in memory, and here and there.
_PIXELS_PER_STEP, _PLACES_PER_STEP = 100_000, 25_000
_MOST_SPARE = 2
_MOST_IN_PALETTE = 2
"""Sheets of a colour each, the mixtures of which are few enough to be made beforehand."""

# What is covered wholly has no logarithm; this looks the same.
_MOST = np.float32(0.9999)


@frozen(eq=False)
class Coat:
    """A colour that is laid on pixels.

    Attributes:
        cover: shape (n,), how much of each pixel is covered, 0 to 1.
        colour: an opaque colour.
        opacity: how much of what is beneath it hides, 0 to 1.
    """

    cover: Singles
    colour: QColor
    opacity: float


class Film:
    """One or two transparent sheets on which colours are laid, one over the other.

    Its memory is worth being used again: the system takes up to 30 ms to hand out as much anew.
    """

    def __init__(self, size: int, sheets: int) -> None:
        """Take memory for ``size`` pixels of each sheet; `wipe_steps` makes it fit to draw on."""
        # The logarithm of how transparent the latest colour is: what covers a pixel several
        # times, a part of it or half transparent, multiplies its transparency, in any order.
        # One pixel more takes up what is laid beside the sheets.
        self._clear: Singles = np.empty((size + 1, sheets), dtype=np.float32)
        # Two sheets take a complex number at a time.
        self._kind = np.float32 if sheets == 1 else np.complex64
        self._pixels = self._clear.view(self._kind).ravel()
        self._colours: list[QColor | None] = [None] * sheets
        self._touched: list[Ints] = []
        self._touches = 0
        self._below: list[Pixels | None] = [None] * sheets
        self._spare: list[Pixels] = []

    def fits(self, size: int, sheets: int) -> bool:
        """Return whether it has so many pixels and sheets."""
        return self._clear.shape == (size + 1, sheets)

    def wipe_steps(self) -> Iterator[None]:
        """Take off whatever was laid on it, part by part."""
        self._spare += [below for below in self._below if below is not None]
        self._below = [None] * len(self._below)
        self._colours = [None] * len(self._colours)
        self._touched, self._touches = [], 0
        for part in _parts(len(self._clear)):
            self._clear[part] = 0.0
            yield

    def lay_steps(self, places: Ints, coats: Sequence[Coat | None]) -> Iterator[None]:
        """Lay a colour on pixels of each sheet, once other colours there are dry.

        Args:
            places: shape (n,), the pixels, -1 beside the sheet; one may be there several times.
            coats: what is laid on each sheet, None for nothing.
        """
        if any(
            own is not None and coat is not None and own != coat.colour
            for own, coat in zip(self._colours, coats, strict=True)
        ):
            yield from self._dry_steps()
        clear = np.zeros((len(places), len(coats)), dtype=np.float32)
        for sheet, coat in enumerate(coats):
            if coat is not None:
                self._colours[sheet] = coat.colour
                np.multiply(coat.cover, np.float32(-coat.opacity), out=clear[:, sheet])
        np.clip(clear, -_MOST, np.float32(0), out=clear)
        np.log1p(clear, out=clear)
        np.add.at(self._pixels, places, clear.view(self._kind).ravel())
        self._touch(places)

    def _touch(self, places: Ints) -> None:
        """Remember which pixels have the latest colours, unless they are very many."""
        self._touches += len(places)
        if self._touches > len(self._clear) // 4:
            self._touched.clear()
        else:
            self._touched.append(places)

    def _dry_steps(self) -> Iterator[None]:
        """Let the latest colours dry, so that the next ones can be laid over them."""
        for sheet, colour in enumerate(self._colours):
            if colour is not None and self._below[sheet] is None:
                yield from self._add_below(sheet)
        touched, self._touched, self._touches = self._touched, [], 0
        if not touched:
            for part in _parts(len(self._clear)):
                self._dry(part)
                yield
        for places in touched:
            for part in _parts(len(places), _PLACES_PER_STEP):
                self._dry(places[part])
                yield

    def _add_below(self, sheet: int) -> Iterator[None]:
        """Give a sheet something that dry colours are kept on, with nothing on it yet."""
        below = self._spare.pop() if self._spare else np.empty((len(self._clear), 4), np.uint8)
        for part in _parts(len(below)):
            below[part] = 0
            yield
        self._below[sheet] = below

    def _dry(self, places: Ints | slice) -> None:
        """Let the latest colours of some pixels dry; one that is there twice is dry the first."""
        for colour, below, clear in zip(
            self._colours, self._below, self._clear[places].T, strict=True
        ):
            if colour is not None and below is not None:
                left = np.exp(clear)[:, None]
                mixed = below[places] * left + _shade(colour) * (np.float32(1) - left)
                below[places] = (mixed + np.float32(0.5)).astype(np.uint8)
        self._clear[places] = 0.0

    def has_colour(self, sheet: int) -> bool:
        """Return whether anything was laid on a sheet."""
        return self._colours[sheet] is not None

    def plain_colour(self, sheet: int) -> Singles | None:
        """Return the only colour (blue, green, red, alpha) of a sheet, None if it has several."""
        colour = self._colours[sheet]
        return _shade(colour) if colour is not None and self._below[sheet] is None else None

    def clearness(self, part: slice) -> Singles:
        """Return how transparent the latest colours of some pixels are, 0 to 1.

        Returns:
            shape (k, sheets), the pixels in ``part``.
        """
        return np.exp(self._clear[part])

    def add_to(self, sums: Singles, left: Singles, sheet: int, part: slice) -> None:
        """Add what is seen of a part of a sheet beneath others.

        Args:
            sums: shape (4, k), premultiplied blue, green, red, alpha, 0 to 255; added to.
            left: shape (k,), how much the sheets above let through; lessened.
            sheet: which sheet.
            part: which pixels.
        """
        colour, dried = self._colours[sheet], self._below[sheet]
        if colour is not None:
            clear = np.exp(self._clear[part, sheet])
            seen = left - left * clear
            for band, value in enumerate(_shade(colour).tolist()):
                if value:
                    sums[band] += seen * np.float32(value)
            left *= clear
        if dried is not None:
            below = dried[part].astype(np.float32)
            sums += below.T * left
            left *= np.float32(1) - below[:, 3] * np.float32(1 / 255)


class Films:
    """Films that drawings are done with, for those to come."""

    def __init__(self) -> None:
        self._spare: list[Film] = []

    def take(self, size: int, sheets: int) -> Film:
        """Return a film of so many pixels and sheets, which is to be wiped first."""
        for film in self._spare:
            if film.fits(size, sheets):
                self._spare.remove(film)
                return film
        return Film(size, sheets)

    def give_back(self, film: Film) -> None:
        """Keep a film for the drawings to come, instead of one that was given back long ago."""
        self._spare = [*self._spare, film][-_MOST_SPARE:]


def _parts(count: int, size: int = _PIXELS_PER_STEP) -> Iterator[slice]:
    """Yield the parts of ``count`` pixels that are gone through in one step each."""
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))


def _shade(colour: QColor) -> Singles:
    """Return blue, green, red and alpha, 0 to 255."""
    return np.array([colour.blue(), colour.green(), colour.red(), 255], dtype=np.float32)


class Sheet:
    """The pixels of a view, where numpy draws what a painter then takes over.

    Attributes:
        columns, rows: how many pixels there are.
        left, top: the pixel of the device at its upper left corner.
    """

    def __init__(self, surface: Surface) -> None:
        """Lay a sheet over all of a view."""
        self._surface = surface
        place: QRect = outer_rect(surface.painter.deviceTransform().mapRect(surface.rect))
        self.left, self.top = place.x(), place.y()
        self.columns, self.rows = place.width(), place.height()
        view, device = surface.view, surface.painter.deviceTransform()
        stretch = device.m11() / view.resolution, -device.m22() / view.resolution
        # Where the middle of the view is.
        x = device.m11() * view.width / 2 + device.dx() - self.left
        y = device.m22() * view.height / 2 + device.dy() - self.top
        self._scale = stretch
        self._shift = x - view.x * stretch[0], y - view.y * stretch[1]

    def places(self, metres: Floats) -> tuple[Floats, Floats]:
        """Return x and y, shape (n,) each, in pixels of the sheet, of places in metres."""
        scale, shift = self._scale, self._shift
        return metres[:, 0] * scale[0] + shift[0], metres[:, 1] * scale[1] + shift[1]

    def film(self, films: Films, sheets: int) -> Film:
        """Return a film of this size, of one or two sheets, which is to be wiped first."""
        return films.take(self.columns * self.rows, sheets)

    def film_steps(self, layers: Sequence[tuple[Film, int]]) -> Iterator[None]:
        """Draw sheets of films, the undermost first."""
        layers = [layer for layer in layers if layer[0].has_colour(layer[1])]
        colours = [film.plain_colour(sheet) for film, sheet in layers]
        plain = [colour for colour in colours if colour is not None]
        palette = _palette(plain) if len(plain) == len(layers) <= _MOST_IN_PALETTE else None
        for top in range(0, self.rows, _STRIP_ROWS):
            count = min(_STRIP_ROWS, self.rows - top)
            part = slice(top * self.columns, (top + count) * self.columns)
            if palette is None:
                self.draw(_mixed(layers, part), top, count)
            else:
                self.draw(palette[_shades(layers, part)], top, count)
            yield

    def draw(self, pixels: Pixels | npt.NDArray[np.uint32], top: int, count: int) -> None:
        """Draw ``count`` rows of premultiplied pixels (blue, green, red, alpha) from ``top`` on."""
        image = QImage(
            pixels.data,
            self.columns,
            count,
            4 * self.columns,
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        with pixel_units(self._surface.painter):
            self._surface.painter.drawImage(QPoint(self.left, self.top + top), image)


def _mixed(layers: Sequence[tuple[Film, int]], part: slice) -> Pixels:
    """Return shape (k, 4): premultiplied colours of k pixels of sheets, the undermost first."""
    count = part.stop - part.start
    sums = np.zeros((4, count), dtype=np.float32)
    left = np.ones(count, dtype=np.float32)
    for film, sheet in reversed(layers):
        film.add_to(sums, left, sheet, part)
    sums += np.float32(0.5)
    return np.ascontiguousarray(sums.T.astype(np.uint8))


def _shades(layers: Sequence[tuple[Film, int]], part: slice) -> npt.NDArray[np.uint16]:
    """Return shape (k,): the places of k pixels of sheets of a colour each in their palette."""
    places = np.zeros(part.stop - part.start, dtype=np.uint16)
    levels: dict[Film, npt.NDArray[np.uint16]] = {}
    for film, sheet in layers:
        if film not in levels:
            clear = film.clearness(part)
            clear *= np.float32(255)
            clear += np.float32(0.5)
            levels[film] = clear.astype(np.uint16)
        places *= np.uint16(256)
        places += levels[film][:, sheet]
    return places


def _palette(colours: Sequence[Singles]) -> npt.NDArray[np.uint32]:
    """Return the premultiplied colours of sheets of a colour each, the undermost first.

    Each sheet has 256 levels of transparency; those of the uppermost follow one another.
    """
    mixed = np.zeros((1, 4))
    for colour in colours:
        clear = np.linspace(0, 1, 256)[:, None]
        mixed = (mixed[:, None] * clear + colour * (1 - clear)).reshape(-1, 4)
    return np.ascontiguousarray((mixed + 0.5).astype(np.uint8)).view(np.uint32).ravel()
