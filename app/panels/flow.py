"""Widgets side by side that go on in the next row where there is no room."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPoint, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flow(QWidget):
    """Holds widgets in as many rows as its width asks for."""

    def __init__(self, gap: int) -> None:
        """Hold nothing yet; ``gap`` logical pixels part widgets and rows."""
        super().__init__()
        self._gap = gap
        self._widgets: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def add(self, widget: QWidget) -> None:
        """Add a widget behind the others."""
        widget.setParent(self)
        self._widgets.append(widget)
        self.updateGeometry()

    def _height(self, width: int) -> int:
        return max((place.y() + size.height() for place, size in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        """Return the size of all in one row."""
        hints = [widget.sizeHint() for widget in self._widgets]
        width = sum(hint.width() + self._gap for hint in hints) - self._gap
        return QSize(max(width, 0), max((hint.height() for hint in hints), default=0))

    def minimumSizeHint(self) -> QSize:
        """Return the size of the widest alone."""
        hints = [widget.minimumSizeHint() for widget in self._widgets]
        widest = max((hint.width() for hint in hints), default=0)
        return QSize(widest, max((hint.height() for hint in hints), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put each widget into its place."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Follow a widget that takes another size, as all do when they get their style."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        # Fixed: with a height that follows from the width, a page would stretch what is beside it.
        self.setFixedHeight(self._height(self.width()))
        for widget, (place, size) in zip(self._widgets, self._places(self.width()), strict=True):
            widget.setGeometry(place.x(), place.y(), size.width(), size.height())

    def _places(self, width: int) -> Iterator[tuple[QPoint, QSize]]:
        left = top = tall = 0
        for widget in self._widgets:
            size = widget.sizeHint()
            size.setWidth(min(size.width(), max(width, 1)))
            if left and left + size.width() > width:
                left, top, tall = 0, top + tall + self._gap, 0
            yield QPoint(left, top), size
            left += size.width() + self._gap
            tall = max(tall, size.height())
