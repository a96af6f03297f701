"""What a map is drawn on: pixels of the screen or of an image, or the vectors of a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPaintEngine, QPainter, QTransform

from geodata.geometry import Floats
from layers.view import View

_RASTER = QPaintEngine.Type.Raster


def is_raster(painter: QPainter) -> bool:
    """Return whether a painter makes pixels, not vectors (PDF, SVG, a printer)."""
    return painter.paintEngine().type() == _RASTER


def device_pixels(painter: QPainter) -> float:
    """Return how many pixels of the device one unit of the painter is long."""
    return abs(painter.deviceTransform().m11()) or 1.0


@contextmanager
def pixel_units(painter: QPainter) -> Iterator[QTransform]:
    """Let a painter count in pixels of its device; yields the way from its own units there.

    What is drawn at whole pixels then is copied as it is, not interpolated.
    """
    device = painter.deviceTransform()
    ratio = painter.device().devicePixelRatioF()
    painter.save()
    try:
        painter.setWorldTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
        yield device
    finally:
        painter.restore()


@dataclass(eq=False)
class Surface:
    """A painter whose units are the logical pixels of a view, with what drawing asks of it.

    Attributes:
        painter: draws with its origin in the view's upper left corner.
        view: the extent.
        paper: colour of the casings of symbols, ``#rrggbb``.
        raster: whether it makes pixels.
        pixels: how many pixels of the device a logical pixel is long.
    """

    painter: QPainter
    view: View
    paper: str

    def __post_init__(self) -> None:
        """Find out about the painter."""
        self.raster = is_raster(self.painter)
        self.pixels = device_pixels(self.painter)

    @property
    def rect(self) -> QRectF:
        """The view's rectangle in logical pixels."""
        return QRectF(0.0, 0.0, self.view.width, self.view.height)

    @property
    def resolution(self) -> float:
        """Metres of the map's plane per pixel of the device; vectors are as fine as print."""
        return self.view.resolution / (self.pixels if self.raster else max(self.pixels, 4.0))

    def box(self, margin: float) -> tuple[float, float, float, float]:
        """Return the view's rectangle in logical pixels, widened at each side."""
        return -margin, -margin, self.view.width + margin, self.view.height + margin

    def to_device(self, points: Floats) -> Floats:
        """Return shape (n, 2) pixels of the device from shape (n, 2) logical pixels."""
        device = self.painter.deviceTransform()
        return points * (device.m11(), device.m22()) + (device.dx(), device.dy())


class Group:
    """A layer that is drawn by itself first, so that it can be merged half transparent as one.

    Qt's vectors know no such groups; there each shape is drawn half transparent.

    Attributes:
        surface: what to draw on.
    """

    def __init__(self, below: Surface, opacity: float) -> None:
        self._below = below
        self._opacity = opacity
        self._image: QImage | None = None
        self.surface = below
        if below.raster:
            self._begin(below)
        else:
            below.painter.setOpacity(opacity)

    def _begin(self, below: Surface) -> None:
        device = below.painter.deviceTransform()
        self._place = _outer(device.mapRect(below.rect))
        self._image = QImage(self._place.size(), QImage.Format.Format_ARGB32_Premultiplied)
        self._image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._image)
        painter.setRenderHints(below.painter.renderHints())
        moved = QTransform.fromTranslate(-self._place.x(), -self._place.y())
        painter.setWorldTransform(device * moved)
        painter.setClipRect(below.rect)
        self.surface = Surface(painter, below.view, below.paper)

    def merge(self) -> None:
        """Lay what was drawn on the surface below."""
        self.close()
        if self._image is None:
            return
        below = self._below.painter
        with pixel_units(below):
            below.setOpacity(self._opacity)
            below.drawImage(QPointF(self._place.topLeft()), self._image)

    def close(self) -> None:
        """Draw no more; what was drawn and not merged is lost."""
        if self.surface is self._below:
            self._below.painter.setOpacity(1.0)
        elif self.surface.painter.isActive():
            self.surface.painter.end()


def _outer(rect: QRectF) -> QRect:
    """Return the smallest rectangle of whole pixels around ``rect``, rounding errors aside."""
    slack = 1e-6
    return rect.adjusted(slack, slack, -slack, -slack).toAlignedRect()


def view_image(view: View) -> QImage:
    """Return an image for all of a view, a pixel of the image for each of the screen."""
    return QImage(
        ceil(view.width * view.pixel_ratio - 1e-6),
        ceil(view.height * view.pixel_ratio - 1e-6),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
