"""Where features are, and what to show of the map to see them."""

from __future__ import annotations

import numpy as np

from geodata.geometry import Family, Floats, GeometryArray
from geodata.projection import ground_scale, to_map
from layers.view import Bounds


def around(lonlat: Floats, reach: float) -> list[Bounds | None]:
    """Return the extents (EPSG:3857) of true metres around places, shape (n, 2) (EPSG:4326)."""
    result: list[Bounds | None] = []
    for x, y in to_map(lonlat).tolist():
        half = reach / ground_scale(y)
        result.append(None if np.isnan(x) else (x - half, y - half, x + half, y + half))
    return result


def middles(geometry: GeometryArray) -> Floats:
    """Return shape (n, 2): where each feature is, NaN without a place (EPSG:4326)."""
    is_simple = geometry.family is Family.POINT and len(geometry.coordinates) == len(geometry)
    if is_simple and geometry.placed.all():
        return geometry.coordinates
    bounds = geometry.bounds()
    return (bounds[:, :2] + bounds[:, 2:]) / 2


def extents(geometry: GeometryArray, reach: float) -> list[Bounds | None]:
    """Return the extent to show for each feature, metres (EPSG:3857), None without a place.

    Args:
        geometry: the features (EPSG:4326).
        reach: true metres to show around a feature that is a point.
    """
    bounds = geometry.bounds()
    if not len(bounds):
        return []
    low, high = to_map(bounds[:, :2]), to_map(bounds[:, 2:])
    points = around(middles(geometry), reach)
    return [
        point if point is None or (one == other).all() else (*one.tolist(), *other.tolist())
        for point, one, other in zip(points, low, high, strict=True)
    ]
