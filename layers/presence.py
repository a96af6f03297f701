"""Where programs are: which records of which layers are theirs."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geodata.frozen import frozen
from geodata.geometry import Bools
from geodata.projection import to_map
from geodata.table import FeatureTable
from layers.texts import Texts
from layers.view import Bounds


@frozen
class Presence:
    """How many records there are, and how many of them have a place."""

    count: int
    placed: int

    @property
    def missing(self) -> int:
        """How many records have no place."""
        return self.count - self.placed

    def __add__(self, other: Presence) -> Presence:
        return Presence(self.count + other.count, self.placed + other.placed)

    def words(self, texts: Texts) -> str:
        """Return it as a line, for instance "20 placed · 1 not published"."""
        parts = []
        if self.placed or not self.count:
            placed = texts.ngettext("{count} placed", "{count} placed", self.placed)
            parts.append(placed.format(count=texts.number(self.placed)))
        if self.missing:
            missing = texts.ngettext("{count} not published", "{count} not published", self.missing)
            parts.append(missing.format(count=texts.number(self.missing)))
        return " · ".join(parts)


def rows_of_program(table: FeatureTable, program_id: str) -> Bools:
    """Return shape (n,): which records of a table belong to a program."""
    programs = table.columns.get("program")
    if programs is None:
        return np.zeros(len(table), dtype=np.bool_)
    return np.asarray(programs == program_id, dtype=np.bool_)


def presence(table: FeatureTable, rows: Bools | None = None) -> Presence:
    """Return how many records of a table, or of some of its rows (shape (n,)), have a place."""
    placed = table.geometry.placed
    if rows is None:
        return Presence(len(table), int(placed.sum()))
    return Presence(int(rows.sum()), int((placed & rows).sum()))


def bounds_of(parts: Iterable[tuple[FeatureTable, Bools]]) -> Bounds | None:
    """Return the extent of some rows (shape (n,)) of some tables, metres (EPSG:3857).

    None if no row has a place.
    """
    found = [table.geometry.bounds()[rows & table.geometry.placed] for table, rows in parts]
    corners = np.concatenate([*found, np.empty((0, 4))])
    if not len(corners):
        return None
    low, high = corners[:, :2].min(axis=0), corners[:, 2:].max(axis=0)
    (min_x, min_y), (max_x, max_y) = to_map(np.array([low, high])).tolist()
    return min_x, min_y, max_x, max_y


def whole_extent(tables: Iterable[FeatureTable]) -> Bounds | None:
    """Return the extent of whole tables, metres (EPSG:3857); None if no feature has a place."""
    found = [table.geometry.total_bounds() for table in tables]
    corners = np.array([bounds for bounds in found if bounds is not None]).reshape(-1, 4)
    if not len(corners):
        return None
    low, high = corners[:, :2].min(axis=0), corners[:, 2:].max(axis=0)
    (min_x, min_y), (max_x, max_y) = to_map(np.array([low, high])).tolist()
    return min_x, min_y, max_x, max_y
