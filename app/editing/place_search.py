"""Asks for a place by its name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.panels.plain_label import plain_label
from app.writing import Writing
from geodata.builtin import BuiltinData
from layers.search.entries import Entries
from layers.search.found import Entry, Found, Kind
from layers.search.query import Query
from layers.texts import N_, Texts

_SIZE = (420, 420)
_MOST = 60
_COUNTRY = "SV"
_LAYERS = (
    ("municipalities", Kind.MUNICIPALITY, N_("Municipality")),
    ("towns", Kind.TOWN, N_("Town")),
)
_MIDDLE = (-88.9, 13.8)
"""Where distances are measured from: the middle of the country (EPSG:4326)."""


def named_places(data: BuiltinData, texts: Texts) -> list[Found]:
    """Return the places of the built-in data that have a name and a position."""
    found = []
    for layer_id, kind, sort in _LAYERS:
        table = data.table(layer_id)
        geometry = table.geometry
        for row in range(len(table)):
            first = geometry.feature_starts[row]
            if geometry.feature_starts[row + 1] == first:
                continue
            if table.value(row, "country") not in (None, _COUNTRY):
                continue
            department = str(table.value(row, "department") or "")
            words = ", ".join(filter(None, (texts.gettext(sort), department)))
            x, y = geometry.coordinates[geometry.part_starts[first]].tolist()
            name = table.text(row, "name", texts.language)
            found.append(Found(kind, name, words, lonlat=(x, y)))
    return found


class PlaceSearch(QDialog):
    """Finds municipalities and towns as their names are typed, without regard to accents.

    Attributes:
        chosen: longitude and latitude in degrees (EPSG:4326).
        line: what is typed.
        results: what was found.
        place_button: takes the chosen one.
    """

    chosen = Signal(float, float)

    def __init__(
        self, texts: Texts, name: str, data: BuiltinData, parent: QWidget | None = None
    ) -> None:
        """Make the dialog.

        Args:
            texts: its language.
            name: what is to be placed.
            data: where names are looked up.
            parent: the window.
        """
        super().__init__(parent)
        _ = texts.gettext
        places = named_places(data, texts)
        self._places = Entries([Entry(place, (place.name,)) for place in places])
        self.setWindowTitle(_("Place at a town or municipality"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.line = QLineEdit()
        self.line.setAccessibleName(_("Name of the place"))
        self.line.setPlaceholderText(_("Name of the place"))
        self.line.textChanged.connect(self._search)
        self.results = QListWidget()
        self.results.setAccessibleName(_("Places found"))
        self.results.itemActivated.connect(self._choose)
        self.results.currentRowChanged.connect(self._show_choice)
        self.place_button = QPushButton(_("Place"))
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        buttons = QDialogButtonBox()
        buttons.addButton(self.place_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self.place_button.setDefault(True)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for widget in (plain_label(name, "", Writing.STRONG), self.line, self.results, buttons):
            column.addWidget(widget)
        self.resize(*_SIZE)
        self._search("")

    def _search(self, text: str) -> None:
        """List the places whose name is, or almost is, what was typed."""
        self.results.clear()
        hits, _ = self._places.find(Query.of(text), _MIDDLE, _MOST)
        for hit in hits:
            item = QListWidgetItem(f"{hit.found.name}  ·  {hit.found.sort}")
            item.setData(Qt.ItemDataRole.UserRole, hit.found.lonlat)
            self.results.addItem(item)
        if hits:
            self.results.setCurrentRow(0)
        self._show_choice()

    def _show_choice(self) -> None:
        self.place_button.setEnabled(self.results.currentItem() is not None)

    def _choose(self) -> None:
        item = self.results.currentItem()
        if item is not None:
            longitude, latitude = item.data(Qt.ItemDataRole.UserRole)
            self.accept()
            self.chosen.emit(longitude, latitude)
