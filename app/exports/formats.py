"""Which kinds of files an export can be, told by the file's ending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.exports.options import PageOptions
from app.exports.report import ExportError, ExportReport
from layers.scene import Scene
from layers.texts import N_, Texts

if TYPE_CHECKING:
    from app.exports.medium import MakeMedium, Medium
    from layers.programs import ProgramCatalogue


@dataclass(frozen=True, eq=False)
class Format:
    """A kind of file.

    Attributes:
        endings: lower case, with the dot; the first is the usual one.
        name: what it is called (English, to be translated).
        write: makes the file; raises `ExportError`.
        is_page: whether it is a page of fixed size, with a resolution (`app.exports.page`).
        holds_facts: whether all columns of the records are in it, not just what is drawn.
        is_sheet: whether it is made sheet by sheet (`app.exports.sheet_job`), at a size of its own.
        medium: makes what its pages are painted on, None if it is not made of painted pages.
        content: makes the file without writing it, with notes on it; None if ``write`` alone does.
    """

    endings: tuple[str, ...]
    name: str
    write: Callable[[Path, Scene, PageOptions, Texts], ExportReport]
    is_page: bool
    holds_facts: bool = False
    is_sheet: bool = False
    medium: MakeMedium | None = None
    content: Callable[[Scene, PageOptions, Texts], tuple[bytes, tuple[str, ...]]] | None = None


def _png(path: Path, scene: Scene, options: PageOptions, texts: Texts) -> Medium:
    from app.exports.image import png_page

    return png_page(path, scene, options, texts)


def _pdf(path: Path, scene: Scene, options: PageOptions, texts: Texts) -> Medium:
    from app.exports.pdf import pdf_page

    return pdf_page(path, scene, options, texts)


def _svg(path: Path, scene: Scene, options: PageOptions, texts: Texts) -> Medium:
    from app.exports.svg import svg_page

    return svg_page(path, scene, options, texts)


@cache
def _programs() -> ProgramCatalogue:
    """Return the dossiers, which are read once however many pages are written."""
    from layers.programs import load_programs

    return load_programs()


def _write_html(path: Path, scene: Scene, options: PageOptions, texts: Texts) -> ExportReport:
    from app.exports.web import write_html

    return write_html(path, scene, options, texts, _programs())


def _html_content(
    scene: Scene, options: PageOptions, texts: Texts
) -> tuple[bytes, tuple[str, ...]]:
    from app.exports.web import html_text, page_notes

    page = html_text(scene, options, texts, _programs()).encode("utf-8")
    return page, page_notes(scene, texts)


def _write_slide(path: Path, scene: Scene, options: PageOptions, texts: Texts) -> ExportReport:
    from app.exports.atlas_export import write_atlas
    from app.exports.map_job import MapJob

    (report,) = write_atlas(path, MapJob(scene, options, texts))
    return report


def _page_format(ending: str, name: str, make: MakeMedium) -> Format:
    def write(path: Path, scene: Scene, options: PageOptions, texts: Texts) -> ExportReport:
        from app.exports.medium import write_page

        return write_page(make, path, scene, options, texts)

    return Format((ending,), name, write, is_page=True, medium=make)


FORMATS = (
    _page_format(".png", N_("PNG picture"), _png),
    _page_format(".pdf", N_("PDF document"), _pdf),
    _page_format(".svg", N_("SVG drawing"), _svg),
    Format((".pptx",), N_("Slide"), _write_slide, is_page=False, is_sheet=True),
    Format(
        (".html", ".htm"),
        N_("Web page"),
        _write_html,
        is_page=False,
        holds_facts=True,
        content=_html_content,
    ),
)
"""Every kind of file, the most usual first."""


def format_of(path: Path, texts: Texts) -> Format:
    """Return the kind of file that a path's ending asks for.

    Raises:
        ExportError: if there is none; the message lists those there are.
    """
    for format_ in FORMATS:
        if path.suffix.lower() in format_.endings:
            return format_
    message = texts.gettext("{file}: an export is one of {endings}; end the file's name so")
    endings = ", ".join(format_.endings[0] for format_ in FORMATS)
    raise ExportError(message.format(file=path, endings=endings))
