"""Which symbol features get, and that sizes are true."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.files.arrow_columns import ArrowColumns
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.assigning import assign, resolve
from layers.style import (
    LARGEST_SIZE,
    SMALLEST_SIZE,
    Categorized,
    Category,
    Graduated,
    PointSymbol,
    Proportional,
    StyleError,
    symbols_of,
)

DISC, CROSS = PointSymbol("circle", "#0072b2", 40.0), PointSymbol("cross", "#8d8779", 7)


def table(**columns):
    count = len(next(iter(columns.values())))
    ids = np.array([str(row) for row in range(count)], dtype=object)
    return FeatureTable("test", ids, from_points(np.zeros((count, 2))), columns)


def sizes(renderer, values):
    symbols, of = resolve(renderer, table(n=np.array(values)))
    return [symbols[place].size if place >= 0 else None for place in of.tolist()]


def test_areas_are_as_the_numbers():
    found = sizes(Proportional("n", DISC, 400.0), [400.0, 100.0, 25.0])
    assert found == pytest.approx([40, 20, 10], rel=0.016)


@given(
    st.floats(1, LARGEST_SIZE).map(lambda size: max(size, SMALLEST_SIZE)),
    st.lists(st.floats(0, 1e9), min_size=1, max_size=30),
)
def test_every_size_is_nearly_true_and_there_are_few(size, values):
    renderer = Proportional("n", PointSymbol("circle", "#0072b2", size), 1e8)
    for found, value in zip(sizes(renderer, values), values, strict=True):
        exact = min(max(size * (value / 1e8) ** 0.5, SMALLEST_SIZE), LARGEST_SIZE)
        assert abs(found - exact) <= max(0.13, 0.016 * exact)
    symbols, _ = resolve(renderer, table(n=np.linspace(0, 2e9, 5000)))
    assert len(symbols) < 160


def test_a_number_below_nothing_counts_as_none():
    renderer = Proportional("n", DISC, 400.0)
    assert sizes(renderer, [np.nan, -5.0, np.inf, 0.0]) == [None, None, None, SMALLEST_SIZE]
    marked = Proportional("n", DISC, 400.0, no_data=CROSS)
    assert sizes(marked, [np.nan, -5.0, 400.0])[:2] == [7, 7]
    assert symbols_of(marked) == (DISC, CROSS)


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_sizes_need_a_number_to_be_of(value):
    with pytest.raises(StyleError, match="greater than 0"):
        Proportional("n", DISC, value)


def test_symbols_that_would_cover_the_map_are_refused():
    with pytest.raises(StyleError, match="120 pixels"):
        Proportional("n", PointSymbol("circle", "#0072b2", 150), 1.0)


def test_numbers_are_categories_as_they_are_written():
    renderer = Categorized("n", (Category("2", DISC), Category("2.5", CROSS)))
    _, of = resolve(renderer, table(n=np.array([2.0, 2.5, np.nan, 3.0])))
    assert of.tolist() == [0, 1, -1, -1]
    _, of = resolve(renderer, table(n=np.array([2, 3])))
    assert of.tolist() == [0, -1]


@pytest.mark.parametrize("encode", [False, True])
def test_texts_of_arrow_get_the_places_that_objects_get(tmp_path, encode):
    values = ["b", "a", None, "", "c", "b"]
    column = pa.array(values, pa.string())
    column = column.dictionary_encode() if encode else column
    file = tmp_path / "columns.arrow"
    content = pa.table({"kind": column})
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, content.schema) as writer:
        writer.write_table(content)
    objects = table(kind=np.array(values, dtype=object))
    arrow = replace(objects, columns=ArrowColumns(file))
    for kinds in (("a", "b"), ("a", "")):
        for other in (None, DISC):
            renderer = Categorized("kind", tuple(Category(k, DISC) for k in kinds), other)
            assert assign(renderer, arrow).tolist() == assign(renderer, objects).tolist()


def test_classes_end_with_their_bounds():
    renderer = Graduated("n", (1.0, 2.0), (DISC, DISC), None)
    numbers = table(n=np.array([0.5, 1.0, 1.5, 2.0, 2.5, np.nan]))
    assert assign(renderer, numbers).tolist() == [0, 0, 1, 1, -1, -1]
