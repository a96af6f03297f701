"""Numbers and angles as people write them."""

import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from geodata.files.coordinates import parse_angle, parse_number, parse_pair

numbers = st.floats(-1e9, 1e9, allow_nan=False)
spaces = st.sampled_from(["", " ", "  ", "\u00a0"])


@given(numbers)
def test_what_python_writes_is_read_back(number):
    assert parse_number(repr(number)) == number


@given(st.integers(-(10**12), 10**12), st.integers(1, 6))
def test_decimal_point_and_comma_are_the_same(whole, places):
    written = f"{whole / 10**places:.{places}f}"
    expected = float(written)
    assert parse_number(written) == expected
    assert parse_number(written.replace(".", ",")) == expected
    assert parse_number(written.replace("-", "\u2212")) == expected
    assert parse_number(f" {written}\t") == expected


@given(st.integers(10**6, 10**12), st.integers(0, 99))
def test_thousands(whole, cents):
    english = f"{whole:,}.{cents:02d}"
    expected = float(f"{whole}.{cents:02d}")
    assert parse_number(english) == expected
    assert parse_number(english.replace(",", "x").replace(".", ",").replace("x", ".")) == expected
    assert parse_number(english.replace(",", " ")) == expected
    assert parse_number(f"{whole:,}") == whole
    assert parse_number(f"{whole:,}".replace(",", ".")) == whole


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "1.2.3",
        "1,2,3",
        "--1",
        "1e400",
        "nan",
        "inf",
        "0x10",
        "1_000",
        "12 34",
        "1" * 100,
    ],
)
def test_what_is_no_number(text):
    assert parse_number(text) is None


@given(st.text(max_size=100))
@example("1" * 64)
@example("\u0661")
def test_any_text_is_a_finite_number_or_none(text):
    for parse in (parse_number, parse_angle):
        value = parse(text)
        assert value is None or math.isfinite(value)
    pair = parse_pair(text)
    assert pair is None or all(map(math.isfinite, pair))


NOTATIONS = [
    "{sign}{d}° {m}' {s}\"{side}",
    "{sign}{d}°{m}'{s}\"{side}",
    "{sign}{d}º {m}\u2032 {s}\u2033 {side}",
    "{sign}{d}\u02da {m}\u2019 {s}\u201d{side}",
    "{sign}{d} {m} {s} {side}",
    "{sign}{d}:{m}:{s}{side}",
    "{sign}{d}d {m}m {s}s {side}",
    "{sign}{d}°{m}'{s}''{side}",
    "{side} {sign}{d}° {m}' {s}\"",
    "{side}{sign}{d} {m} {s}",
    "{sign}{d}-{m}-{s}{side}",
]


@given(
    st.sampled_from(NOTATIONS),
    st.integers(0, 179),
    st.integers(0, 59),
    st.integers(0, 599),
    st.sampled_from(["", "-", "N", "S", "E", "W", "O", "w", "o", "s"]),
    st.booleans(),
)
def test_degrees_minutes_seconds(notation, degrees, minutes, tenths, mark, comma):
    seconds = f"{tenths / 10:04.1f}"
    text = notation.format(
        d=degrees,
        m=f"{minutes:02d}",
        s=seconds.replace(".", ",") if comma else seconds,
        sign="-" if mark == "-" else "",
        side=mark if mark != "-" else "",
    )
    # A small s after a number stands for seconds as well, so it is no sure sign of the south.
    assume(mark != "s")
    value = degrees + minutes / 60 + tenths / 36_000
    expected = -value if mark.upper() in ("-", "S", "W", "O") else value
    assert parse_angle(text) == pytest.approx(expected, abs=1e-9)


@given(st.integers(0, 179), st.integers(0, 59999), st.sampled_from("NSEWO"))
def test_degrees_and_decimal_minutes(degrees, thousandths, side):
    minutes = f"{thousandths / 1000:06.3f}"
    value = degrees + float(minutes) / 60
    expected = -value if side in "SWO" else value
    for text in (
        f"{degrees}° {minutes}' {side}",
        f"{side} {degrees}°{minutes}",
        f"{degrees} {minutes}{side}",
    ):
        assert parse_angle(text) == pytest.approx(expected, abs=1e-9)


@given(st.floats(-180, 180).map(lambda value: round(value, 6)), spaces)
def test_decimal_degrees_with_and_without_a_side(value, space):
    west = f"{abs(value):.6f}{space}W"
    assert parse_angle(west) == pytest.approx(-abs(value))
    assert parse_angle(f"O{space}{abs(value):.6f}°") == pytest.approx(-abs(value))
    assert parse_angle(f"{value:.6f}°") == pytest.approx(value)
    assert parse_angle(f"{value:.6f}".replace(".", ",")) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "13.7 89.2",
        "13° 75'",
        "13° 5' 61\"",
        "N 13 S",
        "2019-05-01",
        "503 7777-8888",
        "13,7,2",
        "a 5",
        "°",
        "5' 3\"",
    ],
)
def test_what_is_no_angle(text):
    assert parse_angle(text) is None


def test_sixty_seconds_come_of_rounding():
    assert parse_angle("13° 41' 60.0\" N") == pytest.approx(13.7)


@given(st.floats(12, 16), st.floats(-91, -86))
def test_pairs(latitude, longitude):
    lat, lon = f"{latitude:.5f}", f"{longitude:.5f}"
    expected = (float(lat), float(lon))
    for text in (
        f"{lat}, {lon}",
        f"{lat},{lon}",
        f"({lat} {lon})",
        f"{lat};{lon}",
        f"{lat} {lon} 640.5 4",
        f"{lat.replace('.', ',')}; {lon.replace('.', ',')}",
        f"{lat}°N {lon.removeprefix('-')}°O",
        f"{lat}N, {lon.removeprefix('-')}W",
    ):
        assert parse_pair(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text", ["", "13.7", "a, b", "13.7, b", "1 2 3 4 5", "Calle 5, 3a avenida", "x" * 200]
)
def test_what_is_no_pair(text):
    assert parse_pair(text) is None
