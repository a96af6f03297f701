"""What is different between two maps is found, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.changes.comparing import Look, compare
from layers.changes.kept import NotWantedError, keep_map
from layers.document import Placement
from layers.scene_builder import SceneBuilder
from tests.layers.changes.tables import SOURCE, STYLE, table, with_own

NAMES = ["Ana", "Berta", "Carla", "Dora"]


def changes(data, old, new):
    builder = SceneBuilder(data)
    return compare(keep_map(old, builder), keep_map(new, builder))


def own_changes(data, old, new, **source):
    """Return what is different in the planner's own layer, None if nothing is."""
    found = changes(data, with_own(data, old, **source), with_own(data, new, **source))
    assert [layer.layer_id for layer in found.layers] in ([], ["own-1"])
    return found.layers[0] if found.layers else None


def test_a_map_is_not_different_from_itself(data):
    state = with_own(data, table(NAMES, sure=[1.0, np.nan, 0.0, 2.0]))
    found = changes(data, state, with_own(data, table(NAMES, sure=[1.0, np.nan, -0.0, 2.0])))
    assert found.is_nothing
    assert found.count == 0


def test_layers_of_one_name_are_told_apart_by_their_ids(data):
    one, two = table(NAMES), table(["Eva", "Flora"])
    first, second = with_own(data, one), with_own(data, two, layer_id="own-2")
    state = replace(
        first,
        layers=(*first.layers, second.layers[-1]),
        tables={**first.tables, **second.tables},
    )
    assert changes(data, state, state).is_nothing


def test_records_are_added_removed_moved_and_changed(data):
    old = table(NAMES, ids=[1, 2, 3, 4], chief=np.array(["x", "x", "x", "x"], object))
    places = [(-89.0, 13.5), (-88.9, 13.6), (-88.8, 13.5), (-88.0, 13.0)]
    new = table(
        ["Ana", "Berta", "Carla", "Eva"],
        places,
        ids=[1, 2, 3, 5],
        chief=np.array(["x", "x", "y", "x"], object),
    )
    found = own_changes(data, old, new)
    assert found.added.tolist() == [3]
    assert found.removed.tolist() == [3]
    assert found.moved.tolist() == [[1, 1]]
    assert found.altered.tolist() == [[2, 2]]
    assert list(found.columns) == ["chief"]
    assert found.count == 4


def test_a_record_that_is_moved_and_changed_counts_once(data):
    new = table(["Anna", *NAMES[1:]], [(-89.5, 13.9), (-88.9, 13.5), (-88.8, 13.5), (-88.7, 13.5)])
    found = own_changes(data, table(NAMES), new)
    assert found.moved.tolist() == found.altered.tolist() == [[0, 0]]
    assert found.count == 1


def test_rounding_is_no_move(data):
    near = [(-89.0 + 0.1 * number + 2e-8, 13.5) for number in range(4)]
    assert own_changes(data, table(NAMES), table(NAMES, near)) is None


def test_lines_of_a_file_in_another_order_are_the_same_records(data):
    order = [2, 0, 3, 1]
    whole = table(NAMES)
    places = whole.geometry.coordinates[order]
    shuffled = table([NAMES[place] for place in order], places)
    assert own_changes(data, whole, shuffled, source=SOURCE) is None


def test_a_line_put_first_into_a_file_is_one_added(data):
    places = table(NAMES).geometry.coordinates
    longer = table(["Zoe", *NAMES], [(-88.0, 13.9), *places])
    found = own_changes(data, table(NAMES), longer, source=SOURCE)
    assert found.added.tolist() == [0]
    assert found.count == 1


def test_a_key_column_tells_records_of_a_file_apart(data):
    codes = np.array(["a", "b", "c", "d"], object)
    renamed = table(["Dora", "Ana", "Berta", "Carla"], Codigo=codes)
    found = own_changes(data, table(NAMES, Codigo=codes), renamed, source=SOURCE)
    assert len(found.altered) == 4
    assert not len(found.added) + len(found.removed) + len(found.moved)


def test_without_a_key_names_tell_them_apart(data):
    moved = table(["Dora", "Ana"], [(-88.0, 13.1), (-88.1, 13.2)])
    found = own_changes(data, table(["Ana", "Dora"]), moved, source=SOURCE)
    assert found.moved.tolist() == [[1, 0], [0, 1]]
    assert not len(found.added) + len(found.removed)


def test_records_that_are_alike_are_counted(data):
    same = [(-89.0, 13.5)] * 3
    old, new = table(["Ana"] * 3, same), table(["Ana"] * 2, same[:2])
    found = own_changes(data, old, new, source=SOURCE)
    assert len(found.removed) == 1
    assert found.count == 1


