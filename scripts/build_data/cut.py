"""Cuts the map into delegations, neighbouring departments, other countries and seas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from scripts.build_data.basemap import Frame, most_overlap
from scripts.build_data.boundaries import Cells
from scripts.build_data.projection import km2, to_degrees, to_metres
from scripts.build_data.sources import BOX, Department
from scripts.build_data.topology import OUTSIDE, Arc, area, borders, faces, simplified

Faces = NDArray[np.object_]
Units = NDArray[np.int64]

# Zones of detail, the finest first, each with its tolerance in degrees.
_ZONES = (
    (shapely.box(-90.4, 12.9, -87.4, 14.7), 0.0001),
    (shapely.box(-91.6, 12.2, -86.4, 15.4), 0.0015),
    (shapely.box(*BOX), 0.004),
)
# Islands and crumbs below these areas, in km2, are left out or joined to a neighbour.
_ISLAND_NEAR = 0.05
_ISLAND_FAR = 1.0
_CRUMB = 2.0
_PACIFIC, _CARIBBEAN = "Pacific", "Caribbean"
# A sea face north of here is Caribbean.
_BETWEEN_SEAS = 15.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of the map that is one thing.

    Attributes:
        country: ISO code, "" for a sea.
        department: the last part of the department's HASC code, or the name of a sea.
        delegation: its position in the fact table, or -1.
    """

    country: str
    department: str
    delegation: int = -1


@dataclass(frozen=True, slots=True)
class Map:
    """The map cut into units.

    Attributes:
        arcs: the lines between units; a side is a position in ``units``.
        units: the units.
    """

    arcs: list[Arc]
    units: list[Unit]

    def area(
        self,
        country: str | None = None,
        department: str | None = None,
        delegation: int | None = None,
    ) -> BaseGeometry:
        """Return the area of the units that are what is asked for; what is None may be anything."""
        asked = (country, department, delegation)
        return area(
            self.arcs,
            [
                number
                for number, unit in enumerate(self.units)
                if all(
                    want in (None, have)
                    for want, have in zip(
                        asked, (unit.country, unit.department, unit.delegation), strict=True
                    )
                )
            ],
        )


def cut(
    lines: Frame,
    departments: list[Department],
    country: BaseGeometry,
    cells: Cells,
    codes: list[str],
) -> Map:
    """Cut the map.

    Args:
        lines: shores and borders.
        departments: Natural Earth's.
        country: the outline of El Salvador (EPSG:4326).
        cells: the delegations' cells and the lines between them (EPSG:32616).
        codes: the code of each delegation's department.
    """
    around = shapely.buffer(to_metres(country), 30)
    inner = [to_degrees(shapely.intersection(line, around)) for line in cells.lines]
    foreign = [shapely.difference(line, shapely.buffer(country, -1e-4)) for line in lines.states]
    pieces = faces([*lines.shores, *lines.borders, *foreign, *inner])
    units, numbers = _owners(pieces, lines, departments, country, cells, codes)
    used, numbers = np.unique(_without_crumbs(pieces, numbers, units), return_inverse=True)
    arcs = simplified(borders(pieces, numbers.astype(np.int64)), _zones())
    return Map(arcs, [units[k] for k in used])


def _owners(
    pieces: Faces,
    lines: Frame,
    departments: list[Department],
    country: BaseGeometry,
    cells: Cells,
    codes: list[str],
) -> tuple[list[Unit], Units]:
    """Return the units and the number of each piece's unit."""
    inner = shapely.point_on_surface(pieces)
    shapely.prepare([lines.land, country])
    dry = shapely.contains_properly(lines.land, inner)
    own = dry & shapely.contains_properly(country, inner)
    best = most_overlap(pieces, departments)
    delegation = cells.at(to_metres(inner))
    known: dict[Unit, int] = {}
    numbers = np.empty(len(pieces), dtype=np.int64)
    for k in range(len(pieces)):
        if own[k]:
            number = int(delegation[k])
            unit = Unit("SV", codes[number], number)
        elif dry[k]:
            unit = Unit(departments[best[k]].country, departments[best[k]].code)
        else:
            unit = Unit("", _CARIBBEAN if inner[k].y > _BETWEEN_SEAS else _PACIFIC)
        numbers[k] = known.setdefault(unit, len(known))
    return list(known), numbers


def _without_crumbs(pieces: Faces, numbers: Units, units: list[Unit]) -> Units:
    """Return the units with crumbs given to the neighbour of the longest border.

    A crumb is a piece of less than 2 km2 that borders on other land; an island too small to show
    goes to the sea.
    """
    numbers = numbers.copy()
    size = km2(pieces)
    near = shapely.intersects(pieces, _ZONES[0][0])
    each = np.arange(len(pieces))
    beside: dict[int, dict[int, float]] = {int(k): {} for k in each}
    for arc in borders(pieces, each):
        a, b = arc.sides
        if a != OUTSIDE:
            beside[a][b] = beside[a].get(b, 0.0) + arc.line.length
            beside[b][a] = beside[b].get(a, 0.0) + arc.line.length
    for k in np.argsort(size, kind="stable"):
        unit = units[numbers[k]]
        if size[k] >= _CRUMB or not unit.country:
            continue
        lands = {o: n for o, n in beside[int(k)].items() if units[numbers[o]].country}
        same = {o: n for o, n in lands.items() if units[numbers[o]].country == unit.country}
        if same or lands:
            numbers[k] = numbers[max(same or lands, key=lambda o: (same or lands)[o])]
        elif size[k] < (_ISLAND_NEAR if near[k] else _ISLAND_FAR):
            numbers[k] = numbers[max(beside[int(k)], key=beside[int(k)].__getitem__)]
    return numbers


def _zones() -> list[tuple[BaseGeometry, float]]:
    """Return rings of the map, each without the finer one inside it, with their tolerances."""
    zones: list[tuple[BaseGeometry, float]] = []
    inner: BaseGeometry = shapely.Polygon()
    for zone, tolerance in _ZONES:
        zones.append((shapely.difference(zone, inner), tolerance))
        inner = zone
    return zones


def thinned(shape: BaseGeometry) -> BaseGeometry:
    """Return a lake or river with the detail of the zone it lies in, cut to the map.

    What only touches the map's edge comes back empty.
    """
    dimension = shapely.get_dimensions(shape)
    parts = shapely.get_parts(shapely.intersection(shape, _ZONES[-1][0]))
    inside = shapely.union_all(parts[shapely.get_dimensions(parts) == dimension])
    if inside.is_empty:
        return inside
    tolerance = next(tolerance for zone, tolerance in _ZONES if zone.intersects(inside))
    return shapely.simplify(shapely.line_merge(inside) if dimension == 1 else inside, tolerance)
