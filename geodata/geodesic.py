"""Lengths, bearings and areas on the ellipsoid (WGS 84).

pyproj.Geod solves the geodesic problems after C. F. F. Karney, "Algorithms for geodesics",
Journal of Geodesy 87 (2013). It is imported at first use: it takes longer than a frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from geodata.geometry import Floats

LonLat = tuple[float, float]

_STEP = 20_000.0
"""Metres between the corners that stand for a geodesic on the map."""


@lru_cache(maxsize=1)
def _geod() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def distances(centre: LonLat, lonlat: Floats) -> Floats:
    """Return shape (n,) metres from a place to others, shape (n, 2) degrees (EPSG:4326)."""
    count = len(lonlat)
    _, _, metres = _geod().inv(
        np.full(count, centre[0]), np.full(count, centre[1]), lonlat[:, 0], lonlat[:, 1]
    )
    return np.asarray(metres, dtype=np.float64)


def leg(start: LonLat, end: LonLat) -> tuple[float, float]:
    """Return metres from ``start`` to ``end``, and the bearing at ``start``.

    The bearing is in degrees from true north, clockwise, from 0 up to 360.
    """
    azimuth, _, metres = _geod().inv(*start, *end)
    return float(metres), float(azimuth) % 360.0


def length(corners: Sequence[LonLat]) -> float:
    """Return the metres of a line through ``corners`` (EPSG:4326)."""
    longitudes, latitudes = zip(*corners, strict=True) if corners else ((), ())
    return float(_geod().line_length(longitudes, latitudes)) if len(corners) > 1 else 0.0


def area_and_perimeter(corners: Sequence[LonLat]) -> tuple[float, float]:
    """Return the square metres and the metres around of an area (EPSG:4326), either way round."""
    if len(corners) < 3:
        return 0.0, 0.0
    longitudes, latitudes = zip(*corners, strict=True)
    area, perimeter = _geod().polygon_area_perimeter(longitudes, latitudes)
    return abs(float(area)), float(perimeter)


def path(start: LonLat, end: LonLat) -> list[LonLat]:
    """Return the geodesic from ``start`` to ``end`` as corners close enough to be drawn."""
    metres, _ = leg(start, end)
    between = int(metres // _STEP)
    if not between:
        return [start, end]
    return [start, *_geod().npts(*start, *end, between), end]
