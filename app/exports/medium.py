"""What pages are painted on: pictures, paper, drawings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QPainter

from app.canvas.renderer import Renderer
from app.exports.options import PageOptions
from app.exports.page import draw_page
from app.exports.report import ExportReport
from app.exports.saving import check_place, write_sealed
from app.exports.sealing.seal import manifest_for
from layers.scene import Scene
from layers.texts import Texts


class Medium(Protocol):
    """Takes one page and gives the content of a file."""

    def painter(self) -> QPainter:
        """Return what the page is painted with, in pixels of its options; to be ended."""

    def content(self) -> bytes:
        """Return the file, once the painter was ended; may run on any thread."""


MakeMedium = Callable[[Path, Scene, PageOptions, Texts], Medium]
"""Makes a medium; the path is for messages alone. Raises `ExportError`."""


def write_page(
    make: MakeMedium, path: Path, scene: Scene, options: PageOptions, texts: Texts
) -> ExportReport:
    """Write the page of a scene, replacing an older file in one step.

    Args:
        make: makes what the page is painted on.
        path: the file.
        scene: what is drawn.
        options: the page.
        texts: the page's language.

    Raises:
        ExportError: if the page cannot be made or the file cannot be written.
    """
    check_place(path, texts)
    medium = make(path, scene, options, texts)
    painter = medium.painter()
    try:
        report = draw_page(painter, scene, options, texts, Renderer())
    finally:
        painter.end()
    write_sealed(path, medium.content(), manifest_for(scene), texts)
    return ExportReport(path, report.labels_hidden, report.notes)
