"""Names set in the map's font: measured as they are drawn, whatever they contain."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter

from app.canvas.surface import Surface
from app.canvas.typesetting import Typesetter, look_of
from layers.label_text import broken, clean
from layers.style import LabelStyle
from layers.view import View
from tests.app.canvas.drawing import rgb

pytestmark = pytest.mark.usefixtures("fonts")

PLAIN = LabelStyle(size=20, color="#0000ff", halo=None)


def drawn(lines, style, ratio=1.0, opacity=1.0, room=30):
    """Return the pixels of a block on white, and the block."""
    typesetter = Typesetter()
    block = typesetter.block(lines, look_of(style))
    width, height = (round((side + 2 * room) * ratio) for side in (block.width, block.height))
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill("#ffffff")
    painter = QPainter(image)
    painter.scale(ratio, ratio)
    surface = Surface(painter, View(0, 0, 1, width / ratio, height / ratio), "#ffffff")
    typesetter.draw(surface, block, room, room, opacity)
    painter.end()
    return rgb(image), block


def extent(pixels):
    """Return left, top, right, bottom of what is not white."""
    rows, columns = np.nonzero((pixels < 250).any(axis=-1))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.125])
@pytest.mark.parametrize(
    "lines", [("Izalco",), ("ÁGIL",), ("yqgp",), ("La", "Libertad", "Norte"), ("Jj", "ÑÚ")]
)
def test_a_block_is_as_large_as_its_ink(lines, ratio):
    pixels, block = drawn(lines, PLAIN, ratio)
    left, top, right, bottom = np.array(extent(pixels)) / ratio - 30
    assert left == pytest.approx(0, abs=1.5)
    assert top == pytest.approx(0, abs=1.5)
    assert right == pytest.approx(block.width, abs=2.5)
    assert bottom == pytest.approx(block.height, abs=1.5)


def test_a_halo_reaches_as_far_as_it_is_wide():
    style = LabelStyle(size=20, color="#0000ff", halo="#ff0000", halo_width=3)
    for ratio in (1.0, 2.0):
        pixels, _ = drawn(("H",), style, ratio)
        plain, _ = drawn(("H",), PLAIN, ratio)
        wider = np.array(extent(pixels)) - np.array(extent(plain))
        assert wider.tolist() == pytest.approx(
            [-3 * ratio, -3 * ratio, 3 * ratio, 3 * ratio], abs=1
        )
        # Letters lie on the halo, which fills the spaces inside them.
        middle = pixels[pixels.shape[0] // 2, pixels.shape[1] // 2]
        assert middle[0] + middle[2] > 200


def test_a_size_that_is_no_whole_number_is_kept():
    widths = [
        Typesetter().block(("Ahuachapán",), look_of(LabelStyle(size=size, halo=None))).width
        for size in (10, 10.5, 11)
    ]
    assert widths[1] == pytest.approx((widths[0] + widths[2]) / 2, rel=0.02)


def test_lines_are_centred():
    pixels, _ = drawn(("HHHHHHH", "H"), PLAIN)
    rows = np.flatnonzero((pixels < 128).any(axis=(1, 2)))
    upper = pixels[rows[0] : rows[0] + 8]
    lower = pixels[rows[-1] - 8 : rows[-1]]
    middles = [
        np.nonzero((part < 128).any(axis=(0, 2)))[0][[0, -1]].mean() for part in (upper, lower)
    ]
    assert middles[0] == pytest.approx(middles[1], abs=1)


def test_spacing_and_capitals_widen_a_name():
    widths = [
        Typesetter().block(("Morazán",), look_of(style)).width
        for style in (
            PLAIN,
            LabelStyle(size=20, capitals=True),
            LabelStyle(size=20, capitals=True, spacing=0.3),
        )
    ]
    assert widths[0] < widths[1] < widths[2]
    assert widths[2] - widths[1] == pytest.approx(6 * 0.3 * 20, rel=0.05)


def test_opacity_lets_the_ground_through():
    pixels, _ = drawn(
        ("HHH",), LabelStyle(size=30, bold=True, color="#000000", halo=None), 1.0, 0.5
    )
    assert pixels.min() == pytest.approx(128, abs=10)


def test_what_was_measured_and_drawn_once_is_remembered():
    typesetter = Typesetter()
    first = typesetter.block(("Izalco",), look_of(PLAIN))
    assert typesetter.block(("Izalco",), look_of(PLAIN)) is first


@pytest.mark.parametrize("lines", [("",), (" ",), ("\u200b",)])
def test_nothing_to_see_is_no_block(lines):
    assert Typesetter().block(lines, look_of(PLAIN)) is None


HOSTILE = [
    "{{ cycler.__init__.__globals__.os.mkdir('x') }}",
    "</script><b>&amp;",
    "a\x00b\x1bc",
    "\u202egnirts",
    "\u2067abc",
    "\ud800 half",
    "x" * 1_000_000,
    "a b " * 200_000,
    "e" + "\u0301" * 5000,
    "\U0001f600 \U0010ffff \ufffe",
    "שלום עולם",
    "السلفادور",
    "line\nbreak\u2028and\u2029more",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_drawn(text):
    shown = clean(text)
    for count in (1, 2, 3):
        pixels, block = drawn(broken(shown, count), LabelStyle(size=12, halo="#ffffff"))
        assert (pixels < 200).any()
        assert block.width < 12 * 130


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_measured(text):
    shown = clean(text)
    block = Typesetter().block(broken(shown, 3), look_of(PLAIN)) if shown else None
    assert block is None or (block.width > 0 and block.height > 0)
