"""The fact tables: both languages, sources kept, nothing lost from what they were made from."""

import csv
import re
from pathlib import Path

import pytest

from scripts.build_data import facts

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "facts"
TABLES = sorted(path.stem for path in facts.FOLDER.glob("*.csv"))
URL = re.compile(r"https?://[^\s|;,\"]+")


def _original(name):
    if not SHARED.exists():
        pytest.skip("the tables that the facts came from are not beside the repository")
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _urls(rows):
    text = " ".join(cell for row in rows for cell in row.values())
    return {url.rstrip(").") for url in URL.findall(text)}


@pytest.mark.parametrize("name", TABLES)
def test_what_has_one_language_has_the_other(name):
    for number, row in enumerate(facts.table(name), 2):
        for column, cell in row.items():
            if column.endswith("_en"):
                assert bool(cell) == bool(row[column[:-3] + "_es"]), (name, number, column)


@pytest.mark.parametrize("name", TABLES)
def test_cells_are_tidy(name):
    for number, row in enumerate(facts.table(name), 2):
        for column, cell in row.items():
            assert cell == cell.strip(), (name, number, column)
            assert "  " not in cell, (name, number, column)


@pytest.mark.parametrize("name", [name for name in TABLES if name not in {"municipalities"}])
def test_every_row_names_its_source_or_how_sure_it_is(name):
    for number, row in enumerate(facts.table(name), 2):
        assert row.get("source") or row.get("note_en"), (name, number)


def test_spanish_is_not_english():
    for name in TABLES:
        for row in facts.table(name):
            for column, cell in row.items():
                if column.endswith("_note_en"):
                    assert not cell or cell != row[column[:-3] + "_es"], (name, column, cell)


def test_municipalities_carry_over():
    original = {r["code"]: r for r in _original("municipalities.csv")}
    assert len(original) == 262
    for row in facts.table("municipalities"):
        source = original.pop(row["code"])
        assert row["name"] == source["municipality"]
        assert (row["lon"], row["lat"]) == (source["seat_lon"], source["seat_lat"])
        assert row["delegation"] == source["pnc_delegation_2019"]
        assert source["pnc_delegation_confidence"].startswith(row["delegation_basis"])
        for key in ("department", "municipality_2024", "municipality_2024_code"):
            assert row[key] == source[key]
        expected = "documented" if "GeoNames" in source["seat_basis"] else "approximate"
        assert row["position_basis"] == (expected if row["lon"] else "not published")
    assert not original


def test_indicators_carry_over():
    assert facts.table("municipality_indicators") == _original("indicators_municipality.csv")


def test_plan_seguro_carries_over():
    original = _original("pess_municipalities.csv")
    found = facts.table("plan_seguro_municipalities")
    keys = ("code", "department", "phase", "year")
    assert [[r[k] for k in keys] for r in found] == [[r[k] for k in keys] for r in original]
    assert _urls(found) == _urls(original)


def test_departments_carry_over():
    original = {r["dept_code"]: r for r in _original("indicators_department.csv")}
    columns = {
        "name": "department",
        "capital": "capital",
        "area_km2": "area_km2",
        "population_2007": "population_2007_derived",
        "population_2013": "population_2013",
        "density_2007": "density_2007_per_km2",
        "illiteracy_2007": "illiteracy_rate_2007",
        "homicides_2017": "homicides_2017_pnc",
        "homicide_rate_2017": "homicide_rate_2017_per_100k_on_2013_population",
        "homicides_2018": "homicides_2018_pnc",
        "homicide_rate_2015_early_dec": "homicide_rate_2015_fgr_to_early_dec",
    }
    for row in facts.table("departments"):
        source = original.pop(row["code"])
        assert {own: row[own] for own in columns} == {
            own: source[theirs] for own, theirs in columns.items()
        }
        assert _urls([row]) == _urls([source])
    assert not original


def test_delegations_carry_over():
    original = {r["name"]: r for r in _original("delegations.csv")}
    names = {r["code"]: r["name"] for r in facts.table("municipalities")}
    for row in facts.table("delegations"):
        source = original.pop(row["name"])
        covered = [names[code] for code in row["municipalities"].split(";")]
        assert covered == source["municipalities"].split(";")
        assert source["seat_municipality"].startswith(row["seat"])
        assert _urls([{"s": row["source"]}]) == _urls([source])
        assert ("unverified" in source["name_confidence"]) == (row["name_basis"] == "unverified")
        for kind in ("seat", "coverage"):
            said = source[f"{kind}_confidence"]
            if said.startswith("documented"):
                assert row[f"{kind}_basis"] == "documented"
            if said.startswith("inferred"):
                assert row[f"{kind}_basis"] == "inferred"
            if said.startswith("general knowledge"):
                assert row[f"{kind}_basis"] == "unverified"
    assert not original


def test_border_points_carry_over():
    original = {r["name"].split(" (")[0]: r for r in _original("border_points.csv")}
    for row in facts.table("border_points"):
        source = original.pop(row["name_es"].split(" (")[0])
        assert (row["lon"], row["lat"]) == (source["lon"], source["lat"])
        assert (row["k9"] == "1") == source["pnc_k9_posted"].startswith("yes")
        assert (row["us_support"] == "1") == source["us_support_documented"].startswith("yes")
        assert row["counterpart_post"] == source["counterpart_post"]
        assert _urls([row]) == _urls([source])
    assert not original


def test_homicides_carry_over():
    original = _original("homicides_partial.csv")
    found = facts.table("homicides")
    keys = ("level", "name", "department", "year", "homicides", "rate_per_100k")
    assert [[r[k] for k in keys] for r in found] == [[r[k] for k in keys] for r in original]
    assert _urls(found) == _urls(original)


def test_sites_and_precincts_keep_their_sources():
    placed = [r for r in _original("programme_sites.csv") if r["municipality"]]
    own = [
        row
        for name in ("program_sites", "pbs_sites", "anti_extortion_units")
        for row in facts.table(name)
    ]
    assert _urls(placed) <= _urls(own)
    precincts = _original("model_precincts.csv")
    assert _urls(precincts) <= _urls(own + facts.table("model_precincts"))


def test_populations_of_san_salvador_carry_over():
    original = {r["code"]: r["population_2007"] for r in _original("san_salvador_census_2007.csv")}
    found = {r["code"]: r["population_2007"] for r in facts.table("san_salvador_population")}
    assert found == original
    assert sum(map(int, found.values())) == 1_567_156
