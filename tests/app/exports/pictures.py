"""Helpers that look at pictures."""

import struct
import zlib

import numpy as np
from PySide6.QtGui import QColor, QImage


def pixels(image):
    """Return shape (height, width, 3): red, green, blue of a picture."""
    converted = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(converted.constBits(), dtype=np.uint8)
    rows = rows.reshape(converted.height(), converted.bytesPerLine())
    return rows[:, : converted.width() * 3].reshape(converted.height(), converted.width(), 3).copy()


def mask(array, colour, tolerance=0):
    """Return shape (height, width): which pixels have a colour, within a distance."""
    wanted = np.array(QColor(colour).getRgb()[:3], dtype=int)
    return np.abs(array.astype(int) - wanted).sum(axis=2) <= tolerance


def part(array, rect, ratio=1.0):
    """Return the pixels inside a rectangle of logical pixels."""
    left, top = round(rect.left() * ratio), round(rect.top() * ratio)
    right, bottom = round(rect.right() * ratio), round(rect.bottom() * ratio)
    return array[top:bottom, left:right]


def chunks(content):
    """Yield type and data of each chunk of a PNG file, their checksums verified."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    place = 8
    while place < len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        data = content[place + 8 : place + 8 + length]
        (checksum,) = struct.unpack(">I", content[place + 8 + length : place + 12 + length])
        assert zlib.crc32(kind + data) == checksum
        yield kind, data
        place += 12 + length
