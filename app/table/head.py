"""The line above the table: which layer, how many rows, what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from app.icons import Icons
from app.panels.plain_label import plain_label
from app.writing import Writing
from layers.features_in_view import IN_VIEW
from layers.texts import N_, Texts

_ICON = QSize(18, 18)
_CHOOSER_WIDTH = 230
_BUTTONS = (
    ("filter", "filter", N_("Filter")),
    ("in_view", "eye", N_("Only what is in view")),
    ("columns", "columns", N_("Columns")),
    ("", "", ""),
    ("select_all", "select-all", N_("Select all rows (Ctrl+A)")),
    ("invert", "invert", N_("Select all others (Ctrl+Shift+I)")),
    ("zoom", "zoom-to", N_("Zoom to the selected rows (Enter)")),
    ("copy", "copy", N_("Copy the selected rows (Ctrl+C)")),
    ("save", "save", N_("Save rows as…")),
)


class TableHead(QWidget):
    """Chooser, counts and buttons.

    Attributes:
        layer_wanted: another table is wanted; the layer's id, or `IN_VIEW`.
        close_wanted: the table shall be closed.
        chooser: the layers.
        buttons: the buttons by name: filter, in_view, columns, select_all, invert, zoom, copy,
            save.
        counts: how many rows are shown and selected.
    """

    layer_wanted = Signal(str)
    close_wanted = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._layers: list[tuple[str, str]] = []
        self.chooser = QComboBox()
        self.chooser.setMinimumWidth(120)
        self.chooser.setMaximumWidth(_CHOOSER_WIDTH)
        self.chooser.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.chooser.setMinimumContentsLength(24)
        self.chooser.activated.connect(
            lambda place: self.layer_wanted.emit(self.chooser.itemData(place))
        )
        self.counts = plain_label("", "secondary", Writing.TEXT)
        self.counts.setMinimumWidth(0)
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(2)
        row.addWidget(self.chooser)
        row.addSpacing(8)
        row.addWidget(self.counts, stretch=1)
        for name, icon, _words in _BUTTONS:
            if not name:
                row.addSpacing(10)
                continue
            self.buttons[name] = _button(icons, icon)
            row.addWidget(self.buttons[name])
        self.buttons["in_view"].setCheckable(True)
        for name in ("filter", "columns"):
            self.buttons[name].setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row.addSpacing(10)
        self.close_button = _button(icons, "close")
        self.close_button.clicked.connect(self.close_wanted)
        row.addWidget(self.close_button)

    def retranslate(self, texts: Texts) -> None:
        """Take the words of a language."""
        self.chooser.setAccessibleName(texts.gettext("Layer of the table"))
        for name, _icon, words in _BUTTONS:
            if name:
                _name(self.buttons[name], texts.gettext(words))
        _name(self.close_button, texts.gettext("Close the table"))

    def show_layers(self, layers: list[tuple[str, str]], chosen: str, texts: Texts) -> None:
        """Offer layers (id and name), one of which is shown."""
        offered = [(IN_VIEW, texts.gettext("In view, all layers")), *layers]
        if offered != self._layers:
            self._layers = offered
            self.chooser.clear()
            for layer_id, name in offered:
                self.chooser.addItem(name, layer_id)
            self.chooser.insertSeparator(1)
        self.chooser.setCurrentIndex(self.chooser.findData(chosen))
        self.chooser.setToolTip(self.chooser.currentText())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is in the menus too where there is no room."""
        super().resizeEvent(event)
        is_narrow = self.width() < 620
        for name in ("select_all", "invert", "copy"):
            self.buttons[name].setVisible(not is_narrow)


def _button(icons: Icons, name: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(name))
    button.setIconSize(_ICON)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _name(button: QToolButton, words: str) -> None:
    button.setToolTip(words)
    button.setAccessibleName(words)
