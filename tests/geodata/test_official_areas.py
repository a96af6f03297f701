"""Areas built from an official file are the municipalities' union, no more and no less."""

import numpy as np
import pytest
import shapely

from geodata.builtin import BuiltinData
from geodata.files.opening import open_file
from geodata.geometry import Family
from geodata.municipality_match import match_municipalities
from geodata.official_areas import build_areas
from tests.geodata.boundary_files import municipality_points, squares, styled, table_of

LAYERS = ("municipalities", "delegations", "departments", "plan-seguro-municipalities", "pbs-sites")


@pytest.fixture(scope="module")
def points(data: BuiltinData):
    """A point in each municipality."""
    return municipality_points(data)


def build(data, table, name="archivo.shp"):
    """Match a file and build the areas."""
    builtin = {layer: data.table(layer) for layer in LAYERS}
    report = match_municipalities(table, builtin["municipalities"], builtin["departments"])
    return build_areas(name, table, report, builtin)


def rows_by(data, column):
    """Return value to rows of the municipalities."""
    rows: dict[str, list[int]] = {}
    for row, value in enumerate(data.table("municipalities").columns[column].tolist()):
        rows.setdefault(str(value), []).append(row)
    return rows


def test_every_layer_is_made_of_its_municipalities(data, points):
    areas = squares(points)
    official = build(data, table_of(areas, styled(data, "COD-AB")))
    assert official.file_name == "archivo.shp"
    assert set(official.tables) == {
        "municipalities",
        "delegations",
        "departments",
        "plan-seguro-municipalities",
        "pbs-areas",
    }
    groups = {
        "delegations": ("name_es", rows_by(data, "delegation")),
        "departments": ("code", rows_by(data, "department_code")),
        "municipalities": ("code", rows_by(data, "code")),
        "plan-seguro-municipalities": ("code", rows_by(data, "code")),
    }
    for layer, (column, members) in groups.items():
        table = official.tables[layer]
        assert table.geometry.family is Family.POLYGON
        assert table.placed_count == len(table) == len(data.table(layer))
        for row in range(len(table)):
            expected = shapely.union_all([areas[n] for n in members[table.value(row, column)]])
            shape = table.geometry.shape(row)
            assert shape.is_valid
            assert shape.symmetric_difference(expected).area < 1e-9


def test_sites_get_the_municipality_of_their_department(data, points):
    official = build(data, table_of(squares(points), styled(data, "COD-AB")))
    table = official.tables["pbs-areas"]
    municipalities = data.table("municipalities")
    for row in range(len(table)):
        names = (table.value(row, "municipality"), table.value(row, "department"))
        (place,) = [
            n
            for n in range(262)
            if (municipalities.value(n, "name_es"), municipalities.value(n, "department")) == names
        ]
        assert table.geometry.shape(row).contains(shapely.Point(points[place]))


def test_notes_name_the_file(data, points):
    official = build(data, table_of(squares(points), styled(data, "GADM")), "gadm41.gpkg")
    for layer, table in official.tables.items():
        assert set(table.columns["position_basis"]) == {"documented"}, layer
        assert set(table.columns["position_note_en"]) == {"official file (gadm41.gpkg)"}
        assert set(table.columns["position_note_es"]) == {"archivo oficial (gadm41.gpkg)"}
        assert "label_lon" not in table.columns
        assert [column.name for column in table.described]


def test_what_the_file_lacks_is_said(data, points):
    municipalities = data.table("municipalities")
    whole_delegation = rows_by(data, "delegation")["San Salvador Centro"]
    one = municipalities.columns["name_es"].tolist().index("Apopa")
    kept = [row for row in range(262) if row not in whole_delegation and row != one]
    columns = {name: [values[r] for r in kept] for name, values in styled(data, "COD-AB").items()}
    official = build(data, table_of([squares(points)[row] for row in kept], columns))
    delegations = official.tables["delegations"]
    names = delegations.columns["name_es"].tolist()
    gone, part = (
        names.index("San Salvador Centro"),
        names.index(municipalities.value(one, "delegation")),
    )
    assert delegations.geometry.shape(gone) is None
    assert delegations.value(gone, "position_basis") == "not published"
    assert delegations.value(part, "position_basis") == "approximate"
    assert delegations.value(part, "position_note_en").endswith("which lacks Apopa")
    assert delegations.value(part, "position_note_es").endswith("falta: Apopa")
    row = official.tables["municipalities"].row_of(str(municipalities.ids[one]))
    assert official.tables["municipalities"].value(row, "position_basis") == "not published"


