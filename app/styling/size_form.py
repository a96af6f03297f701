"""Asks how large and in which colour symbols are whose size tells a number."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.styling.colour_button import ColourButton
from app.styling.form_parts import add_row, form, pixels_box, silent
from layers.indicator_style import LARGEST, SIZE_COLOUR
from layers.style import LARGEST_SIZE
from layers.texts import Texts

_SMALLEST_LARGEST = 8.0


class SizeForm(QWidget):
    """Size of the largest symbol, and the colour.

    Attributes:
        changed: something else is wanted.
        largest, colour: the controls.
    """

    changed = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = texts.gettext
        self.largest = pixels_box(texts, _SMALLEST_LARGEST, LARGEST_SIZE, step=4)
        self.largest.setValue(LARGEST)
        self.colour = ColourButton(texts, _("Colour"))
        self.colour.colour = SIZE_COLOUR
        rows = form()
        add_row(rows, _("Largest symbol"), self.largest)
        add_row(rows, _("Colour"), self.colour)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(rows)
        self.largest.valueChanged.connect(lambda _value: self.changed.emit())
        self.colour.chosen.connect(lambda _colour: self.changed.emit())

    def show_symbol(self, size: float, colour: str) -> None:
        """Show what is set, without telling of it."""
        with silent(self.largest):
            self.largest.setValue(size)
        self.colour.colour = colour
