"""Asks which values of a column shall be shown; nobody has to write an expression."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.panels.plain_label import plain_label
from app.writing import Writing
from geodata.column_index import Index, NumberIndex
from geodata.files.coordinates import parse_number
from layers.feature_tip import one_line
from layers.row_filter import Between, Contains, Filled, OneOf, RowFilter
from layers.table_columns import Kind, TableColumn, value_words
from layers.texts import Texts

MOST_LISTED = 60
"""So many different values of a column, at most, can be ticked one by one."""

_WIDTH, _LIST_HEIGHT = 380, 240
_VALUE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """What can be chosen from.

    Attributes:
        counts: the different values and how many rows have each; None if there are too many.
        range: the least and the largest number, None for texts or where there is none.
    """

    counts: list[tuple[str, int]] | None
    range: tuple[float, float] | None


def column_values(index: Index) -> ColumnValues:
    """Return what can be chosen from in a column; may take long."""
    limits = index.range if isinstance(index, NumberIndex) else None
    return ColumnValues(index.counts(MOST_LISTED), limits)


class FilterDialog(QDialog):
    """Shows the filters of one column and lets them be changed.

    Attributes:
        chosen: the filters that the column shall have, a tuple.
        contains, low, high, filled, values: the controls; what a column cannot be filtered by is
            None.
        problem: what is wrong with a number that was written.
    """

    chosen = Signal(object)

    def __init__(
        self,
        column: TableColumn,
        filters: tuple[RowFilter, ...],
        texts: Texts,
        parent: QWidget,
    ) -> None:
        """Make the dialog; `show_values` completes it.

        Args:
            column: the column.
            filters: the filters that it has.
            texts: the language.
            parent: the window.
        """
        super().__init__(parent)
        self._column, self._texts = column, texts
        _ = texts.gettext
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Filter by {column}").format(column=one_line(column.title, 60)))
        self.resize(_WIDTH, 10)
        self._column_layout = QVBoxLayout(self)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._column_layout.addLayout(self._form)
        self.contains: QLineEdit | None = None
        self.low: QLineEdit | None = None
        self.high: QLineEdit | None = None
        self.values: QListWidget | None = None
        if column.kind is Kind.TEXT:
            self.contains = self._field(_("Contains"))
        elif column.kind is Kind.NUMBER:
            self.low, self.high = self._field(_("From")), self._field(_("To"))
        self.filled = QComboBox()
        self.filled.addItems([_("All rows"), _("Only rows with a value"), _("Only empty ones")])
        self._add_row(_("Show"), self.filled)
        self._looking = plain_label(_("Looking up the values…"), "secondary", Writing.SMALL)
        self._column_layout.addWidget(self._looking)
        self.problem = plain_label("", "problem", Writing.TEXT)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._column_layout.addWidget(self.problem)
        self._column_layout.addWidget(self._buttons(bool(filters)))
        self._filters = filters
        self._show_filters()

    def show_values(self, values: ColumnValues) -> None:
        """Show what can be chosen from."""
        self._looking.hide()
        if values.range is not None and self.low is not None and self.high is not None:
            for field, number in zip((self.low, self.high), values.range, strict=True):
                field.setPlaceholderText(value_words(self._column, repr(number), self._texts))
        if values.counts is not None and len(values.counts) > 1:
            self._add_list(values.counts)
        self.adjustSize()
        self.resize(max(self.width(), _WIDTH), self.height())

    def filters(self) -> tuple[RowFilter, ...]:
        """Return the filters as they are set.

        Raises:
            ValueError: if a number cannot be read; the argument is what was written.
        """
        name, found = self._column.name, list[RowFilter]()
        if self.contains is not None and self.contains.text().strip():
            found.append(Contains(name, self.contains.text().strip()))
        if self.low is not None and self.high is not None:
            low, high = _number(self.low.text()), _number(self.high.text())
            if low is not None or high is not None:
                found.append(Between(name, low, high))
        if self.values is not None:
            items = [self.values.item(place) for place in range(self.values.count())]
            ticked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
            if len(ticked) < len(items):
                found.append(OneOf(name, tuple(item.data(_VALUE) for item in ticked)))
        if self.filled.currentIndex():
            found.append(Filled(name, self.filled.currentIndex() == 1))
        return tuple(found)

    def accept(self) -> None:
        """Take the filters as they are set."""
        try:
            filters = self.filters()
        except ValueError as error:
            words = self._texts.gettext("“{text}” is no number")
            self.problem.setText(words.format(text=one_line(str(error), 40)))
            self.problem.show()
            return
        super().accept()
        self.chosen.emit(filters)

    # Parts

    def _field(self, words: str) -> QLineEdit:
        field = QLineEdit()
        field.setClearButtonEnabled(False)
        self._add_row(words, field)
        return field

    def _add_row(self, words: str, widget: QWidget) -> None:
        widget.setAccessibleName(words)
        self._form.addRow(words, widget)

    def _add_list(self, counts: list[tuple[str, int]]) -> None:
        _, texts = self._texts.gettext, self._texts
        ticked = next((set(f.values) for f in self._filters if isinstance(f, OneOf)), None)
        values = QListWidget()
        values.setAccessibleName(_("Values of {column}").format(column=self._column.title))
        values.setFixedHeight(min(_LIST_HEIGHT, 12 + 24 * len(counts)))
        for value, count in counts:
            words = one_line(value_words(self._column, value, texts), 80)
            item = QListWidgetItem(f"{words}  ({texts.number(count)})", values)
            item.setData(_VALUE, value)
            is_ticked = ticked is None or value in ticked
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        values.setCurrentRow(0)
        # Space ticks the current value; so does a click anywhere on its line.
        row = QHBoxLayout()
        for words, state in (
            (_("Tick all"), Qt.CheckState.Checked),
            (_("Tick none"), Qt.CheckState.Unchecked),
        ):
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, state=state: _tick_all(values, state))
            row.addWidget(button)
        row.addStretch()
        place = self._column_layout.indexOf(self._looking)
        self._column_layout.insertWidget(place, values)
        self._column_layout.insertLayout(place + 1, row)
        self.values = values

    def _buttons(self, has_filters: bool) -> QDialogButtonBox:
        _ = self._texts.gettext
        box = QDialogButtonBox()
        self.apply_button = box.addButton(_("Filter"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.clear_button = box.addButton(
            _("Show all"), QDialogButtonBox.ButtonRole.DestructiveRole
        )
        self.clear_button.setEnabled(has_filters)
        self.clear_button.setAutoDefault(False)
        cancel = box.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        self.apply_button.setDefault(True)
        self.clear_button.clicked.connect(self._clear)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    def _clear(self) -> None:
        super().accept()
        self.chosen.emit(())

    def _show_filters(self) -> None:
        for condition in self._filters:
            match condition:
                case Contains(_, text) if self.contains is not None:
                    self.contains.setText(text)
                case Between(_, low, high) if self.low is not None and self.high is not None:
                    self.low.setText(_written(low))
                    self.high.setText(_written(high))
                case Filled(_, is_filled):
                    self.filled.setCurrentIndex(1 if is_filled else 2)


def _tick_all(values: QListWidget, state: Qt.CheckState) -> None:
    for place in range(values.count()):
        values.item(place).setCheckState(state)


def _number(text: str) -> float | None:
    if not text.strip():
        return None
    number = parse_number(text.strip().removesuffix("%"))
    if number is None:
        raise ValueError(text)
    return number


def _written(number: float | None) -> str:
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else str(number)
