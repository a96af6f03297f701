"""Closes the loose ends of GSHHG's border lines, so that they bound areas."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely
from numpy.typing import NDArray

_TO_LINE = 300.0
_TO_LAKE = 300.0
_TO_COAST = 2000.0
_LAKE_AREA = 10e6
# A joined end runs this far past what it joins, so that the two are sure to cross; what is left
# over is a dangling end, which no polygon has.
_OVERSHOOT = 5.0


def close_ends(
    lines: list[shapely.LineString],
    fixed: list[shapely.LineString],
    lakes: list[shapely.Polygon],
    coast: shapely.Geometry,
) -> list[shapely.LineString]:
    """Return ``lines`` and the short pieces that join their loose ends (EPSG:32616).

    A loose end is joined to another line within 300 m, else to a lake of more than 10 km2 within
    300 m (ends on one lake meet at their mean point), else to the coast within 2 km.

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
        if line.is_ring:
            continue
        for index in (0, -1):
            end = shapely.get_point(line, index)
            others = [int(k) for k in tree.query(end.buffer(_TO_LINE)) if k != number]
            near = _nearest([targets[k] for k in others], end)
            if near is not None and near.distance(end) <= _TO_LINE:
                pieces.append(_joined(end, near))
                continue
            lake = next((k for k, s in enumerate(big) if s.distance(end) <= _TO_LAKE), None)
            if lake is not None:
                on_lake[lake].append(shapely.get_coordinates(end)[0])
            elif coast.distance(end) <= _TO_COAST:
                pieces.append(_joined(end, _nearest([coast], end)))
    for ends in on_lake.values():
        middle = np.mean(ends, axis=0)
        pieces += [shapely.LineString([end, middle]) for end in ends]
    return lines + pieces


def _nearest(shapes: list[shapely.Geometry], end: shapely.Point) -> shapely.Point | None:
    if not shapes:
        return None
    best = min(shapes, key=end.distance)
    return shapely.get_point(shapely.shortest_line(best, end), 0)


def _joined(end: shapely.Point, target: shapely.Point | None) -> shapely.LineString:
    start = shapely.get_coordinates(end)[0]
    stop = start if target is None else shapely.get_coordinates(target)[0]
    length = float(np.hypot(*(stop - start)))
    past = (stop - start) / length * _OVERSHOOT if length > 0 else np.array([_OVERSHOOT, 0.0])
    return shapely.LineString([start, stop + past])
