"""What was recognised in a file, to be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from app.opening.words import CRS_NAMES, crs_words
from geodata.files.request import OpenOptions, Recognised
from layers.own_layers import JOINED
from layers.texts import N_, Texts

_ENCODINGS = ("utf-8", "cp1252", "latin-1", "utf-16", "cp850", "mac-roman")
_DELIMITERS = {
    ",": N_("comma"),
    ";": N_("semicolon"),
    "\t": N_("tab"),
    "|": N_("vertical bar"),
    " ": N_("space"),
}
_JOINS = dict(
    zip(JOINED, (N_("Municipality"), N_("Police delegation"), N_("Department")), strict=True)
)
_TABLES = ("CSV", "XLSX")
_COORDINATES, _NAMES, _NOTHING = "coordinates", "names", "nothing"
_SOURCES = {
    _COORDINATES: N_("Columns of coordinates"),
    _NAMES: N_("Names or codes of places"),
    _NOTHING: N_("Nothing: no row has a place"),
}
_LONGEST_COLUMN = 40
_AUTOMATIC = N_("Find out")


class OptionsForm(QWidget):
    """Shows what was recognised; what the planner changes becomes an option.

    Attributes:
        changed: the planner changed something; the file has to be read again.
        encoding, delimiter, places, x_column, y_column, join_to, join_column, crs: the controls.
    """

    changed = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._chosen: dict[str, Any] = {}
        self._format = ""
        self._rows = QFormLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setVerticalSpacing(8)
        self._rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.encoding = self._add(N_("Encoding of the text"), "encoding")
        self.delimiter = self._add(N_("Columns are parted by"), "delimiter")
        self.places = self._add(N_("Places come from"), "")
        self.x_column = self._add(N_("Longitude or easting"), "x_column")
        self.y_column = self._add(N_("Latitude or northing"), "y_column")
        self.join_column = self._add(N_("Column with names or codes"), "join_column")
        self.join_to = self._add(N_("Each row is a"), "join_to")
        self.crs = self._add(N_("Coordinate reference system"), "crs")
        self.crs.setEditable(True)
        self.crs.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.crs.setToolTip(texts.gettext("Choose one, or type a code such as EPSG:32616"))
        edit = self.crs.lineEdit()
        if edit is not None:
            edit.returnPressed.connect(self._take_typed_crs)
        for source, words in _SOURCES.items():
            self.places.addItem(texts.gettext(words), source)
        self.places.activated.connect(self._take_source)

    def options(self, layers: tuple[str, ...] | None = None) -> OpenOptions:
        """Return what the planner said, and which ``layers`` to read (None for all)."""
        return OpenOptions(layers=layers, **self._chosen)

    def show_recognised(self, found: Recognised, columns: Sequence[str]) -> None:
        """Show what was recognised in a layer with ``columns``."""
        self._format = found.format
        _ = self._texts.gettext
        encodings = {name: name for name in _ENCODINGS}
        self._fill(self.encoding, encodings, found.encoding)
        delimiters = {key: _(words) for key, words in _DELIMITERS.items()}
        self._fill(self.delimiter, delimiters, found.delimiter)
        names = {name: name[:_LONGEST_COLUMN] for name in columns}
        for control, value in (
            (self.x_column, found.x_column),
            (self.y_column, found.y_column),
            (self.join_column, found.join_column),
        ):
            self._fill(control, {None: _(_AUTOMATIC), **names}, value or None)
        joins = {key: _(words) for key, words in _JOINS.items()}
        self._fill(self.join_to, {None: _(_AUTOMATIC), **joins}, found.join_to or None)
        systems = {crs: _(words) for crs, words in CRS_NAMES.items()}
        self._fill(self.crs, systems, found.crs, crs_words(found.crs, self._texts))
        source = _COORDINATES if found.x_column else _NAMES if found.join_column else _NOTHING
        self.places.setCurrentIndex(self.places.findData(source))
        self._show_rows(found, source)

    def _show_rows(self, found: Recognised, source: str) -> None:
        is_table = found.format in _TABLES
        for control, is_shown in (
            (self.encoding, bool(found.encoding)),
            (self.delimiter, bool(found.delimiter)),
            (self.places, is_table),
            (self.x_column, is_table and source == _COORDINATES),
            (self.y_column, is_table and source == _COORDINATES),
            (self.join_column, is_table and source == _NAMES),
            (self.join_to, is_table and source == _NAMES),
            (self.crs, bool(found.crs) or not is_table or source == _COORDINATES),
        ):
            self._rows.setRowVisible(control, is_shown)

    def _add(self, words: str, option: str) -> QComboBox:
        control = QComboBox(self)
        control.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        control.setMinimumContentsLength(16)
        title = self._texts.gettext(words)
        control.setAccessibleName(title)
        label = QLabel(title, self)
        label.setBuddy(control)
        label.setProperty("kind", "secondary")
        self._rows.addRow(label, control)
        if option:
            control.activated.connect(lambda _: self._take(option, control.currentData()))
        return control

    @staticmethod
    def _fill(
        control: QComboBox, items: dict[Any, str], value: str | None, words: str = ""
    ) -> None:
        """Offer ``items`` (value to words) and show ``value``, whether it is one of them or not."""
        control.clear()
        if value is not None and value not in items:
            items = {value: words or value, **items}
        for key, text in items.items():
            control.addItem(text, key)
        control.setCurrentIndex(control.findData(value))

    # What the planner says

    def _take(self, option: str, value: Any) -> None:
        if self._chosen.get(option) != value:
            self._chosen[option] = value
            self.changed.emit()

    def _take_typed_crs(self) -> None:
        text = self.crs.currentText().strip()
        index = self.crs.findText(text, Qt.MatchFlag.MatchFixedString)
        self._take("crs", self.crs.itemData(index) if index >= 0 else text)

    def _take_source(self) -> None:
        """Have places found another way; which columns they are in is found out anew."""
        source = self.places.currentData()
        choices: dict[str, dict[str, str | None]] = {
            _COORDINATES: {"x_column": None, "y_column": None, "join_column": ""},
            _NAMES: {"x_column": "", "y_column": "", "join_column": None},
            _NOTHING: {"x_column": "", "y_column": "", "join_column": ""},
        }
        wanted = choices[source]
        if {name: self._chosen.get(name) for name in wanted} != wanted:
            self._chosen.update(wanted)
            self._show_rows(Recognised(self._format), source)
            self.changed.emit()
