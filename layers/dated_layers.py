"""Layers whose features carry a date, and what is left out of the map for a period of time.

The period belongs to the view, not to the map: nothing in the document changes, and whoever shows
the map says that some of it is left out.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from geodata.column_index import NumberIndex, TextIndex, column_index
from geodata.frozen import frozen
from geodata.geometry import Bools, Floats
from geodata.names import fold
from geodata.table import FeatureTable
from layers.moments import moments
from layers.period import Period

BUILTIN_DATES: Mapping[str, str] = {
    "plan-seguro-municipalities": "year",
    "program-sites": "as_of",
    "model-precincts": "as_of",
}
"""Built-in layers whose records are documented for a date, and the column that holds it: the year
of a phase of the plan, or the time that the source of a site tells of. Of other records the
sources do not say since when they are there; these are always shown."""

_DATE_WORDS = frozenset(
    {"fecha", "date", "dia", "day", "ano", "anio", "year", "fechahora", "datetime", "fechahecho"}
)
_SAMPLE = 200
_ENOUGH = 0.6


@frozen(eq=False)
class LayerTimes:
    """When the features of a layer are.

    Attributes:
        column: the column that says so.
        starts, ends: shape (n,), decimal years as in `Moment`, NaN where there is no date.
        is_lasting: whether features stay once they are there, as places do and events do not.
    """

    column: str
    starts: Floats
    ends: Floats
    is_lasting: bool

    def hidden(self, period: Period) -> Bools:
        """Return shape (n,): which features are not in a period; undated ones never are hidden."""
        since, until = period.bounds
        late: Bools = self.starts >= until
        if self.is_lasting:
            return late
        return late | (self.ends <= since)

    @property
    def dated(self) -> Bools:
        """Shape (n,): which features have a date."""
        return ~np.isnan(self.starts)

    def range(self) -> tuple[float, float] | None:
        """Return the first and the last moment, None if nothing is dated."""
        dated = self.dated
        if not dated.any():
            return None
        return float(self.starts[dated].min()), float(self.ends[dated].max())

    def counts(self, first: int, last: int) -> list[int]:
        """Return how many features begin in each year from ``first`` to ``last``."""
        years = np.floor(self.starts[self.dated]).astype(np.int64) - first
        years = years[(years >= 0) & (years <= last - first)]
        return [int(count) for count in np.bincount(years, minlength=last - first + 1)]


def date_column(layer_id: str, table: FeatureTable) -> str:
    """Return the column of a layer that holds dates, "" if there is none.

    A planner's own column is one if its name says so and most of its first values are dates.
    """
    if table.described:
        column = BUILTIN_DATES.get(layer_id, "")
        return column if column in table.columns else ""
    for name in table.columns:
        if set(fold(name).split()) & _DATE_WORDS and _holds_dates(table, name):
            return name
    return ""


def _holds_dates(table: FeatureTable, column: str) -> bool:
    values = [table.value(row, column) for row in range(min(len(table), _SAMPLE))]
    texts = [_written(value) for value in values if value not in (None, "")]
    return bool(texts) and sum(bool(moments(text)) for text in texts) >= _ENOUGH * len(texts)


def layer_times(layer_id: str, table: FeatureTable) -> LayerTimes | None:
    """Return when the features of a layer are, None if it has no dates; may take long."""
    column = date_column(layer_id, table)
    if not column:
        return None
    index = column_index(table, column)
    if isinstance(index, NumberIndex):
        numbers, places = np.unique(index.values, return_inverse=True)
        texts = [_written(number) for number in numbers.tolist()]
    else:
        texts, places = _words(index), index.codes
    starts, ends = np.full(len(texts) + 1, np.nan), np.full(len(texts) + 1, np.nan)
    for place, text in enumerate(texts):
        found = moments(text)
        if found:
            starts[place] = min(one.start for one in found)
            ends[place] = max(one.end for one in found)
    # The place -1 of a row without a value is the last one, which stays NaN.
    return LayerTimes(column, starts[places], ends[places], is_lasting=bool(table.described))


def _words(index: TextIndex) -> list[str]:
    return [index.words[place] for place in range(len(index.words))]


def _written(value: object) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else ""
    return str(value)


class DatedLayers:
    """Knows when the features of layers are; each table is looked through once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[FeatureTable, LayerTimes | None]] = {}

    def find(self, layer_id: str, table: FeatureTable) -> LayerTimes | None:
        """Return when the features of a layer are; may take long at the first call for a table."""
        known = self._known.get(layer_id)
        if known is None or known[0] is not table:
            known = (table, layer_times(layer_id, table))
            self._known[layer_id] = known
        return known[1]

    def is_known(self, layer_id: str, table: FeatureTable) -> bool:
        """Return whether `find` answers at once."""
        known = self._known.get(layer_id)
        return known is not None and known[0] is table
