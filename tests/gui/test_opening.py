"""Opening a planner's files in the window."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from geodata.files.request import LAMBERT, UTM_16N
from geodata.geometry import Family
from layers.project import ENDING
from tests.gui.canvas.looking import settle

STATIONS = """\
Nombre,Latitud,Longitud,Agentes
Puesto Uno,13.70,-89.20,12
Puesto Dos,13.48,-88.18,7
Sin lugar,,,3
Puesto Tres,13.99,-89.56,9
"""


@pytest.fixture
def stations(tmp_path):
    path = tmp_path / "puestos.csv"
    path.write_text(STATIONS, "utf-8")
    return path


@pytest.fixture
def read(main_window, qtbot):
    """Opens a file and returns its dialog once the file is read."""

    def read(path):
        main_window.workspace.open([path])
        return wait_for_reading(main_window, qtbot)

    return read


def wait_for_reading(window, qtbot):
    opening = window.workspace.opening
    qtbot.waitUntil(lambda: opening.dialog is None or not opening.dialog.is_reading, timeout=20_000)
    return opening.dialog


def choose(control, value):
    """Choose a value in a combo box as a person does."""
    index = control.findData(value)
    assert index >= 0
    control.setCurrentIndex(index)
    control.activated.emit(index)


def own_layers(session):
    return [layer for layer in session.document.state if layer.group == "own"]


def test_a_file_becomes_a_layer_on_the_map(main_window, session, qtbot, dialogs, stations):
    dialogs.files = [stations]
    main_window.actions_by_name["open"].trigger()
    dialog = wait_for_reading(main_window, qtbot)
    assert dialog.form.x_column.currentData() == "Longitud"
    assert dialog.form.y_column.currentData() == "Latitud"
    assert not dialog.form.join_to.isVisible()
    model = dialog.preview.sample.model()
    assert (model.rowCount(), model.columnCount()) == (4, 4)
    assert model.index(0, 0).data() == "Puesto Uno"
    dialog.add_button.click()

    (layer,) = own_layers(session)
    table = session.document.state.tables[layer.id]
    assert (layer.name, len(table), table.placed_count) == ("puestos", 4, 3)
    qtbot.waitUntil(lambda: session.view_state.layer == layer.id)
    settle(qtbot, main_window.canvas)
    assert main_window.canvas.scene.layer(layer.id).drawn_count == 3
    west, _, east, _ = main_window.canvas.view.bounds
    xs = main_window.canvas.scene.layer(layer.id).geometry.coordinates[:, 0]
    assert west < xs.min() < xs.max() < east
    assert main_window.layers_panel.layer_list.row(layer.id).isVisible()
    main_window.actions_by_name["undo"].trigger()
    assert own_layers(session) == []


def test_what_was_skipped_is_listed_and_can_be_saved(read, dialogs, stations, tmp_path):
    dialog = read(stations)
    findings = dialog.preview.findings.model()
    rows = [findings.index(row, 1).data() for row in range(findings.rowCount())]
    assert rows == ["4"]
    assert findings.index(0, 0).data() == "puestos.csv"
    dialogs.path = tmp_path / "report.csv"
    dialog.preview.save_report.click()
    text = dialogs.path.read_text("utf-8-sig")
    assert text.splitlines()[1].startswith("puestos.csv,4,")
    dialogs.path = tmp_path / "report.txt"
    dialog.preview.save_report.click()
    assert "row 4" in dialogs.path.read_text("utf-8-sig")
    dialog.reject()


def test_the_reference_system_can_be_corrected(read, session, qtbot, main_window, tmp_path):
    path = tmp_path / "utm.csv"
    path.write_text("nombre,x,y\nuno,262000,1515000\n", "utf-8")
    dialog = read(path)
    choose(dialog.form.crs, UTM_16N)
    qtbot.waitUntil(lambda: not dialog.is_reading, timeout=20_000)
    first = dialog._facts["extent"].text()
    assert "13.69" in first
    choose(dialog.form.crs, LAMBERT)
    qtbot.waitUntil(lambda: not dialog.is_reading, timeout=20_000)
    assert dialog._facts["extent"].text() != first
    dialog.form.crs.lineEdit().setText("EPSG:32616")
    dialog.form.crs.lineEdit().returnPressed.emit()
    qtbot.waitUntil(lambda: not dialog.is_reading, timeout=20_000)
    assert dialog._facts["extent"].text() == first
    dialog.add_button.click()
    assert own_layers(session)[0].source.options.crs == UTM_16N


def test_an_unknown_reference_system_is_told_and_can_be_mended(read, qtbot, stations):
    dialog = read(stations)
    dialog.form.crs.lineEdit().setText("EPSG:99999999")
    dialog.form.crs.lineEdit().returnPressed.emit()
    qtbot.waitUntil(lambda: not dialog.is_reading, timeout=20_000)
    assert dialog._problem.isVisible()
    assert not dialog.add_button.isEnabled()
    choose(dialog.form.crs, "EPSG:4326")
    qtbot.waitUntil(lambda: not dialog.is_reading, timeout=20_000)
    assert not dialog._problem.isVisible()
    assert dialog.add_button.isEnabled()
    dialog.reject()


def test_rows_can_be_joined_to_municipalities(read, session, tmp_path):
    path = tmp_path / "casos.csv"
    path.write_text("municipio,casos\nSANTA ANA,4\nMejicanos,7\nXyz,1\n", "utf-8")
    dialog = read(path)
    assert dialog.form.join_to.currentData() == "municipalities"
    assert dialog.form.join_column.currentData() == "municipio"
    dialog.add_button.click()
    (layer,) = own_layers(session)
    assert session.document.state.tables[layer.id].placed_count == 2


def test_places_can_be_sought_elsewhere(read, qtbot, session, stations):
    dialog = read(stations)
    choose(dialog.form.places, "nothing")
    qtbot.waitUntil(lambda: not dialog.is_reading, timeout=20_000)
    assert not dialog.form.x_column.isVisible()
    dialog.add_button.click()
    (layer,) = own_layers(session)
    assert session.document.state.tables[layer.id].placed_count == 0


def test_layers_of_a_file_can_be_left_out(read, session, tmp_path):
    features = [
        {"type": "Feature", "properties": {"n": 1}, "geometry": geometry}
        for geometry in (
            {"type": "Point", "coordinates": [-89.2, 13.7]},
            {"type": "LineString", "coordinates": [[-89, 13.7], [-88.9, 13.8]]},
        )
    ]
    path = tmp_path / "mixto.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    dialog = read(path)
    layers = dialog.preview.layers
    assert layers.isVisible()
    assert layers.count() == 2
    layers.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.add_button.isEnabled()
    dialog.add_button.click()
    (layer,) = own_layers(session)
    assert session.document.state.tables[layer.id].geometry.family is Family.LINE


def test_a_file_that_cannot_be_opened_is_told(read, dialogs, session, tmp_path):
    path = tmp_path / "nada.csv"
    path.write_bytes(b"")
    assert read(path) is None
    ((title, message, _),) = dialogs.told
    assert title == "nada.csv was not opened"
    assert message == "nada.csv is empty.\nAsk its maker for another copy."
    assert own_layers(session) == []


def test_several_files_are_opened_one_after_the_other(
    main_window, session, qtbot, dialogs, stations, tmp_path
):
    missing = tmp_path / "missing.csv"
    second = tmp_path / "segundo.csv"
    second.write_text(STATIONS, "utf-8")
    main_window.workspace.open([stations, missing, second])
    wait_for_reading(main_window, qtbot).add_button.click()
    qtbot.waitUntil(lambda: bool(dialogs.told), timeout=20_000)
    wait_for_reading(main_window, qtbot).add_button.click()
    assert [layer.name for layer in own_layers(session)] == ["puestos", "segundo"]
    assert main_window.workspace.opening.dialog is None


def test_reading_can_be_given_up(main_window, session, qtbot, stations):
    main_window.workspace.open([stations])
    dialog = main_window.workspace.opening.dialog
    assert dialog.is_reading
    dialog.reject()
    assert main_window.workspace.opening.dialog is None
    qtbot.wait(50)
    assert own_layers(session) == []


def test_a_window_closes_while_a_file_is_read(main_window, stations):
    main_window.workspace.open([stations])
    main_window.close()
    assert not main_window.isVisible()


def test_files_can_be_dropped_on_the_window(main_window, qtbot, stations):
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(stations))])
    enter = QDragEnterEvent(
        QPoint(600, 400),
        Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
        content,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(main_window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(
        QPointF(600, 400),
        Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
        content,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    drop.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(main_window, drop)
    assert drop.dropAction() == Qt.DropAction.CopyAction
    dialog = wait_for_reading(main_window, qtbot)
    assert dialog.preview.sample.model().rowCount() == 4
    dialog.reject()


def test_web_addresses_are_not_dropped(main_window):
    content = QMimeData()
    content.setUrls([QUrl("https://example.org/a.csv")])
    enter = QDragEnterEvent(
        QPoint(600, 400),
        Qt.DropAction.CopyAction,
        content,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    QApplication.sendEvent(main_window, enter)
    assert not enter.isAccepted()


def test_the_dialog_speaks_spanish(make_window, qtbot, stations):
    from app.settings import Settings

    window = make_window(Settings(language="es", theme="light"))
    window.workspace.open([stations])
    dialog = wait_for_reading(window, qtbot)
    assert dialog.add_button.text() == "Añadir al mapa"
    assert "sin lugar" in dialog._facts["rows"].text()
    dialog.reject()


def test_a_project_goes_its_own_way(main_window, tmp_path, qtbot):
    wanted: list[Path] = []
    opening = main_window.workspace.opening
    opening.project_wanted.connect(wanted.append)
    opening.open([tmp_path / f"plan{ENDING}"])
    assert wanted == [tmp_path / "plan.atlas"]
    assert opening.dialog is None
