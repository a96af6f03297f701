"""Areas that share their borders to the last digit.

The map is cut once into faces; each face belongs to a unit. The lines between units are kept once
each, and every area that ships is built from these same lines: delegations, departments,
countries, land and sea cannot overlap or gape.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from scripts.build_data.projection import GRID

OUTSIDE = -1
"""The unit beyond the edge of the map."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A line between two units.

    Attributes:
        sides: the two units, the smaller first.
        line: the line (EPSG:4326).
    """

    sides: tuple[int, int]
    line: shapely.LineString


def faces(lines: list[BaseGeometry]) -> NDArray[np.object_]:
    """Cut the plane along ``lines`` (EPSG:4326, noded on `GRID`) into polygons."""
    noded = shapely.union_all(np.array(lines, dtype=object), grid_size=GRID)
    return np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))


def borders(shapes: NDArray[np.object_], units: NDArray[np.int64]) -> list[Arc]:
    """Return the lines between different units of a coverage.

    Args:
        shapes: (n,) polygons that share their vertices exactly.
        units: (n,) the unit of each polygon, 0 or more.
    """
    segments, owners = _segments(shapes, units)
    keys, place = np.unique(segments, axis=0, return_inverse=True)
    place = place.ravel()
    low = np.full(len(keys), np.iinfo(np.int64).max)
    high = np.full(len(keys), OUTSIDE)
    np.minimum.at(low, place, owners)
    np.maximum.at(high, place, owners)
    low = np.where(np.bincount(place, minlength=len(keys)) == 1, OUTSIDE, low)
    arcs = []
    differ = low != high
    for sides in np.unique(np.column_stack([low, high])[differ], axis=0):
        chosen = keys[differ & (low == sides[0]) & (high == sides[1])]
        pieces = shapely.linestrings(chosen.reshape(-1, 2, 2))
        merged = shapely.line_merge(shapely.multilinestrings(pieces))
        pair = (int(sides[0]), int(sides[1]))
        arcs += [Arc(pair, line) for line in shapely.get_parts(merged)]
    return arcs


def _segments(
    shapes: NDArray[np.object_], units: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return (m, 4) segments with the smaller end first, and the (m,) units beside them."""
    rings, shape_of_ring = shapely.get_rings(shapes, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    points = np.round(points, 6) + 0.0
    same = ring[1:] == ring[:-1]
    start, stop = points[:-1][same], points[1:][same]
    swap = (start[:, 0] > stop[:, 0]) | ((start[:, 0] == stop[:, 0]) & (start[:, 1] > stop[:, 1]))
    first = np.where(swap[:, None], stop, start)
    last = np.where(swap[:, None], start, stop)
    return np.hstack([first, last]), units[shape_of_ring[ring[:-1][same]]]


def simplified(arcs: list[Arc], tolerances: Sequence[tuple[BaseGeometry, float]]) -> list[Arc]:
    """Return the arcs with less detail away from what the map is about.

    A piece that would then cross another or itself, or jump over another, keeps all its detail;
    the edge of the map keeps its corners.

    Args:
        arcs: the arcs.
        tolerances: zones that tile the map, each with its tolerance in degrees.
    """
    cut = [
        (arc.sides, piece, 0.0 if OUTSIDE in arc.sides else tolerance)
        for arc in arcs
        for zone, tolerance in tolerances
        for piece in _lines(shapely.intersection(arc.line, zone, grid_size=GRID))
    ]
    whole = np.array([piece for _, piece, _ in cut], dtype=object)
    thin = shapely.simplify(whole, [tolerance for _, _, tolerance in cut])
    while len(bad := np.union1d(_crossing(thin), _jumping(whole, thin))):
        if (thin[bad] == whole[bad]).all():
            raise ValueError(f"borders cross near {thin[bad[0]].centroid}")
        thin[bad] = whole[bad]
    return [Arc(sides, line) for (sides, _, _), line in zip(cut, thin, strict=True)]


def _crossing(lines: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return the positions of lines that cross another or themselves."""
    a, b = shapely.STRtree(lines).query(lines, predicate="crosses")
    touching = shapely.STRtree(lines).query(lines, predicate="overlaps")
    return np.unique(np.concatenate([a, b, *touching, np.flatnonzero(~shapely.is_simple(lines))]))


def _jumping(whole: NDArray[np.object_], thin: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return the positions of thinned lines that have another line between then and now."""
    changed = np.flatnonzero(shapely.get_num_points(whole) != shapely.get_num_points(thin))
    between = [
        shapely.make_valid(shapely.Polygon([*whole[k].coords, *thin[k].coords[::-1]]))
        for k in changed
    ]
    areas = np.array(between, dtype=object)
    found, _ = shapely.STRtree(thin).query(areas, predicate="contains_properly")
    return np.asarray(changed[np.unique(found)])


def _lines(shape: BaseGeometry) -> list[shapely.LineString]:
    parts = shapely.get_parts(shapely.line_merge(shape) if shape.geom_type != "Point" else shape)
    return [part for part in parts if part.geom_type == "LineString" and part.length > 0]


def area(arcs: list[Arc], units: Collection[int]) -> BaseGeometry:
    """Return the polygon or multipolygon of a set of units."""
    inside = frozenset(units)
    edge = [arc.line for arc in arcs if (arc.sides[0] in inside) != (arc.sides[1] in inside)]
    return shapely.normalize(shapely.build_area(shapely.multilinestrings(edge)))


def merged_lines(arcs: list[Arc]) -> shapely.MultiLineString:
    """Return the arcs joined end to end."""
    merged = shapely.line_merge(shapely.multilinestrings([arc.line for arc in arcs]))
    return shapely.MultiLineString(list(shapely.get_parts(merged)))
