"""In which department a place lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geodata.geometry import Floats
from geodata.table import FeatureTable

_DOUBT = 0.03
"""Degrees, about 3 km: as near to a boundary the open boundaries do not tell for sure."""


class Whereabouts:
    """Names the department of places; "" abroad and where its boundaries are too rough to tell."""

    def __init__(self, departments: FeatureTable, language: str) -> None:
        shapes = departments.geometry.to_shapely()
        self._names = [departments.text(row, "name", language) for row in range(len(departments))]
        self._shapes = shapes
        self._edges = shapely.boundary(shapes)
        self._tree = shapely.STRtree(shapes)
        shapely.prepare(shapes)
        shapely.prepare(self._edges)

    def departments(self, lonlat: Floats | Sequence[tuple[float, float]]) -> list[str]:
        """Return the department's name for each of some places, shape (n, 2) (EPSG:4326)."""
        places = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
        names = [""] * len(places)
        points: Any = shapely.points(places)
        known = ~np.isnan(places).any(axis=1)
        rows = np.flatnonzero(known)
        for place, department in self._tree.query(points[rows], predicate="within").T.tolist():
            if not shapely.dwithin(self._edges[department], points[rows[place]], _DOUBT):
                names[rows[place]] = self._names[department]
        return names
