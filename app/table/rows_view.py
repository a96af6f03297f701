"""The table's view: rows are selected as the map knows them, whatever is sorted or filtered."""

from __future__ import annotations

from typing import cast

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.table.row_model import RowModel
from app.writing import Writing, writing_font
from geodata.geometry import Bools

_ROW_HEIGHT = 26
_MOST_RUNS, _MOST_ROWS = 400, 2000
"""Qt's selection is no larger: its heads ask for every cell of it, whenever they are painted."""

_NO_ROWS: Bools = np.zeros(0, dtype=np.bool_)
_Flag = QItemSelectionModel.SelectionFlag
_Index = QModelIndex | QPersistentModelIndex


class RowsView(QTableView):
    """Shows a `RowModel`.

    Qt's own selection knows ranges of shown rows. Which rows of the table are selected, hidden
    ones included, is kept here; Qt's selection follows it as long as it is not made of too many
    ranges or rows. Where it is, rows are painted by what is kept here.

    Attributes:
        rows_selected: the planner selected other rows; `selected` says which.
        opened: Enter was pressed on rows, or one was double clicked.
        menu_wanted: a menu is wanted at a place of the screen.
        head_menu_wanted: the menu of a column is wanted; its number, and a place of the screen.
        copy_wanted: the selected rows shall be copied.
        invert_wanted: all others shall be selected.
    """

    rows_selected = Signal()
    opened = Signal()
    menu_wanted = Signal(QPoint)
    head_menu_wanted = Signal(int, QPoint)
    copy_wanted = Signal()
    invert_wanted = Signal()

    def __init__(self, model: RowModel) -> None:
        super().__init__()
        self._rows = model
        self._selected: Bools = _NO_ROWS
        self._is_following = self._clears_first = False
        self._is_whole = True
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(
            lambda place: self.menu_wanted.emit(self.viewport().mapToGlobal(place))
        )
        self._arrange_heads()
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        model.modelReset.connect(self._follow)

    def _arrange_heads(self) -> None:
        heads, numbers = self.horizontalHeader(), self.verticalHeader()
        heads.setSectionsMovable(True)
        heads.setHighlightSections(False)
        heads.setSortIndicatorShown(True)
        heads.setSortIndicatorClearable(True)
        heads.setSectionsClickable(True)
        heads.setMinimumSectionSize(48)
        heads.setTextElideMode(Qt.TextElideMode.ElideRight)
        heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heads.customContextMenuRequested.connect(self._ask_for_head_menu)
        # Set for all rows at once: one by one, a million rows would take seconds.
        numbers.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        numbers.setDefaultSectionSize(_ROW_HEIGHT)
        numbers.setFont(writing_font(Writing.SMALL))
        numbers.setHighlightSections(False)

    # Selection

    @property
    def selected(self) -> Bools:
        """Shape (n,): which rows of the table are selected."""
        if len(self._selected) != len(self._rows.table):
            self._selected = np.zeros(len(self._rows.table), dtype=np.bool_)
        return self._selected

    def select(self, rows: Bools, *, scroll: bool = False) -> None:
        """Select rows of the table (shape (n,)), telling nobody.

        Args:
            rows: which.
            scroll: whether to bring the first of them into view.
        """
        self._selected = rows
        self._follow()
        if scroll:
            runs = self._rows.runs_of(rows)
            if len(runs):
                self.scroll_to(int(runs[0, 0]))

    def scroll_to(self, place: int) -> None:
        """Bring a shown row into view and let keys go on from there."""
        index = self._rows.index(place, self._first_column())
        self._is_following = True
        self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self._is_following = False
        self.scrollTo(index)

    def selectAll(self) -> None:
        """Select every row that is shown."""
        rows = np.zeros(len(self._rows.table), dtype=np.bool_)
        rows[self._rows.shown.rows] = True
        self._choose(rows)

    def choose(self, rows: Bools) -> None:
        """Select rows of the table (shape (n,)) as if by hand."""
        self._choose(rows)

    def is_painted_selected(self, index: _Index) -> bool | None:
        """Return whether a cell is selected, None where Qt knows it."""
        return None if self._is_whole else bool(self.selected[self._rows.row_of(index)])

    def _choose(self, rows: Bools) -> None:
        self._selected = rows
        self._follow()
        self.rows_selected.emit()

    def _follow(self) -> None:
        """Let Qt's selection be that of the rows, unless it would be too large."""
        runs = self._rows.runs_of(self.selected)
        count = int((runs[:, 1] - runs[:, 0] + 1).sum())
        self._is_whole = len(runs) <= _MOST_RUNS and count <= _MOST_ROWS
        last = self._rows.columnCount() - 1
        selection = QItemSelection()
        if self._is_whole and last >= 0:
            for first, final in runs.tolist():
                selection.select(self._rows.index(first, 0), self._rows.index(final, last))
        self._is_following = True
        self.selectionModel().select(selection, _Flag.ClearAndSelect)
        self._is_following = False
        self.viewport().update()

    def selectionCommand(
        self, index: _Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Take note of whether what was selected goes."""
        command = super().selectionCommand(index, event)
        extends = bool(command & _Flag.Current) and not command & _Flag.Toggle
        # What Qt does not know of, it cannot take back when a range gets shorter.
        self._clears_first = bool(command & _Flag.Clear) or (extends and not self._is_whole)
        return command

    def selectionChanged(self, added: QItemSelection, removed: QItemSelection) -> None:
        """Paint anew; for many rows without Qt, which would ask for each of their cells."""
        if _row_count(added) + _row_count(removed) > _MOST_ROWS:
            self.viewport().update()
        else:
            super().selectionChanged(added, removed)

    def _on_selection_changed(self, added: QItemSelection, removed: QItemSelection) -> None:
        if self._is_following:
            return
        shown = self._rows.shown.rows
        if self._clears_first:
            rows = np.zeros(len(self._rows.table), dtype=np.bool_)
            ranges = [(self.selectionModel().selection(), True)]
        else:
            rows = self.selected.copy()
            ranges = [(removed, False), (added, True)]
        for selection, value in ranges:
            for one in cast("list[QItemSelectionRange]", selection):
                rows[shown[one.top() : one.bottom() + 1]] = value
        self._selected = rows
        if _row_count(self.selectionModel().selection()) > _MOST_ROWS:
            self._follow()
        self.rows_selected.emit()

    # Keys and menus

    def event(self, event: QEvent) -> bool:
        """Keep keys from the window that mean something here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            wanted = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.SelectAll)
            if any(event.matches(key) for key in wanted) or _is_invert(event):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, select, open; everything else as ever."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif _is_invert(event):
            self.invert_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() == QAbstractItemView.State.EditingState:
                super().keyPressEvent(event)
            else:
                self.opened.emit()
        elif event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._open_head_menu(max(self.currentIndex().column(), 0))
        elif event.key() == Qt.Key.Key_Escape and self.selected.any():
            self._choose(np.zeros(len(self._rows.table), dtype=np.bool_))
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit a cell that can be edited, else open the row."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self._rows.is_editable(index):
            self.opened.emit()
        else:
            super().mouseDoubleClickEvent(event)

    def _ask_for_head_menu(self, place: QPoint) -> None:
        section = self.horizontalHeader().logicalIndexAt(place)
        if section >= 0:
            self.head_menu_wanted.emit(section, self.horizontalHeader().mapToGlobal(place))

    def _open_head_menu(self, section: int) -> None:
        heads = self.horizontalHeader()
        place = QPoint(heads.sectionViewportPosition(section), heads.height())
        self.head_menu_wanted.emit(section, heads.mapToGlobal(place))

    def _first_column(self) -> int:
        heads = self.horizontalHeader()
        numbers = (heads.logicalIndex(place) for place in range(heads.count()))
        return next((n for n in numbers if not heads.isSectionHidden(n)), 0)


class _Cells(QStyledItemDelegate):
    """Paints cells; a current cell has a frame, so that the keyboard's place can be seen."""

    def __init__(self, view: RowsView) -> None:
        super().__init__(view)
        self._view = view

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        is_selected = self._view.is_painted_selected(index)
        if is_selected is not None:
            state = option.state & ~QStyle.StateFlag.State_Selected
            option.state = state | QStyle.StateFlag.State_Selected if is_selected else state


def _row_count(selection: QItemSelection) -> int:
    ranges = cast("list[QItemSelectionRange]", selection)
    return sum(one.bottom() - one.top() + 1 for one in ranges)


def _is_invert(event: QKeyEvent) -> bool:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    return event.modifiers() == held and event.key() == Qt.Key.Key_I
