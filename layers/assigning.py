"""Which symbol each feature of a table gets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.geometry import Floats, Ints
from geodata.table import FeatureTable
from layers.style import (
    LARGEST_SIZE,
    SMALLEST_SIZE,
    Categorized,
    Graduated,
    Proportional,
    Renderer,
    Single,
    StyleError,
    Symbol,
    symbols_of,
)

# From size to size of proportional symbols: a quarter of a pixel, three percent of large ones.
_SIZE_STEP, _SIZE_RATIO = 0.25, 1.03
_STEPS_END = _SIZE_STEP / (_SIZE_RATIO - 1)


def resolve(renderer: Renderer, table: FeatureTable) -> tuple[tuple[Symbol, ...], Ints]:
    """Return the symbols that features of a table may have, and shape (n,): which one each has.

    A proportional renderer has a symbol for every size that occurs, the smallest first; that of
    features without a value comes last. -1 stands for a feature that is left out.

    Raises:
        StyleError: if the table lacks the renderer's field, or its values are no numbers.
    """
    if isinstance(renderer, Proportional):
        return _sizes(renderer, numbers_of(table, renderer.field))
    return symbols_of(renderer), assign(renderer, table)


def assign(renderer: Single | Categorized | Graduated, table: FeatureTable) -> Ints:
    """Return shape (n,): for each feature its place in `symbols_of`, -1 if it is left out.

    Raises:
        StyleError: if the table lacks the renderer's field, or its values are no numbers.
    """
    match renderer:
        case Single():
            return np.zeros(len(table), dtype=np.int64)
        case Categorized(field, categories, other):
            rest = len(categories) if other is not None else -1
            places = {category.value: place for place, category in enumerate(categories)}
            return _categories(column_of(table, field), places, rest)
        case Graduated(field, breaks, symbols, no_data):
            numbers = numbers_of(table, field)
            return _classes(numbers, breaks, len(symbols) if no_data else -1)


def column_of(table: FeatureTable, field: str) -> npt.NDArray[Any]:
    """Return a column of a table.

    Raises:
        StyleError: if there is none of this name.
    """
    if field not in table.columns:
        raise StyleError(f"{table.id} has no column {field!r}")
    return table.columns[field]


def numbers_of(table: FeatureTable, field: str) -> Floats:
    """Return shape (n,): the numbers of a column, NaN where there is none.

    Raises:
        StyleError: if there is no such column, or it holds something else.
    """
    values = column_of(table, field)
    try:
        return values.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise StyleError("classes need a column of numbers") from error


def as_text(value: object) -> str:
    """Return a value as categories compare it: whole numbers without decimals, none as ""."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _categories(values: npt.NDArray[Any], places: dict[str, int], rest: int) -> Ints:
    if values.dtype != object:
        # Of a million numbers few differ: each is made text once.
        kinds, which = np.unique(values, return_inverse=True)
        found = [places.get(as_text(value), rest) for value in kinds.tolist()]
        return np.array(found, dtype=np.int64)[which]
    listed = values.tolist()
    found_of = {value: places.get(as_text(value), rest) for value in set(listed)}
    return np.fromiter(map(found_of.__getitem__, listed), dtype=np.int64, count=len(listed))


def _classes(numbers: Floats, breaks: tuple[float, ...], no_data: int) -> Ints:
    places = np.searchsorted(np.array(breaks), numbers, side="left").astype(np.int64)
    # What lies above the last bound or is not a number belongs to no class.
    places[(places >= len(breaks)) | np.isnan(numbers)] = no_data
    return places


def _sizes(renderer: Proportional, numbers: Floats) -> tuple[tuple[Symbol, ...], Ints]:
    known = np.isfinite(numbers) & (numbers >= 0)
    exact = renderer.symbol.size * np.sqrt(numbers[known] / renderer.value)
    sizes, which = np.unique(_stepped(exact), return_inverse=True)
    symbols: list[Symbol] = [replace(renderer.symbol, size=size) for size in sizes.tolist()]
    of = np.full(len(numbers), -1 if renderer.no_data is None else len(symbols), dtype=np.int64)
    of[known] = which
    if renderer.no_data is not None:
        symbols.append(renderer.no_data)
    return tuple(symbols), of


def _stepped(sizes: Floats) -> Floats:
    """Return sizes in steps that the eye does not see, so that symbols are few."""
    sizes = np.clip(sizes, SMALLEST_SIZE, LARGEST_SIZE)
    small = np.round(sizes / _SIZE_STEP) * _SIZE_STEP
    steps = np.round(np.log(sizes / _STEPS_END) / np.log(_SIZE_RATIO))
    large = np.round(_STEPS_END * _SIZE_RATIO**steps, 2)
    stepped: Floats = np.where(sizes < _STEPS_END, small, np.minimum(large, LARGEST_SIZE))
    return stepped
