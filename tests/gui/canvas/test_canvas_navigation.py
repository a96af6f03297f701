"""Moving about on the map by mouse, wheel, touch pad, fingers and keys."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.canvas.limits import CLOSEST_SCALE
from geodata.geometry import from_points
from geodata.projection import point_to_lonlat
from geodata.table import FeatureTable
from layers.commands import SetVisible
from layers.document import Layer
from layers.style import PointSymbol, Single, Style
from layers.view import fit
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import place_of, settle

LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NO_KEY, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def drag(canvas, start, end, modifiers=NO_KEY, release=True):
    QTest.mousePress(canvas, LEFT, modifiers, start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(canvas, start + (end - start) * share)
    if release:
        QTest.mouseRelease(canvas, LEFT, modifiers, end)


def turn(canvas, place, angle=0, moved=None, modifiers=NO_KEY, phase=Qt.ScrollPhase.NoScrollPhase):
    """Turn a wheel by eighths of a degree, or move two fingers by pixels."""
    pixels = QPoint(*moved) if moved else QPoint()
    degrees = pixels * 2 if moved else QPoint(0, angle)
    where = QPointF(place)
    event = QWheelEvent(
        where, canvas.mapToGlobal(where), pixels, degrees, NO_BUTTON, modifiers, phase, False
    )
    QApplication.sendEvent(canvas, event)


def close_to(view, pixels=0.6):
    return pytest.approx((view.x, view.y), abs=pixels * view.resolution)


def country_on(canvas):
    """Return left, top, right, bottom of the country on the canvas, logical pixels."""
    min_x, min_y, max_x, max_y = canvas.scene.home
    left, top = canvas.view.point_to_screen(min_x, max_y)
    return left, top, *canvas.view.point_to_screen(max_x, min_y)


def centre(view):
    return view.x, view.y


def test_a_drag_takes_the_map_along(canvas):
    start, end = QPoint(400, 300), QPoint(512, 231)
    place = canvas.view.point_to_map(start.x(), start.y())
    drag(canvas, start, end)
    assert canvas.view.point_to_screen(*place) == pytest.approx((end.x(), end.y()), abs=0.5)


def test_a_movement_of_a_few_pixels_is_no_drag(canvas):
    before = canvas.view
    drag(canvas, QPoint(400, 300), QPoint(402, 301))
    assert canvas.view == before


def test_a_release_that_went_elsewhere_does_not_leave_the_map_at_the_mouse(canvas):
    drag(canvas, QPoint(400, 300), QPoint(450, 300), release=False)
    QTest.mouseRelease(canvas.overlays.corner, LEFT)
    before = canvas.view
    QTest.mouseMove(canvas, QPoint(500, 400))
    QTest.mouseMove(canvas, QPoint(520, 420))
    assert canvas.view == before


@pytest.mark.parametrize(
    ("key", "east", "north"),
    [
        (Qt.Key.Key_Left, -1, 0),
        (Qt.Key.Key_Right, 1, 0),
        (Qt.Key.Key_Up, 0, 1),
        (Qt.Key.Key_Down, 0, -1),
        (Qt.Key.Key_PageUp, 0, 1),
        (Qt.Key.Key_PageDown, 0, -1),
    ],
)
def test_keys_look_farther_that_way(qtbot, canvas, key, east, north):
    canvas.set_view(canvas.view.zoomed(4, 450, 300))
    before = canvas.view
    QTest.keyClick(canvas, key)
    settle(qtbot, canvas)
    after = canvas.view
    assert after.resolution == before.resolution
    assert (after.x > before.x, after.x < before.x) == (east > 0, east < 0)
    assert (after.y > before.y, after.y < before.y) == (north > 0, north < 0)


def test_shift_and_an_arrow_look_most_of_a_view_farther(qtbot, canvas):
    canvas.set_view(canvas.view.zoomed(4, 450, 300))
    before = canvas.view
    QTest.keyClick(canvas, Qt.Key.Key_Right, SHIFT)
    settle(qtbot, canvas)
    moved = (canvas.view.x - before.x) / before.resolution
    assert 0.5 * before.width < moved < before.width


def test_two_fingers_move_the_map_by_their_pixels(canvas):
    expected = canvas.view.panned(-30, 18)
    turn(canvas, QPoint(400, 300), moved=(-30, 18), phase=Qt.ScrollPhase.ScrollUpdate)
    assert canvas.view.resolution == expected.resolution
    assert centre(canvas.view) == close_to(expected)


def test_a_touch_pad_without_pixels_moves_the_map(canvas):
    pad = QPointingDevice(
        "pad",
        77,
        QInputDevice.DeviceType.TouchPad,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position,
        2,
        3,
    )
    where = QPointF(400, 300)
    event = QWheelEvent(
        where, canvas.mapToGlobal(where), QPoint(), QPoint(0, 40), NO_BUTTON, NO_KEY,
        Qt.ScrollPhase.NoScrollPhase, False, Qt.MouseEventSource.MouseEventNotSynthesized, pad,
    )  # fmt: skip
    expected = canvas.view.panned(0, 40)
    QApplication.sendEvent(canvas, event)
    assert centre(canvas.view) == close_to(expected)


@pytest.mark.parametrize("angle", [120, -120, 30, -360])
def test_the_wheel_zooms_and_keeps_the_place_under_the_mouse(qtbot, canvas, angle):
    canvas.set_view(canvas.view.zoomed(6, 450, 300))
    settle(qtbot, canvas)
    cursor, before = QPoint(213, 417), canvas.view
    place = before.point_to_map(cursor.x(), cursor.y())
    turn(canvas, cursor, angle)
    settle(qtbot, canvas)
    assert (canvas.view.resolution < before.resolution) == (angle > 0)
    assert canvas.view.point_to_screen(*place) == pytest.approx((213, 417), abs=0.01)


def test_the_wheel_zooms_smoothly(qtbot, canvas, monkeypatch):
    monkeypatch.setattr("app.canvas.camera.GLIDE_MS", 1000)
    seen = []
    canvas.view_changed.connect(lambda: seen.append(canvas.view.resolution))
    turn(canvas, QPoint(300, 300), 120)
    settle(qtbot, canvas)
    assert len(seen) > 2
    assert seen == sorted(seen, reverse=True)


def test_one_notch_forth_and_one_back_is_nothing(qtbot, canvas):
    canvas.set_view(canvas.view.zoomed(6, 450, 300))
    before = canvas.view
    turn(canvas, QPoint(213, 417), 120)
    settle(qtbot, canvas)
    turn(canvas, QPoint(213, 417), -120)
    settle(qtbot, canvas)
    assert canvas.view.resolution == pytest.approx(before.resolution)
    assert centre(canvas.view) == close_to(before, 0.01)


def test_control_and_two_fingers_zoom(qtbot, canvas):
    before = canvas.view
    turn(
        canvas, QPoint(300, 300), moved=(0, 60), modifiers=CONTROL,
        phase=Qt.ScrollPhase.ScrollUpdate,
    )  # fmt: skip
    settle(qtbot, canvas)
    assert canvas.view.resolution < before.resolution


def test_a_pinch_on_the_touch_pad_zooms_at_the_fingers(canvas):
    where, before = QPointF(200, 150), canvas.view
    place = before.point_to_map(200, 150)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2,
        where, where, canvas.mapToGlobal(where), 0.25, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)
    assert canvas.view.resolution == pytest.approx(before.resolution / 1.25)
    assert canvas.view.point_to_screen(*place) == pytest.approx((200, 150), abs=0.01)


@pytest.fixture(scope="module")
def screen():
    return QTest.createTouchDevice()


def touch(canvas, screen, action, *places):
    event = QTest.touchEvent(canvas.windowHandle(), screen, autoCommit=False)
    for finger, place in enumerate(places):
        getattr(event, action)(finger, place)
    event.commit()


def test_two_fingers_on_a_screen_pinch_the_map_between_them(canvas, screen):
    before = canvas.view
    place = before.point_to_map(450, 300)

    def fingers(apart):
        return QPoint(450 - apart // 2, 300), QPoint(450 + apart // 2, 300)

    touch(canvas, screen, "press", *fingers(100))
    for apart in range(120, 301, 20):
        touch(canvas, screen, "move", *fingers(apart))
    touch(canvas, screen, "release", *fingers(300))
    assert before.resolution / canvas.view.resolution == pytest.approx(3.0)
    assert canvas.view.point_to_screen(*place) == pytest.approx((450, 300), abs=1.5)


def test_one_finger_on_a_screen_takes_the_map_along(canvas, screen):
    place = canvas.view.point_to_map(300, 300)
    touch(canvas, screen, "press", QPoint(300, 300))
    for column in range(310, 401, 10):
        touch(canvas, screen, "move", QPoint(column, 320))
    touch(canvas, screen, "release", QPoint(400, 320))
    # The way up to where it is no tap any more is not gone with.
    assert canvas.view.point_to_screen(*place) == pytest.approx((400, 320), abs=20)


def test_a_tap_selects(session, canvas, screen):
    seat = place_of(canvas, "delegations", "usulutan")
    touch(canvas, screen, "press", seat)
    touch(canvas, screen, "release", seat)
    assert session.view_state.selected == FeatureRef("delegations", "usulutan")


@pytest.mark.parametrize(
    ("act", "closer"),
    [
        (lambda canvas: QTest.keyClick(canvas, Qt.Key.Key_Plus), True),
        (lambda canvas: QTest.keyClick(canvas, Qt.Key.Key_Equal), True),
        (lambda canvas: QTest.keyClick(canvas, Qt.Key.Key_Minus), False),
        (lambda canvas: canvas.zoom_in(), True),
        (lambda canvas: canvas.zoom_out(), False),
    ],
)
def test_plus_and_minus_zoom_at_the_middle(qtbot, canvas, act, closer):
    canvas.set_view(canvas.view.zoomed(4, 450, 300))
    before = canvas.view
    act(canvas)
    settle(qtbot, canvas)
    assert (canvas.view.resolution < before.resolution) == closer
    assert centre(canvas.view) == close_to(before, 0.01)


def test_a_double_click_comes_closer_to_its_place(qtbot, canvas):
    before = canvas.view
    place = before.point_to_map(300, 200)
    QTest.mouseDClick(canvas, LEFT, NO_KEY, QPoint(300, 200))
    settle(qtbot, canvas)
    assert canvas.view.resolution == pytest.approx(before.resolution / 2)
    assert canvas.view.point_to_screen(*place) == pytest.approx((300, 200), abs=0.01)


@pytest.mark.parametrize("by_shift", [True, False])
def test_a_box_is_zoomed_to(qtbot, canvas, by_shift):
    start, end = QPoint(300, 200), QPoint(500, 300)
    before = canvas.view
    if not by_shift:
        canvas.start_box_zoom()
    drag(canvas, start, end, SHIFT if by_shift else NO_KEY)
    settle(qtbot, canvas)
    left, top = before.point_to_map(300, 200)
    right, bottom = before.point_to_map(500, 300)
    expected = fit((left, bottom, right, top), 900, 600, margin=0)
    assert canvas.view.resolution == pytest.approx(expected.resolution)
    assert centre(canvas.view) == close_to(expected, 0.01)
    drag(canvas, start, end)
    assert canvas.view.resolution == pytest.approx(expected.resolution), "one box only"


def test_escape_gives_up_the_box(qtbot, canvas):
    before = canvas.view
    canvas.start_box_zoom()
    drag(canvas, QPoint(300, 200), QPoint(500, 300), release=False)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, NO_KEY, QPoint(500, 300))
    settle(qtbot, canvas)
    assert canvas.view == before


def test_home_shows_the_country_whole(qtbot, canvas):
    home = canvas.view
    canvas.set_view(home.zoomed(9, 100, 100))
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    settle(qtbot, canvas)
    assert canvas.view == home


def test_the_map_ends_where_the_data_ends(canvas):
    for _ in range(60):
        drag(canvas, QPoint(100, 100), QPoint(800, 500))
    min_x, _, _, max_y = canvas.view.bounds
    slack = canvas.view.resolution
    assert min_x == pytest.approx(canvas.scene.limit[0], abs=slack)
    assert max_y == pytest.approx(canvas.scene.limit[3], abs=slack)


def test_zooming_ends_at_both_ends(qtbot, canvas):
    for _ in range(40):
        turn(canvas, QPoint(450, 300), 1200)
    settle(qtbot, canvas)
    assert canvas.view.scale == pytest.approx(CLOSEST_SCALE, rel=0.01)
    for _ in range(40):
        turn(canvas, QPoint(450, 300), -1200)
    settle(qtbot, canvas)
    limit, bounds = canvas.scene.limit, canvas.view.bounds
    slack = canvas.view.resolution
    assert bounds[0] >= limit[0] - slack
    assert bounds[1] >= limit[1] - slack
    assert bounds[2] <= limit[2] + slack
    assert bounds[3] <= limit[3] + slack


def test_the_country_stays_whole_when_the_window_changes(qtbot, canvas):
    for width, height in ((700, 700), (1200, 420), (420, 700)):
        canvas.resize(width, height)
        settle(qtbot, canvas)
        left, top, right, bottom = country_on(canvas)
        assert left > 0
        assert top > 0
        assert right < width
        assert bottom < canvas.overlays.corner.y()
        # It takes all the room there is in one direction.
        assert right - left > 0.85 * width or bottom - top > 0.75 * height


def test_what_one_looks_at_stays_in_the_middle_when_the_window_changes(qtbot, canvas):
    canvas.set_view(canvas.view.zoomed(5, 300, 300))
    before = canvas.view
    canvas.resize(700, 500)
    settle(qtbot, canvas)
    assert centre(canvas.view) == centre(before)
    assert canvas.view.resolution == before.resolution
    assert (canvas.view.width, canvas.view.height) == (700, 500)


def test_zooming_to_layers_shows_each_placed_feature(qtbot, canvas):
    assert canvas.zoom_to_layers(["model-precincts", "pbs-sites"])
    settle(qtbot, canvas)
    view = canvas.view
    for layer_id in ("model-precincts", "pbs-sites"):
        layer = canvas.scene.layer(layer_id)
        screen = view.to_screen(layer.label_points[layer.geometry.placed])
        assert ((screen > 0) & (screen < (view.width, view.height))).all()
    assert view.resolution < fit(canvas.scene.home, 900, 600).resolution


def test_layers_without_a_place_move_nothing(canvas):
    before = canvas.view
    assert not canvas.zoom_to_layers(["plan-seguro-sectors"])
    assert not canvas.zoom_to_layers([])
    assert canvas.view == before


def test_the_view_state_knows_what_is_seen(qtbot, session, canvas):
    canvas.set_view(canvas.view.zoomed(3, 200, 200))
    settle(qtbot, canvas)
    assert session.view_state.extent == canvas.view.bounds
    assert session.view_state.scale == canvas.view.scale


def test_the_canvas_looks_where_the_view_state_says(qtbot, session, canvas):
    extent = fit(canvas.scene.home, 900, 600).zoomed(7, 500, 300).bounds
    session.view_state.extent = extent
    settle(qtbot, canvas)
    assert canvas.view.bounds == pytest.approx(extent)


def test_the_extent_of_the_last_time_comes_back(session, make_canvas):
    first = make_canvas()
    extent = first.view.zoomed(7, 500, 300).bounds
    first.close()
    session.view_state.extent = extent
    assert make_canvas().view.bounds == pytest.approx(extent)


def test_there_is_room_for_a_tiny_map(make_canvas):
    canvas = make_canvas(240, 180)
    assert canvas.view.width == canvas.width()
    assert canvas.is_sharp


def test_own_data_far_away_can_be_looked_at_at_once_and_left_on_when_hidden(qtbot, session, canvas):
    table = FeatureTable(
        "far",
        np.array(["1", "2"], dtype=object),
        from_points(np.array([[-3.7, 40.4], [-3.6, 40.5]])),
        {"name": np.array(["Madrid", "Madrid"], dtype=object)},
    )
    layer = Layer("far", "own", Style(Single(PointSymbol("circle", "#ff0000", 14))), name="Far")
    session.document.update(
        lambda state: replace(
            state, layers=(*state.layers, layer), tables=MappingProxyType({"far": table})
        )
    )
    home = canvas.view
    assert canvas.zoom_to_layers(["far"])
    settle(qtbot, canvas)
    longitude, latitude = point_to_lonlat(canvas.view.x, canvas.view.y)
    assert (longitude, latitude) == pytest.approx((-3.65, 40.45), abs=0.3)
    there = canvas.view
    session.execute(SetVisible("far", False))
    settle(qtbot, canvas)
    assert canvas.view == there
    canvas.fit_home()
    settle(qtbot, canvas)
    assert canvas.view == home
