"""The attributes of a feature of one's own, to be edited in the details panel."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.editing.values import NOT_EDITED, read_value, written_value
from app.panels.plain_label import plain_label
from app.session import Session
from app.writing import Writing
from geodata.table import FeatureTable
from layers.commands import CommandError
from layers.feature_tip import one_line
from layers.table_commands import SetValues
from layers.view_state import FeatureRef

_MOST_FIELDS = 80
_LONGEST_TITLE = 80


class AttributeForm(QWidget):
    """One field a column; leaving a field, or Enter, changes the feature.

    Attributes:
        fields: column name to its field.
        problem: what is wrong with what was written last.
    """

    def __init__(self, session: Session, feature: FeatureRef, table: FeatureTable) -> None:
        super().__init__()
        self._session, self._feature, self._table = session, feature, table
        self._row = table.row_of(feature.feature_id)
        self.fields: dict[str, QLineEdit] = {}
        self.problem = plain_label("", "problem", Writing.TEXT)
        self.problem.setWordWrap(True)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 2, 0)
        column.setSpacing(3)
        for name in [name for name in table.columns if name not in NOT_EDITED][:_MOST_FIELDS]:
            field = self._field(name)
            self.fields[name] = field
            title = plain_label(one_line(name, _LONGEST_TITLE), "secondary", Writing.SMALL)
            title.setBuddy(field)
            column.addWidget(title)
            column.addWidget(field)
        column.addWidget(self.problem)

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit(written_value(self._table.value(self._row, name)), self)
        # By this name the panel finds the field again in the page it makes after a change.
        field.setObjectName(f"attribute:{name}")
        field.setAccessibleName(one_line(name, _LONGEST_TITLE))
        field.setCursorPosition(0)
        field.editingFinished.connect(lambda: self._change(name))
        return field

    def _change(self, name: str) -> None:
        field = self.fields[name]
        old, text = self._table.value(self._row, name), field.text()
        if text == written_value(old):
            self._tell("")
            return
        try:
            value = read_value(self._table, name, text)
        except ValueError:
            words = self._session.texts.gettext("“{text}” is no number")
            self._tell(words.format(text=text[:40]))
            return
        self._tell("")
        command = SetValues(self._feature.layer_id, self._feature.feature_id, ((name, value),))
        try:
            self._session.execute(command)
        except CommandError as error:
            self._tell(str(error))

    def _tell(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
