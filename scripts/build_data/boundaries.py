"""Where the lines of departments and delegations run, drawn from open sources.

No open package has the lines of municipalities, and those that have departments are coarse. So
the lines are drawn: departments from GSHHG's lines, moved so that the areas come out as published
and the towns lie on their side; delegations inside San Salvador and La Libertad from the seats of
their municipalities and, in San Salvador, the areas of these. Everything is in EPSG:32616.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from scripts.build_data.partition import assigned, fitted_weights
from scripts.build_data.raster import Grid
from scripts.build_data.topology import borders

_STEP = 100.0
_MARGIN = 3000.0
_SIMPLIFY = 200.0
_SEAT_SHARE = 0.1
_BUMP = 2500.0
_TOWN_MARGIN = 500.0
_TOWN_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Department:
    """A department to draw.

    Attributes:
        code: the last part of its HASC code ("SS").
        shape: as open sources have it.
        seats: (n, 2) the seat points of its municipalities.
        towns: (m, 2) those of them that GeoNames has, which must lie inside.
        area: km2 to fit, None to leave its lines where they are.
    """

    code: str
    shape: BaseGeometry
    seats: NDArray[np.float64]
    towns: NDArray[np.float64]
    area: float | None


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality of a department that has several delegations.

    Attributes:
        seat: (2,) its seat point.
        delegation: the position of its delegation.
        area: km2 from population and density, None where the census table has none.
    """

    seat: NDArray[np.float64]
    delegation: int
    area: float | None


@dataclass(frozen=True, slots=True)
class Cells:
    """The delegations as cells that reach a little past the country's outline.

    Attributes:
        shapes: the cells, a coverage.
        owners: the delegation of each cell.
        lines: the lines between delegations.
    """

    shapes: NDArray[np.object_]
    owners: NDArray[np.int64]
    lines: list[shapely.LineString]

    def at(self, points: NDArray[np.object_]) -> NDArray[np.int64]:
        """Return the delegation whose cell each point lies in or is nearest to."""
        return self.owners[shapely.STRtree(self.shapes).nearest(points)]


class Canvas:
    """The cells of a grid that lie in a country or close to it, in one row.

    Attributes:
        grid: the grid.
        near: (rows, columns) whether a cell lies in the country or within 3 km of it.
        points: (n, 2) the middles of the near cells.
        inside: (n,) whether a near cell lies in the country.
    """

    def __init__(self, country: BaseGeometry) -> None:
        self.grid = Grid.around(country, 2 * _MARGIN, _STEP)
        within = self.grid.mask(country)
        self.near = self.grid.signed_distance(within) <= _MARGIN
        self._number = np.cumsum(self.near).reshape(self.near.shape) - 1
        x, y = np.meshgrid(self.grid.x, self.grid.y)
        self.points = np.column_stack([x[self.near], y[self.near]])
        self.inside = within[self.near]

    def cell(self, point: NDArray[np.float64]) -> int:
        """Return the number of the near cell that ``point`` (2,) lies in."""
        column, row = (point - (self.grid.west, self.grid.south)) // self.grid.step
        return int(self._number[int(row), int(column)])

    def depth(self, shape: BaseGeometry) -> NDArray[np.float32]:
        """Return the signed distance of the near cells to ``shape``, negative inside."""
        return self.grid.signed_distance(self.grid.mask(shape))[self.near]

    def polygons(self, owners: NDArray[np.int64]) -> list[tuple[int, shapely.Polygon]]:
        """Return the connected areas of the near cells of one owner."""
        labels = np.full(self.near.shape, -1, dtype=np.int16)
        labels[self.near] = owners
        return [(owner, shape) for owner, shape in self.grid.polygons(labels) if owner >= 0]


