"""Saving layers as data from the window; what is saved is opened again."""

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton

from app.exports import layer_saving
from app.settings import Settings
from geodata.files.opening import open_file
from geodata.files.report import FileError
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.document import Placement
from layers.table_commands import AddLayer, PlaceRecord
from tests.gui.driving import page
from tests.layers.document_strategies import OWN, own_layer, own_table

ENDINGS = ("gpkg", "geojson", "csv", "kml")


@pytest.fixture
def window(main_window):
    main_window.session.execute(AddLayer(own_layer(), own_table()))
    return main_window


@pytest.fixture
def told(window):
    words = []
    window.workspace.told.connect(words.append)
    return words


def wait(window, qtbot):
    qtbot.waitUntil(lambda: not window.workspace.saving.is_busy, timeout=20_000)


def saved(window, qtbot):
    """Save by the menu, and return what the file that was chosen holds."""
    window.actions_by_name["save_layer"].trigger()
    wait(window, qtbot)
    (layer,) = open_file(window.workspace.saving._dialogs.path).layers
    return layer.table


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_layer_of_ones_own_comes_back(window, qtbot, dialogs, told, tmp_path, ending):
    dialogs.path = tmp_path / f"datos.{ending}"
    window.session.view_state.open_layer(OWN)
    table = saved(window, qtbot)
    expected = own_table()
    assert table.placed_count == len(table) == len(expected)
    assert [table.value(row, "name") for row in range(3)] == ["lugar 0", "lugar 1", "lugar 2"]
    assert [table.value(row, "n") for row in range(3)] == [0, 1, 2]
    assert np.allclose(table.geometry.coordinates, expected.geometry.coordinates)
    assert told == [f"datos.{ending} was saved: 3 features"]
    assert [path.name for path in tmp_path.iterdir() if path.suffix == f".{ending}"] == [
        dialogs.path.name
    ]
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_built_in_layer_names_licence_and_source(window, qtbot, dialogs, tmp_path, ending):
    session = window.session
    session.execute(
        PlaceRecord("model-precincts", "station-04", Placement(-89, 13.5, "2026-11-25"))
    )
    dialogs.path = tmp_path / f"precintos.{ending}"
    session.view_state.open_layer("model-precincts")
    table = saved(window, qtbot)
    info = session.data.layer("model-precincts")
    assert len(table) == 50
    # What the planner placed goes along, and says so.
    assert table.placed_count == session.data.table("model-precincts").placed_count + 1
    ids = [table.value(row, "id") for row in range(50)]
    assert table.value(ids.index("station-04"), "position_basis") == "user"
    for row in (0, 49):
        assert table.value(row, "licence") == info.licence
        assert table.value(row, "credit") == info.credit["en"]
        assert table.value(row, "citation") == info.citation["en"]
    assert [table.value(row, "basis") for row in range(50)] == [
        session.data.table("model-precincts").value(row, "basis") for row in range(50)
    ]


def test_the_page_of_every_layer_offers_it(window, qtbot, dialogs, tmp_path):
    for layer_id in ("delegations", OWN):
        dialogs.path = tmp_path / f"{layer_id}.geojson"
        window.session.view_state.open_layer(layer_id)
        buttons = page(qtbot, window).findChildren(QPushButton)
        (button,) = [button for button in buttons if button.text() == "Save layer as…"]
        button.click()
        wait(window, qtbot)
        content = json.loads(dialogs.path.read_text("utf-8"))
        assert len(content["features"]) == {"delegations": 19, OWN: 3}[layer_id]


def test_the_menu_of_a_layer_offers_it(window, qtbot, dialogs, tmp_path):
    dialogs.path = tmp_path / "ríos.kml"
    menu = window.layers_panel.menu("rivers")
    (action,) = [action for action in menu.actions() if action.text() == "Save layer as…"]
    action.trigger()
    wait(window, qtbot)
    menu.deleteLater()
    (layer,) = open_file(dialogs.path).layers
    assert len(layer.table) == 179


def test_without_a_layer_in_sight_it_is_asked_which(window, qtbot, dialogs, tmp_path):
    dialogs.path = tmp_path / "a.csv"
    window.session.view_state.open_overview()
    window.actions_by_name["save_layer"].trigger()
    assert not dialogs.path.exists()
    ((_, _, names),) = dialogs.asked
    assert names[0] == "Datos propios"
    dialogs.item = "Departments"
    assert len(saved(window, qtbot)) == 14


def test_the_suggested_name_is_the_layers_and_lies_where_the_last_one_went(
    window, qtbot, dialogs, tmp_path
):
    suggestions = []
    dialogs.save_file = lambda _parent, _title, suggestion, filters: suggestions.append(
        (suggestion, filters)
    )
    window.session.view_state.open_layer("border-points")
    window.actions_by_name["save_layer"].trigger()
    ((suggestion, filters),) = suggestions
    assert suggestion.name == "Border inspection points.gpkg"
    assert "GeoJSON (*.geojson *.json)" in filters
    assert not window.workspace.saving.is_busy
    del dialogs.save_file
    dialogs.path = tmp_path / "b.csv"
    saved(window, qtbot)
    assert window.workspace.saving._folder == tmp_path


