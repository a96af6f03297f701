"""GeoJSON files as they come, whole and broken."""

import json

import pytest

from geodata.files.report import Outcome
from geodata.files.request import UTM_16N, OpenOptions
from geodata.geometry import Family
from tests.geodata.files.outcomes import places, rows_of, values
from tests.geodata.files.sample_files import feature, geojson, point, text


def polygon(*ring):
    """Return a GeoJSON polygon of one ring."""
    return {"type": "Polygon", "coordinates": [[*ring]]}


def test_points_with_attributes(tmp_path, one_layer):
    path = geojson(tmp_path / "a.geojson", point(-89.2, 13.7, n=1, ñ="Ahuachapán", d="2019-05-01"))
    layer, findings = one_layer(path)
    assert places(layer) == [(-89.2, 13.7)]
    assert [values(layer, name) for name in ("n", "ñ", "d")] == [
        [1],
        ["Ahuachapán"],
        ["2019-05-01"],
    ]
    assert (layer.recognised.format, layer.recognised.crs_stated) == ("GeoJSON", True)
    assert findings == ()


def test_large_whole_numbers_beside_missing_ones_are_exact(tmp_path, one_layer):
    path = geojson(
        tmp_path / "a.geojson", point(-89, 13, n=9007199254740993), point(-89, 13, n=None)
    )
    layer, _ = one_layer(path)
    assert values(layer, "n") == [9007199254740993, None]


def test_nested_properties_are_text(tmp_path, one_layer):
    path = geojson(tmp_path / "a.geojson", point(-89, 13, a={"b": [1, 2]}, c=[1, 2], d=True))
    layer, _ = one_layer(path)
    assert [values(layer, name)[0] for name in "acd"] == ['{ "b": [ 1, 2 ] }', "[1, 2]", "true"]


def test_points_lines_areas_and_collections_become_layers(tmp_path, opened):
    ring = polygon([-89, 13], [-89.1, 13], [-89.1, 13.1], [-89, 13])
    line = {"type": "LineString", "coordinates": [[-89, 13.5], [-89.1, 13.6]]}
    dot = {"type": "Point", "coordinates": [-89, 13.5]}
    deep = {"type": "GeometryCollection", "geometries": [dot]}
    both = {"type": "GeometryCollection", "geometries": [dot, deep, ring]}
    path = geojson(
        tmp_path / "a.geojson",
        *(feature(geometry, n=n) for n, geometry in enumerate([dot, line, both, None, ring])),
    )
    result = opened(path)
    found = {layer.table.geometry.family: values(layer, "n") for layer in result.layers}
    assert found == {Family.POINT: [0, 2, 3], Family.LINE: [1], Family.POLYGON: [2, 4]}
    assert rows_of(result.findings, Outcome.REPAIRED) == [3]
    assert rows_of(result.findings, Outcome.UNPLACED) == [4]


def test_not_a_number_and_no_geometry_are_kept_without_a_place(tmp_path, one_layer):
    features = [point(-89, 13, n=1), feature(None, n=2), point(float("nan"), 13, n=3)]
    empty = feature({"type": "GeometryCollection", "geometries": []}, n=4)
    layer, findings = one_layer(geojson(tmp_path / "a.geojson", *features, empty))
    assert values(layer, "n") == [1, 2, 3, 4]
    assert layer.table.placed_count == 1
    assert rows_of(findings, Outcome.UNPLACED) == [2, 3, 4]


def test_only_null_geometries(tmp_path, one_layer):
    layer, findings = one_layer(geojson(tmp_path / "a.geojson", feature(None, a="x")))
    assert (len(layer.table), layer.table.placed_count) == (1, 0)
    assert findings


def test_heights_are_dropped_and_said(tmp_path, one_layer):
    high = feature({"type": "Point", "coordinates": [-89.2, 13.7, 640]})
    layer, findings = one_layer(geojson(tmp_path / "a.geojson", high))
    assert places(layer) == [(-89.2, 13.7)]
    assert layer.recognised.crs == "EPSG:4326"
    assert ["heights" in each.reason for each in findings] == [True]


