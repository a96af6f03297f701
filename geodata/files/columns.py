"""Columns of a table file: their names, their types, and which of them say where a row is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from geodata.files.arrow_arrays import as_numpy
from geodata.files.coordinates import parse_angle, parse_number
from geodata.files.messages import N_
from geodata.files.report import Finding, Outcome
from geodata.files.request import LAMBERT, UTM_16N, WGS84, Place
from geodata.geometry import Floats, Ints
from geodata.names import fold

_X_NAMES = (
    "lon",
    "long",
    "longitud",
    "longitude",
    "lng",
    "x",
    "coord x",
    "coordenada x",
    "lon x",
    "longitud x",
    "este",
    "easting",
    "utm x",
    "utm e",
    "xcoord",
    "point x",
    "geo lon",
    "decimal longitude",
    "longitude decimal",
    "longitud decimal",
)
_Y_NAMES = (
    "lat",
    "latitud",
    "latitude",
    "lat",
    "y",
    "coord y",
    "coordenada y",
    "lat y",
    "latitud y",
    "norte",
    "northing",
    "utm y",
    "utm n",
    "ycoord",
    "point y",
    "geo lat",
    "decimal latitude",
    "latitude decimal",
    "latitud decimal",
)
_WKT_NAMES = ("wkt", "geom", "geometry", "geometria", "the geom", "the geom wkt")

# El Salvador and its near neighbours, a degree around it.
_COUNTRY_DEGREES = (-91.2, 12.1, -86.6, 15.5)
_UTM_RANGE = ((100_000, 900_000), (1_330_000, 1_730_000))
_LAMBERT_RANGE = ((380_000, 680_000), (200_000, 400_000))
_JOIN_SHARE = 0.6


def unique_names(names: Sequence[str], file: str) -> tuple[list[str], list[Finding]]:
    """Return column names without gaps and doubles, and what was renamed."""
    taken: dict[str, int] = {}
    result: list[str] = []
    findings: list[Finding] = []
    for place, original in enumerate(names, start=1):
        name = original.strip() or f"column {place}"
        taken[name] = taken.get(name, 0) + 1
        final = name if taken[name] == 1 else f"{name} ({taken[name]})"
        while final != name and final in taken:
            taken[name] += 1
            final = f"{name} ({taken[name]})"
        taken.setdefault(final, 1)
        if final != original.strip():
            findings.append(
                Finding(
                    Outcome.REPAIRED,
                    N_("column {number} is now called “{name}”"),
                    N_("give every column a name of its own"),
                    values=(("number", str(place)), ("name", final)),
                    file=file,
                )
            )
        result.append(final)
    return result, findings


def typed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a text column as whole or decimal numbers if every value is one.

    Codes with leading zeros and numbers too long to be exact stay text.
    """
    import pyarrow.compute as pc  # 0.1 s, and most files do without

    filled = pc.if_else(pc.equal(pc.utf8_trim_whitespace(column), ""), None, column)
    if filled.null_count == len(filled):
        return filled
    code = pc.match_substring_regex(filled, r"^\s*[-+]?(0\d|\d{19})")
    if pc.any(code, min_count=0).as_py():
        return filled
    for kind in (pa.int64(), pa.float64()):
        try:
            return pc.cast(pc.utf8_trim_whitespace(filled), kind)
        except pa.ArrowInvalid:
            continue
    return _decimal_commas(filled)


