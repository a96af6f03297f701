"""Columns whose values are kinds, and a look for each of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from geodata.table import FeatureTable
from layers.assigning import as_text, column_of
from layers.ramps import CATEGORY_COLOURS
from layers.style import (
    Categorized,
    Category,
    LineSymbol,
    PointSymbol,
    PolygonSymbol,
    Stroke,
    Symbol,
)

MOST_CATEGORIES = 40
"""More kinds nobody tells apart; the rest are "other"."""

_OTHER_COLOUR = "#8d8779"
_FOR_DRAWING = frozenset({"tint", "look", "label_lon", "label_lat", "rank", "geonameid"})


def columns_to_choose(table: FeatureTable) -> tuple[str, ...]:
    """Return the columns that features can be told apart by."""
    return tuple(name for name in table.columns if name not in _FOR_DRAWING)


def kinds_of(table: FeatureTable, field: str) -> list[tuple[str, int]]:
    """Return the values of a column as text with their counts, the most frequent first.

    Raises:
        layers.style.StyleError: if there is no such column.
    """
    values = column_of(table, field)
    if values.dtype != object:
        kinds, counts = np.unique(values, return_counts=True)
        found: Counter[str] = Counter(
            {
                as_text(kind): int(count)
                for kind, count in zip(kinds.tolist(), counts.tolist(), strict=True)
            }
        )
    else:
        # Of a million texts few differ: each is looked at once.
        found = Counter()
        for kind, count in Counter(values.tolist()).items():
            found[as_text(kind)] += count
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def classified(table: FeatureTable, field: str, symbol: Symbol) -> Categorized:
    """Return a look for each value of a column: ``symbol`` in a colour of its own.

    Features without a value, and those of the rarest kinds where there are too many, are "other".

    Raises:
        layers.style.StyleError: if there is no such column.
    """
    values = [value for value, _ in kinds_of(table, field) if value][:MOST_CATEGORIES]
    categories = tuple(
        Category(value, recoloured(symbol, CATEGORY_COLOURS[place % len(CATEGORY_COLOURS)]))
        for place, value in enumerate(sorted(values))
    )
    return Categorized(field, categories, recoloured(symbol, _OTHER_COLOUR))


def recoloured(symbol: Symbol, colour: str) -> Symbol:
    """Return a symbol in another colour; an area without a fill gets one."""
    match symbol:
        case PointSymbol():
            return replace(symbol, color=colour)
        case LineSymbol(stroke):
            return LineSymbol(replace(stroke, color=colour))
        case PolygonSymbol(None, stroke, None):
            return PolygonSymbol(colour, stroke or Stroke("#ffffff", 0.8))
        case PolygonSymbol(fill, _, hatch):
            return replace(symbol, fill=fill and colour, hatch=hatch and colour)
