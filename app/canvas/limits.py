"""How far and how close the map can be looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import inf

import numpy as np

from geodata.frozen import frozen
from geodata.projection import to_map
from geodata.table import FeatureTable
from layers.scene import Scene
from layers.view import Bounds, View, fit

CLOSEST_SCALE = 2_000
"""The N of the largest scale, 1:N: nothing in the data is surveyed better than that."""


@frozen
class Limits:
    """Keeps views on the map.

    Attributes:
        bounds: the extent that has data, metres (EPSG:3857); a view does not leave it.
        home: the extent that can always be seen whole, metres (EPSG:3857).
    """

    bounds: Bounds
    home: Bounds

    def resolution(self, view: View, resolution: float) -> float:
        """Return the allowed resolution nearest to ``resolution`` at a view's place and size."""
        closest = view.at_scale(CLOSEST_SCALE).resolution
        return max(closest, min(resolution, self._coarsest(view)))

    def clamp(self, view: View) -> View:
        """Return the allowed view nearest to ``view``."""
        resolution = self.resolution(view, view.resolution)
        min_x, min_y, max_x, max_y = self.bounds
        return replace(
            view,
            resolution=resolution,
            x=_inside(view.x, min_x, max_x, view.width * resolution / 2),
            y=_inside(view.y, min_y, max_y, view.height * resolution / 2),
        )

    def _coarsest(self, view: View) -> float:
        """Return the resolution at which the data just fills the view, or home fits into it."""
        min_x, min_y, max_x, max_y = self.bounds
        filled = min((max_x - min_x) / view.width, (max_y - min_y) / view.height)
        return max(filled, fit(self.home, view.width, view.height).resolution)


def limits_of(scene: Scene, tables: Iterable[FeatureTable]) -> Limits:
    """Return the limits of a scene, wide enough for the planner's own ``tables``, shown or not."""
    extents = [table.geometry.total_bounds() for table in tables]
    corners = np.array([extent for extent in extents if extent is not None]).reshape(-1, 2)
    metres = to_map(np.clip(corners, (-180.0, -90.0), (180.0, 90.0)))
    corners = np.concatenate([np.array(scene.limit).reshape(-1, 2), metres])
    min_x, min_y = corners.min(axis=0).tolist()
    max_x, max_y = corners.max(axis=0).tolist()
    return Limits((min_x, min_y, max_x, max_y), scene.home)


ANYWHERE = Limits((-inf, -inf, inf, inf), (0.0, 0.0, 0.0, 0.0))
"""Lets every view be."""


def _inside(centre: float, low: float, high: float, half: float) -> float:
    """Return the centre at which ``half`` to either side stays inside; the middle if it cannot."""
    if high - low <= 2 * half:
        return (low + high) / 2
    return min(max(centre, low + half), high - half)
