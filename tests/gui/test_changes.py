"""What changed, by the window's own actions, keys and widgets."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.changes.last_export import keep_export
from app.exports.dialog import ExportDialog
from app.projects.saving import Snapshot, save_project
from layers.builtin_map import builtin_map
from layers.changes.file import read_kept
from layers.changes.marks import MARKS
from layers.changes.words import Kind
from layers.commands import SetSharing, SetVisible
from layers.document import Placement
from layers.sharing import Mark, Sharing
from layers.table_commands import DeleteFeatures, PlaceRecord
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import settle
from tests.gui.driving import click, open_dialog
from tests.layers.changes.tables import table, with_own

NAMES = ["Ana", "Berta", "Carla"]


@pytest.fixture
def project(qtbot, main_window, session, data, tmp_path, texts):
    """A project with a layer of the planner's own, open in the window, not yet exported."""
    state = with_own(data, table(NAMES))
    path = tmp_path / "plan.atlas"
    save_project(path, Snapshot(state, {}, embed=False, revision="1"), texts)
    session.replace_document(state)
    main_window.workspace.projects.path = path
    settle(qtbot, main_window.canvas)
    return path


@pytest.fixture
def texts(session):
    return session.texts


def keep(project, session, name="map.pdf"):
    keep_export(
        project.with_name(project.name + ".exported"),
        name,
        session.document.state,
        session.data,
        session.texts,
        include_internal=False,
    )


def opened(qtbot, window):
    window.actions_by_name["changes"].trigger()
    pane = window.below_map.changes
    qtbot.waitUntil(lambda: not pane.is_busy)
    return pane


def delete(session, feature_id="3"):
    session.execute(DeleteFeatures("own-1", (feature_id,)))


def place_station(session):
    station = str(session.data.table("model-precincts").ids[9])
    session.execute(PlaceRecord("model-precincts", station, Placement(-89.1, 13.6, "2026-11-01")))
    return station


def test_f9_opens_and_closes_it(qtbot, main_window, project):
    QTest.keyClick(main_window.canvas, Qt.Key.Key_F9)
    pane = main_window.below_map.changes
    assert pane.isVisible()
    assert pane.since_export.hasFocus()
    assert "Nothing was exported of this map yet" in pane.words.text()
    assert not pane.save_button.isEnabled()
    click(pane.close_button)
    assert not pane.isVisible()
    assert not main_window.actions_by_name["changes"].isChecked()


def test_an_export_is_kept_and_compared_with(qtbot, main_window, session, project):
    main_window.actions_by_name["export"].trigger()
    dialog = open_dialog(qtbot, ExportDialog)
    with qtbot.waitSignal(main_window.workspace.export_kept, timeout=20_000):
        dialog.export(project.with_name("karte.svg"))
    kept = read_kept(project.with_name("plan.atlas.exported"))
    assert kept.of == "karte.svg"
    pane = opened(qtbot, main_window)
    assert pane.changes.is_nothing
    assert "karte.svg" in pane.words.text()
    delete(session)
    station = place_station(session)
    qtbot.waitUntil(lambda: pane.model.rowCount() == 3)
    told = [(row.kind, row.name, row.layer_id) for row in pane.model.rows]
    name = f"Model station {station.removeprefix('station-')} of 50 (place not published)"
    assert told == [
        (Kind.REMOVED, "Carla", "own-1"),
        (Kind.MOVED, name, "model-precincts"),
        (Kind.ALTERED, name, "model-precincts"),
    ]


def test_marks_are_on_the_map_as_long_as_the_pane_is_open(qtbot, main_window, session, project):
    keep(project, session)
    delete(session)
    pane = opened(qtbot, main_window)
    settle(qtbot, main_window.canvas)
    assert main_window.canvas.scene.layer(MARKS).drawn_count == 1
    pane.marks.setChecked(False)
    settle(qtbot, main_window.canvas)
    assert MARKS not in {layer.id for layer in main_window.canvas.scene.layers}
    pane.marks.setChecked(True)
    settle(qtbot, main_window.canvas)
    assert MARKS in {layer.id for layer in main_window.canvas.scene.layers}
    main_window.actions_by_name["changes"].trigger()
    settle(qtbot, main_window.canvas)
    assert MARKS not in {layer.id for layer in main_window.canvas.scene.layers}


