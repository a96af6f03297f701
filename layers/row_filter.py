"""Filters of the attribute table, as plain data: one column, one condition each."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.column_index import Index, NumberIndex, TextIndex
from geodata.geometry import Bools
from layers.feature_tip import one_line
from layers.table_columns import TableColumn, value_words
from layers.texts import Texts

_MOST_NAMED = 3
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Contains:
    """The column's text contains another one, without regard to case and accents."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """The column has one of some values, as text; "" stands for no value."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The column's number lies between two numbers, each None for no bound."""

    column: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Filled:
    """The column has a value, or has none."""

    column: str
    is_filled: bool


RowFilter = Contains | OneOf | Between | Filled


def matching(condition: RowFilter, index: Index) -> Bools:
    """Return shape (n,): which rows fit a filter.

    Raises:
        TypeError: if the filter asks for texts of a column of numbers, or the other way round.
    """
    match condition, index:
        case Contains(_, text), TextIndex():
            return index.containing(text)
        case OneOf(_, values), _:
            return index.one_of(values)
        case Between(_, low, high), NumberIndex():
            return index.between(low, high)
        case Filled(_, is_filled), _:
            return index.filled if is_filled else ~index.filled
    raise TypeError(f"{condition} does not fit {type(index).__name__}")


def filter_words(condition: RowFilter, column: TableColumn, texts: Texts) -> str:
    """Return a filter in a few words, for instance "Department: San Salvador, La Paz"."""
    _ = texts.gettext
    match condition:
        case Contains(_column, text):
            words = _("{column} contains “{text}”")
            return words.format(column=column.title, text=one_line(text, _LONGEST))
        case OneOf(_column, values):
            named = [value_words(column, value, texts) for value in values[:_MOST_NAMED]]
            words = ", ".join(one_line(name, _LONGEST) for name in named)
            rest = len(values) - len(named)
            if rest:
                words = _("{values} and {count} more").format(values=words, count=rest)
            return f"{column.title}: {words}"
        case Between(_column, low, high):
            return _between_words(column, low, high, texts)
        case Filled(_column, is_filled):
            words = _("{column} has a value") if is_filled else _("{column} is empty")
            return words.format(column=column.title)


def _between_words(column: TableColumn, low: float | None, high: float | None, texts: Texts) -> str:
    _ = texts.gettext
    ends = {
        name: value_words(column, repr(float(number)), texts)
        for name, number in (("low", low), ("high", high))
        if number is not None
    }
    if low is None:
        words = _("{column} up to {high}")
    elif high is None:
        words = _("{column} from {low}")
    else:
        words = _("{column} from {low} to {high}")
    return words.format(column=column.title, **ends)
