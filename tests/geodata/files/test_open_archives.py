"""Archives as they come, whole and broken; what is hostile about them is in tests/hostile."""

import pytest

from geodata.files.limits import Limits
from geodata.files.opening import list_layers
from geodata.files.report import Outcome
from geodata.files.request import OpenOptions
from tests.geodata.files.outcomes import places, values
from tests.geodata.files.sample_files import archive, geojson, point, shapefile, text

PARTS = (".shp", ".shx", ".dbf", ".prj")


@pytest.fixture
def csv(tmp_path):
    """A CSV file of one point."""
    return text(tmp_path / "c.csv", "lon,lat,n\n-89.2,13.7,ñ\n")


def test_shapefile_in_a_folder_with_other_files(tmp_path, one_layer):
    shapefile(tmp_path, [(-89.2, 13.7)], ["Ahuachapán"])
    members = {
        f"Capas/Año/Puntos{ending.upper()}": tmp_path / f"puntos{ending}" for ending in PARTS
    }
    path = archive(tmp_path / "a.zip", {**members, "leame.txt": b"x", "__MACOSX/._a.shp": b"x"})
    layer, findings = one_layer(path)
    assert layer.name == "Puntos"
    assert values(layer, "NOMBRE") == ["Ahuachapán"]
    assert [dict(each.values)["members"] for each in findings] == ["leame.txt"]


def test_parts_whose_names_differ_in_case(tmp_path, one_layer):
    shapefile(tmp_path, [(-89.2, 13.7)])
    names = ("PUNTOS.shp", "puntos.shx", "Puntos.DBF", "puntos.PRJ")
    members = {name: tmp_path / f"puntos{end}" for name, end in zip(names, PARTS, strict=True)}
    layer, _ = one_layer(archive(tmp_path / "a.zip", members))
    assert layer.name == "PUNTOS"


def test_half_a_shapefile(tmp_path, refusal):
    shapefile(tmp_path, [(-89.2, 13.7)])
    path = archive(tmp_path / "a.zip", {"x/p.shp": tmp_path / "puntos.shp"})
    error = refusal(path)
    assert error.values["file"] == "a.zip: x/p.shp"
    assert error.values["missing"] == "p.shx"


def test_members_of_one_name_are_told_apart(tmp_path, opened, csv):
    path = archive(tmp_path / "a.zip", {"a/x.csv": csv, "b/x.csv": csv})
    assert [each.name for each in list_layers(path)] == ["x", "x (2)"]
    assert [layer.name for layer in opened(path).layers] == ["x", "x (2)"]
    chosen = opened(path, options=OpenOptions(layers=("x (2)",)))
    assert [layer.name for layer in chosen.layers] == ["x (2)"]


def test_member_that_cannot_be_opened_is_said_the_others_open(tmp_path, one_layer, csv):
    members = {"a.csv": csv, "meta.json": b'{"a": 1}', "b.zip": b"PK\x03\x04", "c.kml": b"<x/>"}
    layer, findings = one_layer(archive(tmp_path / "a.zip", members))
    assert places(layer) == [(-89.2, 13.7)]
    skipped = [each for each in findings if each.outcome is Outcome.SKIPPED]
    assert [each.file for each in skipped] == ["a.zip", "a.zip: meta.json", "a.zip: c.kml"]


def test_archive_within_an_archive(tmp_path, one_layer, refusal, csv):
    inner = archive(tmp_path / "inner.zip", {"b.csv": csv}).read_bytes()
    members = {"a.csv": csv, "dentro/b.zip": inner, "c.KMZ": inner}
    layer, findings = one_layer(archive(tmp_path / "a.zip", members))
    assert layer.name == "a"
    left = [each for each in findings if each.outcome is Outcome.SKIPPED]
    assert [dict(each.values)["member"] for each in left] == ["dentro/b.zip", "c.KMZ"]
    assert {each.advice for each in left} == {"unpack it and open it on its own"}
    error = refusal(archive(tmp_path / "b.zip", {"b.zip": inner}))
    assert error.advice == "unpack it and look what is in it"


def test_nothing_that_can_be_opened(tmp_path, refusal):
    assert "nothing" in refusal(archive(tmp_path / "a.zip", {"a.txt": b"x"})).text()
    assert "nothing" in refusal(archive(tmp_path / "b.zip", {"b.zip": b"PK\x03\x04"})).text()
    assert "empty archive" in refusal(archive(tmp_path / "c.zip", {})).text()
    error = refusal(archive(tmp_path / "d.zip", {"a.csv": b"", "b.json": b"{}"}))
    assert error.values["file"] == "d.zip: a.csv"


def test_name_written_twice(tmp_path, one_layer, csv):
    path = archive(tmp_path / "a.zip", {"a.csv": csv, "b.csv": b"lon,lat\n0,0\n"})
    path.write_bytes(path.read_bytes().replace(b"b.csv", b"a.csv"))
    layer, findings = one_layer(tmp_path / "a.zip")
    assert places(layer) == [(-89.2, 13.7)]
    assert "two files" in findings[0].reason


def test_names_in_utf8_without_a_mark(tmp_path, one_layer, csv):
    path = archive(tmp_path / "a.zip", {"cabanas__.csv": csv})
    path.write_bytes(path.read_bytes().replace(b"cabanas__", "cabañás".encode()))
    layer, _ = one_layer(path)
    assert layer.name == "cabañás"


def test_damaged_member(tmp_path, refusal):
    path = geojson(tmp_path / "a.geojson", *[point(-89, 13, n=n) for n in range(1000)])
    path = archive(tmp_path / "a.zip", {"a.geojson": path})
    data = bytearray(path.read_bytes())
    data[200:260] = bytes(60)
    path.write_bytes(bytes(data))
    error = refusal(path)
    assert error.values["member"] == "a.geojson"


def test_cut_short(tmp_path, refusal, csv):
    path = archive(tmp_path / "a.zip", {"a.csv": csv})
    path.write_bytes(path.read_bytes()[:-30])
    assert "damaged" in refusal(path).text()


def test_too_many_members(tmp_path, refusal):
    path = archive(tmp_path / "a.zip", {f"{n}.csv": b"x" for n in range(20)})
    error = refusal(path, limits=Limits(members=10))
    assert (error.values["count"], error.values["limit"]) == ("20", "10")


def test_geopackage_called_zip(tmp_path, one_layer):
    from tests.geodata.files.sample_files import geopackage

    path = geopackage(tmp_path / "a.zip", {"a": [{"geom": "POINT(-89.2 13.7)", "n": 1}]})
    layer, _ = one_layer(path)
    assert layer.recognised.format == "GeoPackage"
