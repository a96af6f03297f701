"""Reads GeoJSON, GeoPackage, shapefile and KML with GDAL. The one module that imports pyogrio.

GDAL recognises files by content and knows formats that point to other files or to the network;
`restrict_drivers` must therefore run before this module is first imported.
"""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from geodata.files.formats import Format
from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.request import OpenOptions
from geodata.files.tabular import check_rows
from geodata.files.text import find_encoding
from geodata.geometry import Objects

ALLOWED_DRIVERS = frozenset({"GeoJSON", "GPKG", "ESRI Shapefile", "KML", "LIBKML"})
# Every other vector driver of GDAL 3.12 as pyogrio ships it; a test compares the list.
_SKIPPED_DRIVERS = (
    "ADBC",
    "AIVector",
    "AVCBin",
    "AVCE00",
    "AmigoCloud",
    "CSV",
    "CSW",
    "Carto",
    "DGN",
    "DXF",
    "EDIGEO",
    "EEDA",
    "ESRIJSON",
    "Elasticsearch",
    "FlatGeobuf",
    "GDALG",
    "GML",
    "GPSBabel",
    "GPX",
    "GTFS",
    "GeoJSONSeq",
    "GeoRSS",
    "HTTP",
    "Idrisi",
    "JML",
    "JSONFG",
    "LVBAG",
    "MBTiles",
    "MEM",
    "MVT",
    "MapInfo File",
    "MapML",
    "MiraMonVector",
    "NGW",
    "OAPIF",
    "ODS",
    "OGCAPI",
    "OGR_GMT",
    "OGR_PDS",
    "OGR_VRT",
    "OSM",
    "OpenFileGDB",
    "PCIDSK",
    "PDF",
    "PDS4",
    "PGDUMP",
    "PLSCENES",
    "PMTiles",
    "S57",
    "SQLite",
    "SXF",
    "Selafin",
    "TopoJSON",
    "VDV",
    "VFK",
    "VICAR",
    "WAsP",
    "WFS",
    "XLSX",
)


def restrict_drivers() -> None:
    """Leave GDAL the allowed formats alone and no way to the network; before its import."""
    os.environ["OGR_SKIP"] = ",".join(_SKIPPED_DRIVERS)
    os.environ["GDAL_SKIP"] = "HTTP"
    os.environ["GDAL_HTTP_TIMEOUT"] = "1"
    os.environ["CPL_VSIL_CURL_ALLOWED_EXTENSIONS"] = ".none"
    os.environ["GDAL_DISABLE_READDIR_ON_OPEN"] = "EMPTY_DIR"
    os.environ["PROJ_NETWORK"] = "OFF"
    os.environ["OGR_GEOJSON_MAX_OBJ_SIZE"] = "500MB"


@dataclass(frozen=True, slots=True)
class VectorLayer:
    """A layer as it stands in the file.

    Attributes:
        name: the layer's name.
        shapes: shape (n,), shapely geometries, None where missing.
        table: the attributes.
        crs: what pyproj understands, None if the file states none.
        encoding: of the texts, "" where the format fixes it.
        findings: what was noticed.
    """

    name: str
    shapes: Objects
    table: pa.Table
    crs: str | None
    encoding: str
    findings: list[Finding]


def layer_names(path: Path) -> list[str]:
    """Return the names of the layers of a file.

    Raises:
        FileError: if GDAL cannot open it.
    """
    import pyogrio

    try:
        return [str(name) for name, _ in pyogrio.list_layers(path)]
    except Exception as error:  # pyogrio maps GDAL's errors to several classes
        raise _unreadable(path, error) from error


def read_layer(
    path: Path, layer: str, format_: Format, options: OpenOptions, limits: Limits
) -> VectorLayer:
    """Return one layer of a file, every row of it.

    Raises:
        FileError: if it is damaged, half there or too large.
    """
    import pyogrio.raw

    findings: list[Finding] = []
    encoding = ""
    if format_ is Format.SHAPEFILE:
        encoding = options.encoding or _shapefile_encoding(path)
        _check_shapefile(path)
    try:
        info = pyogrio.read_info(path, layer=layer, encoding=encoding or None)
        check_rows(path, max(info["features"], 0), limits)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            meta, _, blobs, fields = pyogrio.raw.read(path, layer=layer, encoding=encoding or None)
    except FileError:
        raise
    except Exception as error:  # pyogrio maps GDAL's errors to several classes
        raise _unreadable(path, error) from error
    count = len(blobs) if blobs is not None else (len(fields[0]) if fields else 0)
    shapes = np.full(count, None, dtype=object) if blobs is None else _decode(blobs)
    if format_ is Format.SHAPEFILE:
        _check_counts(path, count)
    if meta.get("crs") is None and count:
        findings.append(
            Finding(
                Outcome.NOTED,
                N_("the file does not state its coordinate reference system"),
                N_("check the position on the map; choose the system when you open it"),
                file=path.name,
            )
        )
    table = pa.table(
        [_array(values) for values in fields], names=[str(name) for name in meta["fields"]]
    )
    return VectorLayer(layer, shapes, table, meta.get("crs"), encoding, findings)


def _decode(blobs: Any) -> Objects:
    shapes: Objects = shapely.from_wkb(blobs, on_invalid="ignore")
    return shapes


def _array(values: Any) -> pa.Array:
    if values.dtype == object:
        return pa.array([None if value is None else str(value) for value in values], pa.string())
    if np.issubdtype(values.dtype, np.datetime64):
        return pa.array(np.datetime_as_string(values).astype(object), pa.string())
    return pa.array(values, from_pandas=True)


def _unreadable(path: Path, error: Exception) -> FileError:
    return FileError(
        N_("{file} cannot be read: it is damaged or cut short ({error})"),
        N_("ask its maker for another copy"),
        file=path.name,
        error=str(error).replace(str(path), path.name),
    )


def _check_shapefile(path: Path) -> None:
    for ending in (".shx", ".dbf"):
        if _beside(path, ending) is None:
            raise FileError(
                N_("{file}: the file {missing} that belongs to it is missing"),
                N_("put the .shp, .shx, .dbf and .prj files in one folder"),
                file=path.name,
                missing=path.stem + ending,
            )


def _check_counts(path: Path, count: int) -> None:
    """Refuse a shapefile of which a part is missing: GDAL reads what is there without a word."""
    import struct

    head = path.read_bytes()[:100]
    stated = struct.unpack(">i", head[24:28])[0] * 2
    size = path.stat().st_size
    index = _beside(path, ".shx")
    table = _beside(path, ".dbf")
    records = (index.stat().st_size - 100) // 8 if index else count
    rows = struct.unpack("<I", table.read_bytes()[4:8])[0] if table else count
    if size < stated or records < rows:
        raise FileError(
            N_("{file} is cut short: it states {stated} bytes and has {size}"),
            N_("copy it again, or ask its maker for another copy"),
            file=path.name,
            stated=stated,
            size=size,
        )


def _beside(path: Path, ending: str) -> Path | None:
    for candidate in (path.with_suffix(ending), path.with_suffix(ending.upper())):
        if candidate.is_file():
            return candidate
    return None


def _shapefile_encoding(path: Path) -> str:
    """Return the encoding of the table: by its code page file, else by its bytes."""
    page = _beside(path, ".cpg")
    if page is not None:
        stated = page.read_text("ascii", errors="ignore").strip()
        if stated:
            return f"cp{stated}" if stated.isdigit() else stated
    table = _beside(path, ".dbf")
    return find_encoding(table.read_bytes()) if table else "utf-8"
