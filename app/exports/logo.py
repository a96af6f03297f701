"""Logos: pictures from files of others, checked before they come near a page."""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path
from xml.parsers import expat

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.canvas.surface import DrawingTaker
from app.exports.report import ExportError
from layers.layouts import Logo
from layers.texts import N_, Texts

MOST_BYTES = 2 * 1024**2
"""Size of the largest file that may be a logo."""

_MOST_SIDE = 8000
_FINE = 4.0
_MOST_ELEMENTS = 20_000
_PNG = b"\x89PNG\r\n\x1a\n"
# What a drawing is made of; scripts, styles, foreign content, animations and pictures are not in.
# Nor are copies (use): copies of copies of copies are too many to draw.
_ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "metadata",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
    ]
)
_SVG = "http://www.w3.org/2000/svg"
_LINKS = frozenset({"href", "src"})
_FOREIGN_URL = re.compile(r"url\s*\(\s*['\"]?(?!#)|@import|expression|javascript:", re.IGNORECASE)

_NO_PICTURE = N_("it is no picture")
_TOO_LARGE = N_("it is larger than 2 MB")
_TOO_MANY_PIXELS = N_("it has too many pixels")
_NOT_PLAIN = N_("it holds more than a drawing")


class LogoError(ValueError):
    """A file cannot be a logo; the message says why (English, to be translated)."""


def read_logo(path: Path, texts: Texts) -> Logo:
    """Return the logo of a file.

    Raises:
        ExportError: if it cannot be read or is no safe picture; the message names it.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        message = texts.gettext("{file}: the logo cannot be read ({reason}); choose another file")
        raise ExportError(message.format(file=path, reason=error.strerror or error)) from error
    try:
        return checked_logo(content)
    except LogoError as error:
        message = texts.gettext("{file}: cannot be a logo ({reason}); choose a PNG or plain SVG")
        reason = texts.gettext(str(error))
        raise ExportError(message.format(file=path, reason=reason)) from error


def checked_logo(content: bytes) -> Logo:
    """Return the logo of a file's content.

    Raises:
        LogoError: if it is no PNG and no SVG that just draws.
    """
    if len(content) > MOST_BYTES:
        raise LogoError(_TOO_LARGE)
    kind = "png" if content.startswith(_PNG) else "svg"
    logo = Logo(kind, base64.b64encode(content).decode("ascii"))
    LogoPicture(logo)
    return logo


class LogoPicture:
    """A logo, ready to be painted.

    Attributes:
        size: its own size; what matters is its shape.
    """

    def __init__(self, logo: Logo) -> None:
        """Check and decode it; one from a project was written by who knows whom.

        Raises:
            LogoError: if it is damaged, or does more than draw.
        """
        content = _decoded(logo)
        self._image: QImage | None = None
        self._svg: QSvgRenderer | None = None
        if logo.kind == "png":
            self._image = _png_image(content)
            self.size = QSizeF(self._image.size())
        else:
            _check_svg(content)
            self._svg = QSvgRenderer(QByteArray(content))
            self.size = self._svg.viewBoxF().size()
        if self.size.isEmpty():
            raise LogoError(_NO_PICTURE)

    def fitted(self, width: float, height: float) -> QSizeF:
        """Return its size within a width and height, its shape kept."""
        factor = min(width / self.size.width(), height / self.size.height())
        return self.size * factor

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Paint it into a rectangle of its shape."""
        if self._svg is not None and not isinstance(painter, DrawingTaker):
            self._svg.render(painter, rect)
            return
        # Nothing of a drawing of others stands in a drawing of ours but its pixels.
        image = self._image or self.image(rect.size() * _FINE)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(rect, image)

    def image(self, size: QSizeF) -> QImage:
        """Return it as a picture of at most ``size`` pixels."""
        fitted = self.fitted(max(size.width(), 1.0), max(size.height(), 1.0))
        pixels = QSize(max(round(fitted.width()), 1), max(round(fitted.height()), 1))
        if self._image is not None:
            return self._image.scaled(pixels, mode=Qt.TransformationMode.SmoothTransformation)
        image = QImage(pixels, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        if self._svg is not None:
            self._svg.render(painter, QRectF(image.rect()))
        painter.end()
        return image


def _decoded(logo: Logo) -> bytes:
    if len(logo.content) > MOST_BYTES * 4 // 3 + 4:
        raise LogoError(_TOO_LARGE)
    try:
        return base64.b64decode(logo.content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise LogoError(_NO_PICTURE) from error


def _png_image(content: bytes) -> QImage:
    data, buffer = QByteArray(content), QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, b"png")
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if max(size.width(), size.height()) > _MOST_SIDE:
        raise LogoError(_TOO_MANY_PIXELS)
    image = reader.read()
    if image.isNull():
        raise LogoError(_NO_PICTURE)
    # Nothing but its pixels: what else the file says does not reach an export.
    plain = image.convertToFormat(QImage.Format.Format_ARGB32)
    for key in plain.textKeys():
        plain.setText(key, "")
    return plain


def _check_svg(content: bytes) -> None:
    """Make sure that an SVG draws and does nothing else."""
    parser = expat.ParserCreate(namespace_separator=" ")
    count = 0

    def refuse(*_: object) -> None:
        raise LogoError(_NOT_PLAIN)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        space, _, local = name.rpartition(" ")
        if count == 1 and (space, local) != (_SVG, "svg"):
            raise LogoError(_NO_PICTURE)
        if space != _SVG:
            # What drawing programs keep for themselves; nothing of it is drawn.
            return
        if local not in _ELEMENTS or count > _MOST_ELEMENTS:
            refuse()
        for key, value in attributes.items():
            attribute = key.rpartition(" ")[2].lower()
            inner = value.strip().startswith("#")
            if attribute.startswith("on") or _FOREIGN_URL.search(value):
                refuse()
            if attribute in _LINKS and not inner:
                refuse()

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ProcessingInstructionHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        if isinstance(error, LogoError):
            raise
        raise LogoError(_NO_PICTURE) from error
