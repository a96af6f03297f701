"""The frame of the map: land, countries and their departments out of GSHHG and Natural Earth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from scripts.build_data.lines import close_ends
from scripts.build_data.projection import km2, to_degrees, to_metres
from scripts.build_data.sources import BOX, Department, Record
from scripts.build_data.topology import faces


@dataclass(frozen=True, slots=True)
class Frame:
    """The lines that cut the map into land, countries and departments.

    Attributes:
        land: the land in the box (EPSG:4326).
        shores: the shore lines.
        borders: international borders, their ends closed.
        states: first-order borders, their ends closed.
        lakes: lake polygons, islands cut out.
        lake_ids: their numbers in GSHHG.
    """

    land: BaseGeometry
    shores: list[BaseGeometry]
    borders: list[BaseGeometry]
    states: list[BaseGeometry]
    lakes: list[BaseGeometry]
    lake_ids: list[str]


def frame(shores: list[Record], countries: list[Record], states: list[Record]) -> Frame:
    """Read GSHHG's records into the lines of the map."""
    box = shapely.box(*BOX)
    land = _polygons([r for r in shores if r.level == 1], box)
    islands = _polygons([r for r in shores if r.level == 3], box)
    lakes = [(r.id, _polygons([r], box)) for r in shores if r.level == 2]
    lakes = [(i, shapely.difference(lake, islands)) for i, lake in lakes if not lake.is_empty]
    water = [to_metres(polygon) for _, lake in lakes for polygon in shapely.get_parts(lake)]
    coast = shapely.boundary(land)
    borders = close_ends([_line(r) for r in countries], [], water, to_metres(coast))
    inner = close_ends([_line(r) for r in states], borders, water, to_metres(coast))
    return Frame(
        land=land,
        shores=[coast, shapely.boundary(box)],
        borders=[to_degrees(line) for line in borders],
        states=[to_degrees(line) for line in inner],
        lakes=[lake for _, lake in lakes],
        lake_ids=[i for i, _ in lakes],
    )


def _polygons(records: list[Record], box: BaseGeometry) -> BaseGeometry:
    shapes = [shapely.make_valid(shapely.Polygon(r.points), method="structure") for r in records]
    return shapely.union_all([shapely.intersection(shape, box) for shape in shapes])


def _line(record: Record) -> shapely.LineString:
    line: shapely.LineString = to_metres(shapely.LineString(record.points))
    return line


def most_overlap(shapes: NDArray[np.object_], departments: list[Department]) -> NDArray[np.int64]:
    """Return for each shape the department it overlaps most, the nearest where it overlaps none.

    Args:
        shapes: (n,) polygons (EPSG:4326).
        departments: Natural Earth's.

    Returns:
        (n,) positions in ``departments``.
    """
    outlines = np.array([department.shape for department in departments], dtype=object)
    tree = shapely.STRtree(outlines)
    best = tree.nearest(shapely.point_on_surface(shapes)).astype(np.int64)
    shape, department = tree.query(shapes, predicate="intersects")
    overlap = shapely.area(shapely.intersection(shapes[shape], outlines[department]))
    order = np.argsort(overlap)
    positive = order[overlap[order] > 0]
    best[shape[positive]] = department[positive]
    return best


def outline(lines: Frame, departments: list[Department], country: str) -> BaseGeometry:
    """Return a country's land (EPSG:4326)."""
    pieces, owners = _named(faces([*lines.shores, *lines.borders]), lines, departments)
    return shapely.union_all(pieces[[departments[k].country == country for k in owners]])


def gshhg_departments(
    lines: Frame, departments: list[Department], country: str
) -> dict[str, BaseGeometry]:
    """Return a country's departments by code as GSHHG's lines bound them (EPSG:4326).

    Each piece is named after the Natural Earth department that it overlaps most.

    Raises:
        ValueError: if a department is missing or has not 0.8 to 1.25 of Natural Earth's area, as
            when a line did not close.
    """
    cut = faces([*lines.shores, *lines.borders, *lines.states])
    pieces, owners = _named(cut, lines, departments)
    found = {}
    for number, department in enumerate(departments):
        if department.country != country:
            continue
        shape = shapely.union_all(pieces[owners == number])
        ratio = float(km2(shape) / km2(department.shape))
        if not 0.8 <= ratio <= 1.25:
            raise ValueError(f"{department.name}: {ratio:.2f} of Natural Earth's area; look at it")
        found[department.code] = shape
    return found


def _named(
    pieces: NDArray[np.object_], lines: Frame, departments: list[Department]
) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    shapely.prepare(lines.land)
    pieces = pieces[shapely.contains_properly(lines.land, shapely.point_on_surface(pieces))]
    return pieces, most_overlap(pieces, departments)
