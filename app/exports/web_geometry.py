"""The geometry of a scene as a web page carries it: thinned, in whole metres, lines shared."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np

from geodata.geometry import Family, GeometryArray
from geodata.topology import Path, Topology, shared_arcs
from layers.scene import Scene, SceneLayer

GRID = 1.0
"""Metres (EPSG:3857) that coordinates are rounded to."""

_TOLERANCE, _BASE_TOLERANCE = 25.0, 50.0
"""Metres (EPSG:3857) by which thinning may move a line; on the page's first view a pixel is about
300 m, at its largest scale no line of the built-in data is true to less than a hundred."""


class PageGeometry:
    """The geometry of a scene's layers, every shared line once.

    Arcs are those of TopoJSON: the first point, then the way to each next one, in units of
    `GRID`. Places are metres (EPSG:3857).
    """

    def __init__(self, scene: Scene) -> None:
        drawn = [layer for layer in scene.layers if layer.family is not Family.POINT]
        self._topology = shared_arcs(
            [layer.geometry for layer in drawn], [_tolerance(layer) for layer in drawn], GRID
        )
        self._paths = {
            layer.id: paths for layer, paths in zip(drawn, self._topology.paths, strict=True)
        }

    def arcs(self) -> list[list[list[int]]]:
        """Return every arc as TopoJSON has it."""
        return _encoded(self._topology)

    def parts(self, layer: SceneLayer) -> list[Any]:
        """Return the geometry of each feature of a layer, None for one without a place.

        Points: a list of places. Lines: a list of paths, each a list of arcs. Areas: a list of
        polygons, each a list of paths, the outer ring first.
        """
        if layer.family is Family.POINT:
            return _places(layer.geometry)
        features = self._paths[layer.id]
        if layer.family is Family.LINE:
            return [[list(path) for path in paths] or None for paths in features]
        holes, firsts = layer.geometry.holes, layer.geometry.feature_starts.tolist()
        return [
            _polygons(paths, holes[first : first + len(paths)]) or None
            for paths, first in zip(features, firsts, strict=False)
        ]


def metres(coordinates: Iterable[float]) -> list[int]:
    """Return coordinates in metres (EPSG:3857) as whole numbers."""
    return [round(value) for value in coordinates]


def _tolerance(layer: SceneLayer) -> float:
    return _BASE_TOLERANCE if layer.group == "base" else _TOLERANCE


def _encoded(topology: Topology) -> list[list[list[int]]]:
    if not topology.arcs:
        return []
    ends = np.cumsum([len(arc) for arc in topology.arcs]).tolist()
    points = np.concatenate(topology.arcs)
    steps = np.diff(points, axis=0, prepend=points[:1])
    starts = [0, *ends[:-1]]
    steps[starts] = points[starts]
    all_steps = steps.tolist()
    return [all_steps[start:end] for start, end in zip(starts, ends, strict=True)]


def _places(geometry: GeometryArray) -> list[Any]:
    places = np.round(geometry.coordinates).astype(np.int64).tolist()
    starts = geometry.coordinate_starts.tolist()
    return [places[start:end] or None for start, end in pairwise(starts)]


def _polygons(paths: Iterable[Path], holes: Iterable[bool]) -> list[list[list[int]]]:
    polygons: list[list[list[int]]] = []
    for path, hole in zip(paths, holes, strict=True):
        if hole:
            polygons[-1].append(list(path))
        else:
            polygons.append([list(path)])
    return polygons
