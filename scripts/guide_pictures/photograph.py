"""A picture of the window with the dialogs and menus that are open, and a small file of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter, QPen
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.palette import PALETTES, Palette
from app.writing import Writing, writing_font

if TYPE_CHECKING:
    from app.main_window import MainWindow

_TITLE_HEIGHT = 30
_MOST_COLOURS = 80
_BEST_COMPRESSION = 0  # Qt counts quality for PNG: the least is the smallest file


def photograph(window: MainWindow) -> QImage:
    """Return the window and whatever is open over it, dialogs with a plain title bar.

    The frames of dialogs belong to the system, and would look different on each.
    """
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    palette = PALETTES[window.canvas.scene.theme]
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    origin = window.mapToGlobal(QPoint(0, 0))
    for widget in _over(window):
        place = QRect(widget.mapToGlobal(QPoint(0, 0)) - origin, widget.size())
        if isinstance(widget, QDialog):
            place = _inside(place, image.rect())
            _paint_frame(painter, place, widget.windowTitle(), palette)
        painter.drawPixmap(place.topLeft(), widget.grab())
        if not isinstance(widget, QDialog):
            painter.setPen(QPen(QColor(palette.frame), 1))
            painter.drawRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5))
    painter.end()
    return image


def _over(window: QWidget) -> list[QWidget]:
    shown = [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget is not window and widget.isVisible() and widget.width() > 1
    ]
    return sorted(shown, key=lambda one: isinstance(one, QDialog), reverse=True)


def _inside(place: QRect, picture: QRect) -> QRect:
    """Return where a dialog stands so that its title bar is inside the picture."""
    room = picture.adjusted(8, _TITLE_HEIGHT + 8, -8, -8)
    left = max(room.left(), min(place.left(), room.right() - place.width()))
    top = max(room.top(), min(place.top(), room.bottom() - place.height()))
    return QRect(QPoint(left, top), place.size())


def _paint_frame(painter: QPainter, place: QRect, title: str, palette: Palette) -> None:
    outer = QRectF(place.adjusted(-1, -_TITLE_HEIGHT, 1, 1))
    for spread in range(8, 0, -1):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 9))
        painter.drawRoundedRect(outer.adjusted(-spread, -spread + 3, spread, spread + 3), 8, 8)
    painter.setPen(QPen(QColor(palette.frame), 1))
    painter.setBrush(QColor(palette.window))
    painter.drawRoundedRect(outer.adjusted(-0.5, -0.5, 0.5, 0.5), 4, 4)
    painter.setPen(QColor(palette.text))
    painter.setFont(writing_font(Writing.STRONG))
    bar = QRectF(outer.left(), outer.top(), outer.width(), _TITLE_HEIGHT)
    painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, title)


def write_small(image: QImage, path: Path) -> None:
    """Write a picture as PNG with a palette of its most frequent colours.

    Raises:
        OSError: if it cannot be written.
    """
    colours = _palette_of(image)
    # Dithered, flat ground would become noise, which no compression gets small.
    small = image.convertToFormat(
        QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.ThresholdDither
    )
    writer = QImageWriter(str(path), b"png")
    writer.setQuality(_BEST_COMPRESSION)
    if not writer.write(small):
        raise OSError(writer.errorString())


def _palette_of(image: QImage) -> list[int]:
    """Return at most 256 colours (0xffrrggbb): the most frequent of boxes of like ones."""
    pixels = np.frombuffer(image.constBits(), np.uint32)[: image.width() * image.height()]
    colours, counts = np.unique(pixels & 0xFFFFFF, return_counts=True)
    channels = np.stack([colours >> shift & 255 for shift in (16, 8, 0)], axis=1)
    boxes = [np.arange(len(colours))]
    while len(boxes) < _MOST_COLOURS:
        weights = [_weight(channels[box], counts[box]) for box in boxes]
        widest = int(np.argmax(weights))
        if weights[widest] <= 0:
            break
        boxes[widest : widest + 1] = _halves(boxes[widest], channels, counts)
    return [0xFF000000 | int(colours[box[np.argmax(counts[box])]]) for box in boxes]


def _weight(channels: np.ndarray, counts: np.ndarray) -> float:
    """Return how much a box of colours needs to be divided."""
    if len(channels) < 2:
        return 0.0
    middle = np.average(channels, axis=0, weights=counts)
    far: float = (((channels - middle) ** 2).sum(axis=1) * counts**0.5).sum()
    return far


def _halves(box: np.ndarray, channels: np.ndarray, counts: np.ndarray) -> list[np.ndarray]:
    """Divide a box of colours across the channel in which they differ most."""
    inside = channels[box]
    channel = int(np.argmax(inside.max(axis=0) - inside.min(axis=0)))
    values = inside[:, channel]
    middle = np.average(values, weights=counts[box] ** 0.5)
    is_low = values <= middle
    return [box[is_low], box[~is_low]]
