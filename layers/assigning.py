"""Which symbol each feature of a table gets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.geometry import Floats, Ints
from geodata.table import ColumnReader, FeatureTable
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
_LARGEST_SHARE = 1e12
_FIRST_LARGE = int(_STEPS_END / _SIZE_STEP) + 2


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
            found = _of_texts(table, field, places, rest)
            return _categories(column_of(table, field), places, rest) if found is None else found
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


def _of_texts(table: FeatureTable, field: str, places: dict[str, int], rest: int) -> Ints | None:
    """Return the places of a column that Arrow holds as text, None if it does not."""
    columns = table.columns
    held = columns.arrow(field) if isinstance(columns, ColumnReader) else None
    if held is None:
        return None
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(held.type):
        held = pc.cast(held, held.type.value_type)
    if not pa.types.is_string(held.type):
        return None
    found = pc.index_in(held, value_set=pa.array(list(places), type=pa.string()))
    numbers = np.asarray(pc.fill_null(found, len(places)))
    result: Ints = np.array([*places.values(), rest], dtype=np.int64)[numbers]
    if "" in places and held.null_count:
        result[np.asarray(pc.is_null(held))] = places[""]
    return result


def _classes(numbers: Floats, breaks: tuple[float, ...], no_data: int) -> Ints:
    # Bounds are few: to compare with each is quicker than to search for a million places.
    places = np.zeros(len(numbers), dtype=np.uint8)
    for bound in breaks:
        places += numbers > bound
    result = places.astype(np.int64)
    # What lies above the last bound or is not a number belongs to no class.
    result[(places >= len(breaks)) | np.isnan(numbers)] = no_data
    return result


def _sizes(renderer: Proportional, numbers: Floats) -> tuple[tuple[Symbol, ...], Ints]:
    known = np.isfinite(numbers) & (numbers >= 0)
    are_all = bool(known.all())
    shares = (numbers if are_all else numbers[known]) / renderer.value
    # The steps are coarse: half the digits are plenty, and take half the time.
    exact = np.sqrt(np.minimum(shares, _LARGEST_SHARE).astype(np.float32))
    exact *= np.float32(renderer.symbol.size)
    steps = _steps(exact)
    # Steps are few and small: to count them is quicker than to sort a million.
    occurring = np.flatnonzero(np.bincount(steps))
    sizes, place = np.unique(_size_of(occurring), return_inverse=True)
    symbols: list[Symbol] = [replace(renderer.symbol, size=size) for size in sizes.tolist()]
    of = np.full(len(numbers), -1 if renderer.no_data is None else len(symbols), dtype=np.int64)
    if len(steps):
        symbol_of_step = np.zeros(occurring[-1] + 1, dtype=np.int64)
        symbol_of_step[occurring] = place
        of[slice(None) if are_all else known] = symbol_of_step.take(steps)
    if renderer.no_data is not None:
        symbols.append(renderer.no_data)
    return tuple(symbols), of


def _steps(sizes: npt.NDArray[np.float32]) -> Ints:
    """Return sizes as numbers of steps that the eye does not see, so that symbols are few."""
    sizes = np.clip(sizes, np.float32(SMALLEST_SIZE), np.float32(LARGEST_SIZE))
    end = np.float32(_STEPS_END)
    small = np.rint(sizes * np.float32(1 / _SIZE_STEP))
    large = np.log(np.maximum(sizes, end) / end)
    large *= np.float32(1 / np.log(_SIZE_RATIO))
    np.rint(large, out=large)
    large += _FIRST_LARGE
    steps: Ints = np.where(sizes < end, small, large).astype(np.int64)
    return steps


def _size_of(steps: Ints) -> Floats:
    """Return the sizes of steps."""
    small = steps * _SIZE_STEP
    large = np.round(_STEPS_END * _SIZE_RATIO ** (steps - _FIRST_LARGE).astype(np.float64), 2)
    sizes: Floats = np.where(steps < _FIRST_LARGE, small, np.minimum(large, LARGEST_SIZE))
    return sizes
