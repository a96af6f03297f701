"""The live preview of a page."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.canvas.renderer import Renderer
from app.exports.image import ImageMedium
from app.exports.options import PageOptions
from app.exports.page import Page
from app.exports.page_drawing import PageDrawing
from layers.scene import Scene
from layers.texts import Texts

_DEBOUNCE_MS = 120
_MARGIN = 12.0
_EDGE = QColor(0, 0, 0, 60)
_SHADOW = QColor(0, 0, 0, 14)


class PagePreview(QWidget):
    """Shows a page as it will be, drawn in slices shortly after it last changed.

    Attributes:
        drawn: the page is drawn; the report of what is on it.
    """

    drawn = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._options: PageOptions | None = None
        self._texts: Texts | None = None
        self._renderer = Renderer()
        self._drawing: PageDrawing | None = None
        self._image = QImage()
        self._wait = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._wait.timeout.connect(self._draw)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 260)

    @property
    def image(self) -> QImage:
        """The page as it was last drawn; null before."""
        return self._image

    def show_page(self, scene: Scene, options: PageOptions, texts: Texts) -> None:
        """Show another page soon."""
        self._scene, self._options, self._texts = scene, options, texts
        self._wait.start()
        self.update()

    def stop(self) -> None:
        """Draw no more."""
        self._wait.stop()
        if self._drawing is not None:
            self._drawing.stop()
            self._drawing.deleteLater()
            self._drawing = None

    def sizeHint(self) -> QSize:
        """Return a size at which a page can be read."""
        return QSize(640, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the page at its new size."""
        super().resizeEvent(event)
        if self._scene is not None:
            self._wait.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page as it was last drawn, fitted into where it will be."""
        if self._options is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sheet = self._sheet(self._options)
        for grow in (3.0, 2.0, 1.0):
            painter.fillRect(sheet.adjusted(-grow, -grow + 1, grow, grow + 1), _SHADOW)
        if self._image.isNull():
            painter.fillRect(sheet, self.palette().base())
        else:
            painter.drawImage(sheet, self._image)
        painter.setPen(QPen(_EDGE, 1.0))
        painter.drawRect(sheet)
        painter.end()

    def _sheet(self, options: PageOptions) -> QRectF:
        """Return where the page lies in the widget, logical pixels."""
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        factor = min(room.width() / options.width, room.height() / options.height)
        size = QRectF(0, 0, options.width * factor, options.height * factor).size()
        corner = QPointF(
            round(room.center().x() - size.width() / 2),
            round(room.center().y() - size.height() / 2),
        )
        return QRectF(corner, size)

    def _draw(self) -> None:
        """Draw the page at the size at which it is shown: the same layout in fewer pixels."""
        self.stop()
        scene, options, texts = self._scene, self._options, self._texts
        if scene is None or options is None or texts is None:
            return
        pixels = self._sheet(options).size() * self.devicePixelRatioF()
        factor = pixels.width() / options.width
        shown = replace(
            options,
            width=max(round(pixels.width()), 1),
            height=max(round(pixels.height()), 1),
            dpi=options.dpi * factor,
        )
        image = QImage(shown.width, shown.height, QImage.Format.Format_RGB32)
        self._drawn_on = ImageMedium(image)
        page = Page(scene, shown, texts, self._renderer)
        self._drawing = PageDrawing(page, self._drawn_on, self)
        self._drawing.finished.connect(self._take)
        self._drawing.start()

    def _take(self) -> None:
        if self._drawing is None:
            return
        self._image = self._drawn_on.image
        self.update()
        self.drawn.emit(self._drawing.report)
