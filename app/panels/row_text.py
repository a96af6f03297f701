"""Name and note of a layer: plain text in few lines, cut where it is too long."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.furniture.text import TextBlock, draw_block, text_block
from app.palette import Palette
from app.writing import Writing, writing_font

_MOST_LINES = 2


class RowText(QWidget):
    """Writes a name and, below it, a note; only for the eye, the row's switch says the same."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._name = self._note = ""
        self._is_on = True
        self._blocks: tuple[TextBlock, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def name(self) -> str:
        """The first text."""
        return self._name

    @property
    def note(self) -> str:
        """The second text."""
        return self._note

    def set_texts(self, name: str, note: str) -> None:
        """Write other texts."""
        if (name, note) != (self._name, self._note):
            self._name, self._note = name, note
            self._break()

    def set_look(self, palette: Palette, is_on: bool) -> None:
        """Write in other colours, fainter for a layer that is off."""
        if (palette, is_on) != (self._palette, self._is_on):
            self._palette, self._is_on = palette, is_on
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._break()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the texts."""
        super().paintEvent(event)
        painter = QPainter(self)
        colours = (
            (self._palette.text, self._palette.secondary)
            if self._is_on
            else (self._palette.faint, self._palette.faint)
        )
        top = 0.0
        for block, colour in zip(self._blocks, colours, strict=True):
            draw_block(painter, block, 0.0, top, QColor(colour))
            top += block.height
        painter.end()

    def _break(self) -> None:
        self._blocks = tuple(
            text_block(text, writing_font(writing), max(self.width(), 40), _MOST_LINES)
            for text, writing in ((self._name, Writing.TEXT), (self._note, Writing.SMALL))
        )
        self.setFixedHeight(ceil(sum(block.height for block in self._blocks)))
        self.update()
