"""Asks how numbers are put into classes, and in which colours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.styling.form_parts import add_row, combo, form, inset, silent
from geodata.files.coordinates import parse_number
from layers.classification import FEWEST_CLASSES, METHOD_TEXTS, MOST_CLASSES, Method
from layers.ramps import RAMPS, Ramp
from layers.texts import Texts

_RAMP_ICON = QSize(72, 12)
# As both languages write them: 1,000.
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_APART = re.compile(r"[;\s]+")


class ClassForm(QWidget):
    """Method, count and colours of classes.

    Attributes:
        changed: something else is wanted.
        method, count, ramp, is_reversed, bounds: the controls.
    """

    changed = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = texts.gettext
        self.method, self.count, self.ramp = combo(), QSpinBox(), combo()
        for method, words in METHOD_TEXTS.items():
            self.method.addItem(_(words), method.value)
        self.count.setRange(FEWEST_CLASSES, MOST_CLASSES)
        self.count.setValue(5)
        inset(self.count)
        self.ramp.setIconSize(_RAMP_ICON)
        for ramp in RAMPS:
            self.ramp.addItem(ramp_icon(ramp), _(ramp.name), ramp.id)
        self.is_reversed = QCheckBox(_("Turn the colours round"))
        self.bounds = QLineEdit()
        self.bounds.setPlaceholderText(_("Upper bounds, for instance 10; 25; 50"))
        self._form = form()
        add_row(self._form, _("Classes by"), self.method)
        add_row(self._form, _("How many"), self.count)
        add_row(self._form, _("Upper bounds"), self.bounds)
        add_row(self._form, _("Colours"), self.ramp)
        self._form.addRow("", self.is_reversed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._form)
        self._show_method()
        self.method.currentIndexChanged.connect(self._on_method)
        self.count.valueChanged.connect(lambda _value: self.changed.emit())
        self.ramp.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.is_reversed.toggled.connect(lambda _on: self.changed.emit())
        self.bounds.editingFinished.connect(self.changed)

    @property
    def chosen_method(self) -> Method:
        """How classes are made."""
        return Method(self.method.currentData())

    @property
    def chosen_bounds(self) -> tuple[float, ...]:
        """The bounds that were written; what is no number is left out."""
        text = _THOUSANDS.sub("", self.bounds.text())
        numbers = (parse_number(part) for part in _APART.split(text) if part)
        return tuple(number for number in numbers if number is not None)[:MOST_CLASSES]

    def show_bounds(self, breaks: Sequence[float]) -> None:
        """Write bounds, for the planner to change by hand."""
        self.bounds.setText("; ".join(f"{bound:.12g}" for bound in breaks))

    def show_choice(self, method: Method, count: int, ramp_id: str, *, is_reversed: bool) -> None:
        """Show what is set, without telling of it."""
        with silent(self.method, self.count, self.ramp, self.is_reversed):
            self.method.setCurrentIndex(self.method.findData(method.value))
            self.count.setValue(count)
            self.ramp.setCurrentIndex(max(self.ramp.findData(ramp_id), 0))
            self.is_reversed.setChecked(is_reversed)
        self._show_method()

    def _on_method(self) -> None:
        self._show_method()
        self.changed.emit()

    def _show_method(self) -> None:
        by_hand = self.chosen_method is Method.MANUAL
        self._form.setRowVisible(self.bounds, by_hand)
        self._form.setRowVisible(self.count, not by_hand)


def ramp_icon(ramp: Ramp) -> QIcon:
    """Return the colours of a ramp side by side."""
    pixmap = QPixmap(_RAMP_ICON)
    painter = QPainter(pixmap)
    width = _RAMP_ICON.width() / len(ramp.anchors)
    for place, colour in enumerate(ramp.anchors):
        shade = QRectF(place * width, 0, width, _RAMP_ICON.height())
        painter.fillRect(shade, QColor(colour))
    painter.end()
    return QIcon(pixmap)
