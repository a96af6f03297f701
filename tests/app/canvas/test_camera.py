"""Views in limits, and the way from one to the next."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.canvas.camera import Camera, between
from app.canvas.limits import CLOSEST_SCALE, Limits
from layers.view import View

LIMIT = (-2_000.0, -1_000.0, 2_000.0, 1_000.0)
WIDE = (-1e6, -1e6, 1e6, 1e6)
HOME = (-100.0, -80.0, 100.0, 80.0)
LIMITS = Limits(WIDE, (-2e5, -1e5, 2e5, 1e5))

views = st.builds(
    View,
    x=st.floats(-5e6, 5e6),
    y=st.floats(-5e6, 5e6),
    resolution=st.floats(1e-3, 1e5),
    width=st.integers(50, 4000).map(float),
    height=st.integers(50, 3000).map(float),
)


@pytest.fixture
def camera(qapp):
    camera = Camera()
    camera.animated = False
    camera.set_limits(LIMITS)
    camera.resize(800, 600, 1.0)
    yield camera
    camera.stop()


@given(views)
def test_an_allowed_view_shows_nothing_beyond_the_data_unless_home_needs_it(view):
    found = LIMITS.clamp(view)
    min_x, min_y, max_x, max_y = found.bounds
    home_width = (LIMITS.home[2] - LIMITS.home[0]) * 1.2
    slack = 1e-6 * 1e6
    if found.width * found.resolution > home_width:
        return
    assert min_x >= WIDE[0] - slack
    assert max_x <= WIDE[2] + slack
    if max_y - min_y <= WIDE[3] - WIDE[1]:
        assert min_y >= WIDE[1] - slack
        assert max_y <= WIDE[3] + slack


@given(views)
def test_no_view_is_closer_than_the_data_is_good_for(view):
    assert LIMITS.clamp(view).scale >= CLOSEST_SCALE * 0.99


@given(views)
def test_an_allowed_view_stays_as_it_is(view):
    once = LIMITS.clamp(view)
    twice = LIMITS.clamp(once)
    assert (twice.x, twice.y, twice.resolution) == pytest.approx(
        (once.x, once.y, once.resolution), rel=1e-9, abs=1e-6
    )


@given(
    views,
    st.floats(0.05, 20),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_the_place_under_the_mouse_stays_there_all_the_way(view, factor, right, down, share):
    column, row = right * view.width, down * view.height
    place = view.point_to_map(column, row)
    way = between(view, view.zoomed(factor, column, row), share)
    slack = 1e-6 * view.resolution * max(1, factor) + 1e-6
    assert way.point_to_map(column, row) == pytest.approx(place, abs=slack)


def test_a_way_without_zoom_is_straight(camera):
    start = camera.view
    middle = between(start, start.panned(100, 40), 0.5)
    assert middle == start.panned(50, 20)


def test_a_pan_is_of_whole_device_pixels(camera):
    camera.resize(800, 600, 1.25)
    before = camera.view
    camera.pan(10.3, -7.7)
    moved = (before.x - camera.view.x) / before.resolution * 1.25
    assert moved == pytest.approx(round(10.3 * 1.25), abs=1e-6)


def test_the_country_stays_whole_at_any_size_until_one_moves(camera):
    camera.resize(400, 300, 1.0)
    assert camera.at_home
    small = camera.view.resolution
    camera.resize(800, 600, 1.0)
    assert camera.view.resolution == pytest.approx(small / 2, rel=0.05)
    camera.pan(10, 0)
    kept = camera.view
    camera.resize(400, 300, 1.0)
    assert (camera.view.x, camera.view.resolution) == (kept.x, kept.resolution)
    camera.fit_home()
    assert camera.at_home


def test_zoom_ends_where_the_limits_are(camera):
    for _ in range(60):
        camera.zoom(2.0, 400, 300)
    assert camera.view.scale == pytest.approx(CLOSEST_SCALE, rel=0.01)
    for _ in range(60):
        camera.zoom(0.5, 400, 300)
    assert camera.view.width * camera.view.resolution <= WIDE[2] - WIDE[0] + 1


def test_a_glide_arrives_and_then_rests(qtbot, camera, monkeypatch):
    monkeypatch.setattr("app.canvas.camera.GLIDE_MS", 1000)
    camera.animated = True
    end = camera.view.zoomed(2.0, 100, 100)
    steps = []
    camera.moved.connect(lambda: steps.append(camera.view))
    with qtbot.waitSignal(camera.rested, timeout=3000):
        camera.zoom(2.0, 100, 100)
        assert camera.is_gliding
        assert camera.target == end
    assert camera.view == end
    assert not camera.is_moving
    assert len(steps) > 2
    resolutions = [view.resolution for view in steps]
    assert resolutions == sorted(resolutions, reverse=True)


def test_turns_of_the_wheel_add_up_while_the_camera_glides(camera):
    camera.animated = True
    start = camera.view
    camera.zoom(2.0, 100, 100)
    camera.zoom(2.0, 100, 100)
    assert camera.target.resolution == pytest.approx(start.resolution / 4)
    assert camera.target.point_to_map(100, 100) == pytest.approx(
        start.point_to_map(100, 100), abs=1e-3
    )


def test_other_limits_hold_at_once(camera):
    camera.jump(replace(camera.view, x=9e5, y=9e5, resolution=10.0))
    camera.set_limits(Limits(LIMIT, HOME))
    assert camera.view.x < 2_000
