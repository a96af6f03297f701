"""Sizes of proportional symbols in a legend: within each other, as large as on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF

from app.furniture.legend_columns import ROW_GAP, MeasuredRow
from layers.scene import LegendEntry
from layers.style import PointSymbol

LEADER_GAP = 10.0
"""Length of the lines from symbols to their numbers beyond the largest symbol, logical pixels."""


def nested_width(entries: Sequence[LegendEntry]) -> float:
    """Return how wide the symbols are together, logical pixels."""
    return max(_size(entry) for entry in entries)


def nested_rows(
    entries: Sequence[LegendEntry], texts: Sequence[MeasuredRow], scale: float
) -> list[MeasuredRow]:
    """Lay out a row for each size; the symbols stand on one line, their numbers at their tops.

    Args:
        entries: the sizes, the largest first.
        texts: their numbers, measured, with room for the symbols to their left.
        scale: size of letters; symbols are as large as on the map whatever it is.
    """
    largest = nested_width(entries)
    line = texts[0].text.height
    tops: list[float] = []
    for entry in entries:
        # The number's middle is at the symbol's top, unless the number before is in its way.
        wanted = largest - _size(entry)
        tops.append(max(wanted, tops[-1] + line) if tops else wanted)
    end = max(largest + line / 2, tops[-1] + line)
    gap = ROW_GAP * scale
    rows = []
    for entry, row, top, following in zip(
        entries, texts, tops, [*tops[1:], end + gap], strict=True
    ):
        size = _size(entry)
        swatch = QRectF((largest - size) / 2, line / 2 + largest - size - top, size, size)
        height = following - top - gap
        rows.append(replace(row, height=height, symbol=entry.symbol, swatch=swatch))
    return rows


def _size(entry: LegendEntry) -> float:
    return entry.symbol.size if isinstance(entry.symbol, PointSymbol) else 0.0
