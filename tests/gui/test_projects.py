"""Saving and opening projects, and bringing back what was not saved."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from app.paths import OwnFolders
from app.settings import Settings, SettingsFile
from layers.commands import SetOpacity, SetTitle
from layers.document import Placement
from layers.project import VERSION
from layers.table_commands import PlaceRecord
from tests.gui.canvas.looking import settle

PLACE = Placement(-89.2, 13.7, "2025-03-04")


@pytest.fixture
def folders(tmp_path):
    return OwnFolders(tmp_path / "journal", tmp_path / "data")


@pytest.fixture
def window(make_window, folders, qtbot):
    """A window that keeps a journal, which is begun."""
    window = make_window(folders=folders)
    qtbot.waitUntil(lambda: window.workspace.keeper.is_writing, timeout=10_000)
    return window


def saved(window, qtbot):
    qtbot.waitUntil(lambda: not window.workspace.projects.is_busy, timeout=10_000)


def trigger(window, name):
    window.actions_by_name[name].trigger()


def content(path):
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("project.json"))


def test_save_asks_where_once_and_the_title_tells(window, qtbot, dialogs, tmp_path):
    assert window.windowTitle() == "Atlas Seguro"
    window.session.execute(SetTitle("Plan"))
    assert window.windowTitle() == "Untitled map[*] · Atlas Seguro"
    assert window.isWindowModified()
    dialogs.path = tmp_path / "plan"
    trigger(window, "save")
    saved(window, qtbot)
    path = tmp_path / "plan.atlas"
    assert content(path)["title"] == "Plan"
    assert window.windowTitle() == "plan[*] · Atlas Seguro"
    assert not window.isWindowModified()
    dialogs.path = None
    window.session.execute(SetTitle("Plan B"))
    assert window.isWindowModified()
    trigger(window, "save")
    saved(window, qtbot)
    assert content(path)["title"] == "Plan B"
    assert content(tmp_path / "plan.atlas.bak")["title"] == "Plan"
    trigger(window, "undo")
    assert window.isWindowModified()
    trigger(window, "redo")
    assert not window.isWindowModified()


def test_a_project_comes_back_with_its_view(window, qtbot, dialogs, tmp_path):
    session = window.session
    session.execute(SetOpacity("lakes", 0.4))
    session.execute(PlaceRecord("model-precincts", "station-04", PLACE))
    window.canvas.zoom_to((-9_930_000, 1_520_000, -9_900_000, 1_540_000))
    settle(qtbot, window.canvas)
    bounds = window.canvas.view.bounds
    dialogs.path = tmp_path / "plan.atlas"
    trigger(window, "save_as")
    saved(window, qtbot)
    trigger(window, "new_project")
    assert session.document.state.layer("lakes").opacity == 1
    assert not session.document.state.placements
    settle(qtbot, window.canvas)
    assert window.windowTitle() == "Atlas Seguro"
    dialogs.files = [tmp_path / "plan.atlas"]
    trigger(window, "open_project")
    saved(window, qtbot)
    assert session.document.state.layer("lakes").opacity == 0.4
    assert session.document.state.placements == {("model-precincts", "station-04"): PLACE}
    assert window.canvas.view.bounds == pytest.approx(bounds, abs=50)
    assert not session.undo_stack.canUndo()
    assert not window.isWindowModified()


def test_two_windows_do_not_save_over_each_other_without_a_question(
    make_window, qtbot, dialogs, tmp_path
):
    path = tmp_path / "plan.atlas"
    one, two = make_window(), make_window()
    one.session.execute(SetTitle("begun"))
    dialogs.path = path
    trigger(one, "save")
    saved(one, qtbot)
    two.workspace.projects.open(path)
    saved(two, qtbot)
    two.session.execute(SetTitle("the second window"))
    trigger(two, "save")
    saved(two, qtbot)
    assert dialogs.asked == []
    one.session.execute(SetTitle("the first window"))
    dialogs.answers = ["cancel", "save"]
    trigger(one, "save")
    saved(one, qtbot)
    assert [title for title, _, _ in dialogs.asked] == ["Save over another version?"]
    assert content(path)["title"] == "the second window"
    assert one.isWindowModified()
    trigger(one, "save")
    saved(one, qtbot)
    assert content(path)["title"] == "the first window"
    assert content(tmp_path / "plan.atlas.bak")["title"] == "the second window"
    one.session.execute(SetTitle("the first window again"))
    trigger(one, "save")
    saved(one, qtbot)
    assert len(dialogs.asked) == 2
    assert content(path)["title"] == "the first window again"


def test_changes_are_not_left_without_a_question(window, qtbot, dialogs, tmp_path):
    session = window.session
    session.execute(SetTitle("uno"))
    dialogs.answers = ["cancel"]
    trigger(window, "new_project")
    assert session.document.state.title == "uno"
    assert dialogs.asked[-1][0] == "Save the changes?"
    dialogs.path = tmp_path / "uno.atlas"
    dialogs.answers = ["save"]
    trigger(window, "new_project")
    saved(window, qtbot)
    assert content(tmp_path / "uno.atlas")["title"] == "uno"
    assert session.document.state.title == ""
    session.execute(SetTitle("dos"))
    dialogs.answers = ["discard"]
    trigger(window, "new_project")
    assert session.document.state.title == ""
    asked = len(dialogs.asked)
    trigger(window, "new_project")
    assert len(dialogs.asked) == asked


def test_a_window_with_changes_asks_before_it_closes(window, qtbot, dialogs, tmp_path):
    window.session.execute(SetTitle("uno"))
    dialogs.answers = ["cancel"]
    window.close()
    assert window.isVisible()
    dialogs.path = tmp_path / "uno.atlas"
    dialogs.answers = ["save"]
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert content(tmp_path / "uno.atlas")["title"] == "uno"


def test_what_cannot_be_saved_is_told_and_stays(window, qtbot, dialogs, tmp_path):
    window.session.execute(SetTitle("uno"))
    dialogs.path = tmp_path / "missing" / "uno.atlas"
    trigger(window, "save")
    saved(window, qtbot)
    assert dialogs.told[-1][0] == "uno.atlas was not saved"
    assert "there is no such folder" in dialogs.told[-1][1]
    assert window.isWindowModified()


def test_saving_twice_at_once_keeps_the_last(window, qtbot, dialogs, tmp_path):
    dialogs.path = tmp_path / "uno.atlas"
    window.session.execute(SetTitle("uno"))
    trigger(window, "save")
    window.session.execute(SetTitle("dos"))
    trigger(window, "save")
    saved(window, qtbot)
    qtbot.waitUntil(lambda: not window.isWindowModified(), timeout=10_000)
    assert content(tmp_path / "uno.atlas")["title"] == "dos"


def test_a_damaged_project_is_told_and_the_map_stays(window, qtbot, dialogs, tmp_path):
    path = tmp_path / "roto.atlas"
    path.write_bytes(b"PK\x03\x04 nothing")
    window.session.execute(SetTitle("uno"))
    window.session.undo_stack.setClean()
    window.workspace.open([path])
    saved(window, qtbot)
    title, message, _ = dialogs.told[-1]
    assert title == "roto.atlas was not opened"
    assert ".bak" in message
    assert window.session.document.state.title == "uno"


def test_a_damaged_project_comes_back_from_the_copy_beside_it(window, qtbot, dialogs, tmp_path):
    dialogs.path = tmp_path / "plan.atlas"
    for title in ("uno", "dos"):
        window.session.execute(SetTitle(title))
        trigger(window, "save")
        saved(window, qtbot)
    damaged = dialogs.path.read_bytes()[:100]
    dialogs.path.write_bytes(damaged)
    copy = tmp_path / "plan.atlas.bak"
    window.workspace.open([copy])
    saved(window, qtbot)
    assert window.session.document.state.title == "uno"
    # The copy is not written to: it is asked where to save.
    window.session.execute(SetTitle("tres"))
    suggestions = []
    dialogs.save_file = lambda _parent, _title, suggestion, _filters: (
        suggestions.append(suggestion) or suggestion
    )
    trigger(window, "save")
    saved(window, qtbot)
    assert suggestions == [tmp_path / "plan.atlas"]
    assert content(tmp_path / "plan.atlas")["title"] == "tres"
    assert content(copy)["title"] == "uno"


def test_a_project_of_a_newer_version_is_told(window, qtbot, dialogs, tmp_path):
    dialogs.path = tmp_path / "plan.atlas"
    trigger(window, "save")
    saved(window, qtbot)
    with zipfile.ZipFile(dialogs.path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    newer = json.loads(members["project.json"]) | {"version": VERSION + 1}
    with zipfile.ZipFile(dialogs.path, "w") as archive:
        for name, member in (members | {"project.json": json.dumps(newer).encode()}).items():
            archive.writestr(name, member)
    window.session.execute(SetTitle("uno"))
    window.workspace.open([dialogs.path])
    saved(window, qtbot)
    title, message, _ = dialogs.told[-1]
    assert title == "plan.atlas was not opened"
    assert "newer version" in message
    assert window.session.document.state.title == "uno"


def test_a_recent_project_that_is_gone_is_told(window, qtbot, dialogs, tmp_path):
    dialogs.path = tmp_path / "plan.atlas"
    trigger(window, "save")
    saved(window, qtbot)
    dialogs.path.unlink()
    menu = window.header.recent_menu
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    saved(window, qtbot)
    assert dialogs.told[-1][0] == "plan.atlas was not opened"


def test_what_of_a_project_is_missing_is_listed(window, qtbot, dialogs, tmp_path):
    table = tmp_path / "puestos.csv"
    table.write_text("nombre,lon,lat\nuno,-89.2,13.7\n", "utf-8")
    window.workspace.open([table])
    opening = window.workspace.opening
    qtbot.waitUntil(lambda: not opening.dialog.is_reading, timeout=20_000)
    opening.dialog.add_button.click()
    dialogs.path = tmp_path / "plan.atlas"
    trigger(window, "save")
    saved(window, qtbot)
    table.unlink()
    window.workspace.open([dialogs.path])
    saved(window, qtbot)
    title, message, _ = dialogs.told[-1]
    assert title == "plan.atlas was opened, but not all of it"
    assert "puestos.csv" in message
    assert [layer.name for layer in window.session.document.state][-1] == "puestos"


def test_data_can_be_kept_inside_the_project(window, qtbot, dialogs, tmp_path):
    table = tmp_path / "puestos.csv"
    table.write_text("nombre,lon,lat\nuno,-89.2,13.7\n", "utf-8")
    window.workspace.open([table])
    opening = window.workspace.opening
    qtbot.waitUntil(lambda: not opening.dialog.is_reading, timeout=20_000)
    opening.dialog.add_button.click()
    trigger(window, "embed")
    dialogs.path = tmp_path / "plan.atlas"
    trigger(window, "save")
    saved(window, qtbot)
    table.unlink()
    trigger(window, "new_project")
    assert not window.actions_by_name["embed"].isChecked()
    window.workspace.open([dialogs.path])
    saved(window, qtbot)
    assert dialogs.told == []
    (features,) = window.session.document.state.tables.values()
    assert len(features) == 1
    assert window.actions_by_name["embed"].isChecked()


def test_recent_projects_are_remembered(window, qtbot, dialogs, tmp_path, make_window):
    for name in ("uno", "dos"):
        dialogs.path = tmp_path / f"{name}.atlas"
        trigger(window, "save_as")
        saved(window, qtbot)
    menu = window.header.recent_menu
    menu.aboutToShow.emit()
    assert [action.text().split()[0] for action in menu.actions()[:2]] == ["dos", "uno"]
    window.close()
    read = SettingsFile(tmp_path / "settings.json").read(Settings())
    assert [Path(path).name for path in read.recent] == ["dos.atlas", "uno.atlas"]
    again = make_window(read)
    menu = again.header.recent_menu
    menu.aboutToShow.emit()
    menu.actions()[1].trigger()
    saved(again, qtbot)
    assert again.windowTitle() == "uno[*] · Atlas Seguro"


# The journal


def crash(window):
    """Leave a journal behind as a program does that was killed."""
    keeper = window.workspace.keeper
    keeper._timer.stop()
    keeper._syncs.stop()
    journal, keeper._journal = keeper._journal, None
    journal.close()
    head, *rest = (journal.folder / "journal.jsonl").read_text("utf-8").split("\n")
    dead = json.dumps({**json.loads(head), "process": 2**22 + 1})
    (journal.folder / "journal.jsonl").write_text("\n".join([dead, *rest]), "utf-8")
    window.session.undo_stack.setClean()
    window.close()
    return journal.folder


def test_a_clean_end_leaves_no_journal(window, folders):
    window.session.execute(SetTitle("uno"))
    assert len(list(folders.journals.iterdir())) == 1
    window.close()
    assert list(folders.journals.iterdir()) == []


@pytest.mark.parametrize("answer", ["restore", "discard", "later"])
def test_unsaved_work_is_offered_at_the_next_start(
    window, make_window, folders, qtbot, dialogs, answer
):
    window.session.execute(SetTitle("uno"))
    window.session.execute(SetTitle("dos"))
    trigger(window, "undo")
    left = crash(window)
    dialogs.answers = [answer]
    again = make_window(folders=folders)
    workspace = again.workspace
    qtbot.waitUntil(lambda: bool(dialogs.asked), timeout=10_000)
    title, message, _ = dialogs.asked[-1]
    assert title == "Bring back unsaved work?"
    assert "3 changes" in message
    qtbot.waitUntil(lambda: not workspace._recovery.is_busy, timeout=10_000)
    assert left.exists() == (answer == "later")
    state = again.session.document.state
    assert state.title == ("uno" if answer == "restore" else "")
    assert again.isWindowModified() == (answer == "restore")


def test_work_brought_back_is_safe_from_the_next_crash(
    window, make_window, folders, qtbot, dialogs, tmp_path
):
    dialogs.path = tmp_path / "plan.atlas"
    trigger(window, "save")
    saved(window, qtbot)
    window.session.execute(SetTitle("uno"))
    crash(window)
    for title in ("dos", "tres"):
        dialogs.answers = ["restore"]
        window = make_window(folders=folders)
        qtbot.waitUntil(lambda w=window: w.isWindowModified(), timeout=10_000)
        assert window.windowTitle().startswith("plan[*]")
        window.session.execute(SetTitle(title))
        crash(window)
    dialogs.answers = ["restore"]
    window = make_window(folders=folders)
    qtbot.waitUntil(lambda: window.session.document.state.title == "tres", timeout=10_000)
    trigger(window, "save")
    saved(window, qtbot)
    assert content(tmp_path / "plan.atlas")["title"] == "tres"


def test_the_journal_of_a_running_window_is_left_alone(
    window, make_window, folders, qtbot, dialogs
):
    window.session.execute(SetTitle("uno"))
    second = make_window(folders=folders)
    qtbot.waitUntil(lambda: second.workspace.keeper.is_writing, timeout=10_000)
    qtbot.wait(50)
    assert dialogs.asked == []


def test_changes_before_the_journal_began_are_in_it(make_window, folders, qtbot, dialogs):
    window = make_window(folders=folders)
    window.session.execute(SetTitle("muy pronto"))
    qtbot.waitUntil(lambda: window.workspace.keeper.is_writing, timeout=10_000)
    (journal,) = folders.journals.iterdir()
    assert "muy pronto" in (journal / "journal.jsonl").read_text("utf-8")


def test_the_disk_keeps_the_journal(window, qtbot, monkeypatch):
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    window.session.execute(SetTitle("uno"))
    qtbot.waitUntil(lambda: bool(synced), timeout=5_000)


class FullDisk:
    closed = False

    def write(self, _text):
        raise OSError(28, "No space left on device")

    def close(self):
        pass


def test_a_journal_that_cannot_be_written_is_told(window, qtbot, logged_warnings):
    window.workspace.keeper._journal._file.close()
    window.workspace.keeper._journal._file = FullDisk()
    window.session.execute(SetTitle("uno"))
    assert window.session.document.state.title == "uno"
    qtbot.waitUntil(lambda: "save often" in window.status.currentMessage(), timeout=5_000)
    window.session.execute(SetTitle("dos"))
    assert "No space left" in logged_warnings.take()[0]
