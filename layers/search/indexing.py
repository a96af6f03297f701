"""Makes the index of names: of a few in Python, of a million in Arrow and numpy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from geodata.geometry import Bools, Ints
from geodata.names import fold, fold_column
from layers.search.words import WIDTH, WordIndex, Words

_SLICE = 50_000
_MOST_COUNTED = 255


def index_texts(texts: Sequence[str]) -> WordIndex:
    """Return the index of names, a few thousand at most."""
    rows, firsts, words, counts = [], [], [], []
    for row, text in enumerate(texts):
        parts = fold(text).split()
        counts.append(min(len(parts), _MOST_COUNTED))
        for number, word in enumerate(parts):
            rows.append(row)
            firsts.append(number == 0)
            words.append(word[:WIDTH].encode("ascii"))
    distinct = sorted(set(words))
    place = {word: number for number, word in enumerate(distinct)}
    numbers = np.array([place[word] for word in words], dtype=np.int64)
    return _index(
        np.array(distinct, dtype=f"S{WIDTH}"),
        numbers,
        np.array(rows, dtype=np.int32),
        np.array(firsts, dtype=np.bool_),
        np.array(counts, dtype=np.uint8),
    )


def index_column(column: Any, is_unwanted: Callable[[], bool] = lambda: False) -> WordIndex | None:
    """Return the index of a column of names (pyarrow string array, None for no name).

    It may be called in a thread: what takes long lets others work meanwhile.

    Args:
        column: the names.
        is_unwanted: whether to give up; None is returned then.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = []
    for start in range(0, len(column), _SLICE):
        if is_unwanted():
            return None
        folded = fold_column(column.slice(start, _SLICE))
        parts.append(pc.split_pattern(pc.utf8_slice_codeunits(folded, 0, 4096), " "))
    if not parts:
        return index_texts([])
    lists = pa.chunked_array(parts).combine_chunks()
    lengths = pc.list_value_length(lists).to_numpy(zero_copy_only=False).astype(np.int64)
    words = pc.utf8_slice_codeunits(lists.flatten(), 0, WIDTH)
    rows = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    firsts = np.zeros(len(rows), dtype=np.bool_)
    firsts[(np.cumsum(lengths) - lengths)[lengths > 0]] = True
    encoded = words.dictionary_encode()
    if is_unwanted():
        return None
    order = pc.array_sort_indices(encoded.dictionary).to_numpy()
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    distinct = _fixed(encoded.dictionary.take(pa.array(order)))
    numbers = rank[encoded.indices.to_numpy()]
    counts = np.minimum(lengths, _MOST_COUNTED).astype(np.uint8)
    # A name without words is split into one that is empty.
    is_word = numbers >= (1 if len(distinct) and distinct[0] == b"" else 0)
    if not is_word.all():
        counts[rows[~is_word]] = 0
        distinct, numbers = distinct[1:], numbers[is_word] - 1
        rows, firsts = rows[is_word], firsts[is_word]
    index = _index(distinct, numbers, rows, firsts, counts)
    index.prepare()
    return index


def _fixed(words: Any) -> Words:
    """Return an Arrow array of ASCII words as one of numpy, without an object for each."""
    offsets = np.frombuffer(words.buffers()[1], np.int32)[words.offset :][: len(words) + 1]
    data = np.frombuffer(words.buffers()[2] or b"", np.uint8)
    lengths = np.diff(offsets)
    width = max(int(lengths.max(initial=0)), 1)
    letters = np.zeros((len(words), width), dtype=np.uint8)
    inside = np.arange(width) < lengths[:, None]
    letters[inside] = data[offsets[0] : offsets[-1]]
    return letters.view(f"S{width}").ravel()


def _index(words: Words, numbers: Ints, rows: Any, firsts: Bools, counts: Any) -> WordIndex:
    order = np.argsort(numbers, kind="stable")
    starts = np.zeros(len(words) + 1, dtype=np.int64)
    np.cumsum(np.bincount(numbers, minlength=len(words)), out=starts[1:])
    return WordIndex(words, starts, rows[order], firsts[order], counts)
