"""Measuring on the map, its menu, coordinates that are copied, views to go back to."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.editing.place import place_at
from geodata.geodesic import area_and_perimeter, length
from geodata.position_text import read_position
from layers.measures import area_words, length_words
from layers.texts import Texts
from tests.gui.canvas.looking import changed_pixels, pixels, place_of, settle

LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SPOTS = [(300, 250), (520, 260), (500, 420)]
EN = Texts("en")


@pytest.fixture
def canvas(main_window, qtbot):
    """A canvas that looks at open country, nothing drawn to borders."""
    main_window.activateWindow()
    main_window.canvas.zoom_to((-9_900_000, 1_530_000, -9_890_000, 1_537_000))
    settle(qtbot, main_window.canvas)
    main_window.workspace.editing.host.snaps = False
    return main_window.canvas


@pytest.fixture
def bar(main_window, canvas):
    return main_window.workspace.editing.host.bar


def click(canvas, column, row):
    QTest.mouseClick(canvas, LEFT, NO_KEY, QPoint(column, row))


def lonlat(canvas, spot):
    return place_at(canvas.view, QPointF(*spot)).lonlat


def trigger(window, name):
    window.actions_by_name[name].trigger()


def pasted():
    return QGuiApplication.clipboard().text()


def test_a_distance_is_told_leg_by_leg(main_window, canvas, bar):
    trigger(main_window, "measure_distance")
    assert bar.isVisible()
    assert bar.figures.isHidden()
    assert not bar.copy.isEnabled()
    before = pixels(canvas)
    for spot in SPOTS:
        click(canvas, *spot)
    metres = length([lonlat(canvas, spot) for spot in SPOTS])
    assert bar.figures.text().startswith(f"{length_words(metres, EN)} in all")
    assert changed_pixels(before, pixels(canvas)) > 500


def test_figures_follow_the_mouse(main_window, canvas, bar):
    trigger(main_window, "measure_distance")
    click(canvas, *SPOTS[0])
    move = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        QPointF(*SPOTS[1]),
        canvas.mapToGlobal(QPointF(*SPOTS[1])),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        NO_KEY,
    )
    QApplication.sendEvent(canvas, move)
    metres = length([lonlat(canvas, spot) for spot in SPOTS[:2]])
    assert bar.figures.text().startswith(length_words(metres, EN))


def test_an_area_is_told_and_copied(main_window, canvas, bar):
    trigger(main_window, "measure_area")
    for spot in SPOTS:
        click(canvas, *spot)
    area, _ = area_and_perimeter([lonlat(canvas, spot) for spot in SPOTS])
    assert bar.figures.text().startswith(area_words(area, EN))
    bar.copy.click()
    assert pasted().startswith(f"Area: {area_words(area, EN)}")
    assert len(pasted().splitlines()) == 5


def test_keys_take_back_finish_copy_and_end(main_window, canvas, bar):
    host = main_window.workspace.editing.host
    trigger(main_window, "measure_distance")
    for spot in SPOTS:
        click(canvas, *spot)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert len(host.tool.measured.corners) == 2
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert host.tool.is_finished
    assert bar.isVisible()
    QTest.keyClick(canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert pasted().startswith("Distance: ")
    click(canvas, *SPOTS[0])
    assert len(host.tool.measured.corners) == 1
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert host.tool is None
    assert not bar.isVisible()


def test_a_double_click_finishes_once(main_window, canvas, bar):
    trigger(main_window, "measure_distance")
    click(canvas, *SPOTS[0])
    click(canvas, *SPOTS[1])
    QTest.mouseDClick(canvas, LEFT, NO_KEY, QPoint(*SPOTS[1]))
    QTest.mouseRelease(canvas, LEFT, NO_KEY, QPoint(*SPOTS[1]))
    tool = main_window.workspace.editing.host.tool
    assert tool.is_finished
    assert len(tool.measured.corners) == 2
    click(canvas, *SPOTS[1])
    assert len(tool.measured.corners) == 1


def test_too_few_corners_are_told(main_window, canvas, bar):
    trigger(main_window, "measure_area")
    click(canvas, *SPOTS[0])
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert bar.problem.text() == "An area needs three corners"
    trigger(main_window, "measure_distance")
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert bar.problem.text() == "A distance needs two places"


def test_the_keyboard_alone_measures(main_window, canvas, bar):
    trigger(main_window, "measure_distance")
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    first = lonlat(canvas, (canvas.width() / 2, canvas.height() / 2))
    canvas.set_view(canvas.view.panned(-150, 0))
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    measured = main_window.workspace.editing.host.tool.measured
    assert measured.corners[0] == pytest.approx(first)
    assert measured.legs[0].bearing == pytest.approx(90, abs=0.1)


def test_words_change_with_the_language(main_window, canvas, bar, qtbot):
    trigger(main_window, "measure_distance")
    for spot in SPOTS:
        click(canvas, *spot)
    main_window.session.view_state.language = "es"
    settle(qtbot, canvas)
    assert "en total" in bar.figures.text()
    assert bar.copy.text() == "Copiar"


# The menu of a place


POPUP = pytest.mark.qt_log_ignore("^This plugin does not support (raise|grabbing)")
"""What Qt's plugin without a screen says of itself whenever a menu opens."""


