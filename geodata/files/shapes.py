"""Checks and repairs geometries on their way in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geodata.files.columns import outside_country
from geodata.files.messages import N_
from geodata.files.report import Finding, Outcome
from geodata.files.request import WGS84
from geodata.geometry import Family, Ints, Objects

_FAMILIES = {
    Family.POINT: (0, 4),
    Family.LINE: (1, 2, 5),
    Family.POLYGON: (3, 6),
}
_MAX_ROWS_REPORTED = 1000


@dataclass(slots=True)
class Shapes:
    """Geometries with the rows they came from.

    Attributes:
        shapes: shape (n,), shapely geometries, None where a row has none.
        rows: shape (n,), each one's place in the file's table.
        numbers: shape (n,), each row's number in the file.
        findings: what was skipped or repaired.
        file: the file's name for the findings.
    """

    shapes: Objects
    rows: Ints
    numbers: Ints
    findings: list[Finding]
    file: str

    def report(self, where: Any, outcome: Outcome, reason: str, advice: str) -> None:
        """Add a finding for each of the geometries at ``where`` (mask or indexes)."""
        numbers = self.numbers[where]
        self.findings += [
            Finding(outcome, reason, advice, row=int(number), file=self.file)
            for number in numbers[:_MAX_ROWS_REPORTED]
        ]
        if len(numbers) > _MAX_ROWS_REPORTED:
            self.findings.append(
                Finding(
                    outcome,
                    N_("the same holds for {count} more rows"),
                    advice,
                    file=self.file,
                    values=(("count", str(len(numbers) - _MAX_ROWS_REPORTED)),),
                )
            )

    def keep(self, mask: Any) -> None:
        """Drop the geometries where ``mask`` is False."""
        self.shapes, self.rows, self.numbers = (
            self.shapes[mask],
            self.rows[mask],
            self.numbers[mask],
        )


def clean(shapes: Shapes, crs: Any) -> dict[Family, Shapes]:
    """Return the geometries in longitude and latitude (EPSG:4326), by family, checked.

    Heights are dropped, invalid areas made valid (shapely.make_valid), collections taken apart;
    what is empty, not a number or off the globe is dropped. Everything is reported.

    Args:
        shapes: the geometries.
        crs: what pyproj takes for a reference system; None stands for EPSG:4326.

    Raises:
        pyproj.exceptions.CRSError: if ``crs`` is none.
    """
    _drop_missing(shapes)
    _drop_heights(shapes)
    _drop_not_finite(shapes)
    if crs is not None:
        _reproject(shapes, crs)
    _drop_off_globe(shapes)
    _repair(shapes)
    _explode_collections(shapes)
    _note_outside(shapes)
    return _by_family(shapes)


def _drop_missing(shapes: Shapes) -> None:
    missing = shapely.is_missing(shapes.shapes) | shapely.is_empty(shapes.shapes)
    shapes.report(
        missing,
        Outcome.UNPLACED,
        N_("the row has no geometry"),
        N_("give it a geometry, or leave it out"),
    )
    shapes.keep(~missing)


def _drop_heights(shapes: Shapes) -> None:
    high = shapely.has_z(shapes.shapes)
    if high.any():
        shapes.findings.append(
            Finding(
                Outcome.NOTED,
                N_("{count} geometries have heights, which a map does not show"),
                "",
                values=(("count", str(int(high.sum()))),),
                file=shapes.file,
            )
        )
        shapes.shapes = shapely.force_2d(shapes.shapes)


def _drop_not_finite(shapes: Shapes) -> None:
    coordinates, owners = shapely.get_coordinates(shapes.shapes, return_index=True)
    bad = np.zeros(len(shapes.shapes), dtype=np.bool_)
    bad[owners[~np.isfinite(coordinates).all(axis=1)]] = True
    shapes.report(
        bad, Outcome.UNPLACED, N_("a coordinate is not a number"), N_("mend the coordinate")
    )
    shapes.keep(~bad)


def _reproject(shapes: Shapes, crs: Any) -> None:
    import pyproj

    source = pyproj.CRS.from_user_input(crs)
    if source.equals(pyproj.CRS.from_epsg(4326), ignore_axis_order=True):
        return
    transformer = pyproj.Transformer.from_crs(source, WGS84, always_xy=True)

    def transform(coordinates: Any) -> Any:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    shapes.shapes = shapely.transform(shapes.shapes, transform)


def _drop_off_globe(shapes: Shapes) -> None:
    bounds = shapely.bounds(shapes.shapes)
    off = ~(
        (bounds >= (-180.0, -90.0, -180.0, -90.0)) & (bounds <= (180.0, 90.0, 180.0, 90.0))
    ).all(axis=1)
    shapes.report(
        off,
        Outcome.UNPLACED,
        N_("the position is not on the globe"),
        N_("choose the coordinate reference system that the file is in"),
    )
    shapes.keep(~off)


def _repair(shapes: Shapes) -> None:
    invalid = ~shapely.is_valid(shapes.shapes)
    if invalid.any():
        repaired = shapes.shapes.copy()
        repaired[invalid] = shapely.make_valid(
            shapes.shapes[invalid], method="structure", keep_collapsed=False
        )
        shapes.shapes = repaired
        shapes.report(
            invalid,
            Outcome.REPAIRED,
            N_("the area crosses itself; it was mended"),
            N_("compare it with its source"),
        )
        empty = shapely.is_empty(shapes.shapes)
        shapes.report(
            empty,
            Outcome.UNPLACED,
            N_("nothing is left of the area once mended"),
            N_("draw it anew"),
        )
        shapes.keep(~empty)


def _explode_collections(shapes: Shapes) -> None:
    mixed = shapely.get_type_id(shapes.shapes) == 7
    if not mixed.any():
        return
    shapes.report(mixed, Outcome.REPAIRED, N_("the collection was taken apart"), "")
    parts, owners = shapely.get_parts(shapes.shapes[mixed], return_index=True)
    whole = ~mixed
    rows, numbers = shapes.rows[mixed][owners], shapes.numbers[mixed][owners]
    shapes.shapes = np.concatenate([shapes.shapes[whole], parts])
    shapes.rows = np.concatenate([shapes.rows[whole], rows])
    shapes.numbers = np.concatenate([shapes.numbers[whole], numbers])


def _note_outside(shapes: Shapes) -> None:
    if not len(shapes.shapes):
        return
    bounds = shapely.bounds(shapes.shapes)
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    outside = int(outside_country(middle).sum())
    if outside:
        shapes.findings.append(
            Finding(
                Outcome.NOTED,
                N_("{count} features lie far from El Salvador"),
                N_("check the coordinate reference system and the order of coordinates"),
                values=(("count", str(outside)),),
                file=shapes.file,
            )
        )


def _by_family(shapes: Shapes) -> dict[Family, Shapes]:
    kinds = shapely.get_type_id(shapes.shapes)
    result = {}
    for family, codes in _FAMILIES.items():
        mask = np.isin(kinds, codes)
        if mask.any():
            result[family] = Shapes(
                shapes.shapes[mask],
                shapes.rows[mask],
                shapes.numbers[mask],
                shapes.findings,
                shapes.file,
            )
    return result
