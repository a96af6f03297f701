"""Saving a layer as a file of data: asked where, done in a thread, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from app.dialogs import Dialogs
from app.exports.asking import ask_to_leave
from app.exports.data_files import save_data
from app.opening.words import error_words
from app.progress_dialog import ProgressDialog
from app.session import Session
from app.tasks import TaskCancelledError, TaskRunner, Told
from geodata.files.report import report_as_text
from geodata.files.saving.tables import SaveReport
from geodata.geometry import Bools
from geodata.table import FeatureTable
from layers.leaving import Sender
from layers.saved_table import only_rows, saved_table
from layers.sharing import Sharing
from layers.texts import N_

_FILTERS = (
    "GeoPackage (*.gpkg)",
    "GeoJSON (*.geojson *.json)",
    N_("CSV table (*.csv)"),
    "KML (*.kml)",
)
Progress = Callable[[str, float], None]
IsUnwanted = Callable[[], bool]

_NO_FILE_NAME = '<>:"/\\|?*'
_DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation


class LayerSaving(QObject):
    """Saves layers of the map, the atlas's own among them, as files of data.

    Attributes:
        told: a file was saved; what it holds, in the interface's language.
        progress: the dialog of the saving that goes on, None if none does.
    """

    told = Signal(str)

    def __init__(self, window: QWidget, session: Session, dialogs: Dialogs) -> None:
        super().__init__(window)
        self._window, self._session, self._dialogs = window, session, dialogs
        self._tasks = TaskRunner(self)
        self._folder: Path | None = None
        self.progress: ProgressDialog | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a file is being written."""
        return self._tasks.is_busy

    def ask(self) -> None:
        """Save the layer that the details are about; ask which if they are about none."""
        layer_id = self._shown_layer() or self._asked_layer()
        if layer_id is not None:
            self.save(layer_id)

    def save(self, layer_id: str, wanted: Bools | None = None) -> None:
        """Ask where to save a layer, or a part of it, and save it.

        Args:
            layer_id: the layer.
            wanted: shape (n,), whether each row is; if omitted the planner is asked whether all
                are, or those that are selected.
        """
        session, texts = self._session, self._session.texts
        state, builder = session.document.state, session.builder
        layer = state.layer(layer_id)
        name = builder.layer_name(layer, texts.language)
        internal = ask_to_leave(self._window, self._dialogs, layer, name, texts)
        if internal is None:
            return
        table = saved_table(builder, session.data, state, layer_id, texts)
        rows = self._selected_rows(layer_id, table) if wanted is None else wanted
        if layer.sharing != Sharing():
            # What may leave has the same records, in the same order.
            state = Sender(builder).state(state, include_internal=internal)
            table = saved_table(builder, session.data, state, layer_id, texts)
        what = "all" if rows is None else "selected"
        if rows is not None and wanted is None:
            what = self._ask_what(name, len(table), int(rows.sum()))
        path = None if what == "cancel" else self._ask_path(name)
        if path is not None:
            self._begin(path, name, table, None if what == "all" else rows)

    def stop(self) -> None:
        """Give up what is being written; called when the window closes."""
        self._tasks.stop()
        self._end()

    def _shown_layer(self) -> str | None:
        view = self._session.view_state
        shown = view.selected or view.selection
        return shown.layer_id if shown is not None else view.layer

    def _selected_rows(self, layer_id: str, table: FeatureTable) -> Bools | None:
        """Return which features are selected; None unless there are several."""
        selection = self._session.view_state.selection
        if selection is None or selection.layer_id != layer_id:
            return None
        rows = selection.rows(table)
        return None if rows.all() or not rows.any() else rows

    def _ask_what(self, name: str, count: int, selected: int) -> str:
        """Return "selected", "all" or "cancel"."""
        texts = self._session.texts
        all_, some = (
            texts.gettext(words).format(count=texts.number(number))
            for words, number in (
                (N_("All features ({count})"), count),
                (N_("Those selected ({count})"), selected),
            )
        )
        return self._dialogs.choose(
            self._window,
            texts.gettext("Save layer"),
            texts.gettext("What of “{name}” shall be saved?").format(name=name),
            (("selected", some), ("all", all_), ("cancel", texts.gettext("Cancel"))),
        )

    def _asked_layer(self) -> str | None:
        session, _ = self._session, self._session.texts.gettext
        layers = list(reversed(session.document.state.layers))
        names = [session.builder.layer_name(layer, session.texts.language) for layer in layers]
        place = self._dialogs.choose_item(self._window, _("Save layer"), _("Layer"), names)
        return None if place is None else layers[place].id

    def _ask_path(self, name: str) -> Path | None:
        """Return where to save, with an ending that names a format; None if nowhere."""
        _ = self._session.texts.gettext
        folder = self._folder or Path(QStandardPaths.writableLocation(_DOCUMENTS) or Path.home())
        title = _("Save layer “{name}” as").format(name=name)
        suggestion = folder / f"{_file_name(name)}.gpkg"
        path = self._dialogs.save_file(self._window, title, suggestion, list(map(_, _FILTERS)))
        if path is None or path.suffix:
            return path
        path = path.with_name(f"{path.name}.gpkg")
        return path if not path.exists() or self._may_replace(path) else None

    def _may_replace(self, path: Path) -> bool:
        _ = self._session.texts.gettext
        answer = self._dialogs.choose(
            self._window,
            _("Replace the file?"),
            _("{file} is there already.").format(file=path.name),
            (("replace", _("Replace")), ("cancel", _("Cancel"))),
        )
        return answer == "replace"

    def _begin(self, path: Path, name: str, table: FeatureTable, rows: Bools | None) -> None:
        texts = self._session.texts
        self._end()
        self._folder = path.parent
        self.progress = ProgressDialog(
            texts.gettext("Saving a layer"),
            texts.gettext("Writing {file}…").format(file=path.name),
            texts,
            self._window,
        )
        self.progress.rejected.connect(self._tasks.cancel)

        language = texts.language

        def work(progress: Progress, is_unwanted: IsUnwanted) -> SaveReport:
            def tell(share: float) -> None:
                if is_unwanted():
                    raise TaskCancelledError
                progress("write", share)

            chosen = table if rows is None else only_rows(table, rows)
            return save_data(path, [(name, chosen)], language, tell)

        self._tasks.start(
            work, Told(self._take, partial(self._fail, path), self._give_up, self._show_progress)
        )

    def _show_progress(self, _stage: str, share: float) -> None:
        if self.progress is not None:
            self.progress.show_share(share)

    def _take(self, report: SaveReport) -> None:
        self._end()
        texts = self._session.texts
        words = texts.ngettext(
            "{file} was saved: {n} feature", "{file} was saved: {n} features", report.rows
        ).format(file=report.path.name, n=texts.number(report.rows))
        self.told.emit(words)
        if report.notes:
            title = texts.gettext("{file} differs from the layer").format(file=report.path.name)
            lines = report_as_text(report.notes, texts.gettext)
            self._dialogs.tell(self._window, title, lines)

    def _fail(self, path: Path, error: Exception) -> None:
        self._end()
        title = self._session.texts.gettext("{file} was not saved").format(file=path.name)
        self._dialogs.warn(self._window, title, error_words(error, self._session.texts))

    def _give_up(self) -> None:
        self._end()
        self.told.emit(self._session.texts.gettext("Nothing was saved"))

    def _end(self) -> None:
        """Let the progress dialog go."""
        dialog, self.progress = self.progress, None
        if dialog is not None:
            dialog.rejected.disconnect(self._tasks.cancel)
            dialog.done(0)
            dialog.deleteLater()


def _file_name(name: str) -> str:
    """Return a layer's name as every file system bears it."""
    is_kept = {sign: sign.isprintable() and sign not in _NO_FILE_NAME for sign in name}
    kept = "".join(sign if is_kept[sign] else " " for sign in name)
    return " ".join(kept.split())[:80].strip(". ") or "layer"
