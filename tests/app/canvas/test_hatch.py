"""Hatches: lines at 45 degrees, on pixels and on pages."""

from dataclasses import replace

import numpy as np
import pytest

from tests.app.canvas.drawing import (
    BLUE,
    RED,
    VIEW,
    WHITE,
    at,
    box,
    fill,
    hexed,
    picture,
    scene_layer,
    scene_with,
    share_of,
)

pytestmark = pytest.mark.usefixtures("fonts")

HATCHED = fill(WHITE, hatch=hexed(RED))


def test_a_hatch_covers_a_part_of_its_area_and_nothing_else():
    pixels = picture(scene_with(scene_layer([box(-50, -50, 50, 50)], HATCHED)))
    inside, outside = pixels[30:130, 50:150].copy(), pixels.copy()
    outside[30:130, 50:150] = 255
    assert 0.1 < (inside[:, :, 1] < 128).mean() < 0.4
    assert (outside == 255).all()


def test_hatch_lines_rise_to_the_right():
    pixels = picture(scene_with(scene_layer([box(-50, -50, 50, 50)], HATCHED)))
    ink = 255 - pixels[40:120, 60:140, 1]
    rising = np.abs(ink[1:, :-1] - ink[:-1, 1:]).mean()
    falling = np.abs(ink[1:, 1:] - ink[:-1, :-1]).mean()
    assert rising < 2
    assert falling > 20


def test_a_hatch_stays_on_the_map_when_it_is_moved():
    scene = scene_with(scene_layer([box(-500, -500, 500, 500)], HATCHED))
    here, moved = picture(scene), picture(scene, VIEW.panned(-13, 5))
    assert (here[:-5, 13:] == moved[5:, :-13]).all()


def test_a_hatch_without_a_fill_shows_what_is_beneath():
    scene = scene_with(
        scene_layer([box(-90, -70, 90, 70)], fill(BLUE)),
        scene_layer([box(-50, -50, 50, 50)], replace(HATCHED, fill=None)),
    )
    inside = picture(scene)[30:130, 50:150]
    assert share_of(inside, BLUE, 0) > 0.5
    assert (inside[:, :, 0] > 128).mean() > 0.1


def test_a_hatch_is_as_transparent_as_its_symbol():
    scene = scene_with(scene_layer([box(-50, -50, 50, 50)], replace(HATCHED, opacity=0.4)))
    darkest = picture(scene)[30:130, 50:150, 1].min()
    assert darkest == pytest.approx(255 * 0.6, abs=6)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_hatch_is_as_dense_at_every_pixel_ratio(ratio):
    scene = scene_with(scene_layer([box(-50, -50, 50, 50)], HATCHED))
    pixels = picture(scene, replace(VIEW, pixel_ratio=ratio))
    cut = pixels[int(40 * ratio) : int(120 * ratio), int(60 * ratio) : int(140 * ratio), 1]
    assert (255 - cut).mean() / 255 == pytest.approx(1.2 * 2**0.5 / 7, rel=0.15)


def test_a_hatch_keeps_to_areas_with_holes():
    ring = box(-60, -60, 60, 60).difference(box(-30, -30, 30, 30))
    pixels = picture(scene_with(scene_layer([ring], HATCHED)))
    assert (pixels[52:108, 72:128] == 255).all()
    assert at(pixels, 0, 0) == WHITE
    assert share_of(pixels, RED, 120) > 0.02
