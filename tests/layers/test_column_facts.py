"""What a column holds."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from geodata.files.arrow_columns import ArrowColumns
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.column_facts import ColumnFacts
from layers.style import StyleError


def facts(**columns):
    count = len(next(iter(columns.values())))
    table = FeatureTable("t", np.arange(count), from_points(np.zeros((count, 2))), columns)
    return ColumnFacts(table)


def test_kinds_are_counted_as_text():
    words = facts(kind=np.array(["b", "a", None, "b", "", 2.0], dtype=object))
    assert words.kinds("kind") == {"b": 2, "a": 1, "": 2, "2": 1}
    assert words.commonest("kind", 2) == ["b", "2"]
    numbers = facts(n=np.array([2.0, 2.5, np.nan, 2.0]))
    assert numbers.kinds("n") == {"2": 2, "2.5": 1, "": 1}


def test_numbers_rise_and_are_found_once():
    numbers = facts(n=np.array([3.0, np.nan, 1.0, np.inf]))
    assert not numbers.knows_numbers("n")
    assert numbers.numbers("n").tolist() == [1.0, 3.0]
    assert numbers.knows_numbers("n")
    assert numbers.numbers("n") is numbers.numbers("n")
    with pytest.raises(StyleError):
        numbers.numbers("m")


def test_the_best_column_has_few_kinds():
    many = np.array([str(n) for n in range(100)], dtype=object)
    one, few = np.full(100, "x", dtype=object), np.array(["a", "b"] * 50, dtype=object)
    assert facts(id=many, same=one, kind=few).best(("id", "same", "kind"), 40) == "kind"
    assert facts(id=many, same=one).best(("id", "same"), 40) == "id"


def test_texts_of_arrow_are_counted_alike(tmp_path):
    values = ["b", "a", None, "", "b"]
    file = tmp_path / "columns.arrow"
    content = pa.table({"kind": pa.array(values, pa.string()).dictionary_encode()})
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, content.schema) as writer:
        writer.write_table(content)
    objects = facts(kind=np.array(values, dtype=object))
    arrow = ColumnFacts(replace(objects.table, columns=ArrowColumns(file)))
    assert arrow.kinds("kind") == objects.kinds("kind")
    assert arrow.commonest("kind", 3) == ["b", "a"]


def test_the_best_of_many_texts_of_arrow_is_chosen_by_some_of_them(tmp_path):
    count = 60_000
    columns = {"id": [f"n{n}" for n in range(count)], "kind": ["a", "b", "c"] * (count // 3)}
    file = tmp_path / "columns.arrow"
    content = pa.table(columns)
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, content.schema) as writer:
        writer.write_table(content)
    table = facts(n=np.arange(count)).table
    arrow = ColumnFacts(replace(table, columns=ArrowColumns(file)))
    assert arrow.best(("id", "kind"), 40) == "kind"
