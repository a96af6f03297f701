"""What the map shows, in words."""

import pytest

from layers.builtin_map import builtin_map
from layers.map_words import map_words
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from layers.view import fit


@pytest.mark.parametrize(
    ("language", "scale", "delegations"),
    [("en", "Scale 1 to ", "Delegations: 19 of 19"), ("es", "Escala 1 a ", "Delegaciones: 19 de")],
)
def test_scale_and_counts_are_told(data, language, scale, delegations):
    scene = SceneBuilder(data).build(builtin_map(data), Texts(language))
    view = fit(scene.home, 800, 600, margin=0.0)
    words = map_words(scene, view, Texts(language))
    assert words.startswith(scale)
    assert delegations in words
    assert words.endswith(".")


def test_layers_without_anything_in_view_are_left_out(data):
    scene = SceneBuilder(data).build(builtin_map(data), Texts("en"))
    view = fit((-10_300_000.0, 1_300_000.0, -10_290_000.0, 1_310_000.0), 800, 600, margin=0.0)
    assert ":" not in map_words(scene, view, Texts("en"))
