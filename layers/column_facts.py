"""What a column holds, found once: its kinds and their counts, its numbers in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nsmallest
from typing import Any

import numpy as np

from geodata.geometry import Floats, Ints
from geodata.table import ColumnReader, FeatureTable
from layers.assigning import as_text, column_of, numbers_of

_AT_ONCE = 5000
"""Texts that are counted in one go, so that a thread lets others work in between."""

_LOOKED_AT = 20_000
"""Rows by which the best of the columns of a large table is chosen."""


class ColumnFacts:
    """Looks through columns of a table when asked, in a thread if somebody asks there.

    Attributes:
        table: the table.
    """

    def __init__(self, table: FeatureTable) -> None:
        self.table = table
        self._kinds: dict[str, Mapping[str, int]] = {}
        self._numbers: dict[str, Floats] = {}

    def knows_kinds(self, field: str) -> bool:
        """Return whether the kinds of a column are known by now."""
        return field in self._kinds

    def knows_numbers(self, field: str) -> bool:
        """Return whether the numbers of a column are known by now."""
        return field in self._numbers

    def kinds(self, field: str) -> Mapping[str, int]:
        """Return the values of a column as text, with their counts.

        Raises:
            layers.style.StyleError: if there is no such column.
        """
        if field not in self._kinds:
            self._kinds[field] = _counted(self.table, field)
        return self._kinds[field]

    def commonest(self, field: str, most: int) -> list[str]:
        """Return the values of a column that most features have, none ("") left out.

        Raises:
            layers.style.StyleError: if there is no such column.
        """
        named = ((-count, kind) for kind, count in self.kinds(field).items() if kind)
        return [kind for _, kind in nsmallest(most, named)]

    def numbers(self, field: str) -> Floats:
        """Return the finite numbers of a column, rising.

        Raises:
            layers.style.StyleError: if there is no such column, or it holds something else.
        """
        if field not in self._numbers:
            values = numbers_of(self.table, field)
            self._numbers[field] = np.sort(values[np.isfinite(values)])
        return self._numbers[field]

    def best(self, fields: Sequence[str], most: int) -> str:
        """Return the column with at least two kinds and the fewest; the first if all have more.

        Of a large table some rows stand for all, the same at each time.

        Args:
            fields: the columns, at least one.
            most: how many kinds it may have.
        """
        rows = None
        if len(self.table) > _LOOKED_AT:
            # At even steps a column that goes round and round would look all the same.
            rows = np.sort(np.random.default_rng(0).integers(0, len(self.table), _LOOKED_AT))
        best, fewest = fields[0], most + 1
        for field in fields:
            count = len(_counted(self.table, field, rows))
            if 2 <= count < fewest:
                best, fewest = field, count
        return best


def _counted(table: FeatureTable, field: str, rows: Ints | None = None) -> Mapping[str, int]:
    columns = table.columns
    held = columns.arrow(field) if isinstance(columns, ColumnReader) else None
    if held is not None:
        # As an array of numpy a million texts would stall the window, in whatever thread.
        counted = _counted_by_arrow(held if rows is None else held.take(rows))
        if counted is not None:
            return counted
    values = column_of(table, field)
    values = values if rows is None else values[rows]
    found: Counter[str] = Counter()
    if values.dtype != object:
        kinds, counts = np.unique(values, return_counts=True)
        for kind, count in zip(kinds.tolist(), counts.tolist(), strict=True):
            found[as_text(kind)] += count
        return found
    raw: Counter[object] = Counter()
    for start in range(0, len(values), _AT_ONCE):
        raw.update(values[start : start + _AT_ONCE].tolist())
    for value, count in raw.items():
        found[as_text(value)] += count
    return found


def _counted_by_arrow(held: Any) -> Mapping[str, int] | None:
    """Return the kinds of a column of text, None of any other; a thread lets others work."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(held.type):
        held = pc.cast(held, held.type.value_type)
    if not pa.types.is_string(held.type):
        return None
    counted = pc.value_counts(held)
    found: Counter[str] = Counter()
    for start in range(0, len(counted), _AT_ONCE):
        part = counted.slice(start, _AT_ONCE)
        kinds, counts = part.field("values").to_pylist(), part.field("counts").to_pylist()
        for kind, count in zip(kinds, counts, strict=True):
            found[as_text(kind)] += count
    return found
