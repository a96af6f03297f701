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
from geodata.frozen import frozen
from geodata.names import fold
from layers.texts import N_, Texts

_SIZE = (420, 420)
_MOST = 60
_COUNTRY = "SV"
_LAYERS = (("municipalities", N_("Municipality")), ("towns", N_("Town")))


@frozen
class NamedPlace:
    """A municipality's seat or a town.

    Attributes:
        name: its name.
        kind: what it is, in the interface's language, with its department where that is known.
        lonlat: longitude and latitude in degrees (EPSG:4326).
    """

    name: str
    kind: str
    lonlat: tuple[float, float]


def named_places(data: BuiltinData, texts: Texts) -> list[NamedPlace]:
    """Return the places of the built-in data that have a name and a position."""
    found = []
    for layer_id, kind in _LAYERS:
        table = data.table(layer_id)
        geometry = table.geometry
        for row in range(len(table)):
            first = geometry.feature_starts[row]
            if geometry.feature_starts[row + 1] == first:
                continue
            if table.value(row, "country") not in (None, _COUNTRY):
                continue
            department = str(table.value(row, "department") or "")
            words = ", ".join(filter(None, (texts.gettext(kind), department)))
            x, y = geometry.coordinates[geometry.part_starts[first]].tolist()
            found.append(NamedPlace(table.text(row, "name", texts.language), words, (x, y)))
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
        self._places = named_places(data, texts)
        self._keys = [fold(place.name) for place in self._places]
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
        """List the places whose name begins with, or else holds, what was typed."""
        wanted = fold(text)
        self.results.clear()
        hits = sorted(
            (not key.startswith(wanted), key, row)
            for row, key in enumerate(self._keys)
            if wanted and wanted in key
        )
        for _starts, _key, row in hits[:_MOST]:
            place = self._places[row]
            item = QListWidgetItem(f"{place.name}  ·  {place.kind}")
            item.setData(Qt.ItemDataRole.UserRole, place.lonlat)
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
