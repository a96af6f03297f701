"""Bookmarks: added, gone to, renamed, removed; kept with the project, or else with the settings."""

import pytest
from PySide6.QtTest import QTest

from app.bookmarks.dialogs import BookmarkDialog, BookmarksDialog
from app.settings import SettingsFile
from layers.bookmarks import Bookmark, free_name
from layers.commands import SetVisible
from layers.search.found import Kind
from tests.gui.canvas.looking import settle
from tests.gui.driving import open_dialog

EXTENT = (-9_950_000.0, 1_500_000.0, -9_900_000.0, 1_550_000.0)


def trigger(window, name):
    window.actions_by_name[name].trigger()


def bookmarks(window):
    return window.session.document.state.bookmarks


def add(window, qtbot, name, with_layers=False):
    trigger(window, "add_bookmark")
    dialog = open_dialog(qtbot, BookmarkDialog)
    dialog.line.setText(name)
    dialog.layers.setChecked(with_layers)
    dialog.accept()
    QTest.qWait(1)


def middle(window):
    view = window.canvas.view
    return view.x, view.y, view.resolution


def test_a_bookmark_is_added_and_gone_to(main_window, qtbot):
    canvas = main_window.canvas
    canvas.zoom_to(EXTENT)
    settle(qtbot, canvas)
    seen = middle(main_window)
    add(main_window, qtbot, "Centro")
    assert "Centro" in main_window.status.currentMessage()
    canvas.fit_home()
    settle(qtbot, canvas)
    trigger(main_window, "bookmarks")
    dialog = open_dialog(qtbot, BookmarksDialog)
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == ["Centro"]
    dialog.go.click()
    assert middle(main_window) == pytest.approx(seen)
    assert not main_window.workspace.projects.is_modified


def test_the_menu_lists_them_and_leads_there(main_window, qtbot):
    menu = main_window.header.bookmarks_menu
    menu.aboutToShow.emit()
    assert [(one.text(), one.isEnabled()) for one in menu.actions()] == [("No bookmark yet", False)]
    canvas = main_window.canvas
    canvas.zoom_to(EXTENT)
    settle(qtbot, canvas)
    seen = middle(main_window)
    add(main_window, qtbot, "Centro & costa")
    canvas.fit_home()
    settle(qtbot, canvas)
    menu.aboutToShow.emit()
    (action,) = menu.actions()
    assert action.text() == "Centro && costa"
    action.trigger()
    assert middle(main_window) == pytest.approx(seen)


def test_a_bookmark_may_keep_the_layers(main_window, qtbot):
    session = main_window.session
    session.execute(SetVisible("towns", True))
    add(main_window, qtbot, "Con capas", with_layers=True)
    session.execute(SetVisible("towns", False))
    session.execute(SetVisible("departments", True))
    main_window.exploring.bookmarks.go("Con capas")
    assert session.document.state.layer("towns").visible
    assert not session.document.state.layer("departments").visible
    trigger(main_window, "undo")
    assert session.document.state.layer("departments").visible


def test_bookmarks_are_renamed_and_removed(main_window, qtbot):
    for name in ("Uno", "Dos", "Uno"):
        add(main_window, qtbot, name)
    assert [one.name for one in bookmarks(main_window)] == ["Uno", "Dos", "Uno 2"]
    trigger(main_window, "bookmarks")
    dialog = open_dialog(qtbot, BookmarksDialog)
    dialog.list.item(2).setText("Dos")
    dialog.list.setCurrentRow(0)
    dialog.remove.click()
    assert [one.name for one in bookmarks(main_window)] == ["Dos", "Dos 2"]
    dialog.reject()
    QTest.qWait(1)


def test_without_any_the_dialog_says_how_to_make_one(main_window, qtbot):
    trigger(main_window, "bookmarks")
    dialog = open_dialog(qtbot, BookmarksDialog)
    assert not dialog.go.isEnabled()
    assert dialog._empty.isVisible()
    dialog.reject()
    QTest.qWait(1)


def test_bookmarks_are_found(main_window, qtbot):
    main_window.activateWindow()
    main_window.canvas.zoom_to(EXTENT)
    settle(qtbot, main_window.canvas)
    seen = middle(main_window)
    add(main_window, qtbot, "Mi zona")
    main_window.canvas.fit_home()
    settle(qtbot, main_window.canvas)
    trigger(main_window, "find")
    box = main_window.exploring.searching.box
    qtbot.waitUntil(lambda: main_window.exploring.searching.host.is_complete, timeout=20_000)
    box.line.setText("mi zona")
    found = next(one for one in box.view.results.found if one.kind is Kind.BOOKMARK)
    box.view.chosen.emit(found)
    assert middle(main_window) == pytest.approx(seen)


def test_without_a_project_they_are_kept_with_the_settings(make_window, qtbot, tmp_path):
    path = tmp_path / "kept.json"
    window = make_window(settings_path=path)
    add(window, qtbot, "Centro", with_layers=True)
    kept = bookmarks(window)
    window.close()
    from app.settings import Settings

    settings = SettingsFile(path).read(Settings())
    assert settings.bookmarks == kept
    again = make_window(settings=settings, settings_path=path)
    assert bookmarks(again) == kept
    assert not again.workspace.projects.is_modified
    again.workspace.projects.new()
    assert bookmarks(again) == kept


def test_with_a_project_they_are_kept_in_it_and_can_be_undone(
    make_window, qtbot, dialogs, tmp_path
):
    window = make_window(settings_path=tmp_path / "kept.json")
    projects = window.workspace.projects
    dialogs.path = tmp_path / "mapa.atlas"
    projects.save_as()
    qtbot.waitUntil(lambda: projects.path is not None and not projects.is_busy, timeout=20_000)
    add(window, qtbot, "Del proyecto")
    assert projects.is_modified
    trigger(window, "undo")
    assert bookmarks(window) == ()
    trigger(window, "redo")
    projects.save()
    qtbot.waitUntil(lambda: not projects.is_modified, timeout=20_000)
    projects.new()
    assert bookmarks(window) == ()
    projects.open(tmp_path / "mapa.atlas")
    qtbot.waitUntil(lambda: len(bookmarks(window)) == 1, timeout=20_000)
    assert bookmarks(window)[0].name == "Del proyecto"
    assert window.settings().bookmarks == ()


def test_names_are_made_free():
    taken = tuple(Bookmark(name, EXTENT) for name in ("A", "A 2"))
    assert free_name("A", taken) == "A 3"
    assert free_name("B", taken) == "B"
