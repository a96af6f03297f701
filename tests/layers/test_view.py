"""Views: between the map and the screen."""

import numpy as np
import pyproj
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geodata.projection import point_to_lonlat, point_to_map
from layers.view import View, fit

metres = st.floats(-1e7, 1e7)
views = st.builds(
    View,
    x=metres,
    y=st.floats(-9e6, 9e6),
    resolution=st.floats(0.2, 20_000),
    width=st.floats(1, 5000),
    height=st.floats(1, 5000),
    pixel_ratio=st.sampled_from([1.0, 1.25, 1.5, 2.0]),
)
pixel = st.floats(-6000, 6000)


@given(views, pixel, pixel)
def test_there_and_back(view, column, row):
    x, y = view.point_to_map(column, row)
    assert view.point_to_screen(x, y) == pytest.approx((column, row), abs=1e-3)
    assert view.to_screen(np.array([[x, y]]))[0] == pytest.approx((column, row), abs=1e-3)


@given(views)
def test_bounds_are_the_corners(view):
    min_x, min_y, max_x, max_y = view.bounds
    assert view.point_to_screen(min_x, max_y) == pytest.approx((0, 0), abs=1e-3)
    assert view.point_to_screen(max_x, min_y) == pytest.approx((view.width, view.height), abs=1e-3)


@given(views, pixel, pixel, pixel, pixel)
def test_panning_moves_the_map_with_the_hand(view, column, row, right, down):
    place = view.point_to_map(column, row)
    moved = view.panned(right, down)
    assert moved.point_to_screen(*place) == pytest.approx((column + right, row + down), abs=1e-2)
    assert (moved.resolution, moved.width) == (view.resolution, view.width)


@given(views, st.floats(0.1, 10), pixel, pixel)
def test_zooming_leaves_the_place_under_the_cursor(view, factor, column, row):
    place = view.point_to_map(column, row)
    zoomed = view.zoomed(factor, column, row)
    assert zoomed.point_to_screen(*place) == pytest.approx((column, row), abs=1e-2)
    assert zoomed.resolution == pytest.approx(view.resolution / factor)


@given(views, st.floats(1000, 1e7))
def test_a_scale_that_was_asked_for_is_the_scale(view, scale):
    assert view.at_scale(scale).scale == pytest.approx(scale)
    assert (view.at_scale(scale).x, view.at_scale(scale).y) == (view.x, view.y)


def test_a_scale_is_true_at_the_centre():
    """At 1:1,000,000 and 96 dpi, 100 pixels are 26.458 km on the ground, wherever one looks."""
    x, y = point_to_map(-89.0, 13.7)
    view = View(x, y, 1.0, 100, 100).at_scale(1_000_000)
    west, east = (point_to_lonlat(*view.point_to_map(column, 50)) for column in (0, 100))
    _, _, ground = pyproj.Geod(ellps="WGS84").inv(*west, *east)
    assert ground == pytest.approx(26_458, rel=0.005)


@given(
    metres,
    st.floats(-9e6, 9e6),
    st.floats(1, 1e6),
    st.floats(1, 1e6),
    st.floats(50, 3000),
    st.floats(50, 3000),
)
def test_fitting_shows_all_with_a_margin(x, y, wide, high, width, height):
    bounds = (x, y, x + wide, y + high)
    view = fit(bounds, width, height, margin=0.1)
    left, top = view.point_to_screen(bounds[0], bounds[3])
    right, bottom = view.point_to_screen(bounds[2], bounds[1])
    assert left >= 0.1 * width - 0.01
    assert top >= 0.1 * height - 0.01
    assert right <= 0.9 * width + 0.01
    assert bottom <= 0.9 * height + 0.01
    # And no smaller than it must be.
    tight = max((right - left) / width, (bottom - top) / height)
    assert tight == pytest.approx(0.8, abs=0.01)


def test_a_single_place_can_be_fitted():
    view = fit((5.0, 6.0, 5.0, 6.0), 100, 100)
    assert (view.x, view.y, view.resolution) == (5.0, 6.0, 30.0)


@given(views, st.floats(1, 3000), st.floats(1, 3000))
def test_resizing_keeps_centre_and_resolution(view, width, height):
    assume((width, height) != (view.width, view.height))
    resized = view.resized(width, height, 2.0)
    assert (resized.x, resized.y, resized.resolution) == (view.x, view.y, view.resolution)
    assert (resized.width, resized.height, resized.pixel_ratio) == (width, height, 2.0)
