"""Colours that numpy lays on pixels, handed to a painter strip by strip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage

from app.canvas.coverage import Singles
from app.canvas.surface import Surface, outer_rect, pixel_units
from geodata.geometry import Floats, Ints

Pixels = npt.NDArray[np.uint8]

_STRIP_ROWS = 96
# What is covered wholly has no logarithm; this looks the same.
_MOST = np.float32(0.9999)


class Film:
    """A transparent sheet on which colours are laid, one over the other."""

    def __init__(self, size: int) -> None:
        """Begin with nothing on ``size`` pixels."""
        self._size = size
        # The logarithm of how transparent the latest colour is: what covers a pixel several
        # times, a part of it or half transparent, multiplies its transparency, in any order.
        self._clear: Singles = np.zeros(size, dtype=np.float32)
        self._colour: Singles | None = None
        self._touched: list[Ints] = []
        self._below: Pixels | None = None

    def lay(self, places: Ints, cover: Singles, colour: QColor, opacity: float) -> None:
        """Lay a colour on pixels.

        Args:
            places: shape (n,), the pixels; one may be there several times.
            cover: shape (n,), how much of each is covered, 0 to 1.
            colour: an opaque colour.
            opacity: how much of what is beneath it hides, 0 to 1.
        """
        shade = np.array([colour.blue(), colour.green(), colour.red(), 255], dtype=np.float32)
        if self._colour is not None and (shade != self._colour).any():
            self._fix(self._colour)
        self._colour = shade
        clear = np.minimum(cover * np.float32(opacity), _MOST)
        np.log(np.subtract(np.float32(1), clear, out=clear), out=clear)
        np.add.at(self._clear, places, clear)
        self._touched.append(places)

    def _fix(self, colour: Singles) -> None:
        """Let the latest colour dry, so that the next one can be laid over it."""
        if self._below is None:
            self._below = np.zeros((self._size, 4), dtype=np.uint8)
        places = np.concatenate(self._touched)
        self._touched = []
        clear = np.exp(self._clear[places])[:, None]
        mixed = self._below[places] * clear + colour * (np.float32(1) - clear)
        self._below[places] = (mixed + np.float32(0.5)).astype(np.uint8)
        self._clear[places] = 0.0

    def add_to(self, sums: Singles, left: Singles, part: slice) -> None:
        """Add what is seen of a part of the sheet beneath others.

        Args:
            sums: shape (4, k), premultiplied blue, green, red, alpha, 0 to 255; added to.
            left: shape (k,), how much the sheets above let through; lessened.
            part: which pixels.
        """
        if self._colour is not None:
            clear = np.exp(self._clear[part])
            seen = left - left * clear
            for band, value in enumerate(self._colour.tolist()):
                if value:
                    sums[band] += seen * np.float32(value)
            left *= clear
        if self._below is not None:
            below = self._below[part].astype(np.float32)
            sums += below.T * left
            left *= np.float32(1) - below[:, 3] * np.float32(1 / 255)


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

    def film(self) -> Film:
        """Return an empty film of the sheet's size."""
        return Film(self.columns * self.rows)

    def film_steps(self, films: Sequence[Film]) -> Iterator[None]:
        """Draw films, the undermost first."""
        for top in range(0, self.rows, _STRIP_ROWS):
            count = min(_STRIP_ROWS, self.rows - top)
            part = slice(top * self.columns, (top + count) * self.columns)
            sums = np.zeros((4, count * self.columns), dtype=np.float32)
            left = np.ones(count * self.columns, dtype=np.float32)
            for film in reversed(films):
                film.add_to(sums, left, part)
            sums += np.float32(0.5)
            self.draw(np.ascontiguousarray(sums.T.astype(np.uint8)), top, count)
            yield

    def draw(self, pixels: Pixels, top: int, count: int) -> None:
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
