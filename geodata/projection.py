"""Between longitude and latitude (EPSG:4326) and the map's plane (EPSG:3857).

The formulas are those of EPSG method 1024, Popular Visualisation Pseudo Mercator (IOGP
Guidance Note 7-2). They stand here because pyproj takes longer to import than the first map
takes to draw; a test compares them with pyproj.
"""

from __future__ import annotations

import math

import numpy as np

from geodata.geometry import Floats

EARTH_RADIUS = 6378137.0
"""Semi-major axis of WGS 84 in metres, the sphere of EPSG:3857."""

MAX_LATITUDE = 85.051128779806604
"""Degrees; where the map's plane ends and becomes a square."""

_AT_ONCE = 50_000


def to_map(lonlat: Floats) -> Floats:
    """Return shape (n, 2) metres (EPSG:3857) from shape (n, 2) degrees (EPSG:4326)."""
    result = np.empty_like(lonlat, dtype=np.float64)
    # A part at a time, or what lies between would take more memory than the result.
    for start in range(0, len(lonlat), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        latitude = np.clip(lonlat[part, 1], -MAX_LATITUDE, MAX_LATITUDE)
        result[part, 0] = np.radians(lonlat[part, 0]) * EARTH_RADIUS
        result[part, 1] = np.arctanh(np.sin(np.radians(latitude))) * EARTH_RADIUS
    return result


def to_lonlat(metres: Floats) -> Floats:
    """Return shape (n, 2) degrees (EPSG:4326) from shape (n, 2) metres (EPSG:3857)."""
    result = np.empty_like(metres, dtype=np.float64)
    result[:, 0] = np.degrees(metres[:, 0] / EARTH_RADIUS)
    result[:, 1] = np.degrees(np.arcsin(np.tanh(metres[:, 1] / EARTH_RADIUS)))
    return result


def point_to_map(longitude: float, latitude: float) -> tuple[float, float]:
    """Return x, y in metres (EPSG:3857) of one position in degrees (EPSG:4326)."""
    x, y = to_map(np.array([[longitude, latitude]]))[0]
    return float(x), float(y)


def point_to_lonlat(x: float, y: float) -> tuple[float, float]:
    """Return longitude, latitude in degrees (EPSG:4326) of one place on the map (EPSG:3857)."""
    longitude, latitude = to_lonlat(np.array([[x, y]]))[0]
    return float(longitude), float(latitude)


def ground_scale(y: float) -> float:
    """Return how many true metres one metre of the map's plane stands for at map height ``y``.

    The plane stretches by 1 / cos(latitude), which is cosh(y / radius).
    """
    return 1.0 / math.cosh(y / EARTH_RADIUS)
