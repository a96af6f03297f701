"""What is different as rows of a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.palette import LIGHT, Palette
from layers.changes.words import KIND_TEXTS, ChangeRow
from layers.feature_tip import one_line
from layers.texts import Texts

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_Role = Qt.ItemDataRole
KIND, LAYER, NAME, WORDS = range(4)
_LONGEST = 400


class ChangeModel(QAbstractTableModel):
    """Rows with what became of it, the layer, the record, and what else is to be said.

    Attributes:
        rows: what is listed.
        palette: the colours.
    """

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.rows: list[ChangeRow] = []
        self.palette: Palette = LIGHT
        self._texts = texts

    def show_rows(self, rows: list[ChangeRow], texts: Texts) -> None:
        """Show other rows, in a language."""
        self.beginResetModel()
        self.rows, self._texts = rows, texts
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else 4

    def cells(self, row: int) -> tuple[str, str, str, str]:
        """Return the texts of a row."""
        change = self.rows[row]
        kind = self._texts.gettext(KIND_TEXTS[change.kind])
        return kind, one_line(change.layer), change.name, one_line(change.words, _LONGEST)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Return what is shown of a row."""
        if not index.isValid():
            return None
        cells = self.cells(index.row())
        match role:
            case _Role.DisplayRole:
                return cells[index.column()]
            case _Role.ToolTipRole | _Role.AccessibleTextRole:
                return ", ".join(filter(None, cells))
            case _Role.ForegroundRole if index.column() == LAYER:
                return QColor(self.palette.secondary)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Return the title of a column."""
        if orientation != Qt.Orientation.Horizontal or role != _Role.DisplayRole:
            return None
        _ = self._texts.gettext
        return (_("Change"), _("Layer"), _("Name"), _("What"))[section]
