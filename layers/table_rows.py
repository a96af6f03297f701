"""Which rows the attribute table shows, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from geodata.column_index import Index, sorted_rows
from geodata.geometry import Bools, Ints
from geodata.projection import point_to_lonlat
from geodata.table import FeatureTable
from layers.row_filter import RowFilter, matching
from layers.table_columns import TableColumn, index_of
from layers.view import Bounds


@dataclass(frozen=True, slots=True)
class Sort:
    """By which column rows are sorted."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class RowOrder:
    """What is asked of the rows of a table.

    Attributes:
        filters: conditions that rows must fit, all of them.
        sort: how they are sorted, None for the order of the table.
        within: only rows that lie in this extent (metres, EPSG:3857), None for all.
    """

    filters: tuple[RowFilter, ...] = ()
    sort: Sort | None = None
    within: Bounds | None = None

    @property
    def shows_all(self) -> bool:
        """Whether no row is left out."""
        return not self.filters and self.within is None


@dataclass(frozen=True, eq=False)
class ShownRows:
    """The rows of a table that are shown, in their order.

    Attributes:
        rows: shape (m,), rows of the table.
        count: how many rows the table has.
    """

    rows: Ints
    count: int

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def places(self) -> Ints:
        """Shape (n,): the place of each row of the table among those shown, -1 if it is not."""
        places = np.full(self.count, -1, dtype=np.int64)
        places[self.rows] = np.arange(len(self.rows))
        return places


def all_rows(table: FeatureTable) -> ShownRows:
    """Return every row in the order of the table."""
    return ShownRows(np.arange(len(table), dtype=np.int64), len(table))


@dataclass(eq=False)
class TableIndexes:
    """What the columns of one table are sorted and filtered by, each made when it is needed.

    Attributes:
        table: the features.
        columns: its columns by name.
    """

    table: FeatureTable
    columns: dict[str, TableColumn]
    _made: dict[str, Index] = field(default_factory=dict)

    def index(self, column: str) -> Index:
        """Return the index of a column; may take long.

        Raises:
            KeyError: if there is no such column.
        """
        if column not in self._made:
            self._made[column] = index_of(self.table, self.columns[column])
        return self._made[column]


def show_rows(
    indexes: TableIndexes, order: RowOrder, is_unwanted: Callable[[], bool] = lambda: False
) -> ShownRows | None:
    """Return the rows that fit what is asked for; may take long.

    Args:
        indexes: the table; a filter or sort of a column it has not does nothing.
        order: what is asked for.
        is_unwanted: whether the result is no longer wanted; then None is returned.
    """
    table = indexes.table
    kept = np.ones(len(table), dtype=np.bool_)
    for condition in order.filters:
        if is_unwanted():
            return None
        if condition.column in indexes.columns:
            kept &= matching(condition, indexes.index(condition.column))
    if order.within is not None:
        kept &= rows_within(table, order.within)
    rows = np.flatnonzero(kept)
    if order.sort is not None and order.sort.column in indexes.columns and not is_unwanted():
        index = indexes.index(order.sort.column)
        rows = sorted_rows(index, rows, descending=order.sort.descending)
    if is_unwanted():
        return None
    shown = ShownRows(rows, len(table))
    # Made here, where nobody waits, rather than when it is first asked for.
    _ = shown.places
    return shown


def rows_within(table: FeatureTable, bounds: Bounds) -> Bools:
    """Return shape (n,): which features have a place that touches an extent (EPSG:3857)."""
    west, south = point_to_lonlat(bounds[0], bounds[1])
    east, north = point_to_lonlat(bounds[2], bounds[3])
    min_x, min_y, max_x, max_y = table.geometry.bounds().T
    # Comparisons with NaN, for features without a place, are false.
    inside: Bools = (min_x <= east) & (max_x >= west) & (min_y <= north) & (max_y >= south)
    return inside


def rows_of_ids(table: FeatureTable, ids: Sequence[str]) -> Ints:
    """Return the rows of some features; those that the table has not are left out."""
    return np.array([table.row_of(id_) for id_ in ids if table.has(id_)], dtype=np.int64)
