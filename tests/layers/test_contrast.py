"""The look in high contrast: everything stands out, hues and shapes stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.builtin_map import default_styles
from layers.contrast import (
    PAPER,
    contrast_area_colour,
    contrast_label,
    contrast_line_colour,
    contrast_symbol,
)
from layers.oklab import to_lab
from layers.style import LineSymbol, PointSymbol, PolygonSymbol, symbols_of
from tests.layers.test_dark import contrast

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(colours)
def test_lines_and_markers_stand_out_from_white_and_areas_from_black(colour):
    assert contrast(contrast_line_colour(colour), PAPER) >= 4.5
    assert contrast(contrast_area_colour(colour), "#000000") >= 11


@given(colours)
def test_what_stands_out_already_stays(colour):
    lightness = to_lab(colour)[0]
    if lightness <= 0.49:
        assert contrast_line_colour(colour) == colour
    if lightness >= 0.91:
        assert contrast_area_colour(colour) == colour


@pytest.mark.parametrize("layer", default_styles())
def test_every_layer_of_the_atlas_stands_out(layer):
    style = default_styles()[layer]
    for symbol in map(contrast_symbol, symbols_of(style.renderer)):
        match symbol:
            case PointSymbol(_, color) | LineSymbol(stroke=color):
                assert contrast(getattr(color, "color", color), PAPER) >= 4.5
            case PolygonSymbol(fill, stroke):
                assert fill is None or contrast(fill, "#000000") >= 11
                assert stroke is None or contrast(stroke.color, PAPER) >= 4.5
    if style.label is not None:
        label = contrast_label(style.label)
        assert (label.color, label.halo) == ("#000000", "#ffffff")


def test_what_is_not_documented_still_looks_so():
    hollow = contrast_symbol(PointSymbol("hexagon", "#b07a00", hollow=True))
    assert hollow.hollow
    assert hollow.marker == "hexagon"
