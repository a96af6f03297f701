"""Puts sources and facts together into the layers of the GeoPackage."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from scripts.build_data import base_rows, boundaries, drawing, facts, fetch, sources
from scripts.build_data.base_rows import COUNTRIES, base_row
from scripts.build_data.basemap import Frame, frame, gshhg_departments, outline
from scripts.build_data.cut import Map, cut, thinned
from scripts.build_data.projection import to_metres
from scripts.build_data.topology import OUTSIDE, Arc, merged_lines

Row = dict[str, Any]

_APPROXIMATE = {
    "en": "Approximate: drawn from seats and published areas; an official file replaces it.",
    "es": "Aproximado: trazado a partir de cabeceras y superficies publicadas; un archivo"
    " oficial lo reemplaza.",
}
_OPEN_LINES = {
    "en": "Departmental lines from open sources, good to about 1 to 3 km; no legal value.",
    "es": "Líneas departamentales de fuentes abiertas, con precisión de unos 1 a 3 km; sin valor"
    " legal.",
}
_SPLIT = ("SS", "LI")
"""Departments with more than one delegation, by the code of Natural Earth."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the build reads.

    Attributes:
        departments: Natural Earth's.
        lines: GSHHG's shores and borders.
        rivers: GSHHG's rivers.
        towns: GeoNames's in El Salvador from 500 inhabitants, elsewhere from 5,000.
    """

    departments: list[sources.Department]
    lines: Frame
    rivers: list[sources.Record]
    towns: list[sources.Town]


def read(folder: Path) -> Inputs:
    """Fetch the packages into ``folder`` and read them."""
    shores = fetch.fetch(fetch.GSHHG, folder)
    names = fetch.fetch(fetch.GEONAMES, folder)
    towns = [t for t in sources.towns(names, "cities500") if t.country == "SV"]
    towns += [t for t in sources.towns(names, "cities5000") if t.country != "SV"]
    return Inputs(
        departments=sources.departments(fetch.fetch(fetch.NATURAL_EARTH, folder)),
        lines=frame(*(sources.gshhg(shores, kind) for kind in ("gshhs", "countries", "states"))),
        rivers=sources.gshhg(shores, "rivers"),
        towns=towns,
    )


def layers(inputs: Inputs) -> Mapping[str, list[Row]]:
    """Return the rows of every layer by its id."""
    country = outline(inputs.lines, inputs.departments, "SV")
    drawn = drawing.read(gshhg_departments(inputs.lines, inputs.departments, "SV"))
    cells = boundaries.draw(to_metres(country), drawn.departments, drawn.whole, drawn.split)
    whole = cut(inputs.lines, inputs.departments, country, cells, drawn.codes)
    rows = {layer: facts.program_rows(layer) for layer in facts.POINT_LAYERS}
    rows["border-points"] = facts.border_rows()
    rows["municipalities"] = facts.municipality_rows()
    rows["plan-seguro-municipalities"] = facts.plan_seguro_rows()
    rows["delegations"] = _delegations(whole)
    rows["departments"] = _departments(whole)
    rows["delegation-lines"] = _lines(whole, "delegation")
    rows["department-lines"] = _lines(whole, "department")
    rows |= _base(whole, inputs)
    return rows


def _delegations(whole: Map) -> list[Row]:
    rows = facts.delegation_rows()
    shapes = [whole.area(delegation=number) for number in range(len(rows))]
    split = {d["name"] for d in facts.table("departments") if d["iso"][3:] in _SPLIT}
    for row, shape, tint in zip(rows, shapes, _tints(shapes), strict=True):
        approximate = row["department"] in split
        row |= {"geom": shape, "tint": tint}
        row |= _drawn(approximate)
    return rows


def _departments(whole: Map) -> list[Row]:
    rows = facts.department_rows()
    shapes = [whole.area("SV", row["iso"].split("-")[1]) for row in rows]
    for row, shape, tint in zip(rows, shapes, _tints(shapes), strict=True):
        row |= {"geom": shape, "tint": tint} | _drawn(False)
    return rows


def _drawn(approximate: bool) -> Row:
    note = _APPROXIMATE if approximate else _OPEN_LINES
    return {
        "boundary": "approximate" if approximate else "documented",
        "position_basis": "approximate",
        "position_note_en": note["en"],
        "position_note_es": note["es"],
    }


def _tints(shapes: list[BaseGeometry]) -> list[int]:
    """Return 0, 1 or 2 for each area so that neighbours differ.

    Where three are not enough, the areas that share one share the shortest border possible.
    """
    shared = [
        [float(shapely.intersection(shapes[k], shape).length) for k in range(n)]
        for n, shape in enumerate(shapes)
    ]
    best: tuple[float, list[int]] = (np.inf, [])

    def fill(tints: list[int], cost: float) -> None:
        nonlocal best
        if cost >= best[0]:
            return
        n = len(tints)
        if n == len(shapes):
            best = (cost, tints)
            return
        options = range(min(max(tints, default=-1) + 2, 3))
        costs = [
            cost + sum(length for k, length in enumerate(shared[n]) if tints[k] == tint)
            for tint in options
        ]
        for tint in sorted(options, key=costs.__getitem__):
            fill([*tints, tint], costs[tint])

    fill([], 0.0)
    return best[1]


def _lines(whole: Map, of: str) -> list[Row]:
    """Return the lines of the delegations or departments, one row for each kind."""

    def kind(arc: Arc) -> str | None:
        if arc.sides[0] == OUTSIDE:
            return None
        a, b = (whole.units[side] for side in arc.sides)
        if "SV" not in (a.country, b.country):
            return None
        if not (a.country and b.country):
            return "coast"
        if a.country != b.country:
            return "country"
        if a.department != b.department:
            return "department"
        return "delegation" if of == "delegation" else None

    names = {
        "coast": ("Coast", "Costa"),
        "country": ("International border", "Frontera internacional"),
        "department": ("Department line", "Línea de departamento"),
        "delegation": (
            "Delegation line inside a department",
            "Línea de delegación dentro de un departamento",
        ),
    }
    rows = []
    for name, (en, es) in names.items():
        chosen = [arc for arc in whole.arcs if kind(arc) == name]
        if chosen:
            line = merged_lines(chosen)
            own = {"kind": name, "approximate": int(name == "delegation")}
            row = base_row(f"{of}-{name}", en, es, line, **own)
            if name in ("department", "delegation"):
                row |= _drawn(name == "delegation")
            rows.append({key: value for key, value in row.items() if key != "boundary"})
    return rows


def _base(whole: Map, inputs: Inputs) -> dict[str, list[Row]]:
    lakes = [
        (number, thinned(lake))
        for number, lake in zip(inputs.lines.lake_ids, inputs.lines.lakes, strict=True)
    ]
    lakes = [(number, lake) for number, lake in lakes if not lake.is_empty]
    rivers = [(r.id, thinned(shapely.LineString(r.points))) for r in inputs.rivers]
    rivers = [(number, river) for number, river in rivers if not river.is_empty]
    municipalities = facts.table("municipalities")
    capitals = {d["name"]: d["capital"] for d in facts.table("departments")}
    seats = {m["geonameid"] for m in municipalities if capitals[m["department"]] == m["name"]}
    return {
        "sea": _seas(whole),
        "land": _land(whole),
        "neighbour-departments": _neighbours(whole, inputs.departments),
        "country-borders": _borders(whole),
        "lakes": base_rows.lake_rows([lake for _, lake in lakes], [n for n, _ in lakes]),
        "rivers": base_rows.river_rows([river for _, river in rivers], [n for n, _ in rivers]),
        "towns": base_rows.town_rows(inputs.towns, municipalities, seats),
    }


def _seas(whole: Map) -> list[Row]:
    names = {
        "Pacific": ("Pacific Ocean", "Océano Pacífico"),
        "Caribbean": ("Caribbean Sea", "Mar Caribe"),
    }
    return [
        base_row(name.lower(), en, es, whole.area("", name)) for name, (en, es) in names.items()
    ]


def _land(whole: Map) -> list[Row]:
    return [base_row(iso, en, es, whole.area(iso), iso=iso) for iso, (en, es) in COUNTRIES.items()]


def _neighbours(whole: Map, departments: list[sources.Department]) -> list[Row]:
    names = {(d.country, d.code): d.name for d in departments}
    rows = []
    for unit in whole.units:
        if unit.country not in ("GT", "HN", "NI"):
            continue
        name = names[unit.country, unit.department]
        en, es = COUNTRIES[unit.country]
        shape = whole.area(unit.country, unit.department)
        own = {"iso": f"{unit.country}-{unit.department}", "country_en": en, "country_es": es}
        source = f"{base_rows.GSHHG_SOURCE} | {base_rows.NATURAL_EARTH_SOURCE}"
        rows.append(base_row(own["iso"], name, name, shape, **own, source=source))
    return sorted(rows, key=lambda row: str(row["id"]))


def _borders(whole: Map) -> list[Row]:
    pairs = itertools.combinations(COUNTRIES, 2)
    rows = []
    for a, b in pairs:
        chosen = [
            arc
            for arc in whole.arcs
            if arc.sides[0] != OUTSIDE
            and {whole.units[side].country for side in arc.sides} == {a, b}
        ]
        if chosen:
            en, es = (f"{COUNTRIES[a][k]} \N{EN DASH} {COUNTRIES[b][k]}" for k in (0, 1))
            rows.append(base_row(f"{a}-{b}", en, es, merged_lines(chosen)))
    return rows
