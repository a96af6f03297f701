"""Placing records, drawing and changing features, editing what they say."""

import pytest
import shapely
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.editing.attribute_form import AttributeForm
from app.editing.changes import DECIMAL, TEXT, WHOLE, today
from app.editing.place import pixel_of
from geodata.geometry import Family
from layers.commands import SetVisible
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import settle

STATION = FeatureRef("model-precincts", "station-04")
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SPOTS = [(500, 300), (620, 310), (600, 420)]


@pytest.fixture
def window(main_window, qtbot):
    """A window that looks at open country, so that clicks meet no border."""
    main_window.canvas.zoom_to((-9_900_000, 1_530_000, -9_890_000, 1_537_000))
    settle(qtbot, main_window.canvas)
    main_window.workspace.editing.host.snaps = False
    return main_window


@pytest.fixture
def canvas(window):
    return window.canvas


@pytest.fixture
def editing(window):
    return window.workspace.editing


def click(canvas, column, row):
    QTest.mouseClick(canvas, LEFT, NO_KEY, QPoint(column, row))


def double_click(canvas, column, row):
    """Click twice as a mouse does: press, release, double press, release."""
    click(canvas, column, row)
    QTest.mouseDClick(canvas, LEFT, NO_KEY, QPoint(column, row))


def drag(canvas, start, end):
    QTest.mousePress(canvas, LEFT, NO_KEY, QPoint(*start))
    for share in (0.2, 0.6, 1.0):
        x = start[0] + (end[0] - start[0]) * share
        y = start[1] + (end[1] - start[1]) * share
        place = QPointF(x, y)
        move = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            place,
            canvas.mapToGlobal(place),
            Qt.MouseButton.NoButton,
            LEFT,
            NO_KEY,
        )
        QApplication.sendEvent(canvas, move)
    QTest.mouseRelease(canvas, LEFT, NO_KEY, QPoint(*end))


def pixel(canvas, lonlat):
    place = pixel_of(canvas.view, lonlat)
    return place.x(), place.y()


def trigger(window, name):
    window.actions_by_name[name].trigger()


def page_button(window, qtbot, words):
    """Return a button of the details panel."""
    QTest.qWait(1)
    buttons = window.details_panel.page.findChildren(QPushButton)
    found = [button for button in buttons if button.text() == words]
    assert found, [button.text() for button in buttons]
    return found[0]


def form(window):
    QTest.qWait(1)
    found = window.details_panel.page.findChild(AttributeForm)
    QTest.qWait(1)  # a page that is new is shown
    return found


def state(window):
    return window.session.document.state


def own(window):
    """Return the one layer of one's own, and its table."""
    ((layer_id, table),) = state(window).tables.items()
    return layer_id, table


def shape(window, feature_id):
    _, table = own(window)
    return table.geometry.shape(table.row_of(feature_id))


def make_layer(window, family, columns=((("nombre"), TEXT), ("agentes", WHOLE))):
    window.workspace.editing._make_layer("Puestos", family, columns)
    return window.workspace.editing.host.tool


# Records of registers


def test_a_record_is_placed_by_a_click(window, canvas, qtbot):
    window.session.view_state.select(STATION)
    page_button(window, qtbot, "By click").click()
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    assert window.workspace.editing.host.bar.isVisible()
    click(canvas, 500, 300)
    placement = state(window).placements[("model-precincts", "station-04")]
    assert (placement.longitude, placement.latitude) == pytest.approx(
        window_place(canvas, 500, 300), abs=1e-6
    )
    assert placement.placed_on == today()
    assert window.workspace.editing.host.tool is None
    assert not window.workspace.editing.host.bar.isVisible()
    settle(qtbot, canvas)
    layer = canvas.scene.layer("model-precincts")
    assert layer.geometry.placed[layer.table.row_of("station-04")]
    assert layer.table.value(layer.table.row_of("station-04"), "position_basis") == "user"
    page_button(window, qtbot, "Take back").click()
    assert not state(window).placements
    trigger(window, "undo")
    trigger(window, "undo")
    assert not state(window).placements
    trigger(window, "redo")
    assert state(window).placements


def window_place(canvas, column, row):
    from geodata.projection import point_to_lonlat

    return point_to_lonlat(*canvas.view.point_to_map(column, row))


