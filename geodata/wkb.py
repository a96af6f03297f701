"""Well-known binary as the built-in GeoPackage has it: two dimensions, the low byte first.

Files of others are read by GDAL and GEOS; this spares the start of the atlas the loading of GEOS.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

import numpy as np

from geodata.geometry import Family, Floats, GeometryArray, Ints

_HEAD, _COUNT = struct.Struct("<BI"), struct.Struct("<I")
_LOW_BYTE_FIRST = 1
_KINDS = {Family.POINT: 1, Family.LINE: 2, Family.POLYGON: 3}
_SEVERAL = 3  # the kind of several geometries in one is that of one of them and this


def read_wkb(blobs: Sequence[bytes | None], family: Family) -> GeometryArray:
    """Return features from well-known binary, None standing for a feature without a place.

    Args:
        blobs: for each feature a point, line string or polygon, or several in one.
        family: what they all are.

    Raises:
        ValueError: if a blob is anything else.
    """
    parts: list[Floats] = []
    holes: list[bool] = []
    feature_starts = [0]
    for blob in blobs:
        for part, is_hole in _parts(blob, family) if blob is not None else ():
            parts.append(part)
            holes.append(is_hole)
        feature_starts.append(len(parts))
    geometry = GeometryArray(
        family,
        np.concatenate([np.empty((0, 2)), *parts]),
        np.cumsum([0, *map(len, parts)], dtype=np.int64),
        np.array(feature_starts, dtype=np.int64),
        np.array(holes, dtype=np.bool_),
    )
    _check(geometry.coordinates, geometry.part_starts, is_closed=family is Family.POLYGON)
    return geometry


def _parts(blob: bytes, family: Family) -> Iterator[tuple[Floats, bool]]:
    """Yield the points of each point, line or ring, shape (k, 2), and whether it is a hole."""
    kind = _KINDS[family]
    try:
        count, place = 1, 0
        if _HEAD.unpack_from(blob) == (_LOW_BYTE_FIRST, kind + _SEVERAL):
            (count,), place = _COUNT.unpack_from(blob, _HEAD.size), _HEAD.size + _COUNT.size
        for _ in range(count):
            if _HEAD.unpack_from(blob, place) != (_LOW_BYTE_FIRST, kind):
                raise ValueError(f"a geometry of the {family.value} family is of another kind")
            place += _HEAD.size
            runs = 1
            if family is Family.POLYGON:
                (runs,), place = _COUNT.unpack_from(blob, place), place + _COUNT.size
            for run in range(runs):
                size = 1
                if family is not Family.POINT:
                    (size,), place = _COUNT.unpack_from(blob, place), place + _COUNT.size
                yield np.frombuffer(blob, "<f8", 2 * size, place).reshape(-1, 2), run > 0
                place += 16 * size
    except struct.error as error:
        raise ValueError("a geometry is cut short") from error


def _check(coordinates: Floats, part_starts: Ints, *, is_closed: bool) -> None:
    """Raise ValueError if a part has no points, a point no place, or a ring is open."""
    first, last = part_starts[:-1], part_starts[1:] - 1
    if (last < first).any() or not np.isfinite(coordinates).all():
        raise ValueError("a geometry has a part without a place")
    if is_closed and (coordinates[first] != coordinates[last]).any():
        raise ValueError("a ring is open")
