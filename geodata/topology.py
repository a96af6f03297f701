"""Geometry of several layers as arcs that they share, to be thinned and written once.

A boundary that two areas, an outline and a layer of lines have in common becomes one arc; thinned,
it stays common, so that no gap opens and no line leaves its area. The form is that of TopoJSON
(https://github.com/topojson/topojson-specification).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from geodata.frozen import frozen
from geodata.geometry import Bools, Family, GeometryArray, Ints

Path = tuple[int, ...]
"""A line or ring as arcs in their order: ``i`` for arc i, ``~i`` for arc i backwards."""


@frozen(eq=False)
class Topology:
    """Layers in terms of the arcs they share.

    Attributes:
        grid: the size of a unit of the arcs, in units of the geometry.
        arcs: each of shape (k, 2), whole multiples of ``grid``, k at least 2.
        paths: for each layer, for each feature, a path for each part (see `GeometryArray`); a
            feature without a place has none.
    """

    grid: float
    arcs: tuple[Ints, ...]
    paths: tuple[tuple[tuple[Path, ...], ...], ...]

    def points(self, path: Path) -> Ints:
        """Return shape (k, 2): the points of a path, whole multiples of ``grid``."""
        pieces = [self.arcs[number] if number >= 0 else self.arcs[~number][::-1] for number in path]
        return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def shared_arcs(
    layers: Sequence[GeometryArray], tolerances: Sequence[float], grid: float
) -> Topology:
    """Return lines and polygons as shared arcs, rounded and thinned.

    An arc is thinned by the algorithm of Douglas and Peucker as GEOS has it, in the variant that
    keeps lines from crossing. Where layers share it, the smallest of their tolerances holds. A
    ring that would collapse keeps all its points.

    Args:
        layers: line or polygon layers in one plane.
        tolerances: for each layer, by how far a line may move, in the plane's units.
        grid: coordinates are rounded to whole multiples of it.

    Raises:
        ValueError: if a layer holds points.
    """
    if any(layer.family is Family.POINT for layer in layers):
        raise ValueError("points have no arcs")
    parts = _Parts(layers, grid)
    nodes = _nodes(parts)
    pieces, paths = _cut(parts, nodes, tolerances)
    arcs = _thinned(pieces, grid)
    _restore_collapsed(arcs, pieces, paths, parts)
    return Topology(grid, tuple(arcs), _by_layer(paths, layers))


class _Parts:
    """The parts of all layers side by side, rounded, their vertices numbered.

    Attributes:
        points: shape (m, 2), whole multiples of the grid.
        vertex: shape (m,), the number of the place of each point; the same place, the same number.
        starts: shape (p + 1,), the first point of each part, then m.
        layer: shape (p,), the layer of each part.
        closed: shape (p,), whether a part is a ring.
    """

    def __init__(self, layers: Sequence[GeometryArray], grid: float) -> None:
        counts = [np.diff(layer.part_starts) for layer in layers]
        sizes = np.concatenate([np.empty(0, dtype=np.int64), *counts])
        owner = np.repeat(np.arange(len(sizes)), sizes)
        coordinates = np.concatenate([np.empty((0, 2)), *(layer.coordinates for layer in layers)])
        points = np.round(coordinates / grid).astype(np.int64)
        repeated = np.zeros(len(points), dtype=np.bool_)
        repeated[1:] = (points[1:] == points[:-1]).all(axis=1) & (owner[1:] == owner[:-1])
        self.points: Ints = points[~repeated]
        kept = np.bincount(owner[~repeated], minlength=len(sizes))
        self.starts: Ints = np.concatenate([[0], np.cumsum(kept)]).astype(np.int64)
        self.layer = np.repeat(np.arange(len(layers)), [len(count) for count in counts])
        polygons = np.array([layer.family is Family.POLYGON for layer in layers], dtype=np.bool_)
        self.closed: Bools = polygons[self.layer]
        # One number a place sorts much faster than pairs do.
        low = self.points.min(axis=0, initial=0)
        height = int(self.points[:, 1].max(initial=0) - low[1]) + 1
        place = (self.points[:, 0] - low[0]) * height + (self.points[:, 1] - low[1])
        vertex: Ints = np.unique(place, return_inverse=True)[1]
        self.vertex = vertex

    def __len__(self) -> int:
        return len(self.starts) - 1

    def span(self, part: int) -> slice:
        return slice(int(self.starts[part]), int(self.starts[part + 1]))


def _nodes(parts: _Parts) -> Bools:
    """Return shape (vertices,): where arcs end, which is wherever two lines part or meet."""
    count = int(parts.vertex.max(initial=-1)) + 1
    inner = np.ones(max(len(parts.points) - 1, 0), dtype=np.bool_)
    inner[parts.starts[1:-1] - 1] = False
    one, other = parts.vertex[:-1][inner], parts.vertex[1:][inner]
    edges = np.unique(np.minimum(one, other) * count + np.maximum(one, other))
    ends = np.concatenate([edges // max(count, 1), edges % max(count, 1)])
    nodes: Bools = np.bincount(ends, minlength=count) != 2
    lines = np.flatnonzero(~parts.closed)
    nodes[parts.vertex[parts.starts[lines]]] = True
    nodes[parts.vertex[parts.starts[lines + 1] - 1]] = True
    for part in np.flatnonzero(parts.closed).tolist():
        _cut_ring_in_two(parts, part, nodes)
    return nodes


def _cut_ring_in_two(parts: _Parts, part: int, nodes: Bools) -> None:
    """Give a ring at least two nodes, the same ones in every layer that has the ring.

    Thinning leaves the ends of an arc where they are; a ring of one arc would have only one.
    """
    span = parts.span(part)
    vertices = parts.vertex[span]
    found = vertices[nodes[vertices]]
    if (found != found[:1]).any() or len(vertices) < 2:
        return
    start = int(found[0] if len(found) else vertices.min())
    points = parts.points[span]
    distance = ((points - points[int((vertices == start).argmax())]) ** 2).sum(axis=1)
    nodes[start] = True
    nodes[vertices[distance == distance.max()].min()] = True


@dataclass(slots=True)
class _Piece:
    """An arc before it is thinned, with the smallest tolerance of the layers that have it."""

    points: Ints
    tolerance: float


def _cut(
    parts: _Parts, nodes: Bools, tolerances: Sequence[float]
) -> tuple[list[_Piece], list[Path]]:
    """Return the arcs, and for each part its path."""
    pieces: list[_Piece] = []
    known: dict[bytes, int] = {}
    paths: list[Path] = []
    for part in range(len(parts)):
        tolerance = tolerances[parts.layer[part]]
        path = []
        for piece in _pieces_of(parts, part, nodes):
            forward, backward = piece.tobytes(), piece[::-1].tobytes()
            if forward in known or backward not in known:
                number = known.setdefault(forward, len(pieces))
                path.append(number)
            else:
                number = known[backward]
                path.append(~number)
            if number == len(pieces):
                pieces.append(_Piece(piece, tolerance))
            pieces[number].tolerance = min(pieces[number].tolerance, tolerance)
        paths.append(tuple(path))
    return pieces, paths


def _pieces_of(parts: _Parts, part: int, nodes: Bools) -> list[Ints]:
    span = parts.span(part)
    points, at_node = parts.points[span], nodes[parts.vertex[span]]
    if len(points) < 2:
        return [np.repeat(points, 2, axis=0)] if len(points) else []
    cuts = np.flatnonzero(at_node)
    if parts.closed[part]:
        first = int(cuts[0])
        points = np.concatenate([points[first:], points[1 : first + 1]])
        last = len(points) - 1
        cuts = np.append(cuts[cuts < first + last] - first, last)
    return [points[start : end + 1] for start, end in pairwise(cuts.tolist())]


def _thinned(pieces: list[_Piece], grid: float) -> list[Ints]:
    arcs = [piece.points for piece in pieces]
    groups: dict[float, list[int]] = {}
    for number, piece in enumerate(pieces):
        if piece.tolerance > 0 and len(piece.points) > 2:
            groups.setdefault(piece.tolerance, []).append(number)
    for tolerance, numbers in groups.items():
        thin = _simplified([arcs[number] for number in numbers], tolerance / grid)
        for number, arc in zip(numbers, thin, strict=True):
            arcs[number] = arc
    return arcs


def _simplified(lines: Sequence[Ints], tolerance: float) -> list[Ints]:
    """Return lines thinned so that none of them crosses another one."""
    owners = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    made: Any = shapely.linestrings(np.concatenate(lines).astype(np.float64), indices=owners)
    thin = shapely.simplify(shapely.multilinestrings(made), tolerance, preserve_topology=True)
    parts = shapely.get_parts(thin)
    ends = np.cumsum(shapely.get_num_coordinates(parts))[:-1]
    return np.split(shapely.get_coordinates(parts).astype(np.int64), ends)


def _restore_collapsed(
    arcs: list[Ints], pieces: list[_Piece], paths: list[Path], parts: _Parts
) -> None:
    """Give the arcs of rings that thinning left without an area their points back."""
    for part in np.flatnonzero(parts.closed).tolist():
        numbers = [number if number >= 0 else ~number for number in paths[part]]
        if sum(len(arcs[number]) - 1 for number in numbers) < 3:
            for number in numbers:
                arcs[number] = pieces[number].points


def _by_layer(
    paths: list[Path], layers: Sequence[GeometryArray]
) -> tuple[tuple[tuple[Path, ...], ...], ...]:
    result, first = [], 0
    for layer in layers:
        starts = (layer.feature_starts + first).tolist()
        result.append(tuple(tuple(paths[start:end]) for start, end in pairwise(starts)))
        first += len(layer.part_starts) - 1
    return tuple(result)
