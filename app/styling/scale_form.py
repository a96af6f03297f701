"""Asks at which scales a layer is drawn."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.styling.form_parts import add_row, form, note_label, scale_box, silent
from layers.texts import Texts


class ScaleForm(QWidget):
    """The two ends of a range of scales.

    Attributes:
        changed: the N of the smallest and of the largest scale 1:N, None for every scale.
        smallest, largest: the controls.
    """

    changed = Signal(object, object)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = texts.gettext
        self.smallest, self.largest = scale_box(texts), scale_box(texts)
        rows = form()
        add_row(rows, _("Closer than"), self.smallest)
        add_row(rows, _("Farther than"), self.largest)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(note_label(_("The layer is drawn only at these scales.")))
        column.addLayout(rows)
        column.addStretch()
        for box in (self.smallest, self.largest):
            box.valueChanged.connect(self._tell)

    def show_scales(self, min_scale: float | None, max_scale: float | None) -> None:
        """Show what is set, without telling of it."""
        with silent(self.smallest, self.largest):
            self.smallest.setValue(round(min_scale or 0))
            self.largest.setValue(round(max_scale or 0))

    def _tell(self) -> None:
        low, high = float(self.smallest.value()) or None, float(self.largest.value()) or None
        self.changed.emit(low, high)
