"""Geometry at the detail that a view shows, kept from view to view."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from math import floor, log2
from typing import NamedTuple

import numpy as np

from app.canvas.corners import Singles
from geodata.geometry import Bools, Family, Floats, GeometryArray, Ints
from geodata.thinning import apply, part_blocks, thin_in_steps
from layers.view import Bounds

_TOLERANCE = 0.14
"""Device pixels by which a line may differ from the data."""

_LOOKED_AT = 50_000
"""How many features are looked at in one go, one after the other as they lie in memory."""

_GATHERED = 20_000
"""How many, where they lie here and there."""

_LEVELS_PER_DOUBLING = 2
_MOST_LEVELS = 4
_LITTLE_BYTES = 8_000_000
# A level is not worth its memory if the data are hardly finer.
_WORTH = 0.85
# Of very many features some are looked at first: to find out of all of them that they are hardly
# finer takes as long as to draw them.
_MANY, _SAMPLE = 20_000, 2_000
_SURELY_NOT_WORTH = 0.9

# Slivers that would lose or win more than this share of themselves stay as they are, if they have
# few vertices: a river's banks are not worth it.
_CHANGED, _SIMPLE = 0.3, 16

BOXY = 0.5
"""From so much of its bounds on that an area covers it looks like a box, seen from afar."""


class Extents(NamedTuple):
    """How large n areas are.

    Attributes:
        bounds: shape (n, 4), min x, min y, max x, max y in metres (EPSG:3857).
        shares: shape (n,), how much of its bounds each area covers, 0 to 1.
    """

    bounds: Floats
    shares: Singles


class Detail:
    """The levels of detail of one geometry.

    Levels are half a doubling of the scale apart and made when they are first needed; the last
    few are kept.
    """

    def __init__(self, geometry: GeometryArray) -> None:
        # Not the geometry itself: whoever keeps a `Detail` for as long as the geometry lives
        # must not be what keeps it alive.
        self._levels: dict[int, GeometryArray | None] = {}
        self._shares: Singles | None = None
        self._owners: Ints | None = None
        points = geometry.family is Family.POINT
        if points and (np.diff(geometry.feature_starts) != 1).any():
            self._owners = np.repeat(np.arange(len(geometry)), np.diff(geometry.feature_starts))

    def large_steps(
        self, geometry: GeometryArray, rows: Ints, least: float
    ) -> Generator[None, None, Ints]:
        """Find which of some lines or areas are at least so many metres wide or high."""
        found: list[Ints] = []
        bounds = geometry.bounds()
        for start in range(0, len(rows), _LOOKED_AT):
            some = rows[start : start + _LOOKED_AT]
            boxes = bounds[some]
            wide = boxes[:, 2] - boxes[:, 0] >= least
            found.append(some[wide | (boxes[:, 3] - boxes[:, 1] >= least)])
            yield
        return np.concatenate(found) if found else rows

    def visible_steps(self, geometry: GeometryArray, bounds: Bounds) -> Generator[None, None, Ints]:
        """Find the features that reach into an extent in metres (EPSG:3857), block by block."""
        points = geometry.family is Family.POINT
        yield from geometry.bounds_steps()
        boxes = geometry.coordinates if points else geometry.bounds()
        found: list[Ints] = []
        for start in range(0, len(boxes), _LOOKED_AT):
            block = boxes[start : start + _LOOKED_AT]
            inside = np.flatnonzero(_overlap(block[:, :2], block[:, -2:], bounds))
            found.append(inside + start)
            yield
        rows = np.concatenate(found) if found else np.empty(0, dtype=np.int64)
        if points and self._owners is not None:
            owners = self._owners[rows]
            # Not np.unique, the first call of which imports all of numpy.ma.
            rows = owners[np.diff(owners, prepend=-1) > 0]
        return rows

    def count_steps(
        self, geometry: GeometryArray, rows: Ints, bounds: Bounds
    ) -> Generator[None, None, int]:
        """Count which of some features reach into an extent in metres (EPSG:3857)."""
        count = 0
        for start in range(0, len(rows), _GATHERED):
            some = rows[start : start + _GATHERED]
            if geometry.family is not Family.POINT:
                boxes = geometry.bounds()[some]
                count += int(np.count_nonzero(_overlap(boxes[:, :2], boxes[:, 2:], bounds)))
            elif self._owners is None:
                places = geometry.coordinates[some]
                count += int(np.count_nonzero(_overlap(places, places, bounds)))
            else:
                block = geometry.take(some)
                inside = _overlap(block.coordinates, block.coordinates, bounds)
                starts = block.feature_starts
                count += int(np.count_nonzero(np.add.reduceat(inside, starts[:-1])))
            yield
        return count

    def prepare(self, geometry: GeometryArray, resolution: float) -> Iterator[None]:
        """Make the level for a resolution (metres per device pixel), block by block."""
        if geometry.family is Family.POLYGON and self._shares is None:
            yield from self._share_steps(geometry)
        level = _level(resolution)
        if geometry.family is Family.POINT or level in self._levels:
            return
        tolerance = _TOLERANCE * 2 ** (level / _LEVELS_PER_DOUBLING)
        some = _sample(geometry)
        if some is not None:
            kept = yield from _kept_steps(some, tolerance)
            if np.count_nonzero(kept) > _SURELY_NOT_WORTH * len(kept):
                self._levels[level] = None
                return
        kept = yield from _kept_steps(geometry, tolerance)
        if geometry.family is Family.POLYGON:
            yield from self._sliver_steps(geometry, kept)
        thinned = _thinned(geometry, kept)
        while self._levels and (
            len(self._levels) >= _MOST_LEVELS or self._kept_bytes(thinned) > _most_bytes(geometry)
        ):
            del self._levels[next(iter(self._levels))]
        self._levels[level] = thinned

    def extents(self, geometry: GeometryArray) -> Extents:
        """Return how large areas are, after `prepare` found out."""
        if self._shares is None:
            raise ValueError("the areas were not prepared")
        return Extents(geometry.bounds(), self._shares)

    def _share_steps(self, geometry: GeometryArray) -> Iterator[None]:
        """Find how much of their bounds areas cover, block by block."""
        yield from geometry.bounds_steps()
        bounds = geometry.bounds()
        shares = np.ones(len(geometry), dtype=np.float32)
        for first, last in part_blocks(geometry.coordinate_starts):
            block = geometry.take(np.arange(first, last))
            shares[first:last] = _shares(block, bounds[first:last])
            yield
        self._shares = shares

    def _sliver_steps(self, geometry: GeometryArray, kept: Bools) -> Iterator[None]:
        """Keep all vertices of slivers that would be others without some of them, block by block.

        What is narrower than the tolerance might become a line, and have nothing to fill.
        """
        slivers = self.extents(geometry).shares < BOXY
        starts = geometry.coordinate_starts
        for first, last in part_blocks(starts):
            block = geometry.take(np.arange(first, last))
            begin, end = starts[first], starts[last]
            coordinates, part_starts = apply(block.coordinates, block.part_starts, kept[begin:end])
            left = replace(block, coordinates=coordinates, part_starts=part_starts)
            areas, counts = block.areas(), np.diff(block.coordinate_starts)
            changed = np.abs(left.areas() - areas) > _CHANGED * areas
            changed &= slivers[first:last] & (counts <= _SIMPLE)
            kept[begin:end] |= np.repeat(changed, counts)
            yield

    def _kept_bytes(self, more: GeometryArray | None) -> int:
        """Return the memory of the levels and of one more; None takes none, it is the data."""
        levels = (*self._levels.values(), more)
        return sum(level.coordinates.nbytes for level in levels if level is not None)

    def at(self, geometry: GeometryArray, resolution: float) -> GeometryArray:
        """Return the level that `prepare` made for a resolution."""
        return self._levels.get(_level(resolution)) or geometry


def _shares(geometry: GeometryArray, bounds: Floats) -> Floats:
    """Return shape (n,): how much of their bounds, shape (n, 4), areas cover, 0 to 1."""
    width, height = bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        shares: Floats = geometry.areas() / (width * height)
    # What is no wider or no higher than a line covers nothing.
    return np.clip(np.nan_to_num(shares, nan=0.0, posinf=0.0), 0.0, 1.0)


def _overlap(low: Floats, high: Floats, bounds: Bounds) -> Bools:
    """Return shape (n,): which boxes overlap ``bounds``; NaN overlaps nothing."""
    result: Bools = (
        (low[:, 0] <= bounds[2])
        & (high[:, 0] >= bounds[0])
        & (low[:, 1] <= bounds[3])
        & (high[:, 1] >= bounds[1])
    )
    return result


def _most_bytes(geometry: GeometryArray) -> int:
    """Return how much memory levels may take: that of the data, or a little where that is less."""
    return max(geometry.coordinates.nbytes, _LITTLE_BYTES)


def _level(resolution: float) -> int:
    return floor(_LEVELS_PER_DOUBLING * log2(resolution))


def _sample(geometry: GeometryArray) -> GeometryArray | None:
    """Return some features from everywhere among very many, None of fewer."""
    if len(geometry) < _MANY:
        return None
    return geometry.take(np.arange(0, len(geometry), len(geometry) // _SAMPLE))


def _kept_steps(geometry: GeometryArray, tolerance: float) -> Generator[None, None, Bools]:
    """Find the vertices that a tolerance in metres leaves, shape (m,), block by block."""
    kept = np.ones(len(geometry.coordinates), dtype=np.bool_)
    yield from thin_in_steps(geometry.coordinates, geometry.part_starts, tolerance, kept)
    return kept


def _thinned(
    geometry: GeometryArray, kept: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> GeometryArray | None:
    if np.count_nonzero(kept) > _WORTH * len(kept):
        return None
    coordinates, part_starts = apply(geometry.coordinates, geometry.part_starts, kept)
    return GeometryArray(
        geometry.family, coordinates, part_starts, geometry.feature_starts, geometry.holes
    )
