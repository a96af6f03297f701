"""Areas built exactly from a planner's official municipality file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field, replace
from typing import Any

import numpy as np
import shapely

from geodata.basis import Basis
from geodata.frozen import frozen
from geodata.geometry import Family, Objects, from_shapely
from geodata.municipality_match import MatchReport
from geodata.table import FeatureTable

# Gaps between neighbouring municipalities that are no lake but a flaw of the file: smaller than
# this (square degrees; about 0.12 square kilometres) they are filled.
_SLIVER = 1e-5
# About a tenth of a metre: files of different makers close their rings this exactly.
_GRID = 1e-6
_SAME_AREA = 1e-9
_NOTE_COLUMNS = ("position_basis", "position_note_en", "position_note_es")


SOURCE_TABLE = {"pbs-areas": "pbs-sites"}
"""The built-in table whose features a table of areas has, where it is not that of its own id."""


@frozen(eq=False)
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
    municipalities = builtin["municipalities"]
    codes_of = {
        "municipalities": _own_codes(municipalities),
        "plan-seguro-municipalities": _own_codes(builtin["plan-seguro-municipalities"]),
        "delegations": _member_codes(
            builtin["delegations"], ("name_es",), municipalities, ("delegation",)
        ),
        "departments": _member_codes(
            builtin["departments"], ("code",), municipalities, ("department_code",)
        ),
        "pbs-areas": _member_codes(
            builtin["pbs-sites"],
            ("municipality", "department"),
            municipalities,
            ("name_es", "department"),
        ),
    }
    areas = _Areas(file_name, _municipal_areas(source, report), _names(municipalities))
    tables = {
        layer_id: areas.given_to(builtin[SOURCE_TABLE.get(layer_id, layer_id)], codes)
        for layer_id, codes in codes_of.items()
    }
    return OfficialAreas(file_name, tables, report)


def _municipal_areas(source: FeatureTable, report: MatchReport) -> dict[str, Any]:
    """Return code to area."""
    shapes = source.geometry.to_shapely()
    rows: dict[str, list[int]] = {}
    for match in report.matches:
        rows.setdefault(match.code, []).append(match.row)
    return {code: _union([shapes[row] for row in members]) for code, members in rows.items()}


def _names(municipalities: FeatureTable) -> dict[str, str]:
    """Return code to name."""
    codes, names = _texts(municipalities, "code"), _texts(municipalities, "name_es")
    return dict(zip(codes, names, strict=True))


def _own_codes(table: FeatureTable) -> list[list[str]]:
    """Return for each feature of a table of municipalities its code."""
    return [[code] for code in _texts(table, "code")]


def _member_codes(
    table: FeatureTable,
    columns: Sequence[str],
    municipalities: FeatureTable,
    member_columns: Sequence[str],
) -> list[list[str]]:
    """Return for each feature of a table the codes of the municipalities that belong to it.

    Those do whose ``member_columns`` hold what the feature's ``columns`` do.
    """
    members: dict[tuple[str, ...], list[str]] = {}
    keys = zip(*(_texts(municipalities, column) for column in member_columns), strict=True)
    for code, key in zip(_texts(municipalities, "code"), keys, strict=True):
        members.setdefault(key, []).append(code)
    own = zip(*(_texts(table, column) for column in columns), strict=True)
    return [members.get(key, []) for key in own]


def _union(areas: list[Any]) -> Any:
    """Return the union of areas without the slivers that lie between them, None of none.

    Neighbours that share every point of their boundary are joined as a coverage, ten times as
    fast as any areas; whether they do, the result tells.
    """
    if not areas:
        return None
    union = areas[0] if len(areas) == 1 else _joined(np.array(areas, dtype=object))
    return shapely.multipolygons([_without_slivers(part) for part in shapely.get_parts(union)])


def _joined(areas: Objects) -> Any:
    try:
        union = shapely.coverage_union_all(areas)
    except shapely.errors.GEOSException:
        union = None
    if union is None or not shapely.is_valid(union) or not _is_whole(union, areas):
        union = shapely.union_all(areas, grid_size=_GRID)
    return union


def _is_whole(union: Any, areas: Objects) -> bool:
    """Return whether a union is as large as its parts, which do not overlap then."""
    total = float(shapely.area(areas).sum())
    return abs(float(shapely.area(union)) - total) <= _SAME_AREA * total


def _without_slivers(polygon: Any) -> Any:
    holes = [ring for ring in polygon.interiors if shapely.Polygon(ring).area >= _SLIVER]
    return shapely.Polygon(polygon.exterior, holes)


@frozen
class _Areas:
    """The areas of a file's municipalities, to be given to built-in features.

    Attributes:
        file_name: the file's name.
        area_of: code to area.
        name_of: code to name, of every municipality.
        unions: codes to the union of their areas; most delegations are departments.
    """

    file_name: str
    area_of: Mapping[str, Any]
    name_of: Mapping[str, str]
    unions: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def given_to(self, table: FeatureTable, codes: Sequence[Sequence[str]]) -> FeatureTable:
        """Return a built-in table with the areas of its features' municipalities.

        A feature none of whose municipalities is in the file has no place then. Both this and
        a part that is missing is said where the table says how sure a position is.
        """
        shapes: Objects = np.empty(len(codes), dtype=object)
        with ThreadPoolExecutor() as pool:  # shapely lets other threads run
            shapes[:] = list(pool.map(self._union_of, codes))
        columns = {
            name: values
            for name, values in table.columns.items()
            if name not in ("label_lon", "label_lat")
        }
        notes = [self._note(members) for members in codes]
        for place, name in enumerate(_NOTE_COLUMNS):
            columns[name] = np.array([note[place] for note in notes], dtype=object)
        return replace(table, geometry=from_shapely(shapes, Family.POLYGON), columns=columns)

    def _union_of(self, codes: Sequence[str]) -> Any:
        known = tuple(sorted(code for code in codes if code in self.area_of))
        if known not in self.unions:
            self.unions[known] = _union([self.area_of[code] for code in known])
        return self.unions[known]

    def _note(self, codes: Sequence[str]) -> tuple[str, str, str]:
        """Return how sure a feature's place is, and why, in English and Spanish."""
        missing = [self.name_of[code] for code in codes if code not in self.area_of]
        if len(missing) == len(codes):
            return (
                Basis.NOT_PUBLISHED.value,
                f"not in the official file ({self.file_name})",
                f"no está en el archivo oficial ({self.file_name})",
            )
        if missing:
            return (
                Basis.APPROXIMATE.value,
                f"official file ({self.file_name}), which lacks {', '.join(missing)}",
                f"archivo oficial ({self.file_name}), en el que falta: {', '.join(missing)}",
            )
        return (
            Basis.DOCUMENTED.value,
            f"official file ({self.file_name})",
            f"archivo oficial ({self.file_name})",
        )


def _texts(table: FeatureTable, column: str) -> list[str]:
    return [str(value) for value in table.columns[column]]
