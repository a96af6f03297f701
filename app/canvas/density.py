"""Very many points: where symbols would hide each other, how many there are is drawn instead."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from math import log2

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.corners import Singles
from app.canvas.film import Pixels, Sheet
from app.canvas.surface import Surface
from geodata.geometry import Floats, GeometryArray, Ints
from layers.markers import marker_extent
from layers.style import PointSymbol

_FEWEST = 20_000
"""Fewer points are always drawn as symbols."""

_CROWDED = 6.0
"""From so many points on the place of one symbol, symbols hide each other."""

_FINEST_LEVEL = 10
_CELL = 2.0
"""Logical pixels; the side of the squares in which points are counted."""

# A square with one point is this opaque; one with four times the usual number is wholly so.
_LEAST_OPACITY = 0.2
_MOST_COUNT = 4.0
_POINTS_PER_STEP = 40_000
_ROWS_PER_STEP = 64
_LINES_PER_STEP = 128


class Crowding:
    """How crowded points are, at any scale; counted once a geometry."""

    def __init__(self) -> None:
        self._side = 0.0
        self._per_level: list[float] | None = None

    def steps(self, geometry: GeometryArray) -> Iterator[None]:
        """Count the points, unless that is done."""
        if self._per_level is not None:
            return
        coordinates = geometry.coordinates
        if len(coordinates) < _FEWEST:
            self._per_level = []
            return
        low = np.full(2, np.inf)
        high = np.full(2, -np.inf)
        for start in range(0, len(coordinates), _POINTS_PER_STEP):
            block = coordinates[start : start + _POINTS_PER_STEP]
            for axis in (0, 1):
                low[axis] = min(low[axis], block[:, axis].min())
                high[axis] = max(high[axis], block[:, axis].max())
            yield
        cells = 1 << _FINEST_LEVEL
        side = float((high - low).max()) / cells * 1.0001 or 1.0
        counts: Singles = np.zeros(cells * cells, dtype=np.float32)
        for start in range(0, len(coordinates), _POINTS_PER_STEP):
            block = coordinates[start : start + _POINTS_PER_STEP]
            column = ((block[:, 0] - low[0]) / side).astype(np.int64)
            row = ((block[:, 1] - low[1]) / side).astype(np.int64)
            np.add.at(counts, row * cells + column, np.ones(len(block), dtype=np.float32))
            yield
        grid = counts.reshape(cells, cells)
        levels = []
        while True:
            squares = 0.0
            for first in range(0, len(grid), _LINES_PER_STEP):
                lines = grid[first : first + _LINES_PER_STEP].astype(np.float64)
                squares += float((lines * lines).sum())
                yield
            levels.append(squares / len(coordinates))
            if len(grid) == 1:
                break
            grid = grid[::2] + grid[1::2]
            grid = grid[:, ::2] + grid[:, 1::2]
        self._side, self._per_level = side, levels

    def at(self, side: float) -> float:
        """Return how many points a point has around it in a square of ``side`` metres.

        That is their mean number over the points, not over the squares: it says how crowded it is
        where the points are. Zero before `steps` ended, and where there are few points.
        """
        levels = self._per_level
        if not levels:
            return 0.0
        level = log2(side / self._side) if side > 0 else -100.0
        if level <= 0:
            return float(levels[0] * 4.0 ** max(level, -100.0))
        if level >= len(levels) - 1:
            return levels[-1]
        below = int(level)
        share = level - below
        return float(levels[below] ** (1 - share) * levels[below + 1] ** share)


def is_crowded(crowding: Crowding, symbols: Sequence[PointSymbol], resolution: float) -> bool:
    """Return whether symbols would hide each other at metres per logical pixel.

    That depends on the points and the scale alone: a pan changes nothing.
    """
    smallest = min((marker_extent(symbol) for symbol in symbols), default=0.0)
    return crowding.at(smallest * resolution) > _CROWDED


def density_steps(
    surface: Surface,
    geometry: GeometryArray,
    symbols: Sequence[PointSymbol],
    of: Ints,
    crowding: Crowding,
) -> Generator[None, None, int]:
    """Draw how many points there are; the generator returns how many are in view.

    Args:
        surface: what to draw on.
        geometry: the n features, metres (EPSG:3857).
        symbols: the looks; of several in one square the colours are mixed by their numbers.
        of: shape (n,), each feature's place in ``symbols``, -1 if it is not drawn.
        crowding: how crowded the points are.
    """
    grid = _Grid(surface)
    # Looks of one colour, as sizes have them, are one: only colours are mixed.
    first_of = {symbol.color: symbol for symbol in symbols}
    colours = {colour: place for place, colour in enumerate(first_of)}
    colour_of = np.array([*(colours[symbol.color] for symbol in symbols), -1], dtype=np.int64)
    are_merged, symbols = len(first_of) < len(symbols), tuple(first_of.values())
    counts = np.zeros((len(symbols), grid.rows * grid.columns), dtype=np.float32)
    single = len(geometry.coordinates) == len(geometry)
    owners = None if single else np.repeat(np.arange(len(of)), np.diff(geometry.feature_starts))
    seen = 0
    for start in range(0, len(geometry.coordinates), _POINTS_PER_STEP):
        part = slice(start, start + _POINTS_PER_STEP)
        inside, cells = grid.cells(geometry.coordinates[part])
        looks = of[part] if owners is None else of[owners[part]]
        looks = looks if inside is None else looks[inside]
        looks = colour_of[looks] if are_merged else looks
        for look in range(len(symbols)):
            mine = cells if (looks == look).all() else cells[looks == look]
            np.add.at(counts[look], mine, np.ones(len(mine), dtype=np.float32))
            seen += len(mine)
        yield
    usual = crowding.at(grid.side * surface.view.resolution / surface.pixels)
    yield from grid.draw_steps(counts, symbols, max(_MOST_COUNT * usual, 2.0))
    return seen


class _Grid:
    """The squares of a view in which points are counted; they lie still when the map moves."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self.side = max(1, round(_CELL * surface.pixels))
        self._sheet = Sheet(surface)
        zero_x, zero_y = surface.to_device(np.array([surface.view.point_to_screen(0.0, 0.0)]))[0]
        sheet = self._sheet
        self._left = (round(zero_x) - sheet.left) % self.side - self.side
        self._top = (round(zero_y) - sheet.top) % self.side - self.side
        self.columns = -(-(sheet.columns - self._left) // self.side)
        self.rows = -(-(sheet.rows - self._top) // self.side)

    def cells(self, coordinates: Floats) -> tuple[Ints | None, Ints]:
        """Return which points are in view (None: all of them), and the square of each."""
        x, y = self._sheet.places(coordinates)
        seen = (x >= 0) & (y >= 0) & (x < self._sheet.columns) & (y < self._sheet.rows)
        inside = None
        if not seen.all():
            inside = np.flatnonzero(seen)
            x, y = x[inside], y[inside]
        column = ((x - self._left) / self.side).astype(np.int64)
        row = ((y - self._top) / self.side).astype(np.int64)
        return inside, row * self.columns + column

    def draw_steps(
        self, counts: Singles, symbols: Sequence[PointSymbol], most: float
    ) -> Iterator[None]:
        """Draw the squares; those with ``most`` points or more are opaque."""
        colours = np.array(
            [
                [colour.blue(), colour.green(), colour.red(), 255]
                for colour in (QColor(symbol.color) for symbol in symbols)
            ],
            dtype=np.float32,
        )
        sheet, side = self._sheet, self.side
        if not self._surface.raster:
            self._draw_whole(_coloured(counts, colours, most))
            return
        lines = max(1, _ROWS_PER_STEP // side)
        for first in range(0, self.rows, lines):
            last = min(first + lines, self.rows)
            part = counts[:, first * self.columns : last * self.columns]
            squares = _coloured(part, colours, most).reshape(last - first, self.columns, 4)
            large = squares.repeat(side, axis=0).repeat(side, axis=1)
            top = self._top + first * side
            above = max(0, -top)
            left = -self._left
            count = min(len(large) - above, sheet.rows - top - above)
            if count > 0:
                pixels = np.ascontiguousarray(
                    large[above : above + count, left : left + sheet.columns]
                )
                sheet.draw(pixels, top + above, count)
            yield

    def _draw_whole(self, squares: Pixels) -> None:
        """Draw the squares on a page, as an image of a pixel each."""
        painter = self._surface.painter
        image = QImage(
            squares.data,
            self.columns,
            self.rows,
            4 * self.columns,
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        corner = QPointF(self._sheet.left + self._left, self._sheet.top + self._top)
        size = QSizeF(self.columns * self.side, self.rows * self.side)
        back = painter.deviceTransform().inverted()[0]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(back.mapRect(QRectF(corner, size)), image.copy())
        painter.restore()


def _coloured(counts: Singles, colours: Singles, most: float) -> Pixels:
    """Return shape (k, 4): premultiplied blue, green, red, alpha of squares.

    Args:
        counts: shape (looks, k), how many points of each look each has.
        colours: shape (looks, 4), blue, green, red and 255.
        most: the number from which on a square is opaque.
    """
    total = counts.sum(axis=0)
    alpha = np.log1p(total) / np.float32(np.log1p(most))
    np.minimum(alpha, np.float32(1), out=alpha)
    alpha *= np.float32(1 - _LEAST_OPACITY)
    alpha += np.float32(_LEAST_OPACITY)
    alpha[total == 0] = 0
    alpha /= np.maximum(total, np.float32(1))
    mixed: Singles = (counts * alpha).T @ colours
    pixels: Pixels = (mixed + np.float32(0.5)).astype(np.uint8)
    return pixels
