"""Fact tables become rows; what is wrong in one is told with its line."""

import shutil

import pytest

from scripts.build_data import facts


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "facts"
    shutil.copytree(facts.FOLDER, target)
    return target


def _change(folder, name, old, new):
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_record_stands_at_its_towns_seat(folder):
    seat = facts.seats(folder)["1123"]
    row = next(r for r in facts.program_rows("model-precincts", folder) if r["id"] == "usulutan")
    assert row["geom"].equals(seat)


def test_a_record_with_its_own_point_stands_there(folder):
    row = facts.program_rows("border-points", folder)[0]
    assert (row["geom"].x, row["geom"].y) == (-90.088, 13.86)


def test_an_empty_cell_is_no_value(folder):
    rows = {r["id"]: r for r in facts.program_rows("border-points", folder)}
    assert rows["el-poy"]["k9"] is None
    assert rows["pasamono"]["geom"] is None


def test_a_place_without_a_seat_point_is_told(folder):
    _change(folder, "pbs_sites", ",0821,", ",0507,")
    with pytest.raises(facts.FactError, match=r"pbs_sites\.csv, line 3: .*'0507'"):
        facts.program_rows("pbs-sites", folder)


def test_a_row_with_a_cell_too_many_is_told(folder):
    path = folder / "pbs_sites.csv"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + ",more\n", encoding="utf-8")
    with pytest.raises(facts.FactError, match=r"pbs_sites\.csv, line 4: wrong number of cells"):
        facts.table("pbs_sites", folder)


def test_a_row_that_goes_is_gone(folder):
    path = folder / "border_points.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    assert len(facts.border_rows(folder)) == 10


def test_municipalities_carry_phase_and_indicators(folder):
    rows = {r["code"]: r for r in facts.municipality_rows(folder)}
    assert len(rows) == 262
    assert rows["0619"]["plan_seguro_phase"] == "1"
    assert rows["0101"]["density_2007_per_km2"] == "451.36"
    assert rows["0101"]["plan_seguro_phase"] == "2"
    assert rows["0102"]["plan_seguro_phase"] is None
