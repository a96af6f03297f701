"""What the drawing of the boundaries knows from the fact tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from scripts.build_data import facts
from scripts.build_data.boundaries import Department, Municipality
from scripts.build_data.projection import to_metres

# The published areas of departments at the border with Honduras include disputed land: their lines
# are left where the sources have them.
_AT_HONDURAS = frozenset({"CH", "CA", "SM", "MO", "UN"})


@dataclass(frozen=True, slots=True)
class Drawing:
    """The facts that the boundaries are drawn from.

    Attributes:
        departments: the 14.
        whole: the delegation of each department that has one.
        split: the municipalities of each department that has several.
        codes: the department of each delegation.
    """

    departments: list[Department]
    whole: dict[str, int]
    split: dict[str, list[Municipality]]
    codes: list[str]


def read(shapes: Mapping[str, BaseGeometry]) -> Drawing:
    """Read the facts.

    Args:
        shapes: the departments by code as open sources have them (EPSG:4326).
    """
    departments = {d["code"]: d for d in facts.table("departments")}
    code = {number: d["iso"].split("-")[1] for number, d in departments.items()}
    seats, towns = defaultdict(list), defaultdict(list)
    for record in facts.table("municipalities"):
        if record["lon"]:
            point = _point(record)
            seats[record["department_code"]].append(point)
            if record["geonameid"]:
                towns[record["department_code"]].append(point)
    drawn = [
        Department(
            code[number],
            to_metres(shapes[code[number]]),
            np.array(seats[number]),
            np.array(towns[number]),
            None if code[number] in _AT_HONDURAS else float(department["area_km2"]),
        )
        for number, department in departments.items()
    ]
    delegations = facts.table("delegations")
    codes = [code[d["seat_code"][:2]] for d in delegations]
    whole = {c: k for k, c in enumerate(codes) if codes.count(c) == 1}
    return Drawing(drawn, whole, _split(delegations, codes, whole), codes)


def _split(
    delegations: list[dict[str, str]], codes: list[str], whole: Mapping[str, int]
) -> dict[str, list[Municipality]]:
    areas = _areas()
    records = {m["code"]: m for m in facts.table("municipalities")}
    split: dict[str, list[Municipality]] = {c: [] for c in codes if c not in whole}
    for number, delegation in enumerate(delegations):
        if codes[number] in whole:
            continue
        for code in delegation["municipalities"].split(";"):
            if records[code]["lon"]:
                municipality = Municipality(_point(records[code]), number, areas.get(code))
                split[codes[number]].append(municipality)
    return split


def _areas() -> dict[str, float]:
    """Return km2 by municipality of San Salvador: population over density, both of 2007."""
    density = {
        r["code"]: float(r["density_2007_per_km2"]) for r in facts.table("municipality_indicators")
    }
    return {
        r["code"]: float(r["population_2007"]) / density[r["code"]]
        for r in facts.table("san_salvador_population")
    }


def _point(record: Mapping[str, Any]) -> NDArray[np.float64]:
    point = to_metres(shapely.Point(float(record["lon"]), float(record["lat"])))
    return np.asarray(shapely.get_coordinates(point)[0])
