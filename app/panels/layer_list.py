"""The layers from the top of the map to the bottom, in groups or in one list."""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from app.icons import Icons
from app.panels.layer_row import LayerRow
from app.panels.layer_words import GROUP_TEXTS, layer_words
from app.panels.plain_label import plain_label
from app.panels.swatch import layer_symbol
from app.session import Session
from app.writing import Writing
from layers.builtin_map import POSSIBLE_AREAS_OF
from layers.document import Layer, MapState
from layers.ordering import grouped, listed, move_above, move_below

_MARK_HEIGHT = 3
_SLICE_SECONDS = 0.015


class LayerList(QWidget):
    """One row a layer. There are none until it is woken, so that the map comes first.

    Attributes:
        row_added: a row was made, the `LayerRow`.
        move_wanted: a layer shall be drawn elsewhere; the `layers.commands.MoveLayer`.
        open_wanted: a file shall be opened.
        open_button: asks for that, below the planner's own layers.
    """

    row_added = Signal(object)
    move_wanted = Signal(object)
    open_wanted = Signal()

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session = session
        self._icons = icons
        self._is_flat = False
        self._language = session.texts.language
        self._rows: dict[str, LayerRow] = {}
        self._heads: dict[str, QLabel] = {}
        self._sections: list[list[LayerRow]] = []
        self._is_whole = False
        self._making = QTimer(self, interval=0)
        self._making.timeout.connect(self._make_some)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 0, 8, 16)
        self._column.setSpacing(1)
        self._mark = QFrame(self)
        self._mark.setObjectName("dropMark")
        self._mark.hide()
        self.open_button = QPushButton(self)
        self.open_button.setProperty("kind", "link")
        self.open_button.clicked.connect(self.open_wanted)

    @property
    def rows(self) -> list[LayerRow]:
        """The rows from top to bottom."""
        self._complete()
        return [row for section in self._sections for row in section]

    @property
    def is_flat(self) -> bool:
        """Whether the rows stand in drawing order, without groups."""
        return self._is_flat

    def row(self, layer_id: str) -> LayerRow:
        """Return the row of a layer.

        Raises:
            KeyError: if there is no such layer.
        """
        self._complete()
        return self._rows[layer_id]

    def wake(self) -> None:
        """Make the rows, a few at each turn of the event loop."""
        if not self._is_whole:
            self._making.start()

    def stop(self) -> None:
        """Make no more rows."""
        self._making.stop()

    def set_flat(self, is_flat: bool) -> None:
        """Show one list in drawing order, or groups."""
        if is_flat != self._is_flat:
            self._is_flat = is_flat
            if self._is_whole:
                self.arrange()

    def show_state(self, old: MapState, new: MapState) -> None:
        """Show how a document changed; rows of layers that did not change are left alone."""
        self._complete()
        before = {layer.id: layer for layer in old}
        for layer in new:
            if before.get(layer.id) is not layer or not _has_features_of(new, old, layer.id):
                self._show_layer(layer)
        if [layer.id for layer in old] != [layer.id for layer in new]:
            self.arrange()

    def retranslate(self) -> None:
        """Take the words of the interface's language."""
        if self._language != self._session.texts.language:
            self._language = self._session.texts.language
            for row in self._rows.values():
                self._show_layer(row.layer)
        for group, head in self._heads.items():
            head.setText(self._session.texts.gettext(GROUP_TEXTS[group]))
        _ = self._session.texts.gettext
        self.open_button.setText(_("Open a file or drop it here"))

    def restyle(self) -> None:
        """Take the colours of the theme."""
        for row in self._rows.values():
            row.restyle()

    def arrange(self) -> None:
        """Put rows and heads in their order."""
        state = self._session.document.state
        focused = next((row for row in self._rows.values() if row.eye.hasFocus()), None)
        while self._column.count():
            self._column.takeAt(0)
        self._forget_rows(state)
        self._sections.clear()
        for head in self._heads.values():
            head.hide()
        groups = dict(grouped(state)) if not self._is_flat else {"": listed(state)}
        if not self._is_flat:
            groups = {"own": (), **groups}
        self.open_button.setVisible(not self._is_flat)
        for group, layers in groups.items():
            if group:
                self._add_head(group)
            section = [self._rows[layer.id] for layer in layers]
            for row in section:
                self._column.addWidget(row)
                row.show()
            if group == "own":
                self._column.addWidget(self.open_button)
            self._sections.append(section)
        self._column.addStretch()
        self.order_tabs()
        if focused is not None:
            focused.eye.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        """Let the keyboard work on the list."""
        row = next((row for row in self.rows if row.eye.focusPolicy() & _TAB), None)
        if row is not None:
            row.eye.setFocus(Qt.FocusReason.OtherFocusReason)

    # Rows

    def _make_some(self) -> None:
        end = perf_counter() + _SLICE_SECONDS
        for layer in self._missing():
            self._show_layer(layer)
            if perf_counter() >= end:
                return
        self._complete()

    def _complete(self) -> None:
        """Make the rows that are missing, if any are."""
        if self._is_whole:
            return
        self._making.stop()
        for layer in self._missing():
            self._show_layer(layer)
        self._is_whole = True
        self.arrange()

    def _missing(self) -> list[Layer]:
        return [layer for layer in self._session.document.state if layer.id not in self._rows]

    def _show_layer(self, layer: Layer) -> None:
        row = self._rows.get(layer.id)
        if row is None:
            row = LayerRow(layer, self._icons, layer.id in POSSIBLE_AREAS_OF)
            self._rows[layer.id] = row
            row.setParent(self)
            row.step_wanted.connect(lambda step, row=row: self.step(row, step))
            row.focus_wanted.connect(lambda step, row=row: self._move_focus(row, step))
            row.dragged.connect(lambda place, row=row: self._drag(row, place))
            row.dropped.connect(lambda place, row=row: self._drop(row, place))
            self.row_added.emit(row)
        words = layer_words(self._session, layer)
        symbol = layer_symbol(self._session, layer)
        row.show_layer(layer, symbol, words, self._session.texts)

    def _forget_rows(self, state: MapState) -> None:
        for layer_id in [id_ for id_ in self._rows if not state.has(id_)]:
            row = self._rows.pop(layer_id)
            row.hide()
            row.deleteLater()

    def _add_head(self, group: str) -> None:
        head = self._heads.get(group)
        if head is None:
            words = self._session.texts.gettext(GROUP_TEXTS[group])
            head = plain_label(words, "head", Writing.HEAD)
            head.setContentsMargins(8, 12, 8, 4)
            self._heads[group] = head
        self._column.addWidget(head)
        head.show()

    # Keyboard: one row can be reached with Tab, arrows go from row to row

    def order_tabs(self) -> None:
        """Let Tab go through a row's controls before the next row's."""
        rows = self.rows
        current = next((row for row in rows if row.eye.hasFocus()), None)
        for row in rows:
            row.eye.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        if rows:
            (current or rows[0]).eye.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for first, second in pairwise(widget for row in rows for widget in row.tab_widgets()):
            QWidget.setTabOrder(first, second)

    def _move_focus(self, row: LayerRow, step: int) -> None:
        rows = self.rows
        target = rows[min(max(rows.index(row) + step, 0), len(rows) - 1)]
        self.focus_row(target)

    def focus_row(self, row: LayerRow) -> None:
        """Let the keyboard work on a row, to which Tab then comes back."""
        for other in self.rows:
            other.eye.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        row.eye.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.eye.setFocus(Qt.FocusReason.TabFocusReason)

    # Order

    def step(self, row: LayerRow, step: int) -> None:
        """Move a layer up (-1) or down (1) by one row of its section."""
        section = next(section for section in self._sections if row in section)
        place = section.index(row) + step
        if 0 <= place < len(section):
            self._move(row, section[place], is_up=step < 0)

    def _move(self, row: LayerRow, other: LayerRow, *, is_up: bool) -> None:
        move = move_above if is_up else move_below
        self.move_wanted.emit(move(self._session.document.state, row.layer.id, other.layer.id))

    def _drag(self, row: LayerRow, place: QPoint) -> None:
        """Show where the row would go."""
        section = next(section for section in self._sections if row in section)
        slot = self._slot(section, self.mapFromGlobal(place))
        near = section[min(slot, len(section) - 1)].geometry()
        y = near.top() if slot < len(section) else near.bottom() + 1
        self._mark.setGeometry(
            QRect(near.left(), y - _MARK_HEIGHT // 2 - 1, near.width(), _MARK_HEIGHT)
        )
        self._mark.show()
        self._mark.raise_()

    def _drop(self, row: LayerRow, place: QPoint) -> None:
        self._mark.hide()
        section = next(section for section in self._sections if row in section)
        slot, own = self._slot(section, self.mapFromGlobal(place)), section.index(row)
        if slot < own:
            self._move(row, section[slot], is_up=True)
        elif slot > own + 1:
            self._move(row, section[slot - 1], is_up=False)

    @staticmethod
    def _slot(section: list[LayerRow], place: QPoint) -> int:
        """Return before which row of a section a place lies, its length for the end."""
        return sum(row.geometry().center().y() < place.y() for row in section)


_TAB = Qt.FocusPolicy.TabFocus


def _has_features_of(new: MapState, old: MapState, layer_id: str) -> bool:
    """Return whether a layer has the same features, at the same places, in two states."""
    return (
        new.tables.get(layer_id) is old.tables.get(layer_id)
        and new.placements is old.placements
        and new.boundaries is old.boundaries
    )
