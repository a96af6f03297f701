"""Styles for another geometry family."""

import pytest

from geodata.geometry import Family
from layers.builtin_map import default_styles
from layers.fitting import fits, fitted_style
from layers.style import (
    Categorized,
    Category,
    Graduated,
    LineSymbol,
    PointSymbol,
    PolygonSymbol,
    Proportional,
    Single,
    Stroke,
    Style,
    symbols_of,
)

STYLES = [
    Style(Single(PointSymbol("star", "#0072b2"))),
    Style(Single(LineSymbol(Stroke("#0072b2", 3)))),
    Style(Categorized("a", (Category("x", PolygonSymbol("#0072b2")),), PolygonSymbol(None))),
    Style(
        Graduated("n", (1.0,), (PolygonSymbol("#0072b2"),), PolygonSymbol(None, hatch="#888888"))
    ),
    Style(Proportional("n", PointSymbol("circle", "#0072b2", 30), 5.0)),
    *default_styles().values(),
]


@pytest.mark.parametrize("family", list(Family))
@pytest.mark.parametrize("style", STYLES, ids=range(len(STYLES)))
def test_every_style_can_be_fitted_to_every_family(style, family):
    fitted = fitted_style(style, family)
    assert fits(fitted.renderer, family)
    assert fitted_style(fitted, family) is fitted
    assert (fitted.label, fitted.min_scale) == (style.label, style.min_scale)


def test_colours_and_classes_stay():
    style = STYLES[3]
    points = fitted_style(style, Family.POINT)
    assert points.renderer.breaks == style.renderer.breaks
    assert [symbol.color for symbol in symbols_of(points.renderer)] == ["#0072b2", "#888888"]
    assert points.renderer.no_data.marker == "cross"
    lines = fitted_style(style, Family.LINE)
    assert lines.renderer.symbols[0].stroke.color == "#0072b2"


def test_sizes_need_a_place_to_stand():
    style = STYLES[4]
    assert fitted_style(style, Family.POLYGON) is style
    assert isinstance(fitted_style(style, Family.LINE).renderer, Single)
