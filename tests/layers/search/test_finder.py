"""The one search over everything: what is found, in which order, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from geodata.builtin import BuiltinData
from geodata.edited_columns import EditedColumns
from geodata.geometry import from_points
from geodata.table import FeatureTable
from geodata.text_columns import text_column
from layers.builtin_map import builtin_map
from layers.document import Layer, MapState, Placement
from layers.own_layers import default_style
from layers.programs import load_programs
from layers.scene_builder import SceneBuilder
from layers.search.entries import Entries
from layers.search.finder import MOST, Finder
from layers.search.found import Found, Kind, Results
from layers.search.gazetteer import gazetteer
from layers.search.own_names import OwnNames, searched_column
from layers.search.whereabouts import Whereabouts
from layers.texts import Texts
from layers.view_state import FeatureRef

DATA = BuiltinData()
SAN_SALVADOR = (-89.19, 13.69)
LA_UNION = (-87.85, 13.34)


def finder(language: str = "en", state: MapState | None = None, *own: OwnNames) -> Finder:
    builder, texts = SceneBuilder(DATA), Texts(language)
    state = state or builtin_map(DATA)
    entries = Entries(gazetteer(DATA, builder, state, load_programs(), texts))
    where = Whereabouts(builder.table("departments", state), language)
    return Finder((entries,), [(names, "Puestos") for names in own], where, texts)


@lru_cache
def atlas(language: str = "en") -> Finder:
    return finder(language)


def find(text: str, language: str = "en", centre: tuple[float, float] = SAN_SALVADOR) -> Results:
    return atlas(language).find(text, centre)


def first(text: str, **how: Any) -> Found:
    return find(text, **how).found[0]


def test_equal_names_come_by_kind() -> None:
    kinds = [one.kind for one in find("Santa Ana").found if one.name == "Santa Ana"]
    assert kinds == [
        *(Kind.DELEGATION, Kind.DEPARTMENT, Kind.MUNICIPALITY, Kind.TOWN, Kind.SITE),
    ]


def test_the_nearest_of_a_kind_comes_first() -> None:
    def where(centre: tuple[float, float]) -> list[str]:
        found = find("El Carmen", centre=centre).found
        return [one.where for one in found if one.kind is Kind.MUNICIPALITY]

    assert where(SAN_SALVADOR) == ["Cuscatlán", "La Unión"]
    assert where(LA_UNION) == ["La Unión", "Cuscatlán"]


def test_distances_are_geodesic_and_told_for_all_that_has_a_place() -> None:
    found = first("La Hachadura")
    assert found.kind is Kind.BORDER_POINT
    assert found.where == "San Francisco Menéndez, Ahuachapán"
    # By hand: 0.90 degrees of longitude and 0.17 of latitude.
    assert found.distance == pytest.approx(98_700, rel=0.02)


def test_a_municipality_without_a_seat_is_found_and_says_so() -> None:
    table = DATA.table("municipalities")
    row = int(np.flatnonzero(~table.geometry.placed)[0])
    name = table.text(row, "name", "en")
    found = next(one for one in find(name).found if one.kind is Kind.MUNICIPALITY)
    assert found.feature == FeatureRef("municipalities", str(table.ids[row]))
    assert (found.lonlat, found.bounds, found.distance) == (None, None, None)
    assert found.note == "place not published"


def test_programs_and_their_sites_are_found_in_both_languages() -> None:
    for text in ("border security", "seguridad fronteriza"):
        programs = [one.key for one in find(text).found if one.kind is Kind.PROGRAM]
        assert "border-security" in programs
    sites = [one for one in find("precinto modelo", "es").found if one.kind is Kind.SITE]
    assert "Precinto modelo de Usulután" in [one.name for one in sites]


def test_who_looks_for_all_sites_of_a_kind_finds_them() -> None:
    results = find("model precinct")
    assert results.total >= len(DATA.table("model-precincts"))
    assert 1 < len(results.found) <= MOST


def test_towns_abroad_name_their_country() -> None:
    found = next(one for one in find("Guatemala City").found if one.kind is Kind.TOWN)
    assert found.where == "Guatemala"


def test_codes_and_names_of_2024_lead_to_municipalities_after_those_so_named() -> None:
    assert first("0101").name == "Ahuachapán"
    found = find("Santa Ana Oeste").found
    assert {one.note for one in found if one.kind is Kind.MUNICIPALITY} >= {"Santa Ana Oeste"}
    names = [one.name for one in find("San Salvador").found]
    assert names[0] == "San Salvador"


@pytest.mark.parametrize(
    "text",
    [
        "13.7, -89.2",
        "13°42'0\"N 89°12'0\"W",
        "13°42'0\"N 89°12'0\"O",
        "16N 262063 1515630",
        "262063 1515630",
    ],
)
def test_coordinates_come_first(text: str) -> None:
    found = first(text)
    assert found.kind is Kind.COORDINATES
    assert found.lonlat == pytest.approx((-89.2, 13.7), abs=1e-5)
    assert found.where == "San Salvador"
    assert found.distance is not None
    assert found.bounds is not None


def test_the_department_is_not_told_where_the_boundary_is_not_known_so_well() -> None:
    where = Whereabouts(DATA.table("departments"), "es")
    assert where.departments([(-89.2, 13.7), (-80.0, 10.0), (np.nan, np.nan)]) == [
        "San Salvador",
        "",
        "",
    ]
    edge = DATA.table("departments").geometry.coordinates[0]
    assert where.departments([tuple(edge)]) == [""]


def test_placed_records_are_where_they_were_placed() -> None:
    key = ("model-precincts", "station-04")
    placed = MappingProxyType({key: Placement(-88.5, 13.6, "2026-11-25")})
    state = replace(builtin_map(DATA), placements=placed)
    found = next(
        one
        for one in finder("en", state).find("Model station 4 of 50", SAN_SALVADOR).found
        if one.feature == FeatureRef(*key)
    )
    assert found.lonlat == pytest.approx((-88.5, 13.6))


# Features of the planner's own


def own_table(names: list[str | None]) -> FeatureTable:
    places = np.column_stack([np.linspace(-90, -88, len(names)), np.linspace(13, 14, len(names))])
    columns = {"nombre": np.array(names, dtype=object), "n": np.arange(len(names))}
    return FeatureTable("own-1", np.arange(1, len(names) + 1), from_points(places), columns)


def own_names(table: FeatureTable, unwanted: Callable[[], bool] = lambda: False) -> OwnNames | None:
    layer = Layer("own-1", "own", default_style(table, 0), name="Puestos")
    return OwnNames.of(layer, table, unwanted)


def test_own_features_are_found_with_layer_place_and_distance() -> None:
    names = own_names(own_table(["Caserío El Tránsito", "Cantón Las Flores", None]))
    assert names is not None
    results = finder("es", None, names).find("trasnito", (-90.0, 13.0))
    (found,) = (one for one in results.found if one.kind is Kind.FEATURE)
    assert (found.kind, found.name, found.sort) == (
        Kind.FEATURE,
        "Caserío El Tránsito",
        "Puestos",
    )
    assert found.feature == FeatureRef("own-1", "1")
    assert found.distance == pytest.approx(0.0, abs=1.0)
    assert found.bounds is not None


def test_the_nearest_of_many_own_features_are_returned_and_all_are_counted() -> None:
    names = own_names(own_table([f"Puesto {number}" for number in range(500)]))
    assert names is not None
    results = finder("es", None, names).find("puesto", (-90.0, 13.0))
    own = [one for one in results.found if one.kind is Kind.FEATURE]
    assert own[0].name == "Puesto 0"
    assert [one.distance for one in own] == sorted(one.distance or 0.0 for one in own)
    assert results.total >= 500


def test_features_are_found_by_their_label_else_by_their_name() -> None:
    table = own_table(["Uno"])
    layer = Layer("own-1", "own", default_style(table, 0))
    assert searched_column(layer, table) == "nombre"
    label = layer.style.label
    assert label is not None
    other = replace(layer, style=replace(layer.style, label=replace(label, field="n")))
    assert searched_column(other, table) == "n"
    nameless = FeatureTable("own-1", table.ids, table.geometry, {"n": table.columns["n"]})
    bare = Layer("own-1", "own", default_style(nameless, 0))
    assert OwnNames.of(bare, nameless) is None
    assert OwnNames.of(other, table) is not None


def test_edited_names_are_found() -> None:
    table = own_table(["Uno", "Dos", "Tres"])
    columns = EditedColumns.of(table.columns, 3)
    columns = columns.with_values(1, {"nombre": "Cuatro"}).with_added([{"nombre": "Cinco"}], [3])
    columns = columns.with_rows(np.array([3, 1, 0]))
    table = FeatureTable("own-1", np.arange(3), from_points(np.zeros((3, 2))), columns)
    assert text_column(table, "nombre").to_pylist() == ["Cinco", "Cuatro", "Uno"]
    assert text_column(table, "nombre").to_pylist() == columns["nombre"].tolist()
