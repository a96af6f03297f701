"""Symbols on the same place stand side by side."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.builtin_map import builtin_map
from layers.displacement import side_by_side
from layers.scene_builder import SceneBuilder
from layers.style import PointSymbol
from layers.texts import Texts
from tests.app.canvas.drawing import scene_layer


def programs(places, *sizes, group="programs", id_="a", **more):
    symbols = [PointSymbol("circle", "#0072b2", size) for size in sizes or (16,)]
    return scene_layer(places, *symbols, group=group, id=id_, layer_id=id_, **more)


def boxes(layer, offsets):
    moved = layer.label_points * (1, -1) + offsets.get(layer.id, np.zeros((len(layer.table), 2)))
    sizes = np.array([layer.symbols[place].size for place in layer.symbol_of])
    return [
        (x - size / 2, y - size / 2, x + size / 2, y + size / 2)
        for (x, y), size in zip(moved.tolist(), sizes.tolist(), strict=True)
    ]


def overlap(one, other):
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def test_symbols_alone_stay_where_they_are():
    assert side_by_side([programs([(0, 0), (500, 0)])]) == {}


def test_two_layers_on_one_town():
    first, second = programs([(0, 0)], 16), programs([(0, 0), (9, 9)], 10, id_="b")
    offsets = side_by_side([first, second])
    assert offsets["a"].tolist() == [[-6.0, 0.0]]
    assert offsets["b"].tolist() == [[9.0, 0.0], [0.0, 0.0]]


@given(st.lists(st.sampled_from([6.5, 11, 14, 16]), min_size=2, max_size=9))
def test_none_covers_another_and_they_are_centred(sizes):
    layers = [programs([(0, 0)], size, id_=f"l{place}") for place, size in enumerate(sizes)]
    offsets = side_by_side(layers)
    found = [box for layer in layers for box in boxes(layer, offsets)]
    for place, one in enumerate(found):
        assert not any(overlap(one, other) for other in found[place + 1 :])
    low, high = np.min(found, axis=0)[:2], np.max(found, axis=0)[2:]
    assert low[1] + high[1] == pytest.approx(0, abs=max(sizes))
    assert (high - low).max() < 5 * 18


def test_rings_of_areas_take_part_but_dots_and_own_points_do_not():
    unit = programs([(0, 0)])
    ring = programs([(0, 0)], 11, group="areas", id_="ring")
    dot = programs([(0, 0)], 4, group="areas", id_="dot")
    own = programs([(0, 0)], 16, group="own", id_="own")
    possible = replace(programs([(0, 0)], 20), id="a/possible")
    assert set(side_by_side([unit, ring, dot, own, possible])) == {"a", "ring"}


def test_what_is_not_drawn_takes_no_room():
    shown = programs([(0, 0)])
    hidden = programs([(0, 0)], id_="b", symbol_of=[-1])
    assert side_by_side([shown, hidden]) == {}


def test_in_the_built_in_map_no_two_program_symbols_share_a_place(data):
    state = builtin_map(data)
    shown = tuple(replace(layer, visible=True) for layer in state.layers)
    scene = SceneBuilder(data).build(replace(state, layers=shown), Texts("en"))
    places = []
    for layer in scene.layers:
        if layer.group == "programs" and layer.id == layer.layer_id:
            moved = np.zeros((len(layer.table), 2)) if layer.offsets is None else layer.offsets
            places += [
                (*np.round(layer.label_points[row]).tolist(), *moved[row].tolist())
                for row in np.flatnonzero(layer.geometry.placed & (layer.symbol_of >= 0))
            ]
    assert len(places) > 40
    assert len(set(places)) == len(places)
