"""The inset: where in the country the map lies."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.renderer import Renderer
from app.furniture.colours import hairline
from layers.builtin_map import SELECTION
from layers.scene import Scene
from layers.view import View, fit

_SHOWN = frozenset({"sea", "land", "departments", "delegations"})
# Whoever sees more of the country than this knows where they are.
_MOST_OF_COUNTRY = 0.6
_MARGIN = 0.05


def needs_inset(scene: Scene, view: View) -> bool:
    """Return whether a map shows so little of the country that one must be told where it is."""
    home = scene.home
    shown = view.width * view.resolution
    return shown < (home[2] - home[0]) * _MOST_OF_COUNTRY and any(
        layer.id in _SHOWN for layer in scene.layers
    )


def inset_height(scene: Scene, width: float) -> float:
    """Return the height of an inset of a width, in logical pixels."""
    home = scene.home
    return width * (home[3] - home[1]) / (home[2] - home[0])


def draw_inset(
    painter: QPainter, rect: QRectF, scene: Scene, view: View, renderer: Renderer
) -> None:
    """Paint the country into ``rect`` (logical pixels), the extent of ``view`` marked."""
    layers = tuple(replace(layer, label_style=None) for layer in scene.layers if layer.id in _SHOWN)
    inset = fit(scene.home, rect.width(), rect.height(), margin=_MARGIN)
    painter.save()
    painter.translate(rect.topLeft())
    renderer.draw(painter, replace(scene, layers=layers), inset)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(hairline(scene), 1.0))
    painter.drawRect(rect)
    _draw_extent(painter, rect, inset, view)


def _draw_extent(painter: QPainter, rect: QRectF, inset: View, view: View) -> None:
    min_x, min_y, max_x, max_y = view.bounds
    upper_left = QPointF(*inset.point_to_screen(min_x, max_y)) + rect.topLeft()
    lower_right = QPointF(*inset.point_to_screen(max_x, min_y)) + rect.topLeft()
    extent = QRectF(upper_left, lower_right).intersected(rect.adjusted(1, 1, -1, -1))
    tint = QColor(SELECTION)
    tint.setAlphaF(0.15)
    painter.setBrush(tint)
    painter.setPen(QPen(QColor(SELECTION), 1.6))
    painter.drawRect(extent)
    painter.setBrush(Qt.BrushStyle.NoBrush)
