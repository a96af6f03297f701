"""The rows of a layer for Qt's table view; only the cells in view are ever read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from app.editing.values import NOT_EDITED, written_value
from app.palette import LIGHT, Palette
from app.writing import Writing, writing_font
from geodata.geometry import Bools, Ints, from_points
from geodata.table import FeatureTable
from layers.feature_tip import feature_name, one_line
from layers.table_columns import PLACE, Kind, TableColumn, cell_text, has_place
from layers.table_rows import ShownRows, all_rows
from layers.texts import Texts

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_Role = Qt.ItemDataRole
_Align = Qt.AlignmentFlag
_LONGEST = 200
_MOST_KEPT = 4000


def _no_table() -> FeatureTable:
    return FeatureTable("", np.empty(0, np.int64), from_points(np.empty((0, 2))), {})


class RowModel(QAbstractTableModel):
    """The shown rows of a table.

    Attributes:
        edited: a cell was written into: row of the table, column of the feature table, text.
        table: the features.
        columns: the columns.
        shown: the rows, in their order.
        is_own: whether cells may be edited.
        is_plain: whether all rows are shown in the order of the table.
        palette: the colours of the theme.
    """

    edited = Signal(int, str, str)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.table = _no_table()
        self.columns: tuple[TableColumn, ...] = ()
        self.shown: ShownRows = all_rows(self.table)
        self.is_own = False
        self.is_plain = True
        self.palette: Palette = LIGHT
        self._texts = texts
        self._cells: dict[tuple[int, int], str] = {}
        self._sorted: tuple[str, bool] | None = None
        self._filtered: frozenset[str] = frozenset()

    # What it holds

    def show_table(
        self, table: FeatureTable, columns: tuple[TableColumn, ...], texts: Texts, *, is_own: bool
    ) -> None:
        """Show all rows of another table.

        Args:
            table: the features.
            columns: its columns in the interface's language.
            texts: the language.
            is_own: whether the cells may be edited.
        """
        self.beginResetModel()
        self.table, self.columns, self._texts, self.is_own = table, columns, texts, is_own
        self.shown = all_rows(table)
        self.is_plain = True
        self._cells.clear()
        self.endResetModel()

    def show_rows(self, shown: ShownRows) -> None:
        """Show other rows of the table, or the same in another order."""
        self.beginResetModel()
        self.shown = shown
        self.is_plain = False
        self.endResetModel()

    def show_edited(self, table: FeatureTable) -> None:
        """Take a table with the same rows and columns but other values."""
        self.table = table
        self._cells.clear()
        if len(self.shown) and self.columns:
            last = self.index(len(self.shown) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def mark_columns(self, sorted_by: tuple[str, bool] | None, filtered: frozenset[str]) -> None:
        """Say in the heads which columns are filtered, and for screen readers which is sorted."""
        self._sorted, self._filtered = sorted_by, filtered
        if self.columns:
            last = len(self.columns) - 1
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def row_of(self, index: _Index) -> int:
        """Return the row of the table that an index stands for."""
        return int(self.shown.rows[index.row()])

    def place_of(self, row: int) -> int:
        """Return where a row of the table is shown, -1 if it is not."""
        return int(self.shown.places[row])

    def runs_of(self, rows: Bools) -> Ints:
        """Return shape (r, 2): the runs of shown rows among some (shape (n,)), first and last."""
        flags = np.concatenate([[False], rows[self.shown.rows], [False]])
        edges = np.flatnonzero(flags[1:] != flags[:-1])
        runs: Ints = edges.reshape(-1, 2) - (0, 1)
        return runs

    def number_of(self, column: str) -> int:
        """Return the place of a column, -1 if there is none."""
        names = [one.name for one in self.columns]
        return names.index(column) if column in names else -1

    # Qt's questions

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return how many columns there are, hidden ones included."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Return what is shown of a cell."""
        answer = self._ANSWERS.get(_Role(role))
        return None if answer is None or not index.isValid() else answer(self, index)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Return the title of a column, or the number of a row."""
        if orientation == Qt.Orientation.Vertical:
            if role == _Role.DisplayRole:
                return self._texts.number(section + 1)
            return None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case _Role.DisplayRole:
                return f"{column.head} ▾" if column.name in self._filtered else column.head
            case _Role.ToolTipRole:
                return self._head_tip(column)
            case _Role.AccessibleTextRole:
                return self._head_words(column)
            case _Role.FontRole:
                return writing_font(Writing.SMALL)
            case _Role.TextAlignmentRole:
                side = _Align.AlignRight if column.kind is Kind.NUMBER else _Align.AlignLeft
                return side | _Align.AlignVCenter
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        flags = super().flags(index)
        if self.is_editable(index):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Ask for another value of a cell; whoever hears it changes the document."""
        if role != _Role.EditRole or not self.is_editable(index):
            return False
        column = self.columns[index.column()]
        if str(value) == self._edit_text(index):
            return False
        self.edited.emit(self.row_of(index), column.field, str(value))
        return True

    def is_editable(self, index: _Index) -> bool:
        """Return whether a cell can be edited."""
        if not self.is_own or not index.isValid():
            return False
        column = self.columns[index.column()]
        return column.name != PLACE and column.field not in NOT_EDITED

    # Cells

    def _text(self, index: _Index) -> str:
        row, column = self.row_of(index), index.column()
        text = self._cells.get((row, column))
        if text is None:
            if len(self._cells) > _MOST_KEPT:
                self._cells.clear()
            whole = cell_text(self.table, row, self.columns[column], self._texts)
            text = self._cells[row, column] = one_line(whole, _LONGEST)
        return text

    def _edit_text(self, index: _Index) -> str:
        value = self.table.value(self.row_of(index), self.columns[index.column()].field)
        return written_value(value)

    def _tip(self, index: _Index) -> str | None:
        text = self._text(index)
        # The view knows whether the text is cut; a tip of a few words would only be in the way.
        return text if len(text) > 24 else None

    def _colour(self, index: _Index) -> QColor | None:
        placed = has_place(self.table, self.row_of(index))
        return None if placed else QColor(self.palette.secondary)

    def _alignment(self, index: _Index) -> Qt.AlignmentFlag:
        is_number = self.columns[index.column()].kind is Kind.NUMBER
        return (_Align.AlignRight if is_number else _Align.AlignLeft) | _Align.AlignVCenter

    def _spoken(self, index: _Index) -> str:
        """Return a cell for screen readers, which do not see colours and heads."""
        _ = self._texts.gettext
        column = self.columns[index.column()]
        words = f"{column.title}: {self._text(index) or _('(empty)')}"
        if has_place(self.table, self.row_of(index)) or column.name == PLACE:
            return words
        words_without = _("{cell}, not on the map")
        return words_without.format(cell=words)

    def name_of(self, row: int) -> str:
        """Return the name of the feature in a row of the table."""
        return one_line(feature_name(self.table, row, self._texts.language))

    _ANSWERS: dict[Qt.ItemDataRole, Callable[[RowModel, _Index], Any]] = {  # noqa: RUF012
        _Role.DisplayRole: _text,
        _Role.EditRole: _edit_text,
        _Role.ToolTipRole: _tip,
        _Role.ForegroundRole: _colour,
        _Role.TextAlignmentRole: _alignment,
        _Role.AccessibleTextRole: _spoken,
    }

    # Heads

    def _head_tip(self, column: TableColumn) -> str:
        source = self._texts.gettext("Source: {source}").format(source=column.source)
        lines = (column.head, column.remark, source if column.source else "")
        return "\n".join(filter(None, lines))

    def _head_words(self, column: TableColumn) -> str:
        _ = self._texts.gettext
        words = [column.head]
        if self._sorted is not None and self._sorted[0] == column.name:
            words.append(_("sorted, largest first") if self._sorted[1] else _("sorted"))
        if column.name in self._filtered:
            words.append(_("filtered"))
        return ", ".join(words)
