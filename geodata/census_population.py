"""The population of 2007 where the census was found by municipality, or follows from it.

The census is known for the 19 municipalities of San Salvador (``san_salvador_population.csv``)
and by department. A delegation's is the sum of its municipalities, or that of the department that
it covers whole; it is left empty where neither is known. All is one series.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

import resources
from geodata.table import Column, FeatureTable

COLUMN = "population_2007"
"""The column that tables get."""

_CENSUS = "DIGESTYC, VI Censo de Población 2007"
# Populations of departments are density times this source's area.
_AREAS = "https://en.wikipedia.org/wiki/Departments_of_El_Salvador?oldid=713595674"
_TITLE = {"en": "Population 2007", "es": "Población 2007"}
_UNIT = {"en": "persons", "es": "personas"}
_MUNICIPAL_REMARK = {
    "en": "Found for the 19 municipalities of San Salvador only; not verified one by one, but they "
    "add up to the published 1,567,156.",
    "es": "Solo se encontró para los 19 municipios de San Salvador; no verificada una por una, "
    "pero suman el total publicado de 1,567,156.",
}
_DELEGATION_REMARK = {
    "en": "The sum of the delegation's municipalities in San Salvador, elsewhere the population of "
    "the department that it covers; which municipalities a delegation covers is partly inferred. "
    "Not known for the two delegations of La Libertad.",
    "es": "La suma de los municipios de la delegación en San Salvador; en el resto, la población "
    "del departamento que cubre; qué municipios cubre una delegación es en parte inferido. No se "
    "conoce para las dos delegaciones de La Libertad.",
}


def with_municipal_population(table: FeatureTable) -> FeatureTable:
    """Return the municipalities with their population of 2007, NaN where it was not found."""
    known = _by_municipality()
    values = [known.get(str(code), np.nan) for code in table.columns["code"]]
    return _with(table, values, _CENSUS, _MUNICIPAL_REMARK)


def with_delegation_population(
    table: FeatureTable, department_population: Mapping[str, float]
) -> FeatureTable:
    """Return the delegations with their population of 2007, NaN where it does not follow.

    Args:
        table: the delegations.
        department_population: department's name to its population of 2007.
    """
    known = _by_municipality()
    departments = table.columns["department"].tolist()
    values = []
    for department, codes in zip(departments, table.columns["municipality_codes"], strict=True):
        parts = [known.get(code) for code in str(codes).split(";")]
        if all(part is not None for part in parts):
            values.append(float(sum(part or 0.0 for part in parts)))
        elif departments.count(department) == 1:
            values.append(department_population.get(department, np.nan))
        else:
            values.append(np.nan)
    return _with(table, values, f"{_CENSUS} | {_AREAS}", _DELEGATION_REMARK)


def _with(
    table: FeatureTable, values: list[float], source: str, remark: dict[str, str]
) -> FeatureTable:
    numbers = np.array(values, dtype=np.float64)
    columns: dict[str, Any] = {**table.columns, COLUMN: numbers}
    column = Column(COLUMN, _TITLE, _UNIT, source, remark)
    return replace(table, columns=columns, described=(*table.described, column))


def _by_municipality() -> dict[str, float]:
    path = resources.FOLDER / "facts" / "san_salvador_population.csv"
    # The map of the start needs it: code and number stand first and third, and to split a line
    # there is faster than to import what reads tables.
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split(",", 3) for line in lines)
    return {row[0]: float(row[2]) for row in rows}
