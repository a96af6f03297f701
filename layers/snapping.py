"""The nearest place on a border that is drawn."""

from __future__ import annotations

import numpy as np

from geodata.frozen import frozen
from geodata.geometry import Bools, Family, Floats, GeometryArray
from layers.scene import Scene, SceneLayer
from layers.view import View

REACH = 10.0
"""Logical pixels within which a place is drawn to a border."""

_CORNER_REACH = 6.0
_NEVER = frozenset({"sea"})


@frozen(eq=False)
class _Segments:
    """The straight pieces of a layer's lines: both ends, shape (s, 2) each, metres (EPSG:3857)."""

    starts: Floats
    ends: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, geometry: GeometryArray) -> _Segments:
        """Return the pieces of all features."""
        coordinates = geometry.coordinates
        joined: Bools = np.ones(max(len(coordinates) - 1, 0), dtype=np.bool_)
        # The last corner of a part is not joined to the first one of the next.
        breaks = geometry.part_starts[1:-1] - 1
        joined[breaks[breaks >= 0]] = False
        starts, ends = coordinates[:-1][joined], coordinates[1:][joined]
        return cls(starts, ends, np.minimum(starts, ends), np.maximum(starts, ends))

    def near(self, x: float, y: float, reach: float) -> tuple[Floats, Floats]:
        """Return both ends of the pieces whose box is within ``reach`` of a place."""
        hit = (
            (self.low[:, 0] <= x + reach)
            & (self.high[:, 0] >= x - reach)
            & (self.low[:, 1] <= y + reach)
            & (self.high[:, 1] >= y - reach)
        )
        return self.starts[hit], self.ends[hit]


class Snapper:
    """Finds the nearest place on the borders and lines of a scene.

    Pieces of layers that did not change are kept from scene to scene.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[SceneLayer, _Segments]] = {}

    def snap(
        self, scene: Scene, view: View, column: float, row: float
    ) -> tuple[float, float] | None:
        """Return metres (EPSG:3857) of the nearest place on a line within reach, else None.

        A corner that is near counts more than what lies between corners.

        Args:
            scene: what is drawn.
            view: as it is seen.
            column: logical pixels from the left.
            row: logical pixels from the top.
        """
        x, y = view.point_to_map(column, row)
        here = np.array([x, y])
        reach = REACH * view.resolution
        best: Floats | None = None
        best_distance = reach
        for layer in scene.layers:
            if layer.family is Family.POINT or not layer.shown_at(view.scale):
                continue
            if layer.layer_id in _NEVER:
                continue
            starts, ends = self._segments(layer).near(x, y, reach)
            if not len(starts):
                continue
            corner = _nearest_corner(np.concatenate([starts, ends]), here)
            distance = float(np.hypot(*(corner - here)))
            if distance > _CORNER_REACH * view.resolution:
                corner = _nearest_between(starts, ends, here)
                distance = float(np.hypot(*(corner - here)))
            if distance <= best_distance:
                best, best_distance = corner, distance
        return None if best is None else (float(best[0]), float(best[1]))

    def _segments(self, layer: SceneLayer) -> _Segments:
        kept = self._kept.get(layer.id)
        if kept is None or kept[0].geometry is not layer.geometry:
            kept = (layer, _Segments.of(layer.geometry))
            self._kept[layer.id] = kept
        return kept[1]


def _nearest_corner(corners: Floats, here: Floats) -> Floats:
    nearest: Floats = corners[np.argmin(((corners - here) ** 2).sum(axis=1))]
    return nearest


def _nearest_between(starts: Floats, ends: Floats, here: Floats) -> Floats:
    """Return the place nearest to ``here`` on the pieces from ``starts`` to ``ends``."""
    along = ends - starts
    length = (along**2).sum(axis=1)
    share = ((here - starts) * along).sum(axis=1) / np.where(length > 0, length, 1.0)
    feet = starts + np.clip(share, 0.0, 1.0)[:, None] * along
    return _nearest_corner(feet, here)
