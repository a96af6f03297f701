"""The indicators that a map can show: the built-in ones, and numbers of the planner's own.

Titles, units, sources and remarks are those of the tables' columns, which the fact tables say
(``resources/facts``). What an indicator is (a share or rate, or a total) is said here, for it
decides how it may be drawn: areas are coloured by rates, totals are shown by the size of symbols.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geodata.builtin import BuiltinData
from geodata.geometry import Family, Floats
from geodata.table import Column, FeatureTable
from layers.assigning import numbers_of
from layers.document import Layer, MapState
from layers.measure import column_title, short_source
from layers.style import Graduated, Proportional, StyleError
from layers.texts import Texts

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Kind(StrEnum):
    """What numbers tell."""

    RATE = "rate"
    TOTAL = "total"
    OWN = "own"


class Way(StrEnum):
    """How an indicator is drawn."""

    AREAS = "areas"
    POINTS = "points"
    SIZES = "sizes"


BUILTIN_LAYERS = ("departments", "delegations", "municipalities")
"""Built-in layers that have indicators."""

_RATES = {
    "departments": (
        *("homicide_rate_2017", "homicide_rate_2015_early_dec", "density_2007", "illiteracy_2007"),
    ),
    "delegations": (),
    "municipalities": (
        *("density_2007_per_km2", "pct_urban_2007", "illiteracy_rate_2007"),
        *("school_attendance_2007", "infant_mortality_2007", "fertility_rate_2007"),
        *("dependency_ratio_2007", "pct_60plus_2007", "men_per_100_women_2007"),
        *("pct_households_piped_water_2007", "pct_households_electricity_2007"),
        *("pct_no_sanitation_2007", "pct_dwellings_earth_floor_2007"),
    ),
}
_TOTALS = {
    "departments": ("homicides_2017", "homicides_2018", "population_2007", "population_2013"),
    "delegations": ("homicides_2017", "population_2007"),
    "municipalities": ("population_2007",),
}
_LEFT_OUT = {("municipalities", "density_2007_per_km2"): frozenset({"0510", "0518"})}
"""Values that look wrong in the source: shown as published, with the column's remark, but classes
are not made of them."""

_NO_MEASURES = frozenset(
    {"code", "codigo", "código", "id", "fid", "objectid", "year", "año", "lon", "lat", "tint"}
    | {"longitude", "latitude", "longitud", "latitud", "label_lon", "label_lat", "rank"}
    | {"seat_lon", "seat_lat", "geonameid", "approximate", "k9", "us_support", "guatemala_border"}
)
"""Numbers that name, place or mark something rather than measure it."""

_MOST_OWN = 200
_FIRST = 20


@dataclass(frozen=True, slots=True)
class Indicator:
    """Numbers of one column of one layer.

    Attributes:
        layer_id: the layer.
        column: the column.
        kind: what the numbers tell.
        described: what the table says of the column; None of a planner's own.
        left_out: ids of features whose values classes are not made of.
    """

    layer_id: str
    column: str
    kind: Kind
    described: Column | None = None
    left_out: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """By which it is known."""
        return f"{self.layer_id}/{self.column}"

    def title(self, texts: Texts) -> str:
        """Return what it is, with its unit."""
        return self.column if self.described is None else column_title(self.described, texts)

    def year(self) -> str:
        """Return the year that it is of, as its title has it, or ""."""
        title = self.described.title.get("en", "") if self.described is not None else ""
        years = _YEAR.findall(title)
        return years[-1] if years else ""

    def source(self) -> str:
        """Return who says so, without addresses, or ""."""
        return (
            short_source(self.described.source) if self.described and self.described.source else ""
        )

    def remark(self, texts: Texts) -> str:
        """Return what a reader must know of it, or ""."""
        return self.described.remark.get(texts.language, "") if self.described else ""

    def numbers(self, table: FeatureTable) -> Floats:
        """Return shape (n,): its values in a table, NaN where there is none.

        Raises:
            StyleError: if the table has no such column of numbers.
        """
        return numbers_of(table, self.column)

    def numbers_for_classes(self, table: FeatureTable) -> Floats:
        """Return its values without those that classes are not made of.

        Raises:
            StyleError: as `numbers`.
        """
        numbers = self.numbers(table)
        if not self.left_out:
            return numbers
        return numbers[~np.isin(table.ids.astype(str), list(self.left_out))]


def builtin_indicators(data: BuiltinData) -> tuple[Indicator, ...]:
    """Return the indicators of the built-in layers, those of larger areas first."""
    return tuple(
        indicator
        for layer_id in BUILTIN_LAYERS
        for kind, columns in ((Kind.RATE, _RATES[layer_id]), (Kind.TOTAL, _TOTALS[layer_id]))
        for indicator in _indicators(data.table(layer_id), kind, columns)
    )


def _indicators(table: FeatureTable, kind: Kind, columns: tuple[str, ...]) -> Iterator[Indicator]:
    described = {column.name: column for column in table.described}
    for name in columns:
        left_out = _LEFT_OUT.get((table.id, name), frozenset())
        yield Indicator(table.id, name, kind, described[name], left_out)


def own_indicators(state: MapState) -> tuple[Indicator, ...]:
    """Return the numeric columns of the planner's own layers."""
    found = [
        Indicator(layer.id, name, Kind.OWN)
        for layer in state
        if layer.id in state.tables
        for name in numeric_columns(state.tables[layer.id])
    ]
    return tuple(found[:_MOST_OWN])


def numeric_columns(table: FeatureTable) -> tuple[str, ...]:
    """Return the columns of a table that hold numbers which may measure something."""
    return tuple(
        name
        for name in table.columns
        if name.casefold() not in _NO_MEASURES and _has_numbers(table, name)
    )


def _has_numbers(table: FeatureTable, name: str) -> bool:
    # To make a million texts an array takes long; the first of them tell what they are.
    first = (table.value(row, name) for row in range(min(len(table), _FIRST)))
    if any(isinstance(value, str | bool) for value in first):
        return False
    return bool(table.columns[name].dtype.kind in "iuf")


def ways(indicator: Indicator, table: FeatureTable) -> tuple[Way, ...]:
    """Return how an indicator may be drawn, the best way first.

    Areas are not coloured by totals: the largest area would seem to be the worst one.
    """
    family = table.geometry.family
    if family is Family.LINE:
        return (Way.POINTS,)
    coloured = Way.AREAS if family is Family.POLYGON else Way.POINTS
    try:
        finite = indicator.numbers(table)
    except StyleError:
        return (coloured,)
    finite = finite[np.isfinite(finite)]
    has_sizes = bool(len(finite)) and finite.min() >= 0 and finite.max() > 0
    if not has_sizes:
        return (coloured,)
    return (Way.SIZES,) if indicator.kind is Kind.TOTAL else (coloured, Way.SIZES)


def shown_indicator(state: MapState, indicators: tuple[Indicator, ...]) -> Indicator | None:
    """Return the indicator that the map shows, the topmost one, None if it shows none."""
    of = {(indicator.layer_id, indicator.column): indicator for indicator in indicators}
    for layer in reversed(state.layers):
        found = of.get((layer.id, field_of(layer)))
        if found is not None and layer.visible:
            return found
    return None


def field_of(layer: Layer) -> str:
    """Return the column by which a layer's symbols are classed or sized, "" if by none."""
    renderer = layer.style.renderer
    return renderer.field if isinstance(renderer, Graduated | Proportional) else ""