def test_what_is_selected_can_be_saved_alone(window, qtbot, dialogs, told, tmp_path):
    session = window.session
    table = session.data.table("border-points")
    rows = np.zeros(len(table), dtype=np.bool_)
    rows[[2, 5, 7]] = True
    session.view_state.select_rows("border-points", table, rows)
    dialogs.path = tmp_path / "a.geojson"
    dialogs.answers = ["cancel"]
    window.actions_by_name["save_layer"].trigger()
    assert not window.workspace.saving.is_busy
    dialogs.answers = ["selected"]
    found = saved(window, qtbot)
    assert [found.value(row, "id") for row in range(3)] == table.ids[rows].tolist()
    assert told == ["a.geojson was saved: 3 features"]
    dialogs.answers = ["all"]
    assert len(saved(window, qtbot)) == len(table)
    # Another layer than that of the selection is saved whole, without a question.
    dialogs.answers = []
    asked = len(dialogs.asked)
    window.workspace.follow("save-layer", OWN)
    wait(window, qtbot)
    assert len(dialogs.asked) == asked
    assert len(open_file(dialogs.path).layers[0].table) == 3


def test_a_name_without_an_ending_becomes_a_geopackage(window, qtbot, dialogs, tmp_path):
    dialogs.path = tmp_path / "a"
    window.session.view_state.open_layer(OWN)
    window.actions_by_name["save_layer"].trigger()
    wait(window, qtbot)
    path = tmp_path / "a.gpkg"
    assert len(open_file(path).layers[0].table) == 3
    path.write_text("precious")
    dialogs.answers = ["cancel"]
    window.actions_by_name["save_layer"].trigger()
    wait(window, qtbot)
    assert path.read_text() == "precious"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.xyz", "a.xyz: the ending says nothing of the format.\nEnd the name in"),
        ("none/a.csv", "a.csv cannot be written (No such file or directory).\nMake room"),
    ],
)
def test_what_cannot_be_saved_is_told(window, qtbot, dialogs, told, tmp_path, name, message):
    dialogs.path = tmp_path / name
    window.session.view_state.open_layer(OWN)
    window.actions_by_name["save_layer"].trigger()
    wait(window, qtbot)
    ((title, words, _),) = dialogs.told
    assert title == f"{Path(name).name} was not saved"
    assert words.startswith(message)
    assert told == []


def test_what_the_format_cannot_hold_is_told(window, qtbot, dialogs, tmp_path):
    shapes = from_points(np.array([[-89.0, 13.5]]))
    table = FeatureTable("own-2", np.array([1]), shapes, {"fid": np.array(["x\0"], dtype=object)})
    from dataclasses import replace

    window.session.execute(AddLayer(replace(own_layer(), id="own-2", name="Otra"), table))
    dialogs.path = tmp_path / "a.gpkg"
    window.session.view_state.open_layer("own-2")
    assert len(saved(window, qtbot)) == 1
    ((title, words, _),) = dialogs.told
    assert title == "a.gpkg differs from the layer"
    assert len(words.splitlines()) == 2


@pytest.fixture
def large(window):
    """Many points, as a layer of one's own."""
    count = 60_000
    places = np.column_stack([np.linspace(-90, -88, count), np.linspace(13, 14, count)])
    table = FeatureTable(OWN, np.arange(1, count + 1), from_points(places), {"n": np.arange(count)})
    from layers.table_commands import RestoreTable

    window.session.execute(RestoreTable(own_layer(), table))
    window.session.view_state.open_layer(OWN)
    return table


def test_saving_can_be_given_up_and_leaves_the_old_file(
    window, large, qtbot, dialogs, told, tmp_path
):
    dialogs.path = tmp_path / "a.geojson"
    dialogs.path.write_text("the old file")
    window.actions_by_name["save_layer"].trigger()
    saving = window.workspace.saving
    assert saving.progress is not None
    saving.progress.cancel_button.click()
    wait(window, qtbot)
    assert dialogs.path.read_text() == "the old file"
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".json"] == ["a.geojson"]
    assert told == ["Nothing was saved"]
    assert saving.progress is None


def test_the_window_closes_while_a_layer_is_saved(window, large, dialogs, tmp_path):
    dialogs.path = tmp_path / "a.geojson"
    dialogs.path.write_text("the old file")
    window.actions_by_name["save_layer"].trigger()
    window.close()
    assert not window.isVisible()
    assert dialogs.path.read_text() == "the old file"
    assert not list(tmp_path.glob("*.part"))


def test_a_failure_nobody_foresaw_is_told(window, qtbot, dialogs, tmp_path, monkeypatch):
    def broken(*_args, **_more):
        raise FileError("{file} burns", "run", file="a.csv")

    monkeypatch.setattr(layer_saving, "save_data", broken)
    dialogs.path = tmp_path / "a.csv"
    window.session.view_state.open_layer(OWN)
    window.actions_by_name["save_layer"].trigger()
    wait(window, qtbot)
    assert dialogs.told == [("a.csv was not saved", "a.csv burns.\nRun.", "")]


def test_it_speaks_spanish(make_window, qtbot, dialogs, tmp_path):
    window = make_window(Settings(language="es", theme="light"))
    words = []
    window.workspace.told.connect(words.append)
    dialogs.path = tmp_path / "ríos.csv"
    window.session.view_state.open_layer("rivers")
    assert window.actions_by_name["save_layer"].text() == "Guardar capa como…"
    table = saved(window, qtbot)
    assert words == ["Se guardó ríos.csv: 179 elementos"]
    assert table.value(0, "citation").startswith("Ríos WDBII")
