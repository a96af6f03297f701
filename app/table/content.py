"""What the table shows: a layer, its columns, its filters and its order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.canvas.canvas import MapCanvas
from app.canvas.subscriptions import Subscriptions
from app.session import Session
from app.table.row_model import RowModel
from app.tasks import TaskRunner, Told
from geodata.table import FeatureTable
from layers.document import MapState
from layers.features_in_view import IN_VIEW, features_in_view
from layers.ordering import listed
from layers.row_filter import RowFilter
from layers.table_columns import TableColumn, table_columns
from layers.table_rows import RowOrder, ShownRows, Sort, TableIndexes, show_rows

_AT_ONCE = 3000
"""Rows of a table for which no thread is worth while."""

_VIEW_PAUSE_MS = 150


class TableContent(QObject):
    """Keeps a `RowModel` in step with the document, the language and the view.

    Attributes:
        renewed: another table, or other columns, are shown.
        changed: other rows are shown, or are on their way.
        edited: the same rows have other values.
        failed: rows could not be found; the error.
        model: the rows.
        layer_id: the layer, or `IN_VIEW`.
        total_in_view: how many features are in view, where the table lists those.
    """

    renewed = Signal()
    changed = Signal()
    edited = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, canvas: MapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._canvas = session, canvas
        self.model = RowModel(session.texts)
        self.model.setParent(self)
        self.layer_id = ""
        self.total_in_view = 0
        self._orders: dict[str, RowOrder] = {}
        self._indexes = TableIndexes(self.model.table, {})
        self._is_awake = False
        self._work = TaskRunner(self)
        self._look_again = QTimer(self, singleShot=True, interval=_VIEW_PAUSE_MS)
        self._look_again.timeout.connect(self._on_view_rested)
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(session.document.events.changed, self._on_document_changed)
        self._subscriptions.listen(session.view_state.events.extent, self._on_extent)
        canvas.scene_changed.connect(self._on_extent)

    # What is shown

    @property
    def order(self) -> RowOrder:
        """What is asked of the rows."""
        return self._orders.get(self.layer_id, RowOrder())

    @property
    def indexes(self) -> TableIndexes:
        """What the columns are sorted and filtered by."""
        return self._indexes

    @property
    def is_busy(self) -> bool:
        """Whether other rows are on their way."""
        return self._work.is_busy

    @property
    def is_in_view_list(self) -> bool:
        """Whether the features in view, of all layers, are listed."""
        return self.layer_id == IN_VIEW

    def layers(self) -> list[tuple[str, str]]:
        """Return id and name of the layers that have a table, from the top of the map down."""
        session = self._session
        return [
            (layer.id, session.builder.layer_name(layer, session.texts.language))
            for layer in listed(session.document.state)
        ]

    def filters_of(self, column: str) -> tuple[RowFilter, ...]:
        """Return the filters on a column."""
        return tuple(one for one in self.order.filters if one.column == column)

    # What is asked for

    def show_layer(self, layer_id: str) -> None:
        """Show the table of a layer, or the features in view."""
        self.layer_id = layer_id
        self.renew()

    def set_awake(self, is_awake: bool) -> None:
        """Follow the document and the view, or rest while nobody looks."""
        if is_awake != self._is_awake:
            self._is_awake = is_awake
            if is_awake and self.layer_id:
                self.renew()

    def set_filters(self, column: str, filters: tuple[RowFilter, ...]) -> None:
        """Filter by a column, replacing the filters there are on it."""
        others = tuple(one for one in self.order.filters if one.column != column)
        self._ask(replace(self.order, filters=(*others, *filters)))

    def remove_filter(self, condition: RowFilter) -> None:
        """Take a filter back."""
        left = tuple(one for one in self.order.filters if one != condition)
        self._ask(replace(self.order, filters=left))

    def clear_filters(self) -> None:
        """Show every row."""
        self._ask(replace(self.order, filters=(), within=None))

    def sort(self, sort: Sort | None) -> None:
        """Sort by a column, or as the table is."""
        self._ask(replace(self.order, sort=sort))

    def set_only_in_view(self, on: bool) -> None:
        """Show only rows that the map shows, in step with it, or all."""
        self._ask(replace(self.order, within=self._canvas.view.bounds if on else None))

    def renew(self) -> None:
        """Read the table anew."""
        table, texts = self._table(), self._session.texts
        columns = table_columns(table, texts)
        self._indexes = TableIndexes(table, {column.name: column for column in columns})
        is_own = self.layer_id in self._session.document.state.tables
        self.model.show_table(table, columns, texts, is_own=is_own)
        self.renewed.emit()
        self._arrange()

    def stop(self) -> None:
        """Listen to nothing any longer; called when the window closes."""
        self._subscriptions.end()
        self._look_again.stop()
        self._work.stop()

    def _ask(self, order: RowOrder) -> None:
        self._orders[self.layer_id] = order
        self._arrange()

    # Rows

    def _table(self) -> FeatureTable:
        if self.is_in_view_list:
            canvas, texts = self._canvas, self._session.texts
            table, self.total_in_view = features_in_view(canvas.scene, canvas.view, texts)
            return table
        state = self._session.document.state
        if not state.has(self.layer_id):
            self.layer_id = listed(state)[0].id
        return self._session.builder.table(self.layer_id, state)

    def _arrange(self) -> None:
        """Find the rows, in a thread if there are many."""
        order, indexes = self.order, self._indexes
        if order.within is not None and order.within != self._canvas.view.bounds:
            # The map may have moved while nobody looked at the table.
            order = self._orders[self.layer_id] = replace(order, within=self._canvas.view.bounds)
        sort = order.sort
        self.model.mark_columns(
            (sort.column, sort.descending) if sort else None,
            frozenset(one.column for one in order.filters),
        )
        if order == RowOrder() and self.model.is_plain and not self.is_busy:
            self.changed.emit()
            return
        if len(indexes.table) <= _AT_ONCE:
            self._work.stop()
            shown = show_rows(indexes, order)
            assert shown is not None
            self._take(indexes, shown)
            return

        def work(_tell: Callable[[str, float], None], is_unwanted: Callable[[], bool]) -> Any:
            return show_rows(indexes, order, is_unwanted)

        self._work.start(work, Told(lambda shown: self._take(indexes, shown), self._fail))
        self.changed.emit()

    def _take(self, indexes: TableIndexes, shown: ShownRows | None) -> None:
        if shown is not None and indexes is self._indexes:
            self.model.show_rows(shown)
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self.changed.emit()
        self.failed.emit(error)

    # What happens

    def _on_document_changed(self, old: MapState, new: MapState) -> None:
        if not self._is_awake:
            return
        names_changed = old.layers is not new.layers
        if not new.has_features_of(old) and not self.is_in_view_list:
            self._take_table()
        if names_changed:
            self.changed.emit()

    def _take_table(self) -> None:
        """Show the layer's table as it is now; rows stay where they are if only values changed."""
        before, now = self.model.table, self._table()
        if now is before:
            return
        same_columns = list(now.columns) == list(before.columns)
        columns = table_columns(now, self._session.texts)
        if now.ids is before.ids and same_columns and columns == self.model.columns:
            self._indexes = TableIndexes(now, {column.name: column for column in columns})
            self.model.show_edited(now)
            self.edited.emit()
        else:
            self.renew()

    def _on_extent(self) -> None:
        if self._is_awake and (self.is_in_view_list or self.order.within is not None):
            self._look_again.start()

    def _on_view_rested(self) -> None:
        if self.is_in_view_list:
            self.renew()
        elif self.order.within is not None:
            self.set_only_in_view(True)

    def column(self, name: str) -> TableColumn | None:
        """Return a column by its name, None if the table has none such."""
        return self._indexes.columns.get(name)
