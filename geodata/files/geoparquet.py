"""Writes a feature table as GeoParquet 1.1 (https://geoparquet.org), the form projects embed."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
import shapely

from geodata.geometry import Family, from_shapely
from geodata.table import FeatureTable

ID_COLUMN = "atlas_id"
"""The column that holds the features' ids."""

NO_ID = ""
"""The id of the one row that stands for a table without rows; no feature has it."""

GEOMETRY_COLUMN = "geometry"
# A row of each family, for a file without rows would tell neither family nor kinds of columns.
_STAND_INS = {
    Family.POINT: "POINT (0 0)",
    Family.LINE: "LINESTRING (0 0, 1 1)",
    Family.POLYGON: "POLYGON ((0 0, 1 0, 1 1, 0 0))",
}


def geoparquet_bytes(table: FeatureTable) -> bytes:
    """Return a table as the bytes of a GeoParquet file, longitude and latitude as OGC:CRS84.

    A table without rows is written with one that has the id `NO_ID`, to be left out when read.
    """
    import pyarrow as pa
    import pyarrow.parquet

    if not len(table):
        table = _stand_in(table)
    columns = {ID_COLUMN: pa.array([str(id_) for id_ in table.ids], pa.string())}
    columns |= {name: _array(table.columns[name]) for name in table.columns}
    wkb = shapely.to_wkb(table.geometry.to_shapely())
    columns[GEOMETRY_COLUMN] = pa.array(list(wkb), pa.binary())
    geo = {
        "version": "1.1.0",
        "primary_column": GEOMETRY_COLUMN,
        "columns": {GEOMETRY_COLUMN: {"encoding": "WKB", "geometry_types": []}},
    }
    whole = pa.table(columns).replace_schema_metadata(
        {"geo": json.dumps(geo), "atlas-family": table.geometry.family.value}
    )
    sink = BytesIO()
    pyarrow.parquet.write_table(whole, sink, compression="zstd")
    return sink.getvalue()


def _stand_in(table: FeatureTable) -> FeatureTable:
    """Return a table of one row with the geometry family and the columns of an empty one."""
    family = table.geometry.family
    shape = np.array([shapely.from_wkt(_STAND_INS[family])], dtype=object)
    columns = {
        name: np.array([None if values.dtype == object else 0]).astype(values.dtype)
        for name, values in table.columns.items()
    }
    ids = np.array([NO_ID], dtype=object)
    return replace(table, ids=ids, geometry=from_shapely(shape, family), columns=columns)


def _array(values: Any) -> Any:
    """Return an Arrow column; a column of mixed objects is written as text."""
    import pyarrow as pa

    if values.dtype != object:
        return pa.array(np.ascontiguousarray(values))
    try:
        return pa.array(list(values))
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in values], pa.string())
