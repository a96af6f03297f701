"""Lists of rows: below the map, where each leads somewhere, and in dialogs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.palette import LIGHT, Palette
from layers.texts import Texts

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_ROW_HEIGHT = 24


class RowModel(QAbstractTableModel):
    """Rows under titles in the interface's language; what is in them is up to who derives it.

    Attributes:
        titles: what the columns are called (English; to be translated).
        palette: the colours.
    """

    titles: tuple[str, ...] = ()

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.palette: Palette = LIGHT
        self._texts = texts

    @property
    def listed(self) -> Sequence[object]:
        """What the rows are of, one each."""
        raise NotImplementedError

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.listed)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the title of a column."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._texts.gettext(self.titles[section])


def arrange_rows(view: QTableView, model: QAbstractItemModel, widths: Mapping[int, int]) -> None:
    """Have a table show a model as a plain list, a row of which is chosen.

    Args:
        view: the table.
        model: what it shows.
        widths: logical pixels of columns, by number; the last one takes what is left.
    """
    make_plain(view)
    view.setModel(model)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    heads = view.horizontalHeader()
    heads.setStretchLastSection(True)
    heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for section, width in widths.items():
        heads.resizeSection(section, width)


def make_plain(view: QTableView) -> None:
    """Let a table be a list to read: whole rows are chosen, nothing is edited, no grid is drawn."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    view.verticalHeader().hide()
    view.horizontalHeader().setHighlightSections(False)
