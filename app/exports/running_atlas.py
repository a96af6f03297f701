"""An atlas or a story while the window stays alive: page by page, ended at the planner's will."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from app.exports.atlas_export import check_endings
from app.exports.atlas_writers import AtlasWriter, atlas_writer
from app.exports.report import ExportError, ExportReport
from app.exports.saving import write_sealed
from app.exports.sheet_job import SheetJob
from app.tasks import Task, TaskCancelledError, Work
from layers.atlas_pages import AtlasError
from layers.story_leaving import StoryError
from layers.texts import Texts

_SLICE_SECONDS = 0.012

Progress = Callable[[str, float], None]
IsUnwanted = Callable[[], bool]


class RunningAtlas(QObject):
    """Makes one atlas or story: its facts and files in a thread, its drawings in slices.

    Just one of the last three signals is emitted, once.

    Attributes:
        progressed: what is being done now, and the share that is done, 0 to 1.
        succeeded: the `ExportReport` of the first file.
        failed: the message.
        cancelled: nothing was written, as asked.
    """

    progressed = Signal(str, float)
    succeeded = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(
        self,
        path: Path,
        make_job: Callable[[], SheetJob],
        texts: Texts,
        parent: QObject | None = None,
    ) -> None:
        """Prepare it; `start` begins.

        Args:
            path: the file.
            make_job: computes what to write; called in a thread.
            texts: the language of messages.
            parent: the owner; it must call `stop` before it goes.
        """
        super().__init__(parent)
        self._path, self._make_job, self._texts = path, make_job, texts
        self._job: SheetJob | None = None
        self._writer: AtlasWriter | None = None
        self._steps: Iterator[None] = iter(())
        self._number = 0
        self._is_unwanted = False
        self._task: Task | None = None
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._draw_slice)

    def start(self) -> None:
        """Begin."""
        try:
            check_endings([self._path], self._texts)
        except ExportError as error:
            self.failed.emit(str(error))
            return
        self.progressed.emit(self._texts.gettext("Collecting the facts…"), 0.0)
        self._run(self._collect, self._begin)

    def cancel(self) -> None:
        """End as soon as possible; `cancelled` tells when."""
        self._is_unwanted = True
        if self._slices.isActive():
            self._end()
            self.cancelled.emit()
        elif (task := self._living_task()) is not None:
            task.cancel()

    def stop(self) -> None:
        """End at once; no signal follows."""
        self._end()
        if (task := self._living_task()) is not None:
            task.stop()

    def _end(self) -> None:
        self._slices.stop()
        if self._writer is not None:
            self._writer.close()

    def _collect(self, _: Progress, is_unwanted: IsUnwanted) -> SheetJob:
        """Compute what to write, in the thread."""
        job = self._make_job()
        if is_unwanted() or self._is_unwanted:
            raise TaskCancelledError
        return job

    def _begin(self, job: SheetJob) -> None:
        self._job = job
        self._writer = atlas_writer(self._path, job)
        self._draw_page()

    def _draw_page(self) -> None:
        assert self._job is not None, "nothing is to be drawn yet"
        assert self._writer is not None, "there is nothing to draw on yet"
        if self._is_unwanted:
            # It was cancelled between the end of a thread and the news of it.
            self._tell_cancelled()
            return
        words = self._texts.gettext("Page {number} of {count}…")
        number, count = self._number + 1, self._job.count
        said = words.format(number=self._texts.number(number), count=self._texts.number(count))
        self.progressed.emit(said, self._number / count)
        self._steps = self._writer.draw(self._number)
        self._slices.start()

    def _draw_slice(self) -> None:
        end = perf_counter() + _SLICE_SECONDS
        try:
            for _ in self._steps:
                if perf_counter() >= end:
                    return
        except ExportError as error:
            self._end()
            self.failed.emit(str(error))
            return
        self._slices.stop()
        self._run(self._keep, self._go_on)

    def _keep(self, _: Progress, is_unwanted: IsUnwanted) -> None:
        """Pack the page that was drawn, in the thread."""
        assert self._writer is not None, "nothing was drawn"
        self._writer.keep()
        if is_unwanted() or self._is_unwanted:
            raise TaskCancelledError

    def _go_on(self, _: object) -> None:
        assert self._job is not None, "nothing was drawn"
        self._number += 1
        if self._number < self._job.count:
            self._draw_page()
            return
        self.progressed.emit(self._texts.gettext("Writing…"), 1.0)
        self._run(self._write, self.succeeded.emit)

    def _write(self, _: Progress, is_unwanted: IsUnwanted) -> ExportReport:
        """Write the files, in the thread."""
        assert self._job is not None, "nothing was drawn"
        assert self._writer is not None, "nothing was drawn"
        files, manifest = self._writer.files(), self._job.manifest
        if is_unwanted() or self._is_unwanted:
            raise TaskCancelledError
        for path, content in files:
            write_sealed(path, content, manifest, self._texts)
        return ExportReport(files[0][0], notes=tuple(self._writer.remarks))

    def _run(self, work: Work, then: Callable[..., None]) -> None:
        task = Task(work, parent=self)
        task.succeeded.connect(then)
        task.failed.connect(self._fail)
        task.cancelled.connect(self._tell_cancelled)
        task.finished.connect(task.deleteLater)
        task.finished.connect(lambda: self._forget(task))
        self._task = task
        task.start()

    def _living_task(self) -> Task | None:
        """Return what runs in a thread; Qt may let it go a moment before the news of its end."""
        return self._task if self._task is not None and isValid(self._task) else None

    def _forget(self, task: Task) -> None:
        if self._task is task:
            self._task = None

    def _tell_cancelled(self) -> None:
        self._end()
        self.cancelled.emit()

    def _fail(self, error: Exception) -> None:
        self._end()
        if isinstance(error, ExportError | AtlasError | StoryError):
            self.failed.emit(str(error))
            return
        message = self._texts.gettext("{file}: the export failed ({reason}); please report this")
        self.failed.emit(message.format(file=self._path, reason=error))
