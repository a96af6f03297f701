"""Reads Parquet and GeoParquet (https://geoparquet.org, versions 1.0 and 1.1)."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from geodata.files.arrow_arrays import as_numpy
from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.reading.columns import tidied, unique_names
from geodata.files.reading.plain import plain_columns
from geodata.files.reading.rows import Rows, check_columns, check_rows, numbered
from geodata.files.report import FileError
from geodata.files.source import Source

_CRS84 = "OGC:CRS84"
_NAMES = frozenset({"geometry", "geom", "wkb", "wkb_geometry", "the_geom"})


def read_parquet(source: Source, limits: Limits) -> tuple[Rows, Any | None, str | None]:
    """Return the rows, their geometries as well-known binary, and the reference system.

    Geometries and reference system are None if there are none.

    Raises:
        FileError: if the file is damaged, too large, or encodes geometry in another way than WKB.
    """
    table = _read(source, limits)
    column, crs = _geometry(source, table)
    numbers = numbered(table.num_rows, 1)
    blobs = None
    if column is not None:
        blobs = as_numpy(_storage(table[column]))
        table = table.drop_columns([column])
    names, findings = unique_names(table.column_names, source.name)
    table, repaired = tidied(
        plain_columns(table).rename_columns(names), numbers, source, limits.cell, typing=False
    )
    rows = Rows(source, table, numbers, [*findings, *repaired])
    return rows, blobs, crs


def _read(source: Source, limits: Limits) -> pa.Table:
    try:
        with pyarrow.parquet.ParquetFile(source.path) as file:
            metadata = file.metadata
            check_rows(source, metadata.num_rows, limits)
            check_columns(source, metadata.num_columns, limits)
            stated = sum(
                metadata.row_group(group).total_byte_size
                for group in range(metadata.num_row_groups)
            )
            if stated > limits.unzipped_size:
                raise FileError(
                    N_("{file} unpacks to more than {limit} bytes"),
                    N_("open a part of it"),
                    file=source.name,
                    limit=limits.unzipped_size,
                )
            return file.read()
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(source, error) from error


def _unreadable(source: Source, error: Exception) -> FileError:
    return FileError(
        N_("{file} cannot be read: it is damaged or cut short ({error})"),
        N_("ask its maker for another copy"),
        file=source.name,
        error=str(error).replace(str(source.path), source.name),
    )


def _geometry(source: Source, table: pa.Table) -> tuple[str | None, str | None]:
    """Return the column of geometries, and the reference system it is in."""
    stated = (table.schema.metadata or {}).get(b"geo")
    if stated is None:
        return _binary_column(table), None
    try:
        geo = json.loads(stated)
        name = str(geo["primary_column"])
        column = dict(geo["columns"][name])
        table[name]
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(source, error) from error
    if column.get("encoding") != "WKB":
        raise FileError(
            N_("{file} encodes its geometry as {encoding}"),
            N_("write it as GeoParquet with WKB"),
            file=source.name,
            encoding=column.get("encoding"),
        )
    return name, _crs(column)


def _binary_column(table: pa.Table) -> str | None:
    """Return the column that holds geometry though the file does not say so, if one does."""
    for field in table.schema:
        known = getattr(field.type, "extension_name", "") == "geoarrow.wkb"
        if known or (_is_binary(field.type) and field.name.lower() in _NAMES):
            return str(field.name)
    return None


def _is_binary(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _storage(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not isinstance(column.type, pa.BaseExtensionType):
        return column
    return pa.chunked_array(
        [chunk.storage for chunk in column.chunks], type=column.type.storage_type
    )


def _crs(column: dict[str, Any]) -> str | None:
    """Return the reference system; the format's own where none is stated, None if unknown."""
    if "crs" not in column:
        return _CRS84
    return json.dumps(column["crs"]) if isinstance(column["crs"], dict) else None
