"""What stands on a page beside the map, and the layouts that are kept with the project."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.exports.options import PageOptions
from layers.layouts import PARTS, Layout, Logo
from layers.texts import N_, Texts

_LONGEST = 300
_NOTES_HEIGHT = 92
_PART_NAMES = {
    "legend": N_("Legend"),
    "scale bar": N_("Scale bar"),
    "north arrow": N_("North arrow"),
    "inset": N_("Where the map lies"),
    "sources": N_("Sources"),
}


class PageForm(QWidget):
    """Subtitle, notes, logo and parts of a page, and the kept layouts.

    Attributes:
        changed: something else was chosen.
        layout_chosen: a kept layout was chosen; the `Layout`.
        keep_wanted: the page shall be kept under a name.
        remove_wanted: the layout of a name shall no longer be kept.
        logo_wanted: a logo shall be chosen from a file.
    """

    changed = Signal()
    layout_chosen = Signal(object)
    keep_wanted = Signal(str)
    remove_wanted = Signal(str)
    logo_wanted = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        _ = texts.gettext
        self._layouts = QComboBox(self)
        self._keep = QPushButton(_("Keep"), self)
        self._remove = QPushButton(_("Remove"), self)
        self._subtitle, self._notes = QLineEdit(self), QPlainTextEdit(self)
        self._parts = {part: QCheckBox(_(_PART_NAMES[part]), self) for part in PARTS}
        self._choose_logo = QPushButton(_("Choose a logo…"), self)
        self._no_logo = QPushButton(_("No logo"), self)
        self._logo: Logo | None = None
        self._arrange()
        self._connect()
        self.show_layouts(())

    @property
    def logo(self) -> Logo | None:
        """The logo."""
        return self._logo

    @logo.setter
    def logo(self, logo: Logo | None) -> None:
        self._logo = logo
        self._no_logo.setEnabled(logo is not None)
        self.changed.emit()

    @property
    def name(self) -> str:
        """The name of the layout that is chosen or was typed."""
        return self._layouts.currentText().strip()

    def apply(self, options: PageOptions) -> PageOptions:
        """Return a page with what was chosen here."""
        without = tuple(part for part, box in self._parts.items() if not box.isChecked())
        return replace(
            options,
            subtitle=self._subtitle.text().strip(),
            notes=self._notes.toPlainText().strip(),
            without=without,
            logo=self._logo,
        )

    def take(self, layout: Layout) -> None:
        """Show what a layout says of the page."""
        with QSignalBlocker(self):
            self._subtitle.setText(layout.subtitle)
            self._notes.setPlainText(layout.notes)
            for part, box in self._parts.items():
                box.setChecked(part not in layout.without)
            self.logo = layout.logo
        self.changed.emit()

    def show_layouts(self, layouts: tuple[Layout, ...]) -> None:
        """List the layouts that are kept; what is typed stays."""
        typed = self._layouts.currentText()
        with QSignalBlocker(self._layouts):
            self._layouts.clear()
            for layout in layouts:
                self._layouts.addItem(layout.name, layout)
            self._layouts.setEditText(typed)
        self._tell_name()

    def set_keepable(self, keepable: bool) -> None:
        """Tell whether the size is one of paper, without which no layout can be kept."""
        self._keepable = keepable
        self._tell_name()

    # Parts

    def _arrange(self) -> None:
        _ = self._texts.gettext
        self._keepable = True
        self._layouts.setEditable(True)
        self._layouts.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._layouts.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        name = QLineEdit(self._layouts)
        name.setMaxLength(_LONGEST)
        name.setPlaceholderText(_("Name of a layout"))
        self._layouts.setLineEdit(name)
        self._layouts.setAccessibleName(_("Page layout"))
        self._subtitle.setPlaceholderText(_("Area and years of the facts"))
        self._subtitle.setMaxLength(_LONGEST)
        self._notes.setTabChangesFocus(True)
        self._notes.setFixedHeight(_NOTES_HEIGHT)
        self._notes.setAccessibleName(_("Notes"))
        buttons, logo = QHBoxLayout(), QHBoxLayout()
        for button in (self._keep, self._remove):
            buttons.addWidget(button)
        for button in (self._choose_logo, self._no_logo):
            logo.addWidget(button)
        self._no_logo.setEnabled(False)
        rows = QFormLayout()
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows.setVerticalSpacing(9)
        rows.addRow(_("Page layout"), self._layouts)
        rows.addRow("", buttons)
        rows.addRow(_("Subtitle"), self._subtitle)
        rows.addRow(_("Notes"), self._notes)
        rows.addRow(_("Logo"), logo)
        heading = QLabel(_("What stands on the page"), self)
        heading.setProperty("kind", "head")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(9)
        column.addLayout(rows)
        column.addWidget(heading)
        for box in self._parts.values():
            box.setChecked(True)
            column.addWidget(box)
        column.addStretch(1)

    def _connect(self) -> None:
        self._layouts.activated.connect(self._choose)
        self._layouts.editTextChanged.connect(self._tell_name)
        self._keep.clicked.connect(lambda: self.keep_wanted.emit(self.name))
        self._remove.clicked.connect(lambda: self.remove_wanted.emit(self.name))
        self._choose_logo.clicked.connect(self.logo_wanted)
        self._no_logo.clicked.connect(self._drop_logo)
        for field in (self._subtitle, self._notes):
            field.textChanged.connect(lambda *_: self.changed.emit())
        for box in self._parts.values():
            box.toggled.connect(self.changed)

    def _drop_logo(self) -> None:
        self.logo = None

    def _choose(self, place: int) -> None:
        layout = self._layouts.itemData(place)
        if isinstance(layout, Layout):
            self.layout_chosen.emit(layout)

    def _tell_name(self) -> None:
        _ = self._texts.gettext
        known = self._layouts.findText(self.name) >= 0
        self._keep.setEnabled(bool(self.name) and self._keepable)
        self._keep.setToolTip("" if self._keepable else _("Choose a paper size first"))
        self._remove.setEnabled(known)
