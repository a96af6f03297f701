"""The list of layers: what it says, and what it does to the map."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from layers.builtin_map import default_styles
from layers.commands import SetVisible
from layers.document import GROUPS, Layer
from layers.summary import summarize
from layers.table_commands import AddLayer
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import count_near, is_near, place_of
from tests.gui.driving import (
    ALT,
    click,
    colour_of,
    drag,
    page_text,
    picture,
    row,
    shown_order,
)

GREEN, LAND = "#009e73", "#efece4"
SITE = ("pbs-sites", "zacatecoluca")


# ------------------------------------------------------------------------------- what it says


def test_every_layer_has_a_row_with_its_name_and_count(main_window, data):
    for summary in summarize(data, "en"):
        shown = row(main_window, summary.id)
        assert shown.text.name == summary.name
        if summary.group != "base":
            missing = summary.count - summary.placed
            expected = f"{summary.placed} / {summary.count}" if missing else str(summary.count)
            assert shown.count.text() == expected
            assert shown.eye.accessibleName().startswith(f"{summary.name}, {expected}")
            if missing:
                assert f"{missing} not published" in shown.eye.accessibleName()


def test_rows_stand_in_groups_from_the_top_of_the_map_to_the_bottom(main_window, session):
    order = shown_order(main_window)
    groups = [session.document.state.layer(id_).group for id_ in order]
    assert groups == sorted(groups, key=GROUPS.index)
    for group in set(groups):
        drawn = [layer.id for layer in reversed(session.document.state.layers)]
        of_group = [id_ for id_ in order if session.document.state.layer(id_).group == group]
        assert of_group == [id_ for id_ in drawn if id_ in of_group]


def test_in_drawing_order_the_list_is_the_stack(main_window, session):
    main_window.actions_by_name["drawing_order"].trigger()
    QTest.qWait(20)
    assert shown_order(main_window) == [x.id for x in reversed(session.document.state.layers)]
    main_window.actions_by_name["drawing_order"].trigger()
    QTest.qWait(20)
    assert shown_order(main_window)[0] == "model-precincts"
    assert shown_order(main_window)[-1] == "sea"


def test_a_register_says_what_is_not_published(main_window):
    assert row(main_window, "model-precincts").text.note == "47 not published"


def test_a_layer_of_the_planners_own_stands_on_top(main_window, session, data):
    own = Layer("own-1", "own", default_styles()["towns"], name="Mis puntos & <b>más</b>")
    session.execute(AddLayer(own, replace(data.table("pbs-sites"), id="own-1")))
    QTest.qWait(20)
    assert shown_order(main_window)[0] == "own-1"
    assert row(main_window, "own-1").text.name == "Mis puntos & <b>más</b>"
    session.undo_stack.undo()
    QTest.qWait(20)
    assert "own-1" not in shown_order(main_window)


def test_a_name_of_a_million_letters_takes_two_lines(main_window, session, data):
    width = main_window.layers_panel.width()
    own = Layer("own-1", "own", default_styles()["towns"], name="W" * 1_000_000)
    session.execute(AddLayer(own, replace(data.table("pbs-sites"), id="own-1")))
    QTest.qWait(20)
    assert row(main_window, "own-1").height() < 80
    assert len(row(main_window, "own-1").eye.accessibleName()) < 400
    assert main_window.layers_panel.width() == width


# ------------------------------------------------------------------------------- on and off


def test_the_eye_hides_a_layer_and_shows_it_again(qtbot, main_window, session):
    place = place_of(main_window.canvas, *SITE)
    assert count_near(picture(qtbot, main_window), GREEN, place) > 40
    click(row(main_window, "pbs-sites").eye)
    assert not session.document.state.layer("pbs-sites").visible
    assert not row(main_window, "pbs-sites").eye.isChecked()
    assert count_near(picture(qtbot, main_window), GREEN, place) == 0
    click(row(main_window, "pbs-sites").eye)
    assert count_near(picture(qtbot, main_window), GREEN, place) > 40


def test_hiding_is_undone_and_redone_by_the_windows_actions(qtbot, main_window, session):
    actions = main_window.actions_by_name
    assert not actions["undo"].isEnabled()
    click(row(main_window, "pbs-sites").eye)
    assert actions["undo"].text() == "Undo: Hide layer"
    actions["undo"].trigger()
    assert session.document.state.layer("pbs-sites").visible
    assert row(main_window, "pbs-sites").eye.isChecked()
    assert actions["redo"].isEnabled()
    assert not actions["undo"].isEnabled()
    actions["redo"].trigger()
    assert not row(main_window, "pbs-sites").eye.isChecked()


def test_a_script_moves_the_switch_too(main_window, session):
    session.execute(SetVisible("rivers", False))
    assert not row(main_window, "rivers").eye.isChecked()


def test_the_switch_for_possible_areas_marks_the_plan_seguro_municipalities(
    qtbot, main_window, session
):
    box = row(main_window, "model-precincts").areas
    scene = main_window.canvas.scene
    assert "model-precincts/possible" not in [layer.id for layer in scene.layers]
    before = picture(qtbot, main_window)
    click(box, QPoint(10, box.height() // 2))
    assert session.document.state.layer("model-precincts").possible_areas
    assert main_window.canvas.scene.layer("model-precincts/possible").drawn_count == 50
    assert picture(qtbot, main_window) != before
    click(box, QPoint(10, box.height() // 2))
    assert picture(qtbot, main_window) == before


def test_possible_areas_of_a_layer_that_is_off_switch_it_on(main_window, session):
    click(row(main_window, "model-precincts").eye)
    box = row(main_window, "model-precincts").areas
    click(box, QPoint(10, box.height() // 2))
    assert session.document.state.layer("model-precincts").visible
    session.undo_stack.undo()
    layer = session.document.state.layer("model-precincts")
    assert not layer.visible
    assert not layer.possible_areas


# ------------------------------------------------------------------------------- opacity


def unfold(window, layer_id):
    shown = row(window, layer_id)
    shown.eye.setFocus()
    QTest.keyClick(shown.eye, Qt.Key.Key_Right)
    assert shown.options is not None
    assert shown.options.isVisible()
    return shown.options


def test_opacity_lets_the_ground_shine_through(qtbot, main_window, session):
    beside = (-5, 3)  # in the disc, off the little house
    full = QColor(colour_of(qtbot, main_window, *SITE, beside))
    assert is_near(full, GREEN, 8)
    slider = unfold(main_window, "pbs-sites").slider
    slider.setValue(50)
    assert session.document.state.layer("pbs-sites").opacity == 0.5
    half = QColor(colour_of(qtbot, main_window, *SITE, beside))
    slider.setValue(0)
    none = QColor(colour_of(qtbot, main_window, *SITE, beside))
    assert not is_near(none, GREEN, 60)
    for channel in ("red", "green", "blue"):
        ends = [getattr(colour, channel)() for colour in (full, none)]
        assert getattr(half, channel)() == pytest.approx(sum(ends) / 2, abs=6)


def test_the_steps_of_one_drag_of_the_slider_are_undone_as_one(main_window, session):
    slider = unfold(main_window, "pbs-sites").slider
    before = session.undo_stack.count()
    slider.sliderPressed.emit()
    for value in (90, 70, 40):
        slider.setValue(value)
    slider.sliderReleased.emit()
    assert session.undo_stack.count() == before + 1
    session.undo_stack.undo()
    assert session.document.state.layer("pbs-sites").opacity == 1.0
    assert slider.value() == 100


def test_the_slider_works_by_keys(main_window, session):
    slider = unfold(main_window, "pbs-sites").slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_PageDown)
    assert session.document.state.layer("pbs-sites").opacity == pytest.approx(0.9)


def test_names_of_a_layer_can_be_left_out(qtbot, main_window, session):
    assert main_window.canvas.scene.layer("delegations").label_style is not None
    options = unfold(main_window, "delegations")
    click(options.labels, QPoint(10, options.labels.height() // 2))
    assert not session.document.state.layer("delegations").labels
    assert main_window.canvas.scene.layer("delegations").label_style is None


def test_only_one_row_is_unfolded(main_window):
    unfold(main_window, "pbs-sites")
    unfold(main_window, "delegations")
    assert not row(main_window, "pbs-sites").is_unfolded
    eye = row(main_window, "delegations").eye
    QTest.keyClick(eye, Qt.Key.Key_Left)
    assert not row(main_window, "delegations").is_unfolded


def test_zoom_to_layer(qtbot, main_window):
    click(unfold(main_window, "pbs-sites").zoom)
    picture(qtbot, main_window)
    view, layer = main_window.canvas.view, main_window.canvas.scene.layer("pbs-sites")
    min_x, min_y, max_x, max_y = view.bounds
    assert all(min_x < x < max_x and min_y < y < max_y for x, y in layer.label_points)
    assert view.scale < 700_000


# ------------------------------------------------------------------------------- order


def test_alt_and_arrows_move_a_layer_in_its_group(main_window, session):
    eye = row(main_window, "pbs-sites").eye
    eye.setFocus()
    before = session.document.state.index("pbs-sites")
    QTest.keyClick(eye, Qt.Key.Key_Up, ALT)
    QTest.qWait(20)
    assert shown_order(main_window)[:2] == ["pbs-sites", "model-precincts"]
    assert session.document.state.layers[-1].id == "pbs-sites"
    assert eye.hasFocus()
    QTest.keyClick(eye, Qt.Key.Key_Down, ALT)
    assert session.document.state.index("pbs-sites") == before
    session.undo_stack.undo()
    assert session.document.state.layers[-1].id == "pbs-sites"


def test_the_ends_of_the_list_are_the_end(main_window, session):
    eye = row(main_window, "model-precincts").eye
    eye.setFocus()
    QTest.keyClick(eye, Qt.Key.Key_Up, ALT)
    assert session.undo_stack.count() == 0


def test_what_is_moved_up_is_drawn_on_top(qtbot, main_window, session):
    """The land, moved above all in drawing order, covers the delegations."""
    main_window.layers_panel.set_flat(True)
    assert colour_of(qtbot, main_window, "delegations", "chalatenango", (0, 22)) != LAND
    QTest.qWait(20)
    land, top = row(main_window, "land"), row(main_window, "model-precincts")
    target = land.mapFromGlobal(top.mapToGlobal(QPoint(100, 2)))
    drag(land, land.rect().center(), target)
    assert session.document.state.layers[-1].id == "land"
    assert colour_of(qtbot, main_window, "delegations", "chalatenango", (0, 22)) == LAND
    QTest.qWait(20)
    assert shown_order(main_window)[0] == "land"


def test_a_row_dropped_outside_its_group_stays_in_it(main_window, session):
    shown = row(main_window, "pbs-sites")
    target = shown.mapFromGlobal(row(main_window, "delegations").mapToGlobal(QPoint(50, 10)))
    drag(shown, shown.rect().center(), target)
    QTest.qWait(20)
    programs = [id_ for id_ in shown_order(main_window) if _group(session, id_) == "programs"]
    assert programs[-1] == "pbs-sites"


def _group(session, layer_id):
    return session.document.state.layer(layer_id).group


def test_a_row_dropped_where_it_was_changes_nothing(main_window, session):
    shown = row(main_window, "pbs-sites")
    drag(shown, shown.rect().center(), shown.rect().center() + QPoint(0, 15))
    assert session.undo_stack.count() == 0


# ------------------------------------------------------------------------------- opening


def test_a_click_on_a_program_layer_opens_its_dossier(qtbot, main_window, session):
    click(row(main_window, "anti-extortion-units").text)
    assert session.view_state.program == "anti-extortion"
    assert "Anti-extortion units and task forces" in page_text(qtbot, main_window)


def test_a_click_on_another_layer_opens_its_own_page(qtbot, main_window, session):
    click(row(main_window, "delegations").text)
    assert session.view_state.layer == "delegations"
    assert "Ciudad Delgado" in page_text(qtbot, main_window)


def test_a_layer_of_several_programs_opens_its_own_page(main_window, session):
    click(row(main_window, "program-sites").text)
    assert session.view_state.layer == "program-sites"


def test_rows_of_what_is_shown_in_detail_are_marked(main_window, session):
    def marked():
        rows = main_window.layers_panel.layer_list.rows
        image = {one.layer.id: one.grab().toImage().pixelColor(4, 12).name() for one in rows}
        return {id_ for id_, colour in image.items() if colour == "#e6edf2"}

    session.view_state.open_program("place-based-strategy")
    assert marked() == {"pbs-sites", "plan-seguro-sectors"}
    session.view_state.select(FeatureRef("border-points", "el-poy"))
    assert marked() == {"border-points"}
    session.view_state.open_overview()
    assert marked() == set()


# ------------------------------------------------------------------------------- keyboard


def test_one_row_is_reached_by_tab_and_arrows_go_on(main_window):
    rows = main_window.layers_panel.layer_list.rows
    reached = [r for r in rows if r.eye.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert reached == rows[:1]
    rows[0].eye.setFocus()
    QTest.keyClick(rows[0].eye, Qt.Key.Key_Down)
    assert rows[1].eye.hasFocus()
    QTest.keyClick(rows[1].eye, Qt.Key.Key_End)
    assert rows[-1].eye.hasFocus()
    reached = [r for r in rows if r.eye.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert reached == rows[-1:]
    QTest.keyClick(rows[-1].eye, Qt.Key.Key_Home)
    assert rows[0].eye.hasFocus()


def test_space_switches_and_enter_opens(main_window, session):
    eye = row(main_window, "border-points").eye
    eye.setFocus()
    QTest.keyClick(eye, Qt.Key.Key_Space)
    assert not session.document.state.layer("border-points").visible
    QTest.keyClick(eye, Qt.Key.Key_Return)
    assert session.view_state.program == "border-security"


def test_tab_goes_through_the_options_of_an_unfolded_row(main_window):
    options = unfold(main_window, "pbs-sites")
    main_window.layers_panel.layer_list.focus_row(row(main_window, "pbs-sites"))
    seen = []
    for _ in range(6):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == [
        *(options.slider, options.labels, options.style_button),
        *(options.zoom, options.up, options.down),
    ]


# ------------------------------------------------------------------------------- the menu


def test_the_menu_does_what_it_says(qtbot, main_window, session):
    menu = main_window.layers_panel.menu("pbs-sites")
    words = {action.text(): action for action in menu.actions()}
    assert list(filter(None, words)) == [
        *("Details", "Attribute table", "Zoom to layer", "Hide layer", "Hide names", "Opacity"),
        *("Style…", "Copy style", "Paste style", "What may leave…"),
        *("Save layer as…", "Move up", "Move down"),
    ]
    words["Hide layer"].trigger()
    assert not session.document.state.layer("pbs-sites").visible
    words["Hide names"].trigger()
    assert not session.document.state.layer("pbs-sites").labels
    {a.text(): a for a in words["Opacity"].menu().actions()}["50%"].trigger()
    assert session.document.state.layer("pbs-sites").opacity == 0.5
    words["Move up"].trigger()
    assert session.document.state.layers[-1].id == "pbs-sites"
    words["Details"].trigger()
    assert session.view_state.program == "place-based-strategy"
    menu.deleteLater()


def test_what_has_no_place_cannot_be_zoomed_to(main_window):
    menu = main_window.layers_panel.menu("plan-seguro-sectors")
    zoom = next(action for action in menu.actions() if action.text() == "Zoom to layer")
    assert not zoom.isEnabled()
    menu.deleteLater()
