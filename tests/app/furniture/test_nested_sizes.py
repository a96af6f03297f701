"""Sizes in a legend: as large as on the map, one within the other, numbers apart."""

from itertools import pairwise

import pytest

from app.furniture.legend import arrange_legend
from layers.scene import LegendEntry, LegendSection
from layers.style import PointSymbol
from layers.texts import Texts
from tests.app.canvas.drawing import scene_with

pytestmark = pytest.mark.usefixtures("fonts")

SIZES = (40.0, 20.0, 9.0)


def legend_of(sizes, scale=1.0):
    entries = tuple(
        LegendEntry(PointSymbol("circle", "#0072b2", size), f"{size * size:g}", nested=True)
        for size in sizes
    )
    cross = LegendEntry(PointSymbol("cross", "#8d8779", 7), "No data")
    section = LegendSection(
        "x", "Homicides", (*entries, cross), "note", "Homicides 2017", ("Source: PNC",)
    )
    return arrange_legend(scene_with(legend=(section,)), Texts("en"), scale=scale)


@pytest.mark.parametrize("scale", [0.78, 1.0, 1.6])
@pytest.mark.parametrize("sizes", [SIZES, (120.0, 54.0, 24.0), (9.0, 4.0, 2.0), (30.0,)])
def test_symbols_stand_on_one_line_and_numbers_apart(sizes, scale):
    legend = legend_of(sizes, scale)
    rows = [row for row in legend.rows if row.leader]
    assert [row.swatch.height() for row in rows] == list(sizes)
    feet = {round(row.swatch.bottom(), 6) for row in rows}
    assert len(feet) == 1
    assert len({round(row.swatch.center().x(), 6) for row in rows}) == 1
    for above, below in pairwise(rows):
        assert below.text_rect.top() >= above.text_rect.bottom() - 1e-6
    for row in rows:
        assert row.text_rect.left() > rows[0].swatch.right()
    following = legend.rows[legend.rows.index(rows[-1]) + 1]
    assert following.text_rect.top() >= max(rows[-1].text_rect.bottom(), feet.pop()) - 1e-6
    assert legend.size.height() >= legend.rows[-1].text_rect.bottom() - 1e-6


def test_it_says_what_is_measured_and_who_says_so():
    said = [" ".join(row.text.lines) for row in legend_of(SIZES).rows]
    assert said == [
        *("Homicides", "Homicides 2017", "1600", "400", "81", "No data", "Source: PNC", "note")
    ]
