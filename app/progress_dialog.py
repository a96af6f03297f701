"""Shows how far a piece of work has come, and lets the planner end it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.panels.plain_label import plain_label
from app.writing import Writing
from layers.texts import Texts

_SHOWN_AFTER_MS = 400
_WIDTH = 380


class ProgressDialog(QDialog):
    """Appears where work takes longer than a moment; `rejected` says that it is not wanted.

    Attributes:
        bar: the share that is done, in hundredths.
        cancel_button: gives the work up.
    """

    def __init__(self, title: str, words: str, texts: Texts, parent: QWidget | None = None) -> None:
        """Make the dialog; it shows itself after a moment.

        Args:
            title: what is done.
            words: to what it is done.
            texts: the interface's language.
            parent: the window.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(texts.gettext("Progress"))
        self.cancel_button = QPushButton(texts.gettext("Cancel"))
        buttons = QDialogButtonBox()
        buttons.addButton(self.cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        label = plain_label(words, "", Writing.TEXT)
        label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (label, self.bar, buttons):
            column.addWidget(widget)
        self.setFixedWidth(_WIDTH)
        self._soon = QTimer(self, singleShot=True, interval=_SHOWN_AFTER_MS)
        self._soon.timeout.connect(self.open)
        self._soon.start()

    def show_share(self, share: float) -> None:
        """Show the share that is done, 0 to 1."""
        self.bar.setValue(round(share * 100))

    def done(self, result: int) -> None:
        """Close, or do not appear at all."""
        self._soon.stop()
        super().done(result)
