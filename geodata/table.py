"""A table of features: what a layer shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.basis import Basis
from geodata.geometry import GeometryArray, Objects


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, eq=False)
class FeatureTable:
    """Features of one geometry family with their attributes, column by column.

    Attributes:
        id: the table's id.
        ids: shape (n,), the unique, stable id (str) of each feature.
        geometry: the places, longitude and latitude in degrees (EPSG:4326).
        columns: column name to values of shape (n,); text columns hold str or None.
        described: what the columns mean, in the order to show them.
    """

    id: str
    ids: Objects
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
        return self._row_of_id[feature_id]

    def has(self, feature_id: str) -> bool:
        """Return whether the table has a feature of this id."""
        return feature_id in self._row_of_id

    def value(self, row: int, column: str) -> Any:
        """Return one value as a plain Python object, None if empty or without such a column."""
        values = self.columns.get(column)
        if values is None:
            return None
        value = values[row]
        if isinstance(value, np.generic):
            value = value.item()
        return None if isinstance(value, float) and np.isnan(value) else value

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
