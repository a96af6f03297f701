"""A page drawn in slices, between the window's other work."""

from __future__ import annotations

from collections.abc import Generator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from app.exports.medium import Medium
from app.exports.page import Page, PageReport

_SLICE_SECONDS = 0.012


class PageDrawing(QObject):
    """Draws one page on one medium.

    Attributes:
        finished: the page is whole.
        medium: what it is drawn on.
    """

    finished = Signal()

    def __init__(self, page: Page, medium: Medium, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.medium = medium
        self._page = page
        self._steps = self._draw()
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._draw_slice)

    @property
    def report(self) -> PageReport:
        """What was drawn, once it is finished."""
        return self._page.report

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self._slices.isActive()

    def start(self) -> None:
        """Begin to draw."""
        self._slices.start()

    def stop(self) -> None:
        """Draw no more; the page stays as it is."""
        self._slices.stop()
        self._steps.close()

    def _draw_slice(self) -> None:
        end = perf_counter() + _SLICE_SECONDS
        for _ in self._steps:
            if perf_counter() >= end:
                return
        self._slices.stop()
        self.finished.emit()

    def _draw(self) -> Generator[None, None, None]:
        painter = self.medium.painter()
        try:
            yield from self._page.steps(painter)
        finally:
            painter.end()
