"""The entries of the timeline as rows of a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from app.row_list import Index, RowModel
from layers.feature_tip import one_line
from layers.texts import N_, Texts
from layers.timeline import Entry, date_words

_Role = Qt.ItemDataRole
DATE, GROUP, WORDS = range(3)
_LONGEST = 240


class EntryModel(RowModel):
    """Entries with their date, the program or layer, and what happened."""

    titles = (N_("Date"), N_("Program or layer"), N_("What happened"))

    def __init__(self, texts: Texts) -> None:
        super().__init__(texts)
        self.entries: list[Entry] = []
        self.names: dict[str, str] = {}

    @property
    def listed(self) -> list[Entry]:
        """What the rows are of."""
        return self.entries

    def show_entries(self, entries: list[Entry], names: dict[str, str], texts: Texts) -> None:
        """Show other entries.

        Args:
            entries: what is listed, by time.
            names: what each group is called.
            texts: the language.
        """
        if entries == self.entries and names == self.names and texts is self._texts:
            return
        self.beginResetModel()
        self.entries, self.names, self._texts = entries, names, texts
        self.endResetModel()

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what is shown of an entry."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        cells = (date_words(entry.date, self._texts), self.names.get(entry.group, ""), entry.words)
        match role:
            case _Role.DisplayRole:
                return one_line(cells[index.column()], _LONGEST)
            case _Role.ToolTipRole:
                source = f"\n{entry.sources}" if entry.sources else ""
                return f"{entry.words}{source}"
            case _Role.AccessibleTextRole:
                return ", ".join(filter(None, (*cells, entry.sources)))
            case _Role.ForegroundRole if index.column() != WORDS:
                return QColor(self.palette.secondary)
        return None
