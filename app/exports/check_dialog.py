"""Tells whether an exported file is as it was made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from app.exports.verifying import Verdict, verdict_lines, verify_file
from app.panels.plain_label import plain_label
from app.tasks import Task
from app.writing import Writing
from layers.texts import Texts

_WIDTH = 560


class CheckDialog(QDialog):
    """Checks a file in a thread and shows what was found.

    Attributes:
        checked: the `app.exports.verifying.Verdict`.
        words: the first line, which says whether the file is whole.
        details: what it is made of, and what such a check cannot find.
    """

    checked = Signal(object)

    def __init__(self, path: Path, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = texts.gettext
        self._path, self._texts = path, texts
        self._task: Task | None = None
        self.setWindowTitle(_("Check an exported file"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.words = plain_label(_("Checking {file}…").format(file=path.name), "", Writing.STRONG)
        self.details = plain_label("", "secondary", Writing.TEXT)
        buttons = QDialogButtonBox()
        close = QPushButton(_("Close"))
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        for label in (self.words, self.details):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        column.addStretch()
        column.addWidget(buttons)
        self.setFixedWidth(_WIDTH)

    def setVisible(self, visible: bool) -> None:
        """Begin when the dialog is first shown."""
        super().setVisible(visible)
        if visible and self._task is None:
            self._task = Task(lambda *_: verify_file(self._path), parent=self)
            self._task.succeeded.connect(self._show)
            self._task.failed.connect(lambda error: self.words.setText(str(error)))
            self._task.start()

    def done(self, result: int) -> None:
        """Close; a check that is running is given up."""
        if self._task is not None:
            self._task.stop()
        super().done(result)

    def _show(self, verdict: Verdict) -> None:
        first, *others = verdict_lines(verdict, self._texts)
        self.words.setText(first)
        self.details.setText("\n".join(others))
        self.adjustSize()
        self.checked.emit(verdict)
