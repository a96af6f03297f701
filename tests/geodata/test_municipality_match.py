"""The 262 municipalities are recognised in files of any maker, and nothing else is."""

import json
from collections import Counter

import numpy as np
import pytest
import shapely

from geodata.builtin import BuiltinData
from geodata.files.opening import open_file
from geodata.geometry import from_points
from geodata.municipality_match import MatchedBy, OtherKind, match_municipalities
from geodata.table import FeatureTable
from tests.geodata.boundary_files import (
    HALF,
    STYLES,
    municipality_points,
    renamed,
    squares,
    styled,
    table_of,
)


@pytest.fixture(scope="module")
def points(data: BuiltinData):
    """A point in each municipality."""
    return municipality_points(data)


def match(data, table):
    """Match a file with the built-in data."""
    return match_municipalities(table, data.table("municipalities"), data.table("departments"))


def codes(data):
    """Return the official codes."""
    return data.table("municipalities").columns["code"].tolist()


def check_all(data, report):
    """Check that row n of a file is municipality n, for all 262."""
    assert report.matched == report.total == 262
    assert report.missing == ()
    known = codes(data)
    assert [(each.row, each.code) for each in report.matches] == list(enumerate(known))


@pytest.mark.parametrize("style", STYLES)
def test_every_makers_file(data, points, style):
    columns = styled(data, style)
    report = match(data, table_of(squares(points), columns))
    check_all(data, report)
    assert report.others == ()
    found = Counter(each.by for each in report.matches)
    if style.startswith("COD") or "CNR" in style or "codes" in style:
        assert found == {MatchedBy.CODE: 262}
        assert report.code_column in columns
    else:
        assert found[MatchedBy.CODE] == 0
        assert report.name_column in columns
    assert found[MatchedBy.POSITION] <= 3


@pytest.mark.parametrize("style", STYLES)
def test_every_makers_file_with_the_true_areas(data, shared, style):
    """Renames the columns of the shared file in memory; nothing is written."""
    (layer,) = open_file(shared / "data" / "official_municipalities_2015_shp.zip").layers
    official = match(data, layer.table)
    row_of = {each.code: each.row for each in official.matches}
    order = [row_of[code] for code in codes(data)]
    areas = layer.table.geometry.take(order).to_shapely()
    report = match(data, table_of(areas, styled(data, style)))
    check_all(data, report)


def test_the_shared_file(data, shared):
    (layer,) = open_file(shared / "data" / "official_municipalities_2015_shp.zip").layers
    report = match(data, layer.table)
    assert (report.matched, report.total) == (262, 262)
    assert len(report.matches) == 262
    assert [each.kind for each in report.others] == [OtherKind.BORDER_ZONE] * 9
    assert report.missing == ()
    similar = {each.name for each in report.matches if each.by is MatchedBy.SIMILAR_NAME}
    assert similar >= {"Ciudad Delgado"}
    assert not [each for each in report.matches if each.by is MatchedBy.POSITION]
    for each in report.matches:
        municipalities = data.table("municipalities")
        seat = municipalities.geometry.shape(codes(data).index(each.code))
        if seat is not None:
            assert layer.table.geometry.shape(each.row).distance(seat) < 0.03


@pytest.mark.parametrize("crs", ["EPSG:32616", "EPSG:5460"])
def test_file_in_metres(data, points, tmp_path, crs):
    import pyproj

    to_metres = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    features = []
    columns = styled(data, "CNR")
    for row, square in enumerate(squares(points)):
        moved = shapely.transform(square, lambda xy: np.column_stack(to_metres.transform(*xy.T)))
        properties = {name: values[row] for name, values in columns.items()}
        geometry = json.loads(shapely.to_geojson(moved))
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    content = {"type": "FeatureCollection", "features": features}
    content["crs"] = {"type": "name", "properties": {"name": crs}}
    path = tmp_path / "municipios.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    (layer,) = open_file(path).layers
    check_all(data, match(data, layer.table))


def test_lakes_and_border_zones_are_told_apart(data, points):
    columns = styled(data, "GADM")
    extra = {
        "Lago de Ilopango": OtherKind.LAKE,
        "LAGUNA DE OLOMEGA": OtherKind.LAKE,
        "Lake Güija": OtherKind.LAKE,
        "Cuerpo de agua": OtherKind.LAKE,
        "ZONA DE DEMARCACION LIMITROFE": OtherKind.BORDER_ZONE,
        "Ex-bolsón Nahuaterique": OtherKind.BORDER_ZONE,
        "Isla de nadie": OtherKind.UNKNOWN,
    }
    for name, values in columns.items():
        values += list(extra) if name == "NAME_2" else [""] * len(extra)
    far = np.column_stack([np.linspace(-88.9, -88.1, len(extra)), np.full(len(extra), 12.9)])
    report = match(data, table_of(squares(np.vstack([points, far])), columns))
    assert report.matched == 262
    assert {each.file_name: each.kind for each in report.others} == extra


