"""Each thing that the atlas explores with is reached by menu, by keyboard and by Find."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.guide import load_guide
from layers.search.found import Kind
from layers.texts import Texts
from scripts.guide import FOLDER

REACHED = {
    "find": ("find", "find-a-municipality"),
    "indicators": ("indicators", "show-an-indicator"),
    "profile and before/after": ("indicators", "profile-of-an-area"),
    "attribute table": ("table", "list-and-sort"),
    "selection with a box": ("select_box", "list-and-sort"),
    "style": ("layer_style", "change-a-style"),
    "base maps": ("online_map", "online-map"),
    "measuring distances": ("measure_distance", "measure-a-way"),
    "measuring areas": ("measure_area", "measure-a-way"),
    "coordinates": ("copy_decimal", "copy-coordinates"),
    "adding a bookmark": ("add_bookmark", "keep-a-view"),
    "bookmarks": ("bookmarks", "keep-a-view"),
    "back through views": ("previous_view", "keep-a-view"),
    "forward through views": ("next_view", "keep-a-view"),
    "timeline": ("timeline", "what-happened-when"),
    "features in view": ("features_in_view", "without-a-mouse"),
    "guide": ("guide", "first-minute"),
    "shortcuts": ("shortcuts", "first-minute"),
    "tips": ("tips", "first-minute"),
    "theme": ("theme_contrast", "language-and-look"),
    "language": ("language_es", "language-and-look"),
    "text size": ("text_size_130", "language-and-look"),
}
"""What it is, the action that leads to it, and the task of the guide that has its picture."""

BY_MENU_KEY = {"tips", "theme_contrast", "language_es", "text_size_130", "online_map"}
"""Actions without keys of their own: the keyboard reaches them through the menu bar and Find."""


def in_menus(menu, seen):
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            in_menus(below, seen)
        else:
            seen.add(action)
    return seen


@pytest.mark.parametrize("what", REACHED)
def test_it_is_in_a_menu_with_a_mnemonic(main_window, what):
    name, _ = REACHED[what]
    tops = [action for action in main_window.header.menu_bar.actions() if action.menu()]
    assert all("&" in action.text() for action in tops)
    found = [
        top for top in tops if main_window.actions_by_name[name] in in_menus(top.menu(), set())
    ]
    assert len(found) == 1


@pytest.mark.parametrize("what", REACHED)
def test_it_has_keys(main_window, what):
    name, _ = REACHED[what]
    keys = main_window.actions_by_name[name].shortcuts()
    assert bool(keys) != (name in BY_MENU_KEY)


def test_no_keys_mean_two_things(main_window):
    keys = [key for action in main_window.actions_by_name.values() for key in action.shortcuts()]
    written = [key.toString() for key in keys]
    assert len(set(written)) == len(written)


@pytest.mark.parametrize("language", ["en", "es"])
def test_find_leads_to_each(main_window, qtbot, language):
    main_window.session.view_state.language = language
    searching = main_window.exploring.searching
    main_window.actions_by_name["find"].trigger()
    qtbot.waitUntil(lambda: searching.host.is_complete, timeout=20_000)
    missed = []
    for name, _task in REACHED.values():
        action = main_window.actions_by_name[name]
        words = action.text().removesuffix("…")
        # Find itself, and what cannot be done now, is not offered.
        if name != "find" and action.isEnabled():
            found = searching._find(words).found
            if not any(one.kind is Kind.COMMAND and one.key == name for one in found):
                missed.append(words)
    assert missed == []
    # Typed at once: keys that are played know no accents.
    searching.box.line.setText(Texts(language).gettext("Timeline"))
    place = next(
        place for place, one in enumerate(searching.box.view.results.found) if one.key == "timeline"
    )
    for _ in range(place):
        QTest.keyClick(searching.box.line, Qt.Key.Key_Down)
    QTest.keyClick(searching.box.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: main_window.session.view_state.panes == ("timeline",))
    assert QApplication.focusWidget() is not searching.box.line


def test_each_has_a_task_and_a_picture():
    tasks = {task.id for task in load_guide()}
    for _, task in REACHED.values():
        assert task in tasks
        for language in ("en", "es"):
            assert (FOLDER / "pictures" / f"{task}-{language}.png").exists()
