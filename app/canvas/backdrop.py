"""Draws the tiles of an online map as far as they are kept on disk; nothing is fetched here."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QImage, QImageReader, QPainter

from app.canvas.surface import Surface
from geodata.tiles import TileKey, parent, tile_bounds, tiles_over, zoom_for

if TYPE_CHECKING:
    from geodata.tile_store import TileStore

_MOST_IMAGES = 220
_LARGEST_SIDE = 1024
_LONGEST_WAY_UP = 5


class TileImages:
    """Decoded tiles, the ones used last."""

    def __init__(self) -> None:
        self._images: OrderedDict[tuple[str, TileKey], QImage] = OrderedDict()

    def image(self, store: TileStore, key: TileKey) -> QImage | None:
        """Return the picture of a tile, None if it is not kept or is no picture."""
        name = (store.source.id, key)
        image = self._images.get(name)
        if image is None:
            data = store.read(key)
            image = decoded(data) if data is not None else None
            if image is None:
                return None
            self._images[name] = image
            if len(self._images) > _MOST_IMAGES:
                self._images.popitem(last=False)
        self._images.move_to_end(name)
        return image


def decoded(data: bytes) -> QImage | None:
    """Return a tile's picture, None if the bytes are no picture of a tile's size."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > _LARGEST_SIDE:
        return None
    image = reader.read()
    if image.isNull():
        return None
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def backdrop_steps(surface: Surface, store: TileStore, images: TileImages) -> Iterator[None]:
    """Draw the tiles over the view, one a step; where one is missing, a part of a coarser one."""
    painter, view = surface.painter, surface.view
    keys = tiles_over(view.bounds, zoom_for(surface.resolution, store.source.max_zoom))
    painter.save()
    try:
        # With smooth edges the base map would shine through between two tiles.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for key in keys:
            _draw(surface, store, images, key)
            yield
    finally:
        painter.restore()


def _draw(surface: Surface, store: TileStore, images: TileImages, key: TileKey) -> None:
    found: TileKey | None = key
    for _ in range(_LONGEST_WAY_UP):
        if found is None:
            return
        image = images.image(store, found)
        if image is not None:
            part = _part(found, key, image)
            surface.painter.drawImage(_place(surface, key), image, part)
            return
        found = parent(found)


def _place(surface: Surface, key: TileKey) -> QRectF:
    """Return where a tile lies, logical pixels."""
    west, south, east, north = tile_bounds(key)
    left, top = surface.view.point_to_screen(west, north)
    right, bottom = surface.view.point_to_screen(east, south)
    return QRectF(left, top, right - left, bottom - top)


def _part(held: TileKey, key: TileKey, image: QImage) -> QRectF:
    """Return the part of a tile's picture that another tile within it covers, its pixels."""
    steps = key.zoom - held.zoom
    share = 1 / 2**steps
    column, row = key.column - (held.column << steps), key.row - (held.row << steps)
    width, height = image.width() * share, image.height() * share
    return QRectF(column * width, row * height, width, height)
