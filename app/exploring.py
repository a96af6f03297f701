"""What finds and measures: made at the first use, for the start shall not wait for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.tasks import TaskRunner, Told
from layers.bookmarks import Bookmark
from layers.commands import SetBookmarks, run

if TYPE_CHECKING:
    from app.bookmarks.bookmarks import Bookmarks
    from app.icons import Icons
    from app.main_window import MainWindow
    from app.measuring.measuring import Measuring
    from app.search.searching import Searching
    from app.view_history import ViewHistory
    from layers.programs import ProgramCatalogue

_AFTER_THE_MAP_MS = 500


class Exploring(QObject):
    """Hands the window's actions to the parts that find and measure.

    Attributes:
        told: something was done; what, in the interface's language.
    """

    told = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        programs: Callable[[], ProgramCatalogue],
        icons: Icons,
        bookmarks: tuple[Bookmark, ...],
    ) -> None:
        """Hand nothing on yet.

        Args:
            window: the main window.
            programs: reads the dossiers.
            icons: the icons of its theme.
            bookmarks: those of the last time, of maps that are no project.
        """
        super().__init__(window)
        self._window, self._programs, self._icons = window, programs, icons
        self._searching: Searching | None = None
        self._measuring: Measuring | None = None
        self._history: ViewHistory | None = None
        self._bookmarks: Bookmarks | None = None
        self._personal = bookmarks
        self._loading = TaskRunner(self)
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_THE_MAP_MS)
        self._soon.timeout.connect(self._begin)
        canvas = window.canvas
        canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        canvas.customContextMenuRequested.connect(lambda pixel: self.measuring.menu.open(pixel))

    @property
    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the window's actions do, by name."""
        return {
            "find": self.find,
            "measure_distance": lambda: self.measuring.measure("distance"),
            "measure_area": lambda: self.measuring.measure("area"),
            "copy_decimal": lambda: self.measuring.copy("decimal"),
            "copy_dms": lambda: self.measuring.copy("dms"),
            "copy_utm": lambda: self.measuring.copy("utm"),
            "add_bookmark": lambda: self.bookmarks.ask_new(),
            "bookmarks": lambda: self.bookmarks.manage(),
            "previous_view": lambda: self.history.back(),
            "next_view": lambda: self.history.forward(),
        }

    @property
    def bookmarks(self) -> Bookmarks:
        """The views to come back to."""
        if self._bookmarks is None:
            from app.bookmarks.bookmarks import Bookmarks

            window = self._window
            self._bookmarks = Bookmarks(
                window, window.session, window.canvas, lambda: self._has_project
            )
            self._bookmarks.told.connect(self.told)
            self._bookmarks.kept.connect(self._keep_personal)
        return self._bookmarks

    @property
    def personal_bookmarks(self) -> tuple[Bookmark, ...]:
        """The bookmarks of maps that are no project."""
        return self._personal

    def give_bookmarks(self) -> None:
        """Give a map that is no project the planner's own bookmarks, unless it has some."""
        document = self._window.session.document
        if self._personal and not self._has_project and not document.state.bookmarks:
            run(document, SetBookmarks(self._personal))

    def _keep_personal(self, bookmarks: tuple[Bookmark, ...]) -> None:
        self._personal = bookmarks

    @property
    def _has_project(self) -> bool:
        return self._window.workspace.projects.path is not None

    @property
    def history(self) -> ViewHistory:
        """The views that were looked at."""
        if self._history is None:
            from app.view_history import ViewHistory

            self._history = ViewHistory(self._window.canvas, self)
            self._history.changed.connect(self._show_history)
            self._window.canvas.view_changed.connect(self._show_history)
            self._show_history()
        return self._history

    @property
    def measuring(self) -> Measuring:
        """The tools that measure, and the map's menu."""
        if self._measuring is None:
            from app.measuring.measuring import Measuring

            window = self._window
            self._measuring = Measuring(
                window.session,
                window.canvas,
                window.workspace.editing.host,
                self._show_details,
                self,
            )
            self._measuring.told.connect(self.told)
        return self._measuring

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
                lambda name: self.bookmarks.go(name),
            )
            self._searching.told.connect(self.told)
        return self._searching

    def find(self) -> None:
        """Open the search box."""
        self.searching.open()

    def begin_soon(self) -> None:
        """Do what can wait; called once the first map is shown."""
        self._soon.start()

    def stop(self) -> None:
        """Give up what is going on; called when the window closes."""
        self._soon.stop()
        self._loading.stop()
        if self._history is not None:
            self._history.stop()
        if self._searching is not None:
            self._searching.stop()

    def _begin(self) -> None:
        _ = self.history
        self._loading.start(_load, Told(lambda _: None, lambda _: None))

    def _show_history(self) -> None:
        actions = self._window.actions_by_name
        actions["previous_view"].setEnabled(self.history.can_go_back)
        actions["next_view"].setEnabled(self.history.can_go_forward)

    def _show_details(self) -> None:
        self._window.panes.set_open(self._window.details_panel, True)


def _load(*_: object) -> None:
    """Import in a thread what is opened next, so that it need not be waited for then."""
    import pyproj  # noqa: F401

    import app.search.searching
    import app.styling.indicator_dialog
    import app.styling.style_dialog
    import app.table.pane
    import app.timeline.pane  # noqa: F401