def draw(
    country: BaseGeometry,
    departments: Sequence[Department],
    whole: Mapping[str, int],
    split: Mapping[str, Sequence[Municipality]],
) -> Cells:
    """Draw the delegations.

    Args:
        country: the outline.
        departments: the departments.
        whole: the delegation of each department that has one.
        split: the municipalities of each department that has several.
    """
    canvas = Canvas(country)
    department = department_of(canvas, departments)
    owners = np.zeros(len(department), dtype=np.int64)
    for position, code in enumerate(d.code for d in departments):
        mine = department == position
        owners[mine] = whole[code] if code in whole else delegation_of(canvas, mine, split[code])
    found = canvas.polygons(owners)
    shapes = np.array([shape for _, shape in found], dtype=object)
    shapes = np.asarray(shapely.coverage_simplify(shapes, _SIMPLIFY))
    numbers = np.array([owner for owner, _ in found], dtype=np.int64)
    lines = [arc.line for arc in borders(shapes, numbers) if arc.sides[0] >= 0]
    return Cells(shapes, numbers, lines)


def department_of(canvas: Canvas, departments: Sequence[Department]) -> NDArray[np.int64]:
    """Return the department of each near cell.

    A cell goes to the department of the least (signed distance + 0.1 x distance to its nearest
    seat - weight); the weights give the departments their published areas. A town that then still
    lies outside its own department, or less than 0.5 km inside, pulls the line over by a bump of
    2.5 km (standard deviation).
    """
    costs = np.stack(
        [
            canvas.depth(d.shape) + _SEAT_SHARE * _distance(canvas.points, d.seats)
            for d in departments
        ]
    )
    cells = 1e6 / _STEP**2
    targets = np.array([np.nan if d.area is None else d.area * cells for d in departments])
    weights = fitted_weights(costs[:, canvas.inside], targets)
    for _ in range(_TOWN_ROUNDS):
        if not _pull(canvas, costs, weights, departments):
            break
        weights = fitted_weights(costs[:, canvas.inside], targets)
    return assigned(costs, weights)


def _pull(
    canvas: Canvas,
    costs: NDArray[np.float32],
    weights: NDArray[np.float64],
    departments: Sequence[Department],
) -> bool:
    """Lower the costs around towns that lie outside their department; tell whether any did."""
    pulled = False
    for k, department in enumerate(departments):
        for town in department.towns:
            here = canvas.cell(town)
            margin = costs[:, here] - weights
            others = np.delete(margin, k).min()
            # Two signed distances differ by twice the distance to the line between them.
            lack = margin[k] - others + 2 * _TOWN_MARGIN
            if lack > 0:
                away2 = ((canvas.points - town) ** 2).sum(axis=1)
                costs[k] -= (lack * np.exp(-0.5 * away2 / _BUMP**2)).astype(np.float32)
                pulled = True
    return pulled


def delegation_of(
    canvas: Canvas, mine: NDArray[np.bool_], municipalities: Sequence[Municipality]
) -> NDArray[np.int64]:
    """Return the delegation of each cell of a department.

    A cell goes to the municipality of the least (distance to the seat - weight), the weights
    fitted to the areas where these are known, else all 0.

    Args:
        canvas: the cells.
        mine: (n,) which near cells are the department's.
        municipalities: those of the department.
    """
    costs = np.stack([_distance(canvas.points[mine], m.seat[None, :]) for m in municipalities])
    areas = np.array([np.nan if m.area is None else m.area for m in municipalities])
    weights = np.zeros(len(municipalities))
    if not np.isnan(areas).any():
        inside = canvas.inside[mine]
        weights = fitted_weights(costs[:, inside], areas / areas.sum() * inside.sum())
    delegations = np.array([m.delegation for m in municipalities])
    return delegations[assigned(costs, weights)]


def _distance(points: NDArray[np.float64], seats: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return metres from each of ``points`` (n, 2) to the nearest of ``seats`` (m, 2)."""
    nearest = np.full(len(points), np.inf)
    for seat in seats:
        np.minimum(nearest, ((points - seat) ** 2).sum(axis=1), out=nearest)
    return np.asarray(np.sqrt(nearest), dtype=np.float32)
