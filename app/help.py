"""Help: keys, sources, what the program is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app import __version__
from app.actions import Actions
from app.icons import Icons
from app.panels.context import PageContext
from app.panels.page import Page
from app.panels.prose import Paragraph, Piece, Style, paragraph
from app.session import Session
from layers.programs import ProgramCatalogue
from layers.texts import N_

_WIDTH, _HEIGHT = 620, 640

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


class HelpDialog(QDialog):
    """Shows one page until it is closed."""

    def __init__(self, page: Page, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(_WIDTH, _HEIGHT)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 12, 12)
        column.addWidget(page, stretch=1)
        column.addWidget(buttons)


class Help:
    """Shows help in dialogs of the window."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        programs: Callable[[], ProgramCatalogue],
        icons: Icons,
        actions: Actions,
        open_link: Callable[[str], None],
    ) -> None:
        self._window = window
        self._session = session
        self._programs = programs
        self._icons = icons
        self._actions = actions
        self._open_link = open_link

    def show_shortcuts(self) -> None:
        """Show every key that does something."""
        page = self._page()
        _ = page.gettext
        page.add_title(_("Keyboard shortcuts"))
        page.add_head(_("Everywhere"))
        page.add_prose(tuple(self._action_keys()))
        for head, keys in ((_("On the map"), _MAP_KEYS), (_("In the list of layers"), _LIST_KEYS)):
            page.add_head(head)
            page.add_prose([_key_line(names, _(words)) for names, words in keys])
        self._show(page, _("Keyboard shortcuts"))

    def show_sources(self) -> None:
        """Show every source of the facts and of the map."""
        page = self._page()
        _, language = page.gettext, page.context.language
        page.add_title(
            _("Where the facts come from"),
            _(
                "Every fact in the atlas names its source and how sure it is. What no public "
                "source tells is listed as not published, and no symbol is drawn for it."
            ),
        )
        citations = {
            info.citation[language]: (info.citation[language], _(info.licence), info.url)
            for info in self._session.data.layers
        }
        page.add_sources(
            (" · ".join(filter(None, parts)) for parts in citations.values()), _("The map")
        )
        page.add_sources(
            (
                " ".join(filter(None, (source.citation.text(language), source.url)))
                for source in self._programs().sources.values()
            ),
            _("The programs"),
        )
        self._show(page, _("Where the facts come from"))

    def show_about(self) -> None:
        """Show what the program is, its version and its licence."""
        page = self._page()
        _ = page.gettext
        page.add_title(
            "Atlas Seguro",
            _("Version {version}").format(version=__version__),
            _("A map of El Salvador's security programs, for planners. It needs no network."),
            _(
                "The program is free software under the MIT licence. The data have licences of "
                "their own, which “Where the facts come from” names."
            ),
            _(
                "It is made with Qt and PySide6 (LGPL), NumPy, Shapely, psygnal, Babel, folium, "
                "Leaflet and the font Noto Sans."
            ),
        )
        self._show(page, _("About Atlas Seguro"))

    def _page(self) -> Page:
        page = Page(PageContext(self._session, self._programs(), self._icons))
        page.followed.connect(self._open_link)
        return page

    def _show(self, page: Page, title: str) -> None:
        HelpDialog(page, title, self._window).open()

    def _action_keys(self) -> Iterator[Paragraph]:
        for action in self._actions.values():
            keys = action.shortcuts()
            if keys:
                yield _line([_native(key) for key in keys[:1]], action.text().rstrip("…"))


def _key_line(names: tuple[str, ...], words: str) -> Paragraph:
    return _line([_native(QKeySequence(name)) for name in names], words)


def _line(keys: list[str], words: str) -> Paragraph:
    return paragraph(Piece("  ".join(keys), Style.DATE), Piece(f"   {words}"), space_before=5)


def _native(key: QKeySequence) -> str:
    return key.toString(QKeySequence.SequenceFormat.NativeText)
