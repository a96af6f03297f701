"""A grid of cells over El Salvador, and the way from labelled cells back to polygons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from shapely.geometry.base import BaseGeometry

Mask = NDArray[np.bool_]
Labels = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Grid:
    """Square cells in EPSG:32616, rows from south to north.

    Attributes:
        west: left edge in metres.
        south: lower edge in metres.
        columns: number of columns.
        rows: number of rows.
        step: size of a cell in metres.
    """

    west: float
    south: float
    columns: int
    rows: int
    step: float

    @classmethod
    def around(cls, shape: BaseGeometry, margin: float, step: float) -> Grid:
        """Return the grid that covers ``shape`` (EPSG:32616) and ``margin`` metres around it."""
        west, south, east, north = shapely.buffer(shape, 0).bounds
        west, south = (np.floor((v - margin) / step) * step for v in (west, south))
        columns = int(np.ceil((east + margin - west) / step))
        rows = int(np.ceil((north + margin - south) / step))
        return cls(float(west), float(south), columns, rows, step)

    @property
    def x(self) -> NDArray[np.float64]:
        """Eastings of the columns' middles, shape (columns,)."""
        return np.asarray(self.west + (np.arange(self.columns) + 0.5) * self.step)

    @property
    def y(self) -> NDArray[np.float64]:
        """Northings of the rows' middles, shape (rows,)."""
        return np.asarray(self.south + (np.arange(self.rows) + 0.5) * self.step)

    def mask(self, shape: BaseGeometry) -> Mask:
        """Return which cells have their middle in ``shape``; shape (rows, columns)."""
        inside = np.zeros((self.rows, self.columns), dtype=np.bool_)
        west, south, east, north = shape.bounds
        i0, i1 = np.searchsorted(self.x, [west, east])
        j0, j1 = np.searchsorted(self.y, [south, north])
        shapely.prepare(shape)
        x, y = np.meshgrid(self.x[i0:i1], self.y[j0:j1])
        inside[j0:j1, i0:i1] = shapely.contains_xy(shape, x, y)
        return inside

    def signed_distance(self, mask: Mask) -> NDArray[np.float32]:
        """Return metres to the edge of ``mask``, negative inside; shape (rows, columns)."""
        outside = ndimage.distance_transform_edt(~mask)
        inside = ndimage.distance_transform_edt(mask)
        return np.asarray((outside - inside) * self.step, dtype=np.float32)

    def polygons(self, labels: Labels) -> list[tuple[int, shapely.Polygon]]:
        """Return the connected areas of equal label as an exact coverage."""
        edges = shapely.union_all(shapely.multilinestrings(self._edges(labels)))
        faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.line_merge(edges))))
        inner = shapely.get_coordinates(shapely.point_on_surface(faces))
        i = ((inner[:, 0] - self.west) // self.step).astype(int)
        j = ((inner[:, 1] - self.south) // self.step).astype(int)
        return [(int(labels[b, a]), face) for a, b, face in zip(i, j, faces, strict=True)]

    def _edges(self, labels: Labels) -> NDArray[np.object_]:
        """Return the cell edges between different labels and around the grid."""
        padded = np.pad(labels, 1, constant_values=-1)
        j, i = np.nonzero(padded[1:-1, :-1] != padded[1:-1, 1:])
        upright = np.stack([np.stack([i, j], -1), np.stack([i, j + 1], -1)], 1)
        j, i = np.nonzero(padded[:-1, 1:-1] != padded[1:, 1:-1])
        level = np.stack([np.stack([i, j], -1), np.stack([i + 1, j], -1)], 1)
        corners = np.concatenate([upright, level]) * self.step + [self.west, self.south]
        return np.asarray(shapely.linestrings(corners))
