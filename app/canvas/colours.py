"""From the colours of styles to those of Qt."""

from __future__ import annotations

from PySide6.QtGui import QColor


def see_through(color: str, opacity: float) -> QColor:
    """Return a colour (``#rrggbb``) with an opacity from 0 to 1."""
    result = QColor(color)
    result.setAlphaF(opacity)
    return result
