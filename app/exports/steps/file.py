"""An atlas or a story as one page of steps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.exports.steps.looks import Looks
from app.exports.steps.page import StepPage

if TYPE_CHECKING:
    from app.exports.sheet_job import SheetJob


class StepsFile:
    """Writes one page of steps (an `app.exports.atlas_writers.AtlasWriter`)."""

    def __init__(self, path: Path, job: SheetJob) -> None:
        self._path, self._job = path, job
        # A step is as long as its texts: nothing is cut.
        self.remarks: list[str] = []
        self._page: StepPage | None = None
        self._looks: Looks | None = None
        self._number = 0

    def draw(self, number: int) -> Iterator[None]:
        """Take note of the step. Nothing is painted on it."""
        self._number = number
        yield

    def keep(self) -> None:
        """Make the step."""
        job = self._job
        if self._looks is None or self._page is None:
            self._looks = job.looks()
            self._page = StepPage(job.title, self._looks, job.texts, job.count, job.options.logo)
        self._page.add(job.step(self._number, self._looks, self._page.drawer))

    def files(self) -> list[tuple[Path, bytes]]:
        """Return the file."""
        assert self._page is not None, "no step was made"
        return [(self._path, self._page.content())]

    def close(self) -> None:
        """Do nothing: no painter is left open."""
