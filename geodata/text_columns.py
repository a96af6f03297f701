"""Columns of tables as Arrow arrays of text, where it can be without an object for each row."""

from __future__ import annotations

from typing import Any

import numpy as np

from geodata.edited_columns import EditedColumns
from geodata.files.arrow_columns import ArrowColumns
from geodata.table import FeatureTable

_SLICE = 20_000


def text_column(table: FeatureTable, name: str) -> Any:
    """Return a column as a pyarrow string array of shape (n,), None where it is empty.

    May be called in a thread; it lets others work meanwhile.

    Raises:
        KeyError: if there is no such column.
    """
    return _texts(table.columns, name)


def _texts(columns: Any, name: str) -> Any:
    import pyarrow as pa

    if isinstance(columns, ArrowColumns):
        return _as_text(columns.arrow(name))
    if isinstance(columns, EditedColumns) and name in columns.base:
        return _edited(columns, name)
    values = columns[name]
    parts = [_converted(values[at : at + _SLICE]) for at in range(0, len(values), _SLICE)]
    return pa.concat_arrays(parts) if parts else pa.array([], pa.string())


def _converted(values: Any) -> Any:
    import pyarrow as pa

    if values.dtype != object:
        return _as_text(pa.array(values, from_pandas=True))
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def _as_text(column: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.DictionaryArray):
        column = column.dictionary_decode()
    if pa.types.is_string(column.type):
        return column
    try:
        return pc.cast(column, pa.string())
    except pa.ArrowNotImplementedError:
        return pa.array([None if value is None else str(value) for value in column.to_pylist()])


def _edited(columns: EditedColumns, name: str) -> Any:
    """Return a column of which most was not edited."""
    import pyarrow as pa

    values = _texts(columns.base, name)
    added = [row.get(name) for row in columns.added]
    changed = columns.changed.get(name, {})
    if added:
        texts = [None if value is None else str(value) for value in added]
        values = pa.concat_arrays([values, pa.array(texts, pa.string())])
    if changed:
        mask = np.zeros(len(values), dtype=np.bool_)
        mask[list(changed)] = True
        new = [changed[row] for row in sorted(changed)]
        texts = [None if value is None else str(value) for value in new]
        values = pa.compute.replace_with_mask(values, pa.array(mask), pa.array(texts, pa.string()))
    return values.take(pa.array(columns.order))
