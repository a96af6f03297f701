"""Says on the map that it shows a period of time only, and leads back to all of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.canvas.card import Card
from app.writing import Writing, writing_font
from layers.texts import Texts


class PeriodCard(Card):
    """A line of words and a button.

    Attributes:
        everything: the button that shows all time.
    """

    def __init__(self, parent: QWidget, show_everything: Callable[[], None]) -> None:
        super().__init__(parent)
        self.words = QLabel(self)
        self.words.setFont(writing_font(Writing.STRONG))
        self.everything = QPushButton(self)
        self.everything.setProperty("kind", "link")
        self.everything.clicked.connect(show_everything)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 6, 4)
        row.addWidget(self.words)
        row.addWidget(self.everything)

    def show_words(self, words: str, texts: Texts) -> None:
        """Say something else."""
        self.words.setText(words)
        self.everything.setText(texts.gettext("Show all time"))
        self.adjustSize()
