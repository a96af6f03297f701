"""Turns the project's fact tables (``resources/facts``) into rows of layers."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely

Row = dict[str, Any]

FOLDER = Path(__file__).parents[2] / "resources" / "facts"

POINT_LAYERS = {
    "model-precincts": "model_precincts",
    "pbs-sites": "pbs_sites",
    "plan-seguro-sectors": "plan_seguro_sectors",
    "border-points": "border_points",
    "anti-extortion-units": "anti_extortion_units",
    "program-sites": "program_sites",
}
"""Layers of the programs and the fact table of each."""

CENSUS = "DIGESTYC, VI Censo de Población 2007"

_SWAPPED_DENSITY = {
    "en": "The density of 2007 looks swapped with that of {other} in the source; it is shown as"
    " published.",
    "es": "La densidad de 2007 parece intercambiada con la de {other} en la fuente; se muestra"
    " como se publicó.",
}
_SWAPPED = {"0510": "Tamanique", "0518": "Nuevo Cuscatlán"}


class FactError(Exception):
    """A fact table says something impossible; the message names the table and the row."""


def table(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """Read a fact table.

    Raises:
        FactError: if a row has too few or too many cells.
    """
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise FactError(f"{path.name}, line {number}: wrong number of cells")
    return rows


def point(lon: str, lat: str) -> shapely.Point | None:
    """Return the point of two cells, None where they are empty."""
    return shapely.Point(float(lon), float(lat)) if lon and lat else None


def seats(folder: Path = FOLDER) -> dict[str, shapely.Point | None]:
    """Return the seat point of each municipality by code, None where none was found."""
    return {m["code"]: point(m["lon"], m["lat"]) for m in table("municipalities", folder)}


def program_rows(layer: str, folder: Path = FOLDER) -> list[Row]:
    """Return the records of a program's layer, each at its own point or at its town's.

    Raises:
        FactError: if a record is placed at a municipality that has no seat point.
    """
    seat = seats(folder)
    name = POINT_LAYERS[layer]
    rows: list[Row] = []
    for number, record in enumerate(table(name, folder), 2):
        row = values(record)
        place = record["place"]
        if place and seat.get(place) is None:
            raise FactError(f"{name}.csv, line {number}: no seat point for place {place!r}")
        row["geom"] = seat[place] if place else point(record["lon"], record["lat"])
        rows.append(row)
    return rows


def border_rows(folder: Path = FOLDER) -> list[Row]:
    """Return the border points, each with the symbol it is drawn with."""
    rows = program_rows("border-points", folder)
    for row in rows:
        where = "guatemala" if row["guatemala_border"] == "1" else "other"
        row["look"] = f"{where}-k9" if row["k9"] == "1" else where
    return rows


def values(record: Mapping[str, str]) -> Row:
    """Return a record with empty cells as None."""
    return {key: cell or None for key, cell in record.items()}


def municipality_rows(folder: Path = FOLDER) -> list[Row]:
    """Return the 262 municipalities with their census indicators."""
    indicators = {r["code"]: r for r in table("municipality_indicators", folder)}
    phases = {r["code"]: r["phase"] for r in table("plan_seguro_municipalities", folder)}
    delegations = {r["name"]: r for r in table("delegations", folder)}
    rows = []
    for record in table("municipalities", folder):
        code = record["code"]
        row = values(indicators[code]) | values(record)
        row |= {
            "id": code,
            "name_en": record["name"],
            "name_es": record["name"],
            "geom": point(record["lon"], record["lat"]),
            "plan_seguro_phase": phases.get(code),
            "basis": "documented",
            "basis_note_en": "Official code and name until 2024.",
            "basis_note_es": "Código y nombre oficiales hasta 2024.",
            "source": " | ".join(
                [CENSUS, "GeoNames", delegations[record["delegation"]]["source"]]
                if record["geonameid"]
                else [CENSUS, delegations[record["delegation"]]["source"]]
            ),
            "as_of": "2007-2024",
        }
        for language, text in _SWAPPED_DENSITY.items():
            other = _SWAPPED.get(code)
            row[f"remark_{language}"] = text.format(other=other) if other else None
        rows.append(row)
    return rows


def plan_seguro_rows(folder: Path = FOLDER) -> list[Row]:
    """Return the 50 municipalities of Plan El Salvador Seguro at their seat points."""
    of_code = {m["code"]: m for m in table("municipalities", folder)}
    rows = []
    for record in table("plan_seguro_municipalities", folder):
        municipality = of_code[record["code"]]
        row = values(record)
        row |= {
            "id": record["code"],
            "name_en": record["name"],
            "name_es": record["name"],
            "geom": point(municipality["lon"], municipality["lat"]),
            "basis": "documented",
            "basis_note_en": f"Named in phase {record['phase']} of the plan, {record['year']}.",
            "basis_note_es": f"Nombrado en la fase {record['phase']} del plan, {record['year']}.",
            "as_of": record["year"],
            "program": "country-context",
        }
        for key in ("position_basis", "position_note_en", "position_note_es"):
            row[key] = municipality[key]
        rows.append(row)
    return rows


def delegation_rows(folder: Path = FOLDER) -> list[Row]:
    """Return the 19 delegations without their areas."""
    of_code = {m["code"]: m for m in table("municipalities", folder)}
    rows = []
    for record in table("delegations", folder):
        codes = record["municipalities"].split(";")
        seat = of_code[record["seat_code"]]
        row = values(record)
        sources = [record["source"], record["homicides_source"]]
        row |= {
            "name_en": record["name"],
            "name_es": record["name"],
            "department_code": seat["department_code"],
            "seat_lon": seat["lon"],
            "seat_lat": seat["lat"],
            "seat_point_basis": seat["position_basis"],
            "municipalities": ";".join(of_code[code]["name"] for code in codes),
            "municipality_codes": ";".join(codes),
            "municipality_count": len(codes),
            "basis": record["name_basis"],
            "basis_note_en": record["name_note_en"],
            "basis_note_es": record["name_note_es"],
            "source": " | ".join(source for source in sources if source),
        }
        rows.append(row)
    return rows


def department_rows(folder: Path = FOLDER) -> list[Row]:
    """Return the 14 departments without their areas."""
    rows = []
    for record in table("departments", folder):
        row = values(record)
        row |= {
            "id": record["iso"],
            "name_en": record["name"],
            "name_es": record["name"],
            "basis": "documented",
            "basis_note_en": "One of the 14 departments.",
            "basis_note_es": "Uno de los 14 departamentos.",
            "as_of": "2007-2018",
        }
        rows.append(row)
    return rows
