"""Which columns of a table say where its rows are, and in which reference system."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pyarrow as pa

from geodata.files.arrow_arrays import as_numpy
from geodata.files.coordinates import parse_angle, parse_pair
from geodata.files.reading.systems import COUNTRY, UTM_RANGE, Floats, guess_crs
from geodata.frozen import frozen
from geodata.names import fold

_X_NAMES = [
    "lon",
    "long",
    "longitud",
    "longitude",
    "lng",
    "x",
    "coord x",
    "coordenada x",
    "xcoord",
    "este",
    "easting",
    "utm x",
    "utm e",
    "point x",
    "geo lon",
    "decimal longitude",
]
_Y_NAMES = [
    "lat",
    "latitud",
    "latitude",
    "y",
    "coord y",
    "coordenada y",
    "ycoord",
    "norte",
    "northing",
    "utm y",
    "utm n",
    "point y",
    "geo lat",
    "decimal latitude",
]
_PAIR_NAMES = [
    "coordenadas",
    "coordenada",
    "coordinates",
    "coords",
    "coord",
    "latlon",
    "latlong",
    "latlng",
    "lat lon",
    "lat long",
    "latitud longitud",
    "ubicacion",
    "location",
    "gps",
    "geopoint",
    "geo point",
    "geo point 2d",
    "geolocalizacion",
    "geolocation",
    "punto",
    "posicion",
    "position",
]
_WKT_NAMES = ("wkt", "geom", "geometry", "geometria", "the geom", "the geom wkt", "wkb geometry")
_WKT = r"^\s*(SRID=\d+;)?\s*[A-Za-z]+\s*(Z|M|ZM)?\s*(\(|EMPTY)"
_WKB = r"^\s*0[01][0-9A-Fa-f]{16,}\s*$"

_SAMPLE = 100
# So many of a column's values must be coordinates if its name says so, and if it does not.
_NAMED_SHARE, _UNNAMED_SHARE = 0.5, 0.9


@frozen
class Coordinates:
    """Where rows are: columns, their numbers and the reference system concluded from them.

    Attributes:
        x_column, y_column: the columns; the same for one that holds both.
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

    Columns are found by their names, then by what they hold.

    Args:
        table: the rows.
        x_column: the column of longitudes or eastings, if it is known; "" for none.
        y_column: the column of latitudes or northings, if it is known; "" for none.
        crs: the reference system if it is known.
    """
    if x_column == "" or y_column == "":
        return None
    for x_name, y_name in _candidates(table, x_column, y_column):
        xy = _pairs(table[x_name]) if x_name == y_name else _two(table[x_name], table[y_name])
        if np.isfinite(xy).any():
            return Coordinates(x_name, y_name, xy, crs or guess_crs(xy))
    return None


def _candidates(
    table: pa.Table, x_column: str | None, y_column: str | None
) -> Iterator[tuple[str, str]]:
    known = set(table.column_names)
    if x_column is not None and y_column is not None:
        if {x_column, y_column} <= known:
            yield x_column, y_column
        return
    xs = _by_name(table, _X_NAMES) if x_column is None else [x_column]
    ys = _by_name(table, _Y_NAMES) if y_column is None else [y_column]
    numeric = {
        name for name in {*xs, *ys} & known if _share(table[name], parse_angle) >= _NAMED_SHARE
    }
    pairs = [(x, y) for x in xs for y in ys if x != y and {x, y} <= numeric]
    # casa_lat belongs to casa_lon, not to lon; among equals the first names count.
    yield from sorted(pairs, key=lambda pair: _rest(pair[0], _X_NAMES) != _rest(pair[1], _Y_NAMES))
    for name in _texts(table):
        named = fold(name) in _PAIR_NAMES
        share = _NAMED_SHARE if named else _UNNAMED_SHARE
        if _share(table[name], parse_pair) >= share:
            yield name, name
    yield from _by_content(table)


def _by_name(table: pa.Table, names: Sequence[str]) -> list[str]:
    """Return columns of these names, then those that have one as a word: ``seat_lat``."""
    folded = {original: fold(original) for original in table.column_names}
    exact = [original for name in names for original in folded if folded[original] == name]
    words = [
        original
        for original, name in folded.items()
        if original not in exact and not set(name.split()).isdisjoint(names)
    ]
    return exact + words


def _rest(column: str, names: Sequence[str]) -> str:
    """Return a column's name without the word for longitude or latitude."""
    folded = fold(column)
    return "" if folded in names else " ".join(w for w in folded.split() if w not in names)


