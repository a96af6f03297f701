"""Swatches: what a symbol looks like, in a small rectangle."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.canvas.symbols import draw_swatch
from layers.style import Stroke
from tests.app.canvas.drawing import BLUE, GREEN, RED, fill, hexed, line, marker, rgb, share_of

pytestmark = pytest.mark.usefixtures("fonts")

RECT = QRectF(10, 10, 26, 18)


def swatch(symbol, ratio=1.0, background="#ffffff"):
    image = QImage(round(46 * ratio), round(38 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(background)
    painter = QPainter(image)
    draw_swatch(painter, RECT, symbol, "#ffffff")
    painter.end()
    image.setDevicePixelRatio(1.0)
    return rgb(image)


SYMBOLS = [
    fill(RED),
    fill(RED, stroke=Stroke(hexed(BLUE), 2)),
    fill(RED, hatch=hexed(BLUE)),
    line(RED, 2),
    line(RED, 2, dashed=True, casing=hexed(BLUE), casing_width=5),
    marker(),
    marker("hexagon", hollow=True),
    marker("circle", size=60),
]


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_swatch_stays_in_its_rectangle(symbol, ratio):
    pixels = swatch(symbol, ratio)
    assert share_of(pixels, RED, 60) > 0.01
    edge = 3 * ratio  # a casing may reach a little beyond
    rows, columns = np.nonzero((pixels != 255).any(axis=-1))
    assert rows.min() >= 10 * ratio - edge
    assert rows.max() <= 28 * ratio + edge
    assert columns.min() >= 10 * ratio - edge
    assert columns.max() <= 36 * ratio + edge


def test_an_area_shows_fill_hatch_and_outline():
    pixels = swatch(fill(RED, hatch=hexed(GREEN), stroke=Stroke(hexed(BLUE), 2)))
    for colour in (RED, GREEN, BLUE):
        assert share_of(pixels, colour, 90) > 0.01


def test_a_pale_area_without_an_outline_can_be_seen_on_paper():
    pixels = swatch(fill((253, 252, 248)))
    assert (pixels.max(axis=-1) < 220).sum() > 60


def test_a_dashed_line_has_gaps():
    row = swatch(line(RED, 2, dashed=True))[18, 10:36]
    reds = (np.abs(row - RED).max(axis=-1) < 60).sum()
    assert 8 < reds < 22


def test_a_large_symbol_is_shrunk_to_fit():
    pixels = swatch(marker("circle", size=60))
    rows = np.flatnonzero((np.abs(pixels - RED).max(axis=-1) < 60).any(axis=1))
    assert 12 <= len(rows) <= 18


def test_a_painter_is_given_back_as_it_came():
    image = QImage(50, 50, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    painter.setPen("#123456")
    for symbol in SYMBOLS:
        draw_swatch(painter, RECT, symbol, "#ffffff")
    assert painter.pen().color().name() == "#123456"
    assert painter.brush().style().value == 0
    painter.end()