def united(data, areas):
    """Return the delegation of Ahuachapán, of whose municipalities these areas are the first."""
    rows = rows_by(data, "delegation")["Ahuachapán"][: len(areas)]
    columns = {name: [values[r] for r in rows] for name, values in styled(data, "COD-AB").items()}
    table = build(data, table_of(areas, columns)).tables["delegations"]
    return table.geometry.shape(table.columns["name_es"].tolist().index("Ahuachapán"))


@pytest.fixture
def corner(points):
    """A place in Ahuachapán, near all its seats."""
    return points[:3].mean(axis=0)


def grid(corner, size=0.05):
    """Return four squares that share their sides."""
    x, y = corner
    return [
        shapely.box(x + i * size, y + j * size, x + (i + 1) * size, y + (j + 1) * size)
        for i in (-1, 0)
        for j in (-1, 0)
    ]


def test_neighbours_lose_the_line_between_them(data, corner):
    shape = united(data, grid(corner))
    assert shape.geom_type == "Polygon"
    assert shape.area == pytest.approx(0.01)
    assert len(shape.interiors) == 0


def test_neighbours_that_do_not_share_every_point(data, corner):
    areas = grid(corner)
    x, y = corner
    areas[0] = areas[0].union(shapely.Point(x, y - 0.02).buffer(1e-7))
    areas[1] = shapely.segmentize(areas[1], 0.013)
    shape = united(data, areas)
    assert shape.is_valid
    assert shape.geom_type == "Polygon"
    assert shape.area == pytest.approx(0.01, rel=1e-5)


def test_neighbours_that_overlap(data, corner):
    areas = grid(corner)
    areas[0] = areas[0].buffer(0.002, join_style="mitre")
    shape = united(data, areas)
    assert shape.is_valid
    assert shape.area == pytest.approx(shapely.union_all(areas).area, rel=1e-9)


def test_slivers_are_filled_and_lakes_are_not(data, corner):
    areas = grid(corner)
    x, y = corner
    sliver = shapely.box(x - 0.01, y - 0.0001, x + 0.01, y + 0.0001)
    lake = shapely.box(x - 0.04, y - 0.04, x - 0.02, y - 0.02)
    cut = [area.difference(shapely.union_all([sliver, lake])) for area in areas]
    shape = united(data, cut)
    assert len(shape.interiors) == 1
    assert shape.area == pytest.approx(0.01 - lake.area)


def iou(one, other):
    """Return intersection over union."""
    return one.intersection(other).area / one.union(other).area


def test_delegations_and_departments_of_the_shared_file(data, shared):
    """The yardstick is the shared GeoPackage, which is the same survey, cleaned."""
    (layer,) = open_file(shared / "data" / "official_municipalities_2015_shp.zip").layers
    official = build(data, layer.table)
    yardstick = open_file(shared / "data" / "official_boundaries_2015.gpkg")
    true = {each.name: each.table for each in yardstick.layers}
    report = match_municipalities(
        true["municipios_262"], data.table("municipalities"), data.table("departments")
    )
    assert report.matched == 262
    shapes = true["municipios_262"].geometry.to_shapely()
    row_of = {each.code: each.row for each in report.matches}
    for layer_id, own, column in (
        ("delegations", "name_es", "delegation"),
        ("departments", "code", "department_code"),
        ("municipalities", "code", "code"),
    ):
        members = rows_by(data, column)
        codes = data.table("municipalities").columns["code"]
        table = official.tables[layer_id]
        worst = min(
            iou(
                table.geometry.shape(row),
                shapely.union_all(
                    np.array([shapes[row_of[codes[n]]] for n in members[table.value(row, own)]]),
                    grid_size=1e-6,
                ),
            )
            for row in range(len(table))
        )
        assert worst >= 0.99, layer_id
