"""What is looked at: one feature, several, a program or a layer, and never two of these."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.view_state import FeatureRef, Selection, ViewState


def table_of(ids):
    return FeatureTable("own-1", ids, from_points(np.zeros((len(ids), 2))), {})


def numbers(count):
    return np.arange(1, count + 1, dtype=np.int64)


def texts(count):
    ids = np.empty(count, dtype=object)
    ids[:] = [f"f{number}" for number in range(count)]
    return ids


def shown(state):
    """Return what is looked at; at most one of these."""
    return [
        what
        for what in (state.selected, state.selection, state.program, state.layer)
        if what is not None
    ]


@given(st.lists(st.booleans(), max_size=8), st.sampled_from([numbers, texts]))
def test_rows_are_selected_as_none_one_or_several(flags, make_ids):
    table, rows = table_of(make_ids(len(flags))), np.array(flags, dtype=np.bool_)
    state = ViewState()
    state.open_program("anti-extortion")
    state.select_rows("own-1", table, rows)
    assert state.selected_rows("own-1", table).tolist() == flags
    assert not state.selected_rows("own-2", table).any()
    match sum(flags):
        case 0:
            assert shown(state) == ["anti-extortion"]
        case 1:
            assert shown(state) == [FeatureRef("own-1", str(table.ids[flags.index(True)]))]
        case count:
            assert shown(state) == [state.selection]
            assert len(state.selection) == count


@given(
    st.sets(st.integers(0, 20), min_size=2),
    st.sets(st.integers(0, 20)),
    st.sampled_from([numbers, texts]),
)
def test_a_selection_holds_when_features_are_added_and_deleted(chosen, gone, make_ids):
    table = table_of(make_ids(21))
    rows = np.zeros(21, dtype=np.bool_)
    rows[sorted(chosen)] = True
    state = ViewState()
    state.select_rows("own-1", table, rows)
    kept = np.array([row for row in range(21) if row not in gone], dtype=np.int64)
    later = table_of(table.ids[kept])
    assert state.selection.rows(later).tolist() == [row in chosen for row in kept]
    # Ids may have become texts, for instance by an edit.
    as_text = np.empty(len(kept), dtype=object)
    as_text[:] = [str(id_) for id_ in table.ids[kept].tolist()]
    assert state.selection.rows(table_of(as_text)).tolist() == [row in chosen for row in kept]


def test_what_is_opened_takes_the_place_of_a_selection():
    table = table_of(numbers(3))
    for open_other in (
        lambda state: state.select(FeatureRef("towns", "t")),
        lambda state: state.open_program("anti-extortion"),
        lambda state: state.open_layer("towns"),
        lambda state: state.open_overview(),
    ):
        state = ViewState()
        state.select_rows("own-1", table, np.array([True, True, False]))
        open_other(state)
        assert state.selection is None
        assert len(shown(state)) <= 1


def test_what_was_selected_does_not_change_with_what_it_was_made_from():
    table, rows = table_of(numbers(3)), np.array([True, True, False])
    state = ViewState()
    state.select_rows("own-1", table, rows)
    rows[2] = True
    assert state.selection.rows(table).tolist() == [True, True, False]
    assert Selection("own-1", numbers(2)).rows(table_of(numbers(0))).tolist() == []
