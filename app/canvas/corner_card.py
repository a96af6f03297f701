"""The corner of the map that tells its scale and its sources."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.canvas.card import Card
from app.furniture.credits import credits_line, credits_size, draw_credits
from app.furniture.scale_bar import draw_scale_bar, scale_bar_size
from layers.scene import Scene
from layers.texts import Texts
from layers.view import View

_PADDING_X, _PADDING_Y, _GAP = 11, 6, 16
_LONGEST_BAR = 120.0


class CornerCard(Card):
    """Scale bar and credits; the credits are cut where there is no room, whole in the tooltip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._texts: Texts | None = None
        self._view: View | None = None
        self._picture = QPixmap()

    def set_scene(self, scene: Scene, texts: Texts) -> None:
        """Name the sources of another scene."""
        self._scene, self._texts = scene, texts
        citations = [credit.citation or credit.short for credit in scene.credits]
        self.setToolTip("".join(_paragraph(citation) for citation in citations))
        self.setAccessibleName(texts.gettext("Scale and sources"))
        self.setAccessibleDescription(credits_line(scene))
        self._renew()

    def set_view(self, view: View) -> None:
        """Tell the scale of another view."""
        if self._view is None or self._view.scale != view.scale:
            self._view = view
            self._renew()

    def _renew(self) -> None:
        self._picture = QPixmap()
        self.update()

    def fitted(self, room: QSize) -> QSize:
        """Return the size it takes if it may take ``room``."""
        if self._scene is None or self._texts is None or self._view is None:
            return QSize(0, 0)
        bar = scale_bar_size(self._view, self._texts, longest=_LONGEST_BAR)
        credits_ = credits_size(self._scene)
        # Room for the longest bar, so that the card does not change its size while one zooms.
        width = _LONGEST_BAR + _GAP + 14 + credits_.width() + 2 * _PADDING_X
        return QSize(min(round(width), room.width()), round(bar.height() + 2 * _PADDING_Y))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card, which is kept as a picture: it is painted at each frame of a pan."""
        ratio = self.devicePixelRatioF()
        if self._picture.isNull() or self._picture.size() != self.size() * ratio:
            self._picture = self._drawn(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def _drawn(self, ratio: float) -> QPixmap:
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        try:
            self.paint_sheet(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._scene is not None and self._texts is not None and self._view is not None:
                self._paint_content(painter, self._scene, self._texts, self._view)
        finally:
            painter.end()
        return picture

    def _paint_content(self, painter: QPainter, scene: Scene, texts: Texts, view: View) -> None:
        inner = QRectF(self.rect()).adjusted(_PADDING_X, _PADDING_Y, -_PADDING_X, -_PADDING_Y)
        draw_scale_bar(painter, inner, scene, view, texts, longest=_LONGEST_BAR)
        bar = scale_bar_size(view, texts, longest=_LONGEST_BAR)
        line = credits_size(scene)
        left = inner.left() + bar.width() + _GAP
        top = inner.center().y() - line.height() / 2
        draw_credits(painter, QRectF(left, top, inner.right() - left, line.height()), scene)


def _paragraph(text: str) -> str:
    """Return a plain text as rich text, as Qt makes it: the start has no use for Python's html."""
    return QtGui.Qt.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpaceNormal)
