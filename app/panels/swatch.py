"""The look of a layer as a small picture."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.canvas.symbols import draw_swatch
from app.palette import Palette
from layers.dark import dark_symbol
from layers.style import PointSymbol, PolygonSymbol, Stroke, Style, Symbol, symbols_of

SIZE = QSize(22, 20)
_FADED = 0.45
_OUTLINE = Stroke("#a89f8d", 1.0)


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
    """Paint what stands for a style in lists into a rectangle of `SIZE`, logical pixels."""
    symbol = representative(style)
    if palette.name == "dark":
        symbol = dark_symbol(symbol)
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(rect.topLeft(), _picture(symbol, palette.paper, ratio))


def representative(style: Style) -> Symbol:
    """Return the symbol that stands for a style in lists: its first, an area with an outline."""
    symbol = symbols_of(style.renderer)[0]
    if isinstance(symbol, PolygonSymbol) and symbol.stroke is None:
        return replace(symbol, stroke=_OUTLINE)
    return symbol


@lru_cache(maxsize=256)
def _picture(symbol: Symbol, paper: str, ratio: float) -> QPixmap:
    pixmap = QPixmap(SIZE * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    room = QRectF(0, 0, SIZE.width(), SIZE.height())
    if not isinstance(symbol, PointSymbol):
        room.adjust(2, 3, -2, -3)
    painter = QPainter(pixmap)
    draw_swatch(painter, room, symbol, paper)
    painter.end()
    return pixmap
