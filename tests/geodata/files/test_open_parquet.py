"""Parquet and GeoParquet files as they come, whole and broken."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet
import pyproj
import pytest
import shapely

from geodata.files.limits import Limits
from geodata.files.report import Outcome
from geodata.geometry import Family
from tests.geodata.files.outcomes import places, rows_of, values

WKB = list(shapely.to_wkb(shapely.from_wkt(["POINT(-89.2 13.7)", "POINT(-89.1 13.1)"])))


def parquet(path, columns, geo=None):
    """Write a Parquet file, with the metadata of GeoParquet if there are any."""
    table = pa.table(columns)
    if geo is not None:
        table = table.replace_schema_metadata({"geo": json.dumps(geo)})
    pyarrow.parquet.write_table(table, path)
    return path


def geo(**column):
    """Return the metadata of GeoParquet."""
    column = {"encoding": "WKB", "geometry_types": [], **column}
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def test_without_a_system_it_is_the_formats_own(tmp_path, one_layer):
    path = parquet(tmp_path / "a.parquet", {"n": [1, None], "geometry": WKB}, geo())
    layer, findings = one_layer(path)
    assert places(layer) == [(-89.2, 13.7), (-89.1, 13.1)]
    assert values(layer, "n") == [1, None]
    assert (layer.recognised.crs, layer.recognised.crs_stated) == ("OGC:CRS84", True)
    assert findings == ()


def test_stated_system(tmp_path, one_layer):
    wkb = [shapely.to_wkb(shapely.Point(263079.6, 1515552.2))]
    crs = pyproj.CRS.from_epsg(32616).to_json_dict()
    layer, _ = one_layer(parquet(tmp_path / "a.parquet", {"geometry": wkb}, geo(crs=crs)))
    assert places(layer)[0] == pytest.approx((-89.19, 13.7), abs=0.006)
    assert layer.recognised.crs_stated


def test_unknown_system(tmp_path, one_layer):
    layer, findings = one_layer(parquet(tmp_path / "a.parquet", {"geometry": WKB}, geo(crs=None)))
    assert len(places(layer)) == 2
    assert "does not state" in findings[0].reason


def test_kinds_of_columns(tmp_path, one_layer):
    columns = {
        "day": [date(2019, 5, 1), None],
        "midnight": [datetime(2019, 5, 1), None],
        "time": [datetime(2019, 5, 1, 13, 30), None],
        "zone": pa.array([datetime(2019, 5, 1, tzinfo=UTC), None], pa.timestamp("ms", "UTC")),
        "flag": [True, None],
        "money": [Decimal("1.50"), None],
        "list": [[1], None],
        "kind": pa.array(["x", None]).dictionary_encode(),
        "large": pa.array(["x", None], pa.large_string()),
        "view": pa.array(["x", None], pa.string_view()),
        "bytes": [b"\xff\x00", None],
        "small": pa.array([1.5, None], pa.float32()),
        "big": pa.array([2**53 + 1, None], pa.int64()),
        "none": pa.nulls(2),
        "geometry": WKB,
    }
    layer, _ = one_layer(parquet(tmp_path / "a.parquet", columns, geo()))
    first = {name: values(layer, name)[0] for name in layer.table.columns}
    assert first == {
        "day": "2019-05-01",
        "midnight": "2019-05-01",
        "time": "2019-05-01T13:30:00",
        "zone": "2019-05-01T00:00:00",
        "flag": "true",
        "money": 1.5,
        "list": "[1]",
        "kind": "x",
        "large": "x",
        "view": "x",
        "bytes": "ff00",
        "small": 1.5,
        "big": 2**53 + 1,
        "none": None,
    }
    assert {values(layer, name)[1] for name in layer.table.columns} == {None}


def test_without_geometry_but_with_coordinates(tmp_path, one_layer):
    layer, _ = one_layer(parquet(tmp_path / "a.parquet", {"lat": [13.7], "lon": [-89.2]}))
    assert places(layer) == [(-89.2, 13.7)]


def test_geometry_of_which_the_file_does_not_say_so(tmp_path, one_layer):
    layer, _ = one_layer(parquet(tmp_path / "a.parquet", {"n": [1, 2], "geometry": WKB}))
    assert len(places(layer)) == 2
    assert list(layer.table.columns) == ["n"]


def test_mixed_and_missing_geometry(tmp_path, opened):
    wkb = [*WKB, None, shapely.to_wkb(shapely.LineString([(-89, 13), (-89, 14)])), b"bla"]
    path = parquet(tmp_path / "a.parquet", {"n": range(5), "geometry": wkb}, geo())
    result = opened(path)
    found = {layer.table.geometry.family: values(layer, "n") for layer in result.layers}
    assert found == {Family.POINT: [0, 1, 2, 4], Family.LINE: [3]}
    assert rows_of(result.findings, Outcome.UNPLACED) == [3, 5]


@pytest.mark.parametrize(
    "metadata",
    [{"version": "1"}, geo(encoding="point"), {**geo(), "primary_column": "x"}, [], 1],
    ids=["bare", "encoding", "column", "list", "number"],
)
def test_strange_metadata(tmp_path, refusal, metadata):
    path = parquet(tmp_path / "a.parquet", {"geometry": WKB}, metadata)
    assert "a.parquet" in refusal(path).text()


def test_cut_short(tmp_path, refusal):
    path = parquet(tmp_path / "a.parquet", {"lat": [13.7] * 1000})
    path.write_bytes(path.read_bytes()[:100])
    assert "cut short" in refusal(path).text()


def test_no_rows(tmp_path, refusal):
    path = parquet(tmp_path / "a.parquet", {"lat": pa.array([], pa.float64())})
    assert "no rows" in refusal(path).text()


def test_doubled_names(tmp_path, one_layer):
    arrays = [pa.array([13.7]), pa.array([-89.2]), pa.array([1])]
    table = pa.Table.from_arrays(arrays, ["lat", "lon", "lat"])
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    layer, findings = one_layer(tmp_path / "a.parquet")
    assert list(layer.table.columns) == ["lat", "lon", "lat (2)"]
    assert findings


def test_bomb(tmp_path, refusal):
    path = tmp_path / "a.parquet"
    table = pa.table({"a": ["x" * 1000] * 10_000})
    pyarrow.parquet.write_table(table, path, compression="zstd", use_dictionary=False)
    assert path.stat().st_size < 100_000
    error = refusal(path, limits=Limits(unzipped_size=50_000))
    assert "unpacks" in error.text()
