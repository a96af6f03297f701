"""The features in view as one table, and those that touch a box."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.builtin import BuiltinData
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.commands import show_only
from layers.document import Layer
from layers.features_in_view import MOST_LISTED, features_in_view, id_of, ref_of
from layers.identify import rows_touching
from layers.own_layers import default_style
from layers.scene_builder import SceneBuilder
from layers.table_columns import PLACE, cell_text, table_columns
from layers.table_commands import AddLayer
from layers.texts import Texts
from layers.view import fit
from layers.view_state import FeatureRef

EN = Texts("en")


@pytest.fixture(scope="module")
def data():
    return BuiltinData()


@pytest.fixture(scope="module")
def scene(data):
    state = builtin_map(data)
    layers = frozenset({"pbs-sites", "border-points", "departments"})
    return SceneBuilder(data).build(show_only(state, layers).apply(state), EN)


def test_they_come_layer_by_layer_from_north_to_south(scene):
    table, total = features_in_view(scene, fit(scene.home, 1000, 700), EN)
    assert total == len(table) == 3 + 10 + 14
    layers = table.columns["layer"].tolist()
    assert list(dict.fromkeys(layers)) == ["PBS sites", "Border inspection points", "Departments"]
    for name in set(layers):
        south = -table.geometry.coordinates[np.array(layers) == name][:, 1]
        assert south.tolist() == sorted(south)
    assert ref_of(table.ids[0]).layer_id == "pbs-sites"
    assert id_of(ref_of(table.ids[5])) == table.ids[5]
    columns = {column.name: column for column in table_columns(table, EN)}
    assert [c.title for c in columns.values()][:3] == ["Name", "Place", "Layer"]
    assert cell_text(table, 0, columns[PLACE], EN).startswith("place ")


def test_what_is_not_in_view_is_not_listed(scene):
    view = fit(scene.home, 1000, 700)
    table, _ = features_in_view(scene, view.panned(5000, 0), EN)
    assert len(table) == 0
    near = fit(scene.home, 1000, 700).zoomed(6, 500, 350)
    table, total = features_in_view(scene, near, EN)
    assert 0 < total < 27
    west, south, east, north = near.bounds
    for layer in (scene.layer(id_) for id_ in ("pbs-sites", "border-points", "departments")):
        x, y = layer.label_points.T
        inside = (x >= west) & (x <= east) & (y >= south) & (y <= north) & layer.geometry.placed
        listed = {ref_of(id_).feature_id for id_ in table.ids if id_.startswith(layer.layer_id)}
        assert listed == {str(id_) for id_ in layer.table.ids[inside]}


def test_of_very_many_the_northernmost_are_listed_and_all_are_counted(data):
    rng = np.random.default_rng(5)
    count = 4 * MOST_LISTED
    xy = np.column_stack([rng.uniform(-89.5, -88.5, count), rng.uniform(13.3, 14.2, count)])
    own = FeatureTable("own-1", np.arange(count), from_points(xy), {})
    state = AddLayer(Layer("own-1", "own", default_style(own, 0), name="P"), own).apply(
        show_only(builtin_map(data), frozenset()).apply(builtin_map(data))
    )
    scene = SceneBuilder(data).build(state, EN)
    table, total = features_in_view(scene, fit(scene.home, 1000, 700), EN)
    assert total == count
    assert len(table) == MOST_LISTED
    northernmost = np.argsort(-xy[:, 1], kind="stable")[:MOST_LISTED]
    assert [ref_of(id_) for id_ in table.ids] == [
        FeatureRef("own-1", str(row)) for row in northernmost
    ]


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 1), st.floats(0.01, 1))
def test_a_box_touches_what_shapely_says(scene, left, bottom, width, height):
    x0, y0, x1, y1 = scene.home
    bounds = (
        x0 + left * (x1 - x0),
        y0 + bottom * (y1 - y0),
        x0 + (left + width) * (x1 - x0),
        y0 + (bottom + height) * (y1 - y0),
    )
    for layer_id in ("departments", "border-points"):
        layer = scene.layer(layer_id)
        shapes = layer.geometry.to_shapely()
        expected = shapely.intersects(shapes, shapely.box(*bounds))
        assert rows_touching(layer, bounds).tolist() == expected.tolist()
