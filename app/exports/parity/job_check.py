"""Finished files of an atlas, a story or a map, read back page by page and held against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QSize

from app.exports.atlas_writers import SLIDE, SLIDE_DPI
from app.exports.options import layout_options
from app.exports.parity.contents import ParityError
from app.exports.parity.files import manifest_differences
from app.exports.parity.fresh import fresh_sheet, sheet_writing
from app.exports.parity.picture import FreshMap
from app.exports.parity.rendering import Pixels, pages_of_pdf, pixels_of_png
from app.exports.parity.slides import slide_differences, slides_of
from app.exports.parity.step_check import StepCheck
from app.exports.parity.steps import steps_of
from app.exports.parity.words import (
    Writing,
    legend_differences,
    name_differences,
    text_differences,
)
from app.exports.sealing.seal import State, check
from app.exports.sheet_job import SheetJob

_DOCUMENT_DPI = 150.0

Pages = list[Iterator[str]]
"""For each page of a file what tells in what it differs, which takes time when it is asked."""


class JobCheck:
    """Says of files of one job whether each page, slide and step holds what its sheet holds.

    Features, names, legend and figures are held against the same sheets in every kind of file:
    pages and drawings of them, slides, steps.
    """

    def __init__(self, job: SheetJob) -> None:
        """Take the job.

        Args:
            job: what the files were made from.
        """
        self._job = job

    def differences(self, *contents: bytes) -> tuple[str, ...]:
        """Return in words in what the file differs from the job, nothing if in nothing.

        Args:
            contents: PDF, PPTX or HTML; or every page as PNG, in order.
        """
        return tuple(self._differences(contents))

    def _differences(self, contents: tuple[bytes, ...]) -> Iterator[str]:
        if any(check(content).state is not State.SOUND for content in contents):
            yield "seal: the file is not as it was written"
            return
        for content in contents:
            yield from manifest_differences(content, self._job.manifest)
        try:
            found = self._pages(contents)
        except ParityError as error:
            yield str(error)
            return
        if len(found) != self._job.count:
            yield f"pages: {self._job.count} expected, {len(found)} found"
            return
        for number, differences in enumerate(found, start=1):
            place = f"{number}: " if self._job.count > 1 else ""
            yield from (f"{place}{words}" for words in differences)

    def _pages(self, contents: tuple[bytes, ...]) -> Pages:
        """Return for each page of a file what tells in what it differs.

        Raises:
            ParityError: if the file cannot be read.
        """
        first = contents[0]
        if first.startswith(b"\x89PNG"):
            return self._pictures(contents)
        if first.startswith(b"%PDF-"):
            return self._document(first)
        if first.startswith(b"PK\x03\x04"):
            return self._slides(first)
        return self._steps(first.decode("utf-8", "replace"))

    def _pictures(self, contents: tuple[bytes, ...]) -> Pages:
        size = QSize(self._job.options.width, self._job.options.height)

        def told(number: int) -> Iterator[str]:
            fresh = fresh_sheet(self._job.sheet(number), self._job.texts, size)
            yield from fresh.differences(pixels_of_png(contents[number]), exact=True)

        return [told(number) for number in range(len(contents))]

    def _document(self, content: bytes) -> Pages:
        # Thin lines are looked for in pictures of a resolution that shows them.
        options = self._job.options
        factor = max(_DOCUMENT_DPI / options.dpi, 1.0)
        size = QSize(round(options.width * factor), round(options.height * factor))
        pages = list(pages_of_pdf(content, size.width(), size.height()))

        def told(number: int) -> Iterator[str]:
            sheet, texts = self._job.sheet(number), self._job.texts
            fine = replace(sheet, pixel_ratio=sheet.pixel_ratio * factor)
            fresh, writing = fresh_sheet(fine, texts, size), sheet_writing(sheet, texts)
            yield from drawn_differences(fresh, writing, *pages[number])

        return [told(number) for number in range(len(pages))]

    def _slides(self, content: bytes) -> Pages:
        job, slides = self._job.resized(layout_options(SLIDE, SLIDE_DPI)), slides_of(content)

        def told(number: int) -> Iterator[str]:
            sheet = job.sheet(number)
            notes = job.notes(number, sheet)
            yield from slide_differences(slides[number], sheet, notes, job.texts)

        return [told(number) for number in range(len(slides))]

    def _steps(self, page: str) -> Pages:
        steps, checker = steps_of(page), StepCheck(self._job)

        def told(number: int) -> Iterator[str]:
            yield from checker.differences(number, steps[number])

        return [told(number) for number in range(len(steps))]


def drawn_differences(
    fresh: FreshMap, writing: Writing, picture: Pixels, text: str
) -> Iterator[str]:
    """Yield in words in what a page of a document, or a drawing, differs from a fresh one.

    Args:
        fresh: the page, drawn anew.
        writing: what is written on it.
        picture: what the page looks like.
        text: what it says.
    """
    yield from fresh.differences(picture)
    yield from text_differences(text, writing)
    yield from name_differences(map(" ".join, writing.names), fresh.scene)
    if not fresh.is_brief:
        yield from legend_differences(text, fresh.scene)
