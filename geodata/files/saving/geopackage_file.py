"""Writes tables as a GeoPackage (OGC 12-128r19, version 1.3), without GDAL."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geodata.files.saving.cells import Kind, SavedLayer, Told, is_one_point_each
from geodata.files.source import printable
from geodata.geometry import Family, GeometryArray

_ROWS_AT_ONCE = 10_000
_APPLICATION_ID = 0x47504B47  # "GPKG"
_USER_VERSION = 10300
# The format wants a time of change; this one is the same for the same layers.
_CHANGED = "1980-01-01T00:00:00.000Z"
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
_SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
_SYSTEMS = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
    ("WGS 84 geodetic", 4326, "EPSG", 4326, _WGS84, "longitude/latitude in degrees"),
)
_SQL_TYPES = {Kind.WHOLE: "INTEGER", Kind.DECIMAL: "REAL", Kind.TEXT: "TEXT"}
_MULTI: dict[Family, tuple[str, Callable[[Any], Any]]] = {
    Family.POINT: ("MULTIPOINT", shapely.multipoints),
    Family.LINE: ("MULTILINESTRING", shapely.multilinestrings),
    Family.POLYGON: ("MULTIPOLYGON", shapely.multipolygons),
}
KEY, GEOMETRY = "fid", "geom"
"""Columns that every table has."""


def write_geopackage(
    path: Path, layers: Sequence[SavedLayer], progress: Callable[[float], None]
) -> None:
    """Write layers; features without a place have the geometry NULL.

    Args:
        path: the file, which is not there yet.
        layers: the layers, the names of whose columns leave `KEY` and `GEOMETRY` free.
        progress: called with the share written.

    Raises:
        OSError, sqlite3.Error: if it cannot be written.
    """
    told = Told.of(layers, progress)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        # The file is not in use before it is whole, and is dropped if it does not become so.
        db.execute("PRAGMA journal_mode = OFF")
        db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {_USER_VERSION}")
        db.execute("BEGIN")
        for statement in filter(str.strip, _SCHEMA.split(";\n")):
            db.execute(statement)
        db.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS)
        for layer, table in zip(layers, _table_names(layers), strict=True):
            _write_layer(db, layer, table, told)
        db.execute("COMMIT")


def _table_names(layers: Sequence[SavedLayer]) -> list[str]:
    """Return a name for each layer's table: its own as far as SQLite allows, each once."""
    taken: set[str] = set()
    names = []
    for layer in layers:
        base = printable(layer.name).strip() or "layer"
        if base.casefold().startswith(("gpkg_", "sqlite_", "rtree_")):
            base = f"layer {base}"
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names


def _write_layer(db: sqlite3.Connection, layer: SavedLayer, table: str, told: Told) -> None:
    geometry = layer.table.geometry
    is_single = is_one_point_each(geometry)
    kind = "POINT" if is_single else _MULTI[geometry.family][0]
    columns = "".join(
        f", {_quoted(column.title)} {_SQL_TYPES[column.kind]}" for column in layer.columns
    )
    db.execute(
        f"CREATE TABLE {_quoted(table)} ({KEY} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
        f"{GEOMETRY} {kind}{columns})"
    )
    bounds = geometry.total_bounds() or (None,) * 4
    db.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', ?, ?, ?, ?, ?, 4326)",
        (table, table, _CHANGED, *bounds),
    )
    db.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, 4326, 0, 0)", (table, GEOMETRY, kind)
    )
    marks = ", ".join("?" for _ in range(len(layer.columns) + 2))
    db.executemany(f"INSERT INTO {_quoted(table)} VALUES ({marks})", _rows(layer, is_single, told))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rows(layer: SavedLayer, is_single: bool, told: Told) -> Iterator[tuple[Any, ...]]:
    geometry = layer.table.geometry
    cells = [column.cells for column in layer.columns]
    for start in range(0, len(layer.table), _ROWS_AT_ONCE):
        rows = np.arange(start, min(start + _ROWS_AT_ONCE, len(layer.table)))
        blobs = _blobs(geometry.take(rows), is_single)
        for row, blob in zip(rows.tolist(), blobs, strict=True):
            yield (row + 1, blob, *(column[row] for column in cells))
            told.add()


def _blobs(geometry: GeometryArray, is_single: bool) -> list[bytes | None]:
    """Return geometries as the GeoPackage's binary: header, envelope for all but points, WKB."""
    shapes = geometry.to_shapely()
    blobs: list[bytes | None] = [None] * len(shapes)
    present = np.flatnonzero(~shapely.is_missing(shapes))
    if not len(present):
        return blobs
    kept: Any = shapes[present]
    if not is_single:
        parts, owners = shapely.get_parts(kept, return_index=True)
        make_multi: Any = _MULTI[geometry.family][1]
        kept = make_multi(parts, indices=owners)
    texts = shapely.to_wkb(kept, byte_order=1)
    if is_single:
        heads = [struct.pack("<2sBBi", b"GP", 0, 1, 4326)] * len(kept)
    else:
        heads = [
            struct.pack("<2sBBi4d", b"GP", 0, 3, 4326, west, east, south, north)
            for west, south, east, north in shapely.bounds(kept).tolist()
        ]
    for row, head, text in zip(present.tolist(), heads, texts.tolist(), strict=True):
        blobs[row] = head + text
    return blobs
