"""The legend says what the scene says, fits where it should, and paints its symbols."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from app.furniture.legend import Fullness, arrange_legend, draw_legend, fit_legend, legend_size
from layers.scene import LegendEntry, LegendSection
from layers.style import PointSymbol
from layers.texts import Texts

SPACE = 1e-6


def words(legend):
    return [" ".join(row.text.lines) for row in legend.rows]


def boxes(legend):
    return [rect for row in legend.rows for rect in (row.text_rect, row.swatch) if rect]


def distance(one, other):
    """Return how far two colours lie apart, channel by channel."""
    return sum(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


def assert_sound(legend):
    whole = QRectF(-SPACE, -SPACE, legend.size.width() + 1, legend.size.height() + 1)
    for rect in boxes(legend):
        assert whole.contains(rect)
    for one, other in combinations(boxes(legend), 2):
        shared = one.intersected(other)
        assert shared.width() < 0.01 or shared.height() < 0.01


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("columns", [1, 2, 3, 5])
@pytest.mark.parametrize("scale", [0.78, 1.0, 1.6])
def test_everything_is_said_and_nothing_overlaps(scene_of, language, columns, scale):
    scene = scene_of(language)
    legend = arrange_legend(scene, Texts(language), columns=columns, scale=scale)
    assert_sound(legend)
    assert legend.columns <= columns
    said = " | ".join(words(legend))
    for section in scene.legend:
        assert section.name in said
        assert section.note in said
    entries = sum(len(section.entries) for section in scene.legend)
    assert sum(row.symbol is not None for row in legend.rows) == entries


@given(width=st.floats(60, 400), columns=st.integers(1, 8), scale=st.floats(0.5, 2))
@settings(deadline=None, max_examples=40)
def test_any_column_width_holds(scene_of, width, columns, scale):
    legend = arrange_legend(
        scene_of(), Texts("en"), columns=columns, scale=scale, column_width=width
    )
    assert_sound(legend)


def test_more_columns_make_a_lower_legend(scene, texts):
    heights = [arrange_legend(scene, texts, columns=n).size.height() for n in (1, 2, 3)]
    assert heights[0] > heights[1] > heights[2]


def test_the_name_is_not_repeated_under_itself(scene, texts):
    section = LegendSection(
        "units",
        "Units",
        tuple(
            LegendEntry(PointSymbol("hexagon", "#b07a00", hollow=hollow), f"Units, {text}")
            for hollow, text in ((False, "place approximate"), (True, "place inferred"))
        ),
    )
    legend = arrange_legend(replace(scene, legend=(section,)), texts)
    assert words(legend) == ["Units", "Place approximate", "Place inferred"]


def test_a_brief_legend_has_one_line_a_layer_and_no_base_map(scene, texts):
    legend = arrange_legend(scene, texts, fullness=Fullness.BRIEF)
    assert "Model precincts" in words(legend)
    assert "Sea" not in words(legend)
    assert len(words(legend)) == len(set(words(legend)))


def test_fitting_tries_columns_before_it_leaves_things_out(scene, texts):
    one = arrange_legend(scene, texts, titled=True).size
    wide = fit_legend(scene, texts, QSizeF(1200, one.height() * 0.5), titled=True)
    assert wide.columns > 1
    assert wide.fullness is Fullness.WHOLE
    assert wide.size.height() <= one.height() * 0.5
    narrow = fit_legend(scene, texts, QSizeF(250, one.height() * 0.5), titled=True)
    assert narrow.fullness is Fullness.BRIEF
    assert fit_legend(scene, texts, QSizeF(30, 30)) is None


def test_an_empty_legend_takes_no_room(scene, texts):
    legend = arrange_legend(replace(scene, legend=()), texts, titled=True)
    assert legend.rows == ()
    assert legend.size.isEmpty()


def test_symbols_are_painted_in_their_colours(scene, texts):
    size = legend_size(scene, texts)
    image = QImage(round(size.width()) + 20, round(size.height()) + 20, QImage.Format.Format_RGB32)
    image.fill(QColor(scene.paper))
    painter = QPainter(image)
    draw_legend(painter, QRectF(10, 10, size.width() + 5, size.height() + 5), scene, texts)
    painter.end()
    legend = arrange_legend(scene, texts, titled=True)
    checked = 0
    for row in legend.rows:
        if isinstance(row.symbol, PointSymbol):
            rect = row.swatch.translated(10, 10).toAlignedRect()
            pixels = [
                image.pixelColor(x, y)
                for x in range(rect.left(), rect.right() + 1)
                for y in range(rect.top(), rect.bottom() + 1)
            ]
            assert min(distance(pixel, QColor(row.symbol.color)) for pixel in pixels) < 60
            checked += 1
    assert checked >= 8


def test_long_names_are_cut_after_three_lines(scene, texts):
    entry = LegendEntry(PointSymbol("star", "#0072b2"), "word " * 400)
    section = LegendSection("own", "Own", (entry,))
    legend = arrange_legend(replace(scene, legend=(section,)), texts)
    assert_sound(legend)
    assert max(len(row.text.lines) for row in legend.rows) == 3
    assert words(legend)[1].endswith("…")


def kinds(scene, count):
    entries = tuple(
        LegendEntry(PointSymbol("circle", "#0072b2", 8), f"Tipo {number}")
        for number in range(count)
    )
    return replace(scene, legend=(LegendSection("own-1", "Tipos", entries, "1 placed"),))


def test_a_long_section_is_dealt_to_columns_and_says_the_same(scene, texts):
    scene = kinds(scene, 60)
    one = arrange_legend(scene, texts)
    four = arrange_legend(scene, texts, columns=4)
    assert four.columns == 4
    assert words(four) == words(one)
    assert four.size.height() < 0.32 * one.size.height()
    # A heading is followed by entries, a note goes after some.
    firsts = [stack[0].rows[0].text.lines for stack in four.stacks]
    assert firsts[0] == ("Tipos",)
    assert all(len(stack[0].rows) > 2 for stack in four.stacks)
    assert [row.quiet for row in four.stacks[-1][-1].rows][-2:] == [False, True]


def test_in_one_column_a_long_section_is_as_high_as_its_rows(scene, texts):
    rows = arrange_legend(kinds(scene, 60), texts).rows
    steps = {
        round(below.text_rect.top() - above.text_rect.top(), 3)
        for above, below in pairwise(rows[1:-1])
    }
    assert len(steps) == 1


def test_the_base_map_goes_before_categories_do(scene, texts):
    whole = arrange_legend(scene, texts)
    kept = arrange_legend(scene, texts, fullness=Fullness.NO_BASE)
    base = {
        section.name for section in scene.legend if section.layer_id in ("sea", "land", "rivers")
    }
    assert base
    assert not base & set(words(kept))
    assert set(words(kept)) < set(words(whole))
    room = QSizeF(whole.size.width() + 1, kept.size.height() + 1)
    assert fit_legend(scene, texts, room).fullness is Fullness.NO_BASE
