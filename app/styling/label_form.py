"""Asks how the names of features are written, and at which scales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.styling.colour_button import ColourButton
from app.styling.form_parts import add_row, combo, form, pixels_box, scale_box, silent
from layers.style import LabelStyle
from layers.texts import Texts

_SMALLEST, _LARGEST = 6.0, 48.0


class LabelForm(QWidget):
    """Controls of the names of a layer's features.

    Attributes:
        changed: the `LabelStyle` that is wanted, None for no names.
        on, field, size_box, colour, bold, italic, capitals, halo, halo_colour, halo_width,
            scale: the controls.
    """

    changed = Signal(object)

    def __init__(
        self, texts: Texts, fields: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        """Make the controls.

        Args:
            texts: the language.
            fields: the columns that can be written, each with what it is called.
            parent: the owner.
        """
        super().__init__(parent)
        _ = texts.gettext
        self._style = LabelStyle()
        self.on = QCheckBox(_("Write names"))
        self.field = combo()
        for name, title in fields:
            self.field.addItem(title, name)
        self.size_box = pixels_box(texts, _SMALLEST, _LARGEST)
        self.colour = ColourButton(texts, _("Colour of the letters"))
        self.bold, self.italic = QCheckBox(_("Bold")), QCheckBox(_("Italic"))
        self.capitals = QCheckBox(_("Capitals"))
        self.halo = QCheckBox(_("Halo"))
        self.halo_colour = ColourButton(texts, _("Colour of the halo"))
        self.halo_width = pixels_box(texts, 0.5, 6)
        self.scale = scale_box(texts)
        rows = form()
        add_row(rows, _("What is written"), self.field)
        add_row(rows, _("Size"), self.size_box)
        add_row(rows, _("Colour"), self.colour)
        for check in (self.bold, self.italic, self.capitals):
            rows.addRow("", check)
        rows.addRow(self.halo, self.halo_colour)
        add_row(rows, _("Width of the halo"), self.halo_width)
        add_row(rows, _("Closer than"), self.scale)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.on)
        column.addLayout(rows)
        column.addStretch()
        for check in (self.on, self.bold, self.italic, self.capitals, self.halo):
            check.toggled.connect(self._tell)
        for box in (self.size_box, self.halo_width):
            box.valueChanged.connect(self._tell)
        self.scale.valueChanged.connect(self._tell)
        self.field.currentIndexChanged.connect(self._tell)
        for button in (self.colour, self.halo_colour):
            button.chosen.connect(self._tell)

    @property
    def label(self) -> LabelStyle | None:
        """What the controls say."""
        if not self.on.isChecked():
            return None
        return replace(
            self._style,
            field=str(self.field.currentData() or self._style.field),
            color=self.colour.colour,
            size=self.size_box.value(),
            bold=self.bold.isChecked(),
            italic=self.italic.isChecked(),
            capitals=self.capitals.isChecked(),
            halo=self.halo_colour.colour if self.halo.isChecked() else None,
            halo_width=self.halo_width.value(),
            min_scale=float(self.scale.value()) or None,
        )

    def show_label(self, label: LabelStyle | None) -> None:
        """Show how names are written, without telling of it."""
        checks = (self.on, self.bold, self.italic, self.capitals, self.halo)
        boxes = (self.field, self.size_box, self.halo_width, self.scale)
        with silent(*checks, *boxes):
            self.on.setChecked(label is not None)
            if label is not None:
                self._style = label
            style = self._style
            self.field.setCurrentIndex(self.field.findData(style.field))
            self.size_box.setValue(style.size)
            self.bold.setChecked(style.bold)
            self.italic.setChecked(style.italic)
            self.capitals.setChecked(style.capitals)
            self.halo.setChecked(style.halo is not None)
            self.halo_width.setValue(style.halo_width)
            self.scale.setValue(round(style.min_scale or 0))
        self.colour.colour = style.color
        self.halo_colour.colour = style.halo or "#ffffff"
        self._enable()

    def _tell(self, *_: object) -> None:
        self._enable()
        self.changed.emit(self.label)

    def _enable(self) -> None:
        is_on = self.on.isChecked()
        for widget in (
            *(self.field, self.size_box, self.colour, self.bold, self.italic, self.capitals),
            *(self.halo, self.scale),
        ):
            widget.setEnabled(is_on)
        for widget in (self.halo_colour, self.halo_width):
            widget.setEnabled(is_on and self.halo.isChecked())
