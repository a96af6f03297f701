"""Small signs over the map: the box that is being drawn, the frame of keyboard focus."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.highlight import mark_colour
from layers.scene import Scene

_BOX_FILL = 0.08
_BOX_WIDTH = 1.5
_FOCUS_WIDTH = 2


def paint_box(painter: QPainter, box: QRectF, scene: Scene) -> None:
    """Paint a zoom box, logical pixels."""
    colour = mark_colour(scene)
    fill = QColor(colour)
    fill.setAlphaF(_BOX_FILL)
    painter.fillRect(box, fill)
    painter.setPen(QPen(colour, _BOX_WIDTH, Qt.PenStyle.DashLine))
    painter.drawRect(box)


def paint_focus(painter: QPainter, rect: QRect, scene: Scene) -> None:
    """Paint a frame inside ``rect``: the keyboard moves the map."""
    pen = QPen(mark_colour(scene), _FOCUS_WIDTH)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    inset = _FOCUS_WIDTH / 2
    painter.drawRect(QRectF(rect).adjusted(inset, inset, -inset, -inset))
