"""The window's commands, as they are found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from app.actions import ACTIONS
from layers.search.found import KIND_WORDS, Entry, Found, Kind
from layers.texts import Texts

_NOT_FOUND = frozenset({"find"})
"""Commands that make no sense from the search box."""

_PART = " › "  # noqa: RUF001 - as menus are told in both languages
_ENGLISH = {spec.name: spec.text for spec in ACTIONS}


def command_entries(
    actions: Mapping[str, QAction], menu_bar: QMenuBar, texts: Texts
) -> list[Entry]:
    """Return the commands that can be done now, with their menus and keys.

    They are found by what they are called in the interface's language and in English.
    """
    menus = dict(_menus(menu_bar))
    entries = []
    for name, action in actions.items():
        words = action.text().replace("&&", "&")
        if not action.isEnabled() or not words or name in _NOT_FOUND:
            continue
        menu = menus.get(action, "")
        found = Found(
            Kind.COMMAND,
            words.removesuffix("…"),
            texts.gettext(KIND_WORDS[Kind.COMMAND]),
            menu,
            key=name,
            note=action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
        )
        own_menu = menu.rpartition(_PART)[2]
        names = (words, f"{own_menu} {words}", _ENGLISH.get(name, ""))
        entries.append(Entry(found, tuple(dict.fromkeys(filter(None, names)))))
    return entries


def _menus(bar: QMenuBar) -> Iterator[tuple[QAction, str]]:
    for top in bar.actions():
        menu = top.menu()
        if isinstance(menu, QMenu):
            yield from _in_menu(menu, _title(menu))


def _in_menu(menu: QMenu, path: str) -> Iterator[tuple[QAction, str]]:
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _in_menu(below, f"{path}{_PART}{_title(below)}")
        else:
            yield action, path


def _title(menu: QMenu) -> str:
    return menu.title().replace("&", "")
