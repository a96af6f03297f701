"""GeoPackages as they come, whole and broken."""

import sqlite3
import struct
from contextlib import closing

import pytest

from geodata.files.opening import list_layers
from geodata.files.report import Outcome
from geodata.files.request import OpenOptions
from geodata.geometry import Family
from tests.geodata.files.outcomes import places, rows_of, values
from tests.geodata.files.sample_files import geopackage

POINT = "POINT(-89.2 13.7)"


@pytest.fixture
def package(tmp_path):
    """A GeoPackage of points, areas, a table with coordinates and an empty table."""
    area = "POLYGON((-89 13, -89.1 13, -89.1 13.1, -89 13))"
    return geopackage(
        tmp_path / "a.gpkg",
        {
            "puntos": [{"geom": POINT, "n": 1, "x": 1.5}, {"geom": None, "n": None, "x": None}],
            "áreas": [{"geom": area, "nombre": "Ahuachapán"}],
            "tabla": [{"nombre": "a", "lat": 13.7, "lon": -89.2}],
            "vacía": [],
        },
    )


def test_layers_are_listed_without_reading(package):
    found = [(each.name, each.rows, each.geometry) for each in list_layers(package)]
    assert sorted(found) == [
        ("puntos", 2, "Unknown"),
        ("tabla", 1, ""),
        ("vacía", 0, ""),
        ("áreas", 1, "Unknown"),
    ]


def test_all_layers_and_tables(package, opened):
    result = opened(package)
    found = {layer.name: layer for layer in result.layers}
    assert set(found) == {"puntos", "áreas", "tabla"}
    assert found["áreas"].table.geometry.family is Family.POLYGON
    assert values(found["puntos"], "n") == [1, None]
    assert values(found["puntos"], "x") == [1.5, None]
    assert places(found["tabla"]) == [(-89.2, 13.7)]
    assert rows_of(result.findings, Outcome.UNPLACED) == [2]
    assert [dict(each.values) for each in result.findings if each.values] == [{"layer": "vacía"}]


def test_chosen_layers_alone(package, opened):
    result = opened(package, options=OpenOptions(layers=("áreas", "tabla")))
    assert sorted(layer.name for layer in result.layers) == ["tabla", "áreas"]


def test_layer_that_is_not_there(package, refusal):
    error = refusal(package, options=OpenOptions(layers=("áreas", "nada")))
    assert error.values["layer"] == "nada"
    assert "puntos" in error.values["layers"]


def test_curves_and_garbage_are_kept_without_a_place(tmp_path, one_layer):
    curve = b"\x01\x08\0\0\0\x03\0\0\0" + struct.pack("<6d", -89, 13, -89.1, 13.1, -89, 13.2)
    rows = [{"geom": shape, "n": n} for n, shape in enumerate([POINT, curve, b"\x01\x63"])]
    layer, findings = one_layer(geopackage(tmp_path / "a.gpkg", {"a": rows}))
    assert values(layer, "n") == [0, 1, 2]
    assert layer.table.geometry.placed.tolist() == [True, False, False]
    assert rows_of(findings, Outcome.UNPLACED) == [2, 3]


def test_text_that_is_no_text(tmp_path, one_layer):
    path = geopackage(tmp_path / "a.gpkg", {"a": [{"geom": POINT, "n": "x"}] * 2})
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE a SET n = CAST(x'41687561636861ff70e16e' AS TEXT) WHERE fid = 2")
        db.commit()
    layer, _ = one_layer(path)
    assert values(layer, "n") == ["x", "Ahuachaÿpán"]


def test_other_database(tmp_path, refusal):
    path = tmp_path / "a.gpkg"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE t (a)")
        db.commit()
    assert "no GeoPackage" in refusal(path).text()


def test_cut_short(tmp_path, refusal):
    rows = [{"geom": POINT, "n": "a" * 100}] * 500
    path = geopackage(tmp_path / "a.gpkg", {"a": rows})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "a.gpkg" in refusal(path).text()


def test_nothing_is_written_beside_it(package, opened):
    before = package.read_bytes()
    with closing(sqlite3.connect(package)) as db:
        db.execute("PRAGMA journal_mode = WAL")
    opened(package)
    assert [each.name for each in package.parent.iterdir()] == ["a.gpkg"]
    assert len(package.read_bytes()) == len(before)


def test_view_that_never_ends(tmp_path, refusal):
    from geodata.files.limits import Limits

    path = geopackage(tmp_path / "a.gpkg", {"a": [{"geom": POINT, "n": 1}]})
    with closing(sqlite3.connect(path)) as db:
        db.execute("ALTER TABLE a RENAME TO b")
        db.execute(
            "CREATE VIEW a AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
            "SELECT x AS fid, (SELECT geom FROM b) AS geom, x AS n FROM c"
        )
        db.commit()
    assert refusal(path, limits=Limits(seconds=4, rows=100_000)).text()
