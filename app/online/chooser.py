"""The dialog that lists online maps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.panels.plain_label import plain_label
from app.writing import Writing
from geodata.tiles import TileSource
from layers.texts import Texts

_SIZE = (460, 480)
_ID = Qt.ItemDataRole.UserRole


class OnlineMapChooser(QDialog):
    """Offers the built-in map and every provider.

    Attributes:
        chosen: the planner chose a provider; its id, "" for the built-in map alone.
        list: the providers.
    """

    chosen = Signal(str)

    def __init__(
        self, sources: Sequence[TileSource], current: str, texts: Texts, parent: QWidget
    ) -> None:
        super().__init__(parent)
        _ = texts.gettext
        self._texts = texts
        self._sources = {source.id: source for source in sources}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Online map"))
        self.resize(*_SIZE)
        intro = plain_label(
            _("An online map lies over the built-in one and beneath areas and programs."),
            "secondary",
            Writing.TEXT,
        )
        intro.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Online map"))
        self._add("", _("None: the built-in map, which needs no network"))
        for source in sources:
            self._add(source.id, source.name)
        self._credit = plain_label("", "secondary", Writing.SMALL)
        self._credit.setWordWrap(True)
        self._credit.setMinimumHeight(self._credit.fontMetrics().height() * 4)
        self._credit.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.list.currentItemChanged.connect(self._show_credit)
        self.list.itemActivated.connect(self.accept)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        for kind in (QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel):
            buttons.button(kind).setIcon(QIcon())
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (intro, self.list, self._credit, buttons):
            column.addWidget(widget)
        self._select(current)

    def accept(self) -> None:
        """Tell what was chosen, and close."""
        item = self.list.currentItem()
        super().accept()
        if item is not None:
            self.chosen.emit(str(item.data(_ID)))

    def _add(self, source_id: str, words: str) -> None:
        item = QListWidgetItem(words)
        item.setData(_ID, source_id)
        self.list.addItem(item)

    def _select(self, source_id: str) -> None:
        for number in range(self.list.count()):
            if self.list.item(number).data(_ID) == source_id:
                self.list.setCurrentRow(number)
                return
        self.list.setCurrentRow(0)

    def _show_credit(self) -> None:
        source = self._sources.get(self.list.currentItem().data(_ID))
        if source is None:
            self._credit.setText("")
            return
        words = self._texts.gettext("{credit}\nPictures come from {host}.")
        self._credit.setText(words.format(credit=source.attribution, host=source.host))
