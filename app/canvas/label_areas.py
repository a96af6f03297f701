"""Where the name of an area can stand inside it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import Any

import numpy as np

from app.canvas.label_places import DISLIKE, LINE, MARGIN, Place
from app.canvas.label_room import CELL, Box, Room, Sums, sums
from app.canvas.typesetting import TextBlock
from geodata.clipping import following
from geodata.frozen import frozen
from geodata.geometry import Bools, Floats, Ints, ranges

# What a place costs: per share of the name outside the area; outside were the name larger by some
# cells; per length of the area away from its anchor.
_OUTSIDE, _TIGHT, _AWAY = 5.0, 1.2, 0.8
_LOOSE = 2
# A place that costs less is not worth looking for a better one.
_GOOD = 0.12
# By how many logical pixels a name may hang over the edge of its area.
_OVERHANG = 40.0


class AreaMask:
    """The cells of a room that the visible part of an area covers.

    Attributes:
        window: the part of the room around the area.
        is_whole: whether all of the area is seen.
        cells: shape (r, c), whether each cell of the window belongs to the area.
    """

    def __init__(self, room: Room, rings: Floats, starts: Ints, bounds: Box, seen: Box) -> None:
        """Find the cells of an area.

        Args:
            room: the room.
            rings: shape (m, 2), logical pixels.
            starts: shape (p + 1,), the first vertex of each ring, then m.
            bounds: of the rings.
            seen: the part of the view, logical pixels, in which cells count.
        """
        box = (
            max(bounds[0], seen[0]),
            max(bounds[1], seen[1]),
            min(bounds[2], seen[2]),
            min(bounds[3], seen[3]),
        )
        self.is_whole = box == bounds
        self.window = room.window(box, _OVERHANG)
        cell = self.window.cell
        self._corner = (
            room.left + self.window.left * cell,
            room.top + self.window.top * cell,
        )
        self.cells = _covered((rings - self._corner) * (1 / cell), starts, self.window.shape)
        if not self.is_whole:
            self._leave_out(seen)

    def _leave_out(self, seen: Box) -> None:
        """Let no cell count that lies outside a box, in part or whole."""
        left, top = self.cell_at(seen[0], seen[1])
        right, bottom = self.cell_at(seen[2], seen[3])
        self.cells[: max(ceil(top), 0)] = False
        self.cells[max(floor(bottom), 0) :] = False
        self.cells[:, : max(ceil(left), 0)] = False
        self.cells[:, max(floor(right), 0) :] = False

    def holds(self, x: float, y: float) -> bool:
        """Return whether a logical pixel lies in the area."""
        column, row = self.cell_at(x, y)
        rows, columns = self.cells.shape
        inside = 0 <= row < rows and 0 <= column < columns
        return inside and bool(self.cells[floor(row), floor(column)])

    def cell_at(self, x: float, y: float) -> tuple[float, float]:
        """Return the column and row of the window, with fractions, at a logical pixel."""
        cell = self.window.cell
        return (x - self._corner[0]) / cell, (y - self._corner[1]) / cell

    def place_of(self, column: float, row: float) -> tuple[float, float]:
        """Return the logical pixel at a column and row of the window, with fractions."""
        cell = self.window.cell
        return self._corner[0] + column * cell, self._corner[1] + row * cell

    @property
    def middle(self) -> tuple[float, float]:
        """The area's centre of mass, logical pixels."""
        rows, columns = np.nonzero(self.cells)
        return self.place_of(float(columns.mean()) + 0.5, float(rows.mean()) + 0.5)


def _covered(rings: Floats, starts: Ints, shape: tuple[int, int]) -> Bools:
    """Return shape (r, c): the cells whose middle lies in rings, counted by crossings.

    Args:
        rings: shape (m, 2), in cells from the corner of the window.
        starts: shape (p + 1,), the first vertex of each ring, then m.
        shape: rows and columns of the window.
    """
    rows, columns = shape
    x, y = rings[:, 0], rings[:, 1]
    after = following(starts)
    # Row k is crossed by an edge that begins above its middle, k + 0.5, and ends below, or back.
    line = np.clip(np.ceil(y - 0.5), 0, rows).astype(np.int64)
    first, last = np.minimum(line, line[after]), np.maximum(line, line[after])
    counts = last - first
    edge = np.repeat(np.arange(len(x)), counts)
    row = ranges(first, counts)
    end = after[edge]
    slope = (x[end] - x[edge]) / (y[end] - y[edge])
    crossing = x[edge] + (row + 0.5 - y[edge]) * slope
    column = np.clip(np.ceil(crossing - 0.5), 0, columns).astype(np.int64)
    turns = np.bincount(row * (columns + 1) + column, minlength=rows * (columns + 1))
    odd = (turns & 1).astype(np.bool_).reshape(rows, columns + 1)[:, :columns]
    result: Bools = np.logical_xor.accumulate(odd, axis=1)
    return result


