"""Hashes of values and places, row by row, so that large tables are compared as arrays.

The same value has the same hash on every machine and in every run; they are made to tell
changes, not to withstand anybody. No Python object is made for a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.geometry import GeometryArray, Ints, Objects

Hashes = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]

NOTHING = 0
"""The hash of no value: None, NaN, an empty text, no place."""

PER_DEGREE = 10_000_000
"""Places count as the same within a ten millionth of a degree, about a centimetre."""

_FARTHEST = 1e9
_EXACT = 2.0**53
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_WEIGHTS = 4096
_BLOCK = 200_000  # rows whose letters are looked at together


def mixed(numbers: Hashes) -> Hashes:
    """Return numbers whose bits depend on all bits of the given ones (splitmix64)."""
    mix = numbers + _GOLDEN
    mix = (mix ^ (mix >> np.uint64(30))) * _FIRST
    mix = (mix ^ (mix >> np.uint64(27))) * _SECOND
    result: Hashes = mix ^ (mix >> np.uint64(31))
    return result


@dataclass(frozen=True, slots=True, eq=False)
class PackedTexts:
    """Many texts as the bytes of all and where each begins.

    Attributes:
        data: the texts in UTF-8, one after the other.
        starts: shape (n + 1,), where each begins, then the end.
    """

    data: Bytes
    starts: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> str:
        """Return a text; "" where there is none."""
        start, end = int(self.starts[row]), int(self.starts[row + 1])
        return self.data[start:end].tobytes().decode("utf-8", "replace")

    def hashes(self) -> Hashes:
        """Return shape (n,): a hash of each text, `NOTHING` for an empty one."""
        result = np.zeros(len(self), np.uint64)
        for first in range(0, len(self), _BLOCK):
            last = min(first + _BLOCK, len(self))
            result[first:last] = _text_hashes(self.data, self.starts[first : last + 1])
        return result


def pack(values: Objects | Any) -> PackedTexts:
    """Return texts packed; None is an empty one.

    Args:
        values: an array of str and None, or pyarrow's text of a column (ChunkedArray).
    """
    import pyarrow as pa

    if isinstance(values, np.ndarray):
        values = _arrow(values)
    elif not pa.types.is_large_string(values.type):
        values = values.cast(pa.large_string())
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if isinstance(values, pa.ChunkedArray):  # as old versions return it
        values = pa.concat_arrays(values.chunks) if values.num_chunks else _arrow(np.empty(0, "O"))
    if values.null_count:
        values = values.fill_null("")
    _valid, starts, data = values.buffers()
    count, offset = len(values), values.offset
    if not count:
        return PackedTexts(np.empty(0, np.uint8), np.zeros(1, np.int64))
    all_starts = np.frombuffer(starts, np.int64)[offset : offset + count + 1]
    letters = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    return PackedTexts(letters[all_starts[0] : all_starts[-1]], all_starts - all_starts[0])


def _arrow(values: Objects) -> Any:
    import pyarrow as pa

    try:
        return pa.array(values, pa.large_string(), from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
        # Values of other kinds among the texts, or halves of signs that UTF-8 cannot hold.
        texts = [None if value is None else _writable(str(value)) for value in values.tolist()]
        return pa.array(texts, pa.large_string())


def _writable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _weights() -> Hashes:
    return mixed(np.arange(1, _WEIGHTS + 1, dtype=np.uint64)) | np.uint64(1)


def _text_hashes(data: Bytes, starts: Ints) -> Hashes:
    lengths = np.diff(starts)
    result = np.zeros(len(lengths), np.uint64)
    full = np.flatnonzero(lengths)
    if not len(full):
        return result
    letters = data[starts[0] : starts[-1]].astype(np.uint64) + np.uint64(1)
    place = np.arange(len(letters)) - np.repeat(starts[:-1] - starts[0], lengths)
    letters *= _weights()[place % _WEIGHTS]
    beyond = place // _WEIGHTS
    if beyond.any():
        letters *= beyond.astype(np.uint64) * np.uint64(2) + np.uint64(1)
    sums = np.add.reduceat(letters, starts[:-1][full] - starts[0])
    result[full] = mixed(sums + lengths[full].astype(np.uint64) * _GOLDEN)
    return result


def number_hashes(values: npt.NDArray[Any]) -> Hashes:
    """Return shape (n,): a hash of each number, `NOTHING` for NaN; 1 and 1.0 are the same.

    Args:
        values: shape (n,), whole numbers, decimals, or truth values.
    """
    decimals = values.astype(np.float64) + 0.0  # makes -0.0 the same as 0.0
    bits = decimals.view(np.uint64).copy()
    if values.dtype.kind in "iu":
        large = np.abs(decimals) >= _EXACT
        bits[large] = values[large].astype(np.uint64)
    result = mixed(bits)
    result[np.isnan(decimals)] = NOTHING
    return result


def place_hashes(geometry: GeometryArray) -> Hashes:
    """Return shape (n,): a hash of each feature's geometry, `NOTHING` without a place.

    Args:
        geometry: the features, degrees (EPSG:4326).
    """
    result = np.zeros(len(geometry), np.uint64)
    placed = np.flatnonzero(geometry.placed)
    if not len(placed):
        return result
    starts = geometry.coordinate_starts
    # What is no finite number has no whole one.
    finite = np.clip(np.nan_to_num(geometry.coordinates), -_FARTHEST, _FARTHEST)
    steps = np.round(finite * PER_DEGREE).astype(np.int64).view(np.uint64)
    order = np.arange(len(steps)) - np.repeat(starts[:-1], np.diff(starts))
    points = mixed(mixed(steps[:, 0]) ^ (steps[:, 1] * _SECOND))
    points = mixed(points + order.astype(np.uint64) * _GOLDEN)
    sums = np.add.reduceat(points, starts[:-1][placed])
    # Where its parts begin, and which of them are holes.
    part_owner = np.repeat(np.arange(len(geometry)), np.diff(geometry.feature_starts))
    within = geometry.part_starts[:-1] - starts[:-1][part_owner]
    parts = mixed((within * 2 + geometry.holes).astype(np.uint64))
    sums += np.add.reduceat(parts, geometry.feature_starts[:-1][placed])
    result[placed] = mixed(sums)
    return result


def together(columns: list[Hashes], count: int) -> Hashes:
    """Return shape (n,): one hash for several of the same row; the order of columns matters.

    Args:
        columns: the hashes, each of shape (n,).
        count: n.
    """
    result = np.zeros(count, np.uint64)
    for column in columns:
        result = mixed(result * _FIRST + column)
    return result
