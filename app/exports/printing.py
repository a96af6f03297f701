"""The map on paper."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from app.canvas.renderer import Renderer
from app.dialogs import Dialogs
from app.exports.options import PageOptions
from app.exports.page import PageReport, draw_page
from app.exports.report import ExportError
from layers.scene import Scene
from layers.texts import Texts
from layers.view import Bounds


@dataclass(frozen=True, eq=False)
class PrintJob:
    """What shall be printed.

    Attributes:
        scene: what is drawn.
        texts: the page's language.
        area: metres (EPSG:3857), None for the whole country.
        area_name: what the area is called, or "".
    """

    scene: Scene
    texts: Texts
    area: Bounds | None = None
    area_name: str = ""


def new_printer(job: PrintJob) -> QPrinter:
    """Return the system's usual printer, set to landscape, the shape of the country."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setDocName(job.scene.title)
    return printer


def print_page(printer: QPrinter, job: PrintJob, renderer: Renderer | None = None) -> PageReport:
    """Paint the page as vectors onto the paper between the printer's margins.

    Raises:
        ExportError: if the printer does not take it.
    """
    room = printer.pageLayout().paintRectPixels(printer.resolution())
    options = PageOptions(
        max(room.width(), 1),
        max(room.height(), 1),
        float(printer.resolution()),
        job.area,
        job.area_name,
    )
    painter = QPainter()
    if not painter.begin(printer):
        message = job.texts.gettext("{printer} cannot be printed on; choose another printer")
        raise ExportError(message.format(printer=printer.printerName() or "?"))
    try:
        return draw_page(painter, job.scene, options, job.texts, renderer or Renderer())
    finally:
        painter.end()


class PrintPreview(QPrintPreviewDialog):
    """Shows the printed page; paper, printer and printing are a click away."""

    def __init__(self, job: PrintJob, parent: QWidget | None = None) -> None:
        self._printer = new_printer(job)
        super().__init__(self._printer, parent)
        self._job = job
        self._renderer = Renderer()
        self.setWindowTitle(job.texts.gettext("Print the map"))
        self.resize(1000, 720)
        self.paintRequested.connect(self._paint)

    def _paint(self, printer: QPrinter) -> None:
        try:
            print_page(printer, self._job, self._renderer)
        except ExportError as error:
            Dialogs().warn(self, self._job.texts.gettext("Nothing was printed"), str(error))
