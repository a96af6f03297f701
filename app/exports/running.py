"""An export while the window stays alive: with stages, and an end by the planner's will."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.canvas.renderer import Renderer
from app.exports.formats import Format
from app.exports.options import PageOptions
from app.exports.page import Page
from app.exports.page_drawing import PageDrawing
from app.exports.report import ExportError, ExportReport
from app.exports.saving import check_place, write_sealed
from app.exports.sealing.seal import manifest_for
from app.tasks import Task, TaskCancelledError, Work
from layers.scene import Scene
from layers.texts import Texts

IsUnwanted = Callable[[], bool]


class RunningExport(QObject):
    """Makes one file. Pages are drawn in slices and packed in a thread, the rest is threaded.

    Just one of the last three signals is emitted, once.

    Attributes:
        progressed: what is being done now.
        succeeded: the `ExportReport`.
        failed: the message.
        cancelled: nothing was written, as asked.
    """

    progressed = Signal(str)
    succeeded = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(
        self,
        path: Path,
        format_: Format,
        scene: Scene,
        options: PageOptions,
        texts: Texts,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._path, self._format = path, format_
        self._scene, self._options, self._texts = scene, options, texts
        self._drawing: PageDrawing | None = None
        self._task: Task | None = None
        self._is_unwanted = False

    def start(self) -> None:
        """Begin."""
        try:
            check_place(self._path, self._texts)
            if self._format.medium is None:
                self.progressed.emit(self._texts.gettext("Writing…"))
                self._run_task(self._write)
                return
            medium = self._format.medium(self._path, self._scene, self._options, self._texts)
        except ExportError as error:
            self.failed.emit(str(error))
            return
        self.progressed.emit(self._texts.gettext("Drawing…"))
        page = Page(self._scene, self._options, self._texts, Renderer())
        self._drawing = PageDrawing(page, medium, self)
        self._drawing.finished.connect(self._pack)
        self._drawing.start()

    def cancel(self) -> None:
        """End as soon as possible; `cancelled` tells when."""
        self._is_unwanted = True
        if self._task is not None:
            self._task.cancel()
        elif self._drawing is not None and self._drawing.is_running:
            self._drawing.stop()
            self.cancelled.emit()

    def stop(self) -> None:
        """End at once; no signal follows."""
        if self._drawing is not None:
            self._drawing.stop()
        if self._task is not None:
            self._task.stop()

    def _pack(self) -> None:
        self.progressed.emit(self._texts.gettext("Writing…"))
        self._run_task(self._write_page)

    def _run_task(self, work: Work) -> None:
        self._task = Task(work, parent=self)
        self._task.succeeded.connect(self.succeeded)
        self._task.failed.connect(self._fail)
        self._task.cancelled.connect(self.cancelled)
        self._task.start()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, ExportError):
            self.failed.emit(str(error))
            return
        message = self._texts.gettext("{file}: the export failed ({reason}); please report this")
        self.failed.emit(message.format(file=self._path, reason=error))

    def _write(self, _: Callable[[str, float], None], is_unwanted: IsUnwanted) -> ExportReport:
        """Write a file that is made whole, in the thread."""
        if is_unwanted() or self._is_unwanted:
            raise TaskCancelledError
        make = self._format.content
        if make is None:
            return self._format.write(self._path, self._scene, self._options, self._texts)
        content, notes = make(self._scene, self._options, self._texts)
        if is_unwanted() or self._is_unwanted:
            raise TaskCancelledError
        write_sealed(self._path, content, manifest_for(self._scene), self._texts)
        return ExportReport(self._path, notes=notes)

    def _write_page(self, _: Callable[[str, float], None], is_unwanted: IsUnwanted) -> ExportReport:
        """Pack the page that was drawn and write it, in the thread."""
        assert self._drawing is not None
        content = self._drawing.medium.content()
        if is_unwanted() or self._is_unwanted:
            raise TaskCancelledError
        write_sealed(self._path, content, manifest_for(self._scene), self._texts)
        report = self._drawing.report
        return ExportReport(self._path, report.labels_hidden, report.notes)
