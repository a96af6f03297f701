"""The list of what a file will hold, in the export dialog."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.exports.leaving_words import Entry
from layers.texts import Texts


class LeavingView(QWidget):
    """Shows what leaves, what is left out, and asks whether internal data may leave.

    Attributes:
        include_internal_changed: internal data may leave now, or may not any more.
        tree: the list; what is to be said of an entry stands below it.
        internal: the question; there only if something is internal.
    """

    include_internal_changed = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = texts.gettext
        self.tree = QTreeWidget(self)
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(1)
        self.tree.setWordWrap(True)
        self.tree.setUniformRowHeights(False)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.tree.setAccessibleName(_("What the file will hold"))
        self.internal = QCheckBox(_("Also what is marked internal"), self)
        self.internal.setVisible(False)
        self.internal.toggled.connect(self.include_internal_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tree, 1)
        column.addWidget(self.internal)

    @property
    def include_internal(self) -> bool:
        """Whether internal data may leave."""
        return self.internal.isChecked()

    def show_entries(self, entries: Sequence[Entry], *, has_internal: bool) -> None:
        """Show what leaves; what was unfolded stays so.

        Args:
            entries: what the file holds.
            has_internal: whether something of the map is internal.
        """
        self.internal.setVisible(has_internal)
        unfolded = {
            item.text(0)
            for n in range(self.tree.topLevelItemCount())
            if (item := self.tree.topLevelItem(n)) is not None and item.isExpanded()
        }
        self.tree.clear()
        for entry in entries:
            item = QTreeWidgetItem([entry.text])
            item.addChildren([QTreeWidgetItem([detail]) for detail in entry.details])
            self.tree.addTopLevelItem(item)
            item.setExpanded(entry.text in unfolded)