def test_area_that_crosses_itself_is_mended(tmp_path, one_layer):
    bow = polygon([-89, 13], [-88.9, 13.1], [-88.9, 13], [-89, 13.1], [-89, 13])
    layer, findings = one_layer(geojson(tmp_path / "a.geojson", feature(bow)))
    shape = layer.table.geometry.shape(0)
    assert shape.is_valid
    assert shape.area == pytest.approx(0.005)
    assert rows_of(findings, Outcome.REPAIRED) == [1]


def test_area_without_an_area_is_kept_without_a_place(tmp_path, one_layer):
    flat = polygon([-89, 13], [-88.9, 13], [-89, 13])
    layer, findings = one_layer(geojson(tmp_path / "a.geojson", feature(flat), point(-89, 13)))
    assert len(layer.table) == 2
    assert rows_of(findings, Outcome.UNPLACED) == [1]


def test_ring_that_is_not_closed(tmp_path, one_layer):
    ring = polygon([-89, 13], [-88.9, 13.1], [-88.9, 13])
    layer, findings = one_layer(geojson(tmp_path / "a.geojson", feature(ring)))
    assert layer.table.placed_count == 1
    assert "Non closed ring" in dict(findings[0].values)["message"]


def test_antimeridian(tmp_path, one_layer):
    crossing = polygon([179, 13], [181, 13], [181, 14], [179, 13])
    western = polygon([270.8, 13], [270.9, 13], [270.9, 14], [270.8, 13])
    path = geojson(tmp_path / "a.geojson", feature(crossing, n=1), feature(western, n=2))
    layer, findings = one_layer(path)
    assert layer.table.geometry.placed.tolist() == [False, True]
    assert layer.table.geometry.total_bounds() == pytest.approx((-89.2, 13, -89.1, 14))
    assert rows_of(findings, Outcome.UNPLACED) == [1]
    assert rows_of(findings, Outcome.REPAIRED) == [2]


def test_beyond_the_globe(tmp_path, one_layer):
    layer, findings = one_layer(geojson(tmp_path / "a.geojson", point(-89, 13), point(1e9, 1e9)))
    assert layer.table.placed_count == 1
    assert rows_of(findings, Outcome.UNPLACED) == [2]


def test_exchanged_coordinates(tmp_path, one_layer):
    path = geojson(tmp_path / "a.geojson", point(13.5, -89.1), point(13.6, -89.2))
    layer, findings = one_layer(path)
    assert places(layer) == [(-89.1, 13.5), (-89.2, 13.6)]
    assert "exchanged" in findings[0].reason


def test_stated_metres(tmp_path, one_layer):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32616"}}
    path = geojson(tmp_path / "a.geojson", point(263079.6, 1515552.2), crs=crs)
    layer, findings = one_layer(path)
    assert layer.recognised.crs == UTM_16N
    assert layer.recognised.crs_stated
    assert places(layer)[0] == pytest.approx((-89.19, 13.7), abs=0.005)
    assert findings == ()


def test_metres_where_degrees_must_be(tmp_path, one_layer):
    layer, findings = one_layer(geojson(tmp_path / "a.geojson", point(263079.6, 1515552.2)))
    assert places(layer)[0] == pytest.approx((-89.19, 13.7), abs=0.005)
    assert not layer.recognised.crs_stated
    assert [each.outcome for each in findings] == [Outcome.REPAIRED]


def test_chosen_system_counts(tmp_path, one_layer):
    path = geojson(tmp_path / "a.geojson", point(-9928585.4, 1539818.4))
    layer, _ = one_layer(path, options=OpenOptions(crs="EPSG:3857"))
    assert places(layer)[0] == pytest.approx((-89.19, 13.7), abs=0.005)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-8-sig"])
def test_wrong_encoding(tmp_path, one_layer, encoding):
    content = json.dumps(point(-89, 13, año="Ahuachapán"), ensure_ascii=False)
    layer, _ = one_layer(text(tmp_path / "a.geojson", content, encoding))
    assert values(layer, "año") == ["Ahuachapán"]


