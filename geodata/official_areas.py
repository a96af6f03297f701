"""Areas built exactly from a planner's official municipality file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from geodata.basis import Basis
from geodata.geometry import Family, Objects, from_shapely
from geodata.municipality_match import MatchReport
from geodata.table import FeatureTable

# Gaps between neighbouring municipalities that are no lake but a flaw of the file: smaller than
# this (square degrees; about 0.12 square kilometres) they are filled.
_SLIVER = 1e-5
# About a tenth of a metre: files of different makers close their rings this exactly.
_GRID = 1e-6


SOURCE_TABLE = {"pbs-areas": "pbs-sites"}
"""The built-in table whose features a table of areas has, where it is not that of its own id."""


@dataclass(frozen=True, slots=True, eq=False)
class OfficialAreas:
    """Built-in layers with the areas of an official file.

    Attributes:
        file_name: the name of the file they were built from.
        tables: layer id to features; the layers are delegations, departments, municipalities,
            plan-seguro-municipalities, and "pbs-areas", the municipalities of the PBS sites.
        report: which municipalities were recognised.
    """

    file_name: str
    tables: Mapping[str, FeatureTable]
    report: MatchReport


def build_areas(
    file_name: str,
    source: FeatureTable,
    report: MatchReport,
    builtin: Mapping[str, FeatureTable],
) -> OfficialAreas:
    """Build the areas of the atlas from the recognised municipalities of a file.

    Args:
        file_name: the file's name, which the features bear as basis of their position.
        source: the file's areas (EPSG:4326).
        report: which rows of it are which municipality.
        builtin: the built-in tables municipalities, delegations, departments,
            plan-seguro-municipalities and pbs-sites.
    """
    area_of = _municipal_areas(source, report)
    municipalities = builtin["municipalities"]
    tables = {
        "municipalities": _with_areas(
            municipalities,
            [area_of.get(code) for code in _texts(municipalities, "code")],
            file_name,
        ),
        "plan-seguro-municipalities": _with_areas(
            builtin["plan-seguro-municipalities"],
            [area_of.get(code) for code in _texts(builtin["plan-seguro-municipalities"], "code")],
            file_name,
        ),
    }
    groups = {"delegations": ("delegation", "name_es"), "departments": ("department_code", "code")}
    for layer_id, (member_column, own_column) in groups.items():
        table = builtin[layer_id]
        members = _texts(municipalities, member_column)
        codes = _texts(municipalities, "code")
        areas = [
            _union(
                [
                    area_of[code]
                    for code, group in zip(codes, members, strict=True)
                    if group == name and code in area_of
                ]
            )
            for name in _texts(table, own_column)
        ]
        tables[layer_id] = _with_areas(table, areas, file_name)
    pbs = builtin["pbs-sites"]
    names = _texts(municipalities, "name_es")
    code_of = dict(zip(names, _texts(municipalities, "code"), strict=True))
    areas = [area_of.get(code_of.get(name, "")) for name in _texts(pbs, "municipality")]
    tables["pbs-areas"] = _with_areas(pbs, areas, file_name)
    return OfficialAreas(file_name, tables, report)


def _municipal_areas(source: FeatureTable, report: MatchReport) -> dict[str, Any]:
    shapes = source.geometry.to_shapely()
    rows: dict[str, list[int]] = {}
    for match in report.matches:
        rows.setdefault(match.code, []).append(match.row)
    return {code: _union([shapes[row] for row in members]) for code, members in rows.items()}


def _union(areas: list[Any]) -> Any:
    """Return the union of areas without the slivers that lie between them, None of none."""
    if not areas:
        return None
    union = shapely.union_all(np.array(areas, dtype=object), grid_size=_GRID)
    return shapely.multipolygons([_without_slivers(part) for part in shapely.get_parts(union)])


def _without_slivers(polygon: Any) -> Any:
    holes = [ring for ring in polygon.interiors if shapely.Polygon(ring).area >= _SLIVER]
    return shapely.Polygon(polygon.exterior, holes)


def _with_areas(table: FeatureTable, areas: list[Any], file_name: str) -> FeatureTable:
    """Return a built-in table with other areas; features without one have no place then."""
    shapes: Objects = np.empty(len(areas), dtype=object)
    shapes[:] = areas
    columns = {
        name: values
        for name, values in table.columns.items()
        if name not in ("label_lon", "label_lat")
    }
    replaced = np.array([area is not None for area in areas])
    notes = {
        "position_basis": Basis.DOCUMENTED.value,
        "position_note_en": f"official file ({file_name})",
        "position_note_es": f"archivo oficial ({file_name})",
    }
    for name, note in notes.items():
        columns[name] = np.where(replaced, note, table.columns[name]).astype(object)
    return replace(table, geometry=from_shapely(shapes, Family.POLYGON), columns=columns)


def _texts(table: FeatureTable, column: str) -> list[str]:
    return [str(value) for value in table.columns[column]]
