"""Reads GeoParquet (https://geoparquet.org, versions 1.0 and 1.1)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from geodata.files.arrow_arrays import as_numpy
from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.report import FileError
from geodata.files.tabular import Rows, check_rows
from geodata.geometry import Objects


def read_parquet(path: Path, limits: Limits) -> tuple[Rows, Objects | None, str | None]:
    """Return the rows, their geometries, and the reference system, each None if there is none.

    Raises:
        FileError: if the file is damaged, too large, or encodes geometry in another way than WKB.
    """
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(path)
        check_rows(path, file.metadata.num_rows, limits)
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise FileError(
            N_("{file} cannot be read: it is damaged or cut short ({error})"),
            N_("ask its maker for another copy"),
            file=path.name,
            error=error,
        ) from error
    numbers = np.arange(1, table.num_rows + 1, dtype=np.int64)
    stated = (table.schema.metadata or {}).get(b"geo")
    if stated is None:
        return Rows(path.stem, _flat(table), numbers, []), None, None
    geo = json.loads(stated)
    name = geo["primary_column"]
    column = geo["columns"][name]
    if column.get("encoding") != "WKB":
        raise FileError(
            N_("{file} encodes its geometry as {encoding}"),
            N_("write it as GeoParquet with WKB"),
            file=path.name,
            encoding=column.get("encoding"),
        )
    shapes: Objects = shapely.from_wkb(as_numpy(table[name]), on_invalid="ignore")
    rows = Rows(path.stem, _flat(table.drop_columns([name])), numbers, [])
    return rows, shapes, _crs(column)


def _crs(column: dict[str, Any]) -> str | None:
    if "crs" not in column:
        return "OGC:CRS84"
    return None if column["crs"] is None else json.dumps(column["crs"])


def _flat(table: pa.Table) -> pa.Table:
    """Return the table with whatever is no number and no text written as text."""
    columns = [
        column
        if pa.types.is_integer(column.type)
        or pa.types.is_floating(column.type)
        or pa.types.is_string(column.type)
        else _as_text(column)
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names)


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    try:
        return column.cast(pa.string())
    except pa.ArrowException:
        values = [None if value is None else str(value) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(values, pa.string())])
