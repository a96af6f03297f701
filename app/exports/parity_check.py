"""The whole machine check: a finished file is read back and held against its scene."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QBuffer, QByteArray, QIODevice

from app.exports.options import PageOptions
from app.exports.parity_files import file_differences
from app.exports.parity_picture import FreshMap, fresh_page, fresh_slide, picture_of, pixels_of
from app.exports.sealing.seal import State, check
from layers.scene import Scene
from layers.texts import Texts


class SceneCheck:
    """Says of files of one scene whether they hold the same features, names and legend.

    A web page is read as data. Of pictures, documents and drawings every feature is looked for
    where it is, in its colour; of those that have text, legend and names are read as well. All are
    held against their seals and manifests.
    """

    def __init__(self, scene: Scene, options: PageOptions, texts: Texts) -> None:
        """Draw the page anew.

        Args:
            scene: what the files were made from.
            options: the page of those that are pages.
            texts: the language, that of the scene.
        """
        self.fresh = fresh_page(scene, options, texts)
        self._scene, self._options, self._texts = scene, options, texts
        self._slide: FreshMap | None = None

    def differences(self, content: bytes) -> tuple[str, ...]:
        """Return in words in what a file differs from the scene, nothing if in nothing.

        Args:
            content: PNG, PDF, SVG, PPTX or HTML.
        """
        return tuple(self._differences(content))

    def _differences(self, content: bytes) -> Iterator[str]:
        if check(content).state is not State.SOUND:
            # What is damaged may not be readable at all.
            yield "seal: the file is not as it was written"
            return
        picture = picture_of(content, self._options.width, self._options.height)
        fresh = self._fresh_slide() if content.startswith(b"PK") else self.fresh
        names = fresh.names if picture is not None else ()
        yield from file_differences(content, self._scene, names=names, text_of_pdf=text_of_pdf)
        if picture is not None:
            yield from fresh.differences(pixels_of(picture))

    def _fresh_slide(self) -> FreshMap:
        if self._slide is None:
            self._slide = fresh_slide(self._scene, self._options, self._texts)
        return self._slide


def text_of_pdf(content: bytes) -> str:
    """Return the text of a document, page after page."""
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    pages = range(document.pageCount())
    text = "\n".join(document.getAllText(page).text() for page in pages)
    document.close()
    return text
