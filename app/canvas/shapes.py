"""From numpy to Qt's shapes, without a call per vertex."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from geodata.geometry import Floats

_KEPT_SIZE = 512


def polygon(points: Floats) -> QPolygonF:
    """Return a polygon of shape (n, 2) points."""
    result, memory = _allocate(len(points))
    memory[:] = points
    return result


def _allocate(size: int) -> tuple[QPolygonF, Floats]:
    """Return a polygon of ``size`` points, and its memory of shape (size, 2)."""
    result = QPolygonF()
    result.resize(size)
    # Qt lays its points out as pairs of doubles; writing there is 100 times as fast as a call
    # for each point.
    first: Any = result.data()
    make_pointer: Any = shiboken6.VoidPtr  # its types leave out the size
    memory = make_pointer(first, size * 16, True)
    return result, np.frombuffer(memory, dtype=np.float64).reshape(size, 2)


class Polygons:
    """Makes polygons that are drawn at once, in memory that is used again and again."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[QPolygonF, Floats]] = {}

    def polygon(self, points: Floats) -> QPolygonF:
        """Return a polygon of shape (n, 2) points, good until the next one of that size."""
        size = len(points)
        if size > _KEPT_SIZE:
            return polygon(points)
        kept = self._kept.get(size)
        if kept is None:
            kept = self._kept[size] = _allocate(size)
        kept[1][:] = points
        return kept[0]


def rings_path(points: Floats, starts: Sequence[int]) -> QPainterPath:
    """Return a path of closed rings, filled with the odd-even rule.

    Args:
        points: shape (m, 2).
        starts: where each ring begins, and where the last one ends.
    """
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for first, last in pairwise(starts):
        if last - first > 2:
            path.addPolygon(polygon(points[first:last]))
            path.closeSubpath()
    return path
