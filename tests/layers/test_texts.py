"""Numbers and dates are written as Babel writes them for the locale."""

from __future__ import annotations

import pytest
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from layers.texts import LANGUAGES, Texts

NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: round(value, 6)),
)


@given(st.sampled_from(list(LANGUAGES)), NUMBERS)
def test_numbers_are_written_as_babel_writes_them(language: str, value: float) -> None:
    texts = Texts(language)
    expected = format_decimal(value, format="#,##0.###", locale=texts.locale)
    assert texts.number(value) == expected


@given(st.sampled_from(list(LANGUAGES)), NUMBERS, st.integers(0, 4))
def test_decimals_are_as_many_as_asked_for(language: str, value: float, decimals: int) -> None:
    texts = Texts(language)
    pattern = "#,##0" + "." * bool(decimals) + "0" * decimals
    assert texts.number(value, decimals) == format_decimal(
        value, format=pattern, locale=texts.locale
    )


@given(st.sampled_from(list(LANGUAGES)), st.integers(-100_000, 100_000).map(lambda n: n / 100))
def test_percentages_are_written_as_babel_writes_them(language: str, value: float) -> None:
    texts = Texts(language)
    # Babel multiplies by a hundred what was divided by it, which binary fractions do not bear.
    assert texts.percent(value) == format_percent(
        round(value / 100, 6), format="#,##0.##%", locale=texts.locale
    )


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        ("2017", "2017", "2017"),
        ("2017-2019", "2017\N{EN DASH}2019", "2017\N{EN DASH}2019"),
        ("2017-05", "May 2017", "mayo de 2017"),
        ("2013-06-01", "Jun 1, 2013", "1 jun 2013"),
        ("early 2012", "early 2012", "early 2012"),
    ],
)
def test_dates_are_written_by_language(value: str, english: str, spanish: str) -> None:
    assert Texts("en").date(value) == english
    assert Texts("es").date(value) == spanish


def test_a_language_the_atlas_does_not_speak_is_refused() -> None:
    with pytest.raises(ValueError, match="en, es"):
        Texts("fr")


@pytest.mark.parametrize("value", [1e300, -1e300, 1e25, float("inf"), float("nan"), 10**400])
@pytest.mark.parametrize("decimals", [None, 0, 2])
def test_numbers_of_any_size_are_written_in_a_line(value: float, decimals: int | None) -> None:
    texts = Texts("en")
    assert texts.number(value, None if isinstance(value, int) else decimals)
    if isinstance(value, float):
        assert texts.number(value, decimals) == f"{value:g}"
        assert texts.percent(value) == f"{value:g}%"
