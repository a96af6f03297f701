"""Plain text that is broken into lines, cut with an ellipsis where it must be, and painted."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from geodata.frozen import frozen

# Longer texts are cut before they are measured: nobody reads them on a map, and measuring a
# megabyte would hold the window.
_LONGEST = 10_000
# Characters that start a line, end a text or mark its end for a program are spaces to a reader.
_BREAKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ufffe\uffff]+")
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@frozen(eq=False)
class TextBlock:
    """Text broken into lines.

    Attributes:
        lines: what is written, line by line.
        font: how it is written.
        width: logical pixels of the longest line.
        height: logical pixels of all lines.
        whole: whether nothing was cut.
    """

    lines: tuple[str, ...]
    font: QFont
    width: float
    height: float
    whole: bool = True


def one_line(text: str) -> str:
    """Return ``text`` with everything that would break a line replaced by a space."""
    return _BREAKS.sub(" ", text[:_LONGEST]).strip()


def text_block(text: str, font: QFont, width: float, most_lines: int = 99) -> TextBlock:
    """Break ``text`` into lines no wider than ``width``; the last one is cut where it must be.

    Args:
        text: plain text; nothing in it is interpreted.
        font: how it is written.
        width: logical pixels.
        most_lines: how many lines there may be.
    """
    metrics = QFontMetricsF(font)
    plain = one_line(text)
    if not plain:
        return TextBlock((), font, 0.0, 0.0)
    advance = metrics.horizontalAdvance(plain)
    if advance <= width:
        return TextBlock((plain,), font, advance, metrics.height(), len(text) <= _LONGEST)
    starts = _line_starts(plain, font, width, most_lines + 1)
    kept = starts[:most_lines]
    lines = [
        plain[start:end].strip() for start, end in zip(kept, [*starts[1:], None], strict=False)
    ]
    whole = len(starts) <= most_lines and len(text) <= _LONGEST
    if not whole:
        lines[-1] = _cut(plain[kept[-1] :].strip() + _ELLIPSIS, metrics, width)
    elif any(metrics.horizontalAdvance(line) > width for line in lines):
        # A single character is wider than the line.
        whole, lines = False, [_cut(line, metrics, width) for line in lines]
    return TextBlock(
        tuple(lines),
        font,
        max(metrics.horizontalAdvance(line) for line in lines),
        metrics.height() * len(lines),
        whole,
    )


def draw_block(
    painter: QPainter,
    block: TextBlock,
    left: float,
    top: float,
    color: QColor,
    *,
    width: float = 0.0,
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Paint a block whose upper left corner lies at ``left``, ``top``.

    Args:
        painter: works in logical pixels.
        block: the text.
        left: logical pixels.
        top: logical pixels.
        color: of the letters.
        width: logical pixels within which lines are centred or put to the right.
        alignment: AlignLeft, AlignHCenter or AlignRight.
    """
    metrics = QFontMetricsF(block.font)
    painter.setFont(block.font)
    painter.setPen(color)
    for number, line in enumerate(block.lines):
        free = width - metrics.horizontalAdvance(line)
        shift = {Qt.AlignmentFlag.AlignRight: free, Qt.AlignmentFlag.AlignHCenter: free / 2}
        baseline = top + number * metrics.height() + metrics.ascent()
        painter.drawText(QPointF(left + shift.get(alignment, 0.0), baseline), line)


def _line_starts(text: str, font: QFont, width: float, most: int) -> list[int]:
    """Return the places where lines start, at most ``most`` of them."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    starts: list[int] = []
    layout.beginLayout()
    while len(starts) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    return _in_code_points(text, starts)


def _in_code_points(text: str, starts: list[int]) -> list[int]:
    """Return places counted as Python does from places counted as Qt does, in UTF-16 units."""
    if text.isascii() or max(text) <= "\uffff":
        return starts
    encoded = text.encode("utf-16-le", "surrogatepass")
    return [len(encoded[: 2 * start].decode("utf-16-le", "replace")) for start in starts]


def _cut(text: str, metrics: QFontMetricsF, width: float) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
