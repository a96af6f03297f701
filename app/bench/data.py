"""Features made up for measuring; the same ones at every run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from geodata.builtin import BuiltinData
from geodata.geometry import Family, Floats, GeometryArray, from_points
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.document import Layer, MapState
from layers.own_layers import default_style
from layers.style import Style

SEED = 20190603
_AT_ONCE = 20_000

WEST, SOUTH, EAST, NORTH = -90.13, 13.15, -87.68, 14.45
"""Degrees: the extent of El Salvador."""


def random_points(count: int) -> FeatureTable:
    """Return ``count`` points spread over the country, with two attributes."""
    random = np.random.default_rng(SEED)
    places = _places(random, count)
    columns = {"value": random.normal(size=count), "kind": random.integers(0, 5, count)}
    return FeatureTable("points", np.arange(1, count + 1), from_points(places), columns)


def random_polygons(count: int, vertices: int, width: float) -> FeatureTable:
    """Return ``count`` star-shaped areas.

    Args:
        count: how many.
        vertices: vertices of each.
        width: degrees from side to side.
    """
    random = np.random.default_rng(SEED)
    centres = _places(random, count)
    angles = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=1) * (width / 2)
    closed = np.empty((count, vertices + 1, 2))
    # A part at a time: the memory that this takes must not hide what drawing takes.
    for start in range(0, count, _AT_ONCE):
        some = closed[start : start + _AT_ONCE]
        radii = random.uniform(0.6, 1.0, (len(some), vertices))
        some[:, :-1] = centres[start : start + _AT_ONCE, None] + radii[:, :, None] * ways
        some[:, -1] = some[:, 0]
    starts = np.arange(count + 1, dtype=np.int64)
    geometry = GeometryArray(
        Family.POLYGON,
        closed.reshape(-1, 2),
        starts * (vertices + 1),
        starts,
        np.zeros(count, dtype=np.bool_),
    )
    return FeatureTable("polygons", np.arange(1, count + 1), geometry, {})


def _places(random: np.random.Generator, count: int) -> Floats:
    return random.uniform((WEST, SOUTH), (EAST, NORTH), (count, 2))


def map_of(data: BuiltinData, *tables: FeatureTable, alone: bool = False) -> MapState:
    """Return the built-in map with tables on top, or a map of the tables alone."""
    state = builtin_map(data)
    layers = tuple(_layer(table, number) for number, table in enumerate(tables))
    below = tuple(replace(layer, visible=False) for layer in state) if alone else state.layers
    own = MappingProxyType({layer.id: table for layer, table in zip(layers, tables, strict=True)})
    return replace(state, layers=(*below, *layers), tables=own)


def _layer(table: FeatureTable, number: int) -> Layer:
    style: Style = replace(default_style(table, number), label=None)
    return Layer(f"own-{number + 1}", "own", style, name=table.id)


def write_csv(path: Path, count: int) -> None:
    """Write ``count`` random points as a CSV file: lon, lat, value, kind, name."""
    table = random_points(count)
    lonlat = table.geometry.coordinates
    values, kinds = table.columns["value"], table.columns["kind"]
    with path.open("w", encoding="utf-8") as file:
        file.write("lon,lat,value,kind,name\n")
        file.writelines(
            f"{lon:.6f},{lat:.6f},{value:.4f},{kind},place {kind}\n"
            for (lon, lat), value, kind in zip(
                lonlat.tolist(), values.tolist(), kinds.tolist(), strict=True
            )
        )
