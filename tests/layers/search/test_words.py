"""The index of names: small and large are one, and every answer is the one a slow search gives."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.names import fold, fold_column
from layers.search.indexing import index_column, index_texts
from layers.search.nearest import best
from layers.search.query import Query
from layers.search.typos import allowed_edits, letter_masks, near_words
from layers.search.words import (
    BEGINS,
    HAS_WORDS,
    INSIDE,
    NEARLY,
    WHOLE,
    Matches,
    WordIndex,
)

LATIN = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x17F, exclude_characters="ŉ"), max_size=30
)
WORDS = st.text(st.sampled_from("abcde"), min_size=1, max_size=7)
NAMES = st.lists(st.lists(WORDS, max_size=4).map(" ".join), min_size=1, max_size=30)

PLACES = [
    *("San Salvador", "San Salvador Centro", "Santa Ana", "Usulután", "Sonsonate", "Metapán"),
    *("Ayutuxtepeque", "Cojutepeque", "Nueva San Salvador", "Ahuachapán", "Puesto 12"),
]


def found(index: WordIndex, text: str) -> dict[int, int]:
    matches = index.find(Query.of(text))
    return dict(zip(matches.rows.tolist(), matches.quality.tolist(), strict=True))


def names_found(text: str) -> dict[str, int]:
    return {PLACES[row]: quality for row, quality in found(index_texts(PLACES), text).items()}


@given(st.lists(st.one_of(st.none(), LATIN), max_size=20))
def test_columns_are_folded_as_texts_are(names: list[str | None]) -> None:
    folded = fold_column(pa.array(names, pa.string())).to_pylist()
    assert folded == [fold(name or "") for name in names]


@given(st.lists(st.one_of(st.none(), LATIN), max_size=20))
def test_an_index_of_a_column_is_that_of_the_texts(names: list[str | None]) -> None:
    large = index_column(pa.array(names, pa.string()))
    small = index_texts([name or "" for name in names])
    assert large is not None
    assert large.words.tolist() == small.words.tolist()
    for attribute in ("starts", "rows", "firsts", "counts"):
        assert getattr(large, attribute).tolist() == getattr(small, attribute).tolist()


def test_a_column_that_is_no_longer_wanted_is_given_up() -> None:
    assert index_column(pa.array(["Uno"]), lambda: True) is None


@given(NAMES, st.lists(WORDS, min_size=1, max_size=3))
def test_every_name_that_has_the_words_is_found(names: list[str], words: list[str]) -> None:
    hits = found(index_texts(names), " ".join(words))
    for row, name in enumerate(names):
        own = name.split()
        begun = all(any(part.startswith(word) for part in own) for word in words)
        if begun:
            assert hits[row] >= HAS_WORDS
        if len(own) == len(words) and all(word in own for word in words):
            assert hits[row] == WHOLE
        if hits.get(row, 0) >= HAS_WORDS:
            assert begun


@given(st.lists(WORDS, min_size=1, max_size=40, unique=True), WORDS)
def test_typos_are_those_of_the_usual_table(words: list[str], typed: str) -> None:
    letters = np.zeros((len(words), 12), dtype=np.uint8)
    for row, word in enumerate(words):
        letters[row, : len(word)] = list(word.encode())
    lengths = np.array([len(word) for word in words])
    near, edits = near_words(letters, lengths, letter_masks(letters), typed, is_begun=False)
    most = allowed_edits(typed)
    slow = {row: edit_distance(typed, word) for row, word in enumerate(words)}
    expected = {row: count for row, count in slow.items() if most and count <= most}
    assert dict(zip(near.tolist(), edits.tolist(), strict=True)) == expected


def edit_distance(one: str, other: str) -> int:
    """Return the optimal string alignment distance, cell by cell."""
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if not i or not j:
                table[i][j] = i + j
                continue
            cost = one[i - 1] != other[j - 1]
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + cost)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[len(one)][len(other)]


@pytest.mark.parametrize(
    ("typed", "name", "quality"),
    [
        ("san salvador", "San Salvador", WHOLE),
        ("SÁN  salvadór", "San Salvador", WHOLE),
        ("san salv", "San Salvador Centro", BEGINS),
        ("salvador", "Nueva San Salvador", HAS_WORDS),
        ("tepeque", "Ayutuxtepeque", INSIDE),
        ("sta ana", "Santa Ana", WHOLE),
        ("usulutna", "Usulután", NEARLY + 2),
        ("sonsnate", "Sonsonate", NEARLY + 2),
        ("ahuchpan", "Ahuachapán", NEARLY + 2),
        ("metapn", "Metapán", NEARLY + 2),
        ("salvadro cetnro", "San Salvador Centro", NEARLY),
        ("sansalvador", "San Salvador", WHOLE),
        ("12", "Puesto 12", HAS_WORDS),
    ],
)
def test_names_are_found_as_people_type_them(typed: str, name: str, quality: int) -> None:
    assert names_found(typed)[name] == quality


@pytest.mark.parametrize("typed", ["", "   ", "...", "zzz", "13", "x" * 300])
def test_nothing_is_found_for_what_is_no_name(typed: str) -> None:
    assert names_found(typed) == {}


def test_an_empty_index_finds_nothing() -> None:
    assert found(index_texts([]), "a") == {}
    assert found(index_texts(["", "..."]), "a") == {}


def test_numbers_have_no_typos() -> None:
    assert names_found("puesto 13") == {}


@given(st.data())
def test_the_best_are_those_of_a_whole_sort(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 40))
    quality = data.draw(st.lists(st.integers(1, 7), min_size=count, max_size=count))
    far = data.draw(st.lists(st.integers(0, 9), min_size=count, max_size=count))
    most = data.draw(st.integers(1, 45))
    matches = Matches(np.arange(count), np.array(quality, dtype=np.uint8))
    distances = np.array(far, dtype=np.float64)
    chosen = best(matches, lambda rows: distances[rows], most)
    keys = sorted((-quality[row], far[row]) for row in range(count))[:most]
    assert [(-quality[row], far[row]) for row in chosen.tolist()] == keys
