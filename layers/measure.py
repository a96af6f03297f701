"""What classes and sizes of symbols tell: the words and examples of the legend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import floor, log10
from urllib.parse import urlsplit

from geodata.table import Column, FeatureTable
from layers.facts import split_links, split_sources
from layers.scene import LegendEntry, Measure
from layers.style import Graduated, Proportional
from layers.texts import Texts

_STEPS = (5.0, 2.0, 1.0)
_SMALLER = (1.0, 4.0, 16.0)
_TRAILING = re.compile(r"[\s,;:(]+$")


def measure_of(renderer: Graduated | Proportional, table: FeatureTable, texts: Texts) -> Measure:
    """Return what the classes or sizes of a renderer tell."""
    measure = _described(table, renderer.field, texts)
    if isinstance(renderer, Graduated):
        return replace(measure, classes=len(renderer.symbols))
    return replace(measure, sizes=tuple(_examples(renderer, texts)))


def _described(table: FeatureTable, field: str, texts: Texts) -> Measure:
    column = next((column for column in table.described if column.name == field), None)
    if column is None:
        return Measure(field)
    return Measure(column_title(column, texts), tuple(_remarks(column, texts)))


def column_title(column: Column, texts: Texts) -> str:
    """Return what a column holds, with its unit."""
    title = column.title.get(texts.language, "") or column.name
    unit = column.unit.get(texts.language, "")
    return f"{title} ({unit})" if unit and unit.casefold() not in title.casefold() else title


def _remarks(column: Column, texts: Texts) -> Iterator[str]:
    if column.source:
        yield texts.gettext("Source: {source}").format(source=short_source(column.source))
    remark = column.remark.get(texts.language, "")
    if remark:
        yield remark


def short_source(source: str) -> str:
    """Return who says something without the addresses, of which the site stands for the whole."""
    return "; ".join(dict.fromkeys(map(_without_address, split_sources(source))))


def _without_address(source: str) -> str:
    pieces = split_links(source)
    words = _TRAILING.sub("", "".join(text for text, link in pieces if not link).strip())
    if words:
        return words
    return next((urlsplit(link).netloc.removeprefix("www.") for _, link in pieces if link), source)


def _examples(renderer: Proportional, texts: Texts) -> Iterator[LegendEntry]:
    """Yield three round numbers and the sizes that these have, the largest first."""
    given: set[float] = set()
    for share in _SMALLER:
        number = _round_below(renderer.value / share)
        if number not in given:
            given.add(number)
            yield LegendEntry(renderer.sized(number), texts.number(number), nested=True)


def _round_below(number: float) -> float:
    """Return the largest 1, 2 or 5 times a power of ten that is not above a number."""
    power = 10.0 ** floor(log10(number))
    return next((step * power for step in _STEPS if step * power <= number * (1 + 1e-9)), power)
