"""The window's icons: own drawings, in the colours of the theme, sharp at every pixel ratio."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from app.palette import LIGHT, Palette


class Icons:
    """Makes icons that change their colours with the theme.

    Attributes:
        palette: the colours icons are drawn in; set it and update the widgets.
    """

    def __init__(self, palette: Palette = LIGHT) -> None:
        self.palette = palette
        self._drawings: dict[str, _Drawing] = {}

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """Return an icon.

        Args:
            name: of a drawing in ``resources/icons``.
            colour: the attribute of `Palette` it is drawn in.

        Raises:
            FileNotFoundError: if there is no such drawing.
        """
        return QIcon(_Engine(self, self.drawing(name), colour))

    def drawing(self, name: str) -> _Drawing:
        """Return a drawing to paint by hand.

        Raises:
            FileNotFoundError: if there is no such drawing.
        """
        if name not in self._drawings:
            self._drawings[name] = _Drawing(name)
        return self._drawings[name]


class _Drawing:
    """One SVG file, painted in one colour."""

    def __init__(self, name: str) -> None:
        self._svg = (resources.FOLDER / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        self._renderers: dict[str, QSvgRenderer] = {}

    def paint(self, painter: QPainter, rect: QRectF, colour: str) -> None:
        """Paint it into ``rect`` (logical pixels) in ``colour``."""
        renderer = self._renderers.get(colour)
        if renderer is None:
            text = self._svg.replace("currentColor", colour)
            renderer = QSvgRenderer(QByteArray(text.encode()))
            self._renderers[colour] = renderer
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(rect.center())
        renderer.render(painter, square)


class _Engine(QIconEngine):
    """Draws an icon anew wherever it is shown, so that nothing is ever scaled."""

    def __init__(self, icons: Icons, drawing: _Drawing, colour: str) -> None:
        super().__init__()
        self._icons = icons
        self._drawing = drawing
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        palette = self._icons.palette
        colour = getattr(palette, self._colour)
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(0.45)
        elif state == QIcon.State.On and self._colour == "text":
            colour = palette.action
        self._drawing.paint(painter, QRectF(rect), colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        if size.isEmpty():
            return QPixmap()
        pixmap = QPixmap(size * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(self._icons, self._drawing, self._colour)
