"""Sections of a legend, measured, and how they are dealt to columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from PySide6.QtCore import QRectF

from app.furniture.text import TextBlock
from geodata.frozen import frozen
from layers.style import Symbol

ROW_GAP, SECTION_GAP = 2.5, 8.0
"""Space between rows and between sections at scale 1, logical pixels."""

# Rows of a section that is torn apart where columns ask for it, and rows that stay together.
_LONG, _TOGETHER = 14, 3


@frozen(eq=False)
class MeasuredRow:
    """A row before it has its place.

    Attributes:
        text: the broken text.
        indent: where the text starts, logical pixels from the column's left edge.
        text_top: where the text starts, logical pixels from the row's upper edge.
        height: logical pixels.
        symbol: the look it explains, None for a name or a note.
        quiet: whether it is a note.
        swatch: where the symbol stands, from the row's upper left corner; None for the place that
            symbols of all rows have.
    """

    text: TextBlock
    indent: float
    text_top: float
    height: float
    symbol: Symbol | None = None
    quiet: bool = False
    swatch: QRectF | None = None

    @property
    def width(self) -> float:
        """Logical pixels from the column's left edge to the end of the longest line."""
        return self.indent + self.text.width


@frozen(eq=False, slots=False)
class MeasuredSection:
    """The rows of one section at one scale, or a part of the rows of a long one.

    Attributes:
        rows: the rows.
        scale: the size of their letters.
        goes_on: whether they go on with the section above.
    """

    rows: tuple[MeasuredRow, ...]
    scale: float
    goes_on: bool = False

    @cached_property
    def height(self) -> float:
        """Logical pixels, without the space around it."""
        gaps = ROW_GAP * self.scale * (len(self.rows) - 1)
        return sum(row.height for row in self.rows) + gaps

    @cached_property
    def width(self) -> float:
        """Logical pixels of the widest row."""
        return max(row.width for row in self.rows)

    def gap_above(self, above: MeasuredSection) -> float:
        """Return the space to the section above; sections of one row each make a list."""
        in_list = self.goes_on or len(self.rows) == len(above.rows) == 1
        gap = ROW_GAP if in_list else SECTION_GAP
        return gap * self.scale

    def parts(self) -> Iterator[MeasuredSection]:
        """Yield it, or the parts of a long one, which may stand in columns of their own."""
        if len(self.rows) <= _LONG:
            yield self
            return
        # Neither the heading nor a note stands alone.
        starts = [0, *range(_TOGETHER + 1, len(self.rows) - _TOGETHER, _TOGETHER)]
        for start, end in pairwise([*starts, len(self.rows)]):
            yield replace(self, rows=self.rows[start:end], goes_on=start > 0)


Column = Sequence[MeasuredSection]


def column_height(column: Column) -> float:
    """Return the height of sections below each other, logical pixels."""
    gaps = sum(section.gap_above(above) for above, section in pairwise(column))
    return sum(section.height for section in column) + gaps


def in_columns(sections: Column, most: int) -> list[Column]:
    """Deal sections, in order, to at most ``most`` columns, the tallest as low as can be."""
    if not sections:
        return []
    heights = [section.height for section in sections]
    gaps = [0.0, *(section.gap_above(above) for above, section in pairwise(sections))]
    low, high = max(heights), sum(heights) + sum(gaps)
    # Half a pixel more or less is not seen.
    while high - low > 0.5:
        limit = (low + high) / 2
        if len(_column_starts(heights, gaps, limit)) <= most:
            high = limit
        else:
            low = limit
    starts = _column_starts(heights, gaps, high)
    return [sections[start:end] for start, end in pairwise([*starts, len(sections)])]


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
