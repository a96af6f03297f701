"""Help: the guide, keys, sources, what the program is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.actions import Actions
from app.icons import Icons
from app.session import Session

if TYPE_CHECKING:
    from app.panels.context import PageContext
    from app.panels.page import Page
    from layers.programs import ProgramCatalogue


class Help:
    """Shows help in dialogs of the window; what they need is imported with the first."""

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

    def show_guide(self) -> None:
        """Show what planners want to do, step by step."""
        from app.help_pages import guide_page

        self._show(guide_page(self._context()), "Guide")

    def show_shortcuts(self) -> None:
        """Show every key that does something."""
        from app.help_pages import shortcuts_page

        self._show(shortcuts_page(self._context(), self._actions), "Keyboard shortcuts")

    def show_sources(self) -> None:
        """Show every source of the facts and of the map."""
        from app.help_pages import sources_page

        self._show(sources_page(self._context()), "Where the facts come from")

    def show_about(self) -> None:
        """Show what the program is, its version and its licence."""
        from app.help_pages import SMALL_HEIGHT, about_page

        self._show(about_page(self._context()), "About Atlas Seguro", SMALL_HEIGHT)

    def _context(self) -> PageContext:
        from app.panels.context import PageContext

        return PageContext(self._session, self._programs(), self._icons)

    def _show(self, page: Page, title: str, height: int | None = None) -> None:
        from app.help_pages import HEIGHT, HelpDialog

        page.followed.connect(self._open_link)
        HelpDialog(page, page.gettext(title), self._window, height or HEIGHT).open()
