"""What the canvas shows, told by its pixels."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from layers.commands import MoveLayer, SetLabels, SetOpacity, SetVisible
from layers.dark import dark_colour
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import (
    changed,
    count_near,
    is_near,
    leave,
    map_pixels,
    pixels,
    place_of,
    settle,
)

BORDER_POST = "#d55e00"
RGB32 = QImage.Format.Format_RGB32
LAND, SEA = "#efece4", "#d7e5ec"


def differing_share(one, other):
    """Return the share of pixels that differ visibly."""
    return changed(one, other).mean()


def test_the_first_picture_is_whole(qtbot, make_canvas):
    canvas = make_canvas(ready=False)
    first = map_pixels(canvas)
    assert canvas.is_sharp
    settle(qtbot, canvas)
    assert differing_share(first, map_pixels(canvas)) < 0.001
    assert count_near(first, BORDER_POST, place_of(canvas, "border-points", "el-poy")) > 60


def test_a_layer_that_is_switched_off_is_not_on_the_map(qtbot, session, canvas):
    place = place_of(canvas, "border-points", "el-poy")
    assert count_near(map_pixels(canvas), BORDER_POST, place) > 60
    session.execute(SetVisible("border-points", False))
    settle(qtbot, canvas)
    assert count_near(map_pixels(canvas), BORDER_POST, place) == 0
    session.undo_stack.undo()
    settle(qtbot, canvas)
    assert count_near(map_pixels(canvas), BORDER_POST, place) > 60


def test_a_layer_is_as_transparent_as_it_is_told(qtbot, session, canvas):
    session.execute(SetVisible("delegations", False))
    settle(qtbot, canvas)
    place = place_of(canvas, "border-points", "el-poy")
    below = map_pixels(canvas)
    ground = None
    for opacity in (1.0, 0.5, 0.0):
        session.execute(SetOpacity("border-points", opacity))
        settle(qtbot, canvas)
        found = map_pixels(canvas).pixelColor(place + QPoint(-4, -4))
        if opacity == 1.0:
            full = found
        elif opacity == 0.0:
            ground = found
        else:
            half = found
    mixed = QColor(
        (full.red() + ground.red()) // 2,
        (full.green() + ground.green()) // 2,
        (full.blue() + ground.blue()) // 2,
    )
    assert is_near(full, BORDER_POST)
    assert is_near(half, mixed, 6)
    assert below.pixelColor(place + QPoint(-4, -4)) == full


def test_the_layer_on_top_covers_the_others(qtbot, session, canvas):
    place = place_of(canvas, "border-points", "las-chinamas")
    assert count_near(map_pixels(canvas), BORDER_POST, place) > 60
    top = len(session.document.state.layers) - 1
    session.execute(MoveLayer("land", top))
    settle(qtbot, canvas)
    covered = map_pixels(canvas)
    assert count_near(covered, BORDER_POST, place) == 0
    assert is_near(covered.pixelColor(place), LAND, 6)
    session.undo_stack.undo()
    settle(qtbot, canvas)
    assert count_near(map_pixels(canvas), BORDER_POST, place) > 60


def test_another_language_writes_other_names(qtbot, session, canvas):
    canvas.set_view(canvas.view.zoomed(3, 450, 300))
    settle(qtbot, canvas)
    english, names = map_pixels(canvas), [section.name for section in canvas.scene.legend]
    session.view_state.language = "es"
    settle(qtbot, canvas)
    spanish = map_pixels(canvas)
    assert differing_share(english, spanish) > 0.0005
    assert canvas.scene.language == "es"
    assert [section.name for section in canvas.scene.legend] != names
    session.view_state.language = "en"
    settle(qtbot, canvas)
    assert differing_share(english, map_pixels(canvas)) == 0


def test_the_dark_map_is_dark(qtbot, canvas):
    sea = QPoint(450, 560)
    assert is_near(map_pixels(canvas).pixelColor(sea), SEA, 4)
    canvas.set_theme("dark")
    settle(qtbot, canvas)
    assert is_near(map_pixels(canvas).pixelColor(sea), dark_colour(SEA), 4)


def drag(qtbot, canvas, moved):
    """Return the picture at the end of a drag, and the sharp one."""
    start = QPoint(450, 250)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, start + moved / 2)
    QTest.mouseMove(canvas, start + moved)
    leave(canvas)
    at_once = map_pixels(canvas)
    assert not canvas.is_sharp
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start + moved)
    leave(canvas)
    settle(qtbot, canvas)
    return at_once, map_pixels(canvas)


@pytest.mark.parametrize("moved", [QPoint(37, -21), QPoint(-64, 15), QPoint(3, 90)])
def test_a_moved_picture_is_the_sharp_picture_pixel_by_pixel(qtbot, session, canvas, moved):
    for layer in session.document.state:
        session.execute(SetLabels(layer.id, False))
    canvas.set_view(canvas.view.zoomed(2, 450, 300))
    settle(qtbot, canvas)
    at_once, sharp = drag(qtbot, canvas, moved)
    # Where a dash begins depends on what is cut off outside the picture.
    assert differing_share(at_once, sharp) < 0.0001


def test_names_alone_may_find_another_place_after_a_move(qtbot, canvas):
    canvas.set_view(canvas.view.zoomed(2, 450, 300))
    settle(qtbot, canvas)
    at_once, sharp = drag(qtbot, canvas, QPoint(-64, 15))
    assert differing_share(at_once, sharp) < 0.02


def test_where_nothing_is_drawn_yet_there_is_the_map_drawn_coarsely_before(qtbot, canvas):
    whole = map_pixels(canvas)
    post = place_of(canvas, "border-points", "el-poy")
    home = canvas.view
    canvas.set_view(canvas.view.zoomed(6, 450, 300))
    settle(qtbot, canvas)
    canvas.set_view(home)
    at_once = map_pixels(canvas)
    assert count_near(at_once, BORDER_POST, post) > 60
    assert differing_share(whole, at_once) < 0.15
    settle(qtbot, canvas)
    assert differing_share(whole, map_pixels(canvas)) < 0.0001


def test_what_was_begun_for_a_view_that_was_left_is_not_shown(qtbot, session, canvas):
    home = canvas.view
    for step in range(8):
        canvas.set_view(home.zoomed(2 + step, 100 + 80 * step, 300))
        qtbot.wait(3)
    session.execute(SetVisible("rivers", False))
    canvas.set_view(home)
    settle(qtbot, canvas)
    shown = map_pixels(canvas)
    session.execute(SetVisible("rivers", True))
    settle(qtbot, canvas)
    session.execute(SetVisible("rivers", False))
    settle(qtbot, canvas)
    assert differing_share(shown, map_pixels(canvas)) == 0


def test_many_changes_in_one_turn_make_one_scene(qtbot, session, canvas):
    scenes = []
    canvas.scene_changed.connect(lambda: scenes.append(canvas.scene))
    for layer in session.document.state:
        session.execute(SetOpacity(layer.id, 0.5))
    session.view_state.language = "es"
    settle(qtbot, canvas)
    assert len(scenes) == 1
    assert scenes[0].language == "es"
    assert {layer.opacity for layer in scenes[0].layers} == {0.5}


def test_a_change_is_seen_by_whoever_asks_at_once(session, canvas):
    session.execute(SetVisible("border-points", False))
    assert "border-points" not in {layer.id for layer in canvas.scene.layers}


def test_the_window_lives_while_the_map_is_drawn(qtbot, session, canvas):
    """Between two slices the event loop turns; a slice holds a few features, not a layer."""
    drawn_features = sum(layer.drawn_count for layer in canvas.scene.layers)
    canvas._picture._redraw.slice_seconds = 0.0
    turns = []
    heart = QTimer(interval=0)
    heart.timeout.connect(lambda: turns.append(canvas.is_drawing))
    session.execute(SetVisible("rivers", False))
    heart.start()
    qtbot.waitUntil(lambda: canvas.is_drawing)
    canvas._picture._redraw.slice_seconds = 0.0
    qtbot.waitUntil(lambda: canvas.is_sharp)
    heart.stop()
    assert sum(turns) > drawn_features / 12


def test_a_scene_of_a_changed_view_size_is_drawn_at_that_size(qtbot, canvas):
    canvas.resize(1000, 480)
    settle(qtbot, canvas)
    shown = map_pixels(canvas)
    canvas.set_view(replace(canvas.view, x=canvas.view.x + 1))
    canvas.fit_home()
    settle(qtbot, canvas)
    assert (shown.width(), shown.height()) == (1000, 480)
    assert differing_share(shown, map_pixels(canvas)) < 0.001


def test_names_that_found_no_room_are_counted(qtbot, session, canvas):
    few = canvas.labels_hidden
    session.execute(SetVisible("towns", True))
    session.execute(SetVisible("municipalities", True))
    canvas.set_view(canvas.view.at_scale(590_000))
    settle(qtbot, canvas)
    assert canvas.labels_hidden > few


def test_a_map_that_cannot_be_drawn_fails_once_and_comes_back(qtbot, session, make_canvas):
    class BrokenError(Exception):
        pass

    def broken(*_, **__):
        raise BrokenError

    canvas = make_canvas(ready=False)
    renderer = canvas._picture._redraw._renderer
    whole, renderer.steps = renderer.steps, broken
    with qtbot.captureExceptions() as errors:
        qtbot.waitUntil(lambda: bool(errors))
        canvas.update()
        qtbot.wait(200)
    assert [kind for kind, *_ in errors] == [BrokenError]
    assert is_near(pixels(canvas).pixelColor(450, 300), canvas.scene.background, 0)
    renderer.steps = whole
    session.execute(SetVisible("rivers", False))
    settle(qtbot, canvas)
    place = place_of(canvas, "border-points", "el-poy")
    assert count_near(map_pixels(canvas), BORDER_POST, place) > 60


def on_screen(canvas):
    """Return what the window system was given, which may be older than what would be painted."""
    QTest.qWait(30)
    return canvas.screen().grabWindow(canvas.winId()).toImage().convertToFormat(RGB32)


def test_no_part_of_the_window_shows_an_older_picture(qtbot, session, canvas):
    def is_whole():
        # A picture may have become sharp just now, to be shown with the next events.
        return any(
            on_screen(canvas) == canvas.grab().toImage().convertToFormat(RGB32) for _ in range(3)
        )

    assert is_whole()
    canvas.set_view(canvas.view.zoomed(3, 400, 300))
    assert is_whole(), "cards and their round corners after a zoom"
    canvas._camera.pan(-140, 77)
    assert is_whole(), "and after a pan"
    canvas.overlays.legend.set_open(False)
    assert is_whole(), "where the legend was"
    canvas.overlays.legend.set_open(True)
    session.view_state.select(FeatureRef("delegations", "usulutan"))
    assert is_whole(), "with a mark"
    canvas.resize(700, 500)
    assert is_whole(), "in another size"
    canvas.set_theme("dark")
    settle(qtbot, canvas)
    assert is_whole(), "in another look"
    canvas.set_view(canvas.view.zoomed(0.3, 100, 100))
    assert is_whole(), "around a picture that is too small"
