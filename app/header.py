"""The bar at the top of the window: name, menus, and the buttons that are needed most."""

from __future__ import annotations

import sys

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QPushButton,
    QToolButton,
)

from app.actions import LANGUAGE, THEME, Actions
from app.find_button import FindButton
from app.icons import Icons
from app.menus import Menus
from app.writing import Writing, writing_font
from layers.texts import LANGUAGES, Texts

_HEIGHT = 50
_SEGMENT_HEIGHT = 32
_ICON = QSize(20, 20)
_SPACING = 4
_BRAND = "Atlas Seguro"
_BY_NEED = ("undo", "redo", "open", "save", "fit", "box_zoom", "copy_map", "print")
"""The buttons, what is missed most first."""


class Header(QFrame):
    """Shows the window's actions as menus and buttons.

    Attributes:
        menu_bar: the menus.
        find_button: the button that opens the search box.
        export: the button that leads to a file.
        languages: language code to its button.
        recent_menu: the menu of projects that were open last.
        bookmarks_menu: the menu of bookmarks.
    """

    def __init__(self, actions: Actions, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setFixedHeight(_HEIGHT)
        self._actions = actions
        self._icons = icons
        self.menu_bar = QMenuBar()
        self._menus = Menus(self.menu_bar, actions)
        self.recent_menu, self.bookmarks_menu = self._menus.recent, self._menus.go_to
        self.export = QPushButton()
        self.export.setProperty("kind", "primary")
        self.export.setFont(writing_font(Writing.STRONG))
        self.export.setIcon(icons.icon("export", "on_button"))
        self.export.clicked.connect(actions["export"].trigger)
        self.find_button = FindButton(actions["find"], icons)
        self._segments = QFrame()
        self._segments.setObjectName("segments")
        self._segments.setFixedHeight(_SEGMENT_HEIGHT)
        self._segment_row = QHBoxLayout(self._segments)
        self._segment_row.setContentsMargins(1, 1, 1, 1)
        self._segment_row.setSpacing(0)
        self._segment_group = QButtonGroup(self)
        self.languages = {code: self._language_button(code) for code in LANGUAGES}
        self._theme = self._theme_button()
        self._buttons: dict[str, QToolButton] = {}
        self._arrange()

    def retranslate(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._menus.retranslate(texts)
        self.menu_bar.setAccessibleName(texts.gettext("Menus"))
        self.export.setText(texts.gettext("Export"))
        self.export.setToolTip(self._actions["export"].toolTip())
        self.find_button.retranslate(texts)
        self._theme.setToolTip(texts.gettext("Theme"))
        self._theme.setAccessibleName(texts.gettext("Theme"))
        for code, button in self.languages.items():
            button.setChecked(code == texts.language)
        self._fit_buttons()

    def take_focus(self) -> None:
        """Let the keyboard work on the buttons."""
        reachable = (b for b in self._buttons.values() if b.isEnabled() and b.isVisible())
        first = next(reachable, self.export)
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide buttons for which there is no room."""
        super().resizeEvent(event)
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        """Show as many buttons as there is room for beside the menus, which have them all."""
        widths = {name: b.sizeHint().width() + _SPACING for name, b in self._buttons.items()}
        hidden = sum(w for name, w in widths.items() if self._buttons[name].isHidden())
        needed = self.sizeHint().width() + hidden
        for name in reversed(_BY_NEED):
            fits = needed <= self.width()
            self._buttons[name].setVisible(fits)
            needed -= 0 if fits else widths[name]

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(_SPACING)
        brand = QLabel(_BRAND)
        brand.setObjectName("brand")
        brand.setFont(writing_font(Writing.BRAND))
        row.addWidget(brand)
        row.addSpacing(8)
        if sys.platform != "darwin":  # there the menus have their place at the top of the screen
            row.addWidget(self.menu_bar, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addSpacing(8)
        for name in (
            "open",
            "save",
            "",
            "undo",
            "redo",
            "",
            "fit",
            "box_zoom",
            "",
            "copy_map",
            "print",
        ):
            if name:
                self._buttons[name] = self._button(name)
                row.addWidget(self._buttons[name])
            else:
                row.addSpacing(12)
        row.addStretch(1)
        row.addWidget(self.find_button, 4)
        row.addSpacing(4)
        for widget in (self._segments, self._theme, self.export):
            row.addWidget(widget)
            row.addSpacing(4)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._actions[name])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(_ICON)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _language_button(self, code: str) -> QToolButton:
        """Return a button of the switch between languages, each in its own words."""
        button = QToolButton()
        button.setProperty("kind", "segment")
        button.setCheckable(True)
        button.setText(code.upper())
        button.setToolTip(LANGUAGES[code])
        button.setAccessibleName(LANGUAGES[code])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._actions[LANGUAGE + code].trigger)
        self._segment_row.addWidget(button)
        self._segment_group.addButton(button)
        return button

    def _theme_button(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(self._icons.icon("system"))
        button.setIconSize(_ICON)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        for name, action in self._actions.items():
            if name.startswith(THEME):
                menu.addAction(action)
                action.toggled.connect(
                    lambda on, action=action: button.setIcon(action.icon()) if on else None
                )
        button.setMenu(menu)
        return button
