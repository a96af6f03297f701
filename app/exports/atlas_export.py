"""Atlases and stories written at once, for the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from app.exports.atlas_writers import WRITERS, atlas_writer
from app.exports.report import ExportError, ExportReport
from app.exports.saving import check_place, write_sealed
from app.exports.sheet_job import SheetJob
from layers.texts import Texts


def check_endings(paths: Iterable[Path], texts: Texts) -> None:
    """Make sure that an atlas or a story can be each file, before work is done for the first.

    Raises:
        ExportError: if it cannot be one of them; the message lists what it can be.
    """
    for path in paths:
        if path.suffix.lower() not in WRITERS:
            message = texts.gettext(
                "{file}: an atlas or a story is one of {endings}; end the file's name so"
            )
            raise ExportError(message.format(file=path, endings=", ".join(WRITERS)))
        check_place(path, texts)


def write_atlas(
    path: Path, job: SheetJob, progress: Callable[[int, int], None] | None = None
) -> list[ExportReport]:
    """Write an atlas or a story as the kind of file its path's ending asks for.

    Args:
        path: the file; pictures are named after it and numbered.
        job: what to write.
        progress: gets how many pages are done, and of how many.

    Raises:
        app.exports.report.ExportError: if it cannot be made or written.
    """
    check_endings([path], job.texts)
    writer = atlas_writer(path, job)
    try:
        for number in range(job.count):
            for _ in writer.draw(number):
                pass
            writer.keep()
            if progress is not None:
                progress(number + 1, job.count)
    finally:
        writer.close()
    reports = []
    manifest = job.manifest
    for file, content in writer.files():
        write_sealed(file, content, manifest, job.texts)
        reports.append(ExportReport(file))
    reports[0] = replace(reports[0], notes=tuple(writer.remarks))
    return reports
