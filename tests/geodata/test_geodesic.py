"""Lengths, bearings and areas on the ellipsoid, against figures of other makers."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.geodesic import area_and_perimeter, distances, leg, length, path

PLACES = st.tuples(st.floats(-90.2, -87.6), st.floats(13.1, 14.5))

# A degree of latitude and of longitude at 13.5 degrees north on WGS 84, from the series of
# NIMA TR8350.2: 110,635 m and 108,272 m, to the nearest metres.
DEGREE_UP, DEGREE_RIGHT = 110_635, 108_272


def test_a_degree_is_as_long_as_the_series_says():
    metres, bearing = leg((-89.0, 13.0), (-89.0, 14.0))
    assert metres == pytest.approx(DEGREE_UP, rel=3e-4)
    assert bearing == pytest.approx(0.0, abs=1e-9)
    metres, bearing = leg((-89.0, 13.5), (-88.0, 13.5))
    assert metres == pytest.approx(DEGREE_RIGHT, rel=3e-4)
    # A geodesic to the east begins a little to the north of it.
    assert bearing == pytest.approx(89.88, abs=0.02)


@given(PLACES, PLACES)
def test_the_way_back_is_as_long_and_bearings_go_round(one, other):
    there, bearing = leg(one, other)
    back, _ = leg(other, one)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= bearing < 360
    assert length([one, other]) == pytest.approx(there, abs=1e-6)
    assert distances(one, np.array([other]))[0] == pytest.approx(there, abs=1e-6)


@given(st.lists(PLACES, max_size=6))
def test_a_line_is_as_long_as_its_legs(corners):
    legs = sum(leg(*pair)[0] for pair in pairwise(corners))
    assert length(corners) == pytest.approx(legs, abs=1e-5)


def test_an_area_is_the_same_either_way_round_and_whatever_its_first_corner():
    square = [(-89.0, 13.5), (-88.99, 13.5), (-88.99, 13.51), (-89.0, 13.51)]
    area, around = area_and_perimeter(square)
    assert area == pytest.approx(DEGREE_UP * DEGREE_RIGHT / 1e4, rel=1e-3)
    assert around == pytest.approx(2 * (DEGREE_UP + DEGREE_RIGHT) / 100, rel=1e-3)
    for other in (square[::-1], square[1:] + square[:1]):
        assert area_and_perimeter(other) == pytest.approx((area, around))
    assert area_and_perimeter(square[:2]) == (0.0, 0.0)


def test_a_long_way_has_corners_that_lie_on_it():
    start, end = (-90.0, 13.2), (-87.7, 14.4)
    way = path(start, end)
    assert (way[0], way[-1]) == (start, end)
    assert len(way) > 10
    assert length(way) == pytest.approx(leg(start, end)[0], rel=1e-9)
    assert path(start, (-89.99, 13.2)) == [start, (-89.99, 13.2)]
