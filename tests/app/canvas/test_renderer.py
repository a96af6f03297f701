"""What is drawn, told by its pixels."""

import gc
from dataclasses import replace
from math import inf

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from app.canvas.renderer import Renderer
from layers.style import Stroke
from layers.view import View, fit
from tests.app.canvas.drawing import (
    BLUE,
    GREEN,
    RED,
    VIEW,
    WHITE,
    at,
    box,
    drawing_of,
    fill,
    hexed,
    line,
    marker,
    painted,
    picture,
    rgb,
    scene_layer,
    scene_with,
    share_of,
    without_labels,
)

SMOOTH = Qt.TransformationMode.SmoothTransformation

pytestmark = pytest.mark.usefixtures("fonts")


def test_an_area_is_filled_and_the_rest_is_background():
    pixels = picture(scene_with(scene_layer([box(-50, -40, 50, 40)], fill()), background="#00ff00"))
    assert at(pixels, 0, 0) == RED
    assert at(pixels, 49, 39) == RED
    assert at(pixels, 51.5, 0) == GREEN
    assert share_of(pixels, RED, 0) == pytest.approx(100 * 80 / (200 * 160))


def test_up_on_the_map_is_up_in_the_picture():
    pixels = picture(scene_with(scene_layer([box(-50, 20, 50, 60)], fill())))
    assert pixels[:80].min() == 0
    assert (pixels[80:] == 255).all()


def test_holes_show_what_is_beneath_and_islands_in_them_are_filled():
    ring = box(-60, -60, 60, 60).difference(box(-40, -40, 40, 40))
    pixels = picture(
        scene_with(scene_layer([shapely.union_all([ring, box(-9, -9, 9, 9)])], fill()))
    )
    assert at(pixels, 50, 0) == RED
    assert at(pixels, 25, 0) == WHITE
    assert at(pixels, 0, 0) == RED


def test_upper_layers_cover_lower_ones():
    below, above = box(-50, -50, 50, 50), box(0, 0, 80, 80)
    scene = scene_with(scene_layer([below], fill(RED)), scene_layer([above], fill(BLUE)))
    pixels = picture(scene)
    assert at(pixels, 20, 20) == BLUE
    assert at(pixels, -20, -20) == RED


def test_later_features_of_a_layer_cover_earlier_ones_whatever_their_symbols():
    shapes = [box(-50, -50, 30, 30), box(-20, -20, 50, 50), box(-5, -5, 5, 5)]
    pixels = picture(scene_with(scene_layer(shapes, fill(RED), fill(BLUE), symbol_of=[0, 1, 0])))
    assert at(pixels, -40, -40) == RED
    assert at(pixels, 20, 20) == BLUE
    assert at(pixels, 0, 0) == RED


def test_features_without_a_symbol_are_left_out():
    shapes = [box(-50, -50, 0, 50), box(0, -50, 50, 50)]
    drawing = drawing_of(scene_with(scene_layer(shapes, fill(), symbol_of=[0, -1])))
    assert at(rgb(drawing.image), 25, 0) == WHITE
    assert drawing.report.drawn == {"layer0": 1}


def test_a_layer_is_made_transparent_as_one_not_shape_by_shape():
    shapes = [box(-50, -50, 30, 30), box(-30, -30, 50, 50)]
    outlined = fill(RED, stroke=Stroke(hexed(RED), 4))
    pixels = picture(scene_with(scene_layer(shapes, outlined, opacity=0.5)))
    inside = {at(pixels, x, x) for x in (-45, -29, 0, 29, 45)}
    assert len(inside) == 1
    assert inside.pop() == pytest.approx((255, 128, 128), abs=1)


def test_the_opacity_of_a_symbol_is_that_of_its_fill_alone():
    half = fill(RED, opacity=0.5, stroke=Stroke(hexed(BLUE), 4))
    pixels = picture(scene_with(scene_layer([box(-50, -50, 50, 50)], half)))
    assert at(pixels, 0, 0) == pytest.approx((255, 128, 128), abs=1)
    assert at(pixels, 50, 0) == BLUE


