"""Of a map of before no more may leave than the marks of today let out."""

from dataclasses import replace

import numpy as np
import pytest

from layers.builtin_map import builtin_map
from layers.changes.comparing import compare
from layers.changes.kept import keep_map
from layers.changes.leaving import comparable, marked_as_now
from layers.changes.marks import KINDS, change_marks
from layers.changes.words import Kind
from layers.leaving import Sender
from layers.scene_builder import SceneBuilder
from layers.sharing import Mark, Positions, Sharing
from tests.layers.changes.tables import table, with_own

PLACES = [(-89.123456, 13.512345), (-88.987654, 13.598765)]
RESTRICTED = Sharing(Mark.RESTRICTED)


@pytest.fixture
def builder(data):
    return SceneBuilder(data)


def marked(state, sharing, layer_id="own-1"):
    return state.with_layer(replace(state.layer(layer_id), sharing=sharing))


def kept(state, builder):
    return keep_map(state, builder, given=Sender(builder).state(state))


def pair(old, now, builder):
    """Return what may be compared of what left of an earlier map, and of the map of today."""
    return comparable(kept(old, builder), kept(now, builder), now, builder, include_internal=False)


def layer_of(kept_map, layer_id="own-1"):
    return next((layer for layer in kept_map.layers if layer.id == layer_id), None)


@pytest.mark.parametrize("mark", [Mark.INTERNAL, Mark.RESTRICTED])
@pytest.mark.parametrize(("layer_id", "name"), [("own-1", "Renamed"), ("own-7", "Posts")])
def test_a_layer_that_does_not_leave_any_more_is_not_told_of(data, builder, mark, layer_id, name):
    old = with_own(data, table(["Ana"]))
    now = with_own(data, table(["Ana"]), layer_id=layer_id, name=name, sharing=Sharing(mark))
    assert layer_of(kept(old, builder)) is not None
    for then in (old, marked_as_now(old, now)):
        assert layer_of(pair(then, now, builder)[0]) is None


def test_a_layer_that_is_gone_keeps_its_own_marks(data, builder):
    free, now = with_own(data, table(["Ana"])), builtin_map(data)
    assert marked_as_now(marked(free, RESTRICTED), now).layer("own-1").sharing == RESTRICTED
    assert layer_of(pair(free, now, builder)[0]) is not None


def test_the_marks_of_today_count_for_the_same_layer(data):
    old = marked(with_own(data, table(["Ana"])), RESTRICTED)
    now = with_own(data, table(["Ana"]))
    assert marked_as_now(old, now).layer("own-1").sharing == Sharing()
    # Another name under the same id may be another layer.
    other = with_own(data, table(["Ana"]), name="Patrols")
    assert marked_as_now(old, other).layer("own-1").sharing == RESTRICTED


def test_a_column_that_does_not_leave_any_more_is_no_change(data, builder):
    old = with_own(data, table(["Ana", "Eva"], staff=[1, 2]))
    now = marked(old, Sharing(columns=(("staff", Mark.RESTRICTED),)))
    assert len(compare(kept(old, builder), kept(now, builder)).layers[0].altered) == 2
    before, new = pair(old, now, builder)
    assert compare(before, new).is_nothing
    found = layer_of(before).table
    assert "staff" not in {*found.hashes, *found.titles, *found.values}


@pytest.mark.parametrize("positions", [Positions.HUNDREDTH, Positions.TENTH, Positions.DEPARTMENT])
@pytest.mark.parametrize("is_export", [True, False])
def test_places_of_before_are_told_no_more_exactly_than_now(data, builder, positions, is_export):
    old = with_own(data, table(["Ana", "Eva"], PLACES))
    now = marked(old, Sharing(positions=positions))
    then = old if is_export else marked_as_now(old, now)
    before, new = pair(then, now, builder)
    places = layer_of(before).table.places
    np.testing.assert_array_equal(places, layer_of(new).table.places)
    assert np.abs(places - np.array(PLACES)).min() > 1e-4
    assert compare(before, new).is_nothing
    # A record that is gone is marked where it was told to be.
    fewer = marked(with_own(data, table(["Ana"], PLACES[:1])), Sharing(positions=positions))
    gone = change_marks(compare(*pair(then, fewer, builder)))
    assert gone.kinds.tolist() == [KINDS.index(Kind.REMOVED)]
    assert gone.places.tolist() == [places[1].tolist()]


def test_areas_of_before_are_rounded_as_well(data, builder):
    old = builtin_map(data)
    now = marked(old, Sharing(positions=Positions.TENTH), "delegations")
    places = layer_of(pair(old, now, builder)[0], "delegations").table.places
    np.testing.assert_allclose(places, np.round(places, 1), atol=1e-9)


def test_what_both_let_out_is_the_stricter_of_two():
    one = Sharing(Mark.INTERNAL, (("a", Mark.RESTRICTED), ("b", Mark.INTERNAL)), Positions.TENTH)
    other = Sharing(Mark.PUBLIC, (("b", Mark.RESTRICTED),), Positions.DEPARTMENT)
    both = Sharing(
        Mark.INTERNAL, (("a", Mark.RESTRICTED), ("b", Mark.RESTRICTED)), Positions.DEPARTMENT
    )
    assert one.stricter(other) == other.stricter(one) == both
