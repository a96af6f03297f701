"""Edits of tables against a simple model: a list of rows."""

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.edited_columns import EditedColumns
from geodata.editing import (
    Feature,
    GeometryError,
    check_geometry,
    delete,
    feature,
    insert,
    set_geometry,
    set_values,
    without_columns,
)
from geodata.files.arrow_columns import ArrowColumns
from geodata.files.opening import open_file
from geodata.geometry import Family, from_shapely
from geodata.table import FeatureTable

degrees = st.tuples(st.integers(-18000, 18000), st.integers(-9000, 9000)).map(
    lambda pair: (pair[0] / 100, pair[1] / 100)
)
points = degrees.map(shapely.Point)
multipoints = st.lists(degrees, min_size=1, max_size=3, unique=True).map(shapely.MultiPoint)
lines = st.lists(degrees, min_size=2, max_size=4, unique=True).map(shapely.LineString)
boxes = st.tuples(st.integers(-100, 90), st.integers(-80, 70)).map(
    lambda low: shapely.box(low[0], low[1], low[0] + 3, low[1] + 3)
)
with_hole = boxes.map(lambda box: box.difference(box.centroid.buffer(0.5, quad_segs=2)))
shapes = {
    Family.POINT: st.one_of(st.none(), points, multipoints),
    Family.LINE: st.one_of(st.none(), lines),
    Family.POLYGON: st.one_of(st.none(), boxes, with_hole),
}
cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.text(max_size=5),
)
NAMES = ("texto", "entero", "decimal", "nuevo")


@dataclass
class Row:
    """A feature in the model."""

    id: str
    shape: Any
    values: dict[str, Any]


@dataclass
class Model:
    """A table as a list of rows."""

    family: Family
    rows: list[Row]
    names: list[str] = field(default_factory=lambda: list(NAMES[:3]))

    def table(self) -> FeatureTable:
        """Return the table as it would be built at once."""
        geometry = np.empty(len(self.rows), dtype=object)
        geometry[:] = [row.shape for row in self.rows]
        columns = {
            "texto": np.array([row.values["texto"] for row in self.rows], dtype=object),
            "entero": np.array([row.values["entero"] for row in self.rows], dtype=np.int64),
            "decimal": np.array([row.values["decimal"] for row in self.rows], dtype=np.float64),
        }
        ids = np.array([int(row.id) for row in self.rows], dtype=np.int64)
        return FeatureTable("t", ids, from_shapely(geometry, self.family), columns)


@st.composite
def models(draw):
    """Return a model of some rows."""
    family = draw(st.sampled_from(list(Family)))
    rows = [
        Row(
            str(number),
            draw(shapes[family]),
            {
                "texto": draw(st.one_of(st.none(), st.text(max_size=3))),
                "entero": draw(st.integers(-5, 5)),
                "decimal": draw(st.floats(-5, 5)),
            },
        )
        for number in range(1, draw(st.integers(0, 6)) + 1)
    ]
    return Model(family, rows)


def same(value, expected):
    """Return whether a table's value is the model's."""
    if isinstance(expected, float) and math.isnan(expected):
        return value is None
    return value == expected or (value is None and expected is None)


def check(table, model):
    """Check that a table holds what the model does."""
    assert list(table.columns) == model.names
    assert len(table.columns) == len(model.names)
    assert [str(id_) for id_ in table.ids] == [row.id for row in model.rows]
    assert len(table.geometry) == len(table) == len(model.rows)
    for number, row in enumerate(model.rows):
        assert table.row_of(row.id) == number
        shape = table.geometry.shape(number)
        assert (shape is None) == (row.shape is None)
        if shape is not None:
            # Well-known text has 16 decimals: a hundred-thousandth of an atom.
            assert shapely.hausdorff_distance(shape, row.shape) < 1e-14
            assert shapely.get_num_coordinates(shape) == shapely.get_num_coordinates(row.shape)
        for name in model.names:
            expected = row.values.get(name)
            assert same(table.value(number, name), expected), name
            whole = table.columns[name][number]
            assert same(None if isinstance(whole, float) and math.isnan(whole) else whole, expected)


