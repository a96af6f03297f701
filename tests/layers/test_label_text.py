"""What is written of a name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.label_text import LONGEST, broken, clean, isolated


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ahuachapán", "Ahuachapán"),
        ("  San\t\nSalvador\u2028Norte \u00a0", "San Salvador Norte"),
        ("a\x00b\x1b[31mc\x7f", "a\ufffdb\ufffd[31mc\ufffd"),
        ("\ud800 half", "\ufffd half"),
        ("<b>{{ 1 }}</b> ${x} `y`", "<b>{{ 1 }}</b> ${x} `y`"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_names_are_written_as_they_are_but_for_what_cannot_be_written(text, shown):
    assert clean(text) == shown


def test_long_names_end_in_an_ellipsis():
    assert clean("x" * LONGEST) == "x" * LONGEST
    assert clean("x" * (LONGEST + 1)) == "x" * (LONGEST - 1) + "…"
    assert clean("word " * 500_000) == ("word " * LONGEST)[: LONGEST - 1].rstrip() + "…"
    assert clean("a" + " " * 1_000_000 + "b") == "a…"


@given(st.text())
def test_what_is_written_is_short_and_on_one_line(text):
    shown = clean(text)
    assert len(shown) <= LONGEST
    assert shown == shown.strip()
    assert not any(
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in shown
    )
    assert clean(shown) == shown


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Z")), max_size=100))
def test_short_names_without_control_characters_are_untouched(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "lines", "expected"),
    [
        ("La Libertad Norte", 1, ("La Libertad Norte",)),
        ("La Libertad Norte", 2, ("La Libertad", "Norte")),
        ("La Libertad Norte", 3, ("La", "Libertad", "Norte")),
        ("La Libertad Centro Sur", 2, ("La Libertad", "Centro Sur")),
        ("Cuscatlán", 3, ("Cuscatlán",)),
    ],
)
def test_names_are_broken_so_that_lines_are_alike(text, lines, expected):
    assert broken(text, lines) == expected


@given(st.text(max_size=150).map(clean), st.integers(1, 4))
def test_breaking_loses_nothing(text, lines):
    ways = broken(text, lines)
    assert " ".join(ways) == text
    assert len(ways) <= lines


def test_a_name_of_very_many_words_is_broken_too():
    text = " ".join(["ab"] * 40)
    ways = broken(text, 3)
    assert len(ways) == 3
    assert " ".join(ways) == text
    assert max(map(len, ways)) < 50


@pytest.mark.parametrize("line", ["Izalco", "Ñandú, 3.º", "100 %", "東京", ""])
def test_lines_from_left_to_right_are_not_marked(line):
    assert isolated(line) == line


@pytest.mark.parametrize("line", ["שלום", "abc \u202edef", "\u2067a", "a\u2069b שלום"])
def test_other_lines_are_closed_off(line):
    marked = isolated(line)
    assert marked[0] == "\u2068"
    depth = 0
    for character in marked:
        depth += unicodedata.bidirectional(character) in ("RLI", "LRI", "FSI")
        depth -= character == "\u2069"
        assert depth > 0 or character == marked[-1]
    assert depth == 0
