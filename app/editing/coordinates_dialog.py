"""Asks for a position as text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.panels.plain_label import plain_label
from app.status_bar import coordinates_text
from app.writing import Writing
from geodata.position_text import read_position
from layers.texts import Texts

_WIDTH = 420


class CoordinatesDialog(QDialog):
    """Reads a position in any usual notation, and says what it was understood as.

    Attributes:
        chosen: longitude and latitude in degrees (EPSG:4326).
        line: what is typed.
        place_button: takes it.
    """

    chosen = Signal(float, float)

    def __init__(self, texts: Texts, name: str, parent: QWidget | None = None) -> None:
        """Make the dialog.

        Args:
            texts: its language.
            name: what is to be placed.
            parent: the window.
        """
        super().__init__(parent)
        _ = texts.gettext
        self._texts = texts
        self._found: tuple[float, float] | None = None
        self.setWindowTitle(_("Place by coordinates"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.line = QLineEdit()
        self.line.setAccessibleName(_("Coordinates"))
        self.line.setPlaceholderText("13.6929, -89.2182")
        self.line.textChanged.connect(self._read)
        self._understood = plain_label("", "secondary", Writing.TEXT)
        self.place_button = QPushButton(_("Place"))
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        buttons = QDialogButtonBox()
        buttons.addButton(self.place_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self.place_button.setDefault(True)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        hint = plain_label(
            _(
                "Latitude and longitude in degrees (13.6929, -89.2182 or 13°41'34\" N "
                "89°13'06\" W), or UTM (16N 260100 1514900)"
            ),
            "secondary",
            Writing.SMALL,
        )
        hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for widget in (
            plain_label(name, "", Writing.STRONG),
            self.line,
            self._understood,
            hint,
            buttons,
        ):
            column.addWidget(widget)
        self.setMinimumWidth(_WIDTH)
        self._read("")

    def _read(self, text: str) -> None:
        _ = self._texts.gettext
        self._found = read_position(text)
        self.place_button.setEnabled(self._found is not None)
        if self._found is not None:
            self._understood.setText(coordinates_text(*self._found, self._texts))
        else:
            self._understood.setText(_("This is no position") if text.strip() else "")

    def _choose(self) -> None:
        if self._found is not None:
            self.accept()
            self.chosen.emit(*self._found)