def _texts(table: pa.Table) -> list[str]:
    return [field.name for field in table.schema if pa.types.is_string(field.type)]


def _share(column: pa.ChunkedArray, parse: Callable[[str], object]) -> float:
    """Return which share of a column's first values are coordinates, empty ones left out."""
    if _is_number(column):
        return 1.0
    for start in range(0, len(column), _SAMPLE):
        sample = [text for text in column.slice(start, _SAMPLE).to_pylist() if text]
        if sample:
            return sum(parse(text) is not None for text in sample) / len(sample)
    return 0.0


def _by_content(table: pa.Table) -> Iterator[tuple[str, str]]:
    """Return the first columns whose values are those of places in the country."""
    (low_x, high_x), (low_y, high_y) = UTM_RANGE
    west, south, east, north = COUNTRY
    angles = {
        name: _angles(table[name].slice(0, 10 * _SAMPLE))
        for name in table.column_names
        if _share(table[name], parse_angle) >= _UNNAMED_SHARE
    }
    for (x_low, x_high), (y_low, y_high) in (
        ((west, east), (south, north)),
        ((low_x, high_x), (low_y, high_y)),
    ):
        xs = [name for name, values in angles.items() if _lie_in(values, x_low, x_high)]
        ys = [name for name, values in angles.items() if _lie_in(values, y_low, y_high)]
        if xs and ys:
            yield xs[0], ys[0]


def _lie_in(values: Floats, low: float, high: float) -> bool:
    finite = values[np.isfinite(values)]
    return bool(len(finite)) and bool(((finite >= low) & (finite <= high)).mean() >= _UNNAMED_SHARE)


def _two(x: pa.ChunkedArray, y: pa.ChunkedArray) -> Floats:
    xy = np.empty((len(x), 2))
    xy[:, 0], xy[:, 1] = _angles(x), _angles(y)
    return xy


def _is_number(column: pa.ChunkedArray) -> bool:
    return bool(pa.types.is_integer(column.type) or pa.types.is_floating(column.type))


def _angles(column: pa.ChunkedArray) -> Floats:
    if _is_number(column):
        numbers: Floats = as_numpy(column).astype(np.float64, copy=False)
        return numbers
    return _parsed(column, lambda text: (parse_angle(text),))[:, 0]


def _pairs(column: pa.ChunkedArray) -> Floats:
    """Return shape (n, 2): x and y of cells that hold latitude and longitude."""
    return _parsed(column, parse_pair)[:, ::-1] if not _is_number(column) else np.empty((0, 2))


def _parsed(
    column: pa.ChunkedArray, parse: Callable[[str], Sequence[float | None] | None]
) -> Floats:
    """Return numbers of a text column, NaN for none; every different text is parsed once."""
    texts = column.to_pylist()
    values = {text: parse(text) if text is not None else None for text in dict.fromkeys(texts)}
    width = max((len(value) for value in values.values() if value is not None), default=1)
    none = (np.nan,) * width
    rows = [values[text] or none for text in texts]
    return np.array(rows, dtype=np.float64).reshape(len(texts), width)


def find_wkt(table: pa.Table) -> tuple[str, bool] | None:
    """Return the column that holds geometry as text, and whether it is hexadecimal WKB."""
    for name in _by_name(table, _WKT_NAMES):
        if not pa.types.is_string(table[name].type):
            continue
        import pyarrow.compute as pc  # 0.1 s, and most files do without

        for pattern, is_binary in ((_WKT, False), (_WKB, True)):
            shaped = pc.match_substring_regex(table[name], pattern)
            if (pc.mean(shaped).as_py() or 0) >= _NAMED_SHARE:
                return name, is_binary
    return None