def test_kind_in_another_column(data, points):
    columns = styled(data, "GADM")
    for name, values in columns.items():
        values.append({"NAME_2": "Ilopango", "ENGTYPE_2": "Waterbody"}.get(name, ""))
    report = match(data, table_of(squares(np.vstack([points, [-88.5, 12.9]])), columns))
    assert [each.kind for each in report.others] == [OtherKind.LAKE]


@pytest.mark.parametrize("name", ["La Laguna", "Agua Caliente", "Ojos de Agua"])
def test_municipalities_that_sound_like_lakes(data, points, name):
    report = match(data, table_of(squares(points), styled(data, "geoBoundaries")))
    assert [each.by for each in report.matches if each.name == name] == [MatchedBy.NAME]


def test_doubled_names_are_told_apart_by_place(data, points):
    report = match(data, table_of(squares(points), {"nombre": styled(data, "GADM")["NAME_2"]}))
    municipalities = data.table("municipalities")
    names = Counter(municipalities.columns["name_es"].tolist())
    doubled = {name for name, count in names.items() if count > 1}
    assert "El Rosario" in doubled
    for each in report.matches:
        if each.name in doubled:
            assert codes(data)[each.row] == each.code


def test_names_count_where_codes_are_of_something_else(data, points):
    columns = styled(data, "COD-AB")
    columns["ADM2_PCODE"] = columns["ADM2_PCODE"][100:] + columns["ADM2_PCODE"][:100]
    report = match(data, table_of(squares(points), columns))
    assert report.matched == 262
    wrong = [each for each in report.matches if codes(data)[each.row] != each.code]
    assert wrong == []
    assert Counter(each.by for each in report.matches)[MatchedBy.NAME] > 250


def test_an_unknown_name_is_found_by_its_seat(data, points):
    columns = styled(data, "GADM")
    row = columns["NAME_2"].index("Santa Tecla")
    columns["NAME_2"][row] = "Nueva San Salvador"
    report = match(data, table_of(squares(points), columns))
    assert report.matches[row].by is MatchedBy.POSITION
    assert (report.matches[row].file_name, report.matches[row].name) == (
        "Nueva San Salvador",
        "Santa Tecla",
    )


def test_missing_municipalities_are_named(data, points):
    columns = {name: values[3:] for name, values in styled(data, "COD-AB").items()}
    report = match(data, table_of(squares(points[3:]), columns))
    assert report.matched == 259
    assert report.missing == (
        ("0101", "Ahuachapán"),
        ("0102", "Apaneca"),
        ("0103", "Atiquizaya"),
    )


def test_one_department_alone(data, points):
    columns = {name: values[:12] for name, values in styled(data, "geoBoundaries").items()}
    report = match(data, table_of(squares(points[:12]), columns))
    assert report.matched == 12


def test_a_municipality_in_two_features(data, points):
    columns = {name: [*values, values[0]] for name, values in styled(data, "COD-AB").items()}
    island = points[0] + (3 * HALF, 0)
    report = match(data, table_of(squares(np.vstack([points, island])), columns))
    assert report.matched == 262
    assert [each.row for each in report.matches if each.code == "0101"] == [0, 262]


def test_features_without_an_area(data, points):
    areas = [None, *squares(points)[1:]]
    report = match(data, table_of(areas, styled(data, "COD-AB")))
    assert report.matched == 261
    assert report.others == ()


@pytest.mark.parametrize("column", ["department", "municipality_2024"])
def test_larger_areas_are_no_municipalities(data, points, column):
    """Departments, and the municipalities since 2024, bear names and codes of municipalities."""
    groups: dict[str, list[int]] = {}
    for row, name in enumerate(data.table("municipalities").columns[column].tolist()):
        groups.setdefault(name, []).append(row)
    areas = [shapely.MultiPoint(points[rows]).convex_hull.buffer(HALF) for rows in groups.values()]
    numbers = [f"SV{number:02}01" for number in range(1, len(areas) + 1)]
    report = match(data, table_of(areas, {"ADM2_ES": list(groups), "ADM2_PCODE": numbers}))
    assert report.matched == 0
    assert len(report.others) == len(areas)
    assert len(report.missing) == 262


def test_areas_of_another_country(data, points):
    columns = styled(data, "COD-AB")
    report = match(data, table_of(squares(np.add(points, (10, 5))), columns))
    assert report.matched == 0


def test_table_without_columns(data, points):
    report = match(data, table_of(squares(points), {}))
    assert (report.name_column, report.code_column) == ("", "")
    assert {each.by for each in report.matches} == {MatchedBy.POSITION}
    assert report.matched == data.table("municipalities").placed_count


def test_columns_that_hold_nothing_or_anything(data, points):
    table = table_of(squares(points), styled(data, "GADM"))
    strange = renamed(
        table,
        {
            "none": [None] * 262,
            "number": [0.5] * 262,
            "long": ["x" * 1000] * 262,
            **styled(data, "geoBoundaries"),
        },
    )
    check_all(data, match(data, strange))


def test_points_are_no_boundaries(data, points):
    ids = np.arange(len(points))
    with pytest.raises(ValueError, match="areas"):
        match(data, FeatureTable("x", ids, from_points(points), {}))
