"""A finished file of one map, read back and held against its scene."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from app.exports.map_job import MapJob
from app.exports.options import PageOptions
from app.exports.parity.files import file_differences
from app.exports.parity.fresh import fresh_page, page_writing
from app.exports.parity.job_check import JobCheck, drawn_differences
from app.exports.parity.rendering import drawing_of_svg, pages_of_pdf, pixels_of_png
from app.exports.parity.words import Writing
from app.exports.sealing.seal import State, check
from layers.scene import Scene
from layers.texts import Texts


class SceneCheck:
    """Says of files of one scene whether they hold the same features, names and legend.

    A web page is read as data, a slide by its shapes. A PNG must be the page drawn anew, pixel by
    pixel. Of documents and drawings every feature and symbol is looked for where it is, in its
    colour, and all text is read. All are held against their seals and manifests.
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
        self._slide = JobCheck(MapJob(scene, options, texts))

    def differences(self, content: bytes) -> tuple[str, ...]:
        """Return in words in what a file differs from the scene, nothing if in nothing.

        Args:
            content: PNG, PDF, SVG, PPTX or HTML.
        """
        return tuple(self._differences(content))

    @cached_property
    def _writing(self) -> Writing:
        return page_writing(self._scene, self._options, self._texts)

    def _differences(self, content: bytes) -> Iterator[str]:
        if check(content).state is not State.SOUND:
            # What is damaged may not be readable at all.
            yield "seal: the file is not as it was written"
            return
        if content.startswith(b"PK\x03\x04"):
            yield from self._slide.differences(content)
            return
        yield from file_differences(content, self._scene)
        width, height = self._options.width, self._options.height
        if content.startswith(b"\x89PNG"):
            yield from self.fresh.differences(pixels_of_png(content), exact=True)
        elif content.startswith(b"%PDF-"):
            pages = list(pages_of_pdf(content, width, height))
            if len(pages) != 1:
                yield f"pages: 1 expected, {len(pages)} found"
            yield from drawn_differences(self.fresh, self._writing, *pages[0])
        elif not content.startswith(b"<!DOCTYPE html>"):
            drawing = drawing_of_svg(content, width, height)
            yield from drawn_differences(self.fresh, self._writing, *drawing)
