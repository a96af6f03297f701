"""Places told less exactly than they are known: rounded, or moved to the middle of their area."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geodata.basis import Basis
from geodata.geometry import Family, Floats, GeometryArray, from_points, from_shapely
from geodata.table import FeatureTable
from layers.sharing import Positions
from layers.texts import N_, Texts

POSITION_TEXTS = {
    Positions.EXACT: N_("exact places"),
    Positions.HUNDREDTH: N_("places rounded to 0.01 degrees (about 1 km)"),
    Positions.TENTH: N_("places rounded to 0.1 degrees (about 11 km)"),
    Positions.DELEGATION: N_("places moved to the middle of their delegation"),
    Positions.DEPARTMENT: N_("places moved to the middle of their department"),
}
"""How exactly places are told (English; to be translated)."""


_COORDINATES = re.compile(
    r"(label_|seat_)?(lat|lon|lng|long)|latitude?|longitude?|latitud|longitud|x|y|utm.*|coord.*"
    r"|este|norte|easting|northing|wkt|geom(etry|etria|etría)?|point_[xy]|[xy]_?coord",
    re.IGNORECASE,
)
_SAME = 1e-4  # degrees, ten metres
_MOST = 0.9  # of the records
_LOOKED_AT = 1000  # texts of a column
_DECIMAL = re.compile(r"\d{1,3}[.,]\d{3,15}")


def coarser(table: FeatureTable, positions: Positions, areas: FeatureTable | None) -> FeatureTable:
    """Return records with their places told less exactly, and with what says so.

    Columns that hold the exact places, by their names or by their values, are taken out.

    Args:
        table: the records.
        positions: how exactly their places are told.
        areas: the areas that they are moved to, None if they are rounded.
    """
    geometry = table.geometry
    if areas is not None:
        if geometry.family is not Family.POINT:
            return table
        geometry = _in_areas(geometry, areas)
    elif positions.step is not None:
        geometry = _rounded(geometry, positions.step)
    else:
        return table
    placed = geometry.placed
    columns: dict[str, Any] = {
        name: values
        for name, values in table.columns.items()
        if not (_COORDINATES.fullmatch(name) or _are_coordinates(values, table.geometry))
    }
    if "position_basis" in columns:
        columns["position_basis"] = columns["position_basis"].copy()
        columns["position_basis"][placed] = Basis.APPROXIMATE.value
    for language in ("en", "es"):
        words = Texts(language).gettext(POSITION_TEXTS[positions])
        name = f"position_note_{language}"
        notes = columns.get(name, np.full(len(table), None, dtype=object)).copy()
        notes[placed] = words
        columns[name] = notes
    described = tuple(
        column
        for column in table.described
        if column.name in columns or f"{column.name}_en" in columns
    )
    return replace(table, geometry=geometry, columns=columns, described=described)


def _are_coordinates(values: npt.NDArray[Any], geometry: GeometryArray) -> bool:
    """Return whether a column holds what the exact places of points are made of.

    Texts hold them in one cell: "13.6929, -89.2182", with or without words about them.
    """
    if geometry.family is not Family.POINT or values.dtype.kind not in "fO":
        return False
    rows = np.flatnonzero(geometry.placed)
    places = geometry.coordinates[geometry.coordinate_starts[:-1][rows]]
    if values.dtype.kind == "O":
        first = zip(values[rows[:_LOOKED_AT]], places, strict=False)
        return any(_tells(value, place) for value, place in first)
    same = np.abs(places - values[rows, None]) < _SAME
    return bool(len(rows)) and bool((same.mean(axis=0) >= _MOST).any())


def _tells(value: object, place: Floats) -> bool:
    """Return whether a text holds a coordinate of a place, degrees; west may be told by a word."""
    numbers = _DECIMAL.findall(value) if isinstance(value, str) else ()
    told = [float(number.replace(",", ".")) for number in numbers]
    return any(abs(number - abs(each)) < _SAME for number in told for each in place)


def _rounded(geometry: GeometryArray, step: float) -> GeometryArray:
    if geometry.family is Family.POINT:
        # Rounded twice: a multiple of a step is no short number of its own.
        return geometry.with_coordinates(np.round(np.round(geometry.coordinates / step) * step, 6))
    shapes = shapely.set_precision(geometry.to_shapely(), step)
    shapes[shapely.is_empty(shapes)] = None
    return from_shapely(shapes, geometry.family)


def _in_areas(geometry: GeometryArray, areas: FeatureTable) -> GeometryArray:
    """Return points in the middle of the area they are in; those in none have no place."""
    shapes = areas.geometry.to_shapely()
    middles = _middles(areas, shapes)
    starts = geometry.coordinate_starts[:-1]
    rows = np.flatnonzero(geometry.placed)
    points = shapely.points(geometry.coordinates[starts[rows]])
    found, area_of = shapely.STRtree(shapes).query(points, predicate="intersects")
    places = np.full((len(geometry), 2), np.nan)
    # Of a point on a border the first area counts, at every run.
    order = np.lexsort((area_of, found))[::-1]
    places[rows[found[order]]] = middles[area_of[order]]
    return from_points(places, ~np.isnan(places[:, 0]))


def _middles(areas: FeatureTable, shapes: Any) -> Floats:
    """Return shape (n, 2): where the areas' names stand, degrees."""
    if {"label_lon", "label_lat"} <= areas.columns.keys():
        columns = [areas.columns["label_lon"], areas.columns["label_lat"]]
        return np.column_stack(columns).astype(np.float64)
    middles: Floats = shapely.get_coordinates(shapely.point_on_surface(shapes))
    return middles
