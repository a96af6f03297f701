"""A drawn picture of the map, shown moved and stretched until a sharper one is there."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.renderer import DrawReport
from geodata.frozen import frozen
from layers.scene import Scene
from layers.view import View

MARGIN = 0.2
"""How much more than the view is drawn at each side, as a share of its size."""


def with_margin(view: View, share: float = MARGIN) -> View:
    """Return a view of the same centre with a margin of whole device pixels at each side."""
    ratio = view.pixel_ratio
    columns, rows = round(view.width * ratio), round(view.height * ratio)
    return replace(
        view,
        width=(columns + 2 * round(columns * share)) / ratio,
        height=(rows + 2 * round(rows * share)) / ratio,
    )


Box = tuple[float, float, float, float]
"""Left, top, right, bottom in logical pixels."""


@frozen
class Sight:
    """What is to be seen; equal if the same scene looks the same.

    Attributes:
        scene: what is drawn.
        view: the extent and size.
        keep_clear: boxes that something covers, and where no names are to be.
    """

    scene: Scene
    view: View
    keep_clear: tuple[Box, ...] = ()


@frozen(eq=False)
class Frame:
    """A picture of a scene.

    Attributes:
        image: the picture at device pixels.
        view: what it shows, the margin included.
        sight: what it was drawn for.
        report: how many features and names were drawn, and how many names found no room.
    """

    image: QImage
    view: View
    sight: Sight
    report: DrawReport

    @property
    def has_margin(self) -> bool:
        """Whether it shows more than it was drawn for."""
        return self.view != self.sight.view

    def covers(self, view: View) -> bool:
        """Return whether the picture holds all that ``view`` shows, give or take a pixel."""
        slack = view.resolution
        mine, other = self.view.bounds, view.bounds
        return (
            mine[0] <= other[0] + slack
            and mine[1] <= other[1] + slack
            and mine[2] >= other[2] - slack
            and mine[3] >= other[3] - slack
        )

    def fits(self, view: View) -> bool:
        """Return whether the picture shows ``view`` pixel by pixel, without being stretched."""
        same_size = abs(self.view.resolution / view.resolution - 1) < 1e-9
        return same_size and self.view.pixel_ratio == view.pixel_ratio

    def place(self, view: View) -> QRect:
        """Return the logical pixels of ``view`` that the picture fills wholly."""
        left, top = self._corner(view)
        stretch = self.view.resolution / view.resolution
        right, bottom = left + self.view.width * stretch, top + self.view.height * stretch
        seen = QRectF(-1, -1, view.width + 2, view.height + 2)
        inside = QRectF(QPointF(left, top), QPointF(right, bottom)) & seen
        corner = QPoint(ceil(inside.left()), ceil(inside.top()))
        return QRect(corner, QPoint(floor(inside.right()) - 1, floor(inside.bottom()) - 1))

    def coarser(self) -> Frame:
        """Return the picture at half its pixels each way, a quarter of the memory."""
        image = self.image.scaled(self.image.size() / 2)
        return replace(
            self,
            image=image,
            view=replace(self.view, pixel_ratio=image.width() / self.view.width),
        )

    def paint(self, painter: QPainter, view: View) -> None:
        """Paint what the picture holds of ``view``; the painter's unit is the logical pixel."""
        if self.fits(view):
            self._paint_moved(painter, view)
        else:
            self._paint_stretched(painter, view)

    def _paint_moved(self, painter: QPainter, view: View) -> None:
        ratio = view.pixel_ratio
        left, top = self._corner(view)
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        # The picture is opaque; copying is faster than blending.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(QPoint(round(left * ratio), round(top * ratio)), self.image)
        painter.restore()

    def _paint_stretched(self, painter: QPainter, view: View) -> None:
        left, top = self._corner(view)
        stretch = self.view.resolution / view.resolution
        whole = QRectF(left, top, self.view.width * stretch, self.view.height * stretch)
        # Only the part in sight, for a picture stretched far would have an enormous size.
        target = whole & QRectF(0, 0, view.width, view.height)
        if target.isEmpty():
            return
        per_pixel = self.view.pixel_ratio / stretch
        source = QRectF(
            (target.x() - left) * per_pixel,
            (target.y() - top) * per_pixel,
            target.width() * per_pixel,
            target.height() * per_pixel,
        )
        painter.drawImage(target, self.image, source)

    def _corner(self, view: View) -> tuple[float, float]:
        """Return the logical pixel of ``view`` at which the picture's top left corner lies."""
        bounds = self.view.bounds
        return view.point_to_screen(bounds[0], bounds[3])


def blank_frame(sight: Sight) -> Frame:
    """Return a frame that shows nothing but the background, and only a spot of it."""
    image = QImage(1, 1, QImage.Format.Format_RGB32)
    image.fill(QColor(sight.scene.background))
    spot = replace(sight.view, width=1 / sight.view.pixel_ratio, height=1 / sight.view.pixel_ratio)
    return Frame(image, spot, sight, DrawReport())
