"""The attribute table, by the window's own actions, keys and widgets."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from app.settings import Settings, SettingsFile
from app.table.filter_dialog import FilterDialog
from geodata.editing import Feature
from geodata.files.opening import open_file
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.commands import SetVisible
from layers.document import Layer
from layers.features_in_view import IN_VIEW
from layers.own_layers import default_style
from layers.row_filter import Between, OneOf
from layers.table_commands import AddLayer, InsertFeatures, RemoveLayer
from layers.table_rows import Sort
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import changed_pixels, map_pixels, place_of, settle
from tests.gui.driving import click, drag, open_dialog, page, page_text, picture
from tests.gui.test_window import focusable

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def trigger(window, name):
    window.actions_by_name[name].trigger()


def open_table(window, layer_id):
    """Open the table of a layer by its menu and return it."""
    menu = window.layers_panel.menu(layer_id)
    names = ("Attribute table", "Tabla de atributos")
    next(action for action in menu.actions() if action.text() in names).trigger()
    menu.deleteLater()
    return window.below_map.table


def cells(table, column):
    """Return what a column shows, from top to bottom."""
    model = table.content.model
    number = model.number_of(column)
    return [model.index(row, number).data() for row in range(model.rowCount())]


def cell_place(table, row, column="name"):
    model = table.content.model
    return table.view.visualRect(model.index(row, model.number_of(column))).center()


def add_own(session, **columns):
    """Add a layer of three points, the last without a place."""
    count = 3
    xy = np.array([[-89.2, 13.7], [-88.9, 13.6], [0, 0]])
    geometry = from_points(xy, np.array([True, True, False]))
    columns = columns or {
        "nombre": np.array(["Zoé", "ana", "=1+1"], dtype=object),
        "año": np.array([2012, 2015, 2018]),
    }
    table = FeatureTable("own-1", np.arange(1, count + 1), geometry, columns)
    style = default_style(table, 0)
    session.execute(AddLayer(Layer("own-1", "own", style, name="Propios"), table))


# ---------------------------------------------------------------------------- opening


def test_f7_opens_the_table_of_what_is_looked_at_and_closes_it(qtbot, main_window, session):
    session.view_state.open_layer("border-points")
    height = main_window.canvas.height()
    QTest.keyClick(main_window.canvas, Qt.Key.Key_F7)
    table = main_window.below_map.table
    assert table.isVisible()
    assert table.content.layer_id == "border-points"
    assert table.head.counts.text() == "11 rows"
    assert main_window.actions_by_name["table"].isChecked()
    assert main_window.canvas.height() < height
    assert main_window.canvas.height() >= 200
    assert table.view.hasFocus()
    QTest.keyClick(table.view, Qt.Key.Key_F7)
    assert not table.isVisible()
    qtbot.waitUntil(lambda: main_window.canvas.height() == height)
    assert main_window.canvas.hasFocus()
    assert not main_window.actions_by_name["table"].isChecked()


def test_another_layer_is_chosen_above_the_table(main_window):
    table = open_table(main_window, "delegations")
    chooser = table.head.chooser
    assert chooser.currentText() == "Delegations"
    chooser.setCurrentIndex(chooser.findData("model-precincts"))
    chooser.activated.emit(chooser.currentIndex())
    assert table.content.layer_id == "model-precincts"
    assert cells(table, "place").count("place not published") == 47
    assert len(cells(table, "name")) == 50


@pytest.mark.parametrize("language", ["en", "es"])
def test_heads_and_cells_are_in_the_language(main_window, session, language):
    table = open_table(main_window, "plan-seguro-municipalities")
    session.view_state.language = language
    model = table.content.model
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert {"en": "Year", "es": "Año"}[language] in heads
    assert cells(table, "year")[0] == "2015"
    assert {"en": "50 rows", "es": "50 filas"}[language] == table.head.counts.text()
    assert cells(table, "basis")[0] == {"en": "documented", "es": "documentado"}[language]


def test_the_layer_page_leads_to_the_table(qtbot, main_window, session):
    session.view_state.open_layer("towns")
    buttons = page(qtbot, main_window).findChildren(type(main_window.header.export))
    click(next(button for button in buttons if button.text() == "Attribute table"))
    assert main_window.below_map.table.content.layer_id == "towns"


# ---------------------------------------------------------------------------- sort and filter


def head_place(table, column):
    header = table.view.horizontalHeader()
    number = table.content.model.number_of(column)
    return QPoint(header.sectionViewportPosition(number) + 20, header.height() // 2)


def test_a_click_on_a_head_sorts_without_regard_to_accents(main_window):
    table = open_table(main_window, "departments")
    header = table.view.horizontalHeader().viewport()
    click(header, head_place(table, "name"))
    names = cells(table, "name")
    assert names[:3] == ["Ahuachapán", "Cabañas", "Chalatenango"]
    click(header, head_place(table, "name"))
    assert cells(table, "name") == names[::-1]
    click(header, head_place(table, "name"))
    assert table.content.order.sort is None
    assert cells(table, "name") != names


def test_numbers_are_sorted_as_numbers_and_missing_ones_come_last(main_window):
    table = open_table(main_window, "delegations")
    table.heads.head_menu(table.content.model.number_of("homicides_2017")).actions()[1].trigger()
    shown = cells(table, "homicides_2017")
    numbers = [int(text.replace(",", "")) for text in shown if text]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers
    assert shown[len(numbers) :] == [""] * (len(shown) - len(numbers))


def test_a_column_is_filtered_by_ticking_values(qtbot, main_window):
    table = open_table(main_window, "municipalities")
    table.ask_filter("department")
    dialog = open_dialog(qtbot, FilterDialog)
    qtbot.waitUntil(lambda: dialog.values is not None)
    texts = [dialog.values.item(n).text() for n in range(dialog.values.count())]
    assert len(texts) == 14
    assert "La Paz  (22)" in texts
    buttons = dialog.findChildren(type(dialog.apply_button))
    click(next(button for button in buttons if button.text() == "Tick none"))
    dialog.values.setCurrentRow(texts.index("La Paz  (22)"))
    QTest.keyClick(dialog.values, Qt.Key.Key_Space)
    click(dialog.apply_button)
    assert table.head.counts.text() == "22 of 262"
    assert set(cells(table, "department")) == {"La Paz"}
    assert [b.text() for b in table.chips.buttons] == ["Department: La Paz", "Clear filters"]
    head = table.content.model.headerData(
        table.content.model.number_of("department"), Qt.Orientation.Horizontal
    )
    assert head == "Department ▾"
    click(table.chips.buttons[0])
    assert table.head.counts.text() == "262 rows"
    assert not table.chips.isVisible()


def test_a_text_is_looked_for_and_numbers_lie_between_others(qtbot, main_window):
    table = open_table(main_window, "municipalities")
    table.ask_filter("name")
    dialog = open_dialog(qtbot, FilterDialog)
    dialog.contains.setText("TECOLUCA")
    QTest.keyClick(dialog.contains, Qt.Key.Key_Return)
    assert sorted(cells(table, "name")) == ["Tecoluca", "Zacatecoluca"]
    table.content.clear_filters()
    table.ask_filter("illiteracy_rate_2007")
    dialog = open_dialog(qtbot, FilterDialog)
    qtbot.waitUntil(lambda: dialog.low.placeholderText().endswith("%"))
    dialog.low.setText("x")
    click(dialog.apply_button)
    assert dialog.problem.text() == "“x” is no number"
    dialog.low.setText("40%")
    dialog.high.setText("50,5")
    click(dialog.apply_button)
    assert table.content.order.filters == (Between("illiteracy_rate_2007", 40.0, 50.5),)
    values = [float(text.rstrip("%")) for text in cells(table, "illiteracy_rate_2007")]
    assert values
    assert all(40 <= value <= 50.5 for value in values)
    assert table.chips.buttons[0].text().endswith("from 40% to 50.5%")


def test_rows_that_no_filter_leaves_are_told(qtbot, main_window):
    table = open_table(main_window, "municipalities")
    table.content.set_filters("department", (OneOf("department", ("Nowhere",)),))
    labels = table.findChildren(QLabel)
    texts = [label.text() for label in labels if label.isVisible()]
    assert "No row fits the filters" in texts
    assert table.head.counts.text() == "0 of 262"
    click(table._show_all)
    assert table.view.isVisible()
    assert table.head.counts.text() == "262 rows"


def test_only_what_is_in_view_follows_the_map(qtbot, main_window):
    table = open_table(main_window, "municipalities")
    layer = main_window.canvas
    layer.zoom_to_layers(["pbs-sites"])
    settle(qtbot, layer)
    click(table.head.buttons["in_view"])
    few = len(table.content.model.shown)
    assert 0 < few < 200
    assert table.chips.buttons[0].text() == "Only what is in view"
    layer.fit_home()
    settle(qtbot, layer)
    qtbot.waitUntil(lambda: len(table.content.model.shown) == 238)
    click(table.chips.buttons[0])
    assert len(table.content.model.shown) == 262


# ---------------------------------------------------------------------------- selection


def test_a_row_selects_on_the_map_and_the_map_selects_a_row(qtbot, main_window, session):
    table = open_table(main_window, "border-points")
    click(table.view.viewport(), cell_place(table, 1))
    ids = session.data.table("border-points").ids
    assert session.view_state.selected == FeatureRef("border-points", ids[1])
    assert "Las Chinamas" in page_text(qtbot, main_window)
    settle(qtbot, main_window.canvas)
    place = place_of(main_window.canvas, "border-points", ids[0])
    QTest.mouseClick(main_window.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert session.view_state.selected == FeatureRef("border-points", ids[0])
    assert table.view.selected.nonzero()[0].tolist() == [0]
    assert [i.row() for i in table.view.selectionModel().selectedRows()] == [0]


def test_several_rows_are_selected_marked_and_counted(qtbot, main_window, session):
    table = open_table(main_window, "border-points")
    before = picture(qtbot, main_window)
    click(table.view.viewport(), cell_place(table, 0))
    QTest.mouseClick(
        table.view.viewport(), Qt.MouseButton.LeftButton, CONTROL, cell_place(table, 2)
    )
    assert session.view_state.selected is None
    assert len(session.view_state.selection) == 2
    assert table.head.counts.text() == "11 rows · 2 selected"
    assert main_window.status.selected.text() == "2 selected"
    text = page_text(qtbot, main_window)
    assert "2 selected" in text
    assert "La Hachadura" in text
    after = picture(qtbot, main_window)
    assert changed_pixels(before, after) > 60
    QTest.mouseClick(
        table.view.viewport(), Qt.MouseButton.LeftButton, CONTROL, cell_place(table, 2)
    )
    assert session.view_state.selected.feature_id == "la-hachadura"
    main_window.canvas.setFocus()
    QTest.keyClick(main_window.canvas, Qt.Key.Key_Escape)
    assert not table.view.selected.any()


def test_control_and_click_on_the_map_adds_and_takes_away(qtbot, main_window, session):
    canvas = main_window.canvas
    settle(qtbot, canvas)
    places = [place_of(canvas, "border-points", id_) for id_ in ("la-hachadura", "las-chinamas")]
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=places[0])
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, CONTROL, places[1])
    assert session.view_state.selection.ids.tolist() == ["la-hachadura", "las-chinamas"]
    table = open_table(main_window, "border-points")
    assert table.view.selected.sum() == 2
    settle(qtbot, canvas)
    place = place_of(canvas, "border-points", "la-hachadura")
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, CONTROL, place)
    assert session.view_state.selected.feature_id == "las-chinamas"


def test_a_box_on_the_map_selects_from_the_tables_layer(qtbot, main_window, session):
    table = open_table(main_window, "anti-extortion-units")
    canvas = main_window.canvas
    settle(qtbot, canvas)
    trigger(main_window, "select_box")
    drag(canvas, QPoint(60, 60), QPoint(canvas.width() - 80, canvas.height() - 60))
    chosen = session.view_state.selection
    assert chosen.layer_id == "anti-extortion-units"
    assert len(chosen) == table.view.selected.sum() > 10
    trigger(main_window, "select_box")
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    view = canvas.view
    drag(canvas, QPoint(200, 100), QPoint(260, 140))
    assert canvas.view != view  # the map is dragged, nothing is selected
    assert session.view_state.selection is chosen


def test_all_and_all_others_of_what_is_shown(main_window, session):
    table = open_table(main_window, "municipalities")
    table.content.set_filters("department", (OneOf("department", ("La Paz",)),))
    QTest.keyClick(table.view, Qt.Key.Key_A, CONTROL)
    assert len(session.view_state.selection) == 22
    QTest.keyClick(table.view, Qt.Key.Key_I, CONTROL | SHIFT)
    assert session.view_state.selection is None
    table.content.clear_filters()
    QTest.keyClick(table.view, Qt.Key.Key_I, CONTROL | SHIFT)
    assert len(session.view_state.selection) == 262
    table.content.set_filters("department", (OneOf("department", ("La Paz",)),))
    assert table.head.counts.text() == "22 of 262 · 262 selected · 240 of them hidden"


def test_selection_holds_when_rows_are_sorted(main_window, session):
    table = open_table(main_window, "departments")
    click(table.view.viewport(), cell_place(table, 0))
    chosen = session.view_state.selected
    table.content.sort(Sort("name", descending=True))
    assert session.view_state.selected == chosen
    (index,) = table.view.selectionModel().selectedRows()
    row = table.content.model.row_of(index)
    assert str(table.content.model.table.ids[row]) == chosen.feature_id


def test_a_selection_of_many_ranges_is_shown_whole(main_window, session):
    count = 4000
    xy = np.column_stack([np.linspace(-90, -88, count), np.full(count, 13.7)])
    columns = {"n": np.arange(count)}
    table_ = FeatureTable("own-1", np.arange(count), from_points(xy), columns)
    session.execute(AddLayer(Layer("own-1", "own", default_style(table_, 0), name="P"), table_))
    table = open_table(main_window, "own-1")
    every_other = np.arange(count) % 2 == 0
    session.view_state.select_rows("own-1", table_, every_other)
    model = table.content.model
    shown = [table.view.is_painted_selected(model.index(row, 0)) for row in range(6)]
    assert shown == [True, False] * 3
    assert table.head.counts.text() == "4,000 rows · 2,000 selected"
    click(table.view.viewport(), cell_place(table, 1, "n"))
    assert session.view_state.selected == FeatureRef("own-1", "1")
    assert table.view.selected.sum() == 1


def test_enter_zooms_to_the_rows(qtbot, main_window, session):
    table = open_table(main_window, "pbs-sites")
    home = main_window.canvas.view
    QTest.keyClick(table.view, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    settle(qtbot, main_window.canvas)
    assert main_window.canvas.view.scale < home.scale
    layer = main_window.canvas.scene.layer("pbs-sites")
    west, south, east, north = main_window.canvas.view.bounds
    points = layer.label_points
    assert ((points > (west, south)) & (points < (east, north))).all()


def test_rows_without_a_place_cannot_be_zoomed_to_and_that_is_told(main_window, session):
    table = open_table(main_window, "model-precincts")
    view = main_window.canvas.view
    table.view.selectRow(10)
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert main_window.canvas.view == view
    assert main_window.status.currentMessage() == "The selected row has no place on the map"


# ---------------------------------------------------------------------------- copy and save


def test_rows_are_copied_with_headings_and_no_formula(qtbot, main_window, session):
    add_own(session)
    table = open_table(main_window, "own-1")
    QTest.keyClick(table.view, Qt.Key.Key_A, CONTROL)
    QGuiApplication.clipboard().clear()
    QTest.keyClick(table.view, Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "")
    assert QGuiApplication.clipboard().text().splitlines() == [
        "nombre\tPlace\taño",
        "Zoé\ton the map\t2012",
        "ana\ton the map\t2015",
        "'=1+1\tno place\t2018",
    ]
    assert main_window.status.currentMessage() == "3 rows copied"


def test_filtered_rows_are_saved_and_are_the_same_when_opened(
    qtbot, main_window, dialogs, tmp_path
):
    table = open_table(main_window, "municipalities")
    table.content.set_filters("department", (OneOf("department", ("La Paz",)),))
    dialogs.path = tmp_path / "paz.gpkg"
    click(table.head.buttons["save"])
    qtbot.waitUntil(lambda: not main_window.workspace.saving.is_busy)
    opened = open_file(dialogs.path).layers[0].table
    assert len(opened) == 22
    assert set(opened.columns["department"]) == {"La Paz"}
    assert opened.placed_count > 15


def test_a_file_that_cannot_be_written_is_told(qtbot, main_window, dialogs, tmp_path):
    table = open_table(main_window, "departments")
    dialogs.path = tmp_path / "no folder" / "x.csv"
    click(table.head.buttons["save"])
    qtbot.waitUntil(lambda: bool(dialogs.told))
    assert dialogs.told[0][0] == "x.csv was not saved"


# ---------------------------------------------------------------------------- editing


def test_cells_of_own_layers_are_edited_and_undone(qtbot, main_window, session):
    add_own(session)
    table = open_table(main_window, "own-1")
    model = table.content.model
    index = model.index(1, model.number_of("nombre"))
    table.view.setCurrentIndex(index)
    QTest.keyClick(table.view, Qt.Key.Key_F2)
    field = table.view.viewport().findChild(QLineEdit)
    assert field.text() == "ana"
    field.setText("Ana María")
    QTest.keyClick(field, Qt.Key.Key_Return)
    own = session.document
    qtbot.waitUntil(lambda: own.state.tables["own-1"].value(1, "nombre") == "Ana María")
    assert cells(table, "nombre")[1] == "Ana María"
    assert model.setData(model.index(0, model.number_of("año")), "2013") is True
    assert session.document.state.tables["own-1"].value(0, "año") == 2013
    assert model.setData(model.index(0, model.number_of("año")), "dos mil") is True
    assert main_window.status.currentMessage() == "“dos mil” is no number"
    assert cells(table, "año")[0] == "2013"
    trigger(main_window, "undo")
    trigger(main_window, "undo")
    assert cells(table, "nombre")[1] == "ana"
    assert not model.is_editable(model.index(0, model.number_of("place")))


def test_built_in_cells_cannot_be_edited(main_window):
    table = open_table(main_window, "departments")
    model = table.content.model
    flags = model.flags(model.index(0, 0))
    assert not flags & Qt.ItemFlag.ItemIsEditable
    assert model.setData(model.index(0, 0), "x") is False


def test_the_table_follows_what_is_added_and_removed(main_window, session):
    add_own(session)
    table = open_table(main_window, "own-1")
    session.execute(InsertFeatures("own-1", (Feature("4", None, (("nombre", "nuevo"),)),)))
    assert cells(table, "nombre")[3] == "nuevo"
    session.view_state.select_rows(
        "own-1", session.document.state.tables["own-1"], np.array([True, False, True, False])
    )
    trigger(main_window, "delete_feature")
    assert cells(table, "nombre") == ["ana", "nuevo"]
    trigger(main_window, "undo")
    assert len(cells(table, "nombre")) == 4
    session.execute(RemoveLayer("own-1"))
    assert table.content.layer_id != "own-1"
    assert table.content.model.rowCount() > 0


# ---------------------------------------------------------------------------- columns


def test_columns_are_hidden_moved_and_come_back(make_window, qtbot):
    window = make_window()
    table = open_table(window, "municipalities")
    header, model = table.view.horizontalHeader(), table.content.model
    code = model.number_of("code")
    hide = [a for a in table.heads.head_menu(code).actions() if a.text() == "Hide column"]
    hide[0].trigger()
    assert header.isSectionHidden(code)
    header.moveSection(header.visualIndex(model.number_of("department")), 0)
    header.resizeSection(model.number_of("name"), 199)
    table.show_layer("towns")
    table.show_layer("municipalities")
    assert header.isSectionHidden(code)
    assert header.visualIndex(model.number_of("department")) == 0
    assert header.sectionSize(model.number_of("name")) == 199
    table.head.buttons["columns"].menu().aboutToShow.emit()
    actions = table.head.buttons["columns"].menu().actions()
    next(a for a in actions if a.text() == "Code").trigger()
    assert not header.isSectionHidden(code)
    actions[-1].trigger()
    assert header.visualIndex(model.number_of("name")) == 0


def test_columns_are_as_they_were_left_at_the_next_start(make_window, tmp_path):
    path = tmp_path / "left.json"
    window = make_window(settings_path=path)
    table = open_table(window, "towns")
    number = table.content.model.number_of("population")
    table.view.horizontalHeader().setSectionHidden(number, True)
    table.view.horizontalHeader().resizeSection(0, 177)
    window.close()
    again = make_window(SettingsFile(path).read(Settings()), settings_path=path)
    table = open_table(again, "towns")
    assert table.view.horizontalHeader().isSectionHidden(number)
    assert table.view.horizontalHeader().sectionSize(0) == 177


def test_columns_of_own_layers_are_kept_with_the_project(
    qtbot, main_window, session, dialogs, tmp_path
):
    add_own(session)
    table = open_table(main_window, "own-1")
    number = table.content.model.number_of("año")
    hide = [a for a in table.heads.head_menu(number).actions() if a.text() == "Hide column"]
    hide[0].trigger()
    dialogs.path = tmp_path / "map.atlas"
    projects = main_window.workspace.projects
    trigger(main_window, "save_as")
    qtbot.waitUntil(lambda: not projects.is_busy)
    trigger(main_window, "new_project")
    assert "own-1" not in session.view_state.columns
    projects.open(dialogs.path)
    qtbot.waitUntil(lambda: session.document.state.has("own-1"))
    table = open_table(main_window, "own-1")
    assert table.view.horizontalHeader().isSectionHidden(number)


# ---------------------------------------------------------------------------- in view


def test_the_features_in_view_are_listed_in_step_with_the_map(qtbot, main_window, session):
    trigger(main_window, "features_in_view")
    table = main_window.below_map.table
    assert table.content.layer_id == IN_VIEW
    assert table.view.hasFocus()
    everything = table.content.model.rowCount()
    assert {"Model precincts", "Border inspection points", "Delegations"} <= set(
        cells(table, "layer")
    )
    main_window.canvas.zoom_to_layers(["pbs-sites"])
    settle(qtbot, main_window.canvas)
    qtbot.waitUntil(lambda: table.content.model.rowCount() != everything)
    names = cells(table, "name")
    row = names.index("San Salvador")
    table.view.selectRow(row)
    assert session.view_state.selected is not None
    assert "San Salvador" in page_text(qtbot, main_window)
    session.execute(SetVisible("delegations", False))
    qtbot.waitUntil(lambda: "Delegations" not in cells(table, "layer"))
    spoken = table.content.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"Name: {cells(table, 'name')[0]}"


def test_f6_reaches_the_table(main_window):
    table = open_table(main_window, "departments")
    main_window.details_panel.take_focus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert table.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert main_window.header.isAncestorOf(QApplication.focusWidget())


def test_everything_in_the_table_has_a_name(main_window):
    table = open_table(main_window, "municipalities")
    table.content.set_filters("department", (OneOf("department", ("La Paz",)),))
    parts = [w for w in focusable(main_window) if table.isAncestorOf(w)]
    assert len(parts) > 8
    nameless = [w for w in parts if not w.accessibleName() and not getattr(w, "text", str)()]
    assert not nameless


def test_the_table_is_not_made_at_the_start(main_window):
    assert main_window.below_map.panes.made == {}
    assert map_pixels(main_window.canvas).width() > 0
