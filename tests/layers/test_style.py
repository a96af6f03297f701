"""Styles: a closed set, and which feature gets which symbol."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.assigning import assign
from layers.style import (
    Categorized,
    Category,
    Graduated,
    LabelStyle,
    LineSymbol,
    PointSymbol,
    PolygonSymbol,
    Single,
    Stroke,
    StyleError,
    check_colour,
    symbols_of,
    undocumented,
)

RED, BLUE, GREY = (PointSymbol("circle", colour) for colour in ("#ff0000", "#0000ff", "#888888"))


def table(**columns):
    count = len(next(iter(columns.values())))
    ids = np.array([str(row) for row in range(count)], dtype=object)
    return FeatureTable("test", ids, from_points(np.zeros((count, 2))), columns)


def objects(*values):
    return np.array([*values, None], dtype=object)[:-1]


@pytest.mark.parametrize("colour", ["#fff", "red", "#FF0000", "#ff00000", "ff0000", "", "#ff 000"])
def test_colours_are_written_in_one_way(colour):
    with pytest.raises(StyleError, match="#rrggbb"):
        check_colour(colour)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Stroke("#000000", 0),
        lambda: Stroke("#000000", 51),
        lambda: Stroke("#000000", casing="#000000", casing_width=0),
        lambda: Stroke("black"),
        lambda: Stroke("#000000", casing="white"),
        lambda: PolygonSymbol("#000000", opacity=1.5),
        lambda: PolygonSymbol("pink"),
        lambda: PolygonSymbol(None, hatch="x"),
        lambda: PointSymbol("skull", "#000000"),
        lambda: PointSymbol("circle", "#000000", 0.5),
        lambda: PointSymbol("circle", "#000000", 201),
        lambda: PointSymbol("circle", "#000000", badge="red"),
        lambda: LabelStyle(size=3),
        lambda: LabelStyle(halo="paper"),
        lambda: Graduated("n", (2.0, 1.0), (RED, BLUE)),
        lambda: Graduated("n", (1.0, 1.0), (RED, BLUE)),
        lambda: Graduated("n", (1.0,), (RED, BLUE)),
    ],
)
def test_what_cannot_be_drawn_is_refused(make):
    with pytest.raises(StyleError):
        make()


def test_one_symbol_for_all():
    assert assign(Single(RED), table(a=np.arange(3))).tolist() == [0, 0, 0]


def test_categories_by_value_as_text():
    renderer = Categorized("kind", (Category("1", RED), Category("b", BLUE)), GREY)
    values = objects(1, 1.0, "1", "b", None, "", float("nan"), "c")
    assert assign(renderer, table(kind=values)).tolist() == [0, 0, 0, 1, 2, 2, 2, 2]
    assert symbols_of(renderer) == (RED, BLUE, GREY)


def test_other_values_are_left_out_without_a_symbol():
    renderer = Categorized("kind", (Category("a", RED),))
    assert assign(renderer, table(kind=objects("a", "b", None))).tolist() == [0, -1, -1]
    assert symbols_of(renderer) == (RED,)


def test_a_bound_belongs_to_the_class_below():
    renderer = Graduated("n", (10.0, 20.0), (RED, BLUE), GREY)
    values = np.array([-5, 10, 10.001, 20, 20.001, np.nan])
    assert assign(renderer, table(n=values)).tolist() == [0, 0, 1, 1, 2, 2]


def test_without_a_symbol_for_no_data_they_are_left_out():
    renderer = Graduated("n", (10.0, 20.0), (RED, BLUE))
    assert assign(renderer, table(n=objects("5", 15, None, 25))).tolist() == [0, 1, -1, -1]


@given(
    st.lists(st.floats(-100, 100), min_size=1, max_size=6, unique=True),
    st.lists(st.floats(allow_nan=True, width=32), max_size=20),
)
def test_classes_are_as_their_bounds_say(bounds, values):
    bounds = sorted(bounds)
    renderer = Graduated("n", tuple(bounds), (RED,) * len(bounds))
    if not values:
        return
    found = assign(renderer, table(n=np.array(values))).tolist()
    for value, place in zip(values, found, strict=True):
        expected = next((at for at, bound in enumerate(bounds) if value <= bound), -1)
        assert place == expected


def test_a_field_that_is_not_there_is_named():
    with pytest.raises(StyleError, match="test has no column 'size'"):
        assign(Graduated("size", (1.0,), (RED,)), table(n=np.arange(2)))


def test_classes_need_numbers():
    with pytest.raises(StyleError, match="numbers"):
        assign(Graduated("n", (1.0,), (RED,)), table(n=objects("many")))


def test_what_is_not_documented_is_hollow_or_dashed():
    assert undocumented(RED).hollow
    assert undocumented(LineSymbol(Stroke("#000000"))).stroke.dashed
    assert undocumented(PolygonSymbol("#ffffff", Stroke("#000000"))).stroke.dashed
    bare = PolygonSymbol("#ffffff")
    assert undocumented(bare) == bare


def test_dashes_grow_with_the_line():
    thin, thick = Stroke("#000000", 1).dashes, Stroke("#000000", 5).dashes
    assert thin == (5.0, 3.0)
    assert thick[0] > thin[0]
    assert thick[1] > thin[1]
