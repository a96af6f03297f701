"""The columns of the table: how they are laid out, sorted, shown and hidden."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.session import Session
from app.table.column_layouts import lay_out, layout_of
from app.table.content import TableContent
from app.table.rows_view import RowsView
from layers.table_columns import Kind, TableColumn
from layers.table_rows import Sort

_PAUSE_MS = 250


class ColumnHeads(QObject):
    """Lays out the columns as they were left, and fills their menus.

    Attributes:
        filter_wanted: the planner wants to filter by a column; its name.
    """

    filter_wanted = Signal(str)

    def __init__(
        self, session: Session, content: TableContent, view: RowsView, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._parent = session, parent
        self.content, self.view = content, view
        self._keep_soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._keep_soon.timeout.connect(self.keep)
        for changed in (
            view.horizontalHeader().sectionMoved,
            view.horizontalHeader().sectionResized,
        ):
            changed.connect(lambda *_: self._keep_soon.start())

    def stop(self) -> None:
        """Keep the columns as they are, for the last time."""
        self._keep_soon.stop()
        self.keep()

    def lay_out(self) -> None:
        """Lay out the columns of another table."""
        header, model = self.view.horizontalHeader(), self.content.model
        header.blockSignals(True)
        lay_out(header, model, self._session.view_state.columns.get(self.content.layer_id))
        header.blockSignals(False)

    def keep(self) -> None:
        """Keep how the columns are laid out, if that is not how they are at first."""
        self._keep_soon.stop()
        model, state = self.content.model, self._session.view_state
        if not model.columns:
            return
        layout = layout_of(self.view.horizontalHeader(), model)
        state.columns = {**state.columns, self.content.layer_id: layout}

    def in_order(self) -> list[TableColumn]:
        """Return the columns that are shown, from left to right."""
        header, columns = self.view.horizontalHeader(), self.content.model.columns
        places = [header.logicalIndex(place) for place in range(len(columns))]
        return [columns[n] for n in places if not header.isSectionHidden(n)]

    def fill_filter_menu(self, menu: QMenu) -> None:
        """Offer every column to be filtered by."""
        menu.clear()
        for column in self.content.model.columns:
            action = menu.addAction(f"{column.head}…".replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(bool(self.content.filters_of(column.name)))
            action.triggered.connect(partial(self._want_filter, column.name))

    def _want_filter(self, column: str, _is_checked: bool) -> None:
        self.filter_wanted.emit(column)

    def fill_columns_menu(self, menu: QMenu) -> None:
        """Offer every column to be shown or hidden."""
        menu.clear()
        header = self.view.horizontalHeader()
        for number, column in enumerate(self.content.model.columns):
            action = menu.addAction(column.head.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(number))
            action.toggled.connect(lambda on, number=number: self._show_column(number, on))
        menu.addSeparator()
        words = self._session.texts.gettext("As at first")
        menu.addAction(words, self._reset_columns)

    def _show_column(self, number: int, on: bool) -> None:
        header = self.view.horizontalHeader()
        if on or header.count() - header.hiddenSectionCount() > 1:
            header.setSectionHidden(number, not on)
        self.keep()

    def _reset_columns(self) -> None:
        state, layer_id = self._session.view_state, self.content.layer_id
        state.columns = {key: kept for key, kept in state.columns.items() if key != layer_id}
        self.content.renew()

    def head_menu(self, section: int) -> QMenu:
        """Return the menu of a column."""
        _, column = self._session.texts.gettext, self.content.model.columns[section]
        menu = QMenu(self._parent)
        is_number = column.kind is Kind.NUMBER
        up = _("Sort from small to large") if is_number else _("Sort from A to Z")
        down = _("Sort from large to small") if is_number else _("Sort from Z to A")
        sort = self.content.sort
        menu.addAction(up, lambda: sort(Sort(column.name)))
        menu.addAction(down, lambda: sort(Sort(column.name, descending=True)))
        if self.content.order.sort is not None:
            menu.addAction(_("Do not sort"), lambda: sort(None))
        menu.addSeparator()
        menu.addAction(_("Filter…"), lambda: self.filter_wanted.emit(column.name))
        if self.content.filters_of(column.name):
            menu.addAction(
                _("Take the filter back"), lambda: self.content.set_filters(column.name, ())
            )
        menu.addSeparator()
        menu.addAction(_("Hide column"), lambda: self._show_column(section, False))
        header = self.view.horizontalHeader()
        place = header.visualIndex(section)
        menu.addAction(_("Move to the left"), lambda: self._move_column(place, -1))
        menu.addAction(_("Move to the right"), lambda: self._move_column(place, 1))
        return menu

    def _move_column(self, place: int, step: int) -> None:
        """Move a column past the next one that is shown."""
        header = self.view.horizontalHeader()
        target = place + step
        while 0 <= target < header.count() and header.isSectionHidden(header.logicalIndex(target)):
            target += step
        if 0 <= target < header.count():
            header.moveSection(place, target)
            self.keep()
