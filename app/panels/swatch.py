"""The look of a layer as a small picture."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.canvas.symbols import draw_swatch
from app.palette import Palette
from app.session import Session
from layers.document import Layer
from layers.legend import SURE
from layers.looks import LOOKS
from layers.style import PointSymbol, PolygonSymbol, Stroke, Symbol, symbols_of, undocumented

SIZE = QSize(22, 20)
_FADED = 0.45
_OUTLINE = Stroke("#a89f8d", 1.0)


class Swatch(QWidget):
    """Shows one symbol; only for the eye, the words beside it say the same."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._symbol: Symbol | None = None
        self._palette = palette
        self._is_on = True
        self.setFixedSize(SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_look(self, symbol: Symbol, palette: Palette, is_on: bool) -> None:
        """Show another symbol, on other paper, or faded for a layer that is off."""
        if (symbol, palette, is_on) != (self._symbol, self._palette, self._is_on):
            self._symbol, self._palette, self._is_on = symbol, palette, is_on
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the symbol."""
        super().paintEvent(event)
        if self._symbol is None:
            return
        painter = QPainter(self)
        painter.setOpacity(1.0 if self._is_on else _FADED)
        paint_symbol(painter, QPointF(0, 0), self._symbol, self._palette)
        painter.end()


def paint_symbol(painter: QPainter, corner: QPointF, symbol: Symbol, palette: Palette) -> None:
    """Paint a symbol into `SIZE` logical pixels right of and below ``corner``."""
    symbol = LOOKS[palette.name].symbol(symbol)
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(corner, _picture(symbol, palette.paper, ratio))


def layer_symbol(session: Session, layer: Layer) -> Symbol:
    """Return the symbol that stands for a layer: its first, as most of its features look.

    Areas get an outline, without which their pale tints could not be seen on paper.
    """
    symbol = symbols_of(layer.style.renderer)[0]
    if isinstance(symbol, PolygonSymbol) and symbol.stroke is None:
        return replace(symbol, stroke=_OUTLINE)
    if layer.group == "programs" and _is_mostly_unsure(session, layer):
        return undocumented(symbol)
    return symbol


def _is_mostly_unsure(session: Session, layer: Layer) -> bool:
    table = session.builder.table(layer.id, session.document.state)
    bases = table.columns.get("position_basis")
    if bases is None or not table.placed_count:
        return False
    sure = np.isin(bases[table.geometry.placed].astype(str), list(SURE))
    return bool(sure.mean() < 0.5)


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
