"""Closes the loose ends of GSHHG's border lines, so that they bound areas."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

_TO_LINE = 300.0
_TO_LAKE = 300.0
_TO_COAST = 2000.0
_LAST_RESORT = 5000.0
_LAKE_AREA = 10e6
# A joined end runs this far past what it joins, so that the two are sure to cross; what is left
# over is a dangling end, which no polygon has.
_OVERSHOOT = 5.0


def close_ends(
    lines: list[shapely.LineString],
    fixed: list[shapely.LineString],
    lakes: list[shapely.Polygon],
    coast: BaseGeometry,
) -> list[shapely.LineString]:
    """Return ``lines`` and the short pieces that join their loose ends (EPSG:32616).

    A loose end is joined to another line within 300 m, else to a lake of more than 10 km2 within
    300 m (ends on one lake meet at their mean point), else to the coast within 2 km, else to
    another line within 5 km.

    Args:
        lines: the border lines.
        fixed: lines that ends may join, themselves left as they are.
        lakes: the lakes as polygons.
        coast: the shore as lines.
    """
    targets = lines + fixed
    tree = shapely.STRtree(targets)
    big = [lake for lake in lakes if lake.area > _LAKE_AREA]
    pieces: list[shapely.LineString] = []
    on_lake: dict[int, list[NDArray[np.float64]]] = defaultdict(list)
    for number, line in enumerate(lines):
        for index in () if line.is_ring else (0, -1):
            end = shapely.get_point(line, index)
            others = [targets[k] for k in tree.query(end.buffer(_LAST_RESORT)) if k != number]
            lake = next((k for k, s in enumerate(big) if s.distance(end) <= _TO_LAKE), None)
            if piece := _joined(end, others, _TO_LINE):
                pieces.append(piece)
            elif lake is not None:
                on_lake[lake].append(shapely.get_coordinates(end)[0])
            elif piece := _joined(end, [coast], _TO_COAST) or _joined(end, others, _LAST_RESORT):
                pieces.append(piece)
    for ends in on_lake.values():
        middle = np.mean(ends, axis=0)
        pieces += [shapely.LineString([end, middle]) for end in ends]
    return lines + pieces


def _joined(
    end: shapely.Point, targets: list[BaseGeometry], reach: float
) -> shapely.LineString | None:
    """Return the piece from a loose end to the nearest target, None if none is in reach."""
    near = [target for target in targets if target.distance(end) <= reach]
    if not near:
        return None
    start, stop = shapely.get_coordinates(shapely.shortest_line(end, min(near, key=end.distance)))
    length = float(np.hypot(*(stop - start)))
    past = (stop - start) / length * _OVERSHOOT if length > 0 else np.array([_OVERSHOOT, 0.0])
    return shapely.LineString([start, stop + past])
