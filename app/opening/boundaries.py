"""Official boundaries: taken from a planner's file, kept for later starts, taken back."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.canvas.subscriptions import Subscriptions
from app.dialogs import Dialogs
from app.session import Session
from app.tasks import TaskRunner, Told
from geodata.builtin import BuiltinData
from layers.document import MapState
from layers.table_commands import UseBoundaries

if TYPE_CHECKING:
    from app.opening.boundaries_dialog import BoundariesDialog
    from app.opening.reading import ReadFile
    from geodata.official_areas import OfficialAreas
    from geodata.table import FeatureTable

_FILE_NAME = "official-boundaries.sqlite"
_TABLES = (
    *("municipalities", "delegations", "departments"),
    *("plan-seguro-municipalities", "pbs-sites"),
)
_DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation
_log = logging.getLogger(__name__)


class Boundaries(QObject):
    """Lets the map's areas be those of an official file, in this and in later sessions.

    Whatever puts the boundaries into the document, undo included, is kept on disk soon after.

    Attributes:
        told: something was done; what, in the interface's language.
        changed: whether official boundaries are in use.
        dialog: the dialog that is open, None if none is.
    """

    told = Signal(str)
    changed = Signal(bool)

    def __init__(
        self, window: QWidget, session: Session, dialogs: Dialogs, folder: Path | None
    ) -> None:
        """Prepare; `load` brings what was kept.

        Args:
            window: the window.
            session: the document.
            dialogs: how to ask the planner.
            folder: where to keep the boundaries; None to keep them nowhere.
        """
        super().__init__(window)
        self._window, self._session, self._dialogs = window, session, dialogs
        self._path = folder / _FILE_NAME if folder is not None else None
        self._kept: OfficialAreas | None = None
        self._tasks = TaskRunner(self)
        self.dialog: BoundariesDialog | None = None
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(session.document.events.changed, self._on_document_changed)

    @property
    def is_busy(self) -> bool:
        """Whether boundaries are being loaded or kept."""
        return self._tasks.is_busy

    @property
    def are_used(self) -> bool:
        """Whether the map's areas are those of an official file."""
        return self._session.document.state.boundaries is not None

    def stop(self) -> None:
        """Listen to nothing any longer, once what is to be kept is."""
        self._subscriptions.end()
        self._tasks.wait()
        self._tasks.stop()
        if self.dialog is not None:
            self.dialog.reject()

    def load(self) -> None:
        """Bring the boundaries that were kept, in a thread."""
        path, data = self._path, self._session.data
        if path is None or not path.exists():
            return

        def load(*_: object) -> OfficialAreas | None:
            from geodata.official_store import load_areas

            return load_areas(path, builtin_tables(data))

        self._tasks.start(load, Told(self._take_loaded, self._tell_unreadable))

    def ask(self) -> None:
        """Ask for the file."""
        from geodata.files.formats import ENDINGS

        _ = self._session.texts.gettext
        patterns = " ".join(f"*{ending}" for ending in ENDINGS)
        paths = self._dialogs.open_files(
            self._window,
            _("Open a file of municipalities"),
            Path(QStandardPaths.writableLocation(_DOCUMENTS)),
            [f"{_('Boundaries')} ({patterns})", f"{_('All files')} (*)"],
        )
        if paths:
            self._show_dialog(paths[0], None)

    def offer(self, read: ReadFile) -> None:
        """Show which municipalities a file holds that was read already."""
        self._show_dialog(read.opened.path, read)

    def use_builtin(self) -> None:
        """Draw the atlas's own areas again."""
        if self.are_used:
            self._session.execute(UseBoundaries(None))
            self.told.emit(self._session.texts.gettext("The built-in boundaries are used again"))

    def _show_dialog(self, path: Path, read: ReadFile | None) -> None:
        from app.opening.boundaries_dialog import BoundariesDialog

        dialog = BoundariesDialog(self._session, path, read, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.failed.connect(lambda message: self._tell_failure(path, message))
        dialog.accepted_areas.connect(self._use)
        dialog.finished.connect(self._forget_dialog)
        self.dialog = dialog
        dialog.open()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _use(self, areas: OfficialAreas) -> None:
        self._session.execute(UseBoundaries(areas))
        words = self._session.texts.gettext("Areas are now built from {file}")
        self.told.emit(words.format(file=areas.file_name))

    def _take_loaded(self, areas: OfficialAreas | None) -> None:
        state = self._session.document.state
        if areas is None or state.boundaries is not None:
            return
        self._kept = areas
        # Not a change of the planner's: it can be neither undone nor saved.
        self._session.document.update(UseBoundaries(areas).apply)

    def _on_document_changed(self, old: MapState, new: MapState) -> None:
        if old.boundaries is new.boundaries:
            return
        self.changed.emit(new.boundaries is not None)
        if new.boundaries is not self._kept and self._path is not None:
            self._keep(new.boundaries, self._path)

    def _keep(self, areas: OfficialAreas | None, path: Path) -> None:
        def keep(*_: object) -> None:
            from geodata.official_store import save_areas

            if areas is None:
                path.unlink(missing_ok=True)
            else:
                save_areas(areas, path)

        self._kept = areas
        # One at a time: the last one counts.
        self._tasks.wait()
        self._tasks.start(keep, Told(lambda _: None, self._tell_unkept))

    def _tell_unkept(self, error: Exception) -> None:
        _log.error("the boundaries are not kept: %s", error)
        words = self._session.texts.gettext("The boundaries cannot be kept for later: {reason}")
        self.told.emit(words.format(reason=error))

    def _tell_unreadable(self, error: Exception) -> None:
        _log.error("kept boundaries cannot be read: %s", error)
        _ = self._session.texts.gettext
        self.told.emit(
            _("The official boundaries that were kept cannot be read; open the file again")
        )

    def _tell_failure(self, path: Path, message: str) -> None:
        title = self._session.texts.gettext("{file} was not opened").format(file=path.name)
        self._dialogs.warn(self._window, title, message)


def builtin_tables(data: BuiltinData) -> dict[str, FeatureTable]:
    """Return the built-in tables that areas are built for."""
    return {layer_id: data.table(layer_id) for layer_id in _TABLES}
