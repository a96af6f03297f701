"""A small dialog while something long is done that the planner waits for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressDialog, QWidget

_PATIENCE_MS = 300


class Waiting(QProgressDialog):
    """Appears when work takes longer than a moment; can be told to give up."""

    def __init__(
        self, words: str, cancel_words: str, give_up: Callable[[], object], parent: QWidget
    ) -> None:
        """Make the dialog; it appears by itself.

        Args:
            words: what is being done.
            cancel_words: what the button says; "" for work that cannot be given up.
            give_up: called when it is pressed.
            parent: the window, which takes no input meanwhile.
        """
        super().__init__(words, cancel_words, 0, 100, parent)
        if not cancel_words:
            self.setCancelButton(None)
        self.setWindowTitle("Atlas Seguro")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumDuration(_PATIENCE_MS)
        self.setAutoClose(False)
        self.setAutoReset(False)
        self.canceled.connect(give_up)
        self.setValue(0)

    def tell(self, _stage: str, share: float) -> None:
        """Show how much is done, 0 to 1."""
        self.setValue(round(share * 100))

    def end(self) -> None:
        """Go away."""
        self.canceled.disconnect()
        self.reset()
        self.deleteLater()
