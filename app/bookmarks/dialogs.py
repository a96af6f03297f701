"""The dialogs of bookmarks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
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
from layers.bookmarks import Bookmark, free_name
from layers.texts import Texts

_SIZE = (420, 380)
_LONGEST = 80


class BookmarkDialog(QDialog):
    """Asks for the name of a new bookmark.

    Attributes:
        made: the name, and whether it keeps which layers are shown.
        line: the name.
        layers: the choice.
    """

    made = Signal(str, bool)

    def __init__(self, texts: Texts, name: str, parent: QWidget | None = None) -> None:
        """Make the dialog with a name to begin with."""
        super().__init__(parent)
        _ = texts.gettext
        self.setWindowTitle(_("Add bookmark"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.line = QLineEdit(name)
        self.line.setMaxLength(_LONGEST)
        self.line.setAccessibleName(_("Name"))
        self.line.selectAll()
        self.layers = QCheckBox(_("Keep which layers are shown"))
        add, cancel = QPushButton(_("Add")), QPushButton(_("Cancel"))
        add.setDefault(True)
        buttons = QDialogButtonBox()
        buttons.addButton(add, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.line.textChanged.connect(lambda text: add.setEnabled(bool(text.strip())))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        label = plain_label(_("Name"), "secondary", Writing.TEXT)
        for widget in (label, self.line, self.layers, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(_SIZE[0])

    def accept(self) -> None:
        """Tell the name."""
        name = self.line.text().strip()
        if name:
            super().accept()
            self.made.emit(name, self.layers.isChecked())


class BookmarksDialog(QDialog):
    """Lists the bookmarks: a double click or Enter goes, F2 renames, Delete removes.

    Attributes:
        go_wanted: a bookmark shall be shown; its name.
        changed: the bookmarks as they are now.
        list: their names.
        go, rename, remove: the buttons.
    """

    go_wanted = Signal(str)
    changed = Signal(object)

    def __init__(
        self, texts: Texts, bookmarks: tuple[Bookmark, ...], parent: QWidget | None = None
    ) -> None:
        """Make the dialog."""
        super().__init__(parent)
        _ = texts.gettext
        self._bookmarks = bookmarks
        self.setWindowTitle(_("Bookmarks"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Bookmarks"))
        self.list.itemChanged.connect(self._rename)
        self.list.itemDoubleClicked.connect(self._go)
        self.list.currentRowChanged.connect(self._show_choice)
        self._empty = plain_label(
            _("No bookmark yet: move the map and choose View, Add bookmark."),
            "secondary",
            Writing.TEXT,
        )
        self._empty.setWordWrap(True)
        self.go, self.rename = QPushButton(_("Go there")), QPushButton(_("Rename"))
        self.remove, close = QPushButton(_("Remove")), QPushButton(_("Close"))
        self.go.setDefault(True)
        self.rename.setShortcut("F2")
        self.remove.setShortcut("Del")
        self.go.clicked.connect(self._go)
        self.rename.clicked.connect(lambda: self.list.editItem(self.list.currentItem()))
        self.remove.clicked.connect(self._remove)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        for button in (self.go, self.rename, self.remove):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._empty)
        column.addWidget(self.list)
        column.addLayout(row)
        self.resize(*_SIZE)
        self._fill(0)

    def _fill(self, row: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for bookmark in self._bookmarks:
            item = QListWidgetItem(bookmark.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, len(self._bookmarks) - 1))
        self.list.blockSignals(False)
        self._empty.setVisible(not self._bookmarks)
        self._show_choice()

    def _show_choice(self) -> None:
        is_chosen = self.list.currentRow() >= 0
        for button in (self.go, self.rename, self.remove):
            button.setEnabled(is_chosen)

    def _go(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self.accept()
            self.go_wanted.emit(self._bookmarks[row].name)

    def _rename(self, item: QListWidgetItem) -> None:
        row, name = self.list.row(item), item.text().strip()[:_LONGEST]
        if name and name != self._bookmarks[row].name:
            others = (*self._bookmarks[:row], *self._bookmarks[row + 1 :])
            old = self._bookmarks[row]
            new = Bookmark(free_name(name, others), old.extent, old.layers)
            self._bookmarks = (*self._bookmarks[:row], new, *self._bookmarks[row + 1 :])
            self.changed.emit(self._bookmarks)
        self._fill(row)

    def _remove(self) -> None:
        row = self.list.currentRow()
        self._bookmarks = (*self._bookmarks[:row], *self._bookmarks[row + 1 :])
        self.changed.emit(self._bookmarks)
        self._fill(row)
