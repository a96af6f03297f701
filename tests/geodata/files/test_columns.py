"""Names and types of columns."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.files.reading.columns import tidied, unique_names
from geodata.files.reading.rows import find_head
from geodata.files.source import Source

SOURCE = Source.of(Path("a.csv"))


@given(st.lists(st.text(max_size=8), max_size=30))
def test_names_are_unique_and_none_is_empty(names):
    result, findings = unique_names(names, "a.csv")
    assert len(result) == len(names) == len(set(result))
    assert all(name.isprintable() and name.strip() == name and name for name in result)
    for name, final in zip(names, result, strict=True):
        if names.count(name) == 1 and name.isprintable() and name.split() == [name]:
            assert final == name or final in [dict(each.values)["name"] for each in findings]


@given(st.lists(st.sampled_from(["a", "a (2)", "a (3)", "", "column 1", " a "]), max_size=8))
def test_names_that_look_as_if_they_had_been_made_unique(names):
    result, findings = unique_names(names, "a.csv")
    assert len(set(result)) == len(names)
    changed = [name for name, final in zip(names, result, strict=True) if name.strip() != final]
    assert len(findings) == len(changed)


def typed(*texts):
    """Return the values of a column of texts, and how many findings there are."""
    table = pa.table({"a": pa.chunked_array([pa.array(texts, pa.string())])})
    table, findings = tidied(table, np.arange(len(texts)), SOURCE, 100)
    return table["a"].to_pylist(), len(findings)


@pytest.mark.parametrize(
    ("texts", "expected", "findings"),
    [
        (["1", " 2 ", "", None], [1, 2, None, None], 0),
        (["1", "2.5"], [1.0, 2.5], 0),
        (["+1", "-2"], [1, -2], 0),
        (["1e3", "2"], [1000.0, 2.0], 0),
        (["1,5", "2"], [1.5, 2.0], 0),
        (["0,125", ",5"], [0.125, 0.5], 0),
        (["1,234", "2,5"], [1.234, 2.5], 0),
        (["1,234,567", "1,000"], [1234567, 1000], 0),
        (["1,234.5", "12"], [1234.5, 12.0], 0),
        (["1.234,5", "12"], [1234.5, 12.0], 0),
        (["1.234.567", "12"], [1234567, 12], 0),
        (["1,234", "12,500"], ["1,234", "12,500"], 1),
        (["01", "2"], ["01", "2"], 0),
        (["1" * 20, "2"], ["1" * 20, "2"], 0),
        (["1e400", "2"], ["1e400", "2"], 0),
        (["nan", "inf"], ["nan", "inf"], 0),
        (["a", "1"], ["a", "1"], 0),
        (["+503 7777-8888"] * 2, ["+503 7777-8888"] * 2, 0),
        (["2019-05-01"] * 2, ["2019-05-01"] * 2, 0),
        (["1"] * 20 + ["n/d"], ["1"] * 20 + ["n/d"], 1),
        (["", " "], ["", " "], 0),
        (["x" * 101], ["x" * 100], 1),
    ],
)
def test_columns_become_numbers_if_all_values_are(texts, expected, findings):
    values, found = typed(*texts)
    assert values == expected
    assert [type(value) for value in values] == [type(value) for value in expected]
    assert found == findings


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.integers(-(10**15), 10**15),
            st.floats(allow_nan=False, allow_infinity=False),
        ),
        min_size=1,
    )
)
def test_numbers_survive_being_written_as_text(numbers):
    values, _ = typed(*[None if number is None else repr(number) for number in numbers])
    if any(isinstance(value, str) for value in values):
        assert values == [None if number is None else repr(number) for number in numbers]
    else:
        assert values == numbers


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["a", "b"], ["1", "2"]], 0),
        ([["título", ""], ["", ""], ["a", "b"], ["1", "2"]], 2),
        ([["1", "2"], ["3", "4"]], None),
        ([["", "b"], ["1", "2"]], 0),
        ([["a"], ["1"]], 0),
    ],
)
def test_head(rows, expected):
    assert find_head(rows) == expected
