"""The north arrow. The map's plane (EPSG:3857) has north at the top everywhere."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from app.fonts import map_font
from app.furniture.colours import ink
from layers.scene import Scene
from layers.texts import Texts

_WIDTH, _HEIGHT, _TEXT_PIXELS = 20.0, 40.0, 12.0


def north_arrow_size(scale: float = 1.0) -> QSizeF:
    """Return the room a north arrow takes, in logical pixels."""
    return QSizeF(_WIDTH * scale, _HEIGHT * scale)


def draw_north_arrow(
    painter: QPainter, rect: QRectF, scene: Scene, texts: Texts, scale: float = 1.0
) -> None:
    """Paint a north arrow in the middle of ``rect`` (logical pixels)."""
    font = map_font(_TEXT_PIXELS * scale, bold=True)
    metrics = QFontMetricsF(font)
    letter = texts.pgettext("north arrow", "N")
    middle, top = rect.center().x(), rect.center().y() - _HEIGHT * scale / 2
    painter.setFont(font)
    painter.setPen(ink(scene))
    baseline = top + metrics.capHeight()
    painter.drawText(QPointF(middle - metrics.horizontalAdvance(letter) / 2, baseline), letter)
    tip, foot = baseline + 4 * scale, top + _HEIGHT * scale - 1
    _draw_needle(painter, middle, tip, foot, scene)


def _draw_needle(painter: QPainter, middle: float, tip: float, foot: float, scene: Scene) -> None:
    half, notch = (foot - tip) * 0.36, foot - (foot - tip) * 0.26
    painter.setPen(QPen(ink(scene), 1.0, j=Qt.PenJoinStyle.MiterJoin))
    for side, brush in ((-1, ink(scene)), (1, QColor(scene.paper))):
        painter.setBrush(brush)
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(middle, tip),
                    QPointF(middle + side * half, foot),
                    QPointF(middle, notch),
                ]
            )
        )
    painter.setBrush(Qt.BrushStyle.NoBrush)
