"""Waiting for a canvas and reading what it shows."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication


def settle(qtbot, canvas):
    """Wait until nothing moves and the picture is sharp, its margin included."""

    def is_settled():
        return canvas.is_sharp and not canvas.is_moving and not canvas.is_drawing

    QTest.qWait(1)
    qtbot.waitUntil(is_settled, timeout=10_000)


def pixels(canvas):
    """Return what the canvas shows, cards included."""
    return canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def map_pixels(canvas):
    """Return what the canvas shows without the cards on it."""
    cards = [card for card in canvas.overlays.cards if card.isVisible()]
    for card in cards:
        card.hide()
    try:
        return pixels(canvas)
    finally:
        for card in cards:
            card.show()


def leave(canvas):
    """Take the mouse off the canvas, so that nothing is marked as pointed at."""
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))


def place_of(canvas, layer_id, feature_id):
    """Return the pixel at which a feature's symbol or name stands."""
    layer = canvas.scene.layer(layer_id)
    row = layer.table.row_of(feature_id)
    column, line = canvas.view.point_to_screen(*layer.label_points[row].tolist())
    if layer.offsets is not None:
        column, line = column + layer.offsets[row][0], line + layer.offsets[row][1]
    return QPoint(round(column), round(line))


def is_near(colour, other, most=40):
    one, two = QColor(colour), QColor(other)
    return (
        max(
            abs(one.red() - two.red()),
            abs(one.green() - two.green()),
            abs(one.blue() - two.blue()),
        )
        <= most
    )


def count_near(image, colour, around, reach=12):
    """Return how many pixels around a place have about a colour."""
    return sum(
        is_near(image.pixelColor(column, row), colour)
        for column in range(around.x() - reach, around.x() + reach + 1)
        for row in range(around.y() - reach, around.y() + reach + 1)
        if image.rect().contains(column, row)
    )


def colours(image):
    """Return shape (height, width, 3): blue, green, red of each pixel."""
    lines = np.frombuffer(image.constBits(), dtype=np.uint8)
    lines = lines.reshape(image.height(), image.bytesPerLine())[:, : image.width() * 4]
    return lines.reshape(image.height(), image.width(), 4)[:, :, :3].astype(np.int16)


def changed(one, other):
    """Return shape (height, width): which pixels of two pictures differ visibly."""
    return (abs(colours(one) - colours(other)) > 32).any(axis=2)


def changed_pixels(one, other):
    """Return how many pixels of two pictures differ visibly."""
    return int(changed(one, other).sum())
