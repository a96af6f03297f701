"""The printed page is vectors with text that can be found again."""

import pytest
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from app.exports.printing import PrintJob, PrintPreview, new_printer, print_page
from app.exports.report import ExportError
from layers.texts import Texts


def printed(job, path, **settings):
    printer = new_printer(job)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    if "size" in settings:
        printer.setPageSize(QPageSize(settings["size"]))
    if "orientation" in settings:
        printer.setPageOrientation(settings["orientation"])
    report = print_page(printer, job)
    document = QPdfDocument()
    assert document.load(str(path)) == QPdfDocument.Error.None_
    return report, document


@pytest.mark.parametrize("language", ["en", "es"])
def test_one_page_with_title_legend_and_sources_as_text(tmp_path, scene_of, language):
    scene = scene_of(language)
    _, document = printed(PrintJob(scene, Texts(language)), tmp_path / "map.pdf")
    assert document.pageCount() == 1
    said = " ".join(document.getAllText(0).text().split())
    assert scene.title in said
    assert "CHALATENANGO" in said
    for section in scene.legend:
        assert section.name in said
    assert "GSHHG 2.3.6" in said


def test_the_country_lies_across_the_paper_unless_told_otherwise(tmp_path, scene, texts):
    _, wide = printed(PrintJob(scene, texts), tmp_path / "wide.pdf")
    assert wide.pagePointSize(0).width() > wide.pagePointSize(0).height()
    _, tall = printed(
        PrintJob(scene, texts),
        tmp_path / "tall.pdf",
        size=QPageSize.PageSizeId.Letter,
        orientation=QPageLayout.Orientation.Portrait,
    )
    assert tall.pagePointSize(0).toTuple() == (612.0, 792.0)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_named(tmp_path, scene, texts):
    printer = new_printer(PrintJob(scene, texts))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "missing" / "map.pdf"))
    with pytest.raises(ExportError, match="cannot be printed on; choose another printer"):
        print_page(printer, PrintJob(scene, texts))


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_the_preview_draws_the_page(qtbot, scene, texts):
    preview = PrintPreview(PrintJob(scene, texts))
    qtbot.addWidget(preview)
    with qtbot.waitSignal(preview.paintRequested, timeout=10_000):
        preview.show()
    assert preview.windowTitle() == "Print the map"
    preview.close()
