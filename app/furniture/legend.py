"""The legend, measured and painted from what a scene says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.canvas.symbols import draw_swatch
from app.fonts import map_font
from app.furniture.colours import ink, secondary_ink
from app.furniture.legend_columns import (
    ROW_GAP,
    SECTION_GAP,
    Column,
    MeasuredRow,
    MeasuredSection,
    column_height,
    in_columns,
)
from app.furniture.nested_sizes import LEADER_GAP, nested_rows, nested_width
from app.furniture.text import TextBlock, draw_block, text_block
from geodata.frozen import frozen
from layers.scene import LegendEntry, LegendSection, Scene
from layers.style import Symbol
from layers.texts import Texts

TEXT_PIXELS, NOTE_PIXELS = 12.0, 10.5
"""Heights of letters at scale 1, logical pixels."""

COLUMN_GAP = 22.0
"""Space between columns at scale 1, logical pixels."""

_SWATCH_WIDTH, _SWATCH_HEIGHT, _SWATCH_GAP = 26.0, 16.0, 8.0
_MOST_LINES = 3
_MOST_REMARK_LINES = 6
_WIDEST_COLUMN = 250.0


class Fullness(Enum):
    """How much a legend says, the most first."""

    WHOLE = "whole"
    NO_BASE = "no base map"
    BRIEF = "one line a layer"


@frozen(eq=False)
class LegendRow:
    """A text of the legend, with or without a symbol before it.

    Attributes:
        text: the broken text.
        text_rect: where it stands, logical pixels from the legend's upper left corner.
        symbol: the look it explains, None for the name of a layer or a note.
        swatch: where the symbol stands, None without one.
        quiet: whether it is a note, in secondary ink.
        leader: whether a line leads from the symbol's top to the text.
    """

    text: TextBlock
    text_rect: QRectF
    symbol: Symbol | None = None
    swatch: QRectF | None = None
    quiet: bool = False
    leader: bool = False


@frozen(eq=False, slots=False)
class Legend:
    """A legend that was measured, ready to be painted.

    Attributes:
        stacks: its columns, the title's section above the first one.
        lefts: where each column starts, logical pixels.
        title: the section of the title, None without one.
        scale: size of letters and swatches.
        fullness: how much it says.
    """

    stacks: tuple[Column, ...]
    lefts: tuple[float, ...]
    title: MeasuredSection | None
    scale: float
    fullness: Fullness = Fullness.WHOLE

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.stacks)

    @cached_property
    def size(self) -> QSizeF:
        """Logical pixels."""
        rights = [
            left + max(section.width for section in stack)
            for left, stack in zip(self.lefts, self.stacks, strict=True)
        ]
        heights = [self._top + column_height(stack) for stack in self.stacks]
        title = self.title.width if self.title else 0.0
        return QSizeF(max([title, *rights]), max(heights, default=0.0))

    @cached_property
    def texts(self) -> tuple[TextBlock, ...]:
        """What it says, in reading order."""
        sections = (section for stack in self.stacks for section in stack)
        return tuple(row.text for section in sections for row in section.rows)

    @cached_property
    def rows(self) -> tuple[LegendRow, ...]:
        """Every row at its place, in reading order."""
        title = self._placed(self.title.rows, 0.0, 0.0) if self.title else ()
        return (*title, *self._rows())

    def draw(self, painter: QPainter, left: float, top: float, scene: Scene) -> None:
        """Paint it with its upper left corner at ``left``, ``top`` (logical pixels)."""
        self.draw_symbols(painter, left, top, scene)
        self.draw_texts(painter, left, top, scene)

    def draw_symbols(self, painter: QPainter, left: float, top: float, scene: Scene) -> None:
        """Paint what it has beside texts; see `draw`."""
        for row in self.rows:
            if row.symbol is None or row.swatch is None:
                continue
            swatch = row.swatch.translated(left, top)
            if row.leader:
                end = left + row.text_rect.left()
                _draw_leader(painter, swatch, end, secondary_ink(scene))
            draw_swatch(painter, swatch, row.symbol, scene.paper)

    def draw_texts(self, painter: QPainter, left: float, top: float, scene: Scene) -> None:
        """Write its texts; see `draw`."""
        plain, quiet = ink(scene), secondary_ink(scene)
        for row in self.rows:
            corner = row.text_rect.translated(left, top).topLeft()
            draw_block(painter, row.text, corner.x(), corner.y(), quiet if row.quiet else plain)

    @property
    def _top(self) -> float:
        return self.title.height + SECTION_GAP * self.scale / 2 if self.title else 0.0

    def _rows(self) -> Iterator[LegendRow]:
        for left, stack in zip(self.lefts, self.stacks, strict=True):
            top = self._top
            above: MeasuredSection | None = None
            for section in stack:
                top += section.gap_above(above) if above else 0.0
                yield from self._placed(section.rows, left, top)
                top += section.height
                above = section

    def _placed(self, rows: Sequence[MeasuredRow], left: float, top: float) -> Iterator[LegendRow]:
        for row in rows:
            width, height = _SWATCH_WIDTH * self.scale, _SWATCH_HEIGHT * self.scale
            # Symbol and first line share their middle.
            line = row.text.height / max(len(row.text.lines), 1)
            middle = top + row.text_top + line / 2
            swatch = QRectF(left, middle - height / 2, width, height) if row.symbol else None
            if row.swatch is not None:
                swatch = row.swatch.translated(left, top)
            yield LegendRow(
                row.text,
                QRectF(left + row.indent, top + row.text_top, row.text.width, row.text.height),
                row.symbol,
                swatch,
                row.quiet,
                leader=row.swatch is not None,
            )
            top += row.height + ROW_GAP * self.scale


class LegendSetter:
    """Sets the legend of one scene in several ways; what was measured once is kept."""

    def __init__(self, scene: Scene, texts: Texts) -> None:
        self._scene, self._texts = scene, texts
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._sections: dict[tuple[float, float, Fullness], list[MeasuredSection]] = {}
        self._blocks: dict[tuple[str, int, bool, int], TextBlock] = {}

    def arrange(
        self,
        *,
        scale: float = 1.0,
        columns: int = 1,
        column_width: float | None = None,
        titled: bool = False,
        fullness: Fullness = Fullness.WHOLE,
    ) -> Legend:
        """Measure the legend; see `arrange_legend`."""
        widest = column_width or _WIDEST_COLUMN * scale
        sections = self._measured(widest, scale, fullness)
        stacks = tuple(in_columns(sections, columns))
        lefts, left = [], 0.0
        for stack in stacks:
            lefts.append(left)
            width = column_width or max(section.width for section in stack)
            left += width + COLUMN_GAP * scale
        title = None
        if titled and sections:
            words = self._row(self._texts.gettext("Legend"), widest, scale, bold=True)
            title = MeasuredSection((words,), scale)
        return Legend(stacks, tuple(lefts), title, scale, fullness)

    def _measured(self, width: float, scale: float, fullness: Fullness) -> list[MeasuredSection]:
        key = (width, scale, fullness)
        if key not in self._sections:
            explained = _explained(self._scene, fullness)
            whole = (self._section(each, width, scale) for each in explained)
            self._sections[key] = [part for section in whole for part in section.parts()]
        return self._sections[key]

    def _section(self, section: LegendSection, width: float, scale: float) -> MeasuredSection:
        named = not needs_heading(section)
        rows = [] if named else [self._row(section.name, width, scale, bold=True)]
        if section.measure:
            rows.append(self._row(section.measure, width, scale))
        nested = [entry for entry in section.entries if entry.nested]
        if nested:
            rows += self._nested(nested, width, scale)
        for entry in section.entries:
            text = entry.text if named else without_name(entry.text, section.name)
            if not entry.nested:
                rows.append(self._entry(LegendEntry(entry.symbol, text), width, scale))
        rows += [
            self._row(remark, width, scale, quiet=True, most_lines=_MOST_REMARK_LINES)
            for remark in section.remarks
        ]
        if section.note:
            indent = (_SWATCH_WIDTH + _SWATCH_GAP) * scale if section.entries else 0.0
            rows.append(self._row(section.note, width, scale, indent=indent, quiet=True))
        return MeasuredSection(tuple(rows), scale)

    def _nested(self, entries: list[LegendEntry], width: float, scale: float) -> list[MeasuredRow]:
        beside = max(nested_width(entries) + LEADER_GAP, _SWATCH_WIDTH * scale) + 4.0
        texts = [self._row(entry.text, width, scale, indent=beside) for entry in entries]
        return nested_rows(entries, texts, scale)

    def _entry(self, entry: LegendEntry, width: float, scale: float) -> MeasuredRow:
        indent = (_SWATCH_WIDTH + _SWATCH_GAP) * scale
        row = self._row(entry.text, width, scale, indent=indent)
        line = row.text.height / max(len(row.text.lines), 1)
        above = max(_SWATCH_HEIGHT * scale - line, 0.0) / 2
        height = max(row.text.height + 2 * above, _SWATCH_HEIGHT * scale)
        return replace(row, text_top=above, height=height, symbol=entry.symbol)

    def _row(
        self,
        text: str,
        width: float,
        scale: float,
        *,
        indent: float = 0.0,
        bold: bool = False,
        quiet: bool = False,
        most_lines: int = _MOST_LINES,
    ) -> MeasuredRow:
        pixels = round((NOTE_PIXELS if quiet else TEXT_PIXELS) * scale)
        block = self._block(text, pixels, bold, max(width - indent, scale), most_lines)
        return MeasuredRow(block, indent, 0.0, block.height, quiet=quiet)

    def _block(
        self, text: str, pixels: int, bold: bool, width: float, most_lines: int
    ) -> TextBlock:
        """Return ``text`` broken; the width matters in whole pixels, and not if it fits."""
        room = int(width)
        key = (text, pixels, bold, room)
        for kept in (self._blocks.get((text, pixels, bold, 0)), self._blocks.get(key)):
            if kept is not None and kept.width <= width:
                return kept
        if (pixels, bold) not in self._fonts:
            self._fonts[pixels, bold] = map_font(pixels, bold=bold)
        block = text_block(text, self._fonts[pixels, bold], max(room, 1), most_lines)
        fits = block.whole and len(block.lines) <= 1
        self._blocks[(text, pixels, bold, 0) if fits else key] = block
        return block


def arrange_legend(
    scene: Scene,
    texts: Texts,
    *,
    scale: float = 1.0,
    columns: int = 1,
    column_width: float | None = None,
    titled: bool = False,
    fullness: Fullness = Fullness.WHOLE,
) -> Legend:
    """Measure the legend of a scene.

    Args:
        scene: what is drawn.
        texts: the language of the title.
        scale: size of letters and swatches, 1 being that of the screen.
        columns: how many columns there may be; just long sections are torn apart.
        column_width: logical pixels; as wide as the text needs if omitted.
        titled: whether the word "Legend" stands above it.
        fullness: how much it says. Brief, it is one line a layer, its first symbol and its name,
            and nothing of the base map; what is essential stays whole.
    """
    return LegendSetter(scene, texts).arrange(
        scale=scale, columns=columns, column_width=column_width, titled=titled, fullness=fullness
    )


def fit_legend(
    scene: Scene, texts: Texts, room: QSizeF, *, scale: float = 1.0, titled: bool = False
) -> Legend | None:
    """Return the fullest legend that fits into ``room`` (logical pixels), None if none does.

    More columns are tried before anything is left out.
    """
    setter = LegendSetter(scene, texts)
    for fullness in Fullness:
        for columns in range(1, len(scene.legend) + 1):
            legend = setter.arrange(scale=scale, columns=columns, titled=titled, fullness=fullness)
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


def _explained(scene: Scene, fullness: Fullness) -> Sequence[LegendSection]:
    """Return the sections of a legend that says so much."""
    if fullness is Fullness.WHOLE:
        return scene.legend
    base = {layer.layer_id for layer in scene.layers if layer.group == "base"}
    kept = [each for each in scene.legend if each.is_essential or each.layer_id not in base]
    if fullness is Fullness.NO_BASE:
        return kept
    return [
        section if section.is_essential else _in_one_line(section)
        for section in kept
        if section.is_essential or section.entries
    ]


def _in_one_line(section: LegendSection) -> LegendSection:
    entries = tuple(LegendEntry(entry.symbol, section.name) for entry in section.entries[:1])
    return replace(section, entries=entries, note="")


def _draw_leader(painter: QPainter, swatch: QRectF, right: float, colour: QColor) -> None:
    """Draw the line from the top of a symbol to where its text stands."""
    painter.setPen(QPen(colour, 0.8))
    top = QPointF(swatch.center().x(), swatch.top() + 0.5)
    painter.drawLine(top, QPointF(right - 3.0, top.y()))


def needs_heading(section: LegendSection) -> bool:
    """Return whether the layer's name stands above its looks rather than beside the first one."""
    entries = section.entries
    named = bool(entries) and (
        entries[0].text == section.name
        or (len(entries) == 1 and entries[0].text.startswith(section.name))
    )
    return not named or bool(section.measure)


def without_name(text: str, name: str) -> str:
    """Return an entry's text without the name that already stands above it."""
    rest = text.removeprefix(f"{name}, ")
    return rest[:1].upper() + rest[1:]
