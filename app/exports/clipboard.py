"""The map as it is on the screen, for the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen

from app.canvas.renderer import Renderer
from app.furniture.colours import hairline
from app.furniture.credits import credits_size, draw_credits
from app.furniture.legend import fit_legend
from app.furniture.scale_bar import draw_scale_bar, scale_bar_size
from layers.scene import Scene
from layers.texts import Texts
from layers.view import View

_MARGIN, _PADDING, _GAP, _RADIUS = 14.0, 10.0, 16.0, 8.0
_LONGEST_BAR = 120.0
_LEGEND_SHARE = QSizeF(0.45, 0.7)


def copy_map(scene: Scene, view: View, texts: Texts, renderer: Renderer) -> QImage:
    """Put the picture of a view, with legend, scale and credits, on the clipboard; return it."""
    image = map_image(scene, view, texts, renderer)
    QGuiApplication.clipboard().setImage(image)
    return image


def map_image(scene: Scene, view: View, texts: Texts, renderer: Renderer) -> QImage:
    """Return the picture of a view at device pixels, with legend, scale and credits."""
    ratio = view.pixel_ratio
    image = QImage(
        round(view.width * ratio), round(view.height * ratio), QImage.Format.Format_RGB32
    )
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    renderer.draw(painter, scene, view)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    legend = _draw_legend(painter, scene, view, texts)
    _draw_corner(painter, scene, view, texts, legend.right())
    painter.end()
    return image


def _draw_legend(painter: QPainter, scene: Scene, view: View, texts: Texts) -> QRectF:
    """Paint the legend in the lower left corner; return its card, empty if it found no room."""
    room = QSizeF(view.width * _LEGEND_SHARE.width(), view.height * _LEGEND_SHARE.height())
    legend = fit_legend(scene, texts, room, titled=True)
    if legend is None or not legend.rows:
        return QRectF()
    width, height = legend.size.width() + 2 * _PADDING, legend.size.height() + 2 * _PADDING
    card = QRectF(_MARGIN, view.height - _MARGIN - height, width, height)
    _draw_card(painter, card, scene)
    legend.draw(painter, card.left() + _PADDING, card.top() + _PADDING, scene)
    return card


def _draw_corner(
    painter: QPainter, scene: Scene, view: View, texts: Texts, legend_right: float
) -> None:
    """Paint scale bar and credits in the lower right corner, as wide as the legend leaves."""
    bar, credits_ = scale_bar_size(view, texts, longest=_LONGEST_BAR), credits_size(scene)
    room = view.width - legend_right - 2 * _MARGIN
    most = bar.width() + _GAP + credits_.width() + 2 * _PADDING
    width = min(most, room)
    if width < bar.width() + 2 * _PADDING:
        return
    height = bar.height() + _PADDING
    card = QRectF(view.width - _MARGIN - width, view.height - _MARGIN - height, width, height)
    _draw_card(painter, card, scene)
    inner = card.adjusted(_PADDING, _PADDING / 2, -_PADDING, -_PADDING / 2)
    draw_scale_bar(painter, inner, scene, view, texts, longest=_LONGEST_BAR)
    inner.setLeft(inner.left() + bar.width() + _GAP)
    inner.setTop(inner.center().y() - credits_.height() / 2)
    if inner.width() > 0:
        draw_credits(painter, inner, scene)


def _draw_card(painter: QPainter, card: QRectF, scene: Scene) -> None:
    painter.setPen(QPen(hairline(scene), 1.0))
    painter.setBrush(QColor(scene.paper))
    painter.drawRoundedRect(card, _RADIUS, _RADIUS)
    painter.setBrush(Qt.BrushStyle.NoBrush)
