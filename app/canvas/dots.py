"""Very small areas, drawn as boxes without a look at their edges."""

from __future__ import annotations

import numpy as np

from app.canvas.corners import Singles
from geodata.geometry import Floats, Ints

# Rounding may take a side this far out of the pixels of its box.
_SLACK = 0.01
# Qt cuts off the corners of outlines: half of a square as wide as half the line. A square of the
# same area is this share as wide.
_CUT_OFF = np.float32(np.sqrt(0.5))


class Dots:
    """Boxes laid on squares of pixels, one for each, that are all of one size."""

    def __init__(self, boxes: Floats, widest: float) -> None:
        """Lay boxes on pixels.

        Args:
            boxes: shape (n, 4), left, top, right, bottom, pixels.
            widest: the width of the widest outline that will be asked for, pixels.
        """
        low, high = boxes[:, :2].T, boxes[:, 2:].T
        reach = widest / 2 + _SLACK
        first = np.floor(low - reach)
        self._first = first.astype(np.int64)
        self._side = int((np.floor(high + reach) - first).max()) + 1
        self._low = (low - first).astype(np.float32)
        self._high = (high - first).astype(np.float32)

    def pixels(self, columns: int, rows: int) -> Ints:
        """Return shape (side, side, n): the place of every pixel in an image, -1 outside of it."""
        x, y = self._first[:, None] + np.arange(self._side)[:, None]
        inside = ((y >= 0) & (y < rows))[:, None] & ((x >= 0) & (x < columns))
        return np.where(inside, y[:, None] * columns + x, -1)

    def covers(self, sides: list[float]) -> list[Singles]:
        """Return how much of each pixel the boxes cover after they grew.

        Args:
            sides: by how many pixels they grow at each side, less their corners; less than 0
                where they shrink.

        Returns:
            for each of ``sides`` shape (side, side, n), 0 to 1.
        """
        return [self._cover(np.float32(side)) for side in sides]

    def _cover(self, side: np.float32) -> Singles:
        low, high = self._low - side, self._high + side
        cover = self._product(self._along(low, high))
        if side > 0:
            cut = side * _CUT_OFF
            cover -= self._product(self._along(low, low + cut) + self._along(high - cut, high))
        return cover

    def _along(self, low: Singles, high: Singles) -> Singles:
        """Return shape (2, side, n): how much of each column and each row lies between two sides.

        Args:
            low: shape (2, n), where the one is.
            high: where the other is; nothing lies between if it is less.
        """
        pixels = np.arange(self._side, dtype=np.float32)[:, None]
        lengths: Singles = np.minimum(high[:, None], pixels + 1) - np.maximum(low[:, None], pixels)
        return np.maximum(lengths, np.float32(0), out=lengths)

    @staticmethod
    def _product(along: Singles) -> Singles:
        """Return shape (side, side, n) from what is covered along both axes."""
        result: Singles = along[1][:, None] * along[0]
        return result
