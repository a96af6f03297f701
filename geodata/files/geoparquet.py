"""Writes a feature table as GeoParquet 1.1 (https://geoparquet.org), the form projects embed."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import numpy as np
import shapely

from geodata.table import FeatureTable

ID_COLUMN = "atlas_id"
"""The column that holds the features' ids."""

GEOMETRY_COLUMN = "geometry"


def geoparquet_bytes(table: FeatureTable) -> bytes:
    """Return a table as the bytes of a GeoParquet file, longitude and latitude as OGC:CRS84."""
    import pyarrow as pa
    import pyarrow.parquet

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


def _array(values: Any) -> Any:
    """Return an Arrow column; a column of mixed objects is written as text."""
    import pyarrow as pa

    if values.dtype != object:
        return pa.array(np.ascontiguousarray(values))
    try:
        return pa.array(list(values))
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in values], pa.string())
