"""Finished files made pictures, and their text: PNG, PDF page by page, SVG."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter

Pixels = npt.NDArray[np.uint8]

_SVG, _HREF = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}href"
# What an SVG says of itself and does not show.
_UNSHOWN = frozenset(f"{{{_SVG}}}{name}" for name in ("metadata", "title", "desc"))


def pixels_of(image: QImage) -> Pixels:
    """Return shape (height, width, 3): red, green and blue of a picture."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()


def pixels_of_png(content: bytes) -> Pixels:
    """Return shape (height, width, 3): red, green and blue of a picture's file."""
    return pixels_of(QImage.fromData(QByteArray(content)))


def pages_of_pdf(content: bytes, width: int, height: int) -> Iterator[tuple[Pixels, str]]:
    """Yield what each page of a document looks like, and its text.

    Args:
        content: the document.
        width: pixels of the pictures.
        height: the same.
    """
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    for number in range(document.pageCount()):
        image = _white(width, height)
        painter = QPainter(image)
        painter.drawImage(0, 0, document.render(number, QSize(width, height)))
        painter.end()
        yield pixels_of(image), document.getAllText(number).text()
    document.close()


def drawing_of_svg(content: bytes, width: int, height: int) -> tuple[Pixels, str]:
    """Return what a drawing looks like, and the text that it shows.

    Args:
        content: the drawing.
        width: pixels of the picture.
        height: the same.
    """
    from PySide6.QtSvg import QSvgRenderer

    image = _white(width, height)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(_with_symbols(content))).render(painter)
    painter.end()
    return pixels_of(image), "".join(_shown_texts(ET.fromstring(content)))


def _shown_texts(element: ET.Element) -> Iterator[str]:
    if element.tag not in _UNSHOWN:
        yield element.text or ""
        for child in element:
            yield from _shown_texts(child)
            yield child.tail or ""


def _with_symbols(content: bytes) -> bytes:
    """Return a drawing with its symbols at every place of their use.

    Browsers do the same (SVG 1.1, 5.6); Qt does it at the symbols' own size.
    """
    ET.register_namespace("", _SVG)
    root = ET.fromstring(content)
    symbols = {each.get("id"): each for each in root.iter(f"{{{_SVG}}}symbol")}
    for use in list(root.iter(f"{{{_SVG}}}use")):
        symbol = symbols[use.get(_HREF, "").removeprefix("#")]
        left, top, wide, high = map(float, symbol.get("viewBox", "").split())
        x, y, width, height = (float(use.get(key, "")) for key in ("x", "y", "width", "height"))
        use.tag = f"{{{_SVG}}}g"
        use.attrib = {
            "transform": f"translate({x} {y}) scale({width / wide} {height / high}) "
            f"translate({-left} {-top})"
        }
        use.extend(symbol)
    for symbol in symbols.values():
        symbol.clear()
    return ET.tostring(root)


def _white(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill("#ffffff")
    return image
