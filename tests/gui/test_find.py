"""The search box: what is typed, what is listed, where Enter leads."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.document import Layer
from layers.own_layers import default_style
from layers.search.found import Kind
from layers.table_commands import AddLayer, RemoveLayer
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import settle

NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def box(main_window, qtbot):
    """The search box of a window, open, everything ready to be found."""
    main_window.activateWindow()
    main_window.actions_by_name["find"].trigger()
    searching = main_window.exploring.searching
    qtbot.waitUntil(lambda: searching.host.is_complete, timeout=20_000)
    return searching.box


def type_in(box, text):
    box.line.clear()
    if text.isascii():
        QTest.keyClicks(box.line, text)
    else:
        box.line.setText(text)  # QTest has no keys for letters with accents


def press(box, *keys):
    for key in keys:
        QTest.keyClick(box.line, key)


def listed(box):
    return [found.name for found in box.view.results.found]


def row_of(box, kind, name=None):
    for row, found in enumerate(box.view.results.found):
        if found.kind is kind and name in (None, found.name):
            return row
    raise AssertionError(listed(box))


def choose(box, kind, name=None):
    press(box, *[Qt.Key.Key_Down] * row_of(box, kind, name))
    press(box, Qt.Key.Key_Return)


def is_on_map(window, lonlat):
    from geodata.projection import point_to_map

    x, y = point_to_map(*lonlat)
    left, bottom, right, top = window.canvas.view.bounds
    return left < x < right and bottom < y < top


def add_own(window, names):
    """Add a layer of points with names to the map."""
    places = np.column_stack([np.linspace(-90, -88, len(names)), np.linspace(13.4, 14, len(names))])
    columns = {"nombre": np.array(names, dtype=object)}
    ids = np.arange(1, len(names) + 1, dtype=np.int64)
    table = FeatureTable("own-1", ids, from_points(places), columns)
    window.session.execute(
        AddLayer(Layer("own-1", "own", default_style(table, 0), name="Puestos"), table)
    )


def test_the_box_hangs_in_the_window_and_takes_the_keys(main_window, box):
    assert box.isVisible()
    assert main_window.focusWidget() is box.line
    assert main_window.rect().contains(box.geometry())
    assert "13.69" in box.hint.text()
    assert not box.view.isVisible()
    assert box.line.accessibleName() == "Find"
    press(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert main_window.focusWidget() is not box.line


def test_it_opens_by_button_and_key(main_window, qtbot):
    main_window.activateWindow()
    main_window.header.find_button.click()
    box = main_window.exploring.searching.box
    assert box.isVisible()
    press(box, Qt.Key.Key_Escape)
    assert main_window.actions_by_name["find"].shortcut().toString() == "Ctrl+K"
    qtbot.waitUntil(lambda: main_window.exploring.searching.host.is_complete, timeout=20_000)


def test_enter_flies_to_an_area_and_opens_its_details(main_window, box, qtbot):
    type_in(box, "usulutna")
    assert listed(box)[0] == "Usulután"
    press(box, Qt.Key.Key_Return)
    assert not box.isVisible()
    settle(qtbot, main_window.canvas)
    assert main_window.session.view_state.selected == FeatureRef("delegations", "usulutan")
    assert main_window.canvas.view.scale < 1_000_000
    assert is_on_map(main_window, (-88.5, 13.4))
    assert main_window.exploring.searching.going.mark.lonlat is None


def test_a_place_of_a_layer_that_is_off_is_marked(main_window, box, qtbot):
    type_in(box, "Metapán")
    choose(box, Kind.TOWN)
    settle(qtbot, main_window.canvas)
    mark = main_window.exploring.searching.going.mark
    assert mark.isVisible()
    assert is_on_map(main_window, mark.lonlat)
    middle = mark.geometry().center()
    assert (middle - main_window.canvas.rect().center()).manhattanLength() < 6
    main_window.canvas.zoom_in()
    settle(qtbot, main_window.canvas)
    assert (mark.geometry().center() - main_window.canvas.rect().center()).manhattanLength() < 6
    QTest.keyClick(main_window.canvas, Qt.Key.Key_Escape)
    assert not mark.isVisible()


def test_a_municipality_without_a_seat_opens_its_details(main_window, box, qtbot):
    table = main_window.session.data.table("municipalities")
    row = int(np.flatnonzero(~table.geometry.placed)[0])
    name = table.text(row, "name", "en")
    before = main_window.canvas.view
    type_in(box, name)
    choose(box, Kind.MUNICIPALITY, name)
    selected = main_window.session.view_state.selected
    assert selected == FeatureRef("municipalities", str(table.ids[row]))
    assert main_window.canvas.view == before
    assert name in main_window.status.currentMessage()


def test_coordinates_are_marked_on_the_map(main_window, box, qtbot):
    type_in(box, "13.7, -89.2")
    press(box, Qt.Key.Key_Return)
    settle(qtbot, main_window.canvas)
    mark = main_window.exploring.searching.going.mark
    assert mark.lonlat == pytest.approx((-89.2, 13.7))
    assert is_on_map(main_window, (-89.2, 13.7))


def test_coordinates_far_away_are_told_to_be_off_the_map(main_window, box):
    before = main_window.canvas.view
    type_in(box, "48.85, 2.35")
    press(box, Qt.Key.Key_Return)
    assert main_window.canvas.view == before
    assert "off the map" in main_window.status.currentMessage()


def test_commands_are_found_and_done(main_window, box):
    type_in(box, "dark")
    press(box, Qt.Key.Key_Return)
    assert main_window.session.view_state.theme == "dark"


def test_only_commands_that_can_be_done_are_found(main_window, box):
    type_in(box, "undo")
    assert not any(found.key == "undo" for found in box.view.results.found)


def test_programs_and_layers_open_in_the_details(main_window, box, qtbot):
    main_window.panes.set_open(main_window.details_panel, False)
    type_in(box, "border security")
    choose(box, Kind.PROGRAM)
    assert main_window.session.view_state.program == "border-security"
    assert main_window.panes.is_open(main_window.details_panel)
    main_window.actions_by_name["find"].trigger()
    type_in(box, "pbs sites")
    choose(box, Kind.LAYER)
    assert main_window.session.view_state.layer == "pbs-sites"


def test_what_was_found_lately_is_offered(main_window, box):
    type_in(box, "border security")
    choose(box, Kind.PROGRAM)
    main_window.actions_by_name["find"].trigger()
    box.line.clear()
    assert [found.key for found in box.view.results.found] == ["border-security"]
    assert box.status.text().startswith("Found lately")


def test_own_features_are_found_soon_after_they_are_added(main_window, box, qtbot):
    press(box, Qt.Key.Key_Escape)
    add_own(main_window, ["Caserío El Nance", "Cantón Las Flores"])
    settle(qtbot, main_window.canvas)
    main_window.actions_by_name["find"].trigger()
    type_in(box, "nance")
    qtbot.waitUntil(lambda: "Caserío El Nance" in listed(box), timeout=20_000)
    choose(box, Kind.FEATURE)
    assert main_window.session.view_state.selected == FeatureRef("own-1", "1")
    main_window.session.execute(RemoveLayer("own-1"))
    main_window.actions_by_name["find"].trigger()
    type_in(box, "nance")
    assert "Caserío El Nance" not in listed(box)


def test_nothing_found_is_said(box):
    type_in(box, "qqqqq")
    assert listed(box) == []
    assert "qqqqq" in box.hint.text()
    press(box, Qt.Key.Key_Return)
    assert box.isVisible()


def test_keys_choose_and_the_mouse_too(main_window, box, qtbot):
    type_in(box, "san")
    press(box, Qt.Key.Key_Up)
    assert box.view.currentIndex().row() == 0
    press(box, Qt.Key.Key_PageDown, Qt.Key.Key_Down)
    assert box.view.currentIndex().row() == box.view.page + 1
    wanted = box.view.results.found[box.view.currentIndex().row()]
    place = box.view.visualRect(box.view.currentIndex()).center()
    QTest.mouseClick(box.view.viewport(), Qt.MouseButton.LeftButton, NO_KEY, place)
    assert not box.isVisible()
    assert main_window.session.view_state.selected == wanted.feature


def test_a_click_beside_the_box_closes_it(main_window, box):
    QTest.mouseClick(main_window.canvas, Qt.MouseButton.LeftButton, NO_KEY, QPoint(20, 400))
    main_window.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not box.isVisible()


def test_the_box_speaks_the_languages(main_window, box, qtbot):
    main_window.session.view_state.language = "es"
    qtbot.waitUntil(lambda: main_window.exploring.searching.host.is_complete, timeout=20_000)
    assert box.line.accessibleName() == "Buscar"
    type_in(box, "guatemala")
    sorts = {found.sort for found in box.view.results.found}
    assert "Localidad" in sorts
    type_in(box, "oscuro")
    assert box.view.results.found[0].kind is Kind.COMMAND
    spoken = box.view.results.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Oscuro, Comando")


def test_the_box_fits_into_a_small_window(main_window, box, qtbot):
    main_window.resize(700, 420)
    QApplication.processEvents()
    type_in(box, "san")
    assert main_window.rect().contains(box.geometry())
    assert box.view.height() >= 44
