"""Lines: casings, dashes, widths, and how they go on from piece to piece."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from layers.style import Stroke
from tests.app.canvas.drawing import (
    BLUE,
    GREEN,
    RED,
    VIEW,
    WHITE,
    at,
    box,
    fill,
    hexed,
    line,
    picture,
    scene_layer,
    scene_with,
    share_of,
)

pytestmark = pytest.mark.usefixtures("fonts")

ACROSS = shapely.LineString([(-90, 0), (90, 0)])
DOWN = shapely.LineString([(0, -70), (0, 70)])


@pytest.mark.parametrize("width", [1, 2, 3, 5, 8])
def test_a_line_is_as_wide_as_its_stroke(width):
    pixels = picture(scene_with(scene_layer([ACROSS], line(RED, width))))
    ink = (255 - pixels[:, 100, 1]).sum() / 255
    assert ink == pytest.approx(width, abs=0.1)


def test_all_casings_of_a_layer_lie_beneath_all_its_lines():
    cased = line(RED, 3, casing=hexed(BLUE), casing_width=9)
    pixels = picture(scene_with(scene_layer([ACROSS, DOWN], cased)))
    # Where they cross there is no casing between the two.
    for x, y in ((0, 0), (3, 0), (-3, 0), (0, 3), (0, -3)):
        assert at(pixels, x, y) == RED
    assert at(pixels, 40, 3.5) == BLUE
    assert at(pixels, 3.5, 40) == BLUE
    assert at(pixels, 40, 7) == WHITE


def test_casings_lie_beneath_lines_of_other_looks_too():
    first = line(RED, 3)
    second = line(GREEN, 3, casing=hexed(BLUE), casing_width=9)
    pixels = picture(scene_with(scene_layer([ACROSS, DOWN], first, second, symbol_of=[0, 1])))
    assert at(pixels, 3.5, 0) == RED


def test_a_dashed_line_has_gaps_and_a_solid_casing():
    dashed = line(RED, 2, dashed=True, casing=hexed(BLUE), casing_width=6)
    pixels = picture(scene_with(scene_layer([ACROSS], dashed)))
    row = pixels[80, 20:180]
    red = (row == RED).all(axis=1)
    blue = (row == BLUE).all(axis=1)
    dash, gap = Stroke(hexed(RED), 2, dashed=True).dashes
    assert red.mean() == pytest.approx(dash / (dash + gap), abs=0.15)
    assert blue.any()
    assert not (row == WHITE).all(axis=1).any()
    assert (pixels[82, 20:180] == BLUE).all()


def test_dashes_stay_on_the_map_when_it_is_moved():
    zigzag = shapely.LineString([(x, 20 * np.sin(x / 15)) for x in range(-900, 900, 3)])
    scene = scene_with(scene_layer([zigzag], line(RED, 2, dashed=True)))
    here = picture(scene)
    moved = picture(scene, VIEW.panned(-37, 0))
    assert share_of(here, RED, 80) > 0.005
    assert np.abs(here[:, 37:] - moved[:, :-37]).max() < 40


def test_a_long_line_has_no_breaks_or_knots_where_its_pieces_meet():
    wave = shapely.LineString([(x / 4, 30 * np.sin(x / 90)) for x in range(-360, 361)])
    pixels = picture(scene_with(scene_layer([wave], line(RED, 3))))
    ink = (255 - pixels[:, 12:188, 1]).sum(axis=0) / 255
    slope = np.abs(np.cos(np.arange(-88, 88) * 4 / 90) * 30 * 4 / 90)
    expected = 3 * np.hypot(1, slope)
    assert np.abs(ink / expected - 1).max() < 0.25


def test_an_outline_is_closed():
    square = fill(WHITE, stroke=Stroke(hexed(RED), 4))
    pixels = picture(scene_with(scene_layer([box(-50, -50, 50, 50)], square)))
    for x, y in ((-50, -50), (-50, 50), (50, 50), (50, -50), (0, 50), (-50, 0)):
        assert at(pixels, x, y) == RED
    assert at(pixels, 0, 0) == WHITE


def test_outlines_lie_on_the_fills_of_neighbours():
    areas = [box(-50, -50, 0, 50), box(0, -50, 50, 50)]
    outlined = fill(GREEN, stroke=Stroke(hexed(RED), 4))
    pixels = picture(scene_with(scene_layer(areas, outlined)))
    assert at(pixels, -1, 0) == RED
    assert at(pixels, 1, 0) == RED


def test_a_line_that_leaves_the_view_and_comes_back_is_drawn_where_it_is_seen():
    away = shapely.LineString([(-90, 0), (-90, 900), (90, 900), (90, 0)])
    pixels = picture(scene_with(scene_layer([away], line(RED, 2))))
    assert at(pixels, -90, 60) == RED
    assert at(pixels, 90, 60) == RED
    assert at(pixels, 0, 60) == WHITE


def test_lines_of_several_parts_are_not_joined():
    parts = shapely.MultiLineString([[(-90, 20), (-20, 20)], [(20, 20), (90, 20)]])
    pixels = picture(scene_with(scene_layer([parts], line(RED, 2))))
    assert at(pixels, -50, 20) == RED
    assert at(pixels, 0, 20) == WHITE
    assert at(pixels, 50, 20) == RED


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_line_is_as_wide_at_every_pixel_ratio(ratio):
    view = replace(VIEW, pixel_ratio=ratio)
    pixels = picture(scene_with(scene_layer([ACROSS], line(RED, 2))), view)
    ink = (255 - pixels[:, pixels.shape[1] // 2, 1]).sum() / 255
    assert ink == pytest.approx(2 * ratio, abs=0.15)
