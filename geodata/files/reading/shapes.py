"""Checks and repairs geometries on their way in."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from geodata.files.messages import N_
from geodata.files.reading.families import Shapes, by_family, merge_collections
from geodata.files.reading.systems import (
    find_turn,
    guess_crs,
    note_lambert,
    note_outside,
    parse_crs,
    to_degrees,
    unreadable_crs,
)
from geodata.files.report import Finding, Outcome
from geodata.files.request import WGS84
from geodata.geometry import Family


def clean(
    shapes: Shapes, stated: str | None, chosen: str | None, unreadable: Any
) -> tuple[dict[Family, Shapes], str]:
    """Return the geometries in longitude and latitude (EPSG:4326), by family, and their system.

    Heights are dropped, invalid areas made valid (shapely.make_valid), collections taken apart;
    what is empty, not a number or off the globe is dropped. Everything is reported.

    Args:
        shapes: the geometries.
        stated: the reference system that the file states, None if it does not.
        chosen: the one that the planner says it is, None to find out.
        unreadable: shape (n,), which geometries are missing because they cannot be read.

    Raises:
        FileError: if the chosen reference system is none.
    """
    _drop_missing(shapes, unreadable)
    _drop_heights(shapes)
    _drop_not_finite(shapes)
    crs = chosen or _credible(shapes, stated) or guess_crs(_middles(shapes))
    if chosen is None:
        _turn(shapes, crs)
        if stated is None:
            note_lambert(shapes.findings, crs, shapes.file)
    _reproject(shapes, crs)
    _wrap(shapes)
    _drop_off_globe(shapes)
    _repair(shapes)
    merge_collections(shapes)
    note_outside(shapes.findings, _middles(shapes), shapes.numbers, shapes.file)
    return by_family(shapes), crs


def _middles(shapes: Shapes) -> Any:
    bounds = shapely.bounds(shapes.shapes).reshape(-1, 4)
    return (bounds[:, :2] + bounds[:, 2:]) / 2


def _drop_missing(shapes: Shapes, unreadable: Any) -> None:
    missing = shapely.is_missing(shapes.shapes) | shapely.is_empty(shapes.shapes)
    shapes.report(
        missing & ~unreadable,
        Outcome.UNPLACED,
        N_("the row has no geometry"),
        N_("give it a geometry, or place the record on the map"),
    )
    shapes.report(
        unreadable,
        Outcome.UNPLACED,
        N_("the geometry cannot be read, for instance because it has curves"),
        N_("mend it, or place the record on the map"),
    )
    shapes.keep(~missing)


def _drop_heights(shapes: Shapes) -> None:
    high = shapely.has_z(shapes.shapes)
    if high.any():
        shapes.findings.append(
            Finding(
                Outcome.NOTED,
                N_("geometries with heights, which a map does not show: {count}"),
                "",
                values=(("count", str(int(high.sum()))),),
                file=shapes.file,
            )
        )
    shapes.shapes = shapely.force_2d(shapes.shapes)


def _drop_not_finite(shapes: Shapes) -> None:
    coordinates, owners = shapely.get_coordinates(shapes.shapes, return_index=True)
    bad = np.zeros(len(shapes.shapes), dtype=np.bool_)
    bad[owners[~(np.isfinite(coordinates[:, 0]) & np.isfinite(coordinates[:, 1]))]] = True
    shapes.report(
        bad, Outcome.UNPLACED, N_("a coordinate is not a number"), N_("mend the coordinate")
    )
    shapes.keep(~bad)


def _credible(shapes: Shapes, stated: str | None) -> str | None:
    """Return the stated reference system if it is one that the coordinates can be in."""
    if stated is None:
        return None
    system = None if stated == WGS84 else parse_crs(stated)
    if system is None and stated != WGS84:
        shapes.findings.append(unreadable_crs(shapes.file))
        return None
    guessed = guess_crs(_middles(shapes))
    if guessed != WGS84 and (system is None or system.is_geographic):
        shapes.findings.append(
            Finding(
                Outcome.REPAIRED,
                N_("the file states degrees, but its coordinates are metres; taken for {crs}"),
                N_("check the position on the map; choose the system when you open it"),
                values=(("crs", guessed),),
                file=shapes.file,
            )
        )
        return guessed
    return stated


def _turn(shapes: Shapes, crs: str) -> None:
    turn = find_turn(_middles(shapes), crs)
    if turn is not None:
        shapes.findings.append(turn.finding(shapes.file))
        shapes.shapes = shapely.transform(shapes.shapes, turn.apply)


def _reproject(shapes: Shapes, crs: str) -> None:
    if crs == WGS84:
        return
    shapes.shapes = shapely.transform(shapes.shapes, lambda xy: to_degrees(xy, crs, shapes.file))


def _wrap(shapes: Shapes) -> None:
    """Turn longitudes from 180 to 360 degrees into western ones."""
    bounds = shapely.bounds(shapes.shapes).reshape(-1, 4)
    east = (bounds[:, 0] >= 180) & (bounds[:, 2] <= 360) & (bounds[:, 2] > 180)
    if not east.any():
        return
    shapes.report(
        east,
        Outcome.REPAIRED,
        N_("the longitude is more than 180 degrees; it was taken for a western one"),
        N_("write western longitudes with a minus sign"),
    )
    wrapped = shapes.shapes.copy()
    wrapped[east] = shapely.transform(shapes.shapes[east], lambda xy: xy - (360.0, 0.0))
    shapes.shapes = wrapped


def _drop_off_globe(shapes: Shapes) -> None:
    bounds = shapely.bounds(shapes.shapes).reshape(-1, 4)
    on = (bounds[:, 0] >= -180) & (bounds[:, 2] <= 180)
    on &= (bounds[:, 1] >= -90) & (bounds[:, 3] <= 90)
    shapes.report(
        ~on,
        Outcome.UNPLACED,
        N_("the position is not on the globe"),
        N_("choose the coordinate reference system that the file is in"),
    )
    shapes.keep(on)


def _repair(shapes: Shapes) -> None:
    invalid = ~shapely.is_valid(shapes.shapes)
    if not invalid.any():
        return
    repaired = shapes.shapes.copy()
    repaired[invalid] = [_made_valid(shape) for shape in shapes.shapes[invalid]]
    shapes.shapes = repaired
    empty = shapely.is_missing(repaired) | shapely.is_empty(repaired)
    shapes.report(
        invalid & ~empty,
        Outcome.REPAIRED,
        N_("the geometry is not valid, for instance it crosses itself; it was mended"),
        N_("compare it with its source"),
    )
    shapes.report(
        empty,
        Outcome.UNPLACED,
        N_("nothing is left of the geometry once mended"),
        N_("draw it anew"),
    )
    shapes.keep(~empty)


def _made_valid(shape: Any) -> Any:
    try:
        return shapely.make_valid(shape, method="structure", keep_collapsed=False)
    except shapely.errors.ShapelyError:
        return None
