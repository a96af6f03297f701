"""Between degrees (EPSG:4326) and the metres that the build measures in (EPSG:32616)."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

GRID = 1e-6
"""Degrees to which every built coordinate is rounded: about 0.1 m."""


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_metres(shape: Any) -> Any:
    """Return a geometry, or an array of them, in EPSG:32616."""
    return _moved(shape, 4326, 32616)


def to_degrees(shape: Any) -> Any:
    """Return a geometry, or an array of them, in EPSG:4326."""
    return _moved(shape, 32616, 4326)


def _moved(shape: Any, source: int, target: int) -> Any:
    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(_transformer(source, target).transform(points[:, 0], points[:, 1]))

    return shapely.transform(shape, move)


def km2(shapes: Any) -> NDArray[np.float64]:
    """Return areas in km2 of a geometry, or an array of them, in EPSG:4326 (UTM area)."""
    return np.asarray(shapely.area(to_metres(shapes))) / 1e6
