"""Arrow columns as numpy arrays, without pandas, which pyarrow's own conversion imports."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def as_numpy(column: Any) -> npt.NDArray[Any]:
    """Return a column (pyarrow Array or ChunkedArray) as an array of shape (n,).

    Whole numbers stay whole (int64 or narrower) unless some are missing; numbers with missing
    ones are float64 with NaN. Everything else is objects, None where missing.
    """
    import pyarrow as pa

    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        values = np.empty(len(column), dtype=object)
        values[:] = column.to_pylist()
        return values
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    parts = [_numbers(chunk) for chunk in chunks]
    return np.concatenate(parts) if parts else np.empty(0, column.type.to_pandas_dtype())


def _numbers(chunk: Any) -> npt.NDArray[Any]:
    validity, data = chunk.buffers()
    dtype = np.dtype(chunk.type.to_pandas_dtype())
    stop = chunk.offset + len(chunk)
    values = np.frombuffer(data, dtype=dtype, count=stop)[chunk.offset :]
    if validity is None or not chunk.null_count:
        return values
    bits = np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little")
    result = values.astype(np.float64)
    result[bits[chunk.offset : stop] == 0] = np.nan
    return result
