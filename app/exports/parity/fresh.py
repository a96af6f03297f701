"""Fresh drawings: pages, sheets and the maps of slides, painted anew to hold files against."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPaintDevice, QPainter, QPicture

from app.canvas.labels import Label
from app.canvas.renderer import Renderer
from app.exports.atlas_painting import SheetReport, labels_block, map_steps, sheet_steps
from app.exports.atlas_sheet import Role, Sheet, SheetText
from app.exports.options import PageOptions
from app.exports.page import Page
from app.exports.page_body import Body
from app.exports.page_layout import PageLayout
from app.exports.parity.picture import FreshMap, Mark
from app.exports.parity.words import Said, Writing
from app.exports.slides import picture_rect
from app.furniture.scale_bar import scale_bar, scale_bar_texts
from app.furniture.text import TextBlock
from layers.scene import Scene
from layers.style import PolygonSymbol, Symbol
from layers.texts import Texts


def fresh_page(scene: Scene, options: PageOptions, texts: Texts) -> FreshMap:
    """Return the page of a scene, drawn anew."""
    image = QImage(options.width, options.height, QImage.Format.Format_RGB32)
    page = Page(scene, options, texts, Renderer())
    _paint(image, page.steps)
    layout = page.layout
    marks = [*_names(layout.body, page.labels), *_legend(layout.body), *_page_marks(layout)]
    return FreshMap(scene, layout.body, QPointF(), layout.pixel_ratio, image, marks)


def page_writing(scene: Scene, options: PageOptions, texts: Texts) -> Writing:
    """Return what is written on the page of a scene where it is drawn as vectors."""
    page = Page(scene, options, texts, Renderer())
    _paint(QPicture(), page.steps)
    said = [
        *(Said("text", (mark.words,)) for mark in _page_marks(page.layout)),
        Said("text", page.note.lines),
        *_body_texts(page.layout.body, texts),
    ]
    return Writing(tuple(said), tuple(label.lines for label in page.labels))


def fresh_sheet(sheet: Sheet, texts: Texts, size: QSize) -> FreshMap:
    """Return a sheet of an atlas or a story, drawn anew.

    Args:
        sheet: where everything stands.
        texts: its language.
        size: pixels of the page.
    """
    image = QImage(size, QImage.Format.Format_RGB32)
    report = SheetReport()
    _paint(image, lambda painter: sheet_steps(painter, sheet, texts, Renderer(), report))
    own = [sheet.title, *sheet.texts, *(text for row in sheet.table for text in row.texts)]
    marks = [
        *_names(sheet.body, report.labels),
        *_legend(sheet.body),
        *(Mark("text", text.words, text.rect) for text in own),
        *(_symbol(row.name.words, row.swatch, row.symbol) for row in sheet.table),
    ]
    return FreshMap(sheet.scene, sheet.body, QPointF(), sheet.pixel_ratio, image, marks)


def sheet_writing(sheet: Sheet, texts: Texts) -> Writing:
    """Return what is written on a sheet where it is drawn as vectors."""
    report = SheetReport()
    _paint(QPicture(), lambda painter: sheet_steps(painter, sheet, texts, Renderer(), report))
    said = [
        *_sheet_texts(sheet),
        Said("text", labels_block(sheet, report.labels_hidden, texts).lines),
        *_body_texts(sheet.body, texts),
    ]
    return Writing(tuple(said), tuple(label.lines for label in report.labels))


def fresh_map(sheet: Sheet, texts: Texts) -> tuple[FreshMap, SheetReport]:
    """Return the picture on the slide of a sheet, drawn anew, and what was drawn."""
    rect, ratio = picture_rect(sheet), sheet.pixel_ratio
    size = QSize(round(rect.width() * ratio), round(rect.height() * ratio))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor(sheet.scene.paper))
    report = SheetReport()
    painter = QPainter(image)
    painter.scale(ratio, ratio)
    painter.translate(-rect.topLeft())
    for _ in map_steps(painter, sheet, texts, Renderer(), report):
        pass
    painter.end()
    marks = [*_names(sheet.body, report.labels), *_legend(sheet.body)]
    return FreshMap(sheet.scene, sheet.body, rect.topLeft(), ratio, image, marks), report


def figures_of(sheet: Sheet) -> Iterator[tuple[SheetText, ...]]:
    """Yield the figures of a sheet: value, label and, if there is one, what is to be noted."""
    tile: list[SheetText] = []
    for text in (*sheet.texts, None):
        if tile and (text is None or text.role not in (Role.LABEL, Role.NOTE)):
            yield tuple(tile)
            tile = []
        if text is not None and (tile or text.role is Role.VALUE):
            tile.append(text)


def _paint(device: QPaintDevice, steps: Callable[[QPainter], Iterator[None]]) -> None:
    painter = QPainter(device)
    for _ in steps(painter):
        pass
    painter.end()


def _names(body: Body, labels: tuple[Label, ...]) -> Iterator[Mark]:
    corner = body.map.topLeft()
    for label in labels:
        left, top, right, bottom = label.box
        rect = QRectF(left, top, right - left, bottom - top).translated(corner)
        yield Mark("names", " ".join(label.lines), rect)


def _legend(body: Body) -> Iterator[Mark]:
    if body.legend is None or body.legend_rect is None:
        return
    corner = body.legend_rect.topLeft()
    for row in body.legend.rows:
        words = " ".join(row.text.lines)
        yield Mark("legend", words, row.text_rect.translated(corner))
        if row.swatch is not None:
            yield _symbol(words, row.swatch.translated(corner), row.symbol)


def _symbol(words: str, rect: QRectF, symbol: Symbol | None) -> Mark:
    is_hatched = isinstance(symbol, PolygonSymbol) and symbol.hatch is not None
    return Mark("hatch" if is_hatched else "symbol", words, rect)


def _page_marks(layout: PageLayout) -> Iterator[Mark]:
    for name in ("title", "subtitle", "sources", "made_with", "notes", "honesty"):
        placed = getattr(layout, name)
        if placed is not None:
            yield Mark("text", _words(placed.block), placed.rect)


def _sheet_texts(sheet: Sheet) -> Iterator[Said]:
    figures = list(figures_of(sheet))
    for tile in figures:
        yield Said("figure", tuple(_words(text.block) for text in tile))
    told = [text for tile in figures for text in tile]
    for text in (sheet.title, *sheet.texts):
        if text not in told:
            yield Said("text", (_words(text.block),))
    for row in sheet.table:
        yield Said("programs", tuple(_words(text.block) for text in row.texts))


def _body_texts(body: Body, texts: Texts) -> Iterator[Said]:
    if body.legend is not None:
        yield Said("legend", tuple(_words(row.text) for row in body.legend.rows))
    if body.north_arrow is not None:
        yield Said("text", (texts.pgettext("north arrow", "N"),))
    if body.scale_bar is not None:
        yield Said("scale bar", scale_bar_texts(scale_bar(body.view, body.longest_bar), texts))


def _words(block: TextBlock) -> str:
    return " ".join(block.lines)