def test_escape_gives_placing_up_and_the_map_can_be_moved_meanwhile(window, canvas, editing, qtbot):
    editing.place_by_click(STATION)
    before = canvas.view
    drag(canvas, (500, 300), (560, 330))
    settle(qtbot, canvas)
    assert canvas.view.x < before.x
    assert not state(window).placements
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert editing.host.tool is None
    click(canvas, 500, 300)
    assert not state(window).placements


def test_a_record_of_a_hidden_layer_is_shown_when_it_is_placed(window, canvas, editing):
    window.session.execute(SetVisible("model-precincts", False))
    editing.place_by_click(STATION)
    click(canvas, 500, 300)
    assert state(window).layer("model-precincts").visible
    trigger(window, "undo")
    assert not state(window).layer("model-precincts").visible
    assert not state(window).placements


@pytest.mark.parametrize(
    "text", ["13.5, -88.3", "13°30'00\" N 88°18'00\" O", "UTM 16N 359343 1492787"]
)
def test_a_record_is_placed_by_coordinates(window, canvas, editing, qtbot, text):
    window.session.view_state.select(STATION)
    page_button(window, qtbot, "By coordinates…").click()
    dialog = editing.dialog
    dialog.line.setText("no sé")
    assert not dialog.place_button.isEnabled()
    assert dialog._understood.text() == "This is no position"
    dialog.line.setText(text)
    assert dialog._understood.text().startswith("13.")
    dialog.place_button.click()
    placement = state(window).placements[("model-precincts", "station-04")]
    assert (placement.longitude, placement.latitude) == pytest.approx((-88.3, 13.5), abs=0.001)
    settle(qtbot, canvas)
    column, row = pixel(canvas, (-88.3, 13.5))
    assert 0 < column < canvas.width()
    assert 0 < row < canvas.height()


def test_a_record_is_placed_at_a_town(window, editing, qtbot):
    window.session.view_state.select(STATION)
    page_button(window, qtbot, "At a town…").click()
    dialog = editing.dialog
    assert not dialog.place_button.isEnabled()
    dialog.line.setText("usulutan")
    assert dialog.results.item(0).text().startswith("Usulután")
    dialog.place_button.click()
    placement = state(window).placements[("model-precincts", "station-04")]
    assert placement.latitude == pytest.approx(13.35, abs=0.05)


def test_records_with_a_published_place_cannot_be_moved(window, qtbot):
    window.session.view_state.select(FeatureRef("model-precincts", "usulutan"))
    QTest.qWait(1)
    words = [b.text() for b in window.details_panel.page.findChildren(QPushButton)]
    assert "By click" not in words


# Layers and features of one's own


def test_a_new_layer_is_made_by_the_dialog(window, editing, dialogs, qtbot):
    trigger(window, "new_layer")
    dialog = editing.dialog
    dialog.name.setText("")
    dialog.create_button.click()
    assert dialog._problem.text() == "A layer needs a name"
    dialog.name.setText("Retenes")
    dialog.add_column("Name", TEXT)
    dialog.create_button.click()
    assert "two columns" in dialog._problem.text()
    dialog._columns[-1][0].setText("horas")
    dialog._columns[-1][1].setCurrentIndex(dialog._columns[-1][1].findData(DECIMAL))
    dialog.create_button.click()
    layer_id, table = own(window)
    assert state(window).layer(layer_id).name == "Retenes"
    assert table.geometry.family is Family.POINT
    assert list(table.columns)[:3] == ["Name", "Notes", "horas"]
    assert editing.host.tool is not None
    assert window.session.view_state.layer == layer_id


def test_points_are_added_by_clicks_and_undone(window, canvas, qtbot):
    make_layer(window, Family.POINT)
    for spot in SPOTS:
        click(canvas, *spot)
    layer_id, table = own(window)
    assert len(table) == 3
    assert window.session.view_state.selected == FeatureRef(layer_id, "3")
    assert table.value(0, "position_basis") == "user"
    assert today() in table.value(0, "position_note_es")
    where = shape(window, "2")
    assert (where.x, where.y) == pytest.approx(window_place(canvas, *SPOTS[1]), abs=1e-9)
    trigger(window, "undo")
    assert len(own(window)[1]) == 2
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    click(canvas, 300, 300)
    assert len(own(window)[1]) == 2


