"""Shapefiles as they come, whole and broken."""

import pytest

from geodata.files.report import Outcome
from geodata.files.request import UTM_16N, OpenOptions
from tests.geodata.files.outcomes import places, rows_of, values
from tests.geodata.files.sample_files import UTM_WKT, shapefile

POINTS = [(-89.2, 13.7), (-89.1, 13.5)]
NAMES = ["Ahuachapán", "Cabañas"]


@pytest.mark.parametrize(
    ("encoding", "code_page"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8", None),
        ("cp1252", None),
        ("cp850", None),
        ("cp1252", "1252"),
        ("cp1252", "ANSI 1252"),
        ("latin-1", "88591"),
        ("latin-1", "ISO-8859-1"),
        ("cp1252", "klingon"),
    ],
)
def test_encoding_of_the_table(tmp_path, one_layer, encoding, code_page):
    path = shapefile(tmp_path, POINTS, NAMES, encoding=encoding, code_page=code_page)
    layer, findings = one_layer(path)
    assert values(layer, "NOMBRE") == NAMES
    assert places(layer) == POINTS
    assert layer.name == "puntos"
    assert findings == ()


@pytest.mark.parametrize(("encoding", "code_page"), [("utf-8", "1252"), ("cp1252", "UTF-8")])
def test_code_page_file_that_is_wrong(tmp_path, one_layer, encoding, code_page):
    path = shapefile(tmp_path, POINTS, NAMES, encoding=encoding, code_page=code_page)
    layer, findings = one_layer(path)
    assert values(layer, "NOMBRE") == NAMES
    assert "code page" in findings[0].reason


def test_chosen_encoding_counts(tmp_path, one_layer):
    path = shapefile(tmp_path, POINTS, NAMES, encoding="cp850")
    layer, _ = one_layer(path, options=OpenOptions(encoding="cp1252"))
    assert values(layer, "NOMBRE") == ["Ahuachap\xa0n", "Caba¤as"]


def test_utf8_that_was_cut_at_the_width_of_the_column(tmp_path, one_layer):
    path = shapefile(tmp_path, POINTS, ["x" + "á" * 30, "é" * 10])
    layer, findings = one_layer(path)
    assert values(layer, "NOMBRE") == ["x" + "á" * 19 + "\N{REPLACEMENT CHARACTER}", "é" * 10]
    assert rows_of(findings, Outcome.REPAIRED) == [1]


def test_without_prj(tmp_path, one_layer):
    layer, findings = one_layer(shapefile(tmp_path, POINTS, NAMES, prj=None))
    assert places(layer) == POINTS
    assert not layer.recognised.crs_stated
    assert "does not state" in findings[0].reason


def test_metres_without_prj(tmp_path, one_layer):
    layer, findings = one_layer(shapefile(tmp_path, [(263079.6, 1515552.2)], prj=None))
    assert layer.recognised.crs == UTM_16N
    assert dict(findings[0].values)["crs"] == UTM_16N
    assert places(layer)[0] == pytest.approx((-89.19, 13.7), abs=0.005)


def test_projected(tmp_path, one_layer):
    layer, findings = one_layer(shapefile(tmp_path, [(263079.6, 1515552.2)], prj=UTM_WKT))
    assert places(layer)[0] == pytest.approx((-89.19, 13.7), abs=0.005)
    assert layer.recognised.crs_stated
    assert findings == ()


@pytest.mark.parametrize("prj", ["", "bla", 'GEOGCS["x"', "\0" * 50])
def test_unreadable_prj(tmp_path, one_layer, prj):
    layer, findings = one_layer(shapefile(tmp_path, POINTS, prj=prj))
    assert places(layer) == POINTS
    assert findings


def test_prj_that_is_wrong(tmp_path, one_layer):
    layer, findings = one_layer(shapefile(tmp_path, [(263079.6, 1515552.2)]))
    assert places(layer)[0] == pytest.approx((-89.19, 13.7), abs=0.005)
    assert [each.outcome for each in findings] == [Outcome.REPAIRED]


@pytest.mark.parametrize("ending", [".SHP", ".DBF", ".SHX"])
def test_endings_in_capitals_and_any_part(tmp_path, one_layer, ending):
    shapefile(tmp_path, POINTS, NAMES, endings=(".SHP", ".SHX", ".DBF"))
    layer, _ = one_layer(tmp_path / f"puntos{ending}")
    assert places(layer) == POINTS


@pytest.mark.parametrize("ending", [".dbf", ".prj", ".shx"])
def test_opened_by_another_part(tmp_path, one_layer, ending):
    shapefile(tmp_path, POINTS, NAMES)
    layer, _ = one_layer(tmp_path / f"puntos{ending}")
    assert values(layer, "NOMBRE") == NAMES


@pytest.mark.parametrize("ending", [".shp", ".shx", ".dbf"])
def test_half_a_part(tmp_path, refusal, ending):
    path = shapefile(tmp_path, POINTS * 25, NAMES * 25)
    part = path.with_suffix(ending)
    part.write_bytes(part.read_bytes()[: part.stat().st_size // 2])
    error = refusal(path)
    assert "cut short" in error.text()
    assert error.values["part"] == ending


@pytest.mark.parametrize("ending", [".shx", ".dbf"])
def test_missing_part(tmp_path, refusal, ending):
    path = shapefile(tmp_path, POINTS)
    path.with_suffix(ending).unlink()
    assert f"puntos{ending}" in refusal(path).text()


def test_missing_main_part(tmp_path, refusal):
    shapefile(tmp_path, POINTS).unlink()
    assert "puntos.shp" in refusal(tmp_path / "puntos.dbf").text()


def test_no_rows(tmp_path, refusal):
    assert "no rows" in refusal(shapefile(tmp_path, [])).text()


def test_name_that_could_be_taken_for_an_archive(tmp_path, one_layer):
    layer, _ = one_layer(shapefile(tmp_path, POINTS, NAMES, stem="urgente!"))
    assert values(layer, "NOMBRE") == NAMES
    assert layer.name == "urgente!"
