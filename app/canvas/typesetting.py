"""Names set in the map's font: measured, and drawn with their halo."""

from __future__ import annotations

import math
import sys
from collections import OrderedDict
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
)

from app.canvas.surface import Surface, pixel_units
from app.fonts import map_font
from geodata.frozen import frozen
from layers.label_text import isolated
from layers.style import LabelStyle

_LINE_STEP = 1.22
_CAPITALS_STEP = 1.12
_MOST_SPRITES = 1500

_Bytes = npt.NDArray[np.uint8]


@frozen
class Look:
    """The part of a label style that decides how a text looks; labels are told apart by it."""

    size: float
    bold: bool
    italic: bool
    capitals: bool
    spacing: float
    color: str
    halo: str | None
    halo_width: float


@frozen(eq=False)
class TextBlock:
    """A name set in one or more centred lines.

    Attributes:
        lines: what is written.
        look: how.
        lefts: where each line begins, logical pixels right of the block's left edge.
        baselines: where each line stands, logical pixels below the block's upper edge.
        width, height: of the ink, the halo not counted, logical pixels.
    """

    lines: tuple[str, ...]
    look: Look
    lefts: tuple[float, ...]
    baselines: tuple[float, ...]
    width: float
    height: float


def look_of(style: LabelStyle) -> Look:
    """Return how a label style looks."""
    return Look(
        style.size,
        style.bold,
        style.italic,
        style.capitals,
        style.spacing,
        style.color,
        style.halo,
        style.halo_width if style.halo is not None else 0.0,
    )


class Typesetter:
    """Measures and draws names; remembers both."""

    def __init__(self) -> None:
        self._fonts: dict[Look, tuple[QFont, QFontMetricsF, float]] = {}
        self._blocks: dict[tuple[tuple[str, ...], Look], TextBlock | None] = {}
        self._sprites: OrderedDict[tuple[TextBlock, float], QImage] = OrderedDict()

    def block(self, lines: tuple[str, ...], look: Look) -> TextBlock | None:
        """Return a name set in lines, None if there is nothing to see of it."""
        key = (lines, look)
        if key not in self._blocks:
            if len(self._blocks) > 4 * _MOST_SPRITES:
                self._blocks.clear()
            self._blocks[key] = self._measure(lines, look)
        return self._blocks[key]

    def draw(
        self, surface: Surface, block: TextBlock, left: float, top: float, opacity: float
    ) -> None:
        """Draw a block with its upper left corner at a logical pixel."""
        painter = surface.painter
        painter.setOpacity(opacity)
        if surface.raster:
            sprite, reach = self._sprite(block, surface.pixels)
            with pixel_units(painter) as device:
                corner = device.map(QPointF(left, top))
                painter.drawImage(round(corner.x()) - reach, round(corner.y()) - reach, sprite)
        else:
            self._draw_vectors(painter, block, left, top)
        painter.setOpacity(1.0)

    def _font(self, look: Look) -> tuple[QFont, QFontMetricsF, float]:
        """Return font, metrics, and how much the font must be stretched: its size is whole."""
        made = self._fonts.get(look)
        if made is None:
            font = map_font(look.size, look.bold, look.italic, look.spacing)
            made = font, QFontMetricsF(font), look.size / font.pixelSize()
            self._fonts[look] = made
        return made

    def _measure(self, lines: tuple[str, ...], look: Look) -> TextBlock | None:
        font, metrics, stretch = self._font(look)
        shown = tuple(isolated(line.upper() if look.capitals else line) for line in lines)
        inks = [metrics.tightBoundingRect(line) for line in shown]
        if not any(ink.width() > 0 and ink.height() > 0 for ink in inks):
            return None
        step = font.pixelSize() * (_CAPITALS_STEP if look.capitals else _LINE_STEP)
        top = min(number * step + ink.top() for number, ink in enumerate(inks))
        bottom = max(number * step + ink.bottom() for number, ink in enumerate(inks))
        width = max(ink.width() for ink in inks)
        return TextBlock(
            shown,
            look,
            tuple(((width - ink.width()) / 2 - ink.left()) * stretch for ink in inks),
            tuple((number * step - top) * stretch for number in range(len(inks))),
            width * stretch,
            (bottom - top) * stretch,
        )

    def _sprite(self, block: TextBlock, pixels: float) -> tuple[QImage, int]:
        """Return the block with its halo as an image, and how far that reaches beyond it."""
        radius = block.look.halo_width * pixels
        reach = int(np.ceil(radius)) + 2
        key = (block, pixels)
        sprite = self._sprites.get(key)
        if sprite is None:
            if len(self._sprites) >= _MOST_SPRITES:
                self._sprites.popitem(last=False)
            sprite = self._sprites[key] = self._make_sprite(block, pixels, radius, reach)
        else:
            self._sprites.move_to_end(key)
        return sprite, reach

    def _make_sprite(self, block: TextBlock, pixels: float, radius: float, reach: int) -> QImage:
        width = int(np.ceil(block.width * pixels)) + 2 * reach
        height = int(np.ceil(block.height * pixels)) + 2 * reach
        letters = _transparent(width, height)
        painter = QPainter(letters)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(reach, reach)
        painter.scale(pixels, pixels)
        # A baseline at a whole pixel is a sharp one.
        self._write(painter, block, 0.0, 0.0, lambda y: round(y * pixels) / pixels)
        painter.end()
        if block.look.halo is None:
            return letters
        image = _halo(_alpha(letters), QColor(block.look.halo), radius)
        painter = QPainter(image)
        painter.drawImage(0, 0, letters)
        painter.end()
        return image

    def _draw_vectors(self, painter: QPainter, block: TextBlock, left: float, top: float) -> None:
        """Draw the halo as a path beneath and the letters as text, which can be searched."""
        look = block.look
        font, _, stretch = self._font(look)
        if look.halo is not None:
            path = QPainterPath()
            for line, x, y in zip(block.lines, block.lefts, block.baselines, strict=True):
                path.addText(x / stretch, y / stretch, font, line)
            pen = QPen(QColor(look.halo), 2 * look.halo_width / stretch)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.save()
            painter.translate(left, top)
            painter.scale(stretch, stretch)
            painter.strokePath(path, pen)
            painter.restore()
        self._write(painter, block, left, top, float)

    def _write(
        self, painter: QPainter, block: TextBlock, left: float, top: float, snap: Any
    ) -> None:
        font, _, stretch = self._font(block.look)
        if block.look.spacing:
            # Qt lets the space between letters, and it alone, grow with the device's resolution.
            usual = QGuiApplication.primaryScreen().logicalDotsPerInchY()
            space = font.letterSpacing() * usual / painter.device().logicalDpiY()
            font = QFont(font)
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, space)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(block.look.color))
        for line, x, y in zip(block.lines, block.lefts, block.baselines, strict=True):
            painter.save()
            painter.translate(left + x, snap(top + y))
            painter.scale(stretch, stretch)
            painter.drawText(QPointF(0.0, 0.0), line)
            painter.restore()
        painter.restore()


