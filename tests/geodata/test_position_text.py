"""Positions as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.position_text import read_position

SAN_SALVADOR = (-89.19, 13.69)


@pytest.mark.parametrize(
    "text",
    [
        "13.69, -89.19",
        "13,69; -89,19",
        "-89.19, 13.69",
        "-89.19 13.69",
        "13.69 N 89.19 W",
        "89.19 W, 13.69 N",
        "13°41'24\" N 89°11'24\" O",
        "13 41 24 N, 89 11 24 W",
        "N13.69 W89.19",
        "16N 263047 1514401",
        "UTM 16P 263047 1514401",
        "263047 1514401",
        "263,047 m; 1,514,401 m",
        "este 263047 norte 1514401",
    ],
)
def test_a_position_is_read(text):
    assert read_position(text) == pytest.approx(SAN_SALVADOR, abs=0.002)


@pytest.mark.parametrize(
    "text",
    ["", "San Salvador", "13.69", "91, 181", "1 2 3 4 5", "263047", "12 34 , ", "999999999 1"],
)
def test_what_is_no_position_is_not_read(text):
    assert read_position(text) is None


@given(st.text(max_size=80))
def test_any_text_is_a_position_on_the_globe_or_none(text):
    found = read_position(text)
    assert found is None or (-180 <= found[0] <= 180 and -90 <= found[1] <= 90)


@given(st.floats(-95, -80), st.floats(10, 20))
def test_both_orders_mean_the_same(longitude, latitude):
    there, back = f"{latitude:.5f}, {longitude:.5f}", f"{longitude:.5f}, {latitude:.5f}"
    assert (
        read_position(there)
        == read_position(back)
        == pytest.approx((longitude, latitude), abs=1e-5)
    )
