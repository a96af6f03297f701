"""Opening files: asks which, and shows a dialog for each, one after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.dialogs import Dialogs
from app.session import Session

if TYPE_CHECKING:
    from app.opening.open_dialog import OpenDialog

_PROJECT, _PROJECTS = ".atlas", (".atlas", ".atlas.bak")
_DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation


class Opening(QObject):
    """Opens files of every kind.

    What a dialog needs is imported with the first one: the start shall not wait for it.

    Attributes:
        added: layers were added to the map; their ids.
        project_wanted: a project file shall be opened; its path.
        boundaries_wanted: municipalities shall be the map's boundaries; the
            `app.opening.reading.ReadFile`.
        dialog: the dialog that is open, None if none is.
    """

    added = Signal(object)
    project_wanted = Signal(object)
    boundaries_wanted = Signal(object)

    def __init__(self, window: QWidget, session: Session, dialogs: Dialogs) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._dialogs = dialogs
        self._waiting: deque[Path] = deque()
        self._folder: Path | None = None
        self.dialog: OpenDialog | None = None

    def ask(self) -> None:
        """Ask which files to open."""
        from geodata.files.formats import ENDINGS

        _ = self._session.texts.gettext
        patterns = " ".join(f"*{ending}" for ending in (_PROJECT, *ENDINGS))
        paths = self._dialogs.open_files(
            self._window,
            _("Open"),
            self._folder or Path(QStandardPaths.writableLocation(_DOCUMENTS)),
            [f"{_('Data and projects')} ({patterns})", f"{_('All files')} (*)"],
        )
        self.open(paths)

    def open(self, paths: Iterable[Path]) -> None:
        """Open files; data files after each other, with a dialog each."""
        files = list(paths)
        if files:
            self._folder = files[0].parent
        projects = [path for path in files if path.name.lower().endswith(_PROJECTS)]
        self._waiting += [path for path in files if path not in projects]
        # A project takes the place of what is open, so it comes first, and there can be but one.
        if projects:
            self.project_wanted.emit(projects[0])
        self._open_next()

    def stop(self) -> None:
        """Give up what is being read."""
        self._waiting.clear()
        if self.dialog is not None:
            self.dialog.reject()

    def _open_next(self) -> None:
        if self.dialog is not None or not self._waiting:
            return
        from app.opening.open_dialog import OpenDialog

        path = self._waiting.popleft()
        dialog = OpenDialog(self._session, path, self._dialogs, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # The dialog closes first: the window must not stand still for both.
        dialog.added.connect(self._tell_added)
        dialog.boundaries_wanted.connect(self.boundaries_wanted)
        dialog.failed.connect(lambda message, path=path: self._tell_failure(path, message))
        dialog.finished.connect(self._go_on)
        self.dialog = dialog
        dialog.open()

    def _tell_added(self, layer_ids: list[str]) -> None:
        QTimer.singleShot(0, self, lambda: self.added.emit(layer_ids))

    def _go_on(self) -> None:
        self.dialog = None
        self._open_next()

    def _tell_failure(self, path: Path, message: str) -> None:
        title = self._session.texts.gettext("{file} was not opened").format(file=path.name)
        self._dialogs.warn(self._window, title, message)
