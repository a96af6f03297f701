"""The attribute table: the rows of a layer below the map, in step with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
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
from app.icons import Icons
from app.panels.plain_label import plain_label
from app.session import Session
from app.table.chips import FilterChips
from app.table.column_heads import ColumnHeads
from app.table.content import TableContent
from app.table.filter_dialog import ColumnValues, FilterDialog, column_values
from app.table.head import TableHead
from app.table.row_actions import RowActions
from app.table.rows_view import RowsView
from app.tasks import TaskRunner, Told
from app.writing import Writing
from layers.row_filter import RowFilter, filter_words
from layers.table_rows import Sort


class TablePane(QFrame):
    """The table with everything around it.

    Attributes:
        close_wanted: the pane shall be closed.
        told: something was done, or cannot be; what, in the interface's language.
        content: what is shown.
        head, chips, view: the parts.
        rows, heads: what is done with rows and columns.
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
        self.content = TableContent(session, canvas, self)
        self.head, self.chips = TableHead(icons), FilterChips(icons)
        self.view = RowsView(self.content.model)
        self.dialog: FilterDialog | None = None
        self.heads = ColumnHeads(session, self.content, self.view, self)
        self.rows = RowActions(session, canvas, self.content, self.view, self.heads, self)
        self._lookup = TaskRunner(self)
        self._nothing = plain_label("", "secondary", Writing.TEXT)
        self._show_all = QPushButton()
        self._arrange()
        self._connect()

    # What the window asks for

    def show_layer(self, layer_id: str) -> None:
        """Show the table of a layer, or the features in view."""
        self.heads.keep()
        self.content.show_layer(layer_id)

    def set_awake(self, is_awake: bool) -> None:
        """Follow what happens, or rest while the pane is closed."""
        if not is_awake:
            self.heads.keep()
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
            self.heads.keep()
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
        self.heads.stop()
        self.rows.stop()
        self.content.stop()
        self._lookup.stop()
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
        head.layer_wanted.connect(self.show_layer)
        head.close_wanted.connect(self.close_wanted)
        rows, heads, buttons = self.rows, self.heads, head.buttons
        buttons["filter"].setMenu(self._menu(heads.fill_filter_menu))
        buttons["columns"].setMenu(self._menu(heads.fill_columns_menu))
        for name, act in (
            ("in_view", content.set_only_in_view),
            ("select_all", view.selectAll),
            ("invert", rows.invert),
            ("zoom", rows.zoom_to_selected),
            ("copy", rows.copy),
            ("save", rows.save),
        ):
            buttons[name].clicked.connect(act)
        self.chips.removed.connect(self._remove_filter)
        self.chips.cleared.connect(content.clear_filters)
        self._show_all.clicked.connect(content.clear_filters)
        view.menu_wanted.connect(lambda place: _pop_up(rows.row_menu(), place))
        view.head_menu_wanted.connect(lambda n, place: _pop_up(heads.head_menu(n), place))
        view.horizontalHeader().sortIndicatorChanged.connect(self._on_sorted)
        heads.filter_wanted.connect(self.ask_filter)
        rows.changed.connect(self._show_counts)
        rows.told.connect(self.told)
        rows.save_wanted.connect(self.save_wanted)

    def _menu(self, fill: Callable[[QMenu], None]) -> QMenu:
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: fill(menu))
        return menu

    # What is shown

    def _on_renewed(self) -> None:
        """Show another table."""
        is_list, mode = self.content.is_in_view_list, RowsView.SelectionMode
        self.view.setSelectionMode(mode.SingleSelection if is_list else mode.ExtendedSelection)
        self.heads.lay_out()
        self.rows.follow()

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


def _pop_up(menu: QMenu, place: QPoint) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(place)
