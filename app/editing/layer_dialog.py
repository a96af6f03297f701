"""Asks what a new layer, or a new column, shall be."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.editing.changes import DECIMAL, TEXT, WHOLE
from app.panels.plain_label import plain_label
from app.writing import Writing
from geodata.geometry import Family
from layers.texts import N_, Texts

_WIDTH = 440
_FAMILIES = {
    Family.POINT: N_("Points"),
    Family.LINE: N_("Lines"),
    Family.POLYGON: N_("Areas"),
}
KINDS = {TEXT: N_("Text"), WHOLE: N_("Whole number"), DECIMAL: N_("Decimal number")}
"""What a column can hold (English; to be translated)."""

_MOST_COLUMNS = 30


class LayerDialog(QDialog):
    """Asks for the name, the kind and the columns of a new layer.

    Attributes:
        made: name, `Family`, and the columns (name and kind each).
        name, family: the controls.
        create_button: makes the layer.
    """

    made = Signal(str, object, object)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = texts.gettext
        self._texts = texts
        self.setWindowTitle(_("New layer"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.name, self.family = QLineEdit(), QComboBox()
        self.name.setAccessibleName(_("Name"))
        self.name.setText(_("My places"))
        self.name.selectAll()
        self.family.setAccessibleName(_("Holds"))
        for family, words in _FAMILIES.items():
            self.family.addItem(_(words), family)
        self._columns: list[tuple[QLineEdit, QComboBox]] = []
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._more = QPushButton(_("Another column"))
        self._more.setProperty("kind", "link")
        self._more.setAutoDefault(False)
        self._more.clicked.connect(lambda: self.add_column())
        self._problem = plain_label("", "problem", Writing.TEXT)
        self.create_button = QPushButton(_("Create layer"))
        self._arrange()
        self.add_column(_("Name"))
        self.add_column(_("Notes"))
        self.name.setFocus()

    def add_column(self, name: str = "", kind: str = TEXT) -> tuple[QLineEdit, QComboBox]:
        """Add a row for another column; return its controls."""
        _ = self._texts.gettext
        line, choice = QLineEdit(name), QComboBox()
        line.setAccessibleName(_("Name of the column"))
        line.setPlaceholderText(_("Name of the column"))
        choice.setAccessibleName(_("What it holds"))
        for key, words in KINDS.items():
            choice.addItem(_(words), key)
        choice.setCurrentIndex(choice.findData(kind))
        row = len(self._columns)
        self._grid.addWidget(line, row, 0)
        self._grid.addWidget(choice, row, 1)
        self._columns.append((line, choice))
        self._more.setEnabled(len(self._columns) < _MOST_COLUMNS)
        line.setFocus()
        return line, choice

    def make(self) -> None:
        """Make the layer, unless something is missing."""
        columns = [
            (line.text().strip(), choice.currentData())
            for line, choice in self._columns
            if line.text().strip()
        ]
        problem = self._find_problem([name for name, _ in columns])
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if problem:
            return
        self.accept()
        family = Family(self.family.currentData())  # Qt gives plain text back
        self.made.emit(self.name.text().strip(), family, tuple(columns))

    def _find_problem(self, names: list[str]) -> str:
        _ = self._texts.gettext
        if not self.name.text().strip():
            return _("A layer needs a name")
        folded = [name.casefold() for name in names]
        twice = next((name for name in names if folded.count(name.casefold()) > 1), "")
        return _("There are two columns “{name}”").format(name=twice) if twice else ""

    def _arrange(self) -> None:
        _ = self._texts.gettext
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow(plain_label(_("Name"), "secondary", Writing.TEXT), self.name)
        form.addRow(plain_label(_("Holds"), "secondary", Writing.TEXT), self.family)
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        buttons = QDialogButtonBox()
        buttons.addButton(self.create_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self.create_button.setDefault(True)
        buttons.accepted.connect(self.make)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(plain_label(_("Columns"), "head", Writing.HEAD))
        column.addLayout(self._grid)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._problem)
        column.addStretch()
        column.addWidget(buttons)
        self._problem.hide()
        self.setMinimumWidth(_WIDTH)


class ColumnDialog(QDialog):
    """Asks for the name and kind of a new column.

    Attributes:
        made: the name and the kind.
        line, choice: the controls.
        add_button: adds it.
    """

    made = Signal(str, str)

    def __init__(self, texts: Texts, taken: list[str], parent: QWidget | None = None) -> None:
        """Make the dialog.

        Args:
            texts: its language.
            taken: names of columns that there are.
            parent: the window.
        """
        super().__init__(parent)
        _ = texts.gettext
        self._taken = {name.casefold() for name in taken}
        self.setWindowTitle(_("Add column"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.line, self.choice = QLineEdit(), QComboBox()
        self.line.setAccessibleName(_("Name of the column"))
        self.choice.setAccessibleName(_("What it holds"))
        for key, words in KINDS.items():
            self.choice.addItem(_(words), key)
        self.add_button = QPushButton(_("Add column"))
        self.add_button.setEnabled(False)
        self.add_button.setDefault(True)
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        self.line.textChanged.connect(self._check)
        form = QFormLayout()
        form.addRow(plain_label(_("Name"), "secondary", Writing.TEXT), self.line)
        form.addRow(plain_label(_("What it holds"), "secondary", Writing.TEXT), self.choice)
        buttons = QDialogButtonBox()
        buttons.addButton(self.add_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._make)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addLayout(form)
        column.addWidget(buttons)
        self.setMinimumWidth(_WIDTH - 60)

    def _check(self, text: str) -> None:
        name = text.strip()
        self.add_button.setEnabled(bool(name) and name.casefold() not in self._taken)

    def _make(self) -> None:
        self.accept()
        self.made.emit(self.line.text().strip(), self.choice.currentData())
