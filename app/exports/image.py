"""Pages as PNG pictures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter, QPainter

from app import __version__
from app.canvas.renderer import Renderer
from app.exports.medium import write_page
from app.exports.options import PageOptions
from app.exports.page import PageReport, draw_page
from app.exports.report import ExportError, ExportReport
from app.furniture.text import one_line
from layers.scene import Scene
from layers.texts import Texts

MOST_PIXELS = 200_000_000
"""Pixels of the largest picture; it takes 800 MB of memory while it is made."""

_METRES_PER_INCH = 0.0254
# Of Qt's 0 (smallest file) to 100 (fastest). Maps are flat colours: packing harder takes twice as
# long for a file a tenth smaller.
_QUALITY = 70


class ImageMedium:
    """A picture that one page is painted on.

    Attributes:
        image: its size is that of the page's options.
    """

    def __init__(self, image: QImage) -> None:
        self.image = image

    def painter(self) -> QPainter:
        """Return what the page is painted with."""
        return QPainter(self.image)

    def content(self) -> bytes:
        """Return the picture as a PNG file."""
        return png_bytes(self.image)


def png_page(path: Path, scene: Scene, options: PageOptions, texts: Texts) -> ImageMedium:
    """Return the picture that the page of a scene is painted on.

    Raises:
        ExportError: if it is too large.
    """
    return ImageMedium(blank_image(scene, options, texts, path))


def write_png(path: Path, scene: Scene, options: PageOptions, texts: Texts) -> ExportReport:
    """Write the page of a scene as a PNG picture; see `app.exports.medium.write_page`."""
    return write_page(png_page, path, scene, options, texts)


def page_image(
    scene: Scene, options: PageOptions, texts: Texts, renderer: Renderer, path: Path
) -> tuple[QImage, PageReport]:
    """Return the picture of a page and what was drawn.

    Raises:
        ExportError: if the picture is too large; the message names ``path``.
    """
    image = blank_image(scene, options, texts, path)
    painter = QPainter(image)
    try:
        return image, draw_page(painter, scene, options, texts, renderer)
    finally:
        painter.end()


def blank_image(scene: Scene, options: PageOptions, texts: Texts, path: Path) -> QImage:
    """Return a picture to draw a page into, with its resolution, title and maker.

    Raises:
        ExportError: if it is too large; the message names ``path``.
    """
    count = options.width * options.height
    image = QImage()
    if count <= MOST_PIXELS:
        image = QImage(options.width, options.height, QImage.Format.Format_RGB32)
    if image.isNull():
        message = texts.gettext(
            "{file}: {count} million pixels do not fit into memory; choose a smaller size"
        )
        raise ExportError(message.format(file=path, count=texts.number(round(count / 1e6))))
    dots = round(options.dpi / _METRES_PER_INCH)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    image.setText("Title", one_line(scene.title))
    image.setText("Software", f"Atlas Seguro {__version__}")
    return image


def png_bytes(image: QImage) -> bytes:
    """Return a picture as a PNG file; may run on any thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"png")
    writer.setQuality(_QUALITY)
    if not writer.write(image):
        raise ValueError(f"the picture cannot be packed: {writer.errorString()}")
    return bytes(buffer.data().data())
