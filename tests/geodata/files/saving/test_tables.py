"""Saved files hold what the table held: they are opened again and compared."""

import csv
import json
import math
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import geodata
from geodata.files.formulas import with_formula
from geodata.files.opening import open_file
from geodata.files.report import FileError
from geodata.files.saving.kml_file import UNWRITABLE
from geodata.files.saving.tables import SAVE_ENDINGS, SaveFormat, save_tables
from geodata.geometry import Family, from_shapely
from geodata.table import FeatureTable

ENDINGS = ("gpkg", "geojson", "csv", "kml")
# Each example opens a file in a process of its own.
few = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

degrees = st.tuples(st.floats(-91, -86), st.floats(12, 15.5))
single = degrees.map(shapely.Point)
lines = st.lists(degrees, min_size=2, max_size=5, unique=True).map(shapely.LineString)
boxes = st.tuples(st.integers(-91, -88), st.integers(12, 13)).map(
    lambda low: shapely.box(low[0], low[1], low[0] + 1, low[1] + 1)
)
with_hole = boxes.map(lambda box: box.difference(box.centroid.buffer(0.3, quad_segs=2)))
several = st.just(shapely.union(shapely.box(-90, 13, -89, 14), shapely.box(-88, 13, -87, 14)))
SHAPES = {
    "points": (Family.POINT, single),
    "several points": (
        Family.POINT,
        st.lists(degrees, min_size=1, max_size=3, unique=True).map(shapely.MultiPoint),
    ),
    "lines": (Family.LINE, lines),
    "areas": (Family.POLYGON, st.one_of(boxes, with_hole, several)),
}
letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(letters, max_size=12)
named = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8).map("c{}".format)
COLUMNS = {
    "text": st.one_of(st.none(), texts),
    "whole": st.integers(-(2**62), 2**62),
    "small": st.integers(-1000, 1000),
    "decimal": st.one_of(st.just(math.nan), st.floats(-1e15, 1e15)),
    "whole or missing": st.one_of(st.none(), st.integers(-(2**40), 2**40)),
}


@st.composite
def tables(draw):
    """Return a table of any geometry with columns of every kind."""
    family, shapes = SHAPES[draw(st.sampled_from(list(SHAPES)))]
    count = draw(st.integers(1, 25))
    members = np.empty(count, dtype=object)
    members[:] = [draw(st.one_of(st.none(), shapes)) for _ in range(count)]
    columns = {"clave": np.array([f"k{n}" for n in range(count)], dtype=object)}
    for kind, name in zip(
        COLUMNS, draw(st.lists(named, min_size=5, max_size=5, unique_by=str.casefold)), strict=True
    ):
        values = [draw(COLUMNS[kind]) for _ in range(count)]
        columns[name] = np.array(values, dtype=object if None in values or kind == "text" else None)
    ids = np.arange(1, count + 1)
    return FeatureTable("t", ids, from_shapely(members, family), columns)


def reopened(path, ending, layers):
    """Save layers, open the file again, and return the tables by name."""
    report = save_tables(path / f"a.{ending}", layers)
    assert report.rows == sum(len(table) for _, table in layers)
    opened = open_file(report.path)
    assert sorted(each.name for each in path.iterdir()) == [f"a.{ending}"]
    return {layer.name: layer.table for layer in opened.layers}, report


