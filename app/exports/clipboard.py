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

_MARGIN, _PADDING, _GAP, _RADIUS = 14.0, 9.0, 16.0, 8.0
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
    cards = _Cards(scene, view, texts)
    painter = QPainter(image)
    try:
        renderer.draw(painter, scene, view, cards.boxes())
        cards.draw(painter)
    finally:
        painter.end()
    return image


class _Cards:
    """The legend in the lower left corner, scale bar and credits in the lower right one."""

    def __init__(self, scene: Scene, view: View, texts: Texts) -> None:
        self._scene, self._view, self._texts = scene, view, texts
        room = QSizeF(view.width * _LEGEND_SHARE.width(), view.height * _LEGEND_SHARE.height())
        self._legend = fit_legend(scene, texts, room, titled=True)
        size = self._legend.size if self._legend and self._legend.rows else QSizeF()
        self._legend_card = self._corner(size, left=True)
        bar, credits_ = self._bar_size(), credits_size(scene)
        free = view.width - self._legend_card.width() - 3 * _MARGIN - 2 * _PADDING
        # Credits are cut where there is no room; the bar is not.
        width = min(bar.width() + _GAP + credits_.width(), free)
        fits = width >= bar.width() and bar.height() < view.height / 3
        self._corner_card = self._corner(
            QSizeF(width, bar.height()) if fits else QSizeF(), left=False
        )

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Return left, top, right, bottom of what is covered, logical pixels."""
        return [
            (card.left(), card.top(), card.right(), card.bottom())
            for card in (self._legend_card, self._corner_card)
            if not card.isEmpty()
        ]

    def draw(self, painter: QPainter) -> None:
        """Paint the cards that found room."""
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        if self._legend is not None and not self._legend_card.isEmpty():
            inner = self._sheet(painter, self._legend_card)
            self._legend.draw(painter, inner.left(), inner.top(), self._scene)
        if self._corner_card.isEmpty():
            return
        inner = self._sheet(painter, self._corner_card)
        draw_scale_bar(painter, inner, self._scene, self._view, self._texts, longest=_LONGEST_BAR)
        inner.setLeft(inner.left() + self._bar_size().width() + _GAP)
        inner.setTop(inner.center().y() - credits_size(self._scene).height() / 2)
        if inner.width() > 0:
            draw_credits(painter, inner, self._scene)

    def _bar_size(self) -> QSizeF:
        return scale_bar_size(self._view, self._texts, longest=_LONGEST_BAR)

    def _corner(self, size: QSizeF, *, left: bool) -> QRectF:
        """Return the card around something of ``size``, empty if that is."""
        if size.isEmpty():
            return QRectF()
        width, height = size.width() + 2 * _PADDING, size.height() + 2 * _PADDING
        at = _MARGIN if left else self._view.width - _MARGIN - width
        return QRectF(at, self._view.height - _MARGIN - height, width, height)

    def _sheet(self, painter: QPainter, card: QRectF) -> QRectF:
        """Paint a card and return the room inside."""
        painter.setPen(QPen(hairline(self._scene), 1.0))
        painter.setBrush(QColor(self._scene.paper))
        painter.drawRoundedRect(card, _RADIUS, _RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        return card.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
