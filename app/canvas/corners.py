"""Where the corners of very many rings go when the areas within grow or shrink."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from geodata.geometry import Bools, Ints

Singles = npt.NDArray[np.float32]

POINTED = 1.43
"""How far the corners of outlines reach, as a share of half the width of the line."""

# Of two edges with the unit normals a and b the corner goes to (a + b) / (1 + a b): to the
# point where both edges meet again. Where 1 + a b is less than this, at about a right angle,
# the outline is cut off instead, as Qt's is; and where else one would see that.
_SHARP = 0.98
# How much of a pixel the cut must take off.
_SEEN = 0.12
# Inside of very sharp corners that point is far away; no further than ten times the width.
_SHARPEST = np.float32(0.02)
_LEAST_LENGTH = np.float32(1e-6)


class Corners:
    """The corners of rings; sharp ones are there twice, for they are cut off.

    Attributes:
        x, y: shape (m,), where they are, pixels; the first of each ring is repeated at its end.
        signs: shape (m,), -1 in rings that run the wrong way round, else 1.
    """

    def __init__(self, x: Singles, y: Singles, starts: Ints, holes: Bools, widest: float) -> None:
        """Find how corners move.

        Args:
            x: shape (k,), the points of p rings, pixels; the first of each repeated at its end.
            y: the same, down.
            starts: shape (p + 1,), the first point of each ring, then k; no ring is empty.
            holes: shape (p,), whether a ring is a hole.
            widest: the width of the widest outline, pixels; 0 if there is none.
        """
        self.x, self.y = x, y
        self._first, self._last = starts[:-1], starts[1:] - 1
        self._counts = np.diff(starts)
        way_x, way_y = self._steps(x), self._steps(y)
        self._doubled = np.add.reduceat(x * way_y - way_x * y, self._first)
        # Outer rings that run anticlockwise on the screen and holes that do not are turned.
        turned = (self._doubled < 0) != holes
        self._holes = holes
        self.signs = np.repeat(np.where(turned, np.float32(-1), np.float32(1)), self._counts)
        if widest:
            self._find_ways(way_x, way_y, _sharp(widest))

    def grow(self, side: float, x: Singles, y: Singles) -> None:
        """Write to ``x`` and ``y``, shape (m,), where the corners are after areas grew.

        Args:
            side: by how many pixels they grow at each side; less than 0 where they shrink.
            x: written to.
            y: written to.
        """
        if not side:
            x[:], y[:] = self.x, self.y
            return
        # Shrunk by more than they have, rings would grow again, upside down.
        way: Singles | np.float32 = np.float32(side)
        shrinking = self._holes != (side < 0)
        if shrinking.any():
            most = np.where(shrinking, self._most, np.float32(np.inf))
            limited = np.copysign(np.minimum(most, np.float32(abs(side))), np.float32(side))
            way = np.repeat(limited, self._counts)
        ways = self._outwards if side > 0 else self._inwards
        for own, aside, grown in ((self.x, ways[0], x), (self.y, ways[1], y)):
            np.multiply(aside, way, out=grown)
            grown += own

    def end(self, values: Singles, result: Singles) -> None:
        """Write what the next corner of each ring has, the last what it has itself."""
        result[:-1] = values[1:]
        result[self._last] = values[self._last]

    def _find_ways(self, way_x: Singles, way_y: Singles, least_open: float) -> None:
        """Find where each corner goes when its area grows by a pixel at each side."""
        length = way_x * way_x
        length += way_y * way_y
        np.sqrt(length, out=length)
        scale = self.signs / np.maximum(length, _LEAST_LENGTH)
        after = way_y * scale, way_x * -scale
        before = self._before(after[0]), self._before(after[1])
        open_by = after[0] * before[0]
        open_by += after[1] * before[1]
        open_by += np.float32(1)
        sharp = np.flatnonzero(open_by < least_open)
        np.maximum(open_by, _SHARPEST, out=open_by)
        bend = before[0] * after[1]
        bend -= before[1] * after[0]
        bend *= self.signs
        self._find_most(length, bend / open_by)
        ways = (after[0] + before[0]) / open_by, (after[1] + before[1]) / open_by
        self._outwards = self._inwards = ways
        if len(sharp):
            # Where a ring turns back on itself it is cut off at its outer side.
            self._cut_off(sharp, bend[sharp] >= 0, before, after)

    def _find_most(self, length: Singles, tangents: Singles) -> None:
        """Find by how much each ring can shrink until nothing of it is left.

        Its area after it shrank by s is A - P s + T s^2, with its area A, its length P and the sum
        T of the tangents of half the angles by which it turns at its corners.
        """
        tangents[self._first] = 0
        area = np.abs(self._doubled)
        turn = np.add.reduceat(tangents, self._first)
        np.negative(turn, out=turn, where=self._holes)
        around = np.add.reduceat(length, self._first)
        root = np.sqrt(np.maximum(around * around - 2 * turn * area, 0))
        self._most = area / np.maximum(around + root, _LEAST_LENGTH)

    def _cut_off(
        self,
        sharp: Ints,
        outer: Bools,
        before: tuple[Singles, Singles],
        after: tuple[Singles, Singles],
    ) -> None:
        """Make two of sharp corners, one for each edge, at the side where outlines are cut off.

        Args:
            sharp: which corners.
            outer: shape of ``sharp``, whether they point out of their areas.
            before: the normals of the edges before all corners, x and y.
            after: the normals of those after them.
        """
        copies = np.ones(len(self.x), dtype=np.int64)
        copies[sharp] = 2
        # The first corner of a ring is its last one as well, which is there twice already.
        copies[self._first] = 1
        ends = np.cumsum(copies)
        own = np.repeat(np.arange(len(self.x)), copies)
        way_x, way_y = self._outwards[0].take(own), self._outwards[1].take(own)
        self._outwards, self._inwards = (way_x, way_y), (way_x.copy(), way_y.copy())
        for ways, cut in ((self._outwards, sharp[outer]), (self._inwards, sharp[~outer])):
            last = ends.take(cut) - 1
            first = last - (copies.take(cut) - 1)
            for way, normal_before, normal_after in zip(ways, before, after, strict=True):
                way[first] = normal_before.take(cut)
                way[last] = normal_after.take(cut)
        self.x, self.y, self.signs = self.x.take(own), self.y.take(own), self.signs.take(own)
        self._counts = np.add.reduceat(copies, self._first)
        self._last = ends[self._last] - 1
        self._first = self._last - self._counts + 1

    def _steps(self, values: Singles) -> Singles:
        """Return the way from each point to the next of its ring, 0 from the last."""
        result = np.empty_like(values)
        np.subtract(values[1:], values[:-1], out=result[:-1])
        result[self._last] = 0
        return result

    def _before(self, values: Singles) -> Singles:
        """Return what the edge before each point has; the last point's edge is the first's."""
        values[self._last] = values[self._first]
        result = np.empty_like(values)
        result[1:] = values[:-1]
        result[self._first] = values[self._last - 1]
        return result


@cache
def _sharp(width: float) -> float:
    """Return below which 1 + a b corners of an outline of this width are cut off."""
    # The square of the sine of half the angle, and what the cut takes off there.
    bends = np.linspace(0.0, 1.0, 200, endpoint=False)
    taken = (width / 2) ** 2 * bends**1.5 / np.sqrt(1 - bends)
    return max(2 - 2 * float(bends[np.searchsorted(taken, _SEEN) - 1]), _SHARP)
