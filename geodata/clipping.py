"""Cutting many lines and rings at a box, without a loop over them."""

from __future__ import annotations

import numpy as np

from geodata.frozen import frozen
from geodata.geometry import Bools, Floats, Ints, ranges

Box = tuple[float, float, float, float]
"""Min x, min y, max x, max y."""


@frozen(eq=False)
class Runs:
    """Pieces of lines that lie in a box.

    Attributes:
        coordinates: shape (k, 2).
        starts: shape (r + 1,), the first coordinate of each piece, then k.
        parts: shape (r,), the line each piece is of.
        distances: shape (r,), how far along its line each piece begins.
    """

    coordinates: Floats
    starts: Ints
    parts: Ints
    distances: Floats


def clip_lines(coordinates: Floats, part_starts: Ints, box: Box) -> Runs:
    """Return the pieces of lines that reach into a box.

    A segment is kept whole unless it begins or ends far outside, where it is cut (Liang and
    Barsky, 1984).

    Args:
        coordinates: shape (m, 2).
        part_starts: shape (p + 1,), the first coordinate of each line, then m.
        box: the box.
    """
    step = np.diff(coordinates, axis=0)
    length = np.hypot(step[:, 0], step[:, 1])
    length[between_parts(part_starts)] = 0.0
    along = np.concatenate([[0.0], np.cumsum(length)])
    parts = np.repeat(np.arange(len(part_starts) - 1), np.diff(part_starts))
    outside = _outcodes(coordinates, box)
    if not outside.any():
        starts = part_starts[:-1]
        filled = np.diff(part_starts) > 0
        return Runs(
            coordinates,
            np.concatenate([starts[filled], [len(coordinates)]]),
            np.flatnonzero(filled),
            np.zeros(int(filled.sum())),
        )
    seen = ((outside[:-1] & outside[1:]) == 0) & (parts[:-1] == parts[1:])
    # A piece ends at every vertex outside, for that vertex may be very far away.
    goes_on = seen[:-1] & seen[1:] & (outside[1:-1] == 0)
    first = np.flatnonzero(seen & ~np.concatenate([[False], goes_on]))
    last = np.flatnonzero(seen & ~np.concatenate([goes_on, [False]])) + 1
    counts = last - first + 1
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    index = ranges(first, counts)
    cut = coordinates[index]
    distances = along[first] - along[part_starts[parts[first]]]
    if len(cut):
        distances = distances + _cut_ends(cut, starts, box)
    return Runs(cut, starts, parts[first], distances)


def clip_rings(coordinates: Floats, part_starts: Ints, box: Box) -> tuple[Floats, Ints]:
    """Return rings cut at a box, to be filled (Sutherland and Hodgman, 1974).

    A ring that leaves the box and comes back runs along its edge; filled with the odd-even rule
    that makes no difference inside. Rings outside are left without coordinates.

    Args:
        coordinates: shape (m, 2); rings may or may not repeat their first vertex at the end.
        part_starts: shape (p + 1,), the first coordinate of each ring, then m.
        box: the box.

    Returns:
        coordinates of shape (k, 2) and part starts of shape (p + 1,); rings are not closed by a
        repeated vertex.
    """
    if not len(coordinates):
        return coordinates, part_starts
    low, high = coordinates.min(axis=0), coordinates.max(axis=0)
    for axis in (0, 1):
        if low[axis] < box[axis]:
            coordinates, part_starts = _cut_side(coordinates, part_starts, axis, box[axis], 1)
        if high[axis] > box[axis + 2]:
            coordinates, part_starts = _cut_side(coordinates, part_starts, axis, box[axis + 2], -1)
    return coordinates, part_starts


def _outcodes(points: Floats, box: Box) -> Ints:
    x, y = points[:, 0], points[:, 1]
    codes: Ints = (
        (x < box[0]).astype(np.int64)
        | (x > box[2]).astype(np.int64) << 1
        | (y < box[1]).astype(np.int64) << 2
        | (y > box[3]).astype(np.int64) << 3
    )
    return codes


def _cut_ends(points: Floats, starts: Ints, box: Box) -> Floats:
    """Cut the first and last segment of each piece at the box, in place.

    Returns:
        shape (r,): by how much each piece begins later.
    """
    first, last = starts[:-1], starts[1:] - 1
    share = _entry(points[first], points[first + 1], box)
    step = (points[first + 1] - points[first]) * share[:, None]
    cut_off: Floats = np.hypot(step[:, 0], step[:, 1])
    # Both ends are found before either moves: a piece may be a single segment.
    back = _entry(points[last], points[last - 1], box)
    back_step = (points[last - 1] - points[last]) * back[:, None]
    points[first] += step
    points[last] += back_step
    return cut_off


def _entry(outer: Floats, inner: Floats, box: Box) -> Floats:
    """Return shape (r,): at which share of the way from ``outer`` to ``inner`` the box begins."""
    way = inner - outer
    share = np.zeros(len(outer))
    for axis in (0, 1):
        for bound, sign in ((box[axis], 1), (box[axis + 2], -1)):
            missing = (bound - outer[:, axis]) * sign
            approach = way[:, axis] * sign
            late = (missing > 0) & (approach > missing)
            share[late] = np.maximum(share[late], missing[late] / approach[late])
    return share


def _cut_side(
    points: Floats, starts: Ints, axis: int, bound: float, sign: int
) -> tuple[Floats, Ints]:
    """Keep of rings what lies on one side of a line parallel to an axis."""
    offset = (points[:, axis] - bound) * sign
    inside = offset >= 0
    after_each = following(starts)
    after = inside[after_each]
    crosses = inside != after
    counts = inside.astype(np.int64) + crosses
    begins = np.concatenate([[0], np.cumsum(counts)])
    result = np.empty((int(begins[-1]), 2))
    result[begins[:-1][inside]] = points[inside]
    here = np.flatnonzero(crosses)
    there = after_each[here]
    share = offset[here] / (offset[here] - offset[there])
    crossing = points[here] + (points[there] - points[here]) * share[:, None]
    crossing[:, axis] = bound
    result[begins[:-1][here] + inside[here]] = crossing
    return result, begins[starts]


def between_parts(part_starts: Ints) -> Ints:
    """Return the steps from one of m coordinates to the next that lead to another part."""
    inner: Ints = part_starts[(part_starts > 0) & (part_starts < part_starts[-1])] - 1
    return inner


def following(part_starts: Ints) -> Ints:
    """Return shape (m,): the vertex after each of m, the first of its ring after the last."""
    result = np.arange(1, int(part_starts[-1]) + 1, dtype=np.int64)
    filled: Bools = np.diff(part_starts) > 0
    result[part_starts[1:][filled] - 1] = part_starts[:-1][filled]
    return result