def test_marks_are_seen(qtbot, main_window, session, project):
    keep(project, session)
    session.execute(SetVisible("own-1", True))
    pane = opened(qtbot, main_window)
    pane.marks.setChecked(False)
    delete(session, "2")
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1)
    settle(qtbot, main_window.canvas)
    before = main_window.canvas.grab().toImage()
    pane.marks.setChecked(True)
    settle(qtbot, main_window.canvas)
    assert main_window.canvas.grab().toImage() != before


def test_another_project_is_compared_with(qtbot, main_window, session, project, data, dialogs):
    other = project.with_name("old.atlas")
    state = with_own(data, table(NAMES[:2]))
    state = state.with_layer(replace(state.layer("delegations"), visible=False))
    save_project(other, Snapshot(state, {}, embed=False, revision="2"), session.texts)
    pane = opened(qtbot, main_window)
    dialogs.files = [other]
    click(pane.since_project)
    qtbot.waitUntil(lambda: not pane.is_busy and pane.changes is not None, timeout=20_000)
    words = [" ".join(pane.model.cells(row)) for row in range(pane.model.rowCount())]
    assert any("Delegations" in line and "is shown now" in line for line in words)
    assert any("Carla" in line and "Added" in line for line in words)
    assert "old.atlas" in pane.words.text()


def test_a_damaged_project_is_told(qtbot, main_window, session, project, dialogs):
    other = project.with_name("old.atlas")
    other.write_bytes(b"no project")
    pane = opened(qtbot, main_window)
    dialogs.files = [other]
    click(pane.since_project)
    qtbot.waitUntil(lambda: "old.atlas" in pane.words.text())
    assert pane.model.rowCount() == 0


def test_a_row_leads_to_its_record(qtbot, main_window, session, project):
    keep(project, session)
    station = place_station(session)
    pane = opened(qtbot, main_window)
    pane.list.selectRow(0)
    pane.list.setFocus()
    pane.list.activated.emit(pane.model.index(0, 0))
    assert session.view_state.selected == FeatureRef("model-precincts", station)


def test_what_does_not_leave_is_not_told_of(qtbot, main_window, session, project):
    keep(project, session)
    session.execute(SetSharing("own-1", Sharing(Mark.RESTRICTED)))
    pane = opened(qtbot, main_window)
    rows = [row for row in pane.model.rows if row.kind is not Kind.REMOVED]
    assert [row.words for row in rows] == ["layer removed, with 3 records"]
    keep(project, session)
    assert b"Carla" not in project.with_name("plan.atlas.exported").read_bytes()
    delete(session)
    pane.renew()
    qtbot.waitUntil(lambda: not pane.is_busy)
    assert pane.changes.is_nothing


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_list_is_copied_and_saved(qtbot, main_window, session, project, dialogs, language):
    keep(project, session)
    delete(session)
    session.view_state.language = language
    pane = opened(qtbot, main_window)
    click(pane.copy_button)
    text = QGuiApplication.clipboard().text()
    assert ("Eliminado: Carla" if language == "es" else "Removed: Carla") in text
    for name in ("changes.csv", "changes.txt"):
        dialogs.path = project.with_name(name)
        click(pane.save_button)
        qtbot.waitUntil(lambda: not pane.is_busy)
        assert "Carla" in dialogs.path.read_text("utf-8-sig")
    assert not dialogs.told


def test_a_list_that_cannot_be_saved_is_told(qtbot, main_window, session, project, dialogs):
    keep(project, session)
    pane = opened(qtbot, main_window)
    pane.save(project.with_name("nowhere") / "changes.csv")
    qtbot.waitUntil(lambda: bool(dialogs.told))
    assert "changes.csv was not saved" in dialogs.told[0][0]


def test_find_leads_to_it(main_window):
    from app.search.commands import command_entries

    entries = command_entries(
        main_window.actions_by_name, main_window.header.menu_bar, main_window.session.texts
    )
    (entry,) = [entry for entry in entries if entry.found.key == "changes"]
    assert entry.found.name == "What changed"
    assert entry.found.note == "F9"


def export_dialog(qtbot, window):
    window.actions_by_name["export"].trigger()
    dialog = open_dialog(qtbot, ExportDialog)
    qtbot.waitUntil(lambda: not dialog.form.marks.is_busy)
    return dialog


def marks_in(dialog):
    return [section for section in dialog.scene().legend if section.layer_id == MARKS]


def listed(dialog):
    tree = dialog.form.leaving.tree
    return [tree.topLevelItem(n).text(0) for n in range(tree.topLevelItemCount())]


