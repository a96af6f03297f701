"""How the window was left the last time, kept in one JSON file."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, field, replace
from pathlib import Path
from typing import Any

from app.pane_settings import read_panes
from geodata.frozen import frozen
from layers.bookmarks import Bookmark
from layers.texts import LANGUAGES, Texts
from layers.view import Bounds

_log = logging.getLogger(__name__)
_VERSION = 1
_LARGEST_FILE = 1_000_000
_THEMES = ("system", "light", "dark", "contrast")
TEXT_SIZES = (100, 115, 130, 150, 175, 200)
"""How large text and symbols of the window may be, per cent of the usual size."""

_MOST_RECENT, _LONGEST_PATH = 20, 4096
_MOST_BOOKMARKS = 1000
_FARTHEST = 2.1e7
"""Metres; the map's plane ends before (EPSG:3857)."""


@frozen
class Settings:
    """How the window was left.

    Attributes:
        language: language code of the interface.
        theme: "system", "light", "dark" or "contrast".
        text_size: one of `TEXT_SIZES`.
        extent: the part of the map that was shown, metres (EPSG:3857); None for the whole country.
        window: left, top, width, height of the window in logical pixels; None at the first start.
        maximized: whether it filled the screen.
        panels: widths of layers panel, map and details panel in logical pixels; 0 for one that is
            closed; None at the first start.
        flat_layers: whether the layers panel shows one list in drawing order, without groups.
        online_allowed: whether the planner allowed online maps to be asked for.
        recent: paths of the projects that were open last, the latest first.
        columns: layer id to the layout of its table's columns, as `app.column_settings` writes it.
        bookmarks: views to come back to in maps that are no project.
        tips: whether the tips of the first start shall be shown.
        panes: what was open below the map, as `layers.view_state.ViewState` tells it.
    """

    language: str = "en"
    theme: str = "system"
    text_size: int = 100
    extent: Bounds | None = None
    window: tuple[int, int, int, int] | None = None
    maximized: bool = False
    panels: tuple[int, int, int] | None = None
    flat_layers: bool = False
    online_allowed: bool = False
    recent: tuple[str, ...] = ()
    columns: Mapping[str, Any] = field(default_factory=dict)
    bookmarks: tuple[Bookmark, ...] = ()
    tips: bool = False
    panes: tuple[str, ...] = ()


class SettingsFile:
    """Reads and writes the settings.

    A file that is damaged never keeps the atlas from starting: what is wrong in it is left out.

    Attributes:
        path: the JSON file.
        problem: what was wrong with the file when it was read, in technical words, or "".
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""

    def read(self, first: Settings) -> Settings:
        """Return what was kept, and ``first`` for what was not.

        Args:
            first: how the window looks at its first start.
        """
        self.problem = ""
        try:
            content = self._content()
        except FileNotFoundError:
            return first
        except (OSError, ValueError, RecursionError) as error:
            self._tell(str(error))
            return first
        values = {name: _checked(name, content[name]) for name in _CHECKS if name in content}
        wrong = sorted(name for name, value in values.items() if value is _WRONG)
        if wrong:
            self._tell(f"no valid {', '.join(wrong)}")
        return replace(first, **{k: v for k, v in values.items() if v is not _WRONG})

    def write(self, settings: Settings) -> None:
        """Keep ``settings``, replacing the old file in one step; a failure is logged."""
        from app.exports.report import ExportError
        from app.exports.saving import write_bytes

        text = json.dumps({"version": _VERSION, **asdict(settings)}, indent=2)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(self.path, text.encode(), Texts("en"))
        except (OSError, ExportError) as error:
            _log.warning("the settings were not kept: %s", error)

    def _content(self) -> dict[str, Any]:
        if self.path.stat().st_size > _LARGEST_FILE:
            raise ValueError("the file is too large")
        content = json.loads(self.path.read_text(encoding="utf-8"))
        if not isinstance(content, dict):
            raise ValueError("the file does not hold an object")
        return content

    def _tell(self, problem: str) -> None:
        self.problem = problem
        _log.warning("%s: %s; the first settings are used instead", self.path, problem)


_WRONG: Any = object()


def _checked(name: str, value: object) -> Any:
    """Return a value as `Settings` holds it, `_WRONG` if it is none."""
    check, convert = _CHECKS[name]
    try:
        return convert(value) if check(value) else _WRONG
    except (TypeError, ValueError, OverflowError):
        return _WRONG


def _numbers(count: int, low: float, high: float) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        return value is None or (
            isinstance(value, list)
            and len(value) == count
            and all(isinstance(n, int | float) and not isinstance(n, bool) for n in value)
            and all(low <= n <= high for n in value)  # so written, it refuses nan too
        )

    return check


def _is_extent(value: Any) -> bool:
    if not _numbers(4, -_FARTHEST, _FARTHEST)(value):
        return False
    return value is None or (value[0] < value[2] and value[1] < value[3])


def _is_window(value: Any) -> bool:
    if not _numbers(4, -100_000, 100_000)(value):
        return False
    return value is None or (value[2] > 0 and value[3] > 0)


def _whole(value: Any) -> Any:
    return None if value is None else tuple(int(number) for number in value)


def _decimal(value: Any) -> Any:
    return None if value is None else tuple(float(number) for number in value)


def _same(value: Any) -> Any:
    return value


def _is_paths(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= _MOST_RECENT
        and all(isinstance(path, str) and 0 < len(path) < _LONGEST_PATH for path in value)
    )


def _is_bookmarks(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= _MOST_BOOKMARKS
        and all(isinstance(one, dict) and _is_bookmark(one) for one in value)
        and len({one["name"] for one in value}) == len(value)
    )


def _is_bookmark(value: dict[str, Any]) -> bool:
    name, layers = value.get("name"), value.get("layers")
    is_named = isinstance(name, str) and 0 < len(name) < _LONGEST_PATH
    has_layers = layers is None or (
        isinstance(layers, list) and all(isinstance(one, str) for one in layers)
    )
    return (
        is_named and has_layers and value.get("extent") is not None and _is_extent(value["extent"])
    )


def _bookmarks(value: Any) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(
            one["name"],
            _decimal(one["extent"]),
            None if one.get("layers") is None else tuple(one["layers"]),
        )
        for one in value
    )


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


_CHECKS: dict[str, tuple[Callable[[Any], bool], Callable[[Any], Any]]] = {
    "language": (lambda value: isinstance(value, str) and value in LANGUAGES, _same),
    "theme": (lambda value: isinstance(value, str) and value in _THEMES, _same),
    "text_size": (lambda value: value in TEXT_SIZES and not isinstance(value, bool), int),
    "extent": (_is_extent, _decimal),
    "window": (_is_window, _whole),
    "maximized": (_is_flag, _same),
    "panels": (_numbers(3, 0, 100_000), _whole),
    "flat_layers": (_is_flag, _same),
    "online_allowed": (_is_flag, _same),
    "recent": (_is_paths, tuple),
    # Looked through where it is read: what is no layout is left out there.
    "columns": (lambda value: isinstance(value, dict), _same),
    "bookmarks": (_is_bookmarks, _bookmarks),
    "tips": (_is_flag, _same),
    "panes": (lambda value: isinstance(value, list), read_panes),
}
