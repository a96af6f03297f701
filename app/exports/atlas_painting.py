"""Sheets of an atlas painted, on whatever takes a painter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.canvas.labels import Label
from app.canvas.renderer import DrawReport, Renderer
from app.canvas.symbols import draw_swatch
from app.exports.atlas_sheet import Role, Sheet, SheetText
from app.exports.page_layout import labels_text
from app.fonts import map_font
from app.furniture.colours import hairline, ink, secondary_ink
from app.furniture.inset import draw_inset
from app.furniture.north_arrow import draw_north_arrow
from app.furniture.scale_bar import draw_scale_bar
from app.furniture.text import TextBlock, draw_block, text_block
from layers.scene import Scene
from layers.texts import Texts

_ACTION = {"light": "#0b4f79", "dark": "#7fb8dd", "contrast": "#00304d"}


@dataclass(slots=True)
class SheetReport:
    """What was drawn of one sheet.

    Attributes:
        labels: the names that are written on its map.
        labels_hidden: how many names found no room on it.
    """

    labels: tuple[Label, ...] = ()
    labels_hidden: int = 0

    @property
    def names(self) -> list[str]:
        """What is written on its map, in the order of writing."""
        return [" ".join(label.lines) for label in self.labels]


def sheet_steps(
    painter: QPainter, sheet: Sheet, texts: Texts, renderer: Renderer, report: SheetReport
) -> Iterator[None]:
    """Paint a sheet, a little of it each time the iterator is asked.

    Args:
        painter: works in pixels of the sheet's picture.
        sheet: where everything stands.
        texts: its language.
        renderer: draws the map.
        report: what was drawn, filled in.
    """
    with _saved(painter):
        painter.scale(sheet.pixel_ratio, sheet.pixel_ratio)
        painter.fillRect(QRectF(0, 0, sheet.width, sheet.height), QColor(sheet.scene.paper))
        yield from map_steps(painter, sheet, texts, renderer, report)
        _draw_legend_texts(painter, sheet)
        if sheet.logo is not None and sheet.logo_rect is not None:
            sheet.logo.draw(painter, sheet.logo_rect)
        for row in sheet.table:
            draw_swatch(painter, row.swatch, row.symbol, sheet.scene.paper)
            for text in row.texts:
                right = text is row.count
                _draw(painter, text, sheet.scene, right=right)
            _draw_rule(painter, row.rect, sheet.scene)
        for text in (sheet.title, *sheet.texts):
            _draw(painter, text, sheet.scene)
        note = labels_block(sheet, report.labels_hidden, texts)
        corner = sheet.labels_note.topLeft()
        draw_block(painter, note, corner.x(), corner.y(), secondary_ink(sheet.scene))


def map_steps(
    painter: QPainter, sheet: Sheet, texts: Texts, renderer: Renderer, report: SheetReport
) -> Iterator[None]:
    """Paint map, swatches of the legend, scale bar, north arrow and inset; logical pixels."""
    scene, body = sheet.scene, sheet.body
    drawn = DrawReport()
    with _saved(painter):
        painter.translate(body.map.topLeft())
        yield from renderer.steps(painter, scene, body.view, drawn, None, ())
    report.labels, report.labels_hidden = drawn.labels, drawn.labels_hidden
    if body.inset is not None:
        draw_inset(painter, body.inset, scene, body.view, renderer)
        yield
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.setPen(QPen(hairline(scene), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(body.map)
    if body.legend is not None and body.legend_rect is not None:
        corner = body.legend_rect.topLeft()
        body.legend.draw_symbols(painter, corner.x(), corner.y(), scene)
    if body.north_arrow is not None:
        draw_north_arrow(painter, body.north_arrow, scene, texts, sheet.scale)
    if body.scale_bar is not None:
        draw_scale_bar(
            painter,
            body.scale_bar,
            scene,
            body.view,
            texts,
            longest=body.longest_bar,
            scale=sheet.scale,
        )


def labels_block(sheet: Sheet, hidden: int, texts: Texts) -> TextBlock:
    """Return the note on the names that found no room on a sheet's map."""
    words = labels_text(hidden, texts)
    return text_block(words, _font(sheet, Role.FOOT), sheet.labels_note.width(), 1)


def role_colour(role: Role, scene: Scene) -> QColor:
    """Return the colour of a kind of text."""
    if role is Role.VALUE:
        return QColor(_ACTION[scene.theme])
    return secondary_ink(scene) if role.is_quiet else ink(scene)


def _draw_legend_texts(painter: QPainter, sheet: Sheet) -> None:
    """Write the legend, its symbols being there already."""
    body = sheet.body
    if body.legend is not None and body.legend_rect is not None:
        corner = body.legend_rect.topLeft()
        body.legend.draw_texts(painter, corner.x(), corner.y(), sheet.scene)


def _draw(painter: QPainter, text: SheetText, scene: Scene, *, right: bool = False) -> None:
    draw_block(
        painter,
        text.block,
        text.rect.left(),
        text.rect.top(),
        role_colour(text.role, scene),
        width=text.rect.width(),
        alignment=Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft,
    )


def _draw_rule(painter: QPainter, rect: QRectF, scene: Scene) -> None:
    painter.setPen(QPen(hairline(scene), 0.8))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _font(sheet: Sheet, role: Role) -> QFont:
    height, bold = role.value
    return map_font(height * sheet.letters, bold=bold)


@contextmanager
def _saved(painter: QPainter) -> Iterator[None]:
    painter.save()
    try:
        yield
    finally:
        painter.restore()
