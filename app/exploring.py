"""What finds and measures: made at the first use, for the start shall not wait for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.icons import Icons
    from app.main_window import MainWindow
    from app.search.searching import Searching
    from layers.programs import ProgramCatalogue


class Exploring(QObject):
    """Hands the window's actions to the parts that find and measure.

    Attributes:
        told: something was done; what, in the interface's language.
    """

    told = Signal(str)

    def __init__(
        self, window: MainWindow, programs: Callable[[], ProgramCatalogue], icons: Icons
    ) -> None:
        super().__init__(window)
        self._window, self._programs, self._icons = window, programs, icons
        self._searching: Searching | None = None

    @property
    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the window's actions do, by name."""
        return {"find": self.find}

    @property
    def searching(self) -> Searching:
        """The search box and what belongs to it."""
        if self._searching is None:
            from app.search.searching import Searching

            window = self._window
            self._searching = Searching(
                window,
                window.session,
                window.canvas,
                window.header,
                self._icons,
                window.actions_by_name,
                self._programs,
                self._show_details,
                lambda name: name,
            )
            self._searching.told.connect(self.told)
        return self._searching

    def find(self) -> None:
        """Open the search box."""
        self.searching.open()

    def stop(self) -> None:
        """Give up what is going on; called when the window closes."""
        if self._searching is not None:
            self._searching.stop()

    def _show_details(self) -> None:
        self._window.panes.set_open(self._window.details_panel, True)