def act(table, model, data):
    """Do one edit to both."""
    action = data.draw(st.sampled_from(["insert", "delete", "geometry", "values", "without"]))
    count = len(model.rows)
    row = data.draw(st.integers(0, count - 1)) if count else None
    if action == "insert":
        number = data.draw(st.integers(1, 3))
        place = st.integers(0, count + number - 1)
        places = data.draw(st.lists(place, min_size=number, max_size=number, unique=True))
        taken = max((int(each.id) for each in model.rows if each.id.isdigit()), default=0)
        new = [
            Row(
                data.draw(
                    st.sampled_from([str(taken + n + 1), f"x{taken}-{n}", str(10**6 - taken - n)])
                ),
                data.draw(shapes[model.family]),
                data.draw(st.dictionaries(st.sampled_from(model.names or ["q"]), cells)),
            )
            for n in range(number)
        ]
        ids = [each.id for each in new]
        if len(set(ids)) < number or any(table.has(id_) for id_ in ids):
            return table
        table = insert(
            table,
            [
                Feature(r.id, None if r.shape is None else r.shape.wkt, tuple(r.values.items()))
                for r in new
            ],
            sorted(places),
        )
        for place, each in zip(sorted(places), new, strict=True):
            each.values = {
                name: value for name, value in each.values.items() if name in model.names
            }
            model.rows.insert(place, each)
    elif action == "delete":
        gone = data.draw(st.lists(st.integers(0, count - 1), max_size=3)) if count else []
        table = delete(table, gone)
        model.rows = [each for n, each in enumerate(model.rows) if n not in gone]
    elif action == "geometry" and row is not None:
        shape = data.draw(shapes[model.family])
        table = set_geometry(table, row, None if shape is None else shape.wkt)
        model.rows[row].shape = shape
    elif action == "values" and row is not None:
        values = data.draw(st.dictionaries(st.sampled_from(NAMES), cells, max_size=3))
        table = set_values(table, row, values)
        model.rows[row].values.update(values)
        model.names += [name for name in values if name not in model.names]
    elif action == "without":
        names = data.draw(st.lists(st.sampled_from(NAMES), max_size=2))
        table = without_columns(table, names)
        model.names = [name for name in model.names if name not in names]
        for each in model.rows:
            each.values = {name: value for name, value in each.values.items() if name not in names}
    return table


@settings(deadline=None)
@given(models(), st.data())
def test_edits_do_what_they_do_to_a_list(model, data):
    table = model.table()
    check(table, model)
    for _ in range(data.draw(st.integers(1, 6))):
        before = table
        kept = [before.value(row, name) for name in before.columns for row in range(len(before))]
        table = act(table, model, data)
        if data.draw(st.booleans()):
            check(table, model)
        again = [before.value(row, name) for name in before.columns for row in range(len(before))]
        assert all(map(same, again, kept)), "what was edited stays as it was"
    check(table, model)


@given(models())
def test_a_feature_is_plain_data_and_comes_back(model):
    table = model.table()
    for row in range(len(table)):
        plain = feature(table, row)
        assert plain.id == model.rows[row].id
        without = delete(table, [row])
        check(insert(without, [plain], [row]), model)


def table_of_points(count=3, **columns):
    """Return a table of points."""
    geometry = from_shapely(shapely.points(np.arange(count), np.arange(count)))
    return FeatureTable("t", np.arange(1, count + 1), geometry, columns)


@pytest.mark.parametrize(
    ("dtype", "value", "kind"),
    [
        (np.int64, 5, "i"),
        (np.int64, None, "f"),
        (np.int64, 1.5, "f"),
        (np.int64, True, "O"),
        (np.int64, "x", "O"),
        (np.int64, 2**64, "O"),
        (np.int32, 2**40, "i"),
        (np.float64, 5, "f"),
        (np.float64, 2**53 + 1, "O"),
        (np.float64, None, "f"),
        (np.float64, "x", "O"),
        (object, 5, "O"),
    ],
)
def test_columns_stay_numbers_as_long_as_that_is_exact(dtype, value, kind):
    table = table_of_points(a=np.arange(3).astype(dtype))
    for edited in (
        set_values(table, 1, {"a": value}),
        insert(table, [Feature("9", None, (("a", value),))], [3]),
    ):
        assert edited.columns["a"].dtype.kind == kind
        row = 1 if len(edited) == 3 else 3
        assert edited.value(row, "a") == value
        assert type(edited.value(row, "a")) is type(value) or kind == "f"


