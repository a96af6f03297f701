"""Writes tables as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import shapely

from geodata.files.saving.cells import SavedLayer, Told


def write_geojson(path: Path, layer: SavedLayer, progress: Callable[[float], None]) -> None:
    """Write a layer; features without a place have the geometry null.

    Args:
        path: the file.
        layer: the layer.
        progress: called with the share written.

    Raises:
        OSError: if it cannot be written.
    """
    count = len(layer.table)
    told = Told.of([layer], progress)
    name = json.dumps(layer.name, ensure_ascii=False)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"type": "FeatureCollection", "name": {name}, "features": [\n')
        for row in range(count):
            file.write(_feature(layer, row) + (",\n" if row < count - 1 else "\n"))
            told.add()
        file.write("]}\n")


def _feature(layer: SavedLayer, row: int) -> str:
    properties = {column.title: column.cells[row] for column in layer.columns}
    shape = layer.table.geometry.shape(row)
    # The format wants outer rings to run against the clock.
    geometry = "null" if shape is None else shapely.to_geojson(shapely.orient_polygons(shape))
    written = json.dumps(properties, ensure_ascii=False, allow_nan=False)
    return f'{{"type": "Feature", "properties": {written}, "geometry": {geometry}}}'
