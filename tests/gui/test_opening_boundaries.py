"""Official boundaries: recognised, used, kept, taken back."""

import json

import pytest

from app.paths import OwnFolders
from geodata.geometry import Family
from layers.commands import SetTitle
from tests.gui.canvas.looking import settle


@pytest.fixture
def folders(tmp_path):
    return OwnFolders(tmp_path / "journal", tmp_path / "data")


@pytest.fixture
def official(shared):
    return shared / "data" / "official_municipalities_2015_shp.zip"


@pytest.fixture
def window(make_window, folders, qtbot):
    window = make_window(folders=folders)
    qtbot.waitUntil(lambda: window.workspace.keeper.is_writing, timeout=10_000)
    return window


def built(window, qtbot):
    """Return the dialog once it has built the areas."""
    boundaries = window.workspace.boundaries
    qtbot.waitUntil(
        lambda: boundaries.dialog is None or not boundaries.dialog.is_working, timeout=60_000
    )
    return boundaries.dialog


def kept(window, qtbot):
    qtbot.waitUntil(lambda: not window.workspace.boundaries.is_busy, timeout=10_000)


def family(window, layer_id):
    session = window.session
    return session.builder.table(layer_id, session.document.state).geometry.family


def trigger(window, name):
    window.actions_by_name[name].trigger()


def test_areas_are_built_kept_and_taken_back(
    window, make_window, folders, qtbot, dialogs, official
):
    again = window.actions_by_name["builtin_boundaries"]
    assert not again.isEnabled()
    dialogs.files = [official]
    trigger(window, "official_boundaries")
    dialog = built(window, qtbot)
    assert dialog._head.text() == "262 of 262 municipalities were recognised"
    model = dialog.table.model()
    words = [model.index(row, 2).data() for row in range(model.rowCount())]
    assert words.count("no municipality: a border zone") == 9
    assert model.rowCount() == 271
    assert "missing in the file" not in words
    dialog.use_button.click()
    assert family(window, "municipalities") is Family.POLYGON
    assert again.isEnabled()
    settle(qtbot, window.canvas)
    assert official.name in {credit.short for credit in window.canvas.scene.credits}
    table = window.canvas.scene.layer("delegations").table
    assert set(table.columns["position_note_en"]) == {f"official file ({official.name})"}
    kept(window, qtbot)
    assert (folders.data / "official-boundaries.sqlite").exists()

    trigger(window, "undo")
    kept(window, qtbot)
    assert family(window, "municipalities") is Family.POINT
    assert not (folders.data / "official-boundaries.sqlite").exists()
    trigger(window, "redo")
    kept(window, qtbot)
    window.close()

    second = make_window(folders=folders)
    qtbot.waitUntil(lambda: second.workspace.boundaries.are_used, timeout=10_000)
    assert family(second, "plan-seguro-municipalities") is Family.POLYGON
    assert not second.isWindowModified()
    assert not second.session.undo_stack.canUndo()
    trigger(second, "builtin_boundaries")
    kept(second, qtbot)
    second.close()

    third = make_window(folders=folders)
    qtbot.waitUntil(lambda: third.workspace.keeper.is_writing, timeout=10_000)
    kept(third, qtbot)
    assert not third.workspace.boundaries.are_used


def test_a_file_of_municipalities_opened_as_data_offers_itself(window, qtbot, official):
    window.workspace.open([official])
    opening = window.workspace.opening
    qtbot.waitUntil(lambda: not opening.dialog.is_reading, timeout=60_000)
    button = opening.dialog._boundaries_button
    assert button.isVisible()
    assert button.toolTip() == "262 of 262 municipalities were recognised."
    button.click()
    dialog = built(window, qtbot)
    assert dialog.areas.report.matched == 262
    dialog.reject()
    assert not window.workspace.boundaries.are_used


def test_boundaries_stay_when_another_map_is_begun(window, qtbot, official, dialogs):
    dialogs.files = [official]
    trigger(window, "official_boundaries")
    built(window, qtbot).use_button.click()
    window.session.execute(SetTitle("x"))
    dialogs.answers = ["discard"]
    trigger(window, "new_project")
    assert window.workspace.boundaries.are_used


def test_a_file_without_municipalities_cannot_be_used(window, qtbot, dialogs, tmp_path):
    square = [[[-89, 13], [-88, 13], [-88, 14], [-89, 14], [-89, 13]]]
    feature = {
        "type": "Feature",
        "properties": {"name": "Otro"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    path = tmp_path / "otro.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    dialogs.files = [path]
    trigger(window, "official_boundaries")
    dialog = built(window, qtbot)
    assert not dialog.use_button.isEnabled()
    assert "too few" in dialog._summary.text()
    dialog.reject()


def test_a_file_of_points_is_refused(window, qtbot, dialogs, tmp_path):
    path = tmp_path / "puntos.csv"
    path.write_text("nombre,lon,lat\nuno,-89.2,13.7\n", "utf-8")
    dialogs.files = [path]
    trigger(window, "official_boundaries")
    assert built(window, qtbot) is None
    assert dialogs.told[-1][1].startswith("puntos.csv holds no areas.")


def test_damaged_boundaries_do_not_keep_the_window_from_starting(
    make_window, folders, qtbot, logged_warnings
):
    folders.data.mkdir()
    (folders.data / "official-boundaries.sqlite").write_bytes(b"SQLite format 3\0 and no more")
    window = make_window(folders=folders)
    qtbot.waitUntil(lambda: "open the file again" in window.status.currentMessage(), timeout=10_000)
    assert not window.workspace.boundaries.are_used
    assert "official-boundaries.sqlite" in logged_warnings.take()[0]
