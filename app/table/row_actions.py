"""What is done with the rows of the table: selected, zoomed to, copied, saved, edited."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from app.canvas.canvas import MapCanvas
from app.canvas.subscriptions import Subscriptions
from app.editing.values import read_value
from app.session import Session
from app.table.column_heads import ColumnHeads
from app.table.content import TableContent
from app.table.row_text import rows_text
from app.table.rows_view import RowsView
from app.tasks import TaskRunner, Told
from geodata.geometry import Bools, Ints
from layers.commands import CommandError
from layers.features_in_view import id_of, ref_of
from layers.presence import bounds_of
from layers.table_commands import SetValues

MOST_COPIED = 100_000
"""Rows; more are saved rather than copied."""


class RowActions(QObject):
    """Keeps the selection of table and map in step, and acts on the selected rows.

    Attributes:
        changed: other rows are selected.
        told: something was done, or cannot be; what, in the interface's language.
        save_wanted: rows shall be saved as a file: the layer's id, and which rows, shape (n,).
    """

    changed = Signal()
    told = Signal(str)
    save_wanted = Signal(str, object)

    def __init__(
        self,
        session: Session,
        canvas: MapCanvas,
        content: TableContent,
        view: RowsView,
        heads: ColumnHeads,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._parent = session, canvas, parent
        self.content, self.view, self._heads = content, view, heads
        self._is_telling = False
        self._copying = TaskRunner(self)
        self._subscriptions = Subscriptions(self)
        events, listen = session.view_state.events, self._subscriptions.listen
        listen(events.selected, self.follow)
        listen(events.selection, self.follow)
        view.rows_selected.connect(self._tell_selection)
        view.opened.connect(self.zoom_to_selected)
        view.copy_wanted.connect(self.copy)
        view.invert_wanted.connect(self.invert)
        content.model.edited.connect(self._edit)

    def stop(self) -> None:
        """Listen to nothing any longer; called when the window closes."""
        self._subscriptions.end()
        self._copying.stop()

    def follow(self) -> None:
        """Select the rows of what is selected elsewhere."""
        if self._is_telling or not self.content.layer_id:
            return
        rows = self._rows_selected_elsewhere()
        if not np.array_equal(rows, self.view.selected):
            self.view.select(rows, scroll=not self.view.hasFocus())
        self.changed.emit()

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
        self.changed.emit()

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
        table, columns = model.table, self._heads.in_order()

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

    def row_menu(self) -> QMenu:
        """Return the menu of the selected rows."""
        _, content = self._session.texts.gettext, self.content
        menu = QMenu(self._parent)
        has_rows = bool(self.view.selected.any())
        can_choose = len(content.model.shown) > 0 and not content.is_in_view_list
        for words, act, can in (
            (_("Zoom to"), self.zoom_to_selected, has_rows),
            (_("Copy"), self.copy, has_rows),
            (_("Save rows as…"), self.save, can_choose),
            ("", None, True),
            (_("Select all"), self.view.selectAll, can_choose),
            (_("Select all others"), self.invert, can_choose),
        ):
            if act is None:
                menu.addSeparator()
            else:
                menu.addAction(words, act).setEnabled(can)
        return menu
