"""Makes files of every format as users have them, whole and broken."""

from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import shapely

SAN_SALVADOR = (-89.19, 13.7)
SANTA_ANA = (-89.56, 13.99)
WGS84_WKT = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
UTM_WKT = (
    'PROJCS["WGS_1984_UTM_Zone_16N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",'
    'SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",-87.0],PARAMETER["Scale_Factor",0.9996],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    """Write a text, line ends as they are, and return its path."""
    path.write_bytes(content.encode(encoding))
    return path


def point(x: float, y: float, **properties: Any) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    return feature({"type": "Point", "coordinates": [x, y]}, **properties)


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(path: Path, *features: Any, **members: Any) -> Path:
    """Write a GeoJSON feature collection."""
    collection = {"type": "FeatureCollection", **members, "features": list(features)}
    return text(path, json.dumps(collection, ensure_ascii=False))


def kml(path: Path, inside: str, prolog: str = "", encoding: str = "UTF-8") -> Path:
    """Write a KML document."""
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>'
    content = f'{declaration}{prolog}<kml xmlns="http://www.opengis.net/kml/2.2">{inside}</kml>'
    return text(path, content, encoding)


def placemark(name: str, x: float, y: float, inside: str = "") -> str:
    """Return a KML placemark that is a point."""
    where = f"<Point><coordinates>{x},{y}</coordinates></Point>"
    return f"<Placemark><name>{name}</name>{inside}{where}</Placemark>"


def archive(path: Path, members: Mapping[str, bytes | Path]) -> Path:
    """Write a ZIP archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content.read_bytes() if isinstance(content, Path) else content)
    return path


def shapefile(
    folder: Path,
    points: Sequence[tuple[float, float]],
    names: Sequence[str] = (),
    *,
    stem: str = "puntos",
    encoding: str = "utf-8",
    code_page: str | None = None,
    prj: str | None = WGS84_WKT,
    endings: tuple[str, str, str] = (".shp", ".shx", ".dbf"),
) -> Path:
    """Write a shapefile of points with the column NOMBRE and return the path of its .shp."""
    records = [struct.pack("<idd", 1, x, y) for x, y in points]
    body = b"".join(
        struct.pack(">ii", number, len(record) // 2) + record
        for number, record in enumerate(records, 1)
    )
    index = b"".join(struct.pack(">ii", 50 + 14 * place, 10) for place in range(len(records)))
    main = folder / f"{stem}{endings[0]}"
    main.write_bytes(_shape_header(len(body), points) + body)
    (folder / f"{stem}{endings[1]}").write_bytes(_shape_header(len(index), points) + index)
    texts = [*names, *("" for _ in range(len(points) - len(names)))]
    (folder / f"{stem}{endings[2]}").write_bytes(_table([t.encode(encoding) for t in texts]))
    if prj is not None:
        (folder / f"{stem}.prj").write_text(prj)
    if code_page is not None:
        (folder / f"{stem}.cpg").write_text(code_page)
    return main


def _shape_header(length: int, points: Sequence[tuple[float, float]]) -> bytes:
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    box = (min(xs), min(ys), max(xs), max(ys), 0, 0, 0, 0)
    return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + length) // 2) + struct.pack(
        "<2i8d", 1000, 1, *box
    )


def _table(cells: Sequence[bytes], width: int = 40) -> bytes:
    head = struct.pack("<4BIHH20x", 3, 120, 1, 1, len(cells), 65, width + 1)
    column = struct.pack("<11sc4xBB14x", b"NOMBRE", b"C", width, 0)
    rows = b"".join(b" " + cell[:width].ljust(width) for cell in cells)
    return head + column + b"\r" + rows + b"\x1a"


def geopackage(path: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Path:
    """Write a GeoPackage; tables without a value ``geom`` have no geometry."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA application_id = 0x47504B47")
        db.execute("PRAGMA user_version = 10300")
        db.executescript(_SCHEMA)
        for name, rows in tables.items():
            _add_table(db, name, rows)
        db.commit()
    return path


_SCHEMA = f"""
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES ('u', -1, 'NONE', -1, 'undefined', NULL),
  ('g', 0, 'NONE', 0, 'undefined', NULL), ('w', 4326, 'EPSG', 4326, '{WGS84_WKT}', NULL);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL
  DEFAULT '2025-01-01T00:00:00Z', min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,
  m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
"""


def _add_table(db: sqlite3.Connection, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    spatial = any("geom" in row for row in rows)
    columns = [column for column in (rows[0] if rows else ()) if column != "geom"] or ["n"]
    rows = [{"n": None, **row} if columns == ["n"] else row for row in rows]
    listed = ", ".join(f'"{column}" {_sql_type(rows, column)}' for column in columns)
    geometry = "geom GEOMETRY, " if spatial else ""
    db.execute(f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY, {geometry}{listed})')
    kind = "features" if spatial else "attributes"
    db.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, ?, ?, ?)",
        (name, kind, name, 4326),
    )
    if spatial:
        db.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', 4326, 0, 0)", (name,)
        )
    marks = ", ".join("?" for _ in range(len(columns) + 1 + spatial))
    for number, row in enumerate(rows, 1):
        blob = [_blob(row["geom"])] if spatial else []
        values = [number, *blob, *(row[column] for column in columns)]
        db.execute(f'INSERT INTO "{name}" VALUES ({marks})', values)


def _sql_type(rows: Sequence[Mapping[str, Any]], column: str) -> str:
    kinds = {type(row[column]) for row in rows if row[column] is not None}
    return {frozenset({int}): "INTEGER", frozenset({float}): "REAL"}.get(frozenset(kinds), "TEXT")


def _blob(wkt: str | bytes | None) -> bytes | None:
    if wkt is None:
        return None
    wkb = wkt if isinstance(wkt, bytes) else shapely.to_wkb(shapely.from_wkt(wkt))
    return b"GP\0\x01" + struct.pack("<i", 4326) + wkb
