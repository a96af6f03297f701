"""The built-in GeoPackage: its schema, its counts, and that what it says is backed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest
import shapely

from scripts.build_data import describe, fetch

PATH = Path(__file__).parents[2] / "resources" / "elsalvador.gpkg"
COUNTS = {
    "departments": (14, 14),
    "delegations": (19, 19),
    "municipalities": (262, 238),
    "plan-seguro-municipalities": (50, 50),
    "model-precincts": (50, 3),
    "pbs-sites": (3, 3),
    "plan-seguro-sectors": (13, 0),
    "border-points": (11, 10),
    "anti-extortion-units": (21, 20),
    "program-sites": (18, 16),
}
BASES = {"documented", "inferred", "approximate", "unverified", "not published"}
PROGRAMS = {
    "border-security",
    "model-precincts",
    "place-based-strategy",
    "prison-reform",
    "vetted-units",
    "anti-extortion",
    "anti-corruption",
    "youth-programs",
    "country-context",
}
AREAS_AND_PROGRAMS = set(COUNTS)
FIRST = ["fid", "geom", "id", "name_en", "name_es"]
LAST = [
    *("basis", "basis_note_en", "basis_note_es"),
    *("position_basis", "position_note_en", "position_note_es"),
    *("source", "as_of", "program"),
]


@pytest.fixture(scope="module")
def db():
    with closing(sqlite3.connect(f"{PATH.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


@pytest.fixture(scope="module")
def layers(db):
    return {row["id"]: dict(row) for row in db.execute("SELECT * FROM atlas_layers")}


@pytest.fixture(scope="module")
def rows(db, layers):
    return {
        layer: [dict(r) for r in db.execute(f"SELECT * FROM {info['table_name']} ORDER BY fid")]
        for layer, info in layers.items()
    }


def test_small_enough():
    assert PATH.stat().st_size < 3_000_000


def test_counts_and_places(rows):
    found = {k: (len(v), sum(r["geom"] is not None for r in v)) for k, v in rows.items()}
    assert {layer: found[layer] for layer in COUNTS} == COUNTS


def test_every_table_is_a_layer_and_every_layer_a_table(db, layers):
    listed = {
        row["table_name"]: row["data_type"] for row in db.execute("SELECT * FROM gpkg_contents")
    }
    features = {name for name, kind in listed.items() if kind == "features"}
    assert features == {info["table_name"] for info in layers.values()}
    assert {name for name, kind in listed.items() if kind == "attributes"} == {
        "atlas_layers",
        "atlas_columns",
        "atlas_build",
        "atlas_homicides",
    }


def test_columns_in_the_order_that_readers_expect(rows):
    for layer, records in rows.items():
        columns = list(records[0])
        assert columns[:5] == FIRST, layer
        assert columns[-9:] == LAST, layer


def test_every_column_is_described_in_both_languages(db, rows):
    described: dict[str, list[sqlite3.Row]] = {}
    for row in db.execute("SELECT * FROM atlas_columns ORDER BY layer_id, position"):
        described.setdefault(row["layer_id"], []).append(row)
    for layer, records in rows.items():
        assert [r["column_name"] for r in described[layer]] == list(records[0])[2:], layer
        for row in described[layer]:
            assert row["title_en"]
            assert row["title_es"]


def test_descriptions_are_those_of_the_repository(db):
    described = describe.read()
    for table, expected in (
        ("atlas_layers", described.layers),
        ("atlas_columns", described.columns),
    ):
        found = [dict(row) for row in db.execute(f"SELECT * FROM {table} ORDER BY fid")]
        assert [{k: v for k, v in row.items() if k != "fid"} for row in found] == [
            {key: row.get(key) for key in found[0] if key != "fid"} for row in expected
        ]


def test_what_has_one_language_has_the_other(db):
    for (table,) in db.execute("SELECT table_name FROM gpkg_contents").fetchall():
        for row in db.execute(f'SELECT * FROM "{table}"'):
            for column in row.keys():  # noqa: SIM118 - a sqlite3.Row iterates over values
                if column.endswith("_en"):
                    other = column[:-3] + "_es"
                    assert bool(row[column]) == bool(row[other]), (table, row[0], column)


def test_ids_are_plain_and_unique(rows):
    for layer, records in rows.items():
        ids = [r["id"] for r in records]
        assert len(set(ids)) == len(ids), layer
        assert all(i and i.isascii() and i == i.strip() for i in ids), layer


def test_every_feature_says_how_sure_it_is(rows):
    for layer, records in rows.items():
        for record in records:
            assert record["basis"] in BASES, (layer, record["id"])
            assert record["position_basis"] in BASES, (layer, record["id"])
            assert record["source"], (layer, record["id"])
            assert record["as_of"], (layer, record["id"])
            assert record["program"] in PROGRAMS | {None}, (layer, record["id"])


def test_what_has_no_place_says_so_and_has_no_symbol(rows):
    for layer, records in rows.items():
        for record in records:
            unplaced = record["geom"] is None
            assert unplaced == (record["position_basis"] == "not published"), (layer, record["id"])
            assert not unplaced or record["position_note_en"], (layer, record["id"])


def test_program_layers_belong_to_programs(rows, layers):
    for layer, records in rows.items():
        if layers[layer]["layer_group"] == "programs":
            assert all(record["program"] for record in records), layer


def test_nothing_unpublished_has_an_invented_name(rows):
    for layer, word in (("model-precincts", "not published"), ("plan-seguro-sectors", "not pub")):
        unplaced = [r for r in rows[layer] if r["geom"] is None]
        assert all(word in r["name_en"] and "no publicado" in r["name_es"] for r in unplaced)
        assert len({r["number"] for r in rows[layer]}) == len(rows[layer])


def test_only_usulutan_is_called_a_model_precinct(rows):
    placed = [r for r in rows["model-precincts"] if r["geom"] is not None]
    called = [r["municipality"] for r in placed if r["status_en"] == "Model precinct"]
    assert called == ["Usulután"]
    assert all(r["position_basis"] == "approximate" for r in placed)


def test_the_border_with_guatemala_and_the_dogs(rows):
    points = {r["id"]: r for r in rows["border-points"]}
    assert {i for i, r in points.items() if r["guatemala_border"]} == {
        *("la-hachadura", "las-chinamas", "san-cristobal", "anguiatu"),
    }
    assert {i for i, r in points.items() if r["k9"]} == {
        *("la-hachadura", "las-chinamas", "san-cristobal", "el-amatillo"),
        *("aeropuerto-internacional", "puerto-acajutla"),
    }
    assert all(r["k9"] in (1, None) for r in points.values())
    assert {r["look"] for r in points.values()} == {
        *("guatemala-k9", "guatemala", "other-k9", "other"),
    }


def test_units_stand_at_the_seats_of_the_delegations(rows):
    seats = {(r["seat_lon"], r["seat_lat"]) for r in rows["delegations"]}
    units = [r for r in rows["anti-extortion-units"] if r["kind"] == "delegation unit"]
    assert {r["delegation"] for r in units} == {r["name_en"] for r in rows["delegations"]}
    assert all(r["position_basis"] == "inferred" for r in units)
    points = [_shape(r["geom"]) for r in units]
    assert {(point.x, point.y) for point in points} == seats


def test_homicides_add_up(rows, db):
    assert sum(r["homicides_2017"] for r in rows["departments"]) == 3954
    assert sum(r["homicides_2018"] is not None for r in rows["departments"]) == 6
    found = {r["name_en"]: r["homicides_2017"] for r in rows["delegations"]}
    assert {name: n for name, n in found.items() if n is not None} == {
        "Soyapango": 357,
        "Ciudad Delgado": 228,
    }
    assert db.execute("SELECT count(*) FROM atlas_homicides").fetchone()[0] == 20


def test_the_two_densities_that_look_swapped_carry_their_remark(rows):
    remarked = {r["code"] for r in rows["municipalities"] if r["remark_en"]}
    assert remarked == {"0510", "0518"}


def test_every_municipality_belongs_to_one_delegation(rows):
    codes = [c for r in rows["delegations"] for c in r["municipality_codes"].split(";")]
    assert sorted(codes) == [r["code"] for r in rows["municipalities"]]
    of_code = {r["code"]: r for r in rows["municipalities"]}
    for delegation in rows["delegations"]:
        names = delegation["municipalities"].split(";")
        members = [of_code[c] for c in delegation["municipality_codes"].split(";")]
        assert names == [m["name_en"] for m in members]
        assert {m["delegation"] for m in members} == {delegation["name_en"]}
        assert delegation["municipality_count"] == len(members)


def test_the_well_known_lakes_are_there(rows):
    named = {r["name_es"]: r for r in rows["lakes"] if r["name_es"]}
    for name in ("Lago de Ilopango", "Lago de Güija", "Lago de Coatepeque"):
        assert named[name]["geom"] is not None
    assert named["Embalse Cerrón Grande"]["geom"] is None


def test_it_tells_what_it_was_built_from(db):
    said = dict(db.execute("SELECT key, value FROM atlas_build"))
    for package in fetch.PACKAGES:
        assert said[f"package.{package.name}.version"] == package.version
        assert said[f"package.{package.name}.sha256"] == package.sha256
    assert not [value for value in said.values() if "/" in value]


def test_each_layer_names_its_licence_and_credit(layers):
    for info in layers.values():
        for key in ("licence", "credit_en", "credit_es", "citation_en", "citation_es"):
            assert info[key], (info["id"], key)
        assert info["layer_group"] in {"areas", "programs", "base"}
        assert info["family"] in {"point", "line", "polygon"}


def test_opens_in_any_gis(rows, layers):
    tables = {name for name, kind in pyogrio.list_layers(PATH) if kind is not None}
    assert tables == {info["table_name"] for info in layers.values()}
    for layer, info in layers.items():
        frame = pyogrio.read_dataframe(PATH, layer=info["table_name"])
        assert len(frame) == len(rows[layer])
        assert frame.crs.to_epsg() == 4326
        shapes = frame.geometry.dropna()
        assert shapes.is_valid.all(), layer
        kinds = {"point": {"Point"}, "line": {"MultiLineString"}, "polygon": {"MultiPolygon"}}
        assert set(shapes.geom_type) <= kinds[info["family"]]
        declared = pyogrio.read_info(PATH, layer=info["table_name"])["total_bounds"]
        if len(shapes):
            assert tuple(declared) == pytest.approx(tuple(shapes.total_bounds))


def test_the_file_is_a_sound_database(db):
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA application_id").fetchone()[0] == 0x47504B47


def _shape(blob):
    """Return the geometry of a GeoPackage's binary."""
    return shapely.from_wkb(blob[8 if blob[3] >> 1 & 7 == 0 else 40 :])
