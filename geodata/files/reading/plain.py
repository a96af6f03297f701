"""Columns of any Arrow type as what the atlas knows: whole and decimal numbers, and text."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa


def plain_columns(table: pa.Table) -> pa.Table:
    """Return a table of numbers and texts; dates and times are in ISO form."""
    return pa.table([plain(column) for column in table.columns], names=table.column_names)


def plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as numbers (integer, float) or text."""
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        column = pa.chunked_array(
            [chunk.storage for chunk in column.chunks], type=kind.storage_type
        )
        kind = column.type
    if pa.types.is_dictionary(kind):
        return plain(column.cast(kind.value_type))
    if pa.types.is_string(kind) or pa.types.is_integer(kind):
        return column
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return column if kind == pa.float64() else column.cast(pa.float64())
    if pa.types.is_null(kind) or pa.types.is_large_string(kind) or pa.types.is_boolean(kind):
        return column.cast(pa.string())
    if pa.types.is_timestamp(kind):
        return _times(column)
    return pa.chunked_array([pa.array([_text(value) for value in column.to_pylist()], pa.string())])


def _times(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return dates where no row has a time of day, else dates and times."""
    if column.type.tz is None:
        dates = column.cast(pa.date32(), safe=False)
        if dates.cast(column.type).equals(column):
            return dates.cast(pa.string())
    import pyarrow.compute as pc

    texts = pc.strftime(column, "%Y-%m-%dT%H:%M:%S")
    return pc.replace_substring_regex(texts, r"\.0+$", "")


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.hex()
    isoformat = getattr(value, "isoformat", None)
    if isoformat:
        return str(isoformat())
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (TypeError, ValueError):
        return str(value)
