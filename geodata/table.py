"""A table of features: what a layer shows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from math import isnan
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.basis import Basis
from geodata.frozen import frozen
from geodata.geometry import GeometryArray, Ints, Objects


@frozen
class Column:
    """What a column of a table means, in both languages.

    Attributes:
        name: the column's name in the table; prose columns of the built-in tables come in pairs
            that end in ``_en`` and ``_es``, described once under the name without the ending.
        title: language code to title.
        unit: language code to unit, empty if the values have none.
        source: where the values are from.
        remark: language code to what a reader must know of the values.
    """

    name: str
    title: Mapping[str, str]
    unit: Mapping[str, str]
    source: str
    remark: Mapping[str, str]


class ColumnReader(Mapping[str, npt.NDArray[Any]], ABC):
    """Columns that are made arrays when they are asked for, and can be read value by value."""

    @abstractmethod
    def value(self, row: int, column: str) -> Any:
        """Return one value without making the whole column an array.

        Raises:
            KeyError: if there is no such column.
        """

    @abstractmethod
    def is_number(self, column: str) -> bool:
        """Return whether a column holds numbers, without making it an array.

        Raises:
            KeyError: if there is no such column.
        """

    def arrow(self, _column: str) -> Any:
        """Return a column as a pyarrow ChunkedArray, None where it is not held as one."""
        return None


@frozen(eq=False, slots=False)
class FeatureTable:
    """Features of one geometry family with their attributes, column by column.

    Attributes:
        id: the table's id.
        ids: shape (n,), the unique, stable id of each feature: str, or rising int64 in tables that
            are too large for a million strings. Outside the table an id always is a str.
        geometry: the places, longitude and latitude in degrees (EPSG:4326).
        columns: column name to values of shape (n,); text columns hold str or None.
        described: what the columns mean, in the order to show them.
    """

    id: str
    ids: Objects | Ints
    geometry: GeometryArray
    columns: Mapping[str, npt.NDArray[Any]]
    described: tuple[Column, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def _row_of_id(self) -> dict[str, int]:
        return {str(id_): row for row, id_ in enumerate(self.ids)}

    def row_of(self, feature_id: str) -> int:
        """Return the row of a feature.

        Raises:
            KeyError: if the table has no such feature.
        """
        if self.ids.dtype == object:
            return self._row_of_id[feature_id]
        row = int(np.searchsorted(self.ids, int(feature_id))) if feature_id.isdigit() else -1
        if not 0 <= row < len(self.ids) or str(self.ids[row]) != feature_id:
            raise KeyError(feature_id)
        return row

    def has(self, feature_id: str) -> bool:
        """Return whether the table has a feature of this id."""
        try:
            self.row_of(feature_id)
        except KeyError:
            return False
        return True

    def value(self, row: int, column: str) -> Any:
        """Return one value as a plain Python object, None if empty or without such a column."""
        if column not in self.columns:
            return None
        if isinstance(self.columns, ColumnReader):
            return _plain(self.columns.value(row, column))
        return _plain(self.columns[column][row])

    def values(self, column: str, rows: Sequence[int] | None = None) -> list[Any]:
        """Return the values of some rows, of all if omitted, each as `value` tells it."""
        if rows is not None or isinstance(self.columns, ColumnReader):
            return [self.value(row, column) for row in (range(len(self)) if rows is None else rows)]
        if column not in self.columns:
            return [None] * len(self)
        return [_plain(value) for value in self.columns[column].tolist()]

    def is_number(self, column: str) -> bool:
        """Return whether a column holds numbers.

        Raises:
            KeyError: if there is no such column.
        """
        if isinstance(self.columns, ColumnReader):
            return self.columns.is_number(column)
        return self.columns[column].dtype.kind in "iuf"

    def text(self, row: int, column: str, language: str) -> str:
        """Return the text of a prose column pair (``column_en``, ``column_es``), or "" if empty."""
        value = self.value(row, f"{column}_{language}")
        return "" if value is None else str(value)

    def count_by_basis(self, column: str = "basis") -> dict[str, int]:
        """Return how many features have each basis that occurs, in the order of `Basis`.

        Args:
            column: ``basis`` (existence) or ``position_basis`` (place).
        """
        values = self.columns.get(column)
        if values is None:
            return {Basis.USER.value: len(self)} if len(self) else {}
        found = {
            str(value): int(count)
            for value, count in zip(*np.unique(values.astype(str), return_counts=True), strict=True)
        }
        return {basis.value: found[basis.value] for basis in Basis if basis.value in found}

    @property
    def placed_count(self) -> int:
        """How many features have a place."""
        return int(self.geometry.placed.sum())


def _plain(value: Any) -> Any:
    """Return a value of a column as a plain Python object, None for a number that is none."""
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and isnan(value) else value
