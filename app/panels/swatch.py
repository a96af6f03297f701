"""The look of a layer as a small picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.canvas.symbols import draw_swatch
from app.palette import Palette
from layers.dark import dark_symbol
from layers.style import Style, Symbol, symbols_of

SIZE = QSize(22, 20)
_FADED = 0.45


class Swatch(QWidget):
    """Shows one symbol; only for the eye, the words beside it say the same."""

    def __init__(self, style: Style, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._palette = palette
        self._is_on = True
        self.setFixedSize(SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_look(self, style: Style, palette: Palette, is_on: bool) -> None:
        """Show another symbol, on other paper, or faded for a layer that is off."""
        if (style, palette, is_on) != (self._style, self._palette, self._is_on):
            self._style, self._palette, self._is_on = style, palette, is_on
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the symbol."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self._is_on else _FADED)
        paint_symbol(painter, QRectF(self.rect()), self._style, self._palette)
        painter.end()


def paint_symbol(painter: QPainter, rect: QRectF, style: Style, palette: Palette) -> None:
    """Paint what stands for a style in lists: the symbol of most weight."""
    symbol = representative(style)
    if palette.name == "dark":
        symbol = dark_symbol(symbol)
    draw_swatch(painter, rect, symbol, palette.paper)


def representative(style: Style) -> Symbol:
    """Return the symbol that stands for a style in lists: its first."""
    return symbols_of(style.renderer)[0]
