"""The reference system that coordinates are in, told by where they would lie."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.files.messages import N_
from geodata.files.reading.rows import report_rows
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.request import LAMBERT, LAMBERT_CNR, UTM_16N, WGS84
from geodata.frozen import frozen

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

# El Salvador and its near neighbours, a degree around it.
COUNTRY = (-91.2, 12.1, -86.6, 15.5)
UTM_RANGE = ((100_000, 900_000), (1_330_000, 1_730_000))
_LAMBERT_RANGE = ((380_000, 680_000), (200_000, 400_000))
# Coordinates are put right if so few of them lie in the country as written, so many once turned.
_FEW, _MOST = 0.1, 0.9
_SAMPLE = 20_000
# Reference systems that read their parameters from other files, or from the network.
_LEADS_ELSEWHERE = re.compile(r"grids\b|\+init|\+file|PARAMETERFILE", re.IGNORECASE)


def guess_crs(xy: Floats) -> str:
    """Return the reference system that puts most coordinates in or near El Salvador.

    Metres are told apart by their ranges: UTM zone 16 north and the national Lambert conic do
    not overlap in northing. Everything else is taken for degrees.
    """
    finite = _sample(xy)
    if not len(finite) or (np.abs(finite) <= 360).all():
        return WGS84
    for crs, (x_range, y_range) in ((UTM_16N, UTM_RANGE), (LAMBERT, _LAMBERT_RANGE)):
        for x_values, y_values in ((finite[:, 0], finite[:, 1]), (finite[:, 1], finite[:, 0])):
            inside = _between(x_values, x_range) & _between(y_values, y_range)
            if inside.mean() > 0.5:
                return crs
    return WGS84


def _between(values: Floats, bounds: tuple[float, float]) -> Bools:
    return (values >= bounds[0]) & (values <= bounds[1])


def _sample(xy: Floats) -> Floats:
    """Return some tens of thousands of the coordinates that are numbers, from all over."""
    some = xy[:: len(xy) // _SAMPLE + 1]
    finite = np.isfinite(some[:, 0]) & np.isfinite(some[:, 1])
    return some[finite] if finite.any() else xy[np.isfinite(xy).all(axis=1)]


@frozen
class Turn:
    """How coordinates must be changed to lie in the country.

    Attributes:
        exchanged: whether x and y are exchanged.
        negated: whether the longitude lacks its minus sign.
    """

    exchanged: bool = False
    negated: bool = False

    def apply(self, xy: Floats) -> Floats:
        """Return shape (n, 2): the coordinates put right."""
        turned = xy[:, ::-1] if self.exchanged else xy
        return turned * (-1.0, 1.0) if self.negated else turned

    def finding(self, file: str) -> Finding:
        """Return what is to be reported of it."""
        if self.negated:
            reason = N_("the longitudes had no minus sign, which west needs; it was added")
            advice = N_("write western longitudes with a minus sign")
        else:
            reason = N_("longitude and latitude were exchanged; they were turned")
            advice = N_("mend the columns' names")
        return Finding(Outcome.REPAIRED, reason, advice, file=file)


def find_turn(xy: Floats, crs: str) -> Turn | None:
    """Return how nearly all coordinates must be changed to lie in the country, None if not.

    Args:
        xy: shape (n, 2), the coordinates; those that are no numbers do not count.
        crs: the reference system they are in, as `guess_crs` names it.
    """
    finite = _sample(xy)
    if not len(finite) or _share_inside(finite, crs) >= _FEW:
        return None
    turns = [Turn(exchanged=True)]
    if crs == WGS84:
        turns += [Turn(negated=True), Turn(exchanged=True, negated=True)]
    return next((turn for turn in turns if _share_inside(turn.apply(finite), crs) > _MOST), None)


def _share_inside(xy: Floats, crs: str) -> float:
    ranges = {UTM_16N: UTM_RANGE, LAMBERT: _LAMBERT_RANGE, LAMBERT_CNR: _LAMBERT_RANGE}
    west, south, east, north = COUNTRY
    degrees = ((west, east), (south, north)) if crs == WGS84 else None
    bounds = ranges.get(crs, degrees)
    if bounds is None:
        return 1.0
    return float((_between(xy[:, 0], bounds[0]) & _between(xy[:, 1], bounds[1])).mean())


def note_lambert(findings: list[Finding], crs: str, file: str) -> None:
    """Say of metres of the national Lambert conic that there are two of it."""
    if crs == LAMBERT:
        findings.append(
            Finding(
                Outcome.NOTED,
                N_("metres of El Salvador's Lambert conic, taken for {crs}; the CNR's own differs"),
                N_("check the position; if it is off by some 200 m choose the CNR's Lambert"),
                values=(("crs", LAMBERT),),
                file=file,
            )
        )


def note_outside(
    findings: list[Finding], lonlat: Floats, numbers: npt.NDArray[np.int64], file: str
) -> None:
    """Report positions (degrees) far from El Salvador: the rows if they are few, else how many."""
    outside = outside_country(lonlat)
    count = int(outside.sum())
    reason = N_("the position lies far from El Salvador")
    advice = N_("check the coordinate reference system and the order of coordinates")
    if count <= _FEW * len(lonlat):
        report_rows(findings, numbers[outside], file, Outcome.NOTED, reason, advice)
    else:
        many = N_("features that lie far from El Salvador: {count}")
        findings.append(
            Finding(Outcome.NOTED, many, advice, values=(("count", str(count)),), file=file)
        )


def outside_country(lonlat: Floats) -> Bools:
    """Return shape (n,): which positions (degrees) lie far from El Salvador."""
    west, south, east, north = COUNTRY
    return ~(_between(lonlat[:, 0], (west, east)) & _between(lonlat[:, 1], (south, north)))


def parse_crs(crs: str) -> Any:
    """Return a reference system (pyproj.CRS), None if it is none that leads to degrees.

    One that reads its parameters from another file counts as none.
    """
    import pyproj

    if _LEADS_ELSEWHERE.search(crs):
        return None
    try:
        system = pyproj.CRS.from_user_input(crs)
        pyproj.Transformer.from_crs(system, WGS84, always_xy=True)
    except pyproj.exceptions.ProjError:
        return None
    return system


def unreadable_crs(file: str) -> Finding:
    """Return the finding for a file that states a reference system which is none."""
    return Finding(
        Outcome.NOTED,
        N_("the coordinate reference system that the file states cannot be read"),
        N_("check the position on the map; choose the system when you open it"),
        file=file,
    )


def to_degrees(xy: Floats, crs: str, file: str) -> Floats:
    """Return shape (n, 2): coordinates as longitude and latitude (EPSG:4326).

    Raises:
        FileError: if there is no such reference system.
    """
    if crs == WGS84:
        return xy
    system = parse_crs(crs)
    if system is None:
        raise FileError(
            N_("{file}: there is no coordinate reference system {crs}"),
            N_("choose another, for instance EPSG:4326"),
            file=file,
            crs=crs,
        )
    from pyproj import CRS, Transformer

    if system.equals(CRS.from_epsg(4326), ignore_axis_order=True):
        return xy
    transformer = Transformer.from_crs(system, WGS84, always_xy=True)
    return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
