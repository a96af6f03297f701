"""A part stands for the whole: spread as it is, the same at every run and in every variant."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
import shapely

from geodata.geometry import Family, from_points, from_shapely
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.document import Layer
from layers.sampling import sampled
from layers.scene_builder import SceneBuilder
from layers.style import PointSymbol, PolygonSymbol, Single, Style
from layers.texts import Texts


@pytest.fixture
def scene_with(data):
    def make(geometry, symbol):
        count = len(geometry)
        columns = {"name": np.array([f"n{row}" for row in range(count)], object)}
        table = FeatureTable("own-1", np.arange(1, count + 1), geometry, columns)
        layer = Layer("own-1", "own", Style(Single(symbol)), name="Mine")
        state = builtin_map(data)
        tables = MappingProxyType({"own-1": table})
        state = replace(state, layers=(*state.layers, layer), tables=tables)
        return SceneBuilder(data).build(state, Texts("en"))

    return make


POINT = PointSymbol("circle", "#123456", 6)


def test_small_layers_are_left_as_they_are(data):
    scene = SceneBuilder(data).build(builtin_map(data), Texts("en"))
    assert sampled(scene, 5000) == (scene, {})


def test_dense_parts_stay_dense(scene_with):
    rng = np.random.default_rng(3)
    town = rng.normal((-89.2, 13.7), 0.01, (9000, 2))
    country = rng.uniform((-90, 13.2), (-88, 14.2), (1000, 2))
    scene = scene_with(from_points(np.concatenate([town, country])), POINT)
    part, thinned = sampled(scene, 500)
    layer = part.layer("own-1")
    assert thinned == {"own-1": 10_000}
    assert layer.drawn_count == len(layer.table) == 500
    in_town = sum(int(name[1:]) < 9000 for name in layer.table.columns["name"])
    assert 430 <= in_town <= 470
    # Every record still is where it was.
    for row in (0, 250, 499):
        whole = scene.layer("own-1")
        place = whole.table.row_of(str(layer.table.ids[row]))
        assert whole.table.value(place, "name") == layer.table.value(row, "name")
        assert np.array_equal(whole.label_points[place], layer.label_points[row])


def test_the_choice_is_the_same_in_every_variant(scene_with):
    places = np.random.default_rng(4).uniform((-90, 13.2), (-88, 14.2), (300, 2))
    part, _ = sampled(scene_with(from_points(places), POINT), 100)
    other = part.variants("es", "dark")
    assert other.language == "es"
    assert other.theme == "dark"
    assert np.array_equal(other.layer("own-1").table.ids, part.layer("own-1").table.ids)


def test_the_largest_areas_are_kept(scene_with):
    boxes = [
        shapely.box(-89, 13.5, -89 + size, 13.5 + size) for size in np.linspace(0.001, 0.5, 40)
    ]
    geometry = from_shapely(np.array(boxes, object), Family.POLYGON)
    part, _ = sampled(scene_with(geometry, PolygonSymbol("#123456")), 10)
    assert part.layer("own-1").table.ids.tolist() == list(range(31, 41))


def test_records_without_a_place_make_room_for_those_with_one(scene_with):
    places = np.random.default_rng(5).uniform((-90, 13.2), (-88, 14.2), (100, 2))
    placed = np.arange(100) % 2 == 0
    part, thinned = sampled(scene_with(from_points(places, placed), POINT), 60)
    assert thinned["own-1"] == 100
    assert part.layer("own-1").drawn_count == 50
    assert len(part.layer("own-1").table) == 60
