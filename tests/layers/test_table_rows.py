"""The attribute table's columns, filters and rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.geometry import from_points
from geodata.projection import point_to_map
from geodata.table import FeatureTable
from layers.row_filter import Between, Contains, Filled, OneOf, filter_words, matching
from layers.table_columns import (
    PLACE,
    Kind,
    cell_text,
    has_place,
    index_of,
    raw_value,
    table_columns,
    value_words,
)
from layers.table_rows import (
    RowOrder,
    Sort,
    TableIndexes,
    all_rows,
    rows_within,
    show_rows,
)
from layers.texts import Texts

EN, ES = Texts("en"), Texts("es")


def by_name(table, texts=EN):
    return {column.name: column for column in table_columns(table, texts)}


def indexes(table, texts=EN):
    return TableIndexes(table, by_name(table, texts))


def own_table():
    names = np.array(["Zoé", "ana", None, "Ángel", "beto"], dtype=object)
    columns = {"nombre": names, "año": np.array([2012, 2015, 2012, 2020, 2015])}
    columns["monto"] = np.array([1234.5, np.nan, -3.0, 0.25, 7.0])
    xy = np.array([[-89.2, 13.7], [-89.0, 13.5], [0, 0], [-88.0, 13.4], [-90.0, 14.0]])
    placed = np.array([True, True, False, True, True])
    return FeatureTable("own-1", np.arange(1, 6), from_points(xy, placed), columns)


@pytest.mark.parametrize("texts", [EN, ES], ids=["en", "es"])
def test_every_layer_has_columns_with_titles_and_cells(data, texts):
    for layer in data.layers:
        table = data.table(layer.id)
        columns = table_columns(table, texts)
        assert [column.name for column in columns][:2] == ["name", PLACE]
        assert len({column.name for column in columns}) == len(columns)
        assert all(column.title for column in columns)
        assert not any(column.name.endswith(("_en", "_es")) for column in columns)
        for column in columns:
            for row in range(0, len(table), 7):
                text = cell_text(table, row, column, texts)
                assert isinstance(text, str)
                assert "nan" not in text.split()


def test_titles_are_those_of_the_data_in_both_languages(data):
    table = data.table("municipalities")
    english, spanish = by_name(table), by_name(table, ES)
    assert english["pct_urban_2007"].title == "Urban population 2007"
    assert spanish["pct_urban_2007"].title == "Población urbana 2007"
    assert english["density_2007_per_km2"].head == "Population density 2007 (persons per km²)"
    assert english["pct_urban_2007"].head == "Urban population 2007"
    assert by_name(data.table("departments"))["homicides_2017"].head == "Homicides 2017"
    assert spanish[PLACE].title == "Lugar"


def test_cells_are_written_as_the_language_writes_them(data):
    table = data.table("departments")
    columns = by_name(table, ES)
    row = table.ids.tolist().index("san-salvador") if "san-salvador" in table.ids else 0
    assert cell_text(table, row, columns["as_of"], ES) == "2007\N{EN DASH}2018"
    assert "," in cell_text(table, row, columns["population_2007"], ES)
    assert cell_text(table, row, columns["illiteracy_2007"], ES).endswith("%")
    assert isinstance(raw_value(table, row, columns["population_2007"], ES), int)
    posts = data.table("border-points")
    flag = by_name(posts, ES)["k9"]
    assert flag.kind is Kind.FLAG
    assert {cell_text(posts, row, flag, ES) for row in range(len(posts))} == {"sí", ""}


def test_rows_without_a_place_are_marked(data):
    table = data.table("model-precincts")
    place = by_name(table)[PLACE]
    cells = [cell_text(table, row, place, EN) for row in range(len(table))]
    assert cells.count("place not published") == 47
    assert [has_place(table, row) for row in range(len(table))].count(True) == 3
    own = own_table()
    place = by_name(own, ES)[PLACE]
    assert [cell_text(own, row, place, ES) for row in range(5)] == [
        "en el mapa",
        "en el mapa",
        "sin lugar",
        "en el mapa",
        "en el mapa",
    ]


def test_years_of_own_columns_have_no_separators():
    table = own_table()
    columns = by_name(table)
    assert cell_text(table, 0, columns["año"], EN) == "2012"
    assert cell_text(table, 0, columns["monto"], EN) == "1,234.5"
    assert cell_text(table, 1, columns["monto"], EN) == ""
    assert raw_value(table, 2, columns["monto"], EN) == -3
    assert raw_value(table, 2, columns["nombre"], EN) is None


def test_filters_choose_rows_and_sorting_orders_them(data):
    found = indexes(data.table("municipalities"))
    department = OneOf("department", ("La Paz",))
    shown = show_rows(found, RowOrder((department,), Sort("name")))
    names = [str(found.table.value(row, "name_en")) for row in shown.rows.tolist()]
    assert len(names) == 22
    assert names[0] == "Cuyultitán"
    assert names == sorted(names, key=lambda name: name.replace("á", "a").replace("í", "i"))
    assert shown.places[shown.rows[3]] == 3
    assert (shown.places >= 0).sum() == 22
    both = show_rows(found, RowOrder((department, Contains("name", "san")), None))
    assert 0 < len(both) < 22
    none = show_rows(found, RowOrder((department, Contains("name", "xyz")), None))
    assert len(none) == 0
    phases = show_rows(found, RowOrder((Between("plan_seguro_phase", 2, None),)))
    assert len(phases) == 40
    assert len(show_rows(found, RowOrder((Filled("plan_seguro_phase", False),)))) == 212
    assert len(show_rows(found, RowOrder((Filled("nothing", True),)))) == 262
    assert show_rows(found, RowOrder((department,)), lambda: True) is None


def test_how_sure_something_is_is_sorted_from_sure_to_unsure(data):
    found = indexes(data.table("anti-extortion-units"))
    shown = show_rows(found, RowOrder((), Sort(PLACE)))
    words = [cell_text(found.table, row, found.columns[PLACE], EN) for row in shown.rows.tolist()]
    assert words[-1] == "place not published"
    assert len(set(words)) == 3
    assert words == sorted(
        words, key=["place approximate", "place inferred", "place not published"].index
    )


def test_only_what_is_in_view(data):
    table = own_table()
    west, south = point_to_map(-89.3, 13.4)
    east, north = point_to_map(-88.9, 13.8)
    bounds = (west, south, east, north)
    assert rows_within(table, bounds).tolist() == [True, True, False, False, False]
    shown = show_rows(indexes(table), RowOrder(within=bounds, sort=Sort("nombre")))
    assert shown.rows.tolist() == [1, 0]
    areas = data.table("departments")
    assert rows_within(areas, bounds).sum() > 3


NUMBERS = st.none() | st.floats(-10, 10) | st.integers(-3, 3).map(float)


@given(
    st.lists(st.tuples(st.none() | st.sampled_from(["á", "B", "ab", ""]), NUMBERS)),
    st.text(alphabet="abÁ", max_size=2),
    st.floats(-10, 10),
    st.booleans(),
)
def test_rows_are_those_a_loop_would_find(values, text, low, descending):
    count = len(values)
    names = np.array([name for name, _ in values], dtype=object)
    numbers = np.array([np.nan if n is None else n for _, n in values])
    columns = {"name": names, "n": numbers}
    table = FeatureTable("own-1", np.arange(count), from_points(np.zeros((count, 2))), columns)
    order = RowOrder((Contains("name", text), Between("n", low, None)), Sort("n", descending))
    shown = show_rows(indexes(table), order)
    bare = str.maketrans("áÁ", "aa")
    expected = [
        row
        for row, (name, n) in enumerate(values)
        if name
        and text.translate(bare).lower() in name.translate(bare).lower()
        and n is not None
        and n >= low
    ]
    expected.sort(key=lambda row: -values[row][1] if descending else values[row][1])
    assert shown.rows.tolist() == expected
    assert all_rows(table).rows.tolist() == list(range(count))


def test_filters_are_said_in_words(data):
    columns = by_name(data.table("municipalities"))
    assert filter_words(OneOf("department", ("La Paz",)), columns["department"], EN) == (
        "Department: La Paz"
    )
    many = OneOf("department", ("A", "B", "C", "D", ""))
    assert filter_words(many, columns["department"], EN) == "Department: A, B, C and 2 more"
    assert filter_words(Contains("name", "san"), columns["name"], EN) == "Name contains “san”"
    density = columns["density_2007_per_km2"]
    assert filter_words(Between("x", 1000, 2500.5), density, EN) == (
        "Population density 2007 from 1,000 to 2,500.5"
    )
    assert filter_words(Between("x", None, 50), columns["pct_urban_2007"], EN) == (
        "Urban population 2007 up to 50%"
    )
    assert filter_words(Between("x", 3, None), density, EN).endswith("from 3")
    assert filter_words(Filled("x", False), columns["remark"], EN) == "Remark is empty"
    assert value_words(columns[PLACE], "not published", ES) == "lugar no publicado"
    assert value_words(columns["basis"], "", EN) == "(empty)"


def test_a_filter_that_does_not_fit_is_refused():
    table = own_table()
    with pytest.raises(TypeError):
        matching(Contains("monto", "x"), index_of(table, by_name(table)["monto"]))
