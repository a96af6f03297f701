"""From feature to feature without a mouse."""

from dataclasses import replace

import pytest

from geodata.builtin import BuiltinData
from layers.builtin_map import builtin_map
from layers.commands import SetVisible, show_only
from layers.scene_builder import SceneBuilder
from layers.stepping import next_feature
from layers.texts import Texts
from layers.view import fit
from layers.view_state import FeatureRef


@pytest.fixture(scope="module")
def data():
    return BuiltinData()


def scene_of(data, *layer_ids):
    state = builtin_map(data)
    state = show_only(state, frozenset(layer_ids)).apply(state)
    return SceneBuilder(data).build(state, Texts("en"))


def walk(scene, view, direction, most=400):
    """Return the features in the order they come, until the first comes again."""
    found = [next_feature(scene, view, None, direction)]
    while len(found) < most:
        following = next_feature(scene, view, found[-1], direction)
        if following == found[0]:
            return found
        found.append(following)
    raise AssertionError("the walk does not come back to its start")


def whole(scene):
    return fit(scene.home, 1000, 700)


def test_every_placed_feature_comes_once(data):
    scene = scene_of(data, "delegations", "border-points", "model-precincts", "land")
    found = walk(scene, whole(scene), 1)
    expected = {
        FeatureRef(id_, str(data.table(id_).ids[row]))
        for id_ in ("delegations", "border-points", "model-precincts")
        for row in range(len(data.table(id_)))
        if data.table(id_).geometry.placed[row]
    }
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_backwards_is_the_same_way_back(data):
    scene = scene_of(data, "delegations", "anti-extortion-units", "border-points")
    view = whole(scene)
    assert walk(scene, view, -1) == walk(scene, view, 1)[::-1]


def test_top_layers_first_and_north_before_south(data):
    scene = scene_of(data, "delegations", "border-points")
    found = walk(scene, whole(scene), 1)
    layers = [ref.layer_id for ref in found]
    assert layers == sorted(layers)  # border-points lie over delegations
    table = data.table("border-points")
    latitudes = [
        table.geometry.shape(table.row_of(ref.feature_id)).y
        for ref in found
        if ref.layer_id == "border-points"
    ]
    assert latitudes == sorted(latitudes, reverse=True)


def test_what_is_out_of_view_is_passed_over(data):
    scene = scene_of(data, "border-points")
    min_x, min_y, max_x, max_y = scene.home
    west = fit((min_x - 5e4, min_y, (min_x + max_x) / 2, max_y), 1000, 700, margin=0)
    left, _, right, _ = west.bounds
    points = scene.layer("border-points").label_points
    inside = int(((points[:, 0] >= left) & (points[:, 0] <= right)).sum())
    assert 0 < inside < data.table("border-points").placed_count
    assert len(walk(scene, west, 1)) == inside


def test_nothing_in_view_is_nothing(data):
    scene = scene_of(data, "border-points")
    sea = replace(whole(scene), x=scene.limit[0], y=scene.limit[1], resolution=1.0)
    assert next_feature(scene, sea, None, 1) is None


def test_a_feature_that_is_shown_no_more_starts_anew(data):
    state = builtin_map(data)
    shown = SceneBuilder(data).build(state, Texts("en"))
    view = whole(shown)
    first = next_feature(shown, view, None, 1)
    hidden = SceneBuilder(data).build(SetVisible(first.layer_id, False).apply(state), Texts("en"))
    assert next_feature(hidden, view, first, 1) == next_feature(hidden, view, None, 1)
