"""Which of very many points are near a place, without looking at each."""

from __future__ import annotations

import numpy as np

from geodata.geometry import Floats, Ints, ranges

_MOST_SIDE = 256
"""Columns and rows; the squares then are numbered in 16 bits, which numpy sorts in no time."""

_PER_SQUARE = 8


_CHUNK = 100_000
"""Points that are sorted in one go, within about 5 ms."""


class PointGrid:
    """Very many points; sorted a chunk at each question, until they all are."""

    def __init__(self, points: Floats) -> None:
        """Take note of points, shape (m, 2)."""
        self._points = points
        self._sorted: list[_Chunk] = []

    def near(self, x: float, y: float, reach: float) -> Ints:
        """Return the places among the points of those at most ``reach`` off in x and in y."""
        first = len(self._sorted) * _CHUNK
        if first < len(self._points):
            self._sorted.append(_Chunk(self._points[first : first + _CHUNK]))
        found = [
            chunk.near(x, y, reach) + number * _CHUNK for number, chunk in enumerate(self._sorted)
        ]
        # A part at a time: for large arrays of its own numpy waits for the system.
        for rest in range(len(self._sorted) * _CHUNK, len(self._points), _CHUNK):
            close = np.flatnonzero(np.abs(self._points[rest : rest + _CHUNK, 0] - x) <= reach)
            close += rest
            found.append(close[np.abs(self._points[close, 1] - y) <= reach])
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


class _Chunk:
    """Points sorted by the squares of a grid over them."""

    def __init__(self, points: Floats) -> None:
        """Sort points, shape (m, 2)."""
        self._points = points
        count = len(points)
        self._side = int(min(max((count / _PER_SQUARE) ** 0.5, 1), _MOST_SIDE))
        x, y = points[:, 0], points[:, 1]
        self._low = (float(x.min()), float(y.min())) if count else (0.0, 0.0)
        widest = max(float(np.ptp(x)), float(np.ptp(y))) if count else 0.0
        self._square = widest / self._side * 1.000001 or 1.0
        column = ((x - self._low[0]) / self._square).astype(np.uint16)
        row = ((y - self._low[1]) / self._square).astype(np.uint16)
        squares = row * np.uint16(self._side) + column
        self._order = np.argsort(squares, kind="stable").astype(np.int32)
        counts = np.bincount(squares, minlength=self._side * self._side)
        self._starts = np.concatenate([[0], np.cumsum(counts)])

    def near(self, x: float, y: float, reach: float) -> Ints:
        """Return the places among the points of those at most ``reach`` off in x and in y."""
        first_column, last_column = self._lines(x - reach - self._low[0], 2 * reach)
        first_row, last_row = self._lines(y - reach - self._low[1], 2 * reach)
        if first_column > last_column or first_row > last_row:
            return np.empty(0, dtype=np.int64)
        rows = np.arange(first_row, last_row + 1) * self._side
        begins = self._starts[rows + first_column]
        ends = self._starts[rows + last_column + 1]
        found = np.sort(self._order[ranges(begins, ends - begins)].astype(np.int64))
        points = self._points[found]
        close = (np.abs(points[:, 0] - x) <= reach) & (np.abs(points[:, 1] - y) <= reach)
        result: Ints = found[close]
        return result

    def _lines(self, begin: float, width: float) -> tuple[int, int]:
        """Return the first and last column, or row, from ``begin`` on."""
        last = self._side - 1
        low, high = begin / self._square, (begin + width) / self._square
        return int(min(max(low, 0), last + 1)), int(min(max(high, -1), last))
