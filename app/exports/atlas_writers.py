"""Atlases and stories as files: one PDF, pictures, slides, a page of steps.

Drawing goes on the main thread, a little at a time; what takes long and draws nothing (packing)
may run on any thread, page by page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from glob import escape
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.renderer import Renderer
from app.exports.atlas_painting import SheetReport, map_steps, sheet_steps
from app.exports.atlas_sheet import Sheet
from app.exports.image import blank_image, png_bytes
from app.exports.options import layout_options
from app.exports.pdf import PdfMedium
from app.exports.pdf_bytes import Link
from app.exports.sheet_job import SheetJob
from app.exports.slides import Slides, picture_rect
from app.exports.steps.file import StepsFile
from layers.layouts import Layout

SLIDE = Layout("16:9", "16:9")
"""The page of slides."""

SLIDE_DPI = 200.0
_POINTS_PER_PIXEL = 72.0 / 96.0


class AtlasWriter(Protocol):
    """Makes the files of an atlas or a story, page by page.

    Attributes:
        remarks: what whoever makes them must know of the pages drawn so far, each one line.
    """

    remarks: list[str]

    def draw(self, number: int) -> Iterator[None]:
        """Draw a page, a little of it each time the iterator is asked; on the main thread."""

    def keep(self) -> None:
        """Pack what was drawn last; on any thread."""

    def files(self) -> list[tuple[Path, bytes]]:
        """Return the files once every page was kept; on any thread."""

    def close(self) -> None:
        """Give up drawing, if it goes on."""


class AtlasPdf:
    """Writes one PDF, with an outline and links from its contents."""

    def __init__(self, path: Path, job: SheetJob) -> None:
        self._path, self._job = path, job
        self.remarks: list[str] = []
        self._medium = PdfMedium(job.options, job.title, job.texts.language, path)
        self._painter: QPainter | None = None
        self._renderer = Renderer()

    def draw(self, number: int) -> Iterator[None]:
        """Draw a page."""
        if self._painter is None:
            self._painter = self._medium.painter()
        else:
            self._medium.next_page(self._painter)
        sheet = self._job.sheet(number)
        self.remarks += self._job.remarks(number, sheet)
        self._medium.outline.append(sheet.title.words)
        self._medium.links += _links(sheet, number)
        yield
        yield from sheet_steps(self._painter, sheet, self._job.texts, self._renderer, SheetReport())
        if number == self._job.count - 1:
            self.close()

    def keep(self) -> None:
        """Do nothing: Qt packs as it draws."""

    def files(self) -> list[tuple[Path, bytes]]:
        """Return the file."""
        return [(self._path, self._medium.content())]

    def close(self) -> None:
        """End the painter."""
        if self._painter is not None and self._painter.isActive():
            self._painter.end()


class AtlasPictures:
    """Writes a picture for each page: ``name-01.png`` is the cover."""

    def __init__(self, path: Path, job: SheetJob) -> None:
        self._path, self._job = path, job
        self.remarks: list[str] = []
        self._renderer = Renderer()
        self._image: QImage | None = None
        self._made: list[bytes] = []
        self._painter: QPainter | None = None

    def draw(self, number: int) -> Iterator[None]:
        """Draw a page."""
        job = self._job
        sheet = job.sheet(number)
        self.remarks += job.remarks(number, sheet)
        self._image = blank_image(sheet.scene, job.options, job.texts, self._path)
        yield
        self._painter = QPainter(self._image)
        yield from sheet_steps(self._painter, sheet, job.texts, self._renderer, SheetReport())
        self.close()

    def keep(self) -> None:
        """Pack the picture."""
        assert self._image is not None, "nothing was drawn"
        self._made.append(png_bytes(self._image))
        self._image = None

    def files(self) -> list[tuple[Path, bytes]]:
        """Return the files."""
        digits = max(2, len(str(self._job.count)))
        return [
            (self._path.with_stem(f"{self._path.stem}-{number:0{digits}}"), content)
            for number, content in enumerate(self._made, start=1)
        ]

    def close(self) -> None:
        """End the painter."""
        if self._painter is not None and self._painter.isActive():
            self._painter.end()


class AtlasSlides:
    """Writes one presentation."""

    def __init__(self, path: Path, job: SheetJob) -> None:
        self._path = path
        self.remarks: list[str] = []
        self._job = job.resized(layout_options(SLIDE, SLIDE_DPI))
        self._renderer = Renderer()
        self._slides: Slides | None = None
        self._drawn: tuple[int, Sheet, QImage, SheetReport] | None = None
        self._painter: QPainter | None = None

    def draw(self, number: int) -> Iterator[None]:
        """Draw the map of a page."""
        job = self._job
        sheet = job.sheet(number)
        self.remarks += job.remarks(number, sheet)
        rect, ratio = picture_rect(sheet), sheet.pixel_ratio
        image = QImage(
            QSize(round(rect.width() * ratio), round(rect.height() * ratio)),
            QImage.Format.Format_RGB32,
        )
        image.fill(QColor(sheet.scene.paper))
        yield
        report = SheetReport()
        self._painter = QPainter(image)
        self._painter.scale(ratio, ratio)
        self._painter.translate(-rect.topLeft())
        yield from map_steps(self._painter, sheet, job.texts, self._renderer, report)
        self.close()
        self._drawn = number, sheet, image, report

    def keep(self) -> None:
        """Make the slide."""
        assert self._drawn is not None, "nothing was drawn"
        number, sheet, image, report = self._drawn
        self._drawn = None
        job = self._job
        if self._slides is None:
            self._slides = Slides(sheet, job.title, job.texts)
        self._slides.add(sheet, png_bytes(image), report, job.notes(number, sheet))

    def files(self) -> list[tuple[Path, bytes]]:
        """Return the file."""
        assert self._slides is not None, "no slide was made"
        return [(self._path, self._slides.content())]

    def close(self) -> None:
        """End the painter."""
        if self._painter is not None and self._painter.isActive():
            self._painter.end()


def numbered_before(path: Path) -> list[Path]:
    """Return the pictures that are there already and named as those of an atlas at ``path``."""
    found = path.parent.glob(f"{escape(path.stem)}-*{escape(path.suffix)}")
    return sorted(file for file in found if file.stem.removeprefix(f"{path.stem}-").isdecimal())


WRITERS: dict[str, Callable[[Path, SheetJob], AtlasWriter]] = {
    ".pdf": AtlasPdf,
    ".png": AtlasPictures,
    ".pptx": AtlasSlides,
    ".html": StepsFile,
}
"""What makes an atlas or a story, by the ending of its file."""


def atlas_writer(path: Path, job: SheetJob) -> AtlasWriter:
    """Return what makes an atlas of the kind that a path's ending asks for, one of `WRITERS`."""
    return WRITERS[path.suffix.lower()](path, job)


def _links(sheet: Sheet, number: int) -> list[Link]:
    height = sheet.height

    def points(rect: QRectF) -> tuple[float, float, float, float]:
        left, right = rect.left() * _POINTS_PER_PIXEL, rect.right() * _POINTS_PER_PIXEL
        top, bottom = (height - rect.top()), (height - rect.bottom())
        return left, bottom * _POINTS_PER_PIXEL, right, top * _POINTS_PER_PIXEL

    return [Link(number, points(text.rect), text.target - 1) for text in sheet.texts if text.target]
