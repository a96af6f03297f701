"""Filled rectangles."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter


def fill_rect(painter: QPainter, rect: QRect | QRectF, colour: QColor) -> None:
    """Fill a rectangle as `QPainter.fillRect` does.

    At the first call of that one PySide makes a class of the 169 names of Qt's gradients, which
    takes some hundredths of the time in which the first map is to be there.
    """
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(rect)
    painter.restore()