def test_a_line_is_drawn_and_its_last_corner_taken_back(window, canvas):
    tool = make_layer(window, Family.LINE)
    click(canvas, 500, 300)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert "two corners" in window.workspace.editing.host.bar.problem.text()
    click(canvas, 400, 300)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert len(tool.corners) == 1
    click(canvas, 620, 310)
    click(canvas, 600, 420)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    line = shape(window, "1")
    assert len(line.coords) == 3
    assert line.coords[1] == pytest.approx(window_place(canvas, 620, 310), abs=1e-9)


def test_an_area_is_drawn_and_finished_by_a_double_click(window, canvas):
    make_layer(window, Family.POLYGON)
    for spot in SPOTS[:-1]:
        click(canvas, *spot)
    double_click(canvas, *SPOTS[-1])
    area = shape(window, "1")
    assert area.geom_type == "Polygon"
    assert len(area.exterior.coords) == 4
    # The tool goes on with the next area.
    assert window.workspace.editing.host.tool is not None


def test_an_area_that_crosses_itself_is_refused_with_words(window, canvas):
    make_layer(window, Family.POLYGON)
    for spot in [(500, 300), (600, 400), (600, 300), (500, 400)]:
        click(canvas, *spot)
    bar = window.workspace.editing.host.bar
    bar.finish.click()
    assert "crosses itself" in bar.problem.text()
    assert len(own(window)[1]) == 0
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    bar.finish.click()
    assert len(own(window)[1]) == 1


def draw_area(window, canvas):
    make_layer(window, Family.POLYGON)
    for spot in SPOTS:
        click(canvas, *spot)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    return FeatureRef(own(window)[0], "1")


