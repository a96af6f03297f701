"""Geometry of many features as flat arrays, the form that drawing and hit-testing work on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.frozen import frozen

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]


_FEATURES_AT_ONCE = 20_000


class Family(StrEnum):
    """What kind of geometry a layer holds; a layer holds one kind only."""

    POINT = "point"
    LINE = "line"
    POLYGON = "polygon"


_FAMILY_OF_TYPE = {
    0: Family.POINT,
    1: Family.LINE,
    2: Family.LINE,
    3: Family.POLYGON,
    4: Family.POINT,
    5: Family.LINE,
    6: Family.POLYGON,
}


@frozen(eq=False, weakref=True)
class GeometryArray:
    """The geometry of ``n`` features of one family, in two levels of offsets.

    A feature is a run of parts, a part is a run of coordinates: a point, a line string or a ring.
    Rings of a polygon feature (outer rings and holes of all its polygons) lie side by side, each
    hole after its outer ring; drawn with the odd-even rule they need no further order.
    A feature without parts has no place.

    Attributes:
        family: the geometry family of every feature.
        coordinates: shape (m, 2), x then y; longitude and latitude in degrees (EPSG:4326) in
            tables, metres (EPSG:3857) in scenes.
        part_starts: shape (p + 1,), the first coordinate of each part, then m.
        feature_starts: shape (n + 1,), the first part of each feature, then p.
        holes: shape (p,), whether a part is a hole of the polygon before it.
    """

    family: Family
    coordinates: Floats
    part_starts: Ints
    feature_starts: Ints
    holes: Bools
    _placed: Bools | None = field(init=False, default=None, repr=False)
    _bounds: Floats | None = field(init=False, default=None, repr=False)

    def __len__(self) -> int:
        return len(self.feature_starts) - 1

    @property
    def placed(self) -> Bools:
        """Shape (n,): whether each feature has a place; not to be changed."""
        if self._placed is None:
            placed = self.feature_starts[1:] > self.feature_starts[:-1]
            placed.flags.writeable = False
            # Of a million features it is asked for a dozen times in the making of one scene.
            object.__setattr__(self, "_placed", placed)
            return placed
        return self._placed

    @property
    def coordinate_starts(self) -> Ints:
        """Shape (n + 1,): the first coordinate of each feature, then m."""
        starts: Ints = self.part_starts[self.feature_starts]
        return starts

    def bounds(self) -> Floats:
        """Return shape (n, 4): min x, min y, max x, max y of each feature, NaN without a place.

        Those of lines and areas are kept; not to be changed.
        """
        if self._bounds is not None:
            return self._bounds
        result = np.empty((len(self), 4))
        for _ in self._fill_bounds(result):
            pass
        if self.family is not Family.POINT:
            self._keep_bounds(result)
        return result

    def bounds_steps(self) -> Iterator[None]:
        """Find the bounds of lines and areas that `bounds` returns, some features at each step."""
        if self.family is Family.POINT or self._bounds is not None:
            return
        result = np.empty((len(self), 4))
        yield from self._fill_bounds(result)
        self._keep_bounds(result)

    def _keep_bounds(self, bounds: Floats) -> None:
        bounds.flags.writeable = False
        object.__setattr__(self, "_bounds", bounds)

    def _fill_bounds(self, result: Floats) -> Iterator[None]:
        """Write the bounds of each feature into ``result``, shape (n, 4)."""
        for first in range(0, len(self), _FEATURES_AT_ONCE):
            starts = self.part_starts[self.feature_starts[first : first + _FEATURES_AT_ONCE + 1]]
            block = self.coordinates[starts[0] : starts[-1]]
            some = result[first : first + _FEATURES_AT_ONCE]
            some[:] = np.nan
            # What has no place has no coordinates: those of one that has one end where those of
            # the next begin.
            placed = np.flatnonzero(np.diff(starts))
            begins = starts[placed] - starts[0]
            # Column by column: along the first axis numpy takes twenty times as long.
            for axis in (0, 1) if len(placed) else ():
                values = np.ascontiguousarray(block[:, axis])
                some[placed, axis] = np.minimum.reduceat(values, begins)
                some[placed, axis + 2] = np.maximum.reduceat(values, begins)
            yield

    def areas(self) -> Floats:
        """Return shape (n,): the area of each feature in squares of the unit of its coordinates.

        Rings count whichever way they run, closed by a repeated vertex or not; lines, points and
        what has no place have none.
        """
        starts = self.part_starts
        filled = np.flatnonzero(np.diff(starts))
        firsts = starts[filled]
        result = np.zeros(len(self))
        placed = np.flatnonzero(self.placed)
        if self.family is not Family.POLYGON or not len(placed):
            return result
        # From the first vertex of each ring: so far from the origin products lose digits.
        origins = np.repeat(self.coordinates[firsts], np.diff(starts)[filled], axis=0)
        x, y = np.ascontiguousarray((self.coordinates - origins).T)
        # Nonsense coordinates may have areas without end.
        with np.errstate(over="ignore", invalid="ignore"):
            # What leads from ring to ring counts nothing, for the next begins at zero.
            doubled = np.append(x[:-1] * y[1:] - x[1:] * y[:-1], 0.0)
            rings = np.zeros(len(starts) - 1)
            rings[filled] = np.abs(np.add.reduceat(doubled, firsts)) / 2
            np.negative(rings, out=rings, where=self.holes)
            result[placed] = np.add.reduceat(rings, self.feature_starts[placed])
        return result

    def total_bounds(self) -> tuple[float, float, float, float] | None:
        """Return min x, min y, max x, max y of all features, None if none has a place."""
        if not len(self.coordinates):
            return None
        # Column by column: along the first axis numpy takes twenty times as long.
        x, y = self.coordinates[:, 0], self.coordinates[:, 1]
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())

    def with_coordinates(self, coordinates: Floats) -> GeometryArray:
        """Return the same features with other ``coordinates``, for instance projected ones."""
        if coordinates.shape != self.coordinates.shape:
            raise ValueError(
                f"{self.coordinates.shape} coordinates expected, {coordinates.shape} given"
            )
        return GeometryArray(
            self.family, coordinates, self.part_starts, self.feature_starts, self.holes
        )

    def take(self, rows: Ints | Sequence[int]) -> GeometryArray:
        """Return the features at ``rows``, in that order."""
        wanted = np.asarray(rows, dtype=np.int64)
        if len(wanted) and (np.diff(wanted) == 1).all():
            return self._run(int(wanted[0]), int(wanted[-1]) + 1)
        parts, part_counts = _runs(self.feature_starts, wanted)
        coordinates, coordinate_counts = _runs(self.part_starts, parts)
        return GeometryArray(
            self.family,
            self.coordinates[coordinates],
            _starts(coordinate_counts),
            _starts(part_counts),
            self.holes[parts],
        )

    def _run(self, first: int, last: int) -> GeometryArray:
        """Return the features from ``first`` to before ``last``; the coordinates are shared."""
        features = self.feature_starts[first : last + 1]
        parts = self.part_starts[features[0] : features[-1] + 1]
        return GeometryArray(
            self.family,
            self.coordinates[parts[0] : parts[-1]],
            parts - parts[0],
            features - features[0],
            self.holes[features[0] : features[-1]],
        )

    def to_shapely(self) -> Objects:
        """Return shape (n,): shapely geometries, None for a feature without a place."""
        import shapely

        units, unit_starts = self._units()
        counts = np.diff(unit_starts)
        result = np.full(len(self), None, dtype=object)
        single, several = np.flatnonzero(counts == 1), np.flatnonzero(counts > 1)
        result[single] = units[unit_starts[single]]
        if len(several):
            chosen = units[ranges(unit_starts[several], counts[several])]
            owners = np.repeat(np.arange(len(several)), counts[several])
            make: dict[Family, Any] = {
                Family.POINT: shapely.multipoints,
                Family.LINE: shapely.multilinestrings,
                Family.POLYGON: shapely.multipolygons,
            }
            result[several] = make[self.family](chosen, indices=owners)
        return result

    def _units(self) -> tuple[Objects, Ints]:
        """Return the points, lines or polygons of all features, and where those of each begin."""
        import shapely

        if self.family is Family.POINT:
            points: Any = shapely.points(self.coordinates)
            return points, self.feature_starts
        if self.family is Family.LINE:
            kind, offsets = shapely.GeometryType.LINESTRING, (self.part_starts,)
            return shapely.from_ragged_array(kind, self.coordinates, offsets), self.feature_starts
        first_rings = np.append(np.flatnonzero(~self.holes), len(self.holes))
        polygons = shapely.from_ragged_array(
            shapely.GeometryType.POLYGON, self.coordinates, (self.part_starts, first_rings)
        )
        return polygons, np.append(0, np.cumsum(~self.holes))[self.feature_starts]

    def shape(self, row: int) -> Any:
        """Return the shapely geometry of one feature, None if it has no place."""
        return self.take([row]).to_shapely()[0]


def from_points(coordinates: Floats, placed: Bools | None = None) -> GeometryArray:
    """Return point features from their coordinates.

    Args:
        coordinates: shape (n, 2).
        placed: shape (n,), which features have a place; all if omitted.
    """
    count = len(coordinates)
    present = np.ones(count, dtype=np.bool_) if placed is None else placed
    kept = np.ascontiguousarray(coordinates[present], dtype=np.float64)
    feature_starts = np.concatenate([[0], np.cumsum(present)]).astype(np.int64)
    return GeometryArray(
        Family.POINT,
        kept,
        np.arange(len(kept) + 1, dtype=np.int64),
        feature_starts,
        np.zeros(len(kept), dtype=np.bool_),
    )


def from_wkb(blobs: Sequence[bytes | None], family: Family | None = None) -> GeometryArray:
    """Return features from well-known binary, None standing for a feature without a place.

    Raises:
        shapely.errors.GEOSException: if a blob is no geometry.
        ValueError: as `from_shapely`.
    """
    import shapely

    return from_shapely(shapely.from_wkb(np.array(blobs, dtype=object)), family)


def from_shapely(shapes: Objects, family: Family | None = None) -> GeometryArray:
    """Return features from shapely geometries; None and empty ones have no place.

    Args:
        shapes: shape (n,).
        family: the family; found from the first geometry if omitted.

    Raises:
        ValueError: if geometries of several families, or of no family (collections), are mixed,
            or if there is nothing to tell the family from.
    """
    import shapely

    present = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    kept = shapes[present]
    # Not np.unique, here and below: the first call of it imports all of numpy.ma.
    kinds = np.flatnonzero(np.bincount(shapely.get_type_id(kept)))
    found = {_FAMILY_OF_TYPE.get(int(kind)) for kind in kinds}
    if None in found or len(found | ({family} if family else set())) > 1:
        raise ValueError("a layer holds points, lines or polygons, not a mixture")
    chosen = family or next(iter(found), None)
    if chosen is None:
        raise ValueError("no geometry to tell the family from")
    parts, owners, holes = _split(kept, chosen)
    counts = np.zeros(len(shapes), dtype=np.int64)
    counts[present] = np.bincount(owners, minlength=len(kept))
    return GeometryArray(
        chosen,
        np.ascontiguousarray(shapely.get_coordinates(parts), dtype=np.float64),
        _starts(shapely.get_num_coordinates(parts)),
        _starts(counts),
        holes,
    )


def ranges(firsts: Ints, counts: Ints) -> Ints:
    """Return the numbers ``first, first + 1, ...`` of each range, one range after the other.

    Args:
        firsts: shape (r,), where each range begins.
        counts: shape (r,), how many numbers each has.
    """
    before = np.cumsum(counts) - counts
    return np.repeat(firsts - before, counts) + np.arange(int(counts.sum()), dtype=np.int64)


def _split(shapes: Objects, family: Family) -> tuple[Objects, Ints, Bools]:
    """Return the parts of ``shapes``, the index of the shape each belongs to, and the holes."""
    import shapely

    parts, owners = shapely.get_parts(shapes, return_index=True)
    if family is not Family.POLYGON:
        return parts, owners, np.zeros(len(parts), dtype=np.bool_)
    rings, polygon_of_ring = shapely.get_rings(parts, return_index=True)
    # The first ring of each polygon is its outline.
    holes = np.diff(polygon_of_ring, prepend=-1) == 0
    return rings, owners[polygon_of_ring], holes


def concatenate(first: GeometryArray, second: GeometryArray) -> GeometryArray:
    """Return the features of both, one after the other.

    Raises:
        ValueError: if they are of different families.
    """
    if first.family is not second.family:
        raise ValueError("a layer holds points, lines or polygons, not a mixture")
    return GeometryArray(
        first.family,
        np.concatenate([first.coordinates, second.coordinates]),
        np.concatenate([first.part_starts, second.part_starts[1:] + first.part_starts[-1]]),
        np.concatenate(
            [first.feature_starts, second.feature_starts[1:] + first.feature_starts[-1]]
        ),
        np.concatenate([first.holes, second.holes]),
    )


def _runs(starts: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Return the indexes within the runs ``wanted``, side by side, and the length of each run."""
    counts = starts[wanted + 1] - starts[wanted]
    ends = np.cumsum(counts)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
    return np.repeat(starts[wanted], counts) + within, counts


def _starts(counts: npt.NDArray[Any]) -> Ints:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
