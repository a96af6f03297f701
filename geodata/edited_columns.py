"""Columns of a table after edits, made arrays only when they are asked for.

A table may have a million rows; an edit touches a few. What was edited is kept apart, so that an
edit costs the copy of one array of row numbers at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.geometry import Ints
from geodata.table import ColumnReader

Value = str | int | float | bool | None
"""What a cell can hold."""

_EXACT = 2**53
"""Up to here every whole number is a float."""


@dataclass(frozen=True, eq=False)
class EditedColumns(ColumnReader):
    """Columns with rows added, moved, left out, and values changed.

    Attributes:
        base: the columns as they were.
        base_count: how many rows they have.
        order: shape (n,), for each row its row in ``base``, or ``base_count`` + its place in
            ``added``.
        added: rows that were added, column name to value.
        changed: column name to row (numbered as in ``order``) to value.
        new: names of columns that ``base`` has not.
        dropped: names of columns that were left out.
    """

    base: Mapping[str, npt.NDArray[Any]]
    base_count: int
    order: Ints
    added: tuple[Mapping[str, Value], ...] = ()
    changed: Mapping[str, Mapping[int, Value]] = field(default_factory=dict)
    new: tuple[str, ...] = ()
    dropped: frozenset[str] = frozenset()
    _arrays: dict[str, npt.NDArray[Any]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, columns: Mapping[str, npt.NDArray[Any]], count: int) -> EditedColumns:
        """Return the columns of a table of ``count`` rows, to be edited."""
        if isinstance(columns, EditedColumns):
            return columns
        return cls(columns, count, np.arange(count, dtype=np.int64))

    def __iter__(self) -> Iterator[str]:
        yield from (name for name in self.base if name not in self.dropped)
        yield from self.new

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, column: object) -> bool:
        return column in self.new or (column in self.base and column not in self.dropped)

    def __getitem__(self, column: str) -> npt.NDArray[Any]:
        if column not in self:
            raise KeyError(column)
        if column not in self._arrays:
            self._arrays[column] = self._array(column)
        return self._arrays[column]

    def value(self, row: int, column: str) -> Any:
        """Return one value; raise KeyError if there is no such column."""
        if column not in self:
            raise KeyError(column)
        source = int(self.order[row])
        changed = self.changed.get(column, {})
        if source in changed:
            return changed[source]
        if source >= self.base_count:
            return self.added[source - self.base_count].get(column)
        if column in self.new:
            return None
        if isinstance(self.base, ColumnReader):
            return self.base.value(source, column)
        return self.base[column][source]

    def is_number(self, column: str) -> bool:
        """Return whether a column holds numbers; raise KeyError if there is no such column."""
        if column not in self:
            raise KeyError(column)
        if column in self.new or not self._is_number_in_base(column):
            return False
        return all(value is None or _is_number(value) for value in self._edits(column))

    def arrow(self, column: str) -> Any:
        """Return a column of texts as a pyarrow ChunkedArray, None where the base holds none."""
        if column in self.new or not isinstance(self.base, ColumnReader):
            return None
        values = self.base.arrow(column)
        if values is None:
            return None
        import pyarrow as pa

        if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
            return None
        extra = [_as_text(row.get(column)) for row in self.added]
        longer = pa.chunked_array([*values.chunks, pa.array(extra, values.type)], values.type)
        return self._ordered(self._replaced(longer, self.changed.get(column, {})))

    @staticmethod
    def _replaced(values: Any, changed: Mapping[int, Value]) -> Any:
        """Return Arrow texts with some changed; what lies between is shared."""
        import pyarrow as pa

        pieces, begin = [], 0
        for place in sorted(changed):
            pieces += values.slice(begin, place - begin).chunks
            pieces.append(pa.array([_as_text(changed[place])], values.type))
            begin = place + 1
        pieces += values.slice(begin).chunks
        return pa.chunked_array(pieces, values.type)

    def _ordered(self, values: Any) -> Any:
        import pyarrow as pa

        if self._is_in_order:
            return values
        taken = values.combine_chunks().take(pa.array(self.order))
        return taken if isinstance(taken, pa.ChunkedArray) else pa.chunked_array([taken])

    def _is_number_in_base(self, column: str) -> bool:
        if isinstance(self.base, ColumnReader):
            return self.base.is_number(column)
        return self.base[column].dtype.kind in "iuf"

    def _edits(self, column: str) -> list[Value]:
        """Return the values of a column that are not in the base."""
        added = [row.get(column) for row in self.added]
        return [*added, *self.changed.get(column, {}).values()]

    def with_rows(self, rows: Ints) -> EditedColumns:
        """Return the columns with these rows, in this order."""
        return replace(self, order=self.order[rows], _arrays={})

    def with_added(
        self, added: Sequence[Mapping[str, Value]], rows: Sequence[int]
    ) -> EditedColumns:
        """Return the columns with more rows; ``rows`` says which row each is in the result."""
        order = np.empty(len(self.order) + len(added), dtype=np.int64)
        is_new = np.zeros(len(order), dtype=np.bool_)
        is_new[np.asarray(rows, dtype=np.int64)] = True
        first = self.base_count + len(self.added)
        order[is_new] = np.arange(first, first + len(added))
        order[~is_new] = self.order
        return replace(self, order=order, added=(*self.added, *added), _arrays={})

    def with_values(self, row: int, values: Mapping[str, Value]) -> EditedColumns:
        """Return the columns with other values in a row; columns that are new are added."""
        source = int(self.order[row])
        changed = {
            **self.changed,
            **{name: {**self.changed.get(name, {}), source: v} for name, v in values.items()},
        }
        kept = {name: array for name, array in self._arrays.items() if name not in values}
        new = (*self.new, *(name for name in values if name not in self))
        return replace(self, changed=changed, new=new, _arrays=kept)

    def without(self, names: Sequence[str]) -> EditedColumns:
        """Return the columns without some."""
        gone = set(names)
        changed = {name: values for name, values in self.changed.items() if name not in gone}
        added = tuple({k: v for k, v in row.items() if k not in gone} for row in self.added)
        return replace(
            self,
            added=added,
            changed=changed,
            new=tuple(name for name in self.new if name not in gone),
            dropped=self.dropped | (gone & set(self.base)),
            _arrays={},
        )

    def _array(self, column: str) -> npt.NDArray[Any]:
        if column in self.new:
            values: npt.NDArray[Any] = np.full(self.base_count, None, dtype=object)
        else:
            values = self.base[column]
        changed = self.changed.get(column, {})
        extra = [row.get(column) for row in self.added]
        if not extra and not changed:
            return values if self._is_in_order else values[self.order]
        values = _holding(values, [*extra, *changed.values()])
        longer = np.empty(len(values) + len(extra), dtype=values.dtype)
        longer[: len(values)] = values
        for place, value in enumerate(extra, len(values)):
            longer[place] = _cell(value, longer.dtype)
        for place, value in changed.items():
            longer[place] = _cell(value, longer.dtype)
        return longer if self._is_in_order else longer[self.order]

    @cached_property
    def _is_in_order(self) -> bool:
        """Whether every row stands where it stood, and those that were added at the end."""
        count = self.base_count + len(self.added)
        return len(self.order) == count and bool((self.order == np.arange(count)).all())


def _holding(values: npt.NDArray[Any], new: Sequence[Value]) -> npt.NDArray[Any]:
    """Return values in a type that holds new ones too: numbers as long as that is exact."""
    numbers = [value for value in new if value is not None]
    if values.dtype.kind not in "iuf" or not all(map(_is_number, numbers)):
        return values.astype(object)
    whole = [value for value in numbers if isinstance(value, int)]
    if values.dtype.kind != "f" and len(whole) == len(new):
        fits = all(abs(value) < 2**63 for value in whole)
        return values.astype(np.int64 if fits else object)
    largest = max((abs(value) for value in whole), default=0)
    if values.dtype.kind != "f" and len(values):
        largest = max(largest, int(values.max()), -int(values.min()))
    return values.astype(np.float64 if largest <= _EXACT else object)


def _as_text(value: Value) -> str | None:
    return None if value is None else str(value)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: Value, dtype: np.dtype[Any]) -> Any:
    return np.nan if value is None and dtype.kind == "f" else value
