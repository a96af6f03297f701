"""Text is broken where it must be, cut where it must be, and nothing else happens to it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from app.fonts import map_font
from app.furniture.text import draw_block, one_line, text_block

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=80
)


def width_of(block, line):
    return QFontMetricsF(block.font).horizontalAdvance(line)


@given(text=words, width=st.floats(20, 400), pixels=st.integers(7, 30), lines=st.integers(1, 6))
@settings(deadline=None)
def test_no_line_is_wider_than_allowed(fonts, text, width, pixels, lines):
    block = text_block(text, map_font(pixels), width, lines)
    assert len(block.lines) <= lines
    assert all(width_of(block, line) <= width + 0.01 for line in block.lines)


@given(text=words, width=st.floats(60, 400))
@settings(deadline=None)
def test_a_whole_block_holds_every_letter(fonts, text, width):
    block = text_block(text, map_font(12), width)
    if block.whole:
        assert "".join("".join(block.lines).split()) == "".join(one_line(text).split())


def test_what_does_not_fit_ends_with_an_ellipsis(fonts):
    block = text_block("one two three four five six seven", map_font(12), 70, 2)
    assert not block.whole
    assert len(block.lines) == 2
    assert block.lines[1].endswith("…")


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\t", "\x00", "\u2028", "\u2029", "\x85"])
def test_signs_that_break_lines_become_spaces(fonts, sign):
    assert text_block(f"a{sign}b", map_font(12), 500).lines == ("a b",)


def test_markup_is_written_as_it_is(fonts):
    assert text_block("<b>x</b> &amp;", map_font(12), 500).lines == ("<b>x</b> &amp;",)


def test_letters_beyond_the_first_plane_are_not_torn(fonts):
    block = text_block("😀" * 40, map_font(12), 60)
    assert "".join(block.lines) == "😀" * 40


def test_a_megabyte_is_measured_at_once(fonts):
    started = time.perf_counter()
    block = text_block("x" * 1_000_000, map_font(12), 300, 3)
    assert len(block.lines) == 3
    assert not block.whole
    assert time.perf_counter() - started < 2


def test_nothing_takes_no_room(fonts):
    block = text_block(" \n ", map_font(12), 100)
    assert (block.lines, block.width, block.height) == ((), 0.0, 0.0)


@pytest.mark.parametrize(
    ("alignment", "columns"),
    [
        (Qt.AlignmentFlag.AlignLeft, range(10, 60)),
        (Qt.AlignmentFlag.AlignRight, range(140, 190)),
        (Qt.AlignmentFlag.AlignHCenter, range(75, 125)),
    ],
)
def test_lines_are_painted_where_they_should_stand(fonts, alignment, columns):
    image = QImage(200, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    block = text_block("HHH", map_font(16), 180)
    draw_block(painter, block, 10, 5, QColor("black"), width=180, alignment=alignment)
    painter.end()
    inked = [x for x in range(200) for y in range(40) if image.pixelColor(x, y).lightness() < 128]
    assert inked
    assert min(inked) >= columns.start
    assert max(inked) < columns.stop
