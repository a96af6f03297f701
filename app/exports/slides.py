"""Sheets of an atlas as slides: words and tables that can be edited, the map as a picture."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app import __version__
from app.canvas.symbols import draw_swatch
from app.exports.atlas_painting import SheetReport, role_colour
from app.exports.atlas_sheet import SLACK, Sheet, SheetRow, SheetText
from app.exports.image import png_bytes
from app.exports.page_layout import labels_text
from app.exports.xml_text import legal
from app.furniture.colours import hairline, ink, secondary_ink
from app.furniture.text import one_line
from layers.scene import Scene
from layers.texts import Texts

FONT = "Arial"
"""Every machine has it or one as wide; texts are measured in our own, which is wider."""

_EMU_PER_INCH, _POINTS_PER_INCH, _DPI = 914_400, 72.0, 96.0
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)
_TITLE_ONLY = 5
_LONGEST_PROPERTY = 250
_FINE = 4.0
_LANGUAGES = {"en": "en-US", "es": "es-SV"}
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


class Slides:
    """A presentation that is made slide by slide."""

    def __init__(self, sheet: Sheet, title: str, texts: Texts) -> None:
        """Begin with no slides.

        Args:
            sheet: one of the sheets; all are of its size.
            title: the presentation's title.
            texts: its language.
        """
        from pptx import Presentation

        self._texts = texts
        self._deck = Presentation()
        self._deck.slide_width = _emu(sheet.width)
        self._deck.slide_height = _emu(sheet.height)
        properties = self._deck.core_properties
        properties.title = legal(one_line(title))[:_LONGEST_PROPERTY]
        properties.author = f"Atlas Seguro {__version__}"
        properties.last_modified_by = ""
        properties.language = _LANGUAGES[texts.language]
        properties.revision = 1
        for name in ("created", "modified", "last_printed"):
            setattr(properties, name, _NO_TIME)
        self._links: list[tuple[Any, int]] = []
        self._drop_leftovers()

    def add(self, sheet: Sheet, picture: bytes, report: SheetReport, notes: Sequence[str]) -> None:
        """Add the slide of a sheet.

        Args:
            sheet: where everything stands.
            picture: a PNG of the sheet's map, its furniture and swatches (`picture_rect`).
            report: the names that the map has, and how many found no room on it.
            notes: paragraphs for the notes page; the names on the map are added.
        """
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE_ONLY])
        background = slide.background.fill
        background.solid()
        background.fore_color.rgb = _colour(sheet.scene.paper)
        self._fill(slide.shapes.title, sheet.title, sheet.scene)
        self._add_picture(slide, sheet, picture)
        self._add_logo(slide, sheet)
        for text in sheet.texts:
            shape = slide.shapes.add_textbox(0, 0, 0, 0)
            self._fill(shape, text, sheet.scene)
            if text.target:
                self._links.append((shape, text.target))
        self._add_legend(slide, sheet)
        if sheet.table:
            self._add_table(slide, sheet)
        note = labels_text(report.labels_hidden, self._texts)
        if note:
            self._add_small(slide, sheet, note, sheet.labels_note)
        frame = slide.notes_slide.notes_text_frame
        told = filter(None, (*notes, names_words(report.names, self._texts)))
        frame.text = legal("\n".join(map(one_line, told)))

    def content(self) -> bytes:
        """Return the file, the same bytes each time."""
        slides = list(self._deck.slides)
        for shape, number in self._links:
            shape.click_action.target_slide = slides[number - 1]
        made = io.BytesIO()
        self._deck.save(made)
        return _timeless(made.getvalue())

    # Parts

    def _drop_leftovers(self) -> None:
        """Take out what the empty presentation keeps of the machine it was once made on."""
        part = self._deck.part
        for owner, kind in ((part, "/printerSettings"), (part.package, "/thumbnail")):
            for name, relation in list(owner._rels.items()):
                if relation.reltype.endswith(kind):
                    owner._rels.pop(name)

    def _add_picture(self, slide: Any, sheet: Sheet, picture: bytes) -> None:
        rect = picture_rect(sheet)
        shape = slide.shapes.add_picture(io.BytesIO(picture), *_box(rect))
        words = self._texts.gettext("Map: {area}").format(area=sheet.title.words)
        shape.name = words_for_name(words)
        properties = shape._element.nvPicPr.cNvPr
        properties.set("descr", legal(one_line(map_words(sheet, self._texts))))

    def _add_logo(self, slide: Any, sheet: Sheet) -> None:
        if sheet.logo is None or sheet.logo_rect is None:
            return
        picture = png_bytes(sheet.logo.image(sheet.logo_rect.size() * _FINE))
        shape = slide.shapes.add_picture(io.BytesIO(picture), *_box(sheet.logo_rect))
        shape.name = words = self._texts.gettext("Logo")
        shape._element.nvPicPr.cNvPr.set("descr", words)

    def _fill(self, shape: Any, text: SheetText, scene: Scene) -> None:
        """Write a text into a shape of its size, in letters that fit into it."""
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE

        rect = QRectF(text.rect)
        if text.role.value[1]:
            rect.setWidth(rect.width() * SLACK)
        shape.left, shape.top, shape.width, shape.height = _box(rect)
        shape.name = words_for_name(text.words)
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap = True
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.TOP
        self._write(frame.paragraphs[0], text, scene)

    def _write(self, paragraph: Any, text: SheetText, scene: Scene, *, right: bool = False) -> None:
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        block = text.block
        words = one_line(text.words) if block.whole else " ".join(block.lines)
        pixels = block.font.pixelSize()
        line = block.height / max(len(block.lines), 1)
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        paragraph.line_spacing = Pt(_points(line))
        paragraph.space_before = paragraph.space_after = Pt(0)
        run = paragraph.add_run()
        run.text = legal(words)
        self._style(run, pixels, role_colour(text.role, scene).name(), bold=text.role.value[1])

    def _style(self, run: Any, pixels: float, colour: str, *, bold: bool = False) -> None:
        from pptx.util import Pt

        font = run.font
        font.name = FONT
        font.size = Pt(_points(pixels))
        font.bold = bold
        font.color.rgb = _colour(colour)
        run._r.get_or_add_rPr().set("lang", _LANGUAGES[self._texts.language])

    def _add_small(self, slide: Any, sheet: Sheet, words: str, rect: QRectF) -> None:
        """Write a short quiet text into a place that was kept for it."""
        shape = slide.shapes.add_textbox(*_box(rect))
        shape.name = words_for_name(words)
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap = True
        run = frame.paragraphs[0].add_run()
        run.text = legal(words)
        self._style(run, 9.5 * sheet.letters, secondary_ink(sheet.scene).name())

    def _add_legend(self, slide: Any, sheet: Sheet) -> None:
        """Write the texts of the legend; its symbols are in the picture."""
        from pptx.util import Pt

        body = sheet.body
        if body.legend is None or body.legend_rect is None:
            return
        for row in body.legend.rows:
            rect = row.text_rect.translated(body.legend_rect.topLeft())
            rect.setWidth(rect.width() * 1.06 + 3.0)
            shape = slide.shapes.add_textbox(*_box(rect))
            words = " ".join(row.text.lines)
            shape.name = words_for_name(words)
            frame = shape.text_frame
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
            frame.word_wrap = True
            paragraph = frame.paragraphs[0]
            line = row.text.height / max(len(row.text.lines), 1)
            paragraph.line_spacing = Pt(_points(line))
            run = paragraph.add_run()
            run.text = legal(words)
            colour = secondary_ink(sheet.scene) if row.quiet else ink(sheet.scene)
            bold = row.symbol is None and not row.quiet
            self._style(run, row.text.font.pixelSize(), colour.name(), bold=bold)

    def _add_table(self, slide: Any, sheet: Sheet) -> None:
        rows = sheet.table
        first, last = rows[0].rect, rows[-1].rect
        rect = QRectF(first.topLeft(), last.bottomRight())
        frame = slide.shapes.add_table(len(rows), 3, *_box(rect))
        frame.name = words_for_name(self._texts.gettext("Programs present"))
        table = frame.table
        # No look of its own but hairlines, which are drawn cell by cell.
        style = table._tbl.tblPr
        for flag in ("firstRow", "bandRow"):
            style.set(flag, "0")
        left = rows[0].name.rect.left() - rect.left()
        right = rows[0].count.rect.left() - rect.left()
        for column, width in zip(
            table.columns, (left, right - left, rect.width() - right), strict=True
        ):
            column.width = _emu(width)
        for number, row in enumerate(rows):
            table.rows[number].height = _emu(row.rect.height())
            self._fill_row(table, number, row, sheet.scene)
            self._add_swatch(slide, row, sheet.scene)

    def _add_swatch(self, slide: Any, row: SheetRow, scene: Scene) -> None:
        rect = row.swatch
        image = QImage((rect.size() * _FINE).toSize(), QImage.Format.Format_RGB32)
        image.fill(QColor(scene.paper))
        painter = QPainter(image)
        painter.scale(_FINE, _FINE)
        draw_swatch(painter, QRectF(QPointF(0, 0), rect.size()), row.symbol, scene.paper)
        painter.end()
        shape = slide.shapes.add_picture(io.BytesIO(png_bytes(image)), *_box(rect))
        shape.name = words_for_name(row.name.words)
        shape._element.nvPicPr.cNvPr.set("descr", legal(one_line(row.name.words)))

    def _fill_row(self, table: Any, number: int, row: SheetRow, scene: Scene) -> None:
        cells = [table.cell(number, column) for column in range(3)]
        for cell in cells:
            cell.margin_left = cell.margin_right = cell.margin_bottom = 0
            cell.margin_top = _emu(row.name.rect.top() - row.rect.top())
            cell.fill.background()
            _rule(cell, hairline(scene).name())
            # An empty paragraph is as high as its letters, which else are those of a heading.
            cell.text_frame.paragraphs[0].font.size = _emu_points(row.name.block.font.pixelSize())
        frame = cells[1].text_frame
        frame.word_wrap = True
        self._write(frame.paragraphs[0], row.name, scene)
        if row.names is not None:
            self._write(frame.add_paragraph(), row.names, scene)
        self._write(cells[2].text_frame.paragraphs[0], row.count, scene, right=True)


def picture_rect(sheet: Sheet) -> QRectF:
    """Return the part of a sheet that is a picture: the map and what explains it."""
    rect = QRectF(sheet.body.map)
    for _, box in sheet.body.boxes():
        rect = rect.united(box)
    return rect.adjusted(-1, -1, 1, 1)


def map_words(sheet: Sheet, texts: Texts) -> str:
    """Return what the map shows, for those who cannot see it."""
    words = texts.gettext("Map of {area}. It shows: {layers}.")
    shown = [row.name.words for row in sheet.table]
    shown += [section.name for section in sheet.scene.legend]
    return words.format(area=sheet.title.words, layers=", ".join(dict.fromkeys(shown)))


def names_words(names: Iterable[str], texts: Texts) -> str:
    """Return which names the map has, for the notes: those in a picture are found by no search."""
    listed = "; ".join(dict.fromkeys(names))
    return texts.gettext("Names on the map: {names}").format(names=listed) if listed else ""


def words_for_name(words: str) -> str:
    """Return the name of a shape from what it says."""
    return legal(one_line(words))[:60] or "-"


def _emu(pixels: float) -> Any:
    from pptx.util import Emu

    return Emu(round(pixels / _DPI * _EMU_PER_INCH))


def _emu_points(pixels: float) -> Any:
    from pptx.util import Pt

    return Pt(_points(pixels))


def _points(pixels: float) -> float:
    return round(pixels / _DPI * _POINTS_PER_INCH, 1)


def _box(rect: QRectF) -> tuple[Any, Any, Any, Any]:
    return _emu(rect.left()), _emu(rect.top()), _emu(rect.width()), _emu(rect.height())


def _colour(name: str) -> Any:
    from pptx.dml.color import RGBColor

    make: Any = RGBColor
    return make(*(int(name[at : at + 2], 16) for at in (1, 3, 5)))


def _rule(cell: Any, colour: str) -> None:
    """Give a cell a hairline below and no other edge."""
    from pptx.oxml import parse_xml

    properties = cell._tc.get_or_add_tcPr()
    none = "<a:noFill/>"
    fill = f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill>'
    edges = {"lnL": (0, none), "lnR": (0, none), "lnT": (0, none), "lnB": (9525, fill)}
    for place, (tag, (width, inside)) in enumerate(edges.items()):
        edge = f'<a:{tag} xmlns:a="{_A}" w="{width}">{inside}</a:{tag}>'
        properties.insert(place, parse_xml(edge))


def _timeless(content: bytes) -> bytes:
    """Return a presentation with the time of no run in it."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            packed = not name.lower().endswith((".png", ".jpeg"))
            member.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            target.writestr(member, source.read(name))
    return made.getvalue()