def test_a_new_column_changes_the_records_that_have_a_value_in_it(data):
    notes = np.array(["", None, "seen", ""], object)
    found = own_changes(data, table(NAMES), table(NAMES, note=notes))
    assert found.altered.tolist() == [[2, 2]]


def test_looks_and_order_are_told(data):
    state = builtin_map(data)
    towns = state.layer("towns")
    lower = tuple(layer for layer in state.layers if layer is not towns)
    other = replace(state, layers=(towns, *lower))
    found = changes(data, state, other)
    assert [(layer.layer_id, layer.looks) for layer in found.layers] == [("towns", (Look.ORDER,))]
    changed = state.with_layer(
        replace(towns, visible=not towns.visible, style=STYLE, opacity=0.5, labels=False)
    )
    (layer,) = changes(data, state, changed).layers
    shown = Look.SHOWN if changed.layer("towns").visible else Look.HIDDEN
    assert set(layer.looks) == {shown, Look.STYLE, Look.OPACITY, Look.LABELS}


def test_title_and_placements_are_told(data):
    state = builtin_map(data)
    station = str(data.table("model-precincts").ids[9])
    placed = {("model-precincts", station): Placement(-89.0, 13.6, "2026-11-01")}
    found = changes(data, state, replace(state, title="Plan", placements=placed))
    assert found.title == ("", "Plan")
    (layer,) = found.layers
    assert layer.layer_id == "model-precincts"
    assert layer.moved.tolist() == [[9, 9]]
    assert "position_basis" in layer.columns


def test_layers_come_and_go(data):
    with_it, without = with_own(data, table(NAMES)), builtin_map(data)
    (added,) = changes(data, without, with_it).layers
    assert (added.old, len(added.added)) == (None, 4)
    (removed,) = changes(data, with_it, without).layers
    assert (removed.new, len(removed.removed)) == (None, 4)


def test_own_layers_are_told_by_their_names(data):
    """Ids of own layers are numbers, which another project has for another layer."""
    old = with_own(data, table(NAMES), name="Posts")
    new = with_own(data, table(NAMES[:3]), name="Posts", layer_id="own-4")
    (layer,) = changes(data, old, new).layers
    assert layer.layer_id == "own-4"
    assert layer.removed.tolist() == [3]
    other = with_own(data, table(NAMES[:3]), name="Rivers")
    both = replace(
        other,
        layers=(*other.layers, replace(new.layers[-1])),
        tables={**other.tables, **new.tables},
    )
    found = changes(data, old, both)
    assert {layer.layer_id: layer.old is None for layer in found.layers} == {
        "own-1": True,
        "own-4": False,
    }


def test_a_renamed_layer_is_the_same(data):
    old, new = (with_own(data, table(NAMES), name=name) for name in ("Posts", "Stations"))
    (layer,) = changes(data, old, new).layers
    assert layer.looks == (Look.NAME,)


def test_dates_and_sources_of_facts_are_told(data):
    def dated(year, source):
        return table(
            NAMES,
            as_of=np.array([year] * 4, object),
            source=np.array([source] * 4, object),
        )

    found = own_changes(data, dated("2019", "PNC | INL"), dated("2021", "PNC"))
    assert found.as_of == ("2019", "2021")
    assert found.sources_removed == ("INL",)
    assert not found.sources_added


def test_a_million_rows_are_compared_as_arrays(data):
    count = 300_000
    generator = np.random.default_rng(7)
    places = generator.random((count, 2)) + np.array([-89.5, 13.2])
    kinds = np.array(["a", "b"], object)[generator.integers(0, 2, count)]

    def large(places, kinds):
        geometry = from_points(places)
        rows = np.arange(1, len(places) + 1)
        return FeatureTable("own-1", rows, geometry, {"kind": kinds})

    moved, altered = places.copy(), kinds.copy()
    moved[123_456] += 0.01
    altered[7] = "c"
    found = own_changes(data, large(places, kinds), large(moved, altered))
    assert found.moved.tolist() == [[123_456, 123_456]]
    assert found.altered.tolist() == [[7, 7]]
    assert found.new.table.values == {}
    shuffled = generator.permutation(count)[:-5]
    again = large(moved[shuffled], altered[shuffled])
    found = own_changes(data, large(moved, altered), again, source=SOURCE)
    assert (len(found.removed), found.count) == (5, 5)


def test_nobody_waits_for_what_is_not_wanted(data):
    with pytest.raises(NotWantedError):
        keep_map(builtin_map(data), SceneBuilder(data), is_unwanted=lambda: True)
