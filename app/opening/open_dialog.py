"""The dialog of one file: reads it, says what was recognised, and adds it to the map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.dialogs import Dialogs
from app.opening.options_form import OptionsForm
from app.opening.preview import Preview
from app.opening.reading import ReadFile, read_file
from app.opening.words import error_words, extent_words, layer_words, stage_words
from app.panels.plain_label import plain_label
from app.session import Session
from app.tasks import TaskRunner, Told
from app.writing import Writing
from geodata.files.opening import OpeningCancelledError
from geodata.files.request import OpenOptions
from layers.own_layers import add_opened
from layers.texts import N_

_SIZE, _FORM_WIDTH = (960, 620), 280
_UNKNOWN = N_("not stated in the file: concluded from the numbers")


class OpenDialog(QDialog):
    """Reads a file in a thread, shows it, and adds what the planner wants of it to the map.

    Attributes:
        added: layers were added; their ids.
        failed: the file cannot be opened; the message. The dialog closes.
        boundaries_wanted: the file's municipalities shall be the map's boundaries; the `ReadFile`.
        form: what was recognised, to be corrected.
        preview: what the file holds.
        add_button: adds it to the map.
    """

    added = Signal(object)
    failed = Signal(str)
    boundaries_wanted = Signal(object)

    def __init__(
        self, session: Session, path: Path, dialogs: Dialogs, parent: QWidget | None = None
    ) -> None:
        """Make the dialog and begin to read; `open` shows it."""
        super().__init__(parent)
        self._session, self._texts, self._path = session, session.texts, path
        self._read: ReadFile | None = None
        self._tasks = TaskRunner(self)
        self.form: OptionsForm
        self.preview: Preview
        # The window must not stand still for the dialog: it is made piece by piece while the file
        # is read, and shows it so.
        self._unshown: list[Callable[[], None]] = []
        self._unmade: list[Callable[[], None]] = [
            self._make_form,
            lambda: self._make_preview(dialogs),
            self._add_facts,
            self._add_form,
            self._add_preview,
        ]
        self._maker = QTimer(self, interval=0)
        self._maker.timeout.connect(self._make_piece)
        self.add_button = QPushButton(self._texts.gettext("Add to map"))
        self._cancel_button = QPushButton(self._texts.gettext("Cancel"))
        self._boundaries_button = QPushButton(self._texts.gettext("Use as official boundaries…"))
        self._problem = plain_label("", "problem", Writing.TEXT)
        self._facts = {name: plain_label("", "", Writing.TEXT) for name in _FACTS}
        self._stage, self._progress = QLabel(), QProgressBar()
        self._pages = QStackedWidget()
        self._middle = QHBoxLayout()
        self._middle.setSpacing(16)
        self._arrange()
        self.add_button.clicked.connect(self.add_to_map)
        self._boundaries_button.clicked.connect(self._want_boundaries)
        self.read(OpenOptions())
        self._maker.start()

    @property
    def is_reading(self) -> bool:
        """Whether the file is being read, or what was read is about to be shown."""
        return self._tasks.is_busy or self._maker.isActive()

    def read(self, options: OpenOptions) -> None:
        """Begin to read the file with ``options``; reading with others is given up."""
        self._set_busy(busy=True)
        self._unshown.clear()
        data, path, prepare = self._session.data, self._path, self._session.builder.prepare
        self._tasks.start(
            lambda progress, is_unwanted: read_file(
                path, options, data, prepare, progress, is_unwanted
            ),
            Told(
                self._take,
                self._fail,
                self._give_up,
                self._show_progress,
                stops=(OpeningCancelledError,),
            ),
        )

    def add_to_map(self) -> None:
        """Add the chosen layers to the map, and close."""
        read, chosen = self._read, self.preview.chosen
        if read is None or not chosen:
            return
        options = read.options
        if len(chosen) < len(read.opened.layers):
            options = replace(options, layers=tuple(layer.name for layer in chosen))
        opened = replace(read.opened, layers=chosen)
        state = self._session.document.state
        command = add_opened(state, opened, options, read.known, self._session.data)
        self._session.execute(command)
        known = {layer.id for layer in state}
        self.added.emit(
            [layer.id for layer in self._session.document.state if layer.id not in known]
        )
        self.accept()

    def done(self, result: int) -> None:
        """Close; a file that is being read is given up."""
        self._tasks.stop()
        self._maker.stop()
        super().done(result)

    # Parts

    def _make_piece(self) -> None:
        """Make the next piece of the dialog, or show the next of what was read."""
        if not (self._unmade or self._unshown):  # others were to be shown, but are read anew
            self._maker.stop()
            return
        (self._unmade or self._unshown).pop(0)()
        if not (self._unmade or self._unshown):
            self._maker.stop()
            self._offer_to_add()

    def _make_form(self) -> None:
        self.form = OptionsForm(self._texts)
        self.form.changed.connect(lambda: self.read(self.form.options()))

    def _make_preview(self, dialogs: Dialogs) -> None:
        self.preview = Preview(self._texts, dialogs)
        self.preview.layer_shown.connect(self._show_layer)
        self.preview.choice_changed.connect(self._offer_to_add)

    def _add_facts(self) -> None:
        _ = self._texts.gettext
        facts = QFormLayout()
        facts.setVerticalSpacing(4)
        facts.setHorizontalSpacing(14)
        for name, words in _FACTS.items():
            title = plain_label(_(words), "secondary", Writing.TEXT)
            self._facts[name].setWordWrap(True)
            facts.addRow(title, self._facts[name])
        self._problem.setWordWrap(True)
        self._problem.hide()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(facts)
        column.addWidget(self._problem)
        column.addLayout(self._middle, 1)
        self._pages.addWidget(content)

    def _add_form(self) -> None:
        form = QScrollArea()
        form.setWidgetResizable(True)
        form.setWidget(self.form)
        form.setFixedWidth(_FORM_WIDTH)
        self._middle.addWidget(form)

    def _add_preview(self) -> None:
        self._middle.addWidget(self.preview, 1)

    def _arrange(self) -> None:
        _ = self._texts.gettext
        self.setWindowTitle(_("Open {file}").format(file=self._path.name))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._pages.addWidget(QWidget())
        self._boundaries_button.hide()
        self._progress.setRange(0, 100)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress"))
        self.add_button.setDefault(True)
        self._cancel_button.setAutoDefault(False)
        self._boundaries_button.setAutoDefault(False)
        buttons = QDialogButtonBox()
        buttons.addButton(self.add_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self._cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        lower = QHBoxLayout()
        lower.setSpacing(12)
        for widget, stretch in (
            (self._stage, 0),
            (self._progress, 1),
            (self._boundaries_button, 0),
        ):
            lower.addWidget(widget, stretch)
        lower.addStretch()
        lower.addWidget(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(12)
        whole.addWidget(self._pages, 1)
        whole.addLayout(lower)
        self.resize(*_SIZE)

    # What comes of it

    def _take(self, read: ReadFile) -> None:
        self._unshown = [
            lambda: self._show_page(read),
            lambda: self.preview.show_file(read.opened),
            lambda: self._offer(read),
        ]
        self._maker.start()

    def _show_page(self, read: ReadFile) -> None:
        self._read = read
        self._set_busy(busy=False)
        self._problem.hide()
        self._pages.setCurrentIndex(1)

    def _offer(self, read: ReadFile) -> None:
        if read.boundaries is not None:
            words = self._texts.gettext("{count} of {total} municipalities were recognised.")
            report = read.boundaries[1]
            self._boundaries_button.setToolTip(
                words.format(count=report.matched, total=report.total)
            )
        self._boundaries_button.setVisible(read.boundaries is not None)
        self.add_button.setEnabled(True)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fail(self, error: Exception) -> None:
        self._set_busy(busy=False)
        message = error_words(error, self._texts)
        if self._read is None:
            self.failed.emit(message)
            self.reject()
            return
        # What was read before stands no longer for what the planner said since.
        self._problem.setText(message)
        self._problem.show()
        self.add_button.setEnabled(False)

    def _give_up(self) -> None:
        self._set_busy(busy=False)
        self.reject()

    def _show_layer(self, place: int) -> None:
        if self._read is None:
            return
        layer = self._read.opened.layers[place]
        found = layer.recognised
        self.form.show_recognised(found, list(layer.table.columns))
        parts = [found.format, found.encoding.upper() if found.encoding else ""]
        self._facts["format"].setText(" · ".join(filter(None, parts)))
        self._facts["rows"].setText(layer_words(layer, self._texts))
        extent = extent_words(self._read.extents[place], self._texts)
        self._facts["extent"].setText(extent or self._texts.gettext("No row has a place"))
        remark = "" if found.crs_stated or not found.crs else self._texts.gettext(_UNKNOWN)
        self._facts["crs"].setText(" · ".join(filter(None, (self.form.crs.currentText(), remark))))

    def _offer_to_add(self) -> None:
        is_shown = self._read is not None and not self.is_reading
        self.add_button.setEnabled(is_shown and bool(self.preview.chosen))

    def _show_progress(self, stage: str, share: float) -> None:
        self._stage.setText(stage_words(stage, self._texts))
        self._progress.setValue(round(share * 100))

    def _set_busy(self, *, busy: bool) -> None:
        self._stage.setVisible(busy)
        self._progress.setVisible(busy)
        self.add_button.setEnabled(False)
        if busy:
            self._show_progress("recognise", 0.0)

    def _want_boundaries(self) -> None:
        self.boundaries_wanted.emit(self._read)
        self.accept()


_FACTS = {
    "format": N_("Format"),
    "rows": N_("Contents"),
    "extent": N_("Extent"),
    "crs": N_("Reference system"),
}
