"""What a file holds and what became of its rows, as Qt's tables show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView

from app.row_list import Index, RowModel, make_plain
from geodata.files.report import Finding
from geodata.table import FeatureTable
from layers.feature_tip import one_line
from layers.texts import N_, Texts

_SAMPLE_ROWS = 100
_LONGEST = 200
_COLUMN_WIDTH = 110
_MEASURED_ROWS, _MEASURED_COLUMNS = 12, 40
_PADDING, _WIDEST = 26, 320
_NO_PARENT = QModelIndex()
_SHOWN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class SampleModel(QAbstractTableModel):
    """The first rows of a table."""

    def __init__(self, table: FeatureTable, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._texts = texts
        self._columns = list(table.columns)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return how many rows are shown."""
        return 0 if parent.isValid() else min(len(self._table), _SAMPLE_ROWS)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a value as text, or how it is aligned."""
        if role not in _SHOWN and role != Qt.ItemDataRole.TextAlignmentRole:
            return None
        value = self._table.value(index.row(), self._columns[index.column()])
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if role == Qt.ItemDataRole.TextAlignmentRole and is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role in _SHOWN:
            return "" if value is None else one_line(str(value), _LONGEST)
        return None

    def widths(self, metrics: QFontMetrics) -> list[int]:
        """Return the width of each column that shows its first values, in pixels."""
        rows = range(min(self.rowCount(), _MEASURED_ROWS))
        widths = []
        for column, name in enumerate(self._columns[:_MEASURED_COLUMNS]):
            texts = [name, *(str(self.index(row, column).data() or "") for row in rows)]
            widest = max(metrics.horizontalAdvance(text[:_LONGEST]) for text in texts)
            widths.append(min(widest + _PADDING, _WIDEST))
        return widths

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a column's name, or a row's number."""
        if role not in _SHOWN:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return one_line(self._columns[section], _LONGEST)
        return self._texts.number(section + 1)


class FindingsModel(RowModel):
    """What was skipped, repaired or worth knowing."""

    titles = (N_("File"), N_("Row"), N_("What became of it"), N_("Why"), N_("What to do"))

    def __init__(
        self, findings: Sequence[Finding], texts: Texts, parent: QObject | None = None
    ) -> None:
        super().__init__(texts, parent)
        self._findings = findings

    @property
    def listed(self) -> Sequence[Finding]:
        """The findings."""
        return self._findings

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text."""
        if role not in (*_SHOWN, Qt.ItemDataRole.ToolTipRole):
            return None
        return self._findings[index.row()].cells(self._texts.gettext)[index.column()]


def plain_table_view(name: str) -> QTableView:
    """Return a table to read, with a name for screen readers."""
    view = QTableView()
    view.setAccessibleName(name)
    make_plain(view)
    view.setAlternatingRowColors(True)
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    view.horizontalHeader().setDefaultSectionSize(_COLUMN_WIDTH)
    return view