def _decimal_commas(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow.compute as pc  # 0.1 s, and most files do without

    numbers = r"^\s*[-+]?\d+,\d+\s*$|^\s*[-+]?\d+\s*$"
    matches = pc.match_substring_regex(column, numbers)
    if not pc.all(matches, min_count=0).as_py():
        return column
    pointed = pc.replace_substring(pc.utf8_trim_whitespace(column), ",", ".")
    return pc.cast(pointed, pa.float64())


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Where rows are: columns, their numbers and the reference system concluded from them.

    Attributes:
        x_column, y_column: the columns.
        xy: shape (n, 2), NaN where a row has none.
        crs: the reference system.
    """

    x_column: str
    y_column: str
    xy: Floats
    crs: str


def find_coordinates(
    table: pa.Table, x_column: str | None, y_column: str | None, crs: str | None
) -> Coordinates | None:
    """Return the coordinates of a table, None if no columns hold them.

    Args:
        table: the rows.
        x_column: the column of longitudes or eastings, if it is known.
        y_column: the column of latitudes or northings, if it is known.
        crs: the reference system if it is known.
    """
    if x_column == "" or y_column == "":
        return None
    x_column = x_column or _by_name(table, _X_NAMES)
    y_column = y_column or _by_name(table, _Y_NAMES)
    if x_column is None or y_column is None or x_column == y_column:
        return None
    xy = np.column_stack([_angles(table[x_column]), _angles(table[y_column])])
    if not np.isfinite(xy).any():
        return None
    return Coordinates(x_column, y_column, xy, crs or guess_crs(xy))


def _by_name(table: pa.Table, names: Sequence[str]) -> str | None:
    folded: dict[str, str] = {fold(name): name for name in reversed(table.column_names)}
    for wanted in names:
        if wanted in folded:
            return folded[wanted]
    # "seat_lat", "Latitud (grados)": the word among others.
    for name, original in folded.items():
        if not set(name.split()).isdisjoint(names):
            return original
    return None


def find_wkt(table: pa.Table) -> str | None:
    """Return the column that holds geometry as well-known text, None if none does."""
    import pyarrow.compute as pc  # 0.1 s, and most files do without

    name = _by_name(table, _WKT_NAMES)
    if name is None or not pa.types.is_string(table[name].type):
        return None
    shaped = pc.match_substring_regex(table[name], r"^\s*(SRID=\d+;)?\s*[A-Za-z]+\s*Z?M?\s*\(")
    return name if pc.any(shaped, min_count=0).as_py() else None


def _angles(column: pa.ChunkedArray) -> Floats:
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        numbers: Floats = as_numpy(column).astype(np.float64)
        return numbers
    return _parsed(column, parse_angle)


def _parsed(column: pa.ChunkedArray, parse: Callable[[str], float | None]) -> Floats:
    """Return numbers of a text column; every different text is parsed once."""
    encoded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    values = [None if text is None else parse(text) for text in encoded.dictionary.to_pylist()]
    numbers = np.array([np.nan if value is None else value for value in [*values, None]])
    codes = as_numpy(encoded.indices.fill_null(len(values)))
    result: Floats = numbers[codes]
    return result


def guess_crs(xy: Floats) -> str:
    """Return the reference system that puts most coordinates in or near El Salvador.

    Metres are told apart by their ranges: UTM zone 16 north and the national Lambert conic do
    not overlap in northing. Everything else is taken for degrees.
    """
    finite = xy[np.isfinite(xy).all(axis=1)]
    for crs, ((low_x, high_x), (low_y, high_y)) in (
        (UTM_16N, _UTM_RANGE),
        (LAMBERT, _LAMBERT_RANGE),
    ):
        inside = ((finite >= (low_x, low_y)) & (finite <= (high_x, high_y))).all(axis=1)
        if len(finite) and inside.mean() > 0.5:
            return crs
    return WGS84


def exchanged(xy: Floats) -> bool:
    """Return whether longitude and latitude (degrees) were exchanged.

    They were if nearly all rows lie far from El Salvador but lie in it when turned round.
    """
    finite = xy[np.isfinite(xy).all(axis=1)]
    if not len(finite):
        return False
    return bool(_in_country(finite).mean() < 0.1 and _in_country(finite[:, ::-1]).mean() > 0.9)


def _in_country(lonlat: Floats) -> Any:
    west, south, east, north = _COUNTRY_DEGREES
    return ((lonlat >= (west, south)) & (lonlat <= (east, north))).all(axis=1)


def outside_country(lonlat: Floats) -> Any:
    """Return shape (n,): which positions (degrees) lie far from El Salvador."""
    return ~_in_country(lonlat)


@dataclass(frozen=True, slots=True)
class Join:
    """Rows joined to built-in places by name or code.

    Attributes:
        column: the column of names or codes.
        kind: what they are joined to.
        place_of: shape (n,), the index of each row's place in the list of places, -1 for none.
        ambiguous: shape (k,), rows whose name several places bear.
    """

    column: str
    kind: str
    place_of: Ints
    ambiguous: Ints


def find_join(
    table: pa.Table, places: Sequence[Place], column: str | None, kind: str | None
) -> Join | None:
    """Return the best join of a table to built-in places, None if no column fits.

    Of columns that fit equally well the one of the finer places wins.
    """
    if column == "":
        return None
    columns = [column] if column else list(table.column_names)
    kinds = [kind] if kind else ["municipalities", "delegations", "departments"]
    departments = _departments(table, places)
    best: tuple[float, Join] | None = None
    for wanted in kinds:
        for name in columns:
            join = _join(table, name, wanted, places, departments)
            share = float((join.place_of >= 0).mean()) if len(join.place_of) else 0.0
            if share >= (0.0 if column else _JOIN_SHARE) and (best is None or share > best[0]):
                best = (share, join)
    return best[1] if best else None


def _departments(table: pa.Table, places: Sequence[Place]) -> list[str] | None:
    known = {fold(place.department) for place in places}
    for name in table.column_names:
        if not pa.types.is_string(table[name].type):
            continue
        folded = [fold(value or "") for value in table[name].to_pylist()[:200]]
        if folded and sum(value in known for value in folded) / len(folded) >= _JOIN_SHARE:
            return [fold(value or "") for value in table[name].to_pylist()]
    return None


def _join(
    table: pa.Table,
    column: str,
    kind: str,
    places: Sequence[Place],
    departments: list[str] | None,
) -> Join:
    by_key: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        if place.kind == kind:
            for key in {*place.codes, *(fold(name) for name in place.names)}:
                by_key.setdefault(key, []).append(index)
    values = table[column].cast(pa.string()).to_pylist()
    place_of = np.full(len(values), -1, dtype=np.int64)
    ambiguous: list[int] = []
    for row, value in enumerate(values):
        found = by_key.get(_key(value), [])
        if len(found) > 1 and departments is not None:
            found = [index for index in found if fold(places[index].department) == departments[row]]
        if len(found) == 1:
            place_of[row] = found[0]
        elif found:
            ambiguous.append(row)
    return Join(column, kind, place_of, np.array(ambiguous, dtype=np.int64))


def _key(value: str | None) -> str:
    folded = fold(value or "")
    number = parse_number(folded) if folded.isdigit() else None
    return folded if number is None else str(int(number))
