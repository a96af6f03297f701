"""Where the lines of departments and delegations run, drawn from open sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from scripts.build_data.raster import Grid, Labels
from scripts.build_data.topology import borders

_STEP = 100.0
_MARGIN = 3000.0
_SIMPLIFY = 200.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A delegation to draw (EPSG:32616).

    Attributes:
        name: its name.
        department: the code of its department ("SS").
        seats: (n, 2) the seat points of its municipalities.
    """

    name: str
    department: str
    seats: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cells:
    """The delegations as cells that reach past the country's outline (EPSG:32616).

    Attributes:
        shapes: the cells, a coverage.
        owners: the delegation of each cell.
        departments: the code of each delegation's department.
        lines: the lines between delegations.
    """

    shapes: NDArray[np.object_]
    owners: NDArray[np.int64]
    departments: list[str]
    lines: list[shapely.LineString]

    def at(self, points: NDArray[np.object_]) -> NDArray[np.int64]:
        """Return the delegation whose cell each point lies in or is nearest to."""
        return self.owners[shapely.STRtree(self.shapes).nearest(points)]


def draw(
    country: shapely.Geometry,
    departments: Mapping[str, shapely.Geometry],
    units: list[Unit],
) -> Cells:
    """Draw the delegations (EPSG:32616).

    Args:
        country: the outline.
        departments: the 14 departments by code.
        units: the 19 delegations.
    """
    grid = Grid.around(country, _MARGIN, _STEP)
    codes = list(departments)
    costs = np.stack([grid.signed_distance(grid.mask(departments[code])) for code in codes])
    department = np.argmin(costs, axis=0)
    del costs
    labels = np.zeros(department.shape, dtype=np.int16)
    for position, code in enumerate(codes):
        inside = department == position
        members = [k for k, unit in enumerate(units) if unit.department == code]
        nearest = np.argmin([grid.distance(units[k].seats) for k in members], axis=0)
        labels[inside] = np.array(members, dtype=np.int16)[nearest[inside]]
    cells = _smooth(grid, labels)
    shapes = np.array([cell for _, cell in cells], dtype=object)
    owners = np.array([owner for owner, _ in cells], dtype=np.int64)
    lines = [arc.line for arc in borders(shapes, owners) if arc.sides[0] >= 0]
    return Cells(shapes, owners, [unit.department for unit in units], lines)


def _smooth(grid: Grid, labels: Labels) -> list[tuple[int, shapely.Polygon]]:
    found = [(label, shape) for label, shape in grid.polygons(labels)]
    thin = shapely.coverage_simplify(
        np.array([shape for _, shape in found], dtype=object), _SIMPLIFY
    )
    return [(label, shape) for (label, _), shape in zip(found, thin, strict=True)]
