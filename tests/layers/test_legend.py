"""The legend: what is drawn, and how sure the atlas is of it."""

from dataclasses import replace

import numpy as np
import pytest

from geodata.geometry import from_points
from geodata.table import Column
from layers.legend import legend_section, placed_note, symbol_names
from layers.scene import LegendEntry, Measure
from layers.style import Categorized, Category, Graduated, Single, undocumented
from layers.texts import Texts
from tests.app.canvas.drawing import BLUE, GREEN, RED, fill, marker, scene_layer

EN, ES = Texts("en"), Texts("es")
WORDS = (("en", "Red one"), ("es", "La roja"))


def layer_of(places, *symbols, names=None, bases=None, group="programs", **more):
    layer = scene_layer(places, *symbols, group=group, id="units", layer_id="units", **more)
    columns = {} if bases is None else {"position_basis": np.array(bases, dtype=object)}
    table = replace(layer.table, columns=columns)
    return replace(layer, table=table, name="Units", symbol_names=names or ("",) * len(symbols))


def entries(layer, *parts, texts=EN):
    section = legend_section(layer, parts, texts)
    return [(entry.text, entry.symbol) for entry in section.entries]


def test_names_of_symbols():
    assert symbol_names(Single(marker(), WORDS), ES) == ("La roja",)
    assert symbol_names(Single(marker()), ES) == ("",)
    kinds = Categorized("kind", (Category("a", marker(), WORDS), Category("b", marker())), marker())
    assert symbol_names(kinds, EN) == ("Red one", "b", "Other")
    assert symbol_names(replace(kinds, in_legend=False), EN) == ("", "", "")
    classes = Graduated("n", (1000.0, 2500.5), (marker(), marker()), marker())
    assert symbol_names(classes, ES) == ("hasta 1,000", "1,000 \N{EN DASH} 2,500.5", "Sin datos")


def test_a_layer_of_one_symbol_has_its_name():
    layer = layer_of([(0, 0)], marker(), bases=["documented"])
    assert entries(layer) == [("Units", marker())]


def test_only_what_is_drawn_is_explained():
    red, blue, green = marker(colour=RED), marker(colour=BLUE), marker(colour=GREEN)
    layer = layer_of(
        [(0, 0), (1, 1)], red, blue, green, names=("red", "blue", "green"), symbol_of=[2, 0]
    )
    assert entries(layer) == [("red", red), ("green", green)]
    assert legend_section(replace(layer, symbol_of=np.array([-1, -1])), (), EN) is None


def test_looks_of_the_same_meaning_share_an_entry():
    layer = layer_of([(0, 0), (1, 1)], marker(colour=RED), marker(colour=BLUE), symbol_of=[0, 1])
    assert entries(layer) == [("Units", marker(colour=RED))]


BUILT_IN = (Column("name", {"en": "Name"}, {}, "the atlas", {}),)


@pytest.mark.parametrize(
    ("bases", "texts", "text"),
    [
        (["documented", "inferred"], EN, "Units"),
        (["inferred", "inferred"], EN, "Units, place inferred"),
        (["inferred", "unverified"], EN, "Units, place inferred or place unverified"),
        (["approximate", "approximate"], ES, "Units, lugar aproximado"),
        (["user", "user"], EN, "Units, placed by the user"),
    ],
)
def test_unsure_places_are_told(bases, texts, text):
    layer = layer_of([(0, 0), (1, 1)], marker(), bases=bases)
    assert [entry for entry, _ in entries(layer, texts=texts)] == [text]


def test_places_of_the_planners_own_layers_need_no_word():
    layer = layer_of([(0, 0)], marker(), bases=["inferred"], group="own")
    assert entries(layer) == [("Units", marker())]


def register(placed, missing, described=BUILT_IN):
    """Return a layer of records, some without a place; a planner's own has no described columns."""
    present = np.array([True] * placed + [False] * missing)
    layer = layer_of(from_points(np.zeros((placed + missing, 2)), present), marker())
    return replace(layer, table=replace(layer.table, described=described))