def test_an_export_offers_no_marks_that_are_not_shown(qtbot, main_window, session, project):
    keep(project, session)
    delete(session)
    pane = opened(qtbot, main_window)
    pane.marks.setChecked(False)
    dialog = export_dialog(qtbot, main_window)
    assert not dialog.form.marks.box.isEnabled()
    assert not dialog.form.marks.box.isChecked()
    assert "What changed" in dialog.form.marks.box.toolTip()
    assert marks_in(dialog) == []
    dialog.reject()


@pytest.mark.parametrize("language", ["en", "es"])
def test_marks_that_are_shown_leave_unless_they_are_switched_off(
    qtbot, main_window, session, project, language
):
    session.view_state.language = language
    keep(project, session, "map.svg")
    delete(session)
    opened(qtbot, main_window)
    dialog = export_dialog(qtbot, main_window)
    heading = (
        "Marcas: Qué cambió desde map.svg"
        if language == "es"
        else ("Marks: What changed since map.svg")
    )
    assert dialog.form.marks.box.isChecked()
    assert listed(dialog)[0].startswith(heading)
    dialog.form.marks.box.setChecked(False)
    assert not listed(dialog)[0].startswith(heading)
    assert marks_in(dialog) == []
    dialog.form.marks.box.setChecked(True)
    qtbot.waitUntil(lambda: not dialog.form.marks.is_busy)
    path = project.with_name("marked.svg")
    with qtbot.waitSignal(dialog.exported, timeout=20_000):
        dialog.export(path)
    removed = session.texts.gettext("Removed")
    assert f">{removed}</text>" in path.read_text("utf-8")


def test_marks_of_another_project_leave_as_far_as_it_may(
    qtbot, main_window, session, project, data, dialogs
):
    other = project.with_name("old.atlas")
    state = with_own(data, table([*NAMES, "Dora"]))
    save_project(other, Snapshot(state, {}, embed=False, revision="2"), session.texts)
    pane = opened(qtbot, main_window)
    dialogs.files = [other]
    click(pane.since_project)
    qtbot.waitUntil(lambda: not pane.is_busy and pane.changes is not None, timeout=20_000)
    dialog = export_dialog(qtbot, main_window)
    assert dialog.scene().layer(MARKS).drawn_count == 1
    assert marks_in(dialog)[0].name == "What changed since old.atlas"
    dialog.reject()
    # The window still marks what is restricted; the export may not.
    session.execute(SetSharing("own-1", Sharing(Mark.RESTRICTED)))
    qtbot.waitUntil(lambda: not pane.is_busy and pane.changes is not None, timeout=20_000)
    settle(qtbot, main_window.canvas)
    assert main_window.canvas.scene.layer(MARKS).drawn_count == 1
    dialog = export_dialog(qtbot, main_window)
    assert dialog.scene().layer(MARKS).drawn_count == 0
    dialog.reject()


def test_marks_that_may_not_leave_are_told(qtbot, main_window, session, project):
    session.execute(SetSharing("own-1", Sharing(Mark.INTERNAL)))
    keep_export(
        project.with_name(project.name + ".exported"),
        "map.pdf",
        session.document.state,
        session.data,
        session.texts,
        include_internal=True,
    )
    delete(session)
    opened(qtbot, main_window)
    dialog = export_dialog(qtbot, main_window)
    marks = dialog.form.marks
    assert not marks.box.isEnabled()
    assert not marks.box.isChecked()
    assert "left with internal data" in marks.reason.text()
    assert marks_in(dialog) == []
    dialog.form.leaving.internal.setChecked(True)
    qtbot.waitUntil(lambda: not marks.is_busy)
    assert marks.box.isChecked()
    assert not marks.reason.text()
    assert dialog.scene().layer(MARKS).drawn_count == 1
    dialog.reject()


def test_a_copy_of_the_map_has_no_marks(qtbot, main_window, session, project, monkeypatch):
    keep(project, session)
    delete(session)
    opened(qtbot, main_window)
    settle(qtbot, main_window.canvas)
    scene = main_window._output._leaving_scene(main_window.canvas.scene.theme)
    assert MARKS not in {layer.id for layer in scene.layers}


def test_a_new_map_is_compared_with_nothing(qtbot, main_window, session, project):
    keep(project, session)
    delete(session)
    pane = opened(qtbot, main_window)
    assert pane.model.rowCount()
    session.replace_document(builtin_map(session.data))
    main_window.workspace.projects.path = None
    qtbot.waitUntil(lambda: pane.model.rowCount() == 0 and not pane.is_busy)
    assert session.view_state.changes is None
