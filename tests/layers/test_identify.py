"""Which features lie under a place."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.builtin import BuiltinData
from geodata.geometry import from_shapely
from geodata.projection import point_to_map
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.commands import SetVisible
from layers.document import Layer, MapState
from layers.identify import Identifier
from layers.scene_builder import SceneBuilder
from layers.style import LineSymbol, PointSymbol, PolygonSymbol, Single, Stroke, Style
from layers.texts import Texts
from layers.view import fit
from layers.view_state import FeatureRef


@pytest.fixture(scope="module")
def data():
    return BuiltinData()


def own_scene(data, symbol, shapes):
    shapes = np.array(shapes, dtype=object)
    ids = np.array([f"f{n}" for n in range(len(shapes))], dtype=object)
    table = FeatureTable("own", ids, from_shapely(shapes), {"name": ids})
    state = MapState(
        (Layer("own", "own", Style(Single(symbol)), name="Own"),),
        tables=MappingProxyType({"own": table}),
    )
    return SceneBuilder(data).build(state, Texts("en"))


def found(scene, view, longitude, latitude, right=0.0, down=0.0):
    column, row = view.point_to_screen(*point_to_map(longitude, latitude))
    under = Identifier().features_at(scene, view, column + right, row + down)
    return [ref.feature_id for ref in under]


def whole(scene):
    return fit(scene.home, 1000, 700)


def test_points_are_found_within_their_symbol_the_nearest_first(data):
    places = [shapely.Point(-89, 13.8), shapely.Point(-88.98, 13.8), shapely.Point(-88, 13.5)]
    scene = own_scene(data, PointSymbol("circle", "#ff0000", 20), places)
    view = whole(scene)
    assert found(scene, view, -89, 13.8)[0] == "f0"
    assert found(scene, view, -88, 13.5) == ["f2"]
    assert found(scene, view, -88, 13.5, right=12) == ["f2"]
    assert found(scene, view, -88, 13.5, right=14) == []
    assert found(scene, view, -88, 13.5, right=12, down=12) == []


def test_each_point_of_a_feature_of_several_is_the_feature(data):
    shapes = [shapely.MultiPoint([(-89, 13.8), (-88.5, 13.6)]), shapely.Point(-88, 13.5)]
    scene = own_scene(data, PointSymbol("circle", "#ff0000", 10), shapes)
    for longitude, latitude, feature in ((-89, 13.8, "f0"), (-88.5, 13.6, "f0"), (-88, 13.5, "f1")):
        assert found(scene, whole(scene), longitude, latitude) == [feature]


def test_areas_are_found_the_smallest_first_and_not_in_their_holes(data):
    large, small = shapely.box(-90, 13, -88, 14), shapely.box(-89.2, 13.4, -88.8, 13.7)
    holed = large.difference(shapely.box(-89.9, 13.8, -89.7, 13.95))
    scene = own_scene(data, PolygonSymbol("#ff0000"), [holed, small])
    view = whole(scene)
    assert found(scene, view, -89, 13.5) == ["f1", "f0"]
    assert found(scene, view, -88.2, 13.5) == ["f0"]
    assert found(scene, view, -89.8, 13.9) == []
    assert found(scene, view, -87.5, 13.5) == []


def test_lines_are_found_a_few_pixels_beside_them(data):
    line = shapely.LineString([(-90, 13.5), (-88, 13.5)])
    scene = own_scene(data, LineSymbol(Stroke("#ff0000", 1.0)), [line])
    view = whole(scene)
    assert found(scene, view, -89, 13.5) == ["f0"]
    assert found(scene, view, -89, 13.5, down=2.5) == ["f0"]
    assert found(scene, view, -89, 13.5, down=5) == []


def test_records_without_a_place_and_hidden_features_are_not_found(data):
    shapes = [None, shapely.Point(-89, 13.8)]
    scene = own_scene(data, PointSymbol("circle", "#ff0000", 20), shapes)
    assert found(scene, whole(scene), -89, 13.8) == ["f1"]
    nothing = replace(scene.layers[0], symbol_of=np.full(2, -1), offsets=None)
    assert found(replace(scene, layers=(nothing,)), whole(scene), -89, 13.8) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-90, -88), st.floats(13, 14)), min_size=1, max_size=60),
    st.floats(0, 1000),
    st.floats(0, 700),
)
def test_points_are_those_that_a_look_at_each_finds(places, column, row):
    data = BuiltinData()
    scene = own_scene(data, PointSymbol("circle", "#ff0000", 24), shapely.points(places))
    view = whole(scene)
    screen = view.to_screen(scene.layers[0].geometry.coordinates)
    distance = np.hypot(screen[:, 0] - column, screen[:, 1] - row)
    under = Identifier().features_at(scene, view, column, row)
    assert {ref.feature_id for ref in under} == {f"f{n}" for n in np.flatnonzero(distance <= 15)}


def test_symbols_are_above_areas_and_moved_ones_are_found_where_they_are_drawn(data):
    scene = SceneBuilder(data).build(builtin_map(data), Texts("en"))
    view = whole(scene)
    layer = scene.layer("anti-extortion-units")
    assert layer.offsets is not None
    moved = np.flatnonzero(np.abs(layer.offsets).max(axis=1) > 0)
    assert len(moved)
    identifier = Identifier()
    for row in moved:
        place = view.to_screen(layer.label_points[row : row + 1])[0] + layer.offsets[row]
        under = list(identifier.features_at(scene, view, *place))
        assert FeatureRef("anti-extortion-units", str(layer.table.ids[row])) in under[:2]
        layers = [ref.layer_id for ref in under]
        assert "delegations" not in layers[:-1]


def test_what_is_switched_off_is_not_found(data):
    state = builtin_map(data)
    scene = SceneBuilder(data).build(SetVisible("delegations", False).apply(state), Texts("en"))
    view = whole(scene)
    assert "delegations" not in {
        ref.layer_id
        for column in range(0, 1000, 50)
        for ref in Identifier().features_at(scene, view, column, 350)
    }
