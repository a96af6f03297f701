"""The bookmarks of the map that is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from app.bookmarks.dialogs import BookmarkDialog, BookmarksDialog
from app.canvas.canvas import MapCanvas
from app.session import Session
from layers.bookmarks import Bookmark, free_name
from layers.commands import SetBookmarks, run, show_only
from layers.view import fit


class Bookmarks(QObject):
    """Adds, renames, removes bookmarks and goes to them.

    In a project they are changed by commands that can be undone; without a project they are the
    planner's own, kept at once, and no change of the map that has to be saved.

    Attributes:
        told: something was done; what, in the interface's language.
        kept: the planner's own bookmarks, which belong to no project, are these now.
        dialog: the dialog that was opened last.
    """

    told = Signal(str)
    kept = Signal(object)

    def __init__(
        self,
        window: QWidget,
        session: Session,
        canvas: MapCanvas,
        has_project: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._canvas = window, session, canvas
        self._has_project = has_project
        self.dialog: QDialog | None = None

    @property
    def all(self) -> tuple[Bookmark, ...]:
        """The bookmarks in their order."""
        return self._session.document.state.bookmarks

    def ask_new(self) -> None:
        """Ask for the name of a bookmark of what is shown, and add it."""
        texts = self._session.texts
        name = free_name(texts.gettext("View"), self.all)
        dialog = BookmarkDialog(texts, name, self._window)
        dialog.made.connect(self.add)
        self._show(dialog)

    def manage(self) -> None:
        """Show all bookmarks, to go to them, rename and remove them."""
        dialog = BookmarksDialog(self._session.texts, self.all, self._window)
        dialog.go_wanted.connect(self.go)
        dialog.changed.connect(self._set)
        self._show(dialog)

    def fill(self, menu: QMenu) -> None:
        """Fill a menu with the bookmarks; each leads to what it shows."""
        menu.clear()
        for bookmark in self.all:
            # An ampersand would be taken for a mnemonic.
            action = menu.addAction(bookmark.name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, name=bookmark.name: self.go(name))
        if not self.all:
            menu.addAction(self._session.texts.gettext("No bookmark yet")).setEnabled(False)

    def add(self, name: str, with_layers: bool) -> None:
        """Add a bookmark of what is shown."""
        state = self._session.document.state
        shown = tuple(layer.id for layer in state if layer.visible) if with_layers else None
        bookmark = Bookmark(free_name(name, self.all), self._canvas.view.bounds, shown)
        self._set((*self.all, bookmark))
        words = self._session.texts.gettext("Bookmark added: {name}")
        self.told.emit(words.format(name=bookmark.name))

    def go(self, name: str) -> None:
        """Show a bookmark's extent, and its layers if it has some."""
        bookmark = next((one for one in self.all if one.name == name), None)
        if bookmark is None:
            return
        state = self._session.document.state
        if bookmark.layers is not None:
            known = frozenset(id_ for id_ in bookmark.layers if state.has(id_))
            command = show_only(state, known)
            if command.commands:
                self._session.execute(command)
        width, height = self._canvas.width(), self._canvas.height()
        self._canvas.set_view(fit(bookmark.extent, width, height, margin=0.0))

    def _set(self, bookmarks: tuple[Bookmark, ...]) -> None:
        if bookmarks == self.all:
            return
        if self._has_project():
            self._session.execute(SetBookmarks(bookmarks))
        else:
            run(self._session.document, SetBookmarks(bookmarks))
            self.kept.emit(bookmarks)

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.destroyed.connect(self._forget_dialog)
        self.dialog = dialog
        dialog.open()

    def _forget_dialog(self) -> None:
        self.dialog = None
