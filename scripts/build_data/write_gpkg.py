"""Writes a GeoPackage (OGC 12-128r19) whose bytes depend on its content alone."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

# The specification asks for a time of the last change; a fixed one keeps two builds equal.
_LAST_CHANGE = "2026-11-01T00:00:00.000Z"
_APPLICATION_ID = 0x47504B47  # "GPKG"
_USER_VERSION = 10300  # GeoPackage 1.3
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
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
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
_GEOMETRY_TYPES = {"point": "POINT", "line": "MULTILINESTRING", "polygon": "MULTIPOLYGON"}


@dataclass(frozen=True, slots=True)
class FeatureLayer:
    """A layer to write.

    Attributes:
        table: the table's name.
        identifier: its name for people.
        description: one line about it.
        family: "point", "line" or "polygon".
        columns: column name to SQL type, in order, without fid and geom.
        rows: the values by column name, with "geom" a geometry (EPSG:4326) or None.
    """

    table: str
    identifier: str
    description: str
    family: str
    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class AttributeTable:
    """A table without geometry.

    Attributes:
        table: the table's name.
        description: one line about it.
        columns: column name to SQL type, in order.
        rows: the values by column name.
    """

    table: str
    description: str
    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]


def write(path: Path, layers: Sequence[FeatureLayer], tables: Sequence[AttributeTable]) -> None:
    """Write a GeoPackage, replacing ``path``.

    The same layers and tables give the same bytes with the same version of SQLite; the version
    is left out of the header.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA page_size = 4096")
        db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {_USER_VERSION}")
        db.execute("BEGIN")
        for statement in filter(str.strip, _SCHEMA.split(";\n")):
            db.execute(statement)
        db.executemany(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
            [
                ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", None),
                ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
                ("WGS 84 geodetic", 4326, "EPSG", 4326, _WGS84, "longitude/latitude in degrees"),
            ],
        )
        for layer in layers:
            _write_layer(db, layer)
        for table in tables:
            _write_table(db, table)
        db.execute("COMMIT")
    _forget_version(path)


def _write_layer(db: sqlite3.Connection, layer: FeatureLayer) -> None:
    columns = ", ".join(f'"{name}" {kind}' for name, kind in layer.columns.items())
    geometry_type = _GEOMETRY_TYPES[layer.family]
    db.execute(
        f'CREATE TABLE "{layer.table}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,'
        f" geom {geometry_type}, {columns})"
    )
    shapes = [row["geom"] for row in layer.rows if row["geom"] is not None]
    bounds = [float(v) for v in shapely.total_bounds(shapes)] if shapes else [None] * 4
    db.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, 4326)",
        (layer.table, layer.identifier, layer.description, _LAST_CHANGE, *bounds),
    )
    db.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)",
        (layer.table, geometry_type),
    )
    marks = ", ".join("?" for _ in range(len(layer.columns) + 2))
    db.executemany(
        f'INSERT INTO "{layer.table}" VALUES ({marks})',
        [
            (fid, _blob(row["geom"], layer.family), *(row.get(name) for name in layer.columns))
            for fid, row in enumerate(layer.rows, 1)
        ],
    )


def _blob(shape: BaseGeometry | None, family: str) -> bytes | None:
    """Return a geometry as the GeoPackage's binary: header, envelope for all but points, WKB."""
    if shape is None:
        return None
    if family == "point":
        return struct.pack("<2sBBi", b"GP", 0, 1, 4326) + shapely.to_wkb(shape, byte_order=1)
    west, south, east, north = shape.bounds
    header = struct.pack("<2sBBi4d", b"GP", 0, 3, 4326, west, east, south, north)
    multi = shapely.MultiPolygon if family == "polygon" else shapely.MultiLineString
    whole = multi(list(shapely.get_parts(shape)))
    return header + bytes(shapely.to_wkb(whole, byte_order=1))


def _write_table(db: sqlite3.Connection, table: AttributeTable) -> None:
    columns = ", ".join(f'"{name}" {kind}' for name, kind in table.columns.items())
    db.execute(
        f'CREATE TABLE "{table.table}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {columns})'
    )
    db.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'attributes', ?, ?, ?, NULL, NULL, NULL, NULL, 0)",
        (table.table, table.table, table.description, _LAST_CHANGE),
    )
    marks = ", ".join("?" for _ in range(len(table.columns) + 1))
    db.executemany(
        f'INSERT INTO "{table.table}" VALUES ({marks})',
        [
            (fid, *(row.get(name) for name in table.columns))
            for fid, row in enumerate(table.rows, 1)
        ],
    )


def _forget_version(path: Path) -> None:
    """Blank the number of changes and SQLite's version in the header (bytes 24, 92 and 96)."""
    with path.open("r+b") as file:
        for place in (24, 92):
            file.seek(place)
            file.write(struct.pack(">I", 1))
        file.seek(96)
        file.write(struct.pack(">I", 3040000))
