"""Leaving out the vertices that no pixel shows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from geodata.geometry import Bools, Floats, Ints

_MOST_PASSES = 24
# A pass that finds fewer than this share is the last.
_FEW = 0.02
_BLOCK = 20_000
"""Vertices that are thinned in one go: about 5 ms of work."""


def thin(coordinates: Floats, part_starts: Ints, tolerance: float) -> tuple[Floats, Ints]:
    """Return lines or rings without the vertices that hardly bend them.

    Whether a vertex goes depends on its neighbours alone, whichever way the line runs, so that a
    boundary that two areas share stays shared (Visvalingam and Whyatt, 1993, with the distance
    from the neighbours' chord for a measure, and every local minimum taken in one pass, which
    numpy can do). The first and last vertex of a part always stay.

    Args:
        coordinates: shape (m, 2).
        part_starts: shape (p + 1,), the first coordinate of each part, then m.
        tolerance: how far a vertex that goes may lie from the line that remains, in the unit of
            the coordinates.

    Returns:
        coordinates of shape (k, 2) and part starts of shape (p + 1,); the arrays given where
        nothing goes.
    """
    kept = np.ones(len(coordinates), dtype=np.bool_)
    for first, last in blocks(part_starts):
        _thin_block(coordinates, part_starts, first, last, tolerance, kept)
    return apply(coordinates, part_starts, kept)


def thin_in_steps(
    coordinates: Floats, part_starts: Ints, tolerance: float, kept: Bools
) -> Iterator[None]:
    """Do the work of `thin` block by block, clearing ``kept`` (shape (m,)) where vertices go."""
    for first, last in blocks(part_starts):
        _thin_block(coordinates, part_starts, first, last, tolerance, kept)
        yield


def apply(coordinates: Floats, part_starts: Ints, kept: Bools) -> tuple[Floats, Ints]:
    """Return the coordinates that are ``kept`` (shape (m,)) and the part starts among them."""
    if kept.all():
        return coordinates, part_starts
    before = np.concatenate([[0], np.cumsum(kept)])
    return coordinates[kept], before[part_starts].astype(np.int64)


def blocks(part_starts: Ints, size: int = _BLOCK) -> Iterator[tuple[int, int]]:
    """Yield ranges of coordinates of about ``size``, cut where a part ends if it is not longer."""
    total = int(part_starts[-1])
    first = 0
    while first < total:
        last = min(first + size, total)
        cut = int(part_starts[np.searchsorted(part_starts, last, side="right") - 1])
        last = cut if cut > first else last
        yield first, last
        first = last


def part_blocks(part_starts: Ints, size: int = _BLOCK) -> Iterator[tuple[int, int]]:
    """Yield ranges of parts that have about ``size`` coordinates, or one part that has more."""
    count = len(part_starts) - 1
    first = 0
    while first < count:
        wanted = part_starts[first] + size
        last = int(np.searchsorted(part_starts, wanted, side="right")) - 1
        last = min(max(last, first + 1), count)
        yield first, last
        first = last


def _thin_block(
    coordinates: Floats, part_starts: Ints, first: int, last: int, tolerance: float, kept: Bools
) -> None:
    ends = np.zeros(last - first, dtype=np.bool_)
    inside = part_starts[(part_starts > first) & (part_starts < last)] - first
    ends[inside] = ends[inside - 1] = True
    ends[0] = ends[-1] = True
    x, y = np.ascontiguousarray(coordinates[first:last].T)
    # Of vertices that bend alike, those on a straight line for instance, chance decides; a
    # chance that is in the coordinates, and so the same for both sides of a boundary.
    chance = np.modf(np.abs(np.sin(x * 12.9898 + y * 78.233)) * 43758.5453)[0]
    chance *= (tolerance * 1e-3) ** 2
    here = np.arange(first, last)
    for _ in range(_MOST_PASSES):
        if len(x) < 3:
            return
        # Squares of nonsense coordinates may be infinite; such vertices stay.
        with np.errstate(over="ignore", invalid="ignore"):
            gone = _least_bends(x, y, ends, chance, tolerance**2)
        kept[here[gone]] = False
        if np.count_nonzero(gone) < _FEW * len(x):
            return
        stay = ~gone
        x, y, ends, chance, here = x[stay], y[stay], ends[stay], chance[stay], here[stay]


def _least_bends(x: Floats, y: Floats, ends: Bools, chance: Floats, most: float) -> Bools:
    """Return shape (m,): the vertices that bend the line least.

    Those are the ones whose squared bend is less than ``most`` and less than both neighbours', so
    that no two neighbours go in one pass.
    """
    bend = np.full(len(x), np.inf)
    bend[1:-1] = _squared_bends(np.diff(x), np.diff(y))
    bend += chance
    bend[ends] = np.inf
    least = bend < most
    less = bend[1:] < bend[:-1]
    least[1:] &= less
    least[:-1] &= ~less
    return least


def _squared_bends(dx: Floats, dy: Floats) -> Floats:
    """Return shape (m - 2,): the squares of how far vertices lie from their neighbours' chord.

    Args:
        dx: shape (m - 1,), the steps from vertex to vertex.
        dy: the same, the other way.
    """
    before_x, before_y, after_x, after_y = dx[:-1], dy[:-1], dx[1:], dy[1:]
    chord = (before_x + after_x) ** 2 + (before_y + after_y) ** 2
    twice_area = before_x * after_y - before_y * after_x
    squared: Floats = twice_area**2 / np.maximum(chord, 1e-300)
    # Where the line turns back the chord says little; the shorter of the ways there and back does.
    back = np.flatnonzero(before_x * after_x + before_y * after_y < 0)
    if len(back):
        steps = dx**2 + dy**2
        squared[back] = np.minimum(steps[back], steps[back + 1])
    return squared
