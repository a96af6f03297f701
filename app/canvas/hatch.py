"""Hatches at 45 degrees: a brush for pixels, true lines for vectors."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from app.canvas.surface import device_pixels, is_raster

_STEP = 7.0
"""Logical pixels from line to line, measured along the edge of the page."""

_WIDTH = 1.2


def draw_hatched(painter: QPainter, path: QPainterPath, color: QColor, origin: QPointF) -> None:
    """Hatch the inside of a path.

    Args:
        painter: pixels or vectors.
        path: what to hatch, the painter's units.
        color: of the lines.
        origin: a point that a line goes through, so that the hatch stays on the map when moved.
    """
    painter.save()
    if is_raster(painter):
        painter.fillPath(path, hatch_brush(painter, color, origin))
    else:
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(color, _WIDTH))
        painter.drawLines(_lines(path, origin))
    painter.restore()


def hatch_brush(painter: QPainter, color: QColor, origin: QPointF) -> QBrush:
    """Return a brush that hatches, sharp at the painter's pixels; for pixels only."""
    pixels = device_pixels(painter)
    size = max(2, round(_STEP * pixels))
    tile = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(Qt.GlobalColor.transparent)
    tile_painter = QPainter(tile)
    tile_painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tile_painter.setPen(QPen(color, _WIDTH * pixels))
    for start in (-size, 0, size):
        tile_painter.drawLine(QLineF(start - 1, size + 1, start + size + 1, -1))
    tile_painter.end()
    device = painter.deviceTransform()
    place = device.map(origin)
    moved = QTransform.fromTranslate(round(place.x()) % size, round(place.y()) % size)
    brush = QBrush(tile)
    brush.setTransform(moved * device.inverted()[0])
    return brush


def _lines(path: QPainterPath, origin: QPointF) -> list[QLineF]:
    """Return the lines that cross the bounds of a path."""
    box = path.boundingRect()
    zero = origin.x() + origin.y()
    first = np.ceil((box.left() + box.top() - zero) / _STEP)
    last = np.floor((box.right() + box.bottom() - zero) / _STEP)
    return [
        QLineF(along - box.bottom(), box.bottom(), along - box.top(), box.top())
        for along in (zero + np.arange(first, last + 1) * _STEP).tolist()
    ]
