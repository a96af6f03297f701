"""The menus."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QMenuBar

from app.actions import LANGUAGE, TEXT_SIZE, THEME, Actions
from layers.texts import N_, Texts

_FIND = ("find", "", "copy_decimal", "copy_dms", "copy_utm")
MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("&File"),
        (
            "new_project",
            "open",
            "open_project",
            "recent",
            "",
            "save",
            "save_as",
            "embed",
            "",
            "export",
            "web_preview",
            "copy_map",
            "print",
            "",
            "quit",
        ),
    ),
    (N_("&Edit"), ("undo", "redo", "", "delete_feature", "select_box", "", *_FIND)),
    (
        N_("&View"),
        (
            *("zoom_in", "zoom_out", "fit", "box_zoom", "previous_view", "next_view"),
            *("add_bookmark", "bookmarks", "go_to_bookmark", ""),
            *("story", "add_step", "present", ""),
            *("measure_distance", "measure_area", "", "online_map", ""),
            *("layers_panel", "details_panel", "drawing_order", ""),
            *("overview", "back", "next_pane", "previous_pane", ""),
            *("language", "theme", "text_size"),
        ),
    ),
    (
        N_("&Data"),
        (
            *("table", "timeline", "changes", "features_in_view"),
            *("indicators", "layer_style", ""),
            *("new_layer", "save_layer", ""),
            *("official_boundaries", "builtin_boundaries"),
        ),
    ),
    (N_("&Help"), ("guide", "tips", "shortcuts", "sources", "check_file", "about")),
)
"""Titles (English; to be translated) and the names of the actions; "" for a line between them."""

SUBMENUS = {
    "language": (N_("Language"), LANGUAGE),
    "theme": (N_("Theme"), THEME),
    "text_size": (N_("Size of text and symbols"), TEXT_SIZE),
}
"""Menus within menus: title, and what the names of their actions begin with."""

_RECENT, _GO_TO = N_("Recent projects"), N_("Go to bookmark")


class Menus:
    """Fills a menu bar with the window's actions.

    Attributes:
        recent, go_to: the menus of projects and of bookmarks, which whoever knows them fills.
    """

    def __init__(self, bar: QMenuBar, actions: Actions) -> None:
        self._titles: list[tuple[QMenu, str]] = []
        self.recent = self._titled(QMenu(bar), _RECENT)
        self.go_to = self._titled(QMenu(bar), _GO_TO)
        for title, names in MENUS:
            menu = self._titled(bar.addMenu(""), title)
            for name in names:
                self._fill(menu, name, actions)

    def retranslate(self, texts: Texts) -> None:
        """Take the words of a language."""
        for menu, title in self._titles:
            menu.setTitle(texts.gettext(title))

    def _fill(self, menu: QMenu, name: str, actions: Actions) -> None:
        if not name:
            menu.addSeparator()
        elif name == "recent":
            menu.addMenu(self.recent)
        elif name == "go_to_bookmark":
            menu.addMenu(self.go_to)
        elif name in SUBMENUS:
            title, beginning = SUBMENUS[name]
            submenu = self._titled(menu.addMenu(""), title)
            submenu.addActions([actions[key] for key in actions if key.startswith(beginning)])
        else:
            menu.addAction(actions[name])

    def _titled(self, menu: QMenu, title: str) -> QMenu:
        self._titles.append((menu, title))
        return menu
