"""Geometry at the detail that a view shows, kept from view to view."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, log2

import numpy as np

from geodata.geometry import Bools, Family, Floats, GeometryArray, Ints
from geodata.thinning import apply, thin_in_steps
from layers.view import Bounds

_TOLERANCE = 0.3
"""Device pixels by which a line may differ from the data."""

_LEVELS_PER_DOUBLING = 2
_MOST_LEVELS = 4
# A level is not worth its memory if the data are hardly finer.
_WORTH = 0.85


class Detail:
    """The bounds and the levels of detail of one geometry.

    Levels are half a doubling of the scale apart and made when they are first needed; the last
    few are kept.
    """

    def __init__(self, geometry: GeometryArray) -> None:
        # Not the geometry itself: whoever keeps a `Detail` for as long as the geometry lives
        # must not be what keeps it alive.
        self._levels: dict[int, GeometryArray | None] = {}
        points = geometry.family is Family.POINT
        self._bounds = np.empty((0, 4)) if points else geometry.bounds()

    def visible_rows(self, geometry: GeometryArray, bounds: Bounds) -> Ints:
        """Return the features that reach into an extent in metres (EPSG:3857)."""
        if geometry.family is not Family.POINT:
            return np.flatnonzero(_overlap(self._bounds[:, :2], self._bounds[:, 2:], bounds))
        inside = _overlap(geometry.coordinates, geometry.coordinates, bounds)
        counts = np.diff(geometry.feature_starts)
        if (counts == 1).all():
            return np.flatnonzero(inside)
        owners = np.repeat(np.arange(len(geometry)), counts)[inside]
        # Not np.unique, the first call of which imports all of numpy.ma.
        return owners[np.diff(owners, prepend=-1) > 0]

    def prepare(self, geometry: GeometryArray, resolution: float) -> Iterator[None]:
        """Make the level for a resolution (metres per device pixel), block by block."""
        level = _level(resolution)
        if geometry.family is Family.POINT or level in self._levels:
            return
        kept = np.ones(len(geometry.coordinates), dtype=np.bool_)
        tolerance = _TOLERANCE * 2 ** (level / _LEVELS_PER_DOUBLING)
        yield from thin_in_steps(geometry.coordinates, geometry.part_starts, tolerance, kept)
        while len(self._levels) >= _MOST_LEVELS:
            del self._levels[next(iter(self._levels))]
        self._levels[level] = _thinned(geometry, kept)

    def at(self, geometry: GeometryArray, resolution: float) -> GeometryArray:
        """Return the level that `prepare` made for a resolution."""
        return self._levels.get(_level(resolution)) or geometry


def _overlap(low: Floats, high: Floats, bounds: Bounds) -> Bools:
    """Return shape (n,): which boxes overlap ``bounds``; NaN overlaps nothing."""
    result: Bools = (
        (low[:, 0] <= bounds[2])
        & (high[:, 0] >= bounds[0])
        & (low[:, 1] <= bounds[3])
        & (high[:, 1] >= bounds[1])
    )
    return result


def _level(resolution: float) -> int:
    return floor(_LEVELS_PER_DOUBLING * log2(resolution))


def _thinned(
    geometry: GeometryArray, kept: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> GeometryArray | None:
    if np.count_nonzero(kept) > _WORTH * len(kept):
        return None
    coordinates, part_starts = apply(geometry.coordinates, geometry.part_starts, kept)
    return GeometryArray(
        geometry.family, coordinates, part_starts, geometry.feature_starts, geometry.holes
    )