def _transparent(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def _pixels(image: QImage) -> _Bytes:
    """Return the memory of an image of 32 bits a pixel, shape (height, width, 4)."""
    memory = np.frombuffer(image.bits(), dtype=np.uint8)
    return memory.reshape(image.height(), image.width(), 4)


def _alpha(image: QImage) -> _Bytes:
    """Return a copy of an image's opacity, shape (height, width)."""
    return _pixels(image)[:, :, _ALPHA_BYTE].copy()


_ALPHA_BYTE = 3 if sys.byteorder == "little" else 0


def _halo(letters: _Bytes, color: QColor, radius: float) -> QImage:
    """Return what lies within ``radius`` pixels of the letters, in one colour.

    Stroking the outlines of the letters would look the same and take ten times as long.
    """
    height, width = letters.shape
    wide = np.zeros_like(letters)
    for share, steps in _within(radius):
        faded = letters if share == 1 else (_OPACITIES * share).astype(np.uint8)[letters]
        for down, right in steps:
            source = faded[max(-down, 0) : height - down, max(-right, 0) : width - right]
            target = wide[max(down, 0) : height + down, max(right, 0) : width + right]
            np.maximum(target, source, out=target)
    image = _transparent(width, height)
    argb = np.array([color.alpha(), color.red(), color.green(), color.blue()], dtype=np.uint16)
    channels = argb[::-1] if sys.byteorder == "little" else argb
    # Each opacity's pixel is worked out once, and then looked up as one number.
    pixels = ((_OPACITIES[:, None] * channels + 127) // 255).astype(np.uint8)
    _pixels(image).view(np.uint32)[:, :, 0] = pixels.view(np.uint32)[:, 0][wide]
    return image


_OPACITIES = np.arange(256, dtype=np.uint16)


@lru_cache(maxsize=64)
def _within(radius: float) -> list[tuple[float, list[tuple[int, int]]]]:
    """Return the steps down and right within ``radius`` pixels, by the share that counts of them.

    A pixel at the edge counts in part.
    """
    reach = int(np.ceil(radius))
    around = range(-reach, reach + 1)
    steps: dict[float, list[tuple[int, int]]] = {}
    for down in around:
        for right in around:
            share = min(1.0, radius + 0.5 - math.hypot(right, down))
            if share > 0:
                steps.setdefault(share, []).append((down, right))
    return list(steps.items())
