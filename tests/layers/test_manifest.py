"""The manifest tells one map from another, and is the same for the same map."""

from dataclasses import replace

import numpy as np
import pytest

from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.document import Layer
from layers.manifest import manifest_of
from layers.scene_builder import SceneBuilder
from layers.style import LabelStyle, PointSymbol, Single, Style
from layers.texts import Texts


def table(places, ids=("a", "b"), names=("x", None)):
    columns = {"name": np.array(names, object)}
    return FeatureTable("own-1", np.array(ids, object), from_points(np.array(places)), columns)


PLACES = ((-89.0, 13.5), (-88.5, 13.6))


def manifest(data, own=None, colour="#123456", language="en"):
    state = builtin_map(data)
    if own is not None:
        style = Style(Single(PointSymbol("circle", colour, 8)), LabelStyle(field="name"))
        layer = Layer("own-1", "own", style, name="Mine")
        state = replace(state, layers=(*state.layers, layer), tables={"own-1": own})
    return manifest_of(SceneBuilder(data).build(state, Texts(language)), "Atlas Seguro 1")


def test_it_says_what_the_map_holds(data):
    found = manifest(data)
    layers = {layer.id: layer for layer in found.layers}
    assert layers["model-precincts"].features == 3
    assert layers["model-precincts"].records == 50
    assert found.as_of
    assert {"GSHHG", "Natural Earth"} <= set(found.sources)
    assert len(found.sources) == len(set(found.sources))
    assert not [name for name in found.sources if " · " in name]
    assert found.as_data()["title"] == "El Salvador: security programs"


def test_the_same_map_has_the_same_manifest(data):
    assert manifest(data, table(PLACES)) == manifest(data, table(PLACES))
    whole = table(PLACES)
    assert (
        manifest(data, whole).as_data()["content"]
        == manifest(data, table(PLACES)).as_data()["content"]
    )


@pytest.mark.parametrize(
    "other",
    [
        table(((-89.0, 13.5), (-88.5, 13.60001))),
        table(PLACES, ids=("a", "c")),
        table(PLACES, names=("x", "")),
        table(PLACES, names=("y", None)),
        replace(table(PLACES), ids=np.array([1, 2])),
    ],
)
def test_another_record_is_another_hash(data, other):
    one, two = manifest(data, table(PLACES)), manifest(data, other)
    assert one.layers[-1].sha256 != two.layers[-1].sha256
    assert one.layers[:-1] == two.layers[:-1]
    assert one.as_data()["content"] != two.as_data()["content"]


def test_another_look_is_another_hash(data):
    one, two = manifest(data, table(PLACES)), manifest(data, table(PLACES), "#123457")
    assert one.layers[-1].sha256 != two.layers[-1].sha256


def test_several_pages_of_one_map_tell_each_layer_once(data):
    scene = SceneBuilder(data).build(builtin_map(data), Texts("en"))
    whole = manifest_of([scene, replace(scene, title="Page 2")], "Atlas Seguro 1", "Briefing", 2)
    assert whole.layers == manifest_of(scene, "Atlas Seguro 1").layers
    assert (whole.title, whole.pages) == ("Briefing", 2)
