"""Writes tables as CSV: UTF-8 with a mark, for Excel; no text can be taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import shapely

from geodata.files.formulas import without_formula
from geodata.files.saving.cells import SavedLayer, Told, is_one_point_each

POSITION = ("lon", "lat")
"""Columns of longitude and latitude (EPSG:4326), where every feature is one point."""

GEOMETRY = "geometry"
"""The column of well-known text (EPSG:4326) for everything else."""


def write_csv(path: Path, layer: SavedLayer, progress: Callable[[float], None]) -> None:
    """Write a layer; features without a place have empty coordinates.

    Args:
        path: the file.
        layer: the layer, the names of whose columns leave `POSITION` and `GEOMETRY` free.
        progress: called with the share written.

    Raises:
        OSError: if it cannot be written.
    """
    geometry = layer.table.geometry
    are_points = is_one_point_each(geometry)
    columns = [column.cells for column in layer.columns]
    told = Told.of([layer], progress)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        titles = [without_formula(column.title) for column in layer.columns]
        writer.writerow([*titles, *(POSITION if are_points else (GEOMETRY,))])
        for row in range(len(layer.table)):
            shape = geometry.shape(row)
            if are_points:
                where = ["", ""] if shape is None else [repr(shape.x), repr(shape.y)]
            else:
                where = ["" if shape is None else shapely.to_wkt(shape, rounding_precision=-1)]
            writer.writerow([*(_written(cells[row]) for cells in columns), *where])
            told.add()


def _written(cell: str | float | None) -> str:
    if cell is None:
        return ""
    return without_formula(cell) if isinstance(cell, str) else repr(cell)
