"""What columns are sorted and filtered by."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.column_index import (
    NumberIndex,
    column_index,
    number_text,
    plain,
    sorted_rows,
    text_index,
)
from geodata.edited_columns import EditedColumns
from geodata.files.arrow_columns import ArrowColumns
from geodata.geometry import from_points
from geodata.table import FeatureTable

NAMES = st.sampled_from(["Ávila", "avila", "Zúñiga", ""])
TEXTS = st.lists(st.none() | st.text(max_size=6) | NAMES)
NUMBERS = st.lists(st.floats(allow_infinity=False) | st.just(float("nan")))


def arrow_table(folder, **columns):
    """Return a table whose columns lie in an Arrow file."""
    import pyarrow as pa

    path = folder / "columns.arrow"
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table, max_chunksize=3)
    return feature_table(ArrowColumns(path), table.num_rows)


def feature_table(columns, count):
    places = from_points(np.zeros((count, 2)))
    return FeatureTable("own-1", np.arange(1, count + 1), places, columns)


def test_case_and_accents_do_not_count():
    assert plain("ÁRBOL ñandú") == "arbol nandu"
    index = text_index(["Chalchuapa", "Ahuachapán", None, "ahuachapan", "Cabañas", ""])
    assert index.containing("CABANAS").tolist() == [False] * 4 + [True, False]
    assert index.containing("ahuachapán").tolist() == [False, True, False, True, False, False]
    assert sorted_rows(index, np.arange(6)).tolist() == [1, 3, 4, 0, 2, 5]
    assert sorted_rows(index, np.arange(6), descending=True).tolist() == [0, 4, 1, 3, 2, 5]


@given(TEXTS, st.booleans())
def test_texts_are_sorted_as_python_sorts_them(values, descending):
    rows = sorted_rows(text_index(values), np.arange(len(values)), descending=descending)
    full = [row for row, value in enumerate(values) if value]
    empty = [row for row, value in enumerate(values) if not value]
    expected = sorted(full, key=lambda row: plain(values[row]), reverse=False)
    if descending:
        ranks = {text: n for n, text in enumerate(sorted({plain(values[row]) for row in full}))}
        expected = sorted(full, key=lambda row: -ranks[plain(values[row])])
    assert rows.tolist() == expected + empty


@given(NUMBERS, st.booleans())
def test_numbers_are_sorted_and_missing_ones_come_last(values, descending):
    index = NumberIndex(np.array(values, dtype=np.float64))
    rows = sorted_rows(index, np.arange(len(values)), descending=descending)
    full = [row for row, value in enumerate(values) if value == value]
    empty = [row for row, value in enumerate(values) if value != value]
    sign = -1 if descending else 1
    assert rows.tolist() == sorted(full, key=lambda row: sign * values[row]) + empty


def test_values_are_counted_and_chosen_from():
    index = text_index(["b", "a", None, "b", ""])
    assert index.counts(2) == [("a", 1), ("b", 2), ("", 2)]
    assert index.counts(1) is None
    assert index.one_of(["b", ""]).tolist() == [True, False, True, True, True]
    numbers = NumberIndex(np.array([2.0, 0.5, np.nan, 2.0]))
    assert numbers.counts(2) == [("0.5", 1), ("2", 2), ("", 1)]
    assert numbers.counts(1) is None
    assert numbers.one_of(["2", ""]).tolist() == [True, False, True, True]
    assert numbers.between(0.5, None).tolist() == [True, True, False, True]
    assert numbers.between(None, 1).tolist() == [False, True, False, False]
    assert numbers.range == (0.5, 2.0)
    assert NumberIndex(np.array([np.nan])).range is None
    assert number_text(3.0) == "3"
    assert number_text(2.5) == "2.5"


@settings(deadline=None)  # the first example imports Arrow
@given(TEXTS.filter(len))
def test_arrow_and_python_agree(tmp_path_factory, values):
    table = arrow_table(tmp_path_factory.mktemp("arrow"), text=[str(v) if v else v for v in values])
    if table.is_number("text"):  # nothing but missing values has no type
        return
    from_arrow, from_list = column_index(table, "text"), text_index(values)
    rows = np.arange(len(values))
    assert sorted_rows(from_arrow, rows).tolist() == sorted_rows(from_list, rows).tolist()
    assert from_arrow.filled.tolist() == from_list.filled.tolist()
    assert from_arrow.counts(99) == from_list.counts(99)
    for wanted in ("a", "Ú", "zu"):
        assert from_arrow.containing(wanted).tolist() == from_list.containing(wanted).tolist()
    chosen = {value for value in values[:2] if value} | {""}
    assert from_arrow.one_of(chosen).tolist() == from_list.one_of(chosen).tolist()


def test_edited_texts_are_read_from_arrow_without_an_array(tmp_path):
    table = arrow_table(tmp_path, text=["c", None, "a", "b"], n=[1, 2, 3, 4])
    columns = EditedColumns.of(table.columns, 4).with_values(1, {"text": "z"})
    columns = columns.with_added([{"text": "é", "n": 9}], [4]).with_rows(np.array([4, 1, 2, 0]))
    edited = feature_table(columns, 4)
    assert columns.arrow("text").to_pylist() == ["é", "z", "a", "c"]
    assert columns["text"].tolist() == ["é", "z", "a", "c"]
    rows = sorted_rows(column_index(edited, "text"), np.arange(4))
    assert rows.tolist() == [2, 3, 0, 1]
    assert edited.is_number("n")
    assert not edited.is_number("text")
    assert column_index(edited, "n").values.tolist() == [9, 2, 3, 1]
    worded = feature_table(columns.with_values(0, {"n": "many"}), 4)
    assert not worded.is_number("n")
    assert column_index(worded, "n").counts(9) == [("1", 1), ("2", 1), ("3", 1), ("many", 1)]


def test_a_column_that_is_not_there_is_told():
    table = feature_table({"n": np.arange(2)}, 2)
    with pytest.raises(KeyError):
        column_index(table, "other")
    with pytest.raises(KeyError):
        feature_table(EditedColumns.of(table.columns, 2), 2).is_number("other")
