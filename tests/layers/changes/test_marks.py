"""Marks show what is different, each kind by a shape of its own, with legend and lines."""

from dataclasses import replace

import numpy as np
import pytest

from geodata.geometry import from_points
from layers.changes.comparing import compare
from layers.changes.kept import keep_map
from layers.changes.marks import KINDS, MARKS, MOVES, change_marks
from layers.changes.words import Kind
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from tests.layers.changes.tables import table, with_own

PLACES = [(-89.0, 13.5), (-88.9, 13.5), (-88.8, 13.5)]


@pytest.fixture
def found(data):
    builder = SceneBuilder(data)
    old = table(["Ana", "Berta", "Carla"], PLACES, ids=[1, 2, 3], staff=[1, 2, 3])
    moved = [(-89.0, 13.5), (-88.9, 13.9), (-88.0, 13.0)]
    new = table(["Ana", "Berta", "Eva"], moved, ids=[1, 2, 4], staff=[9, 2, 3])
    return compare(keep_map(with_own(data, old), builder), keep_map(with_own(data, new), builder))


def scene(data, found, language="en", theme="light"):
    builder = SceneBuilder(data)
    builder.changes = found
    state = with_own(data, table(["Ana"]))
    return builder, builder.build(state, Texts(language), theme)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_each_kind_has_a_shape_and_a_line_in_the_legend(data, found, theme):
    _, made = scene(data, found, theme=theme)
    marks = made.layer(MARKS)
    assert marks.drawn_count == 4
    assert len({symbol.marker for symbol in marks.symbols}) == 4
    assert made.layers[-1] is marks
    section = made.legend[0]
    assert section.name == "What changed"
    assert [entry.text for entry in section.entries] == [
        "Added",
        "Removed",
        "Moved",
        "Changed",
        "From where it was",
    ]


def test_a_line_leads_from_where_a_record_was(data, found):
    _, made = scene(data, found, "es")
    moves = made.layer(MOVES)
    assert moves.drawn_count == 1
    assert made.legend[0].entries[-1].text == "Desde donde estaba"


def test_marks_stay_the_same_objects(data, found):
    builder, made = scene(data, found)
    again = builder.build(with_own(data, table(["Ana"])), Texts("en"), "light")
    assert again.layer(MARKS) is made.layer(MARKS)
    builder.changes = None
    without = builder.build(with_own(data, table(["Ana"])), Texts("en"), "light")
    assert MARKS not in {layer.id for layer in without.layers}


def test_variants_have_them_too(data, found):
    _, made = scene(data, found)
    assert made.variants("es", "dark").layer(MARKS).drawn_count == 4


def test_what_is_hidden_is_not_marked(data, found):
    (layer,) = found.layers
    hidden = replace(layer, new=replace(layer.new, visible=False))
    assert len(change_marks(replace(found, layers=(hidden,))).kinds) == 0


def test_a_place_that_is_lost_or_found_is_marked(data):
    builder = SceneBuilder(data)
    kept = keep_map(with_own(data, table(["Ana"])), builder)
    unplaced = replace(
        table(["Ana"]), geometry=from_points(np.array(PLACES[:1]), np.array([False]))
    )
    nowhere = keep_map(with_own(data, unplaced), builder)
    gone, known = (change_marks(compare(*pair)) for pair in ((kept, nowhere), (nowhere, kept)))
    assert gone.kinds.tolist() == [KINDS.index(Kind.REMOVED)]
    assert known.kinds.tolist() == [KINDS.index(Kind.ADDED)]
    assert len(gone.moves) == len(known.moves) == 0


def test_no_mark_is_hollow_which_would_say_that_its_place_is_not_documented(data, found):
    _, made = scene(data, found)
    assert not any(symbol.hollow for symbol in made.layer(MARKS).symbols)


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "2 changes without a place are not marked"),
        ("es", "2 cambios sin lugar no están marcados"),
    ],
)
def test_records_without_a_place_are_counted_and_not_drawn(data, language, note):
    places, placed = np.array(PLACES), np.array([True, False, False])
    builder = SceneBuilder(data)
    old = table(["Ana", "Berta"], PLACES[:2], ids=[1, 2], staff=[1, 2])
    old = replace(old, geometry=from_points(places[:2], placed[:2]))
    new = table(["Ana", "Berta", "Eva"], PLACES, ids=[1, 2, 3], staff=[1, 9, 3])
    new = replace(new, geometry=from_points(places, placed))
    changes = compare(*(keep_map(with_own(data, each), builder, of="a.pdf") for each in (old, new)))
    _, made = scene(data, changes, language)
    assert made.layer(MARKS).drawn_count == 0
    section = made.legend[0]
    assert (section.layer_id, section.entries, section.note) == (MARKS, (), note)
    assert section.name == (
        "Qué cambió desde a.pdf" if language == "es" else "What changed since a.pdf"
    )


def test_the_legend_says_so_where_nothing_is_different_or_can_be_marked(data):
    builder = SceneBuilder(data)
    state = with_own(data, table(["Ana"]))
    kept = keep_map(state, builder)
    _, made = scene(data, compare(kept, kept))
    assert made.legend[0].note == "Nothing is different."
    faded = keep_map(state.with_layer(replace(state.layer("own-1"), opacity=0.5)), builder)
    _, made = scene(data, compare(kept, faded))
    assert made.legend[0].note == "No record that the map shows is different"


def test_more_marks_than_a_map_can_show_are_counted(data, found, monkeypatch):
    monkeypatch.setattr("layers.changes.marks._MOST_MARKS", 1)
    _, made = scene(data, found)
    assert made.layer(MARKS).drawn_count == 1
    assert made.legend[0].note == "3 more are too many to mark"
