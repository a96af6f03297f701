"""Where names of points and lines can stand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.canvas.label_room import Box, Room
from app.canvas.typesetting import TextBlock
from geodata.clipping import clip_lines
from geodata.frozen import frozen
from geodata.geometry import Floats, Ints

MARGIN = 1.5
"""Logical pixels that are kept free around the ink of a label, at least."""

DISLIKE, LINE = 0.5, 0.08
"""What a place costs: for each line that crosses the name; for each line of text but the first."""

_GAP = 2.0
# Places around a point, best first (after Imhof, 1962, but right before upper right, which on
# a screen looks more alike): how far the label's middle lies right and down, in units of half
# the label and symbol, and what taking it costs.
_AROUND = np.array(
    [
        (1.0, 0.0, 0.00),
        (1.0, -0.8, 0.10),
        (1.0, 0.8, 0.15),
        (-1.0, 0.0, 0.20),
        (0.0, -1.0, 0.25),
        (0.0, 1.0, 0.25),
        (-1.0, -0.8, 0.30),
        (-1.0, 0.8, 0.35),
    ]
)

# At which shares of a line its name is tried.
_ALONG = np.array([0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8])


@frozen
class Place:
    """A block's upper left corner in logical pixels, and what taking it costs."""

    block: TextBlock
    left: float
    top: float
    cost: float

    @property
    def box(self) -> Box:
        """The ink with the margin around it."""
        return (
            self.left - MARGIN,
            self.top - MARGIN,
            self.left + self.block.width + MARGIN,
            self.top + self.block.height + MARGIN,
        )


@frozen
class PointSpot:
    """A point that a name can stand beside.

    Attributes:
        x, y: where it is, logical pixels.
        symbol: the box of its symbol, and of what else stands on the point.
    """

    x: float
    y: float
    symbol: Box

    def place(self, room: Room, blocks: Sequence[TextBlock]) -> Place | None:
        """Return the best free place, None if there is none.

        Args:
            room: what is free.
            blocks: the ways to set the name, best first.
        """
        best: Place | None = None
        for number, block in enumerate(blocks):
            boxes = self._boxes(block)
            free = room.free(boxes)
            if not free.any():
                continue
            cost = _AROUND[:, 2] + DISLIKE * room.disliked_in(boxes) + number * LINE
            cost[~free] = np.inf
            choice = int(cost.argmin())
            if best is None or cost[choice] < best.cost:
                left, top = boxes[choice, :2] + MARGIN
                best = Place(block, float(left), float(top), float(cost[choice]))
        return best

    def _boxes(self, block: TextBlock) -> Floats:
        """Return shape (8, 4): the boxes of a block around the point, in the order of _AROUND."""
        left, top, right, bottom = self.symbol
        half = np.array([block.width / 2 + MARGIN, block.height / 2 + MARGIN])
        symbol_half = np.array([right - left, bottom - top]) / 2
        reach = half + symbol_half + _GAP - MARGIN
        # A name right of its point is level with it; one above it stands above the symbol.
        middle = np.where(
            _AROUND[:, :2] == 0, (self.x, self.y), ((left + right) / 2, (top + bottom) / 2)
        )
        middles = middle + _AROUND[:, :2] * reach
        return np.hstack([middles - half, middles + half])


@frozen(eq=False)
class LineSpot:
    """A line that a name can stand across, level.

    Attributes:
        points: shape (m, 2), the longest piece of the line in view, logical pixels.
    """

    points: Floats

    def place(self, room: Room, blocks: Sequence[TextBlock]) -> Place | None:
        """Return the free place nearest to the middle of the line, None if there is none.

        Args:
            room: what is free.
            blocks: the ways to set the name, best first.
        """
        along = _lengths(self.points)
        wanted = along[-1] * _ALONG
        middles = np.column_stack(
            [np.interp(wanted, along, self.points[:, axis]) for axis in (0, 1)]
        )
        for block in blocks:
            half = np.array([block.width / 2 + MARGIN, block.height / 2 + MARGIN])
            boxes = np.hstack([middles - half, middles + half])
            free = np.flatnonzero(room.free(boxes))
            if len(free):
                left, top = boxes[free[0], :2] + MARGIN
                return Place(block, float(left), float(top), 0.0)
        return None


def longest_piece(points: Floats, starts: Ints, box: Box) -> Floats | None:
    """Return the longest piece of a line inside a box, None if none is.

    Args:
        points: shape (m, 2), the line, logical pixels.
        starts: shape (p + 1,), the first point of each of its parts, then m.
        box: logical pixels.
    """
    runs = clip_lines(points, starts, box)
    pieces = [
        runs.coordinates[first:last]
        for first, last in zip(runs.starts[:-1].tolist(), runs.starts[1:].tolist(), strict=True)
    ]
    return max(pieces, key=lambda piece: float(_lengths(piece)[-1]), default=None)


def _lengths(points: Floats) -> Floats:
    """Return shape (m,): how far along a line each of its points lies."""
    step = np.diff(points, axis=0)
    result: Floats = np.concatenate([[0.0], np.cumsum(np.hypot(step[:, 0], step[:, 1]))])
    return result
