"""Everything the window can be told to do, by menu, button or key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from app.icons import Icons
from app.settings import TEXT_SIZES
from app.theme import THEMES
from geodata.frozen import frozen
from layers.texts import LANGUAGES, N_, Texts

_Standard = QKeySequence.StandardKey


@frozen
class ActionSpec:
    """What an action is.

    Attributes:
        name: by which the program knows it.
        text: what menus call it (English; to be translated), without mnemonic.
        keys: the shortcuts; the first is shown.
        icon: the name of its icon, or "".
        checkable: whether it is on or off.
    """

    name: str
    text: str
    keys: tuple[QKeySequence.StandardKey | str, ...] = ()
    icon: str = ""
    checkable: bool = False


ACTIONS = (
    ActionSpec("new_project", N_("New map"), (_Standard.New,)),
    ActionSpec("open", N_("Open…"), (_Standard.Open,), "open"),
    ActionSpec("open_project", N_("Open project…"), ("Ctrl+Shift+O",)),
    ActionSpec("save", N_("Save project"), (_Standard.Save,), "save"),
    ActionSpec("save_as", N_("Save project as…"), ("Ctrl+Shift+S",)),
    ActionSpec("embed", N_("Keep data inside the project"), checkable=True),
    ActionSpec("export", N_("Export…"), ("Ctrl+E",), "export"),
    ActionSpec("copy_map", N_("Copy map"), (_Standard.Copy,), "copy"),
    ActionSpec("print", N_("Print…"), (_Standard.Print,), "print"),
    ActionSpec("web_preview", N_("Web preview"), ("Ctrl+Shift+W",), "web"),
    ActionSpec("quit", N_("Quit"), ("Ctrl+Q",)),
    ActionSpec("undo", N_("Undo"), (_Standard.Undo,), "undo"),
    ActionSpec("redo", N_("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    ActionSpec("delete_feature", N_("Delete feature"), (_Standard.Delete,)),
    ActionSpec("new_layer", N_("New layer…"), ("Ctrl+Shift+N",)),
    ActionSpec("save_layer", N_("Save layer as…")),
    ActionSpec("indicators", N_("Indicators…"), ("Ctrl+I",)),
    ActionSpec("layer_style", N_("Layer style…"), ("Ctrl+L",)),
    ActionSpec("table", N_("Attribute table"), ("F7",), "table", True),
    ActionSpec("timeline", N_("Timeline"), ("F8",), "timeline", True),
    ActionSpec("changes", N_("What changed…"), ("F9",), "changes", True),
    ActionSpec("features_in_view", N_("List the features in view"), ("Ctrl+Shift+L",)),
    ActionSpec("select_box", N_("Select with a box"), ("Ctrl+Shift+B",), "select-box"),
    ActionSpec("official_boundaries", N_("Use official boundaries…")),
    ActionSpec("builtin_boundaries", N_("Use built-in boundaries again")),
    ActionSpec("find", N_("Find…"), ("Ctrl+K", _Standard.Find), "find"),
    ActionSpec("measure_distance", N_("Measure distance"), ("Ctrl+M",), "measure"),
    ActionSpec("measure_area", N_("Measure area"), ("Ctrl+Shift+M",)),
    ActionSpec("copy_decimal", N_("Copy place in decimal degrees"), ("Ctrl+Shift+C",)),
    ActionSpec("copy_dms", N_("Copy place in degrees, minutes, seconds")),
    ActionSpec("copy_utm", N_("Copy place in UTM 16N")),
    ActionSpec("zoom_in", N_("Zoom in"), ("Ctrl++", "Ctrl+="), "zoom-in"),
    ActionSpec("zoom_out", N_("Zoom out"), ("Ctrl+-",), "zoom-out"),
    ActionSpec("fit", N_("Show the whole country"), ("Ctrl+0",), "fit"),
    ActionSpec("previous_view", N_("Previous view"), ("Alt+Shift+Left",)),
    ActionSpec("next_view", N_("Next view"), ("Alt+Shift+Right",)),
    ActionSpec("add_bookmark", N_("Add bookmark…"), ("Ctrl+D",)),
    ActionSpec("bookmarks", N_("Bookmarks…"), ("Ctrl+Shift+D",)),
    ActionSpec("story", N_("Story"), ("F4",), "story", True),
    ActionSpec("add_step", N_("Add this view to the story"), ("Ctrl+Shift+A",)),
    ActionSpec("present", N_("Present the story"), ("F5",)),
    ActionSpec("box_zoom", N_("Zoom to a box"), ("Ctrl+B",), "box-zoom"),
    ActionSpec("online_map", N_("Online map…")),
    ActionSpec("layers_panel", N_("Layers panel"), ("Ctrl+1",), "layers-panel", True),
    ActionSpec("details_panel", N_("Details panel"), ("Ctrl+2",), "details-panel", True),
    ActionSpec("drawing_order", N_("Layers in drawing order"), checkable=True),
    ActionSpec("back", N_("Back in the details"), ("Alt+Left",), "back"),
    ActionSpec("overview", N_("Overview"), ("Ctrl+Home",)),
    ActionSpec("next_pane", N_("Next part of the window"), ("F6",)),
    ActionSpec("previous_pane", N_("Previous part of the window"), ("Shift+F6",)),
    ActionSpec("guide", N_("Guide"), ("F1",)),
    ActionSpec("tips", N_("Tips to begin with")),
    ActionSpec("shortcuts", N_("Keyboard shortcuts"), ("Shift+F1",)),
    ActionSpec("sources", N_("Where the facts come from")),
    ActionSpec("check_file", N_("Check an exported file…")),
    ActionSpec("about", N_("About Atlas Seguro")),
)
"""Actions with a name of their own; languages, themes and text sizes come in addition."""

LANGUAGE, THEME, TEXT_SIZE = "language_", "theme_", "text_size_"
"""What the names of the actions for languages, themes and text sizes begin with."""


class Actions(Mapping[str, QAction]):
    """The window's actions by name."""

    def __init__(self, window: QWidget, icons: Icons) -> None:
        self._actions: dict[str, QAction] = {}
        self._texts: dict[str, str] = {}
        for spec in ACTIONS:
            self._add(spec, window, icons)
        languages, themes = QActionGroup(window), QActionGroup(window)
        for code, own_name in LANGUAGES.items():
            action = self._add(ActionSpec(LANGUAGE + code, "", checkable=True), window, icons)
            action.setText(own_name)
            languages.addAction(action)
        for theme, text in THEMES.items():
            spec = ActionSpec(THEME + theme, text, (), theme, True)
            themes.addAction(self._add(spec, window, icons))
        sizes = QActionGroup(window)
        for size in TEXT_SIZES:
            spec = ActionSpec(f"{TEXT_SIZE}{size}", "", checkable=True)
            action = self._add(spec, window, icons)
            action.setText(f"{size}\N{NO-BREAK SPACE}%")
            sizes.addAction(action)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def __len__(self) -> int:
        return len(self._actions)

    def retranslate(self, texts: Texts) -> None:
        """Take the words of a language."""
        for name, text in self._texts.items():
            words = texts.gettext(text)
            action = self._actions[name]
            action.setText(words)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{words.removesuffix('…')} ({keys})" if keys else words)

    def _add(self, spec: ActionSpec, window: QWidget, icons: Icons) -> QAction:
        action = QAction(window)
        action.setObjectName(spec.name)
        action.setCheckable(spec.checkable)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        # Not all platforms show icons in menus; here the words are enough.
        action.setIconVisibleInMenu(False)
        action.setMenuRole(_ROLES.get(spec.name, QAction.MenuRole.NoRole))
        if spec.icon:
            action.setIcon(icons.icon(spec.icon))
        if spec.text:
            self._texts[spec.name] = spec.text
        window.addAction(action)
        self._actions[spec.name] = action
        return action


# On macOS these two belong into the program's own menu.
_ROLES = {"quit": QAction.MenuRole.QuitRole, "about": QAction.MenuRole.AboutRole}