def open_menu(window, spot):
    window.canvas.customContextMenuRequested.emit(QPoint(*spot))
    return window.exploring.measuring.menu.menu


def entry(menu, words):
    for action in menu.actions():
        if action.text().startswith(words):
            return action
    raise AssertionError([action.text() for action in menu.actions()])


def close(menu):
    menu.close()
    QTest.qWait(1)


@POPUP
def test_the_menu_copies_in_three_notations(main_window, canvas):
    spot = SPOTS[0]
    for words in ("13.", "13°", "16N "):
        menu = open_menu(main_window, spot)
        entry(entry(menu, "Copy coordinates").menu(), words).trigger()
        close(menu)
        assert read_position(pasted()) == pytest.approx(lonlat(canvas, spot), abs=1e-5)
        assert pasted() in main_window.status.currentMessage()


@POPUP
def test_the_menu_tells_what_is_here_and_opens_it(main_window, qtbot):
    canvas = main_window.canvas
    place = place_of(canvas, "border-points", "la-hachadura")
    menu = open_menu(main_window, (place.x(), place.y()))
    here = entry(menu, "What is here").menu()
    assert here.actions()[0].text() == "La Hachadura · Border inspection points"
    assert any("Delegations" in action.text() for action in here.actions())
    here.actions()[0].trigger()
    close(menu)
    assert main_window.session.view_state.selected.feature_id == "la-hachadura"


@POPUP
def test_the_menu_measures_from_here_and_zooms(main_window, canvas, qtbot):
    menu = open_menu(main_window, SPOTS[0])
    entry(menu, "Measure a distance").trigger()
    close(menu)
    measured = main_window.workspace.editing.host.tool.measured
    assert measured.corners == (pytest.approx(lonlat(canvas, SPOTS[0])),)
    main_window.workspace.editing.host.end()
    here, before = lonlat(canvas, SPOTS[0]), canvas.view.resolution
    menu = open_menu(main_window, SPOTS[0])
    entry(menu, "Zoom here").trigger()
    close(menu)
    settle(qtbot, canvas)
    assert canvas.view.resolution < before / 2
    assert lonlat(canvas, (canvas.width() / 2, canvas.height() / 2)) == pytest.approx(
        here, abs=1e-4
    )


def test_commands_copy_the_place_under_the_cursor_or_the_middle(main_window, canvas):
    main_window.session.view_state.cursor = (-89.2, 13.7)
    trigger(main_window, "copy_decimal")
    assert pasted() == "13.700000, -89.200000"
    trigger(main_window, "copy_utm")
    assert pasted() == "16N 262063.1 E 1515630.5 N"
    main_window.session.view_state.cursor = None
    trigger(main_window, "copy_dms")
    middle = lonlat(canvas, (canvas.width() / 2, canvas.height() / 2))
    assert read_position(pasted()) == pytest.approx(middle, abs=1e-5)


# Views


def test_views_are_gone_back_to_and_forward_again(main_window, qtbot):
    canvas, actions = main_window.canvas, main_window.actions_by_name
    history = main_window.exploring.history
    history.note_now()
    home = canvas.view
    assert not actions["next_view"].isEnabled()
    seen = []
    for _ in range(3):
        canvas.set_view(canvas.view.zoomed(2, 300, 300))
        canvas.set_view(canvas.view.panned(5, 0))  # on the way: not worth going back to
        history.note_now()
        seen.append(canvas.view)
    trigger(main_window, "previous_view")
    assert canvas.view == seen[1]
    assert actions["next_view"].isEnabled()
    trigger(main_window, "previous_view")
    trigger(main_window, "previous_view")
    assert (canvas.view.x, canvas.view.resolution) == (home.x, home.resolution)
    trigger(main_window, "next_view")
    assert canvas.view == seen[0]
    canvas.set_view(canvas.view.zoomed(3, 100, 100))
    assert actions["previous_view"].isEnabled()
    trigger(main_window, "previous_view")
    assert canvas.view == seen[0]
    trigger(main_window, "next_view")
    assert not actions["next_view"].isEnabled()


def test_rest_makes_a_view_worth_going_back_to(main_window, qtbot):
    canvas = main_window.canvas
    history = main_window.exploring.history
    history.note_now()
    count = len(history._views)
    for _ in range(5):
        canvas.set_view(canvas.view.panned(40, 0))
    qtbot.waitUntil(lambda: len(history._views) == count + 1)


def test_side_buttons_go_back_and_forward(main_window, qtbot):
    canvas, history = main_window.canvas, main_window.exploring.history
    history.note_now()
    before = canvas.view
    canvas.set_view(canvas.view.zoomed(2, 300, 300))
    after = canvas.view
    QTest.mouseClick(canvas, Qt.MouseButton.BackButton, NO_KEY, QPoint(300, 300))
    assert canvas.view.resolution == before.resolution
    QTest.mouseClick(canvas, Qt.MouseButton.ForwardButton, NO_KEY, QPoint(300, 300))
    assert canvas.view.resolution == after.resolution


def test_the_history_is_bounded(main_window):
    from app.view_history import MOST

    canvas, history = main_window.canvas, main_window.exploring.history
    for step in range(MOST + 20):
        canvas.set_view(canvas.view.panned(30 if step % 2 else -31, 0))
        history.note_now()
    assert len(history._views) <= MOST
