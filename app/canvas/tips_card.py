"""Tips at the first start, on the map: what to try first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.canvas.card import Card
from app.palette import Palette
from app.panels.plain_label import plain_label
from app.writing import Writing
from layers.texts import N_, Texts

_WIDTH = 400
_TIPS = (
    ("Ctrl+K", N_("Find a place, a program or a command.")),
    (N_("Click"), N_("A symbol or an area tells its facts and sources.")),
    (N_("Eye"), N_("Shows or hides a layer; its name explains it.")),
    ("F1", N_("The guide answers planners' questions step by step.")),
)
"""What to press, and what it does (English; to be translated)."""


class TipsCard(Card):
    """A few lines and a button that ends them.

    Attributes:
        closed: the planner has read them.
        title, button: the head, and the button that closes.
    """

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        # Before the sheet's own colours are set, which the labels take too.
        self._keys = [plain_label("", "", Writing.STRONG) for _ in _TIPS]
        self._words = [plain_label("", "", Writing.TEXT) for _ in _TIPS]
        super().__init__(parent)
        self.title = plain_label("", "", Writing.STRONG)
        self.button = QPushButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.closed)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for row, (key, words) in enumerate(zip(self._keys, self._words, strict=True)):
            words.setWordWrap(True)
            grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 9, 10, 12)
        column.setSpacing(7)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.button)
        column.addLayout(head)
        column.addLayout(grid)

    def set_colours(self, colours: Palette) -> None:
        """Take other colours; what is to be pressed stands out."""
        super().set_colours(colours)
        for label in self._keys:
            palette = QPalette(label.palette())
            palette.setColor(QPalette.ColorRole.WindowText, QColor(colours.action))
            label.setPalette(palette)

    def retranslate(self, texts: Texts) -> None:
        """Take the words of a language."""
        _ = texts.gettext
        self.title.setText(_("To begin with"))
        self.button.setText(_("Got it"))
        spoken = []
        for key, words, (pressed, does) in zip(self._keys, self._words, _TIPS, strict=True):
            key.setText(_(pressed))
            words.setText(_(does))
            spoken.append(f"{key.text()}: {words.text()}")
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(" ".join(spoken))
        self.button.setAccessibleDescription(" ".join(spoken))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def fit(self, room: int) -> None:
        """Take the size that the words need on a map ``room`` logical pixels wide."""
        layout = self.layout()
        assert layout is not None, "it was made with one"
        layout.invalidate()
        layout.activate()
        width = min(_WIDTH, room)
        self.setFixedSize(width, layout.heightForWidth(width))
