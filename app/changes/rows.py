"""What is different as rows of a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from app.row_list import Index, RowModel
from layers.changes.words import KIND_TEXTS, ChangeRow
from layers.feature_tip import one_line
from layers.texts import N_, Texts

_Role = Qt.ItemDataRole
KIND, LAYER, NAME, WORDS = range(4)
_LONGEST = 400


class ChangeModel(RowModel):
    """Rows with what became of it, the layer, the record, and what else is to be said.

    Attributes:
        rows: what is listed.
    """

    titles = (N_("Change"), N_("Layer"), N_("Name"), N_("What"))

    def __init__(self, texts: Texts) -> None:
        super().__init__(texts)
        self.rows: list[ChangeRow] = []

    @property
    def listed(self) -> list[ChangeRow]:
        """What the rows are of."""
        return self.rows

    def show_rows(self, rows: list[ChangeRow], texts: Texts) -> None:
        """Show other rows, in a language."""
        self.beginResetModel()
        self.rows, self._texts = rows, texts
        self.endResetModel()

    def cells(self, row: int) -> tuple[str, str, str, str]:
        """Return the texts of a row."""
        change = self.rows[row]
        kind = self._texts.gettext(KIND_TEXTS[change.kind])
        return kind, one_line(change.layer), change.name, one_line(change.words, _LONGEST)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
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
