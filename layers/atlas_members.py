"""Which records of a layer belong to which area: by what their tables say, else by their place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from geodata.geometry import Family, Ints, Objects
from geodata.names import place_key
from geodata.table import FeatureTable

NOWHERE = -1
"""The unit of a record of which neither table nor place tells one."""

DELEGATIONS, DEPARTMENTS = "delegations", "departments"


def said(table: FeatureTable, row: int, column: str) -> str:
    """Return what a table says in a column, "" if it has none: columns may be kept back."""
    return str(table.value(row, column) or "") if column in table.columns else ""


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Which municipality lies in which delegation and department, as the tables say.

    Attributes:
        delegations: the table of delegations; their municipality codes are what they cover.
        municipalities: the table of municipalities.
    """

    delegations: FeatureTable
    municipalities: FeatureTable

    def codes_of(self, delegation: int) -> frozenset[str]:
        """Return the codes of the municipalities of a delegation, by its row."""
        return frozenset(said(self.delegations, delegation, "municipality_codes").split(";"))

    def covers_department(self, delegation: int) -> bool:
        """Return whether a delegation covers its department whole, and nothing else."""
        department = said(self.delegations, delegation, "department")
        table = self.municipalities
        rows = [row for row in range(len(table)) if said(table, row, "department") == department]
        codes = frozenset(said(table, row, "code") for row in rows)
        return bool(department) and self.codes_of(delegation) == codes

    def delegation_of(self, code: str) -> int:
        """Return the row of the delegation that covers a municipality, -1 if none does."""
        return self._delegation_by_code.get(code, NOWHERE)

    def code_of(self, municipality: str, department: str) -> str:
        """Return the code of a municipality, "" if no table has it."""
        return self._codes.get((place_key(municipality), place_key(department)), "")

    @cached_property
    def _codes(self) -> dict[tuple[str, str], str]:
        table = self.municipalities
        return {
            (
                place_key(said(table, row, "name_es")),
                place_key(said(table, row, "department")),
            ): said(table, row, "code")
            for row in range(len(table))
        }

    @cached_property
    def _delegation_by_code(self) -> dict[str, int]:
        return {code: row for row in range(len(self.delegations)) for code in self.codes_of(row)}


def unit_of_records(
    records: FeatureTable, units: FeatureTable, layer_id: str, places: Gazetteer
) -> Ints:
    """Return shape (n,): the row of the unit that each record belongs to, or `NOWHERE`.

    What a record's own table says of delegation, municipality or department goes before where its
    point lies: the points of many are those of town seats.

    Args:
        records: the n records.
        units: the areas, polygons.
        layer_id: the layer of the areas.
        places: what is known of municipalities.
    """
    found = np.full(len(records), NOWHERE, dtype=np.int64)
    if layer_id in (DELEGATIONS, DEPARTMENTS):
        for row in range(len(records)):
            found[row] = _by_words(records, row, units, layer_id, places)
    lost = (found == NOWHERE) & records.geometry.placed
    if lost.any():
        found[lost] = _by_place(records, units, np.flatnonzero(lost))
    return found


def _by_words(
    records: FeatureTable, row: int, units: FeatureTable, layer_id: str, places: Gazetteer
) -> int:
    delegation = said(records, row, "delegation")
    department = said(records, row, "department")
    if layer_id == DEPARTMENTS:
        return _named(units, department)
    if delegation:
        return _named(units, delegation)
    code, municipality = said(records, row, "code"), said(records, row, "municipality")
    if not code and municipality:
        code = places.code_of(municipality, department)
    return places.delegation_of(code) if code else NOWHERE


def _named(units: FeatureTable, name: str) -> int:
    key = place_key(name)
    names = (said(units, row, "name_es") for row in range(len(units)))
    return next((row for row, each in enumerate(names) if key and place_key(each) == key), NOWHERE)


def _by_place(records: FeatureTable, units: FeatureTable, rows: Ints) -> Ints:
    """Return the unit in which the middle of each of some records lies."""
    shapes: Objects = records.geometry.to_shapely()[rows]
    if records.geometry.family is not Family.POINT:
        shapes = shapely.point_on_surface(shapes)
    areas = units.geometry.to_shapely()
    tree = shapely.STRtree(areas)
    inside, unit = tree.query(shapes, predicate="intersects")
    result = np.full(len(rows), NOWHERE, dtype=np.int64)
    # On a shared boundary the first unit counts, so that nothing is counted twice.
    order = np.lexsort((-unit, inside))
    result[inside[order]] = unit[order]
    return result
