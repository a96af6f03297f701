"""Columns whose values are kinds, and a look for each of them."""

from __future__ import annotations

from dataclasses import replace

from geodata.table import FeatureTable
from layers.column_facts import ColumnFacts
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


def classified(facts: ColumnFacts, field: str, symbol: Symbol) -> Categorized:
    """Return a look for each value of a column: ``symbol`` in a colour of its own.

    Features without a value, and those of the rarest kinds where there are too many, are "other".

    Raises:
        layers.style.StyleError: if there is no such column.
    """
    values = facts.commonest(field, MOST_CATEGORIES)
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
