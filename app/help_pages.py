"""The pages of the help."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app import __version__
from app.actions import Actions
from app.guide import load_guide
from app.panels.context import PageContext
from app.panels.page import Page
from app.panels.prose import Paragraph, Piece, Style, paragraph
from layers.texts import N_

HEIGHT, SMALL_HEIGHT = 640, 330
"""Logical pixels of a page that scrolls, and of one of a few lines."""

_WIDTH = 620
_KEY_COLUMN = 200

_MAP_KEYS = (
    (("Left", "Right", "Up", "Down"), N_("Move the map")),
    (("Shift+Left", "Shift+Right", "PgUp", "PgDown"), N_("Move the map by a page")),
    (("+", "-"), N_("Zoom in and out")),
    (("Home",), N_("Show the whole country")),
    ((".", ","), N_("Point at the next or previous feature")),
    (("Return",), N_("Select the feature that is pointed at")),
    (("Esc",), N_("Let go of box, pointing and selection")),
)
_LIST_KEYS = (
    (("Up", "Down"), N_("Go from layer to layer")),
    (("Space",), N_("Show or hide the layer")),
    (("Return",), N_("Show its details")),
    (("Right", "Left"), N_("Unfold or fold its options")),
    (("Alt+Up", "Alt+Down"), N_("Move it up or down in the order")),
    (("Shift+F10",), N_("Open its menu")),
)
_TABLE_KEYS = (
    (("Alt+Down",), N_("Open the menu of the column: sort, filter, hide, move")),
    (("Ctrl+A",), N_("Select all rows")),
    (("Ctrl+Shift+I",), N_("Select all others")),
    (("Return",), N_("Zoom to the selected rows")),
    (("Ctrl+C",), N_("Copy the selected rows")),
    (("F2",), N_("Edit the cell of a layer of one's own")),
)


class HelpDialog(QDialog):
    """Shows one page until it is closed."""

    def __init__(self, page: Page, title: str, parent: QWidget, height: int = HEIGHT) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(_WIDTH, height)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setIcon(QIcon())
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 12, 12)
        column.addWidget(page, stretch=1)
        column.addWidget(buttons)
        close.setFocus()


def guide_page(context: PageContext) -> Page:
    """Return the page of what planners want to do, step by step."""
    page = Page(context)
    _ = page.gettext
    page.add_title(
        _("Guide"),
        _("Each task begins with the map as it is at the first start. Keys stand in brackets."),
    )
    for task in load_guide():
        title = paragraph(Piece(task.title[context.language], Style.STRONG), space_before=8)
        steps = (
            paragraph(Piece(f"{number}. ", Style.DATE), Piece(step), space_before=3)
            for number, step in enumerate(task.written(context.texts), 1)
        )
        page.add_prose([title, *steps])
    return page


def shortcuts_page(context: PageContext, actions: Actions) -> Page:
    """Return the page of every key that does something."""
    page = Page(context)
    _ = page.gettext
    page.add_title(_("Keyboard shortcuts"))
    page.add_head(_("Everywhere"))
    page.add_prose(tuple(_action_keys(actions))).setTabStopDistance(_KEY_COLUMN)
    for head, keys in (
        (_("On the map"), _MAP_KEYS),
        (_("In the list of layers"), _LIST_KEYS),
        (_("In the attribute table"), _TABLE_KEYS),
    ):
        page.add_head(head)
        lines = [_key_line(names, _(words)) for names, words in keys]
        page.add_prose(lines).setTabStopDistance(_KEY_COLUMN)
    return page


def sources_page(context: PageContext) -> Page:
    """Return the page of every source of the facts and of the map."""
    page = Page(context)
    _, language = page.gettext, context.language
    page.add_title(
        _("Where the facts come from"),
        _(
            "Every fact in the atlas names its source and how sure it is. What no public source "
            "tells is listed as not published, and no symbol is drawn for it."
        ),
    )
    citations = {
        info.citation[language]: (info.citation[language], _(info.licence), info.url)
        for info in context.session.data.layers
    }
    page.add_sources(
        (" · ".join(filter(None, parts)) for parts in citations.values()), _("The map")
    )
    page.add_sources(
        (
            " ".join(filter(None, (source.citation.text(language), source.url)))
            for source in context.programs.sources.values()
        ),
        _("The programs"),
    )
    return page


def about_page(context: PageContext) -> Page:
    """Return the page that says what the program is, its version and its licence."""
    page = Page(context)
    _ = page.gettext
    page.add_title(
        "Atlas Seguro",
        _("Version {version}").format(version=__version__),
        _("A map of El Salvador's security programs, for planners. It needs no network."),
        _(
            "The program is free software under the MIT licence. The data have licences of their "
            "own, which “Where the facts come from” names."
        ),
        _(
            "It is made with Qt and PySide6 (LGPL), NumPy, Shapely, Babel, folium, "
            "Leaflet and the font Noto Sans."
        ),
    )
    return page


def _action_keys(actions: Actions) -> Iterator[Paragraph]:
    for action in actions.values():
        if action.shortcuts():
            yield _line([_native(action.shortcut())], action.text().rstrip("…"))


def _key_line(names: tuple[str, ...], words: str) -> Paragraph:
    return _line([_native(QKeySequence(name)) for name in names], words)


def _line(keys: list[str], words: str) -> Paragraph:
    return paragraph(Piece("  ".join(keys), Style.DATE), Piece(f"\t{words}"), space_before=5)


def _native(key: QKeySequence) -> str:
    return key.toString(QKeySequence.SequenceFormat.NativeText)