def as_read(value, ending):
    """Return a value as it comes back from a format."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if not isinstance(value, str):
        return value
    if ending == "kml":  # the reader of KML has no blanks around text
        return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", value).strip(" \t\r\n\f\v") or None
    return value or (None if ending == "csv" else value)


def read(value, ending):
    """Return a value that was read as it is compared."""
    if not isinstance(value, str):
        return value
    if ending == "kml":
        return value.strip(" \t\r\n\f\v") or None
    return with_formula(value) if ending == "csv" else value


def same(found, expected):
    """Return whether two values are the same; large numbers may have become text."""
    if found == expected:
        return True
    return isinstance(expected, int) and found in (str(expected), float(expected))


@pytest.mark.parametrize("ending", ENDINGS)
@few
@given(table=tables())
def test_a_saved_file_is_the_table(tmp_path_factory, ending, table):
    path = tmp_path_factory.mktemp("saved")
    tables, report = reopened(path, ending, [("capa", table)])
    (found,) = tables.values()
    assert len(found) == len(table)
    # Names that a reader would take for the same one are told apart, and that is noted.
    notes = [dict(note.values) for note in report.notes]
    names = {note["column"]: note["name"] for note in notes if "name" in note}
    for row in range(len(table)):
        one, other = found.geometry.shape(row), table.geometry.shape(row)
        assert (one is None) == (other is None)
        if one is not None:
            assert shapely.hausdorff_distance(one, other) < 1e-12
            assert one.area == pytest.approx(other.area)
        for name in table.columns:
            expected = as_read(table.value(row, name), ending)
            value = read(found.value(row, names.get(name, name)), ending)
            if ending == "csv" and isinstance(expected, str) and not isinstance(value, str):
                assert value is None or float(expected) == value
            else:
                assert same(value, expected), (name, value, expected)


def simple(**columns):
    """Return a table of two points."""
    shapes = np.array([shapely.Point(-89.2, 13.7), shapely.Point(-89.1, 13.5)])
    arrays = {name: np.array(values, dtype=object) for name, values in columns.items()}
    return FeatureTable("t", np.arange(1, 3), from_shapely(shapes), arrays)


@pytest.mark.parametrize("ending", ENDINGS)
def test_columns_keep_their_names_and_order(tmp_path, ending):
    names = [
        "name",
        "id",
        "fid",
        "geom",
        "geometry",
        "lat",
        "Lon",
        "x",
        "año",
        "begin",
        "a b",
        "日本",
    ]
    table = simple(**{name: [f"{name} 1", f"{name} 2"] for name in names})
    found, report = reopened(tmp_path, ending, [("capa", table)])
    (read_back,) = found.values()
    titles = {dict(note.values)["column"]: dict(note.values)["name"] for note in report.notes}
    reserved = {"gpkg": {"fid", "geom"}, "csv": {"geometry", "lat", "Lon"}}.get(ending, set())
    assert set(titles) == reserved
    columns = [name for name in read_back.columns if name != "description"]
    assert columns[: len(names)] == [titles.get(name, name) for name in names]
    assert columns[len(names) :] == (["lon", "lat"] if ending == "csv" else [])
    for name in names:
        assert read_back.value(0, titles.get(name, name)) == f"{name} 1"
    assert read_back.placed_count == 2


@pytest.mark.parametrize("ending", ["gpkg", "kml"])
def test_several_layers(tmp_path, ending):
    layers = [
        ("Casos", simple(a=["1x", "2x"])),
        ("casos", simple(b=["3x", None])),
        ("gpkg_x", simple()),
    ]
    found, _ = reopened(tmp_path, ending, layers)
    assert len(found) == 3
    assert next(iter(found)) == "Casos"
    assert [len(table) for table in found.values()] == [2, 2, 2]


@pytest.mark.parametrize("ending", ["csv", "geojson"])
def test_one_layer_alone_where_there_is_room_for_one(tmp_path, ending):
    with pytest.raises(ValueError, match="one layer"):
        save_tables(tmp_path / f"a.{ending}", [("a", simple()), ("b", simple())])
    with pytest.raises(ValueError, match="one layer"):
        save_tables(tmp_path / f"a.{ending}", [])
    assert list(tmp_path.iterdir()) == []


FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "=cmd|' /C calc'!A0", "－1"]  # noqa: RUF001


def test_no_text_of_a_csv_is_a_formula_and_numbers_stay_numbers(tmp_path):
    table = simple(**{"=título": ["=1+1", "-5"]})
    geometry = table.geometry.take([0] * len(FORMULAS))
    numbers = np.array([-1.5] * len(FORMULAS))
    columns = {"=título": np.array(FORMULAS, dtype=object), "n": numbers}
    table = FeatureTable("t", np.arange(len(FORMULAS)), geometry, columns)
    save_tables(tmp_path / "a.csv", [("capa", table)])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["'=título", "n", "lon", "lat"]
    assert [row[0] for row in rows] == [f"'{text}" for text in FORMULAS]
    assert {row[1] for row in rows} == {"-1.5"}
    assert {row[2] for row in rows} == {"-89.2"}


def test_other_formats_keep_formulas_as_they_are(tmp_path):
    table = simple(a=["=1+1", "-5"])
    for ending in ("gpkg", "geojson", "kml"):
        (found,) = reopened(tmp_path, ending, [("capa", table)])[0].values()
        assert [found.value(row, "a") for row in (0, 1)] == ["=1+1", "-5"]
        (tmp_path / f"a.{ending}").unlink()


@pytest.mark.parametrize("ending", ENDINGS)
def test_hostile_texts(tmp_path, ending):
    strings = ["{{7*7}}", "<script>alert(1)</script>", "]]>", "&lt;&amp;", "'); DROP TABLE x;--"]
    strings += ['"', "\\", "%s", "\u202e", "a\nb", "\u2028"]
    geometry = simple().geometry.take([0] * len(strings))
    columns = {"a": np.array(strings, dtype=object), '"; --': np.array(strings, dtype=object)}
    table = FeatureTable("t", np.arange(len(strings)), geometry, columns)
    name = 'x"; DROP TABLE gpkg_contents; --<b>'
    (found,) = reopened(tmp_path, ending, [(name, table)])[0].values()
    for column in columns:
        assert [found.value(row, column) for row in range(len(strings))] == strings


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_a_format_cannot_hold_is_said(tmp_path, ending):
    table = simple(a=["x\0y", "\ud800z"], b=[math.inf, 1.0], c=[True, None], d=[1, "x"])
    (found,) = reopened(tmp_path, ending, [("capa", table)])[0].values()
    assert [found.value(row, "a") for row in (0, 1)] == ["x\ufffdy", "\ufffdz"]
    assert found.value(0, "b") is None
    assert [found.value(row, "c") for row in (0, 1)] == ["true", None]
    assert [str(found.value(row, "d")) for row in (0, 1)] == ["1", "x"]
    report = save_tables(tmp_path / f"a.{ending}", [("capa", table)])
    assert {dict(note.values)["column"] for note in report.notes} == {"a", "b"}
    assert {note.file for note in report.notes} == {"capa"}


def test_large_area_in_csv_is_not_cut(tmp_path):
    circle = shapely.Point(-89, 13).buffer(1, quad_segs=10_000)
    table = FeatureTable("t", np.arange(1), from_shapely(np.array([circle])), {})
    save_tables(tmp_path / "a.csv", [("capa", table)])
    assert (tmp_path / "a.csv").stat().st_size > 1_000_000
    (layer,) = open_file(tmp_path / "a.csv").layers
    assert layer.table.geometry.shape(0).area == pytest.approx(circle.area)


def test_geojson_is_json_to_the_letter(tmp_path):
    ring = shapely.box(-89, 13, -88, 14, ccw=False)
    table = FeatureTable(
        "t", np.arange(1), from_shapely(np.array([ring])), {"a": np.array([math.nan])}
    )
    save_tables(tmp_path / "a.geojson", [("capa", table)])
    content = json.loads(
        (tmp_path / "a.geojson").read_text(encoding="utf-8"), parse_constant=pytest.fail
    )
    assert content["name"] == "capa"
    assert content["features"][0]["properties"] == {"a": None}
    outer = content["features"][0]["geometry"]["coordinates"][0]
    assert shapely.LinearRing(outer).is_ccw


def test_geopackage_keeps_the_rules(tmp_path):
    save_tables(tmp_path / "a.gpkg", [("capa", simple(a=["x", "y"]))])
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        contents = db.execute("SELECT table_name, min_x, max_y FROM gpkg_contents").fetchall()
        assert contents == [("capa", -89.2, 13.7)]


@pytest.mark.parametrize("layer_id", ["delegations", "border-points", "model-precincts", "rivers"])
@pytest.mark.parametrize("ending", ["gpkg", "csv"])
def test_built_in_layers_keep_their_bases(data, tmp_path, layer_id, ending):
    table = data.table(layer_id)
    (found,) = reopened(tmp_path, ending, [(layer_id, table)])[0].values()
    assert len(found) == len(table)
    assert found.placed_count == table.placed_count
    for name in ("basis", "position_basis", "source", "name_es"):
        assert [found.value(row, name) or "" for row in range(len(found))] == [
            table.value(row, name) or "" for row in range(len(table))
        ]


# --------------------------------------------------------------------------- whole or not at all


@pytest.mark.parametrize("ending", ENDINGS)
def test_saving_that_fails_leaves_the_old_file(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    path.write_text("the old file")

    def progress(_share):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_tables(path, [("capa", simple(a=["x", "y"]))], progress=progress)
    assert path.read_text() == "the old file"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", ENDINGS)
def test_full_disk_leaves_the_old_file_and_says_so(tmp_path, ending, monkeypatch):
    path = tmp_path / f"a.{ending}"
    path.write_text("the old file")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="No space left") as caught:
        save_tables(path, [("capa", simple(a=["x", "y"]))])
    assert caught.value.advice
    assert path.read_text() == "the old file"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_disk_that_may_only_be_read_is_told(tmp_path, monkeypatch):
    def read_only(*_args, **_how):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "touch", read_only)
    monkeypatch.setattr(Path, "unlink", read_only)
    with pytest.raises(FileError, match="Read-only file system"):
        save_tables(tmp_path / "a.csv", [("capa", simple(a=["x", "y"]))])


@pytest.mark.skipif(os.name == "nt", reason="links need a permission on Windows")
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_link_stays_a_link_and_its_file_is_written(tmp_path, ending):
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / f"a.{ending}", tmp_path / f"link.{ending}"
    target.write_text("the old file")
    link.symlink_to(target)
    save_tables(link, [("capa", simple(a=["x", "y"]))])
    assert link.is_symlink()
    assert len(open_file(target).layers[0].table) == 2
    assert list(target.parent.iterdir()) == [target]


def test_columns_of_letters_alike_keep_their_names(tmp_path):
    path = tmp_path / "a.csv"
    report = save_tables(path, [("capa", simple(cÆ=[1, 2], cØ=[3, 4]))])
    assert report.notes == ()
    assert {"cÆ", "cØ"} <= set(open_file(path).layers[0].table.columns)
    report = save_tables(path, [("capa", simple(LÓN=[1, 2]))])
    assert len(report.notes) == 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_names_of_layers_that_a_format_cannot_hold(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    save_tables(path, [("Pe\udcf1a \0", simple(a=["x", "y"]))])
    assert len(open_file(path).layers[0].table) == 2


@pytest.mark.parametrize("ending", ENDINGS)
def test_progress_is_told_and_never_falls(tmp_path, ending):
    table = simple(a=["x", "y"])
    rows = np.tile([0, 1], 2500)
    table = FeatureTable(
        "t", np.arange(5000), table.geometry.take(rows), {"a": table.columns["a"][rows]}
    )
    said = []
    save_tables(tmp_path / f"a.{ending}", [("capa", table)], progress=said.append)
    assert len(said) >= 4
    assert said == sorted(said)
    assert 0 <= min(said) <= max(said) <= 1


def test_places_that_cannot_be_written_to(tmp_path):
    for path in (tmp_path / "none" / "a.csv", tmp_path / "a.xyz"):
        with pytest.raises(FileError):
            save_tables(path, [("capa", simple())])
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(FileError, match="folder"):
        save_tables(tmp_path / "b.csv", [("capa", simple())])


def test_chosen_format_counts_more_than_the_ending(tmp_path):
    save_tables(tmp_path / "a.txt", [("capa", simple())], SaveFormat.GEOJSON)
    assert json.loads((tmp_path / "a.txt").read_text())["type"] == "FeatureCollection"
    assert set(SAVE_ENDINGS.values()) == set(SaveFormat)


@pytest.mark.skipif(os.name == "nt", reason="permissions as on Linux and macOS")
def test_permissions_stay(tmp_path):
    path = tmp_path / "a.csv"
    path.touch()
    path.chmod(0o640)
    save_tables(path, [("capa", simple())])
    assert path.stat().st_mode & 0o777 == 0o640


def test_empty_layer(tmp_path):
    table = simple(a=["x", "y"])
    empty = FeatureTable("t", np.arange(0), table.geometry.take([]), {"a": table.columns["a"][:0]})
    for ending in ENDINGS:
        assert save_tables(tmp_path / f"a.{ending}", [("capa", empty)]).rows == 0


def test_one_module_alone_knows_gdal():
    for path in (Path(geodata.__file__).parent / "files").rglob("*.py"):
        if path.name != "vector.py":
            content = path.read_text(encoding="utf-8")
            assert not re.search(
                r"^\s*(import|from) (pyogrio|geopandas|fiona|osgeo)", content, re.M
            )