@frozen(eq=False)
class AreaSpot:
    """An area that a name can stand in.

    Attributes:
        mask: the visible part of the area.
        anchor: where the name had best be, logical pixels.
        least_inside: the share of the name that must lie in the area.
    """

    mask: AreaMask
    anchor: tuple[float, float]
    least_inside: float

    def place(self, room: Room, blocks: Sequence[TextBlock]) -> Place | None:
        """Return the best free place, None if there is none; every cell of the area is tried.

        Args:
            room: what is free.
            blocks: the ways to set the name, best first.
        """
        search = _Search(room, self.mask, self.anchor, self.least_inside)
        best: Place | None = None
        for block in blocks:
            place = search.best(block)
            if place is not None and (best is None or place.cost < best.cost):
                best = place
            if best is not None and best.cost < _GOOD:
                break
        return best


class _Search:
    """Looks for a place in one area, whichever way its name is broken."""

    def __init__(
        self, room: Room, mask: AreaMask, anchor: tuple[float, float], least_inside: float
    ) -> None:
        window = mask.window
        rows, columns = self._shape = mask.cells.shape
        self._mask = mask
        self._anchor = mask.cell_at(*anchor)
        self._least_inside = least_inside
        padded = np.zeros((rows + 2 * _LOOSE, columns + 2 * _LOOSE), dtype=np.int32)
        padded[_LOOSE:-_LOOSE, _LOOSE:-_LOOSE] = mask.cells
        self._loose = sums(padded)
        self._inside = self._loose[_LOOSE:-_LOOSE, _LOOSE:-_LOOSE]
        self._taken = room.taken_sums(window)
        self._disliked = room.disliked_sums(window.level)[
            window.top : window.bottom + 1, window.left : window.right + 1
        ]
        self._size = max(float(self._loose[-1, -1]) ** 0.5, 1.0)

    def best(self, block: TextBlock) -> Place | None:
        """Return the best place of a block, None if there is none."""
        cell = self._mask.window.cell
        wide = ceil((block.width + 2 * MARGIN) / cell)
        high = ceil((block.height + 2 * MARGIN) / cell)
        rows, columns = self._shape
        if wide > columns or high > rows:
            return None
        # Most names can stand just where they had best be, and then no other place is looked at.
        left = min(max(round(self._anchor[0] - wide / 2), 0), columns - wide)
        top = min(max(round(self._anchor[1] - high / 2), 0), rows - high)
        cost = 0.0
        if not self._is_ideal(left, top, wide, high):
            costs = self._costs(wide, high, cell)
            top, left = divmod(int(costs.argmin()), costs.shape[1])
            cost = float(costs[top, left])
            if cost == np.inf:
                return None
        x, y = self._mask.place_of(left + wide / 2, top + high / 2)
        lines = len(block.lines) - 1
        return Place(block, x - block.width / 2, y - block.height / 2, cost + LINE * lines)

    def _is_ideal(self, left: int, top: int, wide: int, high: int) -> bool:
        """Return whether cells are free, on nothing disliked, and well inside the area."""
        more = 2 * _LOOSE
        return bool(
            _box_sum(self._taken, left, top, wide, high) == 0
            and _box_sum(self._loose, left, top, wide + more, high + more)
            == (wide + more) * (high + more)
            and _box_sum(self._disliked, left, top, wide, high) < 1e-6
        )

    def _costs(self, wide: int, high: int, cell: float) -> Floats:
        """Return what each place costs, by row and column of its upper left cell.

        Where a name that needs ``wide`` times ``high`` cells cannot stand that is infinity.
        """
        inside = _all_boxes(self._inside, wide, high) * (1 / (wide * high))
        loose = _all_boxes(self._loose, wide + 2 * _LOOSE, high + 2 * _LOOSE)
        rows, columns = inside.shape
        right = np.arange(columns) + (wide / 2 - self._anchor[0])
        down = np.arange(rows) + (high / 2 - self._anchor[1])
        cost: Floats = np.sqrt(right**2 + (down**2)[:, None]) * (_AWAY / self._size)
        cost += _OUTSIDE + _TIGHT
        cost -= inside * _OUTSIDE
        cost -= loose * (_TIGHT / ((wide + 2 * _LOOSE) * (high + 2 * _LOOSE)))
        cost += _all_boxes(self._disliked, wide, high) * (DISLIKE * cell / CELL / high)
        impossible = _all_boxes(self._taken, wide, high) > 0
        impossible |= inside < self._least_inside
        cost[impossible] = np.inf
        return cost


def _all_boxes(of: Sums, wide: int, high: int) -> Any:
    """Return the sums over every box of a size, by row and column of its upper left cell."""
    return of[high:, wide:] - of[:-high, wide:] - of[high:, :-wide] + of[:-high, :-wide]


def _box_sum(of: Sums, left: int, top: int, wide: int, high: int) -> float:
    """Return the sum over one box."""
    right, bottom = left + wide, top + high
    return float(of[bottom, right] - of[top, right] - of[bottom, left] + of[top, left])