def test_corners_are_moved_added_and_removed(window, canvas, editing, qtbot):
    feature = draw_area(window, canvas)
    window.session.view_state.select(feature)
    page_button(window, qtbot, "Edit shape").click()
    drag(canvas, SPOTS[0], (450, 280))
    assert shape(window, "1").exterior.coords[0] == pytest.approx(
        window_place(canvas, 450, 280), abs=1e-6
    )
    middle = ((SPOTS[1][0] + SPOTS[2][0]) // 2, (SPOTS[1][1] + SPOTS[2][1]) // 2)
    drag(canvas, middle, (680, 380))
    assert len(shape(window, "1").exterior.coords) == 5
    click(canvas, 680, 380)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(shape(window, "1").exterior.coords) == 4
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(shape(window, "1").exterior.coords) == 4
    for _ in range(3):
        trigger(window, "undo")
    assert shape(window, "1").exterior.coords[0] == pytest.approx(
        window_place(canvas, *SPOTS[0]), abs=1e-6
    )
    assert len(editing.host.tool.corners) == 3


def test_a_corner_that_would_cross_an_edge_goes_back(window, canvas, editing):
    make_layer(window, Family.POLYGON)
    for spot in [(450, 300), (600, 300), (600, 420), (450, 420)]:
        click(canvas, *spot)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    editing.edit_shape(FeatureRef(own(window)[0], "1"))
    before = shape(window, "1")
    drag(canvas, (450, 300), (700, 380))
    assert "cross itself" in editing.host.bar.problem.text()
    assert shape(window, "1").equals(before)


def test_a_whole_feature_is_moved(window, canvas, editing):
    feature = draw_area(window, canvas)
    before = shape(window, "1")
    editing.edit_shape(feature)
    drag(canvas, (573, 343), (673, 343))
    after = shape(window, "1")
    assert after.area == pytest.approx(before.area, rel=1e-6)
    assert after.centroid.x > before.centroid.x
    assert after.centroid.y == pytest.approx(before.centroid.y, abs=1e-5)


def test_a_point_is_moved(window, canvas, editing):
    make_layer(window, Family.POINT)
    click(canvas, 500, 300)
    editing.edit_shape(FeatureRef(own(window)[0], "1"))
    drag(canvas, (500, 300), (530, 340))
    where = shape(window, "1")
    assert (where.x, where.y) == pytest.approx(window_place(canvas, 530, 340), abs=1e-6)


def test_the_tool_ends_when_its_feature_is_gone(window, canvas, editing):
    feature = draw_area(window, canvas)
    editing.edit_shape(feature)
    window.session.undo_stack.undo()
    assert editing.host.tool is None


def test_a_feature_is_deleted_by_key_and_comes_back(window, canvas):
    feature = draw_area(window, canvas)
    window.session.view_state.select(feature)
    trigger(window, "delete_feature")
    assert len(own(window)[1]) == 0
    trigger(window, "undo")
    assert len(own(window)[1]) == 1


def test_only_features_of_ones_own_are_deleted(window):
    window.session.view_state.select(STATION)
    before = state(window)
    trigger(window, "delete_feature")
    assert state(window) is before


# Snapping


def test_a_corner_is_drawn_to_a_border(window, canvas, editing, qtbot):
    canvas.fit_home()
    settle(qtbot, canvas)
    make_layer(window, Family.POINT)
    host = editing.host
    assert not host.bar.snap.isChecked()
    host.bar.snap.click()
    border = canvas.scene.layer("country-borders").geometry
    pixels = canvas.view.to_screen(border.coordinates)
    x, y = pixels[:, 0], pixels[:, 1]
    seen = (x > 100) & (x < canvas.width() - 150) & (y > 100) & (y < canvas.height() - 350)
    column, row = pixels[seen][0].round().astype(int).tolist()
    click(canvas, column + 3, row)
    lines = [
        line
        for layer in canvas.scene.layers
        if layer.family is not Family.POINT
        for line in layer.geometry.to_shapely()
        if line is not None
    ]
    where = shape(window, "1")
    here = shapely.Point(canvas.view.point_to_map(*pixel(canvas, (where.x, where.y))))
    edges = [shapely.boundary(line) if line.area else line for line in lines]
    assert min(shapely.distance(edge, here) for edge in edges) < 1
    assert (where.x, where.y) != pytest.approx(window_place(canvas, column + 3, row), abs=1e-9)


# Attributes


def test_attributes_are_edited_in_the_details_panel(window, canvas, qtbot):
    make_layer(window, Family.POINT)
    click(canvas, 500, 300)
    fields = form(window).fields
    assert list(fields) == ["nombre", "agentes"]
    fields["nombre"].setFocus()
    QTest.keyClicks(fields["nombre"], "Reten norte")
    QTest.keyClick(fields["nombre"], Qt.Key.Key_Tab)
    QTest.qWait(1)
    assert own(window)[1].value(0, "nombre") == "Reten norte"
    again = form(window).fields["agentes"]
    assert window.focusWidget() is again
    QTest.keyClicks(again, "doce")
    QTest.keyClick(again, Qt.Key.Key_Return)
    assert form(window).problem.text() == "“doce” is no number"
    assert own(window)[1].value(0, "agentes") is None
    again.clear()
    QTest.keyClicks(again, "12")
    QTest.keyClick(again, Qt.Key.Key_Return)
    assert own(window)[1].value(0, "agentes") == 12
    trigger(window, "undo")
    assert own(window)[1].value(0, "agentes") is None
    assert form(window).fields["agentes"].text() == ""


def test_a_column_is_added(window, canvas, editing, qtbot):
    make_layer(window, Family.POINT)
    click(canvas, 500, 300)
    layer_id, _ = own(window)
    window.session.view_state.open_layer(layer_id)
    page_button(window, qtbot, "Add column…").click()
    dialog = editing.dialog
    dialog.line.setText("AGENTES")
    assert not dialog.add_button.isEnabled()
    dialog.line.setText("turno")
    dialog.choice.setCurrentIndex(dialog.choice.findData(WHOLE))
    dialog.add_button.click()
    window.session.view_state.select(FeatureRef(layer_id, "1"))
    field = form(window).fields["turno"]
    field.setText("3")
    field.editingFinished.emit()
    assert own(window)[1].value(0, "turno") == 3
    trigger(window, "undo")
    trigger(window, "undo")
    assert "turno" not in own(window)[1].columns


def test_a_layer_is_renamed_and_removed(window, editing, dialogs, qtbot):
    make_layer(window, Family.POINT)
    layer_id, _ = own(window)
    dialogs.text = "Otro nombre"
    page_button(window, qtbot, "Rename…").click()
    assert state(window).layer(layer_id).name == "Otro nombre"
    page_button(window, qtbot, "Remove layer").click()
    assert not state(window).tables
    assert editing.host.tool is None
    trigger(window, "undo")
    assert state(window).layer(layer_id).name == "Otro nombre"


def test_the_bar_speaks_the_language_of_the_window(window, canvas, editing):
    make_layer(window, Family.POLYGON)
    window.session.view_state.language = "es"
    assert editing.host.bar.finish.text() == "Terminar"
