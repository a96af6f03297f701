"""The legend, measured and painted from what a scene says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from app.canvas.symbols import draw_swatch
from app.fonts import map_font
from app.furniture.colours import ink, secondary_ink
from app.furniture.text import TextBlock, draw_block, text_block
from layers.scene import LegendEntry, LegendSection, Scene
from layers.style import Symbol
from layers.texts import Texts

TEXT_PIXELS, NOTE_PIXELS = 12.0, 10.5
"""Heights of letters at scale 1, logical pixels."""

_SWATCH_WIDTH, _SWATCH_HEIGHT, _SWATCH_GAP = 26.0, 18.0, 8.0
_ROW_GAP, _SECTION_GAP, _COLUMN_GAP = 3.0, 9.0, 22.0
_MOST_LINES = 3
_WIDEST_COLUMN = 250.0


@dataclass(frozen=True, eq=False)
class LegendRow:
    """A text of the legend, with or without a symbol before it.

    Attributes:
        text: the broken text.
        text_rect: where it stands, logical pixels from the legend's upper left corner.
        symbol: the look it explains, None for the name of a layer or a note.
        swatch: where the symbol stands, None without one.
        quiet: whether it is a note, in secondary ink.
    """

    text: TextBlock
    text_rect: QRectF
    symbol: Symbol | None = None
    swatch: QRectF | None = None
    quiet: bool = False

    @property
    def bottom(self) -> float:
        """Where the row ends, logical pixels from the legend's upper edge."""
        return max(self.text_rect.bottom(), self.swatch.bottom() if self.swatch else 0.0)

    def moved(self, right: float, down: float) -> LegendRow:
        """Return the row at another place."""
        return replace(
            self,
            text_rect=self.text_rect.translated(right, down),
            swatch=self.swatch and self.swatch.translated(right, down),
        )


@dataclass(frozen=True, eq=False)
class Legend:
    """A legend that was measured, ready to be painted.

    Attributes:
        rows: what it says, in reading order.
        size: logical pixels.
        columns: how many columns it has.
        brief: whether it says no more than one line a layer.
    """

    rows: tuple[LegendRow, ...]
    size: QSizeF
    columns: int = 1
    brief: bool = False

    def draw(self, painter: QPainter, left: float, top: float, scene: Scene) -> None:
        """Paint it with its upper left corner at ``left``, ``top`` (logical pixels)."""
        plain, quiet = ink(scene), secondary_ink(scene)
        for row in self.rows:
            place = row.moved(left, top)
            if place.symbol is not None and place.swatch is not None:
                draw_swatch(painter, place.swatch, place.symbol, scene.paper)
            corner = place.text_rect.topLeft()
            draw_block(painter, place.text, corner.x(), corner.y(), quiet if row.quiet else plain)


def arrange_legend(
    scene: Scene,
    texts: Texts,
    *,
    scale: float = 1.0,
    columns: int = 1,
    column_width: float | None = None,
    titled: bool = False,
    brief: bool = False,
) -> Legend:
    """Measure the legend of a scene.

    Args:
        scene: what is drawn.
        texts: the language of the title.
        scale: size of letters and swatches, 1 being that of the screen.
        columns: how many columns there may be; sections are never torn apart.
        column_width: logical pixels; as wide as the text needs if omitted.
        titled: whether the word "Legend" stands above it.
        brief: one line a layer, its first symbol and its name, instead of all.
    """
    widest = column_width or _WIDEST_COLUMN * scale
    sections = [
        _section_rows(_brief(section) if brief else section, widest, scale)
        for section in scene.legend
    ]
    rows: list[LegendRow] = []
    if titled and sections:
        rows.append(_text_row(texts.gettext("Legend"), widest, scale, bold=True))
    top = rows[0].bottom + _SECTION_GAP * scale / 2 if rows else 0.0
    left = 0.0
    stacks = _in_columns(sections, columns, _SECTION_GAP * scale)
    for stack in stacks:
        placed = _below_each_other(stack, left, top, _SECTION_GAP * scale)
        rows += placed
        width = max(row.text_rect.right() for row in placed) - left
        left += (column_width or width) + _COLUMN_GAP * scale
    right = max((row.text_rect.right() for row in rows), default=0.0)
    bottom = max((row.bottom for row in rows), default=0.0)
    return Legend(tuple(rows), QSizeF(right, bottom), len(stacks), brief)


