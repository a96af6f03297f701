"""Layers, map and details side by side; widths are the planner's, panels can be closed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

_WIDTHS = (280, 640, 336)
_NARROWEST = (200, 240, 240)
_LAYERS, _MAP, _DETAILS = range(3)


class Panes(QSplitter):
    """The three parts of the window.

    Attributes:
        closed_or_opened: a panel was closed or opened, by a drag of its edge or otherwise.
    """

    closed_or_opened = Signal()

    def __init__(self, layers: QWidget, canvas: QWidget, details: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._widths = list(_WIDTHS)
        self.setHandleWidth(1)
        for place, pane in enumerate((layers, canvas, details)):
            pane.setMinimumWidth(_NARROWEST[place])
            self.addWidget(pane)
            self.setCollapsible(place, place != _MAP)
            self.setStretchFactor(place, int(place == _MAP))
        self.setSizes(self._widths)
        self.splitterMoved.connect(self._on_moved)

    @property
    def widths(self) -> tuple[int, int, int]:
        """Logical pixels of each part, 0 for a panel that is closed."""
        layers, canvas, details = self.sizes()
        return layers, canvas, details

    def restore(self, widths: tuple[int, int, int]) -> None:
        """Take the widths of the last time; 0 closes a panel."""
        for place in (_LAYERS, _DETAILS):
            if widths[place]:
                self._widths[place] = widths[place]
        self.setSizes(list(widths))
        self.closed_or_opened.emit()

    def is_open(self, pane: QWidget) -> bool:
        """Return whether a panel takes room."""
        return self.sizes()[self.indexOf(pane)] > 0

    def set_open(self, pane: QWidget, is_open: bool) -> None:
        """Give a panel the width it had, or close it."""
        place, sizes = self.indexOf(pane), self.sizes()
        if is_open == (sizes[place] > 0):
            return
        if not is_open:
            self._widths[place] = sizes[place]
        change = self._widths[place] - sizes[place] if is_open else -sizes[place]
        sizes[place] += change
        sizes[_MAP] = max(sizes[_MAP] - change, _NARROWEST[_MAP])
        self.setSizes(sizes)
        self.closed_or_opened.emit()

    def _on_moved(self) -> None:
        self.closed_or_opened.emit()
