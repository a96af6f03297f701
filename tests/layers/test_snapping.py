"""Places are drawn to borders that are near."""

from dataclasses import replace

import numpy as np

from layers.builtin_map import builtin_map
from layers.scene_builder import SceneBuilder
from layers.snapping import REACH, Snapper
from layers.texts import Texts
from layers.view import fit


def test_a_place_near_a_border_is_drawn_onto_it(data):
    scene = SceneBuilder(data).build(builtin_map(data), Texts("en"))
    view = fit(scene.home, 1000, 700)
    land = scene.layer("land").geometry
    corner = land.coordinates[land.part_starts[0]]
    column, row = view.point_to_screen(*corner.tolist())
    snapper = Snapper()
    found = snapper.snap(scene, view, column + 2, row)
    assert found is not None
    back = view.point_to_screen(*found)
    assert abs(back[0] - column) <= REACH
    assert abs(back[1] - row) <= REACH


def test_between_corners_the_foot_on_the_line_is_taken(data):
    scene = SceneBuilder(data).build(builtin_map(data), Texts("en"))
    # So close that the corners of the border are far from each other.
    line = scene.layer("country-borders").geometry
    one, other = line.coordinates[:2]
    middle = (one + other) / 2
    length = float(np.hypot(*(other - one)))
    near = replace(fit((*middle, *middle), 800, 600), resolution=length / 600)
    across = np.array([one[1] - other[1], other[0] - one[0]]) / length * 5 * near.resolution
    found = Snapper().snap(scene, near, *near.point_to_screen(*(middle + across).tolist()))
    assert found is not None
    assert np.hypot(*(found - middle)) < 1.5 * near.resolution


def test_far_from_every_border_nothing_is_found(data):
    scene = SceneBuilder(data).build(builtin_map(data), Texts("en"))
    x, y = -10_100_000.0, 1_200_000.0  # the open Pacific
    view = fit((x - 100, y - 100, x + 100, y + 100), 800, 600)
    assert Snapper().snap(scene, view, 400, 300) is None
