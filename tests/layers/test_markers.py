"""Point symbols as SVG."""

import re
import xml.etree.ElementTree as ET
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.markers import casing_width, marker_extent, marker_svg
from layers.style import MARKERS, PointSymbol

looks = st.builds(
    PointSymbol,
    marker=st.sampled_from(sorted(MARKERS)),
    color=st.sampled_from(["#0072b2", "#123456"]),
    size=st.floats(1, 200),
    hollow=st.booleans(),
    badge=st.sampled_from([None, "#2b2a27"]),
)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")


def test_every_marker_is_drawn_filled_and_hollow_and_nothing_else_is():
    names = {entry.name for entry in (files("resources") / "symbols").iterdir()}
    expected = {f"{marker}{look}.svg" for marker in MARKERS for look in ("", "-hollow")}
    assert {name for name in names if name.endswith(".svg")} == expected


@pytest.mark.parametrize("marker", sorted(MARKERS))
@pytest.mark.parametrize("look", ["", "-hollow"])
def test_drawings_are_black_and_white_on_a_square_of_16(marker, look):
    text = (files("resources") / "symbols" / f"{marker}{look}.svg").read_text(encoding="utf-8")
    assert ET.fromstring(text).get("viewBox") == "0 0 16 16"
    assert set(COLOUR.findall(text)) <= {"#ffffff"}
    assert "currentColor" in text


@given(looks)
def test_a_symbol_is_a_document_of_its_own_in_its_own_colours(symbol):
    text = marker_svg(symbol, "#fafafa")
    root = ET.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert float(root.get("width")) == float(root.get("height"))
    assert float(root.get("width")) == pytest.approx(marker_extent(symbol), rel=1e-4)
    colours = set(COLOUR.findall(text))
    assert colours == {symbol.color, "#fafafa"} | ({symbol.badge} - {None})
    assert "currentColor" not in text
    # Pages allow neither scripts nor styles of their own, and references lead nowhere.
    assert not re.search(r"style|script|href|url\(|class|id=", text)
    assert "\n" not in text


@given(looks)
def test_a_symbol_stands_in_the_middle_with_room_for_its_casing(symbol):
    root = ET.fromstring(marker_svg(symbol, "#ffffff"))
    left, top, width, height = map(float, root.get("viewBox").split())
    assert left == top
    assert width == height == pytest.approx(16 - 2 * left, rel=1e-3)
    assert -left * symbol.size / 16 >= casing_width(symbol) * 0.99
    assert marker_extent(symbol) >= symbol.size + 2 * casing_width(symbol)


def test_a_casing_is_one_and_a_half_pixels_at_16():
    assert casing_width(PointSymbol("shield", "#0072b2", 16)) == 1.5
    assert marker_extent(PointSymbol("shield", "#0072b2", 16)) == 20


def test_lines_of_small_symbols_do_not_fade():
    """Widths of strokes shrink less than the symbol does."""

    def width_in_pixels(size):
        text = marker_svg(PointSymbol("circle", "#0072b2", size, hollow=True), "#ffffff")
        widths = [float(width) for width in re.findall(r'stroke-width="([\d.]+)"', text)]
        return widths[-1] * size / 16

    assert width_in_pixels(16) == pytest.approx(2.0)
    assert width_in_pixels(8) > 1.4
    assert width_in_pixels(64) == pytest.approx(4.0)


def test_filled_and_hollow_and_badged_differ():
    looks = [
        PointSymbol("shield", "#0072b2"),
        PointSymbol("shield", "#0072b2", hollow=True),
        PointSymbol("shield", "#0072b2", badge="#2b2a27"),
    ]
    assert len({marker_svg(look, "#ffffff") for look in looks}) == 3
