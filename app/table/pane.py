"""The attribute table: the rows of a layer below the map, in step with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QMenu,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.canvas.canvas import MapCanvas
from app.canvas.subscriptions import Subscriptions
from app.editing.values import read_value
from app.icons import Icons
from app.panels.plain_label import plain_label
from app.session import Session
from app.table.chips import FilterChips
from app.table.column_layouts import lay_out, layout_of
from app.table.content import TableContent
from app.table.filter_dialog import ColumnValues, FilterDialog, column_values
from app.table.head import TableHead
from app.table.row_text import rows_text
from app.table.rows_view import RowsView
from app.tasks import TaskRunner, Told
from app.writing import Writing
from geodata.geometry import Bools, Ints
from layers.commands import CommandError
from layers.features_in_view import id_of, ref_of
from layers.presence import bounds_of
from layers.row_filter import RowFilter, filter_words
from layers.table_columns import Kind
from layers.table_commands import SetValues
from layers.table_rows import Sort

MOST_COPIED = 100_000
"""Rows; more are exported rather than copied."""


class TablePane(QFrame):
    """The table with everything around it.

    Attributes:
        close_wanted: the pane shall be closed.
        told: something was done, or cannot be; what, in the interface's language.
        content: what is shown.
        head, chips, view: the parts.
        dialog: the filter dialog that is open, None if none is.
        save_wanted: rows shall be saved as a file: the layer's id, and which rows, shape (n,).
    """

    close_wanted = Signal()
    told = Signal(str)
    save_wanted = Signal(str, object)

    def __init__(self, window: QWidget, session: Session, canvas: MapCanvas, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("tablePane")
        self._window, self._session, self._canvas = window, session, canvas
        self._icons = icons
        self._is_telling = False
        self.content = TableContent(session, canvas, self)
        self.head, self.chips = TableHead(icons), FilterChips(icons)
        self.view = RowsView(self.content.model)
        self.dialog: FilterDialog | None = None
        self._lookup, self._copying = TaskRunner(self), TaskRunner(self)
        self._nothing = plain_label("", "secondary", Writing.TEXT)
        self._show_all = QPushButton()
        self._arrange()
        self._connect()

    # What the window asks for

    def show_layer(self, layer_id: str) -> None:
        """Show the table of a layer, or the features in view."""
        self._keep_layout()
        self.content.show_layer(layer_id)

    def set_awake(self, is_awake: bool) -> None:
        """Follow what happens, or rest while the pane is closed."""
        if not is_awake:
            self._keep_layout()
        self.content.set_awake(is_awake)

    def retranslate(self) -> None:
        """Take the words of the interface's language."""
        texts = self._session.texts
        self.setAccessibleName(texts.gettext("Attribute table"))
        self.view.setAccessibleName(texts.gettext("Rows"))
        self._show_all.setText(texts.gettext("Show all rows"))
        self.head.retranslate(texts)
        self.chips.retranslate()
        if self.content.layer_id:
            self._keep_layout()
            self.content.renew()

    def restyle(self) -> None:
        """Take the colours of the theme."""
        self.content.model.palette = self._icons.palette
        self.view.viewport().update()

    def take_focus(self) -> None:
        """Let the keyboard work on the rows."""
        target = self.view if len(self.content.model.shown) else self.head.chooser
        if target is self.view and not self.view.currentIndex().isValid():
            self.view.scroll_to(0)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Listen to nothing any longer; called when the window closes."""
        self._keep_layout()
        self._subscriptions.end()
        self.content.stop()
        self._lookup.stop()
        self._copying.stop()
        if self.dialog is not None:
            self.dialog.reject()

    # Parts

    def _arrange(self) -> None:
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.addStretch()
        column.addWidget(self._nothing, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._show_all, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.chips)
        column.addWidget(body, stretch=1)
        self.setMinimumHeight(140)

    def _connect(self) -> None:
        content, head, view = self.content, self.head, self.view
        content.renewed.connect(self._on_renewed)
        content.changed.connect(self._show_state)
        content.edited.connect(self._show_state)
        content.failed.connect(lambda error: self.told.emit(str(error)))
        content.model.edited.connect(self._edit)
        head.layer_wanted.connect(self.show_layer)
        head.close_wanted.connect(self.close_wanted)
        head.buttons["filter"].setMenu(self._menu(self._fill_filter_menu))
        head.buttons["columns"].setMenu(self._menu(self._fill_columns_menu))
        head.buttons["in_view"].clicked.connect(content.set_only_in_view)
        head.buttons["select_all"].clicked.connect(view.selectAll)
        head.buttons["invert"].clicked.connect(self.invert)
        head.buttons["zoom"].clicked.connect(self.zoom_to_selected)
        head.buttons["copy"].clicked.connect(self.copy)
        head.buttons["save"].clicked.connect(self.save)
        self.chips.removed.connect(self._remove_filter)
        self.chips.cleared.connect(content.clear_filters)
        self._show_all.clicked.connect(content.clear_filters)
        view.rows_selected.connect(self._tell_selection)
        view.opened.connect(self.zoom_to_selected)
        view.copy_wanted.connect(self.copy)
        view.invert_wanted.connect(self.invert)
        view.menu_wanted.connect(self._open_row_menu)
        view.head_menu_wanted.connect(self._open_head_menu)
        view.horizontalHeader().sortIndicatorChanged.connect(self._on_sorted)
        self._subscriptions = Subscriptions(self)
        events, listen = self._session.view_state.events, self._subscriptions.listen
        listen(events.selected, self._on_selected)
        listen(events.selection, self._on_selected)

    # What is shown

    def _on_renewed(self) -> None:
        """Lay out the columns of another table."""
        header, model = self.view.horizontalHeader(), self.content.model
        is_list = self.content.is_in_view_list
        mode = RowsView.SelectionMode
        self.view.setSelectionMode(mode.SingleSelection if is_list else mode.ExtendedSelection)
        header.blockSignals(True)
        lay_out(header, model, self._session.view_state.columns.get(self.content.layer_id))
        header.blockSignals(False)
        self._on_selected()

    def _keep_layout(self) -> None:
        """Keep how the columns are laid out, if that is not how they are at first."""
        model, state = self.content.model, self._session.view_state
        if not model.columns:
            return
        layout = layout_of(self.view.horizontalHeader(), model)
        state.columns = {**state.columns, self.content.layer_id: layout}

    def _show_state(self) -> None:
        """Show counts, filters, order, and what can be done."""
        content, texts = self.content, self._session.texts
        order = content.order
        self.head.show_layers(content.layers(), content.layer_id, texts)
        words = []
        for condition in order.filters:
            column = content.column(condition.column)
            words.append(filter_words(condition, column, texts) if column else condition.column)
        if order.within is not None:
            words.append(texts.gettext("Only what is in view"))
        self.chips.show_filters(tuple(words), texts)
        header = self.view.horizontalHeader()
        header.blockSignals(True)
        number = content.model.number_of(order.sort.column) if order.sort else -1
        is_down = order.sort is not None and order.sort.descending
        sorts = Qt.SortOrder.DescendingOrder if is_down else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(number, sorts)
        header.blockSignals(False)
        self._show_counts()
        self._show_emptiness()

    def _show_counts(self) -> None:
        content, texts, buttons = self.content, self._session.texts, self.head.buttons
        shown, total = len(content.model.shown), len(content.model.table)
        number = texts.number
        if content.is_busy:
            words = texts.gettext("Looking through the rows…")
        elif content.is_in_view_list and content.total_in_view > total:
            words = texts.gettext("the first {shown} of {total} in view; zoom in to list all")
            words = words.format(shown=number(shown), total=number(content.total_in_view))
        elif shown == total and content.order.shows_all:
            words = texts.ngettext("{count} row", "{count} rows", total)
            words = words.format(count=number(total))
        else:
            words = texts.gettext("{shown} of {total}")
            words = words.format(shown=number(shown), total=number(total))
        selected = self.view.selected
        count = int(selected.sum())
        if count:
            chosen = texts.ngettext("{count} selected", "{count} selected", count)
            words += " · " + chosen.format(count=number(count))
            hidden = count - int(selected[content.model.shown.rows].sum())
            if hidden:
                out = texts.ngettext("{count} of them hidden", "{count} of them hidden", hidden)
                words += " · " + out.format(count=number(hidden))
        self.head.counts.setText(words)
        self.head.counts.setToolTip(words)
        buttons["in_view"].setChecked(content.order.within is not None or content.is_in_view_list)
        buttons["in_view"].setEnabled(not content.is_in_view_list)
        for name in ("zoom", "copy"):
            buttons[name].setEnabled(count > 0)
        for name in ("select_all", "invert"):
            buttons[name].setEnabled(shown > 0 and not content.is_in_view_list)
        buttons["save"].setEnabled(shown > 0 and not content.is_in_view_list)

    def _show_emptiness(self) -> None:
        """Say why there are no rows, where there are none."""
        content, _ = self.content, self._session.texts.gettext
        is_empty = len(content.model.shown) == 0 and not content.is_busy
        self._stack.setCurrentIndex(int(is_empty))
        if content.is_in_view_list and content.order.shows_all:
            words = _("The map shows no feature here that could be listed")
        elif len(content.model.table):
            words = _("No row fits the filters")
        else:
            words = _("This layer has no features")
        self._nothing.setText(words)
        self._show_all.setVisible(not content.order.shows_all)

    # Selection

    def _on_selected(self) -> None:
        """Select the rows of what is selected elsewhere."""
        if self._is_telling or not self.content.layer_id:
            return
        rows = self._rows_selected_elsewhere()
        if not np.array_equal(rows, self.view.selected):
            self.view.select(rows, scroll=not self.view.hasFocus())
        self._show_counts()

    def _rows_selected_elsewhere(self) -> Bools:
        state, table = self._session.view_state, self.content.model.table
        if not self.content.is_in_view_list:
            return state.selected_rows(self.content.layer_id, table)
        rows = np.zeros(len(table), dtype=np.bool_)
        if state.selected is not None and table.has(id_of(state.selected)):
            rows[table.row_of(id_of(state.selected))] = True
        return rows

    def _tell_selection(self) -> None:
        """Select on the map what is selected here."""
        content, state = self.content, self._session.view_state
        rows, table = self.view.selected, content.model.table
        self._is_telling = True
        try:
            if not content.is_in_view_list:
                state.select_rows(content.layer_id, table, rows)
            elif rows.any():
                state.select(ref_of(str(table.ids[int(np.flatnonzero(rows)[0])])))
            else:
                state.select(None)
        finally:
            self._is_telling = False
        self._show_counts()

    def invert(self) -> None:
        """Select every shown row that is not selected, and no other."""
        rows = np.zeros(len(self.content.model.table), dtype=np.bool_)
        shown = self.content.model.shown.rows
        rows[shown] = ~self.view.selected[shown]
        self.view.choose(rows)

    def zoom_to_selected(self) -> None:
        """Move the map to what is selected."""
        rows, table = self.view.selected, self.content.model.table
        if not rows.any():
            return
        bounds = bounds_of([(table, rows)])
        if self.content.is_in_view_list:
            ref = ref_of(str(table.ids[int(np.flatnonzero(rows)[0])]))
            whole = self._session.builder.table(ref.layer_id, self._session.document.state)
            chosen = np.zeros(len(whole), dtype=np.bool_)
            chosen[whole.row_of(ref.feature_id)] = True
            bounds = bounds_of([(whole, chosen)])
        if bounds is not None:
            self._canvas.zoom_to(bounds)
        else:
            count = int(rows.sum())
            words = self._session.texts.ngettext(
                "The selected row has no place on the map",
                "The selected rows have no place on the map",
                count,
            )
            self.told.emit(words)

    # Sort and filter

    def _on_sorted(self, section: int, order: Qt.SortOrder) -> None:
        columns = self.content.model.columns
        if not 0 <= section < len(columns):
            self.content.sort(None)
        else:
            self.content.sort(Sort(columns[section].name, order == Qt.SortOrder.DescendingOrder))

    def _remove_filter(self, number: int) -> None:
        filters = self.content.order.filters
        if number < len(filters):
            self.content.remove_filter(filters[number])
        else:
            self.content.set_only_in_view(False)

    def ask_filter(self, column_name: str) -> None:
        """Ask how to filter by a column."""
        column = self.content.column(column_name)
        if column is None:
            return
        if self.dialog is not None:
            self.dialog.reject()
        dialog = FilterDialog(
            column, self.content.filters_of(column_name), self._session.texts, self._window
        )
        dialog.chosen.connect(lambda filters: self._set_filters(column_name, filters))
        dialog.finished.connect(lambda: self._forget(dialog))
        self.dialog = dialog
        indexes = self.content.indexes

        def work(*_: object) -> ColumnValues:
            return column_values(indexes.index(column_name))

        told = Told(dialog.show_values, lambda error: self.told.emit(str(error)))
        self._lookup.start(work, told)
        dialog.open()

    def _set_filters(self, column: str, filters: tuple[RowFilter, ...]) -> None:
        self.content.set_filters(column, filters)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self._lookup.stop()
            self.dialog = None

    # Copy, save, edit

    def copy(self) -> None:
        """Copy the selected rows, as they are shown, with headings."""
        model, texts = self.content.model, self._session.texts
        shown = model.shown.rows
        rows: Ints = shown[self.view.selected[shown]]
        if not len(rows):
            return
        if len(rows) > MOST_COPIED:
            words = texts.gettext("At most {count} rows can be copied; save them as a file instead")
            self.told.emit(words.format(count=texts.number(MOST_COPIED)))
            return
        table, columns = model.table, self._columns_in_order()

        def work(tell: Callable[[str, float], None], is_unwanted: Callable[[], bool]) -> str:
            return rows_text(
                table, rows, columns, texts, lambda share: tell("", share), is_unwanted
            )

        told = Told(
            lambda text: self._put_on_clipboard(text, len(rows)),
            lambda error: self.told.emit(str(error)),
        )
        self._copying.start(work, told)

    def _put_on_clipboard(self, text: str, count: int) -> None:
        QGuiApplication.clipboard().setText(text)
        texts = self._session.texts
        words = texts.ngettext("{count} row copied", "{count} rows copied", count)
        self.told.emit(words.format(count=texts.number(count)))

    def _columns_in_order(self) -> list[Any]:
        header, columns = self.view.horizontalHeader(), self.content.model.columns
        places = [header.logicalIndex(place) for place in range(len(columns))]
        return [columns[n] for n in places if not header.isSectionHidden(n)]

    def save(self) -> None:
        """Save the selected rows that are shown, or all that are, as a file."""
        shown = self.content.model.shown.rows
        chosen: Ints = shown[self.view.selected[shown]]
        rows = np.zeros(len(self.content.model.table), dtype=np.bool_)
        rows[chosen if len(chosen) > 1 else shown] = True
        self.save_wanted.emit(self.content.layer_id, rows)

    def _edit(self, row: int, column: str, text: str) -> None:
        table, texts = self.content.model.table, self._session.texts
        try:
            value = read_value(table, column, text)
        except ValueError:
            words = texts.gettext("“{text}” is no number")
            self.told.emit(words.format(text=text[:40]))
            return
        try:
            self._session.execute(
                SetValues(self.content.layer_id, str(table.ids[row]), ((column, value),))
            )
        except CommandError as error:
            self.told.emit(str(error))

    # Menus

    def _menu(self, fill: Callable[[QMenu], None]) -> QMenu:
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: fill(menu))
        return menu

    def _fill_filter_menu(self, menu: QMenu) -> None:
        menu.clear()
        for column in self.content.model.columns:
            action = menu.addAction(f"{column.head}…".replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(bool(self.content.filters_of(column.name)))
            action.triggered.connect(lambda _=False, name=column.name: self.ask_filter(name))

    def _fill_columns_menu(self, menu: QMenu) -> None:
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
        self._keep_layout()

    def _reset_columns(self) -> None:
        state, layer_id = self._session.view_state, self.content.layer_id
        state.columns = {key: kept for key, kept in state.columns.items() if key != layer_id}
        self.content.renew()

    def head_menu(self, section: int) -> QMenu:
        """Return the menu of a column."""
        _, column = self._session.texts.gettext, self.content.model.columns[section]
        menu = QMenu(self)
        is_number = column.kind is Kind.NUMBER
        up = _("Sort from small to large") if is_number else _("Sort from A to Z")
        down = _("Sort from large to small") if is_number else _("Sort from Z to A")
        sort = self.content.sort
        menu.addAction(up, lambda: sort(Sort(column.name)))
        menu.addAction(down, lambda: sort(Sort(column.name, descending=True)))
        if self.content.order.sort is not None:
            menu.addAction(_("Do not sort"), lambda: sort(None))
        menu.addSeparator()
        menu.addAction(_("Filter…"), lambda: self.ask_filter(column.name))
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
            self._keep_layout()

    def row_menu(self) -> QMenu:
        """Return the menu of the selected rows."""
        _, buttons = self._session.texts.gettext, self.head.buttons
        menu = QMenu(self)
        has_rows = bool(self.view.selected.any())
        for words, act, can in (
            (_("Zoom to"), self.zoom_to_selected, has_rows),
            (_("Copy"), self.copy, has_rows),
            (_("Save rows as…"), self.save, buttons["save"].isEnabled()),
            ("", None, True),
            (_("Select all"), self.view.selectAll, buttons["select_all"].isEnabled()),
            (_("Select all others"), self.invert, buttons["invert"].isEnabled()),
        ):
            if act is None:
                menu.addSeparator()
            else:
                menu.addAction(words, act).setEnabled(can)
        return menu

    def _open_row_menu(self, place: QPoint) -> None:
        _pop_up(self.row_menu(), place)

    def _open_head_menu(self, section: int, place: QPoint) -> None:
        _pop_up(self.head_menu(section), place)


def _pop_up(menu: QMenu, place: QPoint) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(place)
