"""How one area stands among the others, and what changed in it between two years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

import numpy as np

from geodata.builtin import BuiltinData
from geodata.frozen import frozen
from geodata.table import FeatureTable
from layers.indicators import Indicator, Kind
from layers.measure import short_source
from layers.style import StyleError
from layers.texts import N_, Texts

COUNTRY = "El Salvador"
"""The place of series that are of the whole country."""

_MANY = 5000
"""Among more features than this a place says nothing, and takes long to find."""


@frozen
class Standing:
    """A number of one area among those of all areas of its layer.

    Attributes:
        indicator: what is measured.
        value: the area's number.
        highest: the greatest number of all areas.
        middle: their median.
        rank: the area's place, 1 being the highest.
        count: how many areas have a number.
        share: percent of the sum of all, None where a sum means nothing or is not whole.
    """

    indicator: Indicator
    value: float
    highest: float
    middle: float
    rank: int
    count: int
    share: float | None


def standings(
    table: FeatureTable, row: int, indicators: Sequence[Indicator]
) -> tuple[Standing, ...]:
    """Return how the feature at ``row`` stands in each indicator that it has a number for."""
    if len(table) > _MANY:
        return ()
    return tuple(_standings(table, row, indicators))


def _standings(
    table: FeatureTable, row: int, indicators: Sequence[Indicator]
) -> Iterator[Standing]:
    for indicator in indicators:
        if indicator.layer_id != table.id:
            continue
        try:
            numbers = indicator.numbers(table)
        except StyleError:
            continue
        known = numbers[np.isfinite(numbers)]
        value = float(numbers[row])
        if not np.isfinite(value) or len(known) < 2:
            continue
        is_whole = len(known) == len(numbers) and indicator.kind is Kind.TOTAL
        total = float(known.sum())
        yield Standing(
            indicator,
            value,
            float(known.max()),
            float(np.median(known)),
            int((known > value).sum()) + 1,
            len(known),
            100 * value / total if is_whole and total > 0 else None,
        )


class Measured(StrEnum):
    """What a series of years counts."""

    COUNT = "count"
    RATE = "rate"


@frozen
class YearValue:
    """A number of one year, with who says so."""

    year: int
    value: float
    institution: str
    source: str


@frozen
class Series:
    """Numbers of one place in two or more years.

    Attributes:
        place: the name of the place.
        measured: homicides, or homicides per 100,000.
        values: year by year.
        remarks: what must be known to compare them (English; to be translated).
    """

    place: str
    measured: Measured
    values: tuple[YearValue, ...]
    remarks: tuple[str, ...]

    @property
    def change(self) -> float | None:
        """Percent from the first to the last year, None where institutions differ."""
        first, last = self.values[0], self.values[-1]
        if first.institution != last.institution or not first.value:
            return None
        return 100 * (last.value - first.value) / first.value


_OTHER_INSTITUTION = N_(
    "The years are from different institutions: the difference may be theirs, so no change is "
    "given."
)
_OTHER_POPULATION = N_(
    "The count and the rate do not move together: the rates rest on different populations. "
    "Compare the counts."
)
_NOT_COMPARED = N_(
    "The rate of 2015 ends in early December and is of another institution than that of 2017: "
    "they are not compared."
)


def homicide_series(
    data: BuiltinData, table: FeatureTable, row: int, texts: Texts
) -> tuple[Series, ...]:
    """Return the homicides of a department or municipality in several years, where they are known.

    The country's follow those of a department.
    """
    match table.id:
        case "municipalities":
            code = str(table.value(row, "code"))
            records = [each for each in data.homicides if each["code"] == code]
            return _of_records(records, str(table.value(row, "name_es")), texts)
        case "departments":
            country = [each for each in data.homicides if each["level"] == "country"]
            return (*_of_department(table, row), *_of_records(country, COUNTRY, texts)[:1])
        case _:
            return ()


def _of_records(
    records: Sequence[Mapping[str, Any]], place: str, texts: Texts
) -> tuple[Series, ...]:
    made = []
    for measured, column in ((Measured.COUNT, "homicides"), (Measured.RATE, "rate_per_100k")):
        values = tuple(
            YearValue(
                int(each["year"]),
                float(each[column]),
                str(each[f"institution_{texts.language}"]),
                str(each["source"] or ""),
            )
            for each in sorted(records, key=lambda each: int(each["year"]))
            if each[column] is not None
        )
        if len(values) > 1:
            made.append(Series(place, measured, values, _remarks(values)))
    return _compared(made)


def _remarks(values: Sequence[YearValue]) -> tuple[str, ...]:
    institutions = {value.institution for value in values}
    return (_OTHER_INSTITUTION,) if len(institutions) > 1 else ()


def _compared(series: list[Series]) -> tuple[Series, ...]:
    """Return the series, those of rates with a remark where they contradict the counts."""
    if len(series) == 2:
        counts, rates = (each.values[-1].value - each.values[0].value for each in series)
        if counts * rates < 0:
            count, rate = series
            remarks = (*rate.remarks, _OTHER_POPULATION)
            return count, Series(rate.place, rate.measured, rate.values, remarks)
    return tuple(series)


def _of_department(table: FeatureTable, row: int) -> tuple[Series, ...]:
    described = {column.name: column.source for column in table.described}
    values = tuple(
        YearValue(
            year,
            float(table.value(row, column)),
            short_source(described.get(column, "")),
            described.get(column, ""),
        )
        for year, column in ((2017, "homicides_2017"), (2018, "homicides_2018"))
        if table.value(row, column) is not None
    )
    has_rates = table.value(row, "homicide_rate_2015_early_dec") is not None
    remarks = (_NOT_COMPARED,) if has_rates else ()
    if len(values) < 2:
        return ()
    place = str(table.value(row, "name_es"))
    return (Series(place, Measured.COUNT, values, (*_remarks(values), *remarks)),)
