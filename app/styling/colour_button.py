"""A button that shows a colour and lets another one be chosen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QPushButton, QWidget

from layers.ramps import CATEGORY_COLOURS
from layers.texts import Texts

_SWATCH = QSize(28, 14)


class ColourButton(QPushButton):
    """Shows a colour and its code.

    Attributes:
        chosen: another colour was chosen, ``#rrggbb``; emitted while the planner still tries.
        dialog: what colours are chosen with, None while it is not open.
    """

    chosen = Signal(str)

    def __init__(self, texts: Texts, name: str, parent: QWidget | None = None) -> None:
        """Make a button.

        Args:
            texts: its language.
            name: what the colour is of, for readers of screens.
            parent: its owner.
        """
        super().__init__(parent)
        self._texts, self._name = texts, name
        self._colour = "#000000"
        self.dialog: QColorDialog | None = None
        self.setIconSize(_SWATCH)
        self.setAutoDefault(False)
        self.clicked.connect(self._ask)
        self.colour = self._colour

    @property
    def colour(self) -> str:
        """The colour, ``#rrggbb``."""
        return self._colour

    @colour.setter
    def colour(self, colour: str) -> None:
        self._colour = colour
        self.setText(colour)
        self.setIcon(QIcon(_swatch(colour, self.devicePixelRatioF())))
        self.setAccessibleName(f"{self._name}: {colour}")

    def _ask(self) -> None:
        before = self._colour
        dialog = QColorDialog(QColor(before), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle(self._texts.gettext("Choose a colour"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, colour in enumerate(CATEGORY_COLOURS):
            QColorDialog.setCustomColor(place, QColor(colour))
        dialog.currentColorChanged.connect(self._try)
        dialog.rejected.connect(lambda: self._try(QColor(before)))
        dialog.destroyed.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def _try(self, colour: QColor) -> None:
        name = colour.name()
        if name != self._colour:
            self.colour = name
            self.chosen.emit(name)

    def _forget(self) -> None:
        self.dialog = None


def _swatch(colour: str, ratio: float) -> QPixmap:
    pixmap = QPixmap(_SWATCH * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(colour))
    painter = QPainter(pixmap)
    painter.setPen(QColor(128, 120, 105, 160))
    painter.drawRect(0, 0, _SWATCH.width() - 1, _SWATCH.height() - 1)
    painter.end()
    return pixmap
