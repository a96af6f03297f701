"""The GeoPackage writer: what goes in comes out, and the same content gives the same bytes."""

import pyogrio
import pytest
import shapely

from scripts.build_data.write_gpkg import AttributeTable, FeatureLayer, write

COLUMNS = {"id": "TEXT NOT NULL UNIQUE", "number": "REAL"}
POINTS = FeatureLayer(
    "places",
    "places",
    "Two places",
    "point",
    COLUMNS,
    [
        {"id": "a", "number": 1.5, "geom": shapely.Point(-89, 13.5)},
        {"id": "b", "number": None, "geom": None},
    ],
)
AREAS = FeatureLayer(
    "areas",
    "areas",
    "An area with an accent: Güija",
    "polygon",
    COLUMNS,
    [{"id": "á", "number": 2, "geom": shapely.box(0, 1, 2, 3)}],
)
LINES = FeatureLayer(
    "lines",
    "lines",
    "A line",
    "line",
    COLUMNS,
    [{"id": "l", "number": 0, "geom": shapely.LineString([(0, 0), (1, 1)])}],
)
TABLE = AttributeTable("notes", "Notes", {"key": "TEXT"}, [{"key": "k"}, {}])


@pytest.fixture
def path(tmp_path):
    target = tmp_path / "out.gpkg"
    write(target, [POINTS, AREAS, LINES], [TABLE])
    return target


def test_layers_come_back(path):
    places = pyogrio.read_dataframe(path, layer="places")
    assert list(places.id) == ["a", "b"]
    assert places.number.tolist()[0] == 1.5
    assert places.geometry[0].equals(shapely.Point(-89, 13.5))
    assert places.geometry[1] is None
    areas = pyogrio.read_dataframe(path, layer="areas")
    assert areas.geometry[0].equals(shapely.box(0, 1, 2, 3))
    assert areas.id[0] == "á"
    assert pyogrio.read_dataframe(path, layer="lines").geometry[0].length == pytest.approx(2**0.5)
    assert len(pyogrio.read_dataframe(path, layer="notes")) == 2


def test_geometry_is_declared_as_it_is(path):
    kinds = dict(pyogrio.list_layers(path))
    assert kinds == {
        "places": "Point",
        "areas": "MultiPolygon",
        "lines": "MultiLineString",
        "notes": None,
    }
    assert pyogrio.read_info(path, layer="areas")["crs"] == "EPSG:4326"


def test_the_same_content_gives_the_same_bytes(path, tmp_path):
    again = tmp_path / "again.gpkg"
    again.write_bytes(b"what was there before")
    write(again, [POINTS, AREAS, LINES], [TABLE])
    assert again.read_bytes() == path.read_bytes()


def test_other_content_gives_other_bytes(path, tmp_path):
    other = tmp_path / "other.gpkg"
    write(other, [POINTS, AREAS], [TABLE])
    assert other.read_bytes() != path.read_bytes()
