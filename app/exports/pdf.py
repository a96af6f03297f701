"""Pages as PDF: vectors, text that can be searched, fonts inside, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from app import __version__
from app.exports.options import PageOptions
from app.exports.pdf_bytes import Link, canonical_pdf
from app.exports.report import ExportError
from app.exports.xml_text import xml_text
from app.furniture.text import one_line
from layers.scene import Scene
from layers.texts import Texts

_POINTS_PER_MILLIMETRE = 72 / 25.4
# Widths and places are whole numbers of this resolution: a hundredth of a logical pixel.
_RESOLUTION = 1200

_XMP = """<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF \
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">\
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>\
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\
<xmp:CreatorTool>Atlas Seguro {version}</xmp:CreatorTool>\
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end='w'?>"""


class PdfMedium:
    """A PDF of one or more pages of one size."""

    def __init__(self, options: PageOptions, title: str, language: str, path: Path) -> None:
        """Begin a file in memory.

        Args:
            options: the size of the pages.
            title: the document's title.
            language: the language code of its texts.
            path: named in messages.
        """
        self._options, self._language, self._path = options, language, path
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        size = QSizeF(*(side * _POINTS_PER_MILLIMETRE for side in options.millimetres))
        page = QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        self._writer.setPageLayout(
            QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        )
        self._writer.setResolution(_RESOLUTION)
        self._writer.setTitle(one_line(title))
        self._writer.setCreator(f"Atlas Seguro {__version__}")
        xmp = _XMP.format(
            title=xml_text(one_line(title)), language=xml_text(language), version=__version__
        )
        self._writer.setDocumentXmpMetadata(QByteArray(xmp.encode("utf-8")))
        self.outline: list[str] = []
        self.links: list[Link] = []

    def painter(self) -> QPainter:
        """Return what the first page is painted with, in pixels of the options."""
        painter = QPainter()
        if not painter.begin(self._writer):
            raise ExportError(f"{self._path}: no PDF can be made")
        self._scale(painter)
        return painter

    def next_page(self, painter: QPainter) -> None:
        """Go on to the next page."""
        self._writer.newPage()
        painter.resetTransform()
        self._scale(painter)

    def content(self) -> bytes:
        """Return the file."""
        self._buffer.close()
        made = bytes(self._buffer.data().data())
        return canonical_pdf(made, self._language, self.outline, self.links)

    def _scale(self, painter: QPainter) -> None:
        factor = _RESOLUTION / self._options.dpi
        painter.scale(factor, factor)


def pdf_page(path: Path, scene: Scene, options: PageOptions, texts: Texts) -> PdfMedium:
    """Return the PDF that the page of a scene is painted on."""
    return PdfMedium(options, scene.title, texts.language, path)
