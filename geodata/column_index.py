"""What a column is sorted and filtered by, computed once for all its rows.

A column may have a million rows: texts are kept as the place of each in the list of different
ones, so that what is done to texts is done once for each different one. Everything here may run
in a thread: where it takes long it either is numpy or Arrow, which let others work meanwhile, or
goes on in small steps.
"""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from geodata.geometry import Bools, Floats, Ints
from geodata.table import ColumnReader, FeatureTable

_MANY = 50_000
"""So many texts are sorted by Arrow: Python would let nobody else work until it is done."""

_PIECE = 10_000


def plain(text: str) -> str:
    """Return a text as it is compared: without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lower()


class Words(ABC):
    """Different texts of a column."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def __getitem__(self, place: int) -> str: ...

    @abstractmethod
    def ranks(self) -> Ints:
        """Return shape (d,): the place of each text in their order, without case and accents."""

    @abstractmethod
    def containing(self, text: str) -> Bools:
        """Return shape (d,): whether each contains a text, without case and accents."""

    @abstractmethod
    def among(self, texts: set[str]) -> Bools:
        """Return shape (d,): whether each is one of some texts."""


class _ListedWords(Words):
    """Texts in a list of Python's."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words

    def __len__(self) -> int:
        return len(self._words)

    def __getitem__(self, place: int) -> str:
        return self._words[place]

    @cached_property
    def _plain(self) -> list[str]:
        return [plain(word) for word in self._words]

    def ranks(self) -> Ints:
        if len(self) > _MANY:
            import pyarrow as pa

            return _arrow_ranks(pa.chunked_array(_pieces(self._plain)))
        order = sorted(range(len(self)), key=self._plain.__getitem__)
        return _ranks(np.array(order, dtype=np.int64), self._plain)

    def containing(self, text: str) -> Bools:
        wanted = plain(text)
        return np.array([wanted in word for word in self._plain], dtype=np.bool_)

    def among(self, texts: set[str]) -> Bools:
        return np.array([word in texts for word in self._words], dtype=np.bool_)


class _ArrowWords(Words):
    """Texts in an Arrow array."""

    def __init__(self, words: Any) -> None:
        self._words = words

    def __len__(self) -> int:
        return len(self._words)

    def __getitem__(self, place: int) -> str:
        return str(self._words[place].as_py())

    @cached_property
    def _plain(self) -> Any:
        import pyarrow.compute as pc

        decomposed = pc.utf8_normalize(self._words, form="NFKD")
        bare = pc.replace_substring_regex(decomposed, pattern=r"\p{M}+", replacement="")
        return pc.utf8_lower(bare)

    def ranks(self) -> Ints:
        return _arrow_ranks(self._plain)

    def containing(self, text: str) -> Bools:
        import pyarrow.compute as pc

        return _flags(pc.match_substring(self._plain, pattern=plain(text)))

    def among(self, texts: set[str]) -> Bools:
        import pyarrow as pa
        import pyarrow.compute as pc

        return _flags(pc.is_in(self._words, value_set=pa.array(sorted(texts), self._words.type)))


@dataclass(frozen=True, eq=False)
class TextIndex:
    """A column of texts.

    Attributes:
        codes: shape (n,), for each row the place of its text in ``words``, -1 if it is empty.
        words: the different texts.
        order: shape (d,), the place of each text in an order of their own; None for that of
            letters.
    """

    codes: Ints
    words: Words
    order: Ints | None = None

    @cached_property
    def keys(self) -> Ints:
        """Shape (n,): what rows are sorted by, -1 for one without a text."""
        ranks = self.words.ranks() if self.order is None else self.order
        return np.append(ranks, -1)[self.codes]

    @property
    def filled(self) -> Bools:
        """Shape (n,): which rows have a value."""
        return self.codes >= 0

    def containing(self, text: str) -> Bools:
        """Return shape (n,): which rows contain a text, without case and accents."""
        return np.append(self.words.containing(text), np.False_)[self.codes]

    def one_of(self, values: Iterable[str]) -> Bools:
        """Return shape (n,): which rows have one of the texts; "" stands for none."""
        wanted = set(values)
        return np.append(self.words.among(wanted), "" in wanted)[self.codes]

    def counts(self, most: int) -> list[tuple[str, int]] | None:
        """Return the different texts and how many rows have each, None if more than ``most``.

        Rows without a text come last, as "".
        """
        if len(self.words) > most:
            return None
        counts = np.bincount(self.codes + 1, minlength=len(self.words) + 1)
        ranks = self.words.ranks() if self.order is None else self.order
        places = np.argsort(ranks, kind="stable").tolist()
        found = [(self.words[place], int(counts[place + 1])) for place in places]
        found = [(word, count) for word, count in found if count]
        return found + ([("", int(counts[0]))] if counts[0] else [])


@dataclass(frozen=True, eq=False)
class NumberIndex:
    """A column of numbers: shape (n,), NaN where there is none."""

    values: Floats

    @property
    def keys(self) -> Floats:
        """What rows are sorted by."""
        return self.values

    @property
    def filled(self) -> Bools:
        """Shape (n,): which rows have a value."""
        return ~np.isnan(self.values)

    @cached_property
    def range(self) -> tuple[float, float] | None:
        """The least and the largest number, None if there is none."""
        values = self.values[self.filled]
        return (float(values.min()), float(values.max())) if len(values) else None

    def between(self, low: float | None, high: float | None) -> Bools:
        """Return shape (n,): which rows lie between two numbers, or are equal to one of them."""
        result = self.filled
        if low is not None:
            result &= self.values >= low
        if high is not None:
            result &= self.values <= high
        return result

    def one_of(self, values: Iterable[str]) -> Bools:
        """Return shape (n,): which rows have one of the numbers (as text); "" stands for none."""
        wanted = set(values)
        numbers = [float(value) for value in wanted if value]
        found = np.isin(self.values, numbers)
        return found | ~self.filled if "" in wanted else found

    def counts(self, most: int) -> list[tuple[str, int]] | None:
        """Return as `TextIndex.counts` does, numbers written as Python writes them."""
        # A column of many numbers shows that in a few rows already.
        values = self.values[self.filled]
        if len(set(values[: 4 * most].tolist())) > most:
            return None
        numbers, counts = np.unique(values, return_counts=True)
        if len(numbers) > most:
            return None
        pairs = zip(numbers.tolist(), counts.tolist(), strict=True)
        found = [(number_text(number), int(count)) for number, count in pairs]
        missing = len(self.values) - len(values)
        return found + ([("", missing)] if missing else [])


Index = TextIndex | NumberIndex


def number_text(number: float) -> str:
    """Return a number as the filters name it: whole ones without decimals."""
    return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)


def column_index(table: FeatureTable, column: str) -> Index:
    """Return the index of a column.

    Raises:
        KeyError: if the table has no such column.
    """
    if table.is_number(column):
        return NumberIndex(np.asarray(table.columns[column]).astype(np.float64))
    arrow = table.columns.arrow(column) if isinstance(table.columns, ColumnReader) else None
    if arrow is not None:
        return _arrow_index(arrow)
    return text_index(table.columns[column])


def text_index(values: Iterable[Any]) -> TextIndex:
    """Return the index of texts; None and "" are empty."""
    places: dict[str, int] = {"": -1}
    codes = [
        -1 if value is None or value != value else places.setdefault(str(value), len(places) - 1)
        for value in values
    ]
    del places[""]
    return TextIndex(np.array(codes, dtype=np.int64), _ListedWords(list(places)))


def sorted_rows(index: Index, rows: Ints, *, descending: bool = False) -> Ints:
    """Return rows sorted by a column; equals keep their order, empty ones come last.

    Args:
        index: the column.
        rows: shape (m,), the rows to sort.
        descending: whether the largest comes first.
    """
    keys = index.keys[rows]
    has_value = index.filled[rows]
    full, empty = rows[has_value], rows[~has_value]
    kept = keys[has_value]
    order = np.argsort(-kept if descending else kept, kind="stable")
    return np.concatenate([full[order], empty])


def _arrow_index(column: Any) -> TextIndex:
    import pyarrow as pa
    import pyarrow.compute as pc

    from geodata.files.arrow_arrays import as_numpy

    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        column = pc.cast(column, pa.string())
    if not len(column):
        return TextIndex(np.empty(0, dtype=np.int64), _ListedWords([]))
    encoded = pc.dictionary_encode(column)
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # an array of no or many chunks, by version
        encoded = encoded.chunk(0)
    codes = as_numpy(pc.fill_null(encoded.indices, -1)).astype(np.int64)
    words = encoded.dictionary
    blank = pc.index(words, "").as_py()
    if blank >= 0:
        codes[codes == blank] = -1
    return TextIndex(codes, _ArrowWords(words))


def _arrow_ranks(texts: Any) -> Ints:
    import pyarrow as pa
    import pyarrow.compute as pc

    from geodata.files.arrow_arrays import as_numpy

    order = as_numpy(pc.sort_indices(texts)).astype(np.int64)
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    ordered = whole.take(pa.array(order))
    result = np.empty(len(order), dtype=np.int64)
    if len(order):
        different = _flags(pc.not_equal(ordered[1:], ordered[:-1]))
        result[order] = np.concatenate([[0], np.cumsum(different)])
    return result


def _ranks(order: Ints, texts: Sequence[str]) -> Ints:
    """Return the rank of each text from their order; texts that compare equal share one."""
    result = np.empty(len(order), dtype=np.int64)
    rank, before = -1, None
    for place in order.tolist():
        if texts[place] != before:
            rank, before = rank + 1, texts[place]
        result[place] = rank
    return result


def _flags(column: Any) -> Bools:
    """Return an Arrow array of truth values as one of numpy."""
    import pyarrow as pa

    from geodata.files.arrow_arrays import as_numpy

    flags: Bools = as_numpy(column.cast(pa.uint8())).astype(np.bool_)
    return flags


def _pieces(texts: Sequence[str]) -> list[Any]:
    import pyarrow as pa

    return [pa.array(texts[begin : begin + _PIECE]) for begin in range(0, len(texts), _PIECE)]
