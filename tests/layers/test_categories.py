"""Kinds of a column, and a look for each."""

import numpy as np

from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.assigning import assign
from layers.categories import MOST_CATEGORIES, classified, columns_to_choose, recoloured
from layers.column_facts import ColumnFacts
from layers.style import LineSymbol, PointSymbol, PolygonSymbol, Stroke

DISC = PointSymbol("circle", "#0072b2", 7)


def table(**columns):
    count = len(next(iter(columns.values())))
    return FeatureTable("t", np.arange(count), from_points(np.zeros((count, 2))), columns)


def test_each_kind_gets_a_colour_of_its_own():
    kinds = table(kind=np.array(["b", "a", None, "c"], dtype=object))
    renderer = classified(ColumnFacts(kinds), "kind", DISC)
    assert [each.value for each in renderer.categories] == ["a", "b", "c"]
    colours = {each.symbol.color for each in renderer.categories} | {renderer.other.color}
    assert len(colours) == 4
    assert assign(renderer, kinds).tolist() == [1, 0, 3, 2]


def test_rare_kinds_are_other():
    values = [f"k{number}" for number in range(60)] + ["often"] * 5
    facts = ColumnFacts(table(kind=np.array(values, dtype=object)))
    renderer = classified(facts, "kind", DISC)
    assert len(renderer.categories) == MOST_CATEGORIES
    assert any(each.value == "often" for each in renderer.categories)


def test_columns_for_drawing_are_not_offered():
    columns = table(kind=np.array(["a"], dtype=object), tint=np.array([1]))
    assert columns_to_choose(columns) == ("kind",)


def test_another_colour_keeps_the_rest():
    assert recoloured(DISC, "#123456") == PointSymbol("circle", "#123456", 7)
    line = LineSymbol(Stroke("#000000", 3, dashed=True))
    assert recoloured(line, "#123456").stroke == Stroke("#123456", 3, dashed=True)
    outline = PolygonSymbol(None, Stroke("#000000"))
    assert recoloured(outline, "#123456") == PolygonSymbol("#123456", Stroke("#000000"))
    hatched = PolygonSymbol(None, hatch="#000000", opacity=0.5)
    assert recoloured(hatched, "#123456") == PolygonSymbol(None, hatch="#123456", opacity=0.5)