def test_bare_geometry(tmp_path, one_layer):
    content = '{"type": "Point", "coordinates": [-89.2, 13.7]}'
    layer, _ = one_layer(text(tmp_path / "a.geojson", content))
    assert places(layer) == [(-89.2, 13.7)]
    assert len(layer.table.columns) == 0


def test_no_rows(tmp_path, refusal):
    assert "no rows" in refusal(geojson(tmp_path / "a.geojson")).text()


def test_doubled_ids_lose_no_feature(tmp_path, one_layer):
    features = [{**point(-89, 13, n=1), "id": 5}, {**point(-89, 13, n=2), "id": 5}]
    layer, findings = one_layer(geojson(tmp_path / "a.geojson", *features))
    assert values(layer, "n") == [1, 2]
    assert "id = 5" in dict(findings[0].values)["message"]


def test_topojson(tmp_path, refusal):
    path = text(tmp_path / "a.json", '{"type":"Topology","objects":{},"arcs":[]}')
    assert "TopoJSON" in refusal(path).text()


def test_geojson_about_topology_is_geojson(tmp_path, one_layer):
    layer, _ = one_layer(geojson(tmp_path / "a.geojson", point(-89, 13, type="Topology")))
    assert values(layer, "type") == ["Topology"]


@pytest.mark.parametrize("content", ['{"a": 1}', "[1, 2, 3]", '{"type": "x"}'])
def test_other_json(tmp_path, refusal, content):
    assert "no GeoJSON" in refusal(text(tmp_path / "a.json", content)).text()


@pytest.mark.parametrize(
    "content",
    [
        '{"type":"Feature","geometry":null,"properties":{"a":'
        + "[" * 100_000
        + "]" * 100_000
        + "}}",
        '{"type":"GeometryCollection","geometries":[' * 5_000,
    ],
)
def test_deep_nesting(tmp_path, refusal, content):
    assert "a.geojson" in refusal(text(tmp_path / "a.geojson", content)).text()


def test_cut_short(tmp_path, refusal):
    path = geojson(tmp_path / "a.geojson", *[point(-89, 13, n=n) for n in range(50)])
    path.write_bytes(path.read_bytes()[:-100])
    assert "cut short" in refusal(path).text()


def test_numbers_that_are_too_large(tmp_path, one_layer, refusal):
    large = '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1e400,1]}}'
    layer, findings = one_layer(text(tmp_path / "a.geojson", large))
    assert layer.table.placed_count == 0
    assert rows_of(findings, Outcome.UNPLACED) == [1]
    both = f'{{"type":"FeatureCollection","features":[{large}]}}'
    assert "1e400" in refusal(text(tmp_path / "b.geojson", both)).text()


def test_unknown_kinds_of_geometry(tmp_path, one_layer):
    strange = feature({"type": "Bla", "coordinates": [1, 2]}, n=1)
    wrong = feature({"type": "Point", "coordinates": ["a", 2]}, n=2)
    path = geojson(tmp_path / "a.geojson", strange, wrong, point(-89, 13, n=3))
    layer, findings = one_layer(path)
    assert values(layer, "n") == [1, 2, 3]
    assert rows_of(findings, Outcome.UNPLACED) == [1, 2]


@pytest.mark.parametrize("name", ["urgente!.geojson", "50% #1?.geojson", "a.zip", "https:__x"])
def test_names_that_could_be_taken_for_something_else(tmp_path, one_layer, name):
    layer, _ = one_layer(geojson(tmp_path / name, point(-89.2, 13.7)))
    assert places(layer) == [(-89.2, 13.7)]
    assert name.startswith(layer.name)


def test_hundred_thousand_features_tell_of_progress(tmp_path, one_layer):
    path = geojson(tmp_path / "a.geojson", *[point(-89, 13, n=n) for n in range(100_000)])
    said = []
    layer, _ = one_layer(path, progress=lambda stage, share: said.append((stage, share)))
    assert len(layer.table) == 100_000
    shares = [share for _, share in said]
    assert shares == sorted(shares)
    assert shares[0] >= 0
    assert shares[-1] <= 1
    stages = list(dict.fromkeys(stage for stage, _ in said))
    assert stages == ["recognise", "read", "check", "write"]
