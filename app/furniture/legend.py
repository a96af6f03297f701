"""The legend, measured and painted from what a scene says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

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

_SWATCH_WIDTH, _SWATCH_HEIGHT, _SWATCH_GAP = 26.0, 16.0, 8.0
_ROW_GAP, _SECTION_GAP, COLUMN_GAP = 2.5, 8.0, 22.0
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
        brief: one line a layer, its first symbol and its name, and nothing of the base map.
    """
    widest = column_width or _WIDEST_COLUMN * scale
    explained = _brief(scene) if brief else scene.legend
    sections = [_section_rows(section, widest, scale) for section in explained]
    rows: list[LegendRow] = []
    if titled and sections:
        rows.append(_text_row(texts.gettext("Legend"), widest, scale, bold=True))
    top = rows[0].bottom + _SECTION_GAP * scale / 2 if rows else 0.0
    left = 0.0
    stacks = _in_columns(sections, columns, scale)
    for stack in stacks:
        placed = _below_each_other(stack, left, top, scale)
        rows += placed
        width = max(row.text_rect.right() for row in placed) - left
        left += (column_width or width) + COLUMN_GAP * scale
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


def _brief(scene: Scene) -> list[LegendSection]:
    base = {layer.layer_id for layer in scene.layers if layer.group == "base"}
    return [
        replace(
            section,
            entries=tuple(LegendEntry(entry.symbol, section.name) for entry in section.entries[:1]),
            note="",
        )
        for section in scene.legend
        if section.entries and section.layer_id not in base
    ]


def _section_rows(section: LegendSection, width: float, scale: float) -> list[LegendRow]:
    """Return the rows of one section, each at the upper edge."""
    named = bool(section.entries) and (
        section.entries[0].text == section.name
        or (len(section.entries) == 1 and section.entries[0].text.startswith(section.name))
    )
    rows = [] if named else [_text_row(section.name, width, scale, bold=True)]
    for entry in section.entries:
        text = entry.text if named else _without_name(entry.text, section.name)
        rows.append(_entry_row(LegendEntry(entry.symbol, text), width, scale))
    if section.note:
        indent = (_SWATCH_WIDTH + _SWATCH_GAP) * scale if section.entries else 0.0
        rows.append(_text_row(section.note, width, scale, indent=indent, quiet=True))
    return rows


def _without_name(text: str, name: str) -> str:
    """Return an entry's text without the name that already stands above it."""
    rest = text.removeprefix(f"{name}, ")
    return rest[:1].upper() + rest[1:]


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
    sections: Sequence[Sequence[LegendRow]], left: float, top: float, scale: float
) -> list[LegendRow]:
    placed: list[LegendRow] = []
    for number, section in enumerate(sections):
        top += _gap(sections[number - 1], section, scale) if number else 0.0
        for row in section:
            placed.append(row.moved(left, top))
            top += row.bottom + _ROW_GAP * scale
        top -= _ROW_GAP * scale
    return placed


def _gap(above: Sequence[LegendRow], below: Sequence[LegendRow], scale: float) -> float:
    """Return the space between two sections; sections of a single row each make a list."""
    return (_ROW_GAP if len(above) == len(below) == 1 else _SECTION_GAP) * scale


def _in_columns(
    sections: Sequence[list[LegendRow]], columns: int, scale: float
) -> list[list[list[LegendRow]]]:
    """Deal sections, in order, to columns so that the tallest column is as low as can be."""
    if not sections:
        return []
    heights = [
        sum(row.bottom for row in section) + _ROW_GAP * scale * (len(section) - 1)
        for section in sections
    ]
    gaps = [0.0, *(_gap(above, below, scale) for above, below in pairwise(sections))]
    low, high = max(heights), sum(heights) + sum(gaps)
    # Half a pixel more or less is not seen.
    while high - low > 0.5:
        limit = (low + high) / 2
        if len(_column_starts(heights, gaps, limit)) <= columns:
            high = limit
        else:
            low = limit
    starts = _column_starts(heights, gaps, high)
    return [list(sections[start:end]) for start, end in pairwise([*starts, len(sections)])]


def _column_starts(heights: Sequence[float], gaps: Sequence[float], limit: float) -> list[int]:
    """Return with which sections columns start that are filled up to ``limit``."""
    starts: list[int] = []
    used = 0.0
    for number, (height, gap) in enumerate(zip(heights, gaps, strict=True)):
        used += gap + height
        # Sums of the same numbers in another order differ in their last digits.
        if not starts or used > limit + 1e-6:
            starts.append(number)
            used = height
    return starts
