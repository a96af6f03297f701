"""What a map is drawn on: pixels of the screen or of an image, or the vectors of a page."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPaintEngine, QPainter, QTransform

from geodata.frozen import mutable
from geodata.geometry import Floats
from layers.view import View

_RASTER = QPaintEngine.Type.Raster
_STRIP_ROWS = 256


class DrawingTaker(QPainter):
    """A painter that takes drawings whole, as an SVG file does."""

    def draw_svg(self, drawing: str, rect: QRectF) -> None:
        """Put a standalone SVG document of ours into a rectangle of the painter's units."""
        raise NotImplementedError


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


@mutable
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
        self._place = outer_rect(device.mapRect(below.rect))
        self._image = clear_image(self._place.width(), self._place.height())
        painter = QPainter(self._image)
        painter.setRenderHints(below.painter.renderHints())
        moved = QTransform.fromTranslate(-self._place.x(), -self._place.y())
        painter.setWorldTransform(device * moved)
        painter.setClipRect(below.rect)
        self.surface = Surface(painter, below.view, below.paper)

    @property
    def image(self) -> QImage | None:
        """What was drawn, None where nothing but vectors was."""
        return self._image

    def merge_steps(self) -> Iterator[None]:
        """Lay what was drawn on the surface below."""
        self.close()
        if self._image is not None:
            yield from lay_steps(self._below, self._image, self._opacity)

    def close(self) -> None:
        """Draw no more; what was drawn and not merged is lost."""
        if self.surface is self._below:
            self._below.painter.setOpacity(1.0)
        elif self.surface.painter.isActive():
            self.surface.painter.end()


def lay_steps(surface: Surface, image: QImage, opacity: float) -> Iterator[None]:
    """Lay an image of all of a view on a surface, strip by strip."""
    place = outer_rect(surface.painter.deviceTransform().mapRect(surface.rect))
    for top in range(0, image.height(), _STRIP_ROWS):
        part = QRect(0, top, image.width(), min(_STRIP_ROWS, image.height() - top))
        with pixel_units(surface.painter):
            surface.painter.setOpacity(opacity)
            surface.painter.drawImage(part.translated(place.topLeft()).topLeft(), image, part)
        yield


def clear_image(width: int, height: int) -> QImage:
    """Return a transparent image; its memory is touched only where one draws."""
    memory = np.zeros((max(height, 1), max(width, 1)), dtype=np.uint32)
    image = QImage(memory.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    # Qt's image does not keep the memory alive.
    weakref.finalize(image, memory.__len__)
    return image


def outer_rect(rect: QRectF) -> QRect:
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
