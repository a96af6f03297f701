"""The features of a layer as a list; only the rows in view are ever read."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from geodata.table import FeatureTable
from layers.feature_tip import feature_name, one_line
from layers.texts import Texts
from layers.view_state import FeatureRef

_LONGEST = 120
_HEIGHT = 240
_ROW_HEIGHT = 25
# Qt's views take note of every row, and the window must not wait until there are a million.
_ROWS_AT_ONCE = 10_000
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class FeatureListModel(QAbstractListModel):
    """Names of features in the order of their table."""

    def __init__(self, layer_id: str, table: FeatureTable, texts: Texts) -> None:
        super().__init__()
        self._layer_id = layer_id
        self._table = table
        self._texts = texts
        self._count = min(len(table), _ROWS_AT_ONCE)

    def feature(self, row: int) -> FeatureRef:
        """Return the feature of a row."""
        return FeatureRef(self._layer_id, str(self._table.ids[row]))

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return how many features the list has so far; it grows when its end is reached."""
        return 0 if parent.isValid() else self._count

    def canFetchMore(self, parent: _Index) -> bool:
        """Return whether there are more features."""
        return not parent.isValid() and self._count < len(self._table)

    def fetchMore(self, _parent: _Index) -> None:
        """Take more features into the list."""
        count = min(len(self._table), self._count + _ROWS_AT_ONCE)
        self.beginInsertRows(_NO_PARENT, self._count, count - 1)
        self._count = count
        self.endInsertRows()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a feature's name, with a word on it if it has no place."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = index.row()
        name = one_line(feature_name(self._table, row, self._texts.language), _LONGEST)
        if self._table.geometry.feature_starts[row + 1] > self._table.geometry.feature_starts[row]:
            return name
        return self._texts.gettext("{name} · no place").format(name=name)


class FeatureList(QTableView):
    """Lists the features of a layer.

    A table of one column, for Qt's lists lay out row by row what may be a million rows.

    Attributes:
        chosen: a feature was clicked, or Enter was pressed on it; the `FeatureRef`.
    """

    chosen = Signal(object)

    def __init__(self, layer_id: str, table: FeatureTable, texts: Texts) -> None:
        super().__init__()
        self._features = FeatureListModel(layer_id, table, texts)
        self._features.setParent(self)
        self.setModel(self._features)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(_HEIGHT)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self._features.feature(index.row()))