def test_an_invisible_layer_costs_nothing():
    drawing = drawing_of(scene_with(scene_layer([box(-50, -50, 50, 50)], fill(), opacity=0.0)))
    assert (rgb(drawing.image) == 255).all()
    assert drawing.report.drawn == {}


@pytest.mark.parametrize(("least", "most", "shown"), [(5000, None, True), (3000, None, False)])
def test_a_layer_is_drawn_within_its_scales(least, most, shown):
    assert round(VIEW.scale) == 3780
    layer = scene_layer([box(-50, -50, 50, 50)], fill(), min_scale=least, max_scale=most)
    assert (at(picture(scene_with(layer)), 0, 0) == RED) is shown


def test_a_layer_is_not_drawn_too_close():
    layer = scene_layer([box(-50, -50, 50, 50)], fill(), max_scale=5000)
    assert at(picture(scene_with(layer)), 0, 0) == WHITE


def test_nothing_is_drawn_outside_the_view():
    image = QImage(300, 300, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill("#00ff00")
    painter = QPainter(image)
    painter.translate(50, 60)
    scene = scene_with(
        scene_layer([box(-500, -500, 500, 500)], fill()),
        scene_layer([(-100, 0), (100, 0)], marker(size=60)),
    )
    Renderer().draw(painter, scene, VIEW)
    painter.end()
    pixels = rgb(image)
    inside = np.zeros((300, 300), dtype=bool)
    inside[60:220, 50:250] = True
    assert (pixels[~inside] == GREEN).all()
    assert (pixels[inside][:, 1] < 255).mean() > 0.9


def test_a_painter_is_given_back_as_it_came():
    image = QImage(300, 300, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    painter.translate(20, 30)
    before = painter.worldTransform()
    scene = scene_with(scene_layer([box(-50, -50, 50, 50)], fill(), opacity=0.5))
    Renderer().draw(painter, scene, VIEW)
    assert painter.worldTransform() == before
    assert painter.opacity() == 1.0
    assert not painter.hasClipping()
    painter.end()


def test_the_report_counts_features_in_view_by_layer():
    scene = scene_with(
        scene_layer([box(-5, -5, 5, 5), box(500, 500, 510, 510)], fill()),
        scene_layer([(0, 0), (10, 10), (0, 900), (101, 0)], marker()),
        scene_layer([shapely.LineString([(-500, 0), (500, 0)])], line()),
    )
    assert drawing_of(scene).report.drawn == {"layer0": 1, "layer1": 2, "layer2": 1}


@pytest.mark.parametrize(("side", "cover"), [(0.6, 0.36), (0.01, 0.12)])
def test_areas_too_small_to_be_seen_are_dots_of_their_size_and_colour(side, cover):
    places = [(x + 0.5, y + 0.5) for x in range(-90, 91, 10) for y in range(-70, 71, 10)]
    half = side / 2
    specks = [box(x - half, y - half, x + half, y + half) for x, y in places]
    looks = [row % 2 for row in range(len(specks))]
    pixels = picture(scene_with(scene_layer(specks, fill(RED), fill(BLUE), symbol_of=looks)))
    for (x, y), look in zip(places, looks, strict=True):
        wanted = 255 - cover * (255 - np.array((RED, BLUE)[look]))
        assert at(pixels, x, y) == pytest.approx(wanted, abs=3)
    assert (pixels != 255).any(axis=-1).sum() == len(places)


def test_on_a_page_small_areas_keep_their_shape():
    image = QImage(800, 640, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    painter.scale(4, 4)
    Renderer().draw(painter, scene_with(scene_layer([box(10, 10, 11.25, 11.25)], fill())), VIEW)
    painter.end()
    assert (rgb(image) == RED).all(axis=-1).sum() == 25


def test_records_without_a_place_are_not_drawn():
    from geodata.geometry import from_points

    points = from_points(np.array([[0.0, 0.0], [50.0, 50.0]]), np.array([False, True]))
    drawing = drawing_of(scene_with(scene_layer(points, marker())))
    assert drawing.report.drawn == {"layer0": 1}
    assert at(rgb(drawing.image), 0, 0) == WHITE
    assert at(rgb(drawing.image), 50, 50) == RED


# ------------------------------------------------------------------------------ in slices


def test_a_drawing_in_slices_equals_one_at_once(scene):
    view = fit(scene.home, 640, 400)
    sliced = Renderer().start(scene, view)
    slices = 0
    while not sliced.advance(0.0):
        slices += 1
    assert slices > 40
    assert (rgb(sliced.image) == painted(scene, view)).all()


def test_a_drawing_is_the_same_every_time(scene):
    view = fit(scene.home, 640, 400)
    renderer = Renderer()
    first, again = picture(scene, view, renderer), picture(scene, view, renderer)
    assert (first == again).all()
    assert (first == picture(scene, view)).all()


def test_drawings_in_turns_do_not_disturb_each_other(scene):
    renderer = Renderer()
    near, far = fit(scene.home, 500, 320), fit(scene.home, 260, 200)
    drawings = [renderer.start(scene, near), renderer.start(scene, far)]
    while sum(drawing.advance(0.0) for drawing in drawings) < 2:
        pass
    assert (rgb(drawings[0].image) == picture(scene, near)).all()
    assert (rgb(drawings[1].image) == picture(scene, far)).all()


def test_an_abandoned_drawing_leaves_no_painter_behind(scene):
    view = fit(scene.home, 640, 400)
    half = [replace(layer, opacity=0.5) for layer in scene.layers]
    for steps in (1, 30, 120):
        drawing = Renderer().start(replace(scene, layers=tuple(half)), view)
        for _ in range(steps):
            drawing.advance(0.0)
        image = drawing.image
        if steps == 30:
            drawing.close()
            assert drawing.advance(inf)
        del drawing
        gc.collect()
        # Qt would warn, and the test fail, were a painter still at work on it.
        painter = QPainter()
        assert painter.begin(image)
        painter.end()


def test_a_finished_drawing_stays_finished(scene):
    drawing = drawing_of(scene, fit(scene.home, 320, 200))
    before = rgb(drawing.image)
    assert drawing.advance(inf)
    assert (rgb(drawing.image) == before).all()


# ------------------------------------------------------------------------------ views and pixels


@settings(max_examples=12, deadline=None)
@given(
    x=st.floats(0.2, 0.8),
    y=st.floats(0.2, 0.8),
    closer=st.floats(0.9, 30),
    column=st.integers(0, 300),
    row=st.integers(0, 200),
)
# Dashes that begin outside of one picture and inside of the other.
@example(x=0.28125, y=0.3671875, closer=15, column=50, row=40)
@example(x=0.375, y=0.3671875, closer=6, column=0, row=0)
def test_a_view_equals_its_part_of_a_larger_one(scene_of, x, y, closer, column, row):
    scene = without_labels(scene_of())
    home = scene.home
    whole = fit(home, 480, 300)
    whole = replace(
        whole,
        x=home[0] + x * (home[2] - home[0]),
        y=home[1] + y * (home[3] - home[1]),
        resolution=whole.resolution / closer,
    )
    part = View(*whole.point_to_map(column + 90, row + 50), whole.resolution, width=180, height=100)
    large, small = picture(scene, whole), picture(scene, part)
    top, left = max(0, row), max(0, column)
    cut = large[top : row + 100, left : column + 180]
    cut = cut[: 300 - top, : 480 - left]
    same = small[: cut.shape[0], : cut.shape[1]]
    far_off = np.abs(cut - same).max(axis=-1) > 32
    assert far_off.mean() < 0.005


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_an_image_has_a_pixel_for_each_of_the_screen(scene, ratio):
    image = drawing_of(scene, fit(scene.home, 400, 240, pixel_ratio=ratio)).image
    assert (image.width(), image.height()) == (400 * ratio, 240 * ratio)
    assert image.devicePixelRatio() == ratio


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_edges_at_whole_pixels_are_sharp_at_every_ratio(ratio):
    view = replace(VIEW, pixel_ratio=ratio)
    pixels = picture(scene_with(scene_layer([box(-60, -40, 60, 40)], fill())), view)
    assert {tuple(colour) for colour in pixels.reshape(-1, 3).tolist()} == {RED, WHITE}


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_higher_ratio_shows_the_same_map_sharper(scene, ratio):
    view = fit(scene.home, 400, 240)
    plain = drawing_of(without_labels(scene), view).image
    fine = drawing_of(without_labels(scene), replace(view, pixel_ratio=ratio)).image
    small = fine.scaled(400, 240, mode=SMOOTH)
    assert_same_map(rgb(plain), rgb(small))


def test_a_page_at_300_dpi_shows_the_same_map(scene):
    view = fit(scene.home, 300, 180)
    scale = 300 / 96
    image = QImage(
        round(300 * scale), round(180 * scale), QImage.Format.Format_ARGB32_Premultiplied
    )
    painter = QPainter(image)
    painter.scale(scale, scale)
    Renderer().draw(painter, without_labels(scene), view)
    painter.end()
    small = rgb(image.scaled(300, 180, mode=SMOOTH))
    assert_same_map(small, picture(without_labels(scene), view))


def assert_same_map(one, other):
    """Pixels differ far less from each other than from a blank map."""
    difference = np.abs(one - other).mean()
    blank = np.abs(one - np.median(one, axis=(0, 1))).mean()
    assert difference < blank / 3


def test_coordinates_far_away_do_no_harm():
    far = 2e8
    shapes = [box(-far, -far, 0, far), box(-1e300, 0, -1e299, 1)]
    lines = [shapely.LineString([(-far, -50), (far, -50)])]
    scene = scene_with(
        scene_layer(shapes, fill(RED, stroke=Stroke(hexed(BLUE), 3))),
        scene_layer(lines, line(GREEN, 3, dashed=True)),
        scene_layer([(-1e300, 0), (50, 0)], marker(colour=BLUE)),
    )
    pixels = picture(scene)
    assert at(pixels, -50, 0) == RED
    assert at(pixels, 60, 60) == WHITE
    assert at(pixels, 0, 20) == BLUE
    assert at(pixels, 50, 0) == BLUE
    dashes = (np.abs(pixels[130] - GREEN).max(axis=-1) < 40).mean()
    assert 0.4 < dashes < 0.9


def test_empty_layers_and_scenes_are_drawn():
    from geodata.geometry import from_points

    empty = scene_layer(from_points(np.zeros((0, 2))), marker())
    assert (picture(scene_with(empty)) == 255).all()
    assert (picture(scene_with()) == 255).all()


def test_the_dark_map_is_dark_and_as_rich(scene_of):
    light, dark = scene_of("en", "light"), scene_of("en", "dark")
    view = fit(light.home, 640, 400)
    bright, dim = picture(light, view), picture(dark, view)
    assert bright.mean() > 200
    assert dim.mean() < 90
    assert dim.std() > 10


def test_a_group_covers_just_the_view_of_a_moved_painter():
    image = QImage(400, 400, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill("#ffffff")
    painter = QPainter(image)
    painter.translate(100.5, 90)
    painter.scale(1.5, 1.5)
    scene = scene_with(scene_layer([box(-50, -50, 50, 50)], fill(), opacity=0.5))
    Renderer().draw(painter, scene, VIEW)
    corner = painter.deviceTransform().mapRect(QRectF(50, 30, 100, 100)).toRect()
    painter.end()
    pixels = rgb(image)
    inside = pixels[corner.top() + 2 : corner.bottom() - 2, corner.left() + 2 : corner.right() - 2]
    assert np.abs(inside - (255, 128, 128)).max() <= 1
