"""Boundary files as their makers write them, with small squares for municipalities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from geodata.builtin import BuiltinData
from geodata.geometry import Family, from_shapely
from geodata.names import fold
from geodata.table import FeatureTable

HALF = 0.004
"""Half the side of a square, degrees; seats lie farther apart."""

# Two makers' names for places whose official names differ.
OTHER_NAMES = {
    "Ciudad Delgado": "Delgado",
    "San José Cancasque": "Cancasque",
    "San José Las Flores": "Las Flores",
    "San Antonio del Mosco": "San Antonio",
    "San Buenaventura": "San Buena Ventura",
}


def municipality_points(data: BuiltinData) -> np.ndarray[Any, Any]:
    """Return a point in each municipality: its seat, else one in its department."""
    municipalities, departments = data.table("municipalities"), data.table("departments")
    shapes = departments.geometry.to_shapely()
    area_of = {departments.value(row, "code"): shapes[row] for row in range(len(departments))}
    random = np.random.default_rng(5)
    points = np.empty((len(municipalities), 2))
    points[municipalities.geometry.placed] = municipalities.geometry.coordinates
    taken = shapely.MultiPoint(municipalities.geometry.coordinates)
    for row in np.flatnonzero(~municipalities.geometry.placed):
        area = area_of[municipalities.value(int(row), "department_code")].buffer(-2 * HALF)
        west, south, east, north = area.bounds
        while True:
            x, y = random.uniform((west, south), (east, north))
            point = shapely.Point(x, y)
            if area.contains(point) and taken.distance(point) > 3 * HALF:
                points[row] = x, y
                break
    return points


def squares(points: np.ndarray[Any, Any]) -> list[Any]:
    """Return a square around each point."""
    return [shapely.box(x - HALF, y - HALF, x + HALF, y + HALF) for x, y in points]


def table_of(areas: Sequence[Any], columns: Mapping[str, Sequence[Any]]) -> FeatureTable:
    """Return a table of areas, as opening a file gives it."""
    shapes = np.empty(len(areas), dtype=object)
    shapes[:] = list(areas)
    return FeatureTable(
        "file",
        np.arange(1, len(areas) + 1, dtype=np.int64),
        from_shapely(shapes, Family.POLYGON),
        {name: _column(values) for name, values in columns.items()},
    )


def _column(values: Sequence[Any]) -> np.ndarray[Any, Any]:
    if all(isinstance(value, int) for value in values) or all(
        isinstance(value, float) for value in values
    ):
        return np.array(values)
    result = np.empty(len(values), dtype=object)
    result[:] = list(values)
    return result


def renamed(table: FeatureTable, columns: Mapping[str, Sequence[Any]]) -> FeatureTable:
    """Return a table with other columns."""
    return replace(table, columns={name: _column(values) for name, values in columns.items()})


Municipality = Mapping[str, Any]


def _upper(name: str) -> str:
    return fold(name).upper()


STYLES: dict[str, Callable[[Municipality], dict[str, Any]]] = {
    "COD-AB": lambda m: {
        "ADM2_ES": m["name"],
        "ADM2_PCODE": f"SV{m['code']}",
        "ADM1_ES": m["department"],
        "ADM1_PCODE": f"SV{m['code'][:2]}",
        "ADM0_ES": "El Salvador",
    },
    "COD-AB of 2024": lambda m: {"ADM3_ES": m["name"], "ADM3_PCODE": f"SV{m['district']}"},
    "GADM": lambda m: {
        "GID_2": f"SLV.{m['row']}.1_1",
        "NAME_1": m["department"],
        "NAME_2": OTHER_NAMES.get(m["name"], m["name"]),
        "TYPE_2": "Municipio",
        "ENGTYPE_2": "Municipality",
    },
    "geoBoundaries": lambda m: {
        "shapeName": _upper(OTHER_NAMES.get(m["name"], m["name"])),
        "shapeISO": "",
        "shapeID": f"SLV-ADM2-{m['row']}B{m['row']}",
        "shapeGroup": "SLV",
        "shapeType": "ADM2",
    },
    "CNR": lambda m: {
        "NOM_DEP": _upper(m["department"]),
        "NOM_MUN": _upper(m["name"]),
        "COD_MUN": int(m["code"]),
        "AREA_KM2": 12.5 + m["row"],
    },
    "codes as decimals": lambda m: {"codigo": float(int(m["code"])), "zona": "Zona Central"},
    "short forms": lambda m: {
        "municipio": _upper(m["name"]).replace("SANTA ", "STA. ").replace("SANTO ", "STO. ")
    },
    "cut at 16 letters": lambda m: {"MUNICIPIO": _upper(m["name"])[:16]},
    "with the department": lambda m: {"nombre": f"{m['name']} ({m['department']})"},
}
"""What each maker calls columns, and what stands in them for a municipality."""


def styled(data: BuiltinData, style: str) -> dict[str, list[Any]]:
    """Return the columns of a file of a style, a value for each municipality."""
    municipalities = data.table("municipalities")
    rows = [
        STYLES[style](
            {
                "row": row,
                "code": municipalities.value(row, "code"),
                "name": municipalities.value(row, "name_es"),
                "department": municipalities.value(row, "department"),
                "district": municipalities.value(row, "district_2024_code"),
            }
        )
        for row in range(len(municipalities))
    ]
    return {name: [row[name] for row in rows] for name in rows[0]}
