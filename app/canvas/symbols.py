"""Point symbols as small images, and swatches of every symbol for legend and panels."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtSvg import QSvgRenderer

from app.canvas.colours import see_through
from app.canvas.hatch import draw_hatched
from app.canvas.strokes import casing_pen, line_pen
from app.canvas.surface import DrawingTaker, device_pixels, is_raster, pixel_units
from app.filling import fill_rect
from layers.markers import marker_extent, marker_svg
from layers.style import LineSymbol, PointSymbol, PolygonSymbol, Stroke, Symbol

_SWATCH_EDGE = QColor(128, 120, 105, 120)


def symbol_image(symbol: PointSymbol, paper: str, pixel_ratio: float) -> QImage:
    """Return a point symbol with its casing, sharp at a device pixel ratio.

    Args:
        symbol: the look.
        paper: colour of the casing, ``#rrggbb``.
        pixel_ratio: device pixels per logical pixel; the image's own ratio is set to it.
    """
    image = sprite(symbol, paper, pixel_ratio)
    image.setDevicePixelRatio(pixel_ratio)
    return image


def sprite(symbol: PointSymbol, paper: str, pixels: float) -> QImage:
    """Return a point symbol with its casing at ``pixels`` device pixels per logical pixel."""
    extent = marker_extent(symbol) * pixels
    side = max(1, round(extent))
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Stretched by less than half a pixel, so that its middle is that of the image.
    marker_renderer(symbol, paper).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


def marker_renderer(symbol: PointSymbol, paper: str) -> QSvgRenderer:
    """Return what draws a point symbol as vectors."""
    return QSvgRenderer(QByteArray(marker_svg(symbol, paper).encode()))


def vector_marker(symbol: PointSymbol, paper: str) -> Callable[[QPainter, QRectF], None]:
    """Return what draws a point symbol as vectors into a rectangle of a painter."""
    renderer = marker_renderer(symbol, paper)

    def draw(painter: QPainter, rect: QRectF) -> None:
        if isinstance(painter, DrawingTaker):
            painter.draw_svg(marker_svg(symbol, paper), rect)
        else:
            renderer.render(painter, rect)

    return draw


def draw_swatch(painter: QPainter, rect: QRectF, symbol: Symbol, paper: str) -> None:
    """Draw what a symbol looks like into a small rectangle.

    Args:
        painter: pixels or vectors.
        rect: the painter's units.
        symbol: the look.
        paper: colour of the casings, ``#rrggbb``.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    match symbol:
        case PointSymbol():
            _draw_point(painter, rect, symbol, paper)
        case LineSymbol(stroke):
            _draw_line(painter, rect, stroke)
        case PolygonSymbol():
            _draw_area(painter, rect, symbol)
    painter.restore()


def _draw_point(painter: QPainter, rect: QRectF, symbol: PointSymbol, paper: str) -> None:
    extent = min(marker_extent(symbol), rect.width(), rect.height())
    target = QRectF(0, 0, extent, extent)
    target.moveCenter(rect.center())
    if not is_raster(painter):
        vector_marker(symbol, paper)(painter, target)
        return
    image = sprite(symbol, paper, device_pixels(painter) * extent / marker_extent(symbol))
    with pixel_units(painter) as device:
        centre = device.map(target.center())
        corner = QPointF(
            round(centre.x() - image.width() / 2), round(centre.y() - image.height() / 2)
        )
        painter.drawImage(corner, image)


def _draw_line(painter: QPainter, rect: QRectF, stroke: Stroke) -> None:
    y = rect.center().y()
    if stroke.casing is not None:
        painter.setPen(casing_pen(stroke))
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
    painter.setPen(line_pen(stroke))
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


def _draw_area(painter: QPainter, rect: QRectF, symbol: PolygonSymbol) -> None:
    stroke = symbol.stroke
    inset = (stroke.width if stroke else 0.0) / 2 + 0.5
    box = rect.adjusted(inset, inset, -inset, -inset)
    if symbol.fill is not None:
        fill_rect(painter, box, see_through(symbol.fill, symbol.opacity))
    if symbol.hatch is not None:
        path = QPainterPath()
        path.addRect(box)
        color = see_through(symbol.hatch, symbol.opacity)
        draw_hatched(painter, path, color, box.bottomLeft())
    if stroke is None:
        # Areas are nearly as light as the page; without an edge the swatch would not be seen.
        painter.setPen(QPen(_SWATCH_EDGE, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
    else:
        painter.setPen(line_pen(stroke))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
