"""The buttons on the map: closer, farther, the whole country."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.canvas.card import Card
from app.icons import Icons
from app.palette import Palette
from layers.texts import N_, Texts

_ICON = QSize(18, 18)
_SIDE = 30


class ZoomButtons(Card):
    """Three buttons in a column."""

    def __init__(
        self,
        parent: QWidget,
        zoom_in: Callable[[], None],
        zoom_out: Callable[[], None],
        fit_home: Callable[[], None],
    ) -> None:
        self._icons = Icons()
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 4, 4, 4)
        self._column.setSpacing(0)
        self._buttons = (
            self._button("zoom-in", N_("Zoom in"), zoom_in),
            self._button("zoom-out", N_("Zoom out"), zoom_out),
            self._button("fit", N_("Show the whole country"), fit_home),
        )
        self.adjustSize()

    def retranslate(self, texts: Texts) -> None:
        """Take the words of a language."""
        for button, name in self._buttons:
            button.setToolTip(texts.gettext(name))
            button.setAccessibleName(texts.gettext(name))

    def set_colours(self, colours: Palette) -> None:
        """Take other colours."""
        self._icons.palette = colours
        super().set_colours(colours)

    def _button(self, icon: str, name: str, action: Callable[[], None]) -> tuple[QToolButton, str]:
        button = QToolButton(self)
        button.setIcon(self._icons.icon(icon))
        button.setIconSize(_ICON)
        button.setFixedSize(_SIDE, _SIDE)
        button.setAutoRaise(True)
        button.clicked.connect(action)
        self._column.addWidget(button)
        return button, name
