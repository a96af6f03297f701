"""Point symbols: sharp copies of one image, in their order and place."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from app.canvas.symbols import symbol_image
from layers.markers import marker_extent
from layers.style import MARKERS, PointSymbol
from tests.app.canvas.drawing import (
    BLUE,
    RED,
    VIEW,
    WHITE,
    at,
    marker,
    picture,
    rgb,
    scene_layer,
    scene_with,
    share_of,
)

pytestmark = pytest.mark.usefixtures("fonts")

RATIOS = [1.0, 1.25, 1.5, 2.0]


def over_white(image):
    from PySide6.QtGui import QImage, QPainter

    plain = QImage(image.width(), image.height(), QImage.Format.Format_ARGB32_Premultiplied)
    plain.fill("#ffffff")
    image.setDevicePixelRatio(1.0)
    painter = QPainter(plain)
    painter.drawImage(0, 0, image)
    painter.end()
    return rgb(plain)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("name", sorted(MARKERS))
def test_a_symbol_is_drawn_pixel_by_pixel_as_its_image(name, ratio):
    symbol = marker(name, size=16)
    pixels = picture(
        scene_with(scene_layer([(3.3, -7.7)], symbol)), replace(VIEW, pixel_ratio=ratio)
    )
    image = over_white(symbol_image(symbol, "#ffffff", ratio))
    side = image.shape[0]
    column, row = VIEW.point_to_screen(3.3, -7.7)
    left, top = round(column * ratio - side / 2), round(row * ratio - side / 2)
    assert (pixels[top : top + side, left : left + side] == image).all()
    pixels[top : top + side, left : left + side] = 255
    assert (pixels == 255).all()


@pytest.mark.parametrize("ratio", RATIOS)
def test_upright_edges_of_symbols_are_sharp(ratio):
    """From colour to paper there is no more than one pixel in between, at whole ratios none."""
    image = over_white(symbol_image(marker("square"), "#ffffff", ratio))
    middle = image[image.shape[0] // 2, :, 1]
    between = (middle > 0) & (middle < 255)
    assert not (between[1:] & between[:-1]).any()
    assert ratio % 1 or not between.any()


@pytest.mark.parametrize("paper", ["#ffffff", "#262522"])
@pytest.mark.parametrize("name", sorted(MARKERS))
def test_hollow_symbols_look_quite_different_from_filled_ones(name, paper):
    filled = over_white(symbol_image(marker(name), paper, 1.0))
    hollow = over_white(symbol_image(marker(name, hollow=True), paper, 1.0))
    symbol = (np.abs(filled - RED).max(axis=-1) < 60) | (np.abs(hollow - RED).max(axis=-1) < 60)
    different = np.abs(filled - hollow).max(axis=-1) > 100
    assert different.sum() > 0.25 * symbol.sum()


def test_symbols_of_a_layer_cover_each_other_in_their_order():
    places = [(0, 0), (6, 0), (12, 0)]
    scene = scene_with(
        scene_layer(places, marker("square", RED), marker("square", BLUE), symbol_of=[0, 1, 0])
    )
    pixels = picture(scene)
    assert at(pixels, -3, 0) == RED
    assert at(pixels, 1, 0) == BLUE
    assert at(pixels, 14, 0) == RED


def test_offsets_move_symbols_right_and_down():
    offsets = np.array([[20.0, 10.0]])
    pixels = picture(scene_with(scene_layer([(0, 0)], marker(), offsets=offsets)))
    assert at(pixels, 20, -10) == RED
    assert at(pixels, 0, 0) == WHITE


def test_every_point_of_a_feature_is_drawn():
    points = shapely.MultiPoint([(-50, 0), (50, 0)])
    pixels = picture(scene_with(scene_layer([points, shapely.Point(0, 40)], marker())))
    assert [at(pixels, x, y) for x, y in ((-50, 0), (50, 0), (0, 40))] == [RED] * 3


def test_symbols_just_outside_the_view_reach_into_it():
    pixels = picture(scene_with(scene_layer([(-104, 0), (0, 87), (-130, 0)], marker(size=16))))
    assert at(pixels, -99.5, 0) == RED
    assert at(pixels, 0, 79.5) == WHITE  # the casing
    assert share_of(pixels, RED, 0) > 0


def test_a_symbol_has_a_casing_of_paper():
    scene = scene_with(
        scene_layer([(0, 0)], marker("square", size=16)), background="#0000ff", paper="#ffffff"
    )
    pixels = picture(scene)
    assert at(pixels, 0, 0) == RED
    assert at(pixels, 6.5, 0.2) == WHITE
    assert at(pixels, 9, 0.2) == BLUE


def test_a_badge_stands_at_the_upper_right():
    pixels = picture(scene_with(scene_layer([(0, 0)], marker(badge="#0000ff"))))
    badge = np.argwhere((pixels == BLUE).all(axis=-1))
    assert len(badge) > 4
    row, column = badge.mean(axis=0)
    assert 102 < column < 108
    assert 72 < row < 78


def test_many_points_are_all_drawn():
    side = np.arange(-90, 91, 12.0)
    places = [(float(x), float(y)) for x in side for y in side if abs(y) < 70]
    pixels = picture(scene_with(scene_layer(places * 30, marker(size=8))))
    assert all(at(pixels, x, y) == RED for x, y in places)


@pytest.mark.parametrize("size", [4, 7, 8.5, 11, 16, 40])
def test_an_image_is_as_large_as_the_symbol_with_its_casing(size):
    symbol = PointSymbol("circle", "#ff0000", size)
    image = symbol_image(symbol, "#ffffff", 2.0)
    assert image.devicePixelRatio() == 2.0
    assert image.width() == image.height() == round(2 * marker_extent(symbol))
    edge = over_white(image)
    assert (edge[0] == 255).all()
    assert (edge[:, -1] == 255).all()
