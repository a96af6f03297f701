"""Point symbols: copies of one small image each, or vectors on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shiboken6
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from app.canvas.surface import Surface, pixel_units
from app.canvas.symbols import sprite, vector_marker
from geodata.geometry import Floats, GeometryArray, Ints
from layers.markers import marker_extent
from layers.style import PointSymbol

# So many are looked at, and so many drawn, in one go.
_FEATURES_PER_BLOCK = 8000
_POINTS_PER_STEP = 4000
_VECTORS_PER_STEP = 20
# The members of QPainter::PixmapFragment, all of them doubles.
_FRAGMENT = np.dtype(
    [
        (name, np.float64)
        for name in (
            "x", "y", "source_x", "source_y", "width", "height", "scale_x", "scale_y",
            "rotation", "opacity",
        )
    ]
)  # fmt: skip


class Sprites:
    """The images of point symbols, each made once."""

    def __init__(self) -> None:
        self._made: dict[tuple[PointSymbol, str, float], QImage] = {}

    def image(self, symbol: PointSymbol, surface: Surface) -> QImage:
        """Return the image of a symbol at a surface's pixels."""
        key = (symbol, surface.paper, surface.pixels)
        if key not in self._made:
            self._made[key] = sprite(symbol, surface.paper, surface.pixels)
        return self._made[key]


def point_steps(
    surface: Surface,
    geometry: GeometryArray,
    rows: Ints,
    symbols: Sequence[PointSymbol],
    of: Ints,
    offsets: Floats | None,
    sprites: Sprites,
) -> Iterator[None]:
    """Draw points, one over the other in their order.

    Args:
        surface: what to draw on.
        geometry: the points among others, metres (EPSG:3857); a feature may have several points.
        rows: shape (n,), which of its features they are.
        symbols: the looks.
        of: shape (n,), each feature's place in ``symbols``.
        offsets: shape (n, 2), logical pixels right and down from their places, or None.
        sprites: the images of symbols.
    """
    draw = _SpritePainter if surface.raster else _VectorPainter
    painter = draw(surface, symbols, sprites)
    margin = max((marker_extent(symbol) for symbol in symbols), default=0.0) / 2
    low_x, low_y, high_x, high_y = surface.box(margin)
    for start in range(0, len(rows), _FEATURES_PER_BLOCK):
        part = slice(start, start + _FEATURES_PER_BLOCK)
        block = geometry.take(rows[part])
        owners = np.repeat(np.arange(len(block)), np.diff(block.feature_starts))
        points = surface.view.to_screen(block.coordinates)
        if offsets is not None:
            points += offsets[part][owners]
        seen = (
            (points[:, 0] >= low_x)
            & (points[:, 0] <= high_x)
            & (points[:, 1] >= low_y)
            & (points[:, 1] <= high_y)
        )
        yield from painter.steps(points[seen], of[part][owners[seen]])


class _SpritePainter:
    """Draws symbols as copies of their images."""

    def __init__(self, surface: Surface, symbols: Sequence[PointSymbol], sprites: Sprites) -> None:
        self._surface = surface
        images = [sprites.image(symbol, surface) for symbol in symbols]
        self._sheet, self._lefts = _sheet(images)
        self._sides = np.array([image.width() for image in images], dtype=np.float64)

    def steps(self, points: Floats, looks: Ints) -> Iterator[None]:
        """Draw symbols at points, shape (n, 2) logical pixels."""
        fragments = np.zeros(len(points), dtype=_FRAGMENT)
        sides = self._sides[looks]
        corners = np.round(self._surface.to_device(points) - sides[:, None] / 2)
        fragments["x"], fragments["y"] = (corners + sides[:, None] / 2).T
        fragments["source_x"] = self._lefts[looks]
        fragments["width"] = fragments["height"] = sides
        fragments["scale_x"] = fragments["scale_y"] = fragments["opacity"] = 1.0
        for start in range(0, len(fragments), _POINTS_PER_STEP):
            some = fragments[start : start + _POINTS_PER_STEP]
            # Qt takes the address of the first of an array of fragments.
            first: Any = shiboken6.wrapInstance(some.ctypes.data, QPainter.PixmapFragment)
            with pixel_units(self._surface.painter):
                self._surface.painter.drawPixmapFragments(first, len(some), self._sheet)
            yield


def _sheet(images: Sequence[QImage]) -> tuple[QPixmap, Floats]:
    """Return the images side by side, and the left edge of each."""
    lefts = np.concatenate([[0], np.cumsum([image.width() for image in images])])
    height = max(image.height() for image in images)
    sheet = QImage(int(lefts[-1]), height, QImage.Format.Format_ARGB32_Premultiplied)
    sheet.fill(Qt.GlobalColor.transparent)
    painter = QPainter(sheet)
    for left, image in zip(lefts[:-1].tolist(), images, strict=True):
        painter.drawImage(left, 0, image)
    painter.end()
    return QPixmap.fromImage(sheet), lefts[:-1].astype(np.float64)


class _VectorPainter:
    """Draws symbols as vectors, one by one."""

    def __init__(self, surface: Surface, symbols: Sequence[PointSymbol], _: Sprites) -> None:
        self._painter = surface.painter
        self._draw = [vector_marker(symbol, surface.paper) for symbol in symbols]
        self._extents = [marker_extent(symbol) for symbol in symbols]

    def steps(self, points: Floats, looks: Ints) -> Iterator[None]:
        """Draw symbols at points, shape (n, 2) logical pixels."""
        for number, ((x, y), look) in enumerate(zip(points.tolist(), looks.tolist(), strict=True)):
            side = self._extents[look]
            target = QRectF(x - side / 2, y - side / 2, side, side)
            self._draw[look](self._painter, target)
            if number % _VECTORS_PER_STEP == 0:
                yield
