"""The dark look: the order of lightness turned round, hues kept."""

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.builtin_map import TINTS, default_styles
from layers.dark import dark_colour, dark_label, dark_marker_colour, dark_symbol
from layers.style import (
    LabelStyle,
    LineSymbol,
    PointSymbol,
    PolygonSymbol,
    Stroke,
    check_colour,
    symbols_of,
)

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def parts(colour):
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def luminance(colour):
    """WCAG 2.1's relative luminance."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@given(colours)
def test_it_is_a_colour(colour):
    check_colour(dark_colour(colour))
    check_colour(dark_marker_colour(colour))


def test_paper_is_dark_and_ink_is_light():
    assert luminance(dark_colour("#ffffff")) < 0.03
    assert luminance(dark_colour("#000000")) > 0.7


@given(st.integers(0, 254))
def test_the_order_of_greys_is_turned_round(level):
    lighter, darker = (f"#{value:02x}{value:02x}{value:02x}" for value in (level + 1, level))
    assert luminance(dark_colour(lighter)) <= luminance(dark_colour(darker))


def test_what_is_told_apart_stays_told_apart():
    assert len({dark_colour(tint) for tint in TINTS}) == len(TINTS)


@pytest.mark.parametrize("colour", ["#0072b2", "#009e73", "#d55e00", "#b07a00", "#8a5a83"])
def test_markers_keep_their_hue_and_stand_out(colour):
    dark = dark_marker_colour(colour)
    before, after = (colorsys.rgb_to_hls(*parts(each))[0] for each in (colour, dark))
    assert abs(before - after) < 0.04
    assert contrast(dark, dark_colour("#ffffff")) > 3


def test_every_part_of_a_symbol_is_darkened():
    area = PolygonSymbol("#ffffff", Stroke("#111111", casing="#fefefe"), hatch="#0072b2")
    dark = dark_symbol(area)
    assert dark.fill == dark_colour("#ffffff")
    assert dark.stroke.color == dark_colour("#111111")
    assert dark.stroke.casing == dark_colour("#fefefe")
    assert dark.hatch == dark_marker_colour("#0072b2")
    assert dark_symbol(PolygonSymbol(None)) == PolygonSymbol(None)
    line = dark_symbol(LineSymbol(Stroke("#111111", dashed=True)))
    assert line.stroke.dashed
    point = dark_symbol(PointSymbol("shield", "#0072b2", badge="#2b2a27"))
    assert luminance(point.badge) > 0.3


def test_labels_are_light_on_dark():
    label = dark_label(LabelStyle(color="#2b2a27", halo="#fdfcf8"))
    assert contrast(label.color, label.halo) > 7
    assert dark_label(LabelStyle(halo=None)).halo is None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_names_can_be_read(theme):
    """At least 4.5:1 on their halo, as WCAG 2.1 asks for text, or on the ground without one."""
    found = {}
    for layer, style in default_styles().items():
        if style.label is None:
            continue
        label = style.label if theme == "light" else dark_label(style.label)
        grounds = [symbol.fill for symbol in symbols_of(style.renderer) if hasattr(symbol, "fill")]
        paint = str if theme == "light" else dark_colour
        on = [label.halo] if label.halo else [paint(ground) for ground in grounds if ground]
        found[layer] = min(contrast(label.color, ground) for ground in on)
    assert len(found) > 8
    assert {layer: value for layer, value in found.items() if value < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_area_names_can_be_read_on_every_tint_without_their_halo(theme):
    label = default_styles()["delegations"].label
    label = label if theme == "light" else dark_label(label)
    tints = [tint if theme == "light" else dark_colour(tint) for tint in TINTS]
    assert min(contrast(label.color, tint) for tint in tints) >= 4.5