def test_large_numbers_beside_missing_ones_are_exact():
    table = table_of_points(a=np.array([2**60 + 1, 2, 3]))
    edited = set_values(table, 1, {"a": None})
    assert [edited.value(row, "a") for row in range(3)] == [2**60 + 1, None, 3]
    assert edited.columns["a"].tolist() == [2**60 + 1, None, 3]


def test_edits_of_large_files_leave_their_columns_unread(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("lon,lat,n\n" + "-89,13,x\n" * 1000)
    (layer,) = open_file(path).layers
    table = layer.table
    for _ in range(50):
        table = set_values(table, 5, {"n": "y"})
        new = Feature(str(int(table.ids[-1]) + 1), "POINT (1 2)", (("n", "z"),))
        table = insert(table, [new], [len(table)])
        table = delete(table, [0])
    assert isinstance(table.columns, EditedColumns)
    assert table.columns.base is layer.table.columns
    assert isinstance(layer.table.columns, ArrowColumns)
    assert layer.table.columns._arrays == {}
    assert table.value(len(table) - 1, "n") == "z"
    assert len(table) == 1000


def test_ids_that_do_not_rise_become_texts():
    table = table_of_points()
    edited = insert(table, [Feature("9", None, ())], [0])
    assert [edited.row_of(id_) for id_ in ("9", "1", "2", "3")] == [0, 1, 2, 3]
    edited = insert(table, [Feature("mío", None, ())], [3])
    assert [edited.row_of(id_) for id_ in ("1", "mío")] == [0, 3]
    assert insert(table, [Feature("9", None, ())], [3]).ids.dtype == np.int64


@pytest.mark.parametrize(
    ("features", "rows"),
    [
        ([Feature("1", None, ())], [3]),
        ([Feature("8", None, ()), Feature("8", None, ())], [3, 4]),
        ([Feature("8", None, ())], [5]),
        ([Feature("8", None, ())], [-1]),
        ([Feature("8", None, ())], []),
        ([Feature("8", None, ()), Feature("9", None, ())], [4, 3]),
    ],
    ids=["taken", "twice", "beyond", "before", "too few", "falling"],
)
def test_insertions_that_do_not_fit(features, rows):
    with pytest.raises(ValueError, match=r"already|rows"):
        insert(table_of_points(), features, rows)


@pytest.mark.parametrize("row", [-1, 3])
def test_rows_that_are_not_there(row):
    with pytest.raises(IndexError):
        set_values(table_of_points(), row, {"a": 1})
    with pytest.raises(IndexError):
        set_geometry(table_of_points(), row, "POINT (1 2)")


@pytest.mark.parametrize(
    ("wkt", "family", "words"),
    [
        ("POINT (1", Family.POINT, "no geometry"),
        ("", Family.POINT, "no geometry"),
        ("POINT EMPTY", Family.POINT, "empty"),
        ("POLYGON EMPTY", Family.POLYGON, "empty"),
        ("POINT (nan 1)", Family.POINT, "not a number|empty"),
        ("LINESTRING (0 0, inf 1)", Family.LINE, "not a number"),
        ("POINT (181 1)", Family.POINT, "-180 to 180"),
        ("POINT (1 -91)", Family.POINT, "-90 to 90"),
        ("LINESTRING (0 0, 1 1)", Family.POINT, "points, not"),
        ("POINT (0 0)", Family.LINE, "lines, not"),
        ("POINT (0 0)", Family.POLYGON, "areas, not"),
        ("GEOMETRYCOLLECTION (POINT (0 0))", Family.POINT, "points, not"),
        ("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", Family.POLYGON, "Self-intersection"),
    ],
)
def test_geometry_that_cannot_be_used(wkt, family, words):
    with pytest.raises(GeometryError, match=words) as caught:
        check_geometry(wkt, family)
    error = caught.value
    assert error.reason
    assert error.text(lambda reason: f"¡{reason}!") == f"¡{error}!"


def test_no_geometry_is_allowed_and_heights_are_dropped():
    assert check_geometry(None, Family.POINT) is None
    assert not check_geometry("POINT Z (1 2 3)", Family.POINT).has_z
    edited = set_geometry(table_of_points(), 0, None)
    assert edited.placed_count == 2


def test_messages_are_translated():
    from layers.texts import Texts

    translated = Texts("es").gettext
    source = Path(check_geometry.__code__.co_filename).read_text(encoding="utf-8")
    for reason in re.findall(r'N_\(\s*"([^"]+)"\s*\)', source):
        assert translated(reason) != reason, reason
