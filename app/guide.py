"""The guide: what planners want to do, step by step, in the words of the menus as they are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from PySide6.QtGui import QKeySequence

from app.actions import ACTIONS, LANGUAGE, TEXT_SIZE, THEME
from app.menus import MENUS, SUBMENUS
from app.theme import THEMES
from layers.texts import LANGUAGES, Texts

_ACTION = re.compile(r"\{([a-z_0-9]+)\}")
_MENU = " \N{RIGHTWARDS ARROW} "


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a planner wants to do.

    Attributes:
        id: unique in the guide.
        title: language code to the task, as a planner would say it.
        steps: language code to what to do, one after the other. ``{name}`` stands for an action of
            `app.actions` and is written as where the menus have it, with its keys.
    """

    id: str
    title: Mapping[str, str]
    steps: Mapping[str, tuple[str, ...]]

    @property
    def actions(self) -> tuple[str, ...]:
        """The names of the actions that the steps use, each once."""
        found = (name for step in self.steps["en"] for name in _ACTION.findall(step))
        return tuple(dict.fromkeys(found))

    def written(self, texts: Texts) -> tuple[str, ...]:
        """Return the steps in a language, with menus and keys for the actions."""
        return tuple(
            _ACTION.sub(lambda found: action_words(found[1], texts), step)
            for step in self.steps[texts.language]
        )


def load_guide() -> tuple[Task, ...]:
    """Return every task of ``resources/guide/tasks.toml``, in the guide's order."""
    content = tomllib.loads((files("resources") / "guide" / "tasks.toml").read_text("utf-8"))
    return tuple(
        Task(
            entry["id"],
            entry["title"],
            {language: tuple(steps) for language, steps in entry["steps"].items()},
        )
        for entry in content["task"]
    )


def action_words(name: str, texts: Texts) -> str:
    """Return where the menus have an action and which keys it has: "File → Open… (Ctrl+O)".

    Raises:
        KeyError: if there is no such action.
    """
    path = _MENU.join([*_menu_of(name, texts), _text_of(name, texts)])
    keys = _keys_of(name)
    return f"{path} ({keys})" if keys else path


def _text_of(name: str, texts: Texts) -> str:
    if name.startswith(LANGUAGE):
        return LANGUAGES[name.removeprefix(LANGUAGE)]
    if name.startswith(THEME):
        return texts.gettext(THEMES[name.removeprefix(THEME)])
    if name.startswith(TEXT_SIZE):
        return f"{name.removeprefix(TEXT_SIZE)}\N{NO-BREAK SPACE}%"
    return texts.gettext({spec.name: spec.text for spec in ACTIONS}[name])


def _keys_of(name: str) -> str:
    keys = next((spec.keys for spec in ACTIONS if spec.name == name), ())
    # The same on every machine, for the guide is a page of the documentation as well.
    return QKeySequence(keys[0]).toString() if keys else ""


def _menu_of(name: str, texts: Texts) -> Iterator[str]:
    """Yield the titles of the menus that lead to an action; none for one that is in no menu."""
    _ = texts.gettext
    for title, names in MENUS:
        if name in names:
            yield _(title).replace("&", "")
            return
        for submenu, (words, beginning) in SUBMENUS.items():
            if submenu in names and name.startswith(beginning):
                yield _(title).replace("&", "")
                yield _(words)
                return