def test_records_without_a_place_are_told_in_a_note():
    layer = register(3, 47)
    assert legend_section(layer, (), EN).note == "3 placed, 47 not published"
    assert placed_note(layer.table, ES) == "3 ubicados, 47 sin publicar"
    assert placed_note(register(3, 0).table, EN) == ""
    own = register(3, 2, described=())
    assert placed_note(own.table, EN) == "3 placed, 2 without a place"


def test_a_layer_with_nothing_placed_still_says_so():
    section = legend_section(register(0, 13), (), EN)
    assert section.entries == ()
    assert section.note == "0 placed, 13 not published"


def test_parts_of_a_layer_follow_it():
    layer = layer_of([(0, 0)], marker())
    part = replace(
        scene_layer([(0, 0)], fill()), id="units/possible", symbol_names=("Stations may be here",)
    )
    assert [text for text, _ in entries(layer, part)] == ["Units", "Stations may be here"]


def test_every_class_is_told_and_what_it_measures():
    symbols = (marker(colour=RED), marker(colour=BLUE), marker(colour=GREEN), fill())
    names = ("up to 1", "1 \N{EN DASH} 5", "5 \N{EN DASH} 9", "No data")
    layer = layer_of(
        [(0, 0)],
        *symbols,
        names=names,
        symbol_of=[1],
        measure=Measure("Homicides 2017", ("Source: PNC",), classes=3),
    )
    section = legend_section(layer, (), EN)
    assert tuple(entry.text for entry in section.entries) == names[:3]
    assert (section.measure, section.remarks) == ("Homicides 2017", ("Source: PNC",))
    missing = replace(layer, symbol_of=np.array([3]))
    assert [text for text, _ in entries(missing)] == list(names)
    nothing = replace(layer, symbol_of=np.array([-1]))
    assert legend_section(nothing, (), EN) is None


def test_sizes_stand_for_all_symbols_of_a_size():
    large, small = marker(size=20), marker(size=7)
    examples = (LegendEntry(large, "1,000", nested=True), LegendEntry(small, "100", nested=True))
    layer = layer_of(
        [(0, 0), (1, 1), (2, 2)],
        marker(size=11),
        marker(size=19),
        marker("cross"),
        names=("", "", "No data"),
        symbol_of=[0, 1, 2],
        measure=Measure("Population", sizes=examples),
    )
    section = legend_section(layer, (), EN)
    assert section.entries == (*examples, LegendEntry(marker("cross"), "No data"))


def test_hollow_sizes_are_explained():
    example = LegendEntry(marker(size=20), "1,000", nested=True)
    layer = layer_of(
        [(0, 0), (1, 1)],
        marker(size=11),
        undocumented(marker(size=11)),
        symbol_of=[0, 1],
        bases=["documented", "inferred"],
        measure=Measure("Population", sizes=(example,)),
    )
    assert [text for text, _ in entries(layer)] == ["1,000", "Units, place inferred"]


def test_areas_beneath_sizes_need_no_entry():
    example = LegendEntry(marker(size=20), "1,000", nested=True)
    areas = replace(layer_of([(0, 0)], fill()), id="units")
    part = layer_of([(0, 0)], marker(size=9), measure=Measure("Population", sizes=(example,)))
    section = legend_section(areas, (replace(part, id="units/sizes"),), EN)
    assert section.entries == (example,)
    assert section.measure == "Population"


def test_classes_stand_in_their_order_even_where_some_are_dashed():
    symbols = (fill(RED), fill(BLUE), fill(GREEN))
    dashed = tuple(map(undocumented, symbols))
    names = ("up to 1", "1 to 5", "5 to 9")
    layer = layer_of(
        [(0, 0), (1, 1)],
        *symbols,
        *dashed,
        names=names * 2,
        symbol_of=[3, 2],
        measure=Measure("Places", classes=3),
        group="areas",
    )
    assert [text for text, _ in entries(layer)] == list(names)
