"""The export dialog: what the file will be, with a preview and a list of what it will hold."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.dialogs import Dialogs
from app.exports.export_form import ExportForm
from app.exports.formats import FORMATS, format_of
from app.exports.image import MOST_PIXELS
from app.exports.page import PageReport
from app.exports.preview import PagePreview
from app.exports.report import ExportError, ExportReport
from app.exports.running import RunningExport
from app.session import Session
from layers.commands import SetTitle
from layers.leaving import Sender
from layers.scene import Scene
from layers.scene_builder import SceneBuilder
from layers.view import View

_FORM_WIDTH = 356
_FILE_NAME = "map"


class ExportDialog(QDialog):
    """Asks what to export, shows it, and exports it. The document stays as it is.

    Attributes:
        exported: a file was written; the `ExportReport`.
        form: what can be chosen.
        preview: the page as it will be.
    """

    exported = Signal(object)

    def __init__(
        self,
        session: Session,
        view: View,
        dialogs: Dialogs,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog in the interface's language; `open` shows it.

        Args:
            session: whose map is exported.
            view: what the window shows.
            dialogs: how to ask for the file.
            folder: where to save at first.
            parent: the window.
        """
        super().__init__(parent)
        self._session, self._texts = session, session.texts
        # Of its own: the window's keeps the layers as the window shows them.
        builder = SceneBuilder(session.data)
        builder.follow_period(session.builder)
        self._sender = Sender(builder)
        self._dialogs, self._folder = dialogs, folder
        self._running: RunningExport | None = None
        self.form = ExportForm(session, view, self)
        self.preview = PagePreview(self)
        self._notes = QLabel(self)
        self._stage = QLabel(self)
        self._progress = QProgressBar(self)
        self._buttons = QDialogButtonBox(self)
        self._export = QPushButton(self._texts.gettext("Export…"), self)
        self._arrange()
        self.form.changed.connect(self._show)
        self.preview.drawn.connect(self._tell_notes)
        self._buttons.accepted.connect(self.ask_and_export)
        self._buttons.rejected.connect(self.reject)
        self._show()

    def scene(self) -> Scene:
        """Return the scene that will be exported."""
        state = SetTitle(self.form.title).apply(self._session.document.state)
        include = self.form.leaving.include_internal
        return self._sender.scene(state, self._texts, self.form.theme, include_internal=include)

    def ask_and_export(self) -> None:
        """Ask for the file, then begin to write it."""
        format_ = self.form.format
        filters = [
            f"{self._texts.gettext(kind.name)} ({' '.join('*' + e for e in kind.endings)})"
            for kind in sorted(FORMATS, key=lambda kind: kind is not format_)
        ]
        suggestion = self._folder / f"{_FILE_NAME}{format_.endings[0]}"
        title = self._texts.gettext("Export the map")
        path = self._dialogs.save_file(self, title, suggestion, filters)
        if path is not None:
            self.export(path if path.suffix else path.with_suffix(format_.endings[0]))

    def export(self, path: Path) -> None:
        """Begin to write a file of the kind its ending asks for."""
        try:
            format_ = format_of(path, self._texts)
        except ExportError as error:
            self._fail(str(error))
            return
        self._folder = path.parent
        running = RunningExport(path, format_, self.scene(), self.form.options, self._texts, self)
        running.progressed.connect(self._stage.setText)
        running.succeeded.connect(self._succeed)
        running.failed.connect(self._fail)
        running.cancelled.connect(self._end)
        self._running = running
        self._set_busy(busy=True)
        running.start()

    def done(self, result: int) -> None:
        """Close; an export that is running is given up."""
        self._stop()
        self.preview.stop()
        super().done(result)

    def reject(self) -> None:
        """Give up the running export, or close if none is running."""
        if self._running is not None:
            self._running.cancel()
        else:
            super().reject()

    # Parts

    def _arrange(self) -> None:
        _ = self._texts.gettext
        self.setWindowTitle(_("Export the map"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.form.setFixedWidth(_FORM_WIDTH)
        self.preview.setAccessibleName(_("Preview"))
        self._notes.setWordWrap(True)
        self._notes.setProperty("kind", "secondary")
        for label in (self._notes, self._stage):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress"))
        self._export.setDefault(True)
        close = QPushButton(_("Close"), self)
        self._buttons.addButton(self._export, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        self._close = close
        right = QVBoxLayout()
        right.addWidget(self.preview, 1)
        right.addWidget(self._notes)
        upper = QHBoxLayout()
        upper.setSpacing(16)
        upper.addWidget(self.form)
        upper.addLayout(right, 1)
        lower = QHBoxLayout()
        lower.addWidget(self._stage)
        lower.addWidget(self._progress, 1)
        lower.addWidget(self._buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(12)
        whole.addLayout(upper, 1)
        whole.addLayout(lower)
        self._set_busy(busy=False)
        self.resize(1120, 680)

    # What is going on

    def _show(self) -> None:
        scene, options = self.scene(), self.form.options
        state = self._session.document.state
        self.form.show_contents(scene, self._sender.leaving(state, scene, self._texts))
        self.preview.show_page(scene, options, self._texts)
        fits = options.width * options.height <= MOST_PIXELS or not self.form.format.is_page
        self._export.setEnabled(fits)
        if not fits:
            self._notes.setText(self._texts.gettext("Too many pixels; choose a smaller size"))

    def _tell_notes(self, report: PageReport) -> None:
        if not self._export.isEnabled():
            return
        _ = self._texts.gettext
        if self.form.format.is_page:
            self._notes.setText("\n".join(report.notes))
        else:
            self._notes.setText(_("The web page shows this map, to be moved, zoomed and asked"))

    def _set_busy(self, *, busy: bool) -> None:
        _ = self._texts.gettext
        for widget in (self.form, self._export):
            widget.setEnabled(not busy)
        self._close.setText(_("Cancel") if busy else _("Close"))
        self._stage.setVisible(busy)
        self._progress.setVisible(busy)

    def _succeed(self, report: ExportReport) -> None:
        self._end()
        self.exported.emit(report)
        self.accept()

    def _fail(self, message: str) -> None:
        self._end()
        self._dialogs.warn(self, self._texts.gettext("Nothing was exported"), message)

    def _end(self) -> None:
        self._stop()
        self._set_busy(busy=False)

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running.deleteLater()
            self._running = None
