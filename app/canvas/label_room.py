"""Which parts of a view are free for names, and which had better be left free."""

from __future__ import annotations

from math import ceil, floor
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.frozen import frozen
from geodata.geometry import Bools, Floats, Ints, ranges
from layers.view import View

CELL = 4.0
"""Logical pixels; the side of the smallest cells that a room is divided into."""

_LEVELS = 5
# Sums over more cells than this would take longer than the placing itself.
_WINDOW_CELLS = 6000

Sums = npt.NDArray[Any]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in logical pixels."""


@frozen
class Window:
    """A part of one of the grids of a room.

    Attributes:
        level: which grid; its cells are ``2 ** level`` times as large as the smallest.
        left, top, right, bottom: its cells; right and bottom are excluded.
    """

    level: int
    left: int
    top: int
    right: int
    bottom: int

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns it has."""
        return self.bottom - self.top, self.right - self.left

    @property
    def cell(self) -> float:
        """The side of its cells in logical pixels."""
        return CELL * (1 << self.level)


class Room:
    """A view divided into cells: small ones for small areas, large ones for large areas.

    Attributes:
        left, top: logical pixel of the first cell's corner, outside the view.
    """

    def __init__(self, view: View) -> None:
        # Cells are tied to the map, not to the view: a name placed by cells then stays where it
        # is while the map is moved.
        largest = CELL * 2 ** (_LEVELS - 1)
        x, y = view.point_to_screen(0.0, 0.0)
        self.left, self.top = x % largest - largest, y % largest - largest
        columns = ceil((view.width - self.left) / largest) * 2 ** (_LEVELS - 1)
        rows = ceil((view.height - self.top) / largest) * 2 ** (_LEVELS - 1)
        shapes = [(rows >> level, columns >> level) for level in range(_LEVELS)]
        self._taken = [np.zeros(shape, dtype=np.bool_) for shape in shapes]
        self._dislikes: list[tuple[float, Ints]] = []
        self._disliked_sums: list[Sums] = []
        self._boxes = np.empty((64, 4))
        self._count = 0
        far = 1e6
        self.take((-far, -far, far, 0.0))
        self.take((-far, view.height, far, far))
        self.take((-far, -far, 0.0, far))
        self.take((view.width, -far, far, far))

    def take(self, box: Box | list[float]) -> None:
        """Let nothing be written in a box any more."""
        if self._count == len(self._boxes):
            self._boxes = np.concatenate([self._boxes, np.empty_like(self._boxes)])
        self._boxes[self._count] = box
        self._count += 1
        window = self._window(box, 0)
        if window.left < window.right and window.top < window.bottom:
            right, bottom = window.right - 1, window.bottom - 1
            for level, taken in enumerate(self._taken):
                taken[
                    window.top >> level : (bottom >> level) + 1,
                    window.left >> level : (right >> level) + 1,
                ] = True

    def free(self, boxes: Floats) -> Bools:
        """Return shape (n,): which of some boxes, shape (n, 4), overlap nothing that is taken."""
        taken = self._boxes[: self._count]
        overlap: Bools = (
            (boxes[:, None, 0] < taken[:, 2])
            & (boxes[:, None, 2] > taken[:, 0])
            & (boxes[:, None, 1] < taken[:, 3])
            & (boxes[:, None, 3] > taken[:, 1])
        )
        return np.logical_not(overlap.any(axis=1))

    def dislike(self, points: Floats, weight: float) -> None:
        """Let names shun the cells of points, shape (n, 2), all the more for a higher weight.

        To be called before the first name is placed.
        """
        rows, columns = self._taken[0].shape
        places = (points - (self.left, self.top)) * (1 / CELL)
        # The outermost cells are outside the view: what is far away may be counted there.
        np.clip(places, 0, (columns - 1, rows - 1), out=places)
        cells = places.astype(np.int64)
        self._dislikes.append((weight, cells[:, 1] * columns + cells[:, 0]))

    def dislike_boxes(self, boxes: Floats, weight: float) -> None:
        """Let names shun the cells of boxes, shape (n, 4).

        To be called before the first name is placed.
        """
        rows, columns = self._taken[0].shape
        # Cells that a box hardly touches do not count.
        edges = np.round((boxes - (self.left, self.top, self.left, self.top)) * (1 / CELL))
        np.clip(edges, 0, (columns, rows, columns, rows), out=edges)
        # Thousands of symbols may cover the same cells; as one number each box sorts fast.
        limit = 1 << 15
        packed = np.sort(edges.astype(np.int64) @ np.array([limit**3, limit**2, limit, 1]))
        # Not np.unique, the first call of which imports all of numpy.ma.
        packed = packed[np.diff(packed, prepend=-1) > 0]
        edges = np.column_stack([packed // limit**power % limit for power in (3, 2, 1, 0)])
        wide, high = edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]
        # First every row of each box, then every cell of each row.
        row, left = ranges(edges[:, 1], high), np.repeat(edges[:, 0], high)
        cells = ranges(row * columns + left, np.repeat(wide, high))
        self._dislikes.append((weight, cells))

    def disliked_in(self, boxes: Floats) -> Floats:
        """Return shape (n,): how much is disliked in boxes, shape (n, 4).

        A line of weight 1 that crosses a box from top to bottom counts as 1.
        """
        rows, columns = self._taken[0].shape
        edges = (boxes - (self.left, self.top, self.left, self.top)) / CELL
        # Cells that a box hardly touches do not count.
        low, high = np.hsplit(np.round(edges).astype(np.int64), 2)
        low, high = np.clip(low, 0, (columns, rows)), np.clip(high, 0, (columns, rows))
        total = box_sums(self.disliked_sums(0), low[:, 0], low[:, 1], high[:, 0], high[:, 1])
        result: Floats = total / np.maximum(high[:, 1] - low[:, 1], 1)
        return result

    def window(self, box: Box, overhang: float) -> Window:
        """Return the cells around a box, at the level at which they are not too many.

        Args:
            box: logical pixels.
            overhang: by how much more at each side, logical pixels.
        """
        wide = (box[0] - overhang, box[1] - overhang, box[2] + overhang, box[3] + overhang)
        for level in range(_LEVELS):
            window = self._window(wide, level)
            rows, columns = window.shape
            if rows * columns <= _WINDOW_CELLS:
                break
        return window

    def taken_sums(self, window: Window) -> Sums:
        """Return the `sums` of which cells of a window are taken, in part or whole."""
        taken = self._taken[window.level]
        return sums(taken[window.top : window.bottom, window.left : window.right])

    def disliked_sums(self, level: int) -> Sums:
        """Return the `sums` of how much each cell of a level is disliked, on average."""
        if not self._disliked_sums:
            disliked = np.zeros(self._taken[0].size)
            # What is disliked most is written last.
            for weight, cells in sorted(self._dislikes, key=lambda each: each[0]):
                disliked[cells] = weight
            finest = sums(disliked.reshape(self._taken[0].shape))
            # The sums of larger cells are some of those of the smallest.
            self._disliked_sums = [
                finest[:: 1 << level, :: 1 << level] / 4**level for level in range(_LEVELS)
            ]
        return self._disliked_sums[level]

    def _window(self, box: Box | list[float], level: int) -> Window:
        """Return the cells that a box touches."""
        rows, columns = self._taken[level].shape
        cell = CELL * 2**level
        return Window(
            level,
            _limited(floor((box[0] - self.left) / cell), columns),
            _limited(floor((box[1] - self.top) / cell), rows),
            _limited(ceil((box[2] - self.left) / cell), columns),
            _limited(ceil((box[3] - self.top) / cell), rows),
        )


def sums(grid: npt.NDArray[Any]) -> Sums:
    """Return shape (r + 1, c + 1): at each corner of a grid's cells the sum of all before it."""
    kind = np.float64 if grid.dtype.kind == "f" else np.int32
    result = np.zeros((grid.shape[0] + 1, grid.shape[1] + 1), dtype=kind)
    inner = result[1:, 1:]
    np.cumsum(grid, axis=0, out=inner, dtype=kind)
    np.cumsum(inner, axis=1, out=inner)
    return result


def box_sums(of: Sums, left: Ints, top: Ints, right: Ints, bottom: Ints) -> Floats:
    """Return the sums over boxes of cells, from `sums`; ``right`` and ``bottom`` are excluded."""
    result: Floats = of[bottom, right] - of[top, right] - of[bottom, left] + of[top, left]
    return result


def _limited(place: int, limit: int) -> int:
    return min(max(place, 0), limit)
