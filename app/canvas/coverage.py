"""How much of each pixel many small areas and their outlines cover, without a loop over them.

The pixels around each area are a tile of their own. Each edge is looked at four times a row of
pixels; there it adds to its tile how much of the pixel lies at its right, and sums along the rows
tell how much of each pixel is inside. That is exact from left to right and to an eighth of a pixel
from top to bottom, which the eye cannot tell from the exact areas that Qt computes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.geometry import Bools, Floats, GeometryArray, Ints, ranges

Singles = npt.NDArray[np.float32]

_LOOKS_SHIFT = 2
_LOOKS = 1 << _LOOKS_SHIFT
"""How many times a row each edge is looked at."""

# The corners of outlines are pointed, up to this many times half the width of the line.
_POINTED = 1.4143
# The most by which areas shrink, as a share of their lesser side.
_INWARDS = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Rings:
    """The rings of n areas, each without a repeated point at its end.

    Attributes:
        x, y: shape (m,), pixels.
        starts: shape (p + 1,), the first point of each ring, then m; no ring is empty.
        owners: shape (p,), the area each ring is of.
        holes: shape (p,), whether it is a hole.
    """

    x: Floats
    y: Floats
    starts: Ints
    owners: Ints
    holes: Bools


def rings_of(geometry: GeometryArray, x: Floats, y: Floats) -> Rings:
    """Return the rings of areas that all have a place.

    Args:
        geometry: the areas.
        x: shape (m,), the pixels where its coordinates are.
        y: the same, down.
    """
    starts, counts = geometry.part_starts, np.diff(geometry.part_starts)
    owners = np.repeat(np.arange(len(geometry)), np.diff(geometry.feature_starts))
    first, last = starts[:-1], np.maximum(starts[1:] - 1, 0)
    repeated = (x[first] == x[last]) & (y[first] == y[last]) & (counts > 1)
    if not repeated.any():
        return Rings(x, y, starts, owners, geometry.holes)
    kept = np.ones(len(x), dtype=np.bool_)
    kept[last[repeated]] = False
    starts = starts - np.concatenate([[0], np.cumsum(repeated)])
    return Rings(x[kept], y[kept], starts, owners, geometry.holes)


class Tiles:
    """The pixels around each of n areas.

    Attributes:
        left, top, width, height: shape (n,), in whole pixels.
        starts: shape (n + 1,), the first cell of each tile, then how many there are in all.
    """

    def __init__(self, bounds: Floats, margin: float) -> None:
        """Lay a tile around each area.

        Args:
            bounds: shape (n, 4), least x, least y, greatest x, greatest y of each, pixels.
            margin: how far outlines reach beyond.
        """
        low = np.floor(bounds[:, :2] - margin).astype(np.int64)
        high = np.floor(bounds[:, 2:] + margin).astype(np.int64)
        self.left, self.top = low[:, 0], low[:, 1]
        # One column more takes up what lies at the right of the last one.
        self.width, self.height = high[:, 0] - self.left + 2, high[:, 1] - self.top + 1
        self.starts = np.concatenate([[0], np.cumsum(self.width * self.height)])

    @property
    def cells(self) -> int:
        """How many pixels all tiles have."""
        return int(self.starts[-1])

    def pixels(self, columns: int, rows: int) -> Ints:
        """Return shape (cells,): the place of every cell in an image, -1 outside of it."""
        owners = np.repeat(np.arange(len(self.left)), self.height)
        row, left, width = ranges(self.top, self.height), self.left[owners], self.width[owners]
        result = ranges(row * columns + left, width)
        right, bottom = self.left + self.width, self.top + self.height
        outside = (self.left < 0) | (self.top < 0) | (right > columns) | (bottom > rows)
        if outside.any():
            column, line = ranges(left, width), np.repeat(row, width)
            result[(column < 0) | (column >= columns) | (line < 0) | (line >= rows)] = -1
        return result


class Outlines:
    """Areas laid on tiles, ready to be asked how much of each pixel they cover."""

    def __init__(self, rings: Rings, bounds: Floats, widest: float) -> None:
        """Lay areas on tiles.

        Args:
            rings: the areas.
            bounds: shape (n, 4), least x, least y, greatest x, greatest y of each, pixels.
            widest: the width of the widest outline that will be asked for, pixels.
        """
        self.tiles = Tiles(bounds, widest / 2 * _POINTED)
        counts = np.diff(rings.starts)
        self._first, self._last = rings.starts[:-1], rings.starts[1:] - 1
        owner = np.repeat(rings.owners, counts)
        narrow = (bounds[:, 2:] - bounds[:, :2]).min(axis=1, initial=np.inf)
        self._most_inwards = (narrow * -_INWARDS).astype(np.float32)[owner]
        self._bases = self.tiles.starts[owner]
        self._widths = self.tiles.width[owner]
        self._x = (rings.x - self.tiles.left[owner]).astype(np.float32)
        self._y = (rings.y - self.tiles.top[owner]).astype(np.float32)
        self._end_x, self._end_y = self._next(self._x), self._next(self._y)
        doubled = np.add.reduceat(self._x * self._end_y - self._end_x * self._y, self._first)
        # Outer rings that run anticlockwise on the screen and holes that do not are turned.
        turned = (doubled < 0) != rings.holes
        self._signs = np.repeat(np.where(turned, np.float32(-1), np.float32(1)), counts)

    def inside(self) -> Singles:
        """Return shape (cells,): how much of each pixel the areas cover, 0 to 1."""
        return self._sums(self._x, self._y, self._end_x, self._end_y)

    def within(self, side: float) -> Singles:
        """Return `inside` of the areas after they grew, or shrank, by ``side`` pixels."""
        aside_x, aside_y = self._aside
        # Shrunk by more than they have they would grow again, upside down.
        way = np.maximum(np.float32(side), self._most_inwards) if side < 0 else np.float32(side)
        x, y = self._x + aside_x * way, self._y + aside_y * way
        return self._sums(x, y, self._next(x), self._next(y))

    @property
    def _aside(self) -> tuple[Singles, Singles]:
        """Where each point goes when its area grows by a pixel."""
        way_x, way_y = self._end_x - self._x, self._end_y - self._y
        scale = self._signs / np.maximum(np.sqrt(way_x * way_x + way_y * way_y), np.float32(1e-6))
        out_x, out_y = way_y * scale, -way_x * scale
        before_x, before_y = self._previous(out_x), self._previous(out_y)
        along = out_x * before_x + out_y * before_y
        along += np.float32(1)
        # Longer points would be cut off by Qt too.
        np.maximum(along, np.float32(1), out=along)
        return (out_x + before_x) / along, (out_y + before_y) / along

    def _next(self, values: Singles) -> Singles:
        result = np.empty_like(values)
        result[:-1] = values[1:]
        result[self._last] = values[self._first]
        return result

    def _previous(self, values: Singles) -> Singles:
        result = np.empty_like(values)
        result[1:] = values[:-1]
        result[self._first] = values[self._last]
        return result

    def _sums(self, x: Singles, y: Singles, end_x: Singles, end_y: Singles) -> Singles:
        """Return how much of each pixel lies within edges that go from x, y to their ends."""
        rows, end_rows = y * _LOOKS - 0.5, end_y * _LOOKS - 0.5
        upper = np.ceil(np.minimum(rows, end_rows))
        counts = (np.ceil(np.maximum(rows, end_rows)) - upper).astype(np.int64)
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = (end_x - x) / (end_rows - rows)
            start = x + (upper - rows) * slope
        each = self._signs * (1.0 / _LOOKS)
        each = np.where(end_rows > rows, -each, each)
        edge = np.repeat(np.arange(len(counts)), counts)
        before = np.cumsum(counts) - counts
        # One row of looks after the other, counted on from edge to edge.
        number = np.arange(len(edge))
        line = number + (upper.astype(np.int64) - before)[edge]
        across = start[edge] + (number - before[edge]).astype(np.float32) * slope[edge]
        column = across.astype(np.int64)
        cells = self._bases[edge] + (line >> _LOOKS_SHIFT) * self._widths[edge] + column
        amount = each[edge]
        size = self.tiles.cells
        # Right of an edge all of its amount counts, in its own pixel what lies right of it.
        sums = np.cumsum(np.bincount(cells, amount, size))
        amount *= across - column
        sums -= np.bincount(cells, amount, size)
        inside = sums.astype(np.float32)
        return np.clip(inside, 0.0, 1.0, out=inside)