def fit_legend(
    scene: Scene, texts: Texts, room: QSizeF, *, scale: float = 1.0, titled: bool = False
) -> Legend | None:
    """Return the fullest legend that fits into ``room`` (logical pixels), None if none does.

    More columns are tried before anything is left out.
    """
    for brief in (False, True):
        for columns in range(1, len(scene.legend) + 1):
            legend = arrange_legend(
                scene, texts, scale=scale, columns=columns, titled=titled, brief=brief
            )
            if legend.size.width() > room.width():
                break
            if legend.size.height() <= room.height():
                return legend
    return None


def legend_size(scene: Scene, texts: Texts, scale: float = 1.0, columns: int = 1) -> QSizeF:
    """Return the size of the titled legend in logical pixels."""
    return arrange_legend(scene, texts, scale=scale, columns=columns, titled=True).size


def draw_legend(
    painter: QPainter, rect: QRectF, scene: Scene, texts: Texts, scale: float = 1.0
) -> None:
    """Paint the fullest titled legend that fits into ``rect`` (logical pixels), if any does."""
    legend = fit_legend(scene, texts, rect.size(), scale=scale, titled=True)
    if legend is not None:
        legend.draw(painter, rect.left(), rect.top(), scene)


def _brief(section: LegendSection) -> LegendSection:
    first = tuple(LegendEntry(entry.symbol, section.name) for entry in section.entries[:1])
    return replace(section, entries=first, note="")


def _section_rows(section: LegendSection, width: float, scale: float) -> list[LegendRow]:
    """Return the rows of one section, each at the upper edge."""
    rows = [_entry_row(entry, width, scale) for entry in section.entries]
    if len(rows) != 1 or not section.entries[0].text.startswith(section.name):
        rows.insert(0, _text_row(section.name, width, scale, bold=True))
    if section.note:
        indent = (_SWATCH_WIDTH + _SWATCH_GAP) * scale if section.entries else 0.0
        rows.append(_text_row(section.note, width, scale, indent=indent, quiet=True))
    return rows


def _entry_row(entry: LegendEntry, width: float, scale: float) -> LegendRow:
    indent = (_SWATCH_WIDTH + _SWATCH_GAP) * scale
    row = _text_row(entry.text, width, scale, indent=indent)
    line = row.text.height / max(len(row.text.lines), 1)
    height = max(_SWATCH_HEIGHT * scale, line)
    # Symbol and first line share their middle.
    return replace(
        row.moved(0.0, (height - line) / 2),
        symbol=entry.symbol,
        swatch=QRectF(
            0.0,
            (height - _SWATCH_HEIGHT * scale) / 2,
            _SWATCH_WIDTH * scale,
            _SWATCH_HEIGHT * scale,
        ),
    )


def _text_row(
    text: str,
    width: float,
    scale: float,
    *,
    indent: float = 0.0,
    bold: bool = False,
    quiet: bool = False,
) -> LegendRow:
    font = map_font((NOTE_PIXELS if quiet else TEXT_PIXELS) * scale, bold=bold)
    block = text_block(text, font, max(width - indent, scale), _MOST_LINES)
    return LegendRow(block, QRectF(indent, 0.0, block.width, block.height), quiet=quiet)


def _below_each_other(
    sections: Sequence[Sequence[LegendRow]], left: float, top: float, gap: float
) -> list[LegendRow]:
    placed: list[LegendRow] = []
    for number, section in enumerate(sections):
        top += gap if number else 0.0
        for row in section:
            placed.append(row.moved(left, top))
            top += row.bottom + gap / 3
        top -= gap / 3
    return placed


def _height(section: Sequence[LegendRow], gap: float) -> float:
    return sum(row.bottom for row in section) + gap / 3 * (len(section) - 1)


def _in_columns(
    sections: Sequence[list[LegendRow]], columns: int, gap: float
) -> list[list[list[LegendRow]]]:
    """Deal sections, in order, to columns so that the tallest column is as low as can be."""
    heights = [_height(section, gap) for section in sections]
    limits = sorted(
        {
            sum(heights[start:end]) + gap * (end - start - 1)
            for start in range(len(heights))
            for end in range(start + 1, len(heights) + 1)
        }
    )
    for limit in limits:
        stacks = _filled(sections, heights, limit, gap)
        if len(stacks) <= columns:
            return stacks
    return []


def _filled(
    sections: Sequence[list[LegendRow]], heights: Sequence[float], limit: float, gap: float
) -> list[list[list[LegendRow]]]:
    """Fill columns up to ``limit``, one after the other."""
    stacks: list[list[list[LegendRow]]] = []
    used = limit
    for section, height in zip(sections, heights, strict=True):
        used += gap + height
        # Sums of the same numbers in another order differ in the last bits.
        if used > limit + 1e-6:
            stacks.append([])
            used = height
        stacks[-1].append(section)
    return stacks
