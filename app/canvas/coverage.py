"""How much of each pixel many small areas and their outlines cover, without a loop over them.

The pixels around each area are a tile of their own; the tiles stand below one another in columns
that run along the memory, so that numpy goes through all of them at once. Each edge is cut at the
rows of pixels, and each piece adds to its tile how much of the pixel lies at its right; sums along
the rows tell how much of each pixel is inside. That is exact from top to bottom; from left to
right a piece counts as if it stood upright in its middle, which the eye cannot tell from the exact
areas that Qt computes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geodata.frozen import frozen
from geodata.geometry import Bools, Floats, GeometryArray, Ints, ranges

Singles = npt.NDArray[np.float32]

# The corners of outlines are pointed, up to this many times half the width of the line.
_POINTED = 1.4143
# The most by which areas shrink, as a share of their lesser side.
_INWARDS = 0.4
# Edges that go further across while they go down by a pixel are cut in two or more.
_FLAT = np.float32(1)
_LEAST_LENGTH = np.float32(1e-6)
_LEAST_HEIGHT = np.float32(1e-30)
# Rounding may take a point this far out of its tile, pixels.
_SLACK = 0.01


@frozen(eq=False)
class Rings:
    """The rings of n areas, each with its first point repeated at its end.

    Attributes:
        x, y: shape (m,), pixels.
        starts: shape (p + 1,), the first point of each ring, then m; no ring is empty.
        area_starts: shape (n + 1,), the first point of each area, then m.
        holes: shape (p,), whether a ring is a hole.
    """

    x: Floats
    y: Floats
    starts: Ints
    area_starts: Ints
    holes: Bools


def rings_of(geometry: GeometryArray, x: Floats, y: Floats) -> Rings:
    """Return the rings of areas that all have a place.

    Args:
        geometry: the areas.
        x: shape (m,), the pixels where its coordinates are.
        y: the same, down.
    """
    starts = geometry.part_starts
    first, last = starts[:-1], starts[1:] - 1
    open_rings = np.flatnonzero((x[first] != x[last]) | (y[first] != y[last]))
    if len(open_rings):
        more = np.zeros(len(first), dtype=np.int64)
        more[open_rings] = 1
        counts = np.diff(starts) + more
        ends = np.cumsum(counts)
        kept = ranges(first, counts)
        kept[ends[open_rings] - 1] = first[open_rings]
        x, y, starts = x[kept], y[kept], np.append(0, ends)
    return Rings(x, y, starts, starts[geometry.feature_starts], geometry.holes)


class Tiles:
    """The pixels around each of n areas, one tile below the other.

    Attributes:
        columns: how many columns all tiles have.
        rows: how many rows they have together.
        left, top: shape (n,), where each is, whole pixels.
        first_rows: shape (n,), which row of the tiles is the first of each.
    """

    def __init__(self, bounds: Floats, margin: float) -> None:
        """Lay a tile around each area.

        Args:
            bounds: shape (n, 4), least x, least y, greatest x, greatest y of each, pixels.
            margin: how far outlines reach beyond.
        """
        low = np.floor(bounds[:, :2] - (margin + _SLACK))
        size = (np.floor(bounds[:, 2:] + (margin + _SLACK)) - low).astype(np.int64)
        self.left, self.top = low[:, 0], low[:, 1]
        self.columns = int(size[:, 0].max()) + 1
        self._heights = size[:, 1] + 1
        ends = np.cumsum(self._heights)
        self.rows = int(ends[-1])
        self.first_rows = ends - self._heights

    def pixels(self, columns: int, rows: int) -> Ints:
        """Return shape (columns, rows): the place of every cell in an image, -1 outside of it."""
        line = ranges(self.top.astype(np.int64), self._heights)
        left = np.repeat(self.left.astype(np.int64), self._heights)
        across = np.arange(self.columns)[:, None]
        result: Ints = line * columns + left + across
        out = (line < 0) | (line >= rows) | (left < 0) | (left > columns - self.columns)
        partly = np.flatnonzero(out)
        if len(partly):
            line, column = line[partly], left[partly] + across
            inside = (column >= 0) & (column < columns) & (line >= 0) & (line < rows)
            result[:, partly] = np.where(inside, result[:, partly], -1)
        return result


class Outlines:
    """Areas laid on tiles, ready to be asked how much of each pixel they cover."""

    def __init__(self, rings: Rings, bounds: Floats, widest: float) -> None:
        """Lay areas on tiles.

        Args:
            rings: the areas.
            bounds: shape (n, 4), least x, least y, greatest x, greatest y of each, pixels.
            widest: the width of the widest outline that will be asked for, pixels.
        """
        self.tiles = Tiles(bounds, widest / 2 * _POINTED)
        counts = np.diff(rings.area_starts)
        x = (rings.x - np.repeat(self.tiles.left, counts)).astype(np.float32)
        down = self.tiles.top - self.tiles.first_rows
        y = (rings.y - np.repeat(down, counts)).astype(np.float32)
        self._first, self._last = rings.starts[:-1], rings.starts[1:] - 1
        self._x, self._y = x, y
        self._way_x, self._way_y = self._steps(self._x), self._steps(self._y)
        doubled = np.add.reduceat(self._x * self._way_y - self._way_x * self._y, self._first)
        # Outer rings that run anticlockwise on the screen and holes that do not are turned.
        turned = (doubled < 0) != rings.holes
        signs = np.where(turned, np.float32(-1), np.float32(1))
        self._signs = np.repeat(signs, self._last - self._first + 1)
        # Column by column: along the last axis numpy takes ten times as long.
        narrow = np.minimum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
        self._most_inwards = np.repeat((narrow * -_INWARDS).astype(np.float32), counts)

    def covers(self, sides: list[float]) -> list[Singles]:
        """Return how much of each pixel the areas cover after they grew.

        Args:
            sides: by how many pixels they grow at each side; less than 0 where they shrink.

        Returns:
            for each of ``sides`` shape (columns, rows) of the tiles, 0 to 1.
        """
        rows, columns = self.tiles.rows, self.tiles.columns
        shape = (len(sides), len(self._x))
        x, y = np.empty(shape, dtype=np.float32), np.empty(shape, dtype=np.float32)
        end_x, end_y = np.empty_like(x), np.empty_like(y)
        aside = self._aside() if any(sides) else None
        for number, side in enumerate(sides):
            self._grow(side, aside, x[number], y[number])
            y[number] += np.float32(number * rows)
            self._end(x[number], end_x[number])
            self._end(y[number], end_y[number])
        signs = np.tile(self._signs, len(sides))
        tiles = columns, rows * len(sides)
        inside = _sums(x.ravel(), y.ravel(), end_x.ravel(), end_y.ravel(), signs, tiles)
        return [inside[:, rows * number : rows * (number + 1)] for number in range(len(sides))]

    def _grow(
        self, side: float, aside: tuple[Singles, Singles] | None, x: Singles, y: Singles
    ) -> None:
        """Write to ``x`` and ``y`` where the points are after the areas grew by ``side``."""
        if aside is None or not side:
            x[:], y[:] = self._x, self._y
            return
        # Shrunk by more than they have they would grow again, upside down.
        way = np.maximum(np.float32(side), self._most_inwards) if side < 0 else np.float32(side)
        for own, out, grown in ((self._x, aside[0], x), (self._y, aside[1], y)):
            np.multiply(out, way, out=grown)
            grown += own

    def _aside(self) -> tuple[Singles, Singles]:
        """Return where each point goes when its area grows by a pixel."""
        way_x, way_y = self._way_x, self._way_y
        scale = way_x * way_x
        scale += way_y * way_y
        np.sqrt(scale, out=scale)
        np.maximum(scale, _LEAST_LENGTH, out=scale)
        np.divide(self._signs, scale, out=scale)
        out_x, out_y = way_y * scale, way_x * -scale
        before_x, before_y = self._before(out_x), self._before(out_y)
        along = out_x * before_x
        along += out_y * before_y
        along += np.float32(1)
        # Longer points would be cut off by Qt too.
        np.maximum(along, np.float32(1), out=along)
        out_x += before_x
        out_y += before_y
        out_x /= along
        out_y /= along
        return out_x, out_y

    def _steps(self, values: Singles) -> Singles:
        """Return the way from each point to the next of its ring, 0 from the last."""
        result = np.empty_like(values)
        np.subtract(values[1:], values[:-1], out=result[:-1])
        result[self._last] = 0
        return result

    def _end(self, values: Singles, result: Singles) -> None:
        """Write the value of the next point of each ring, that of the last for itself."""
        result[:-1] = values[1:]
        result[self._last] = values[self._last]

    def _before(self, values: Singles) -> Singles:
        """Return what the edge before each point has; the last edge of a ring has no length."""
        values[self._last] = values[self._first]
        result = np.empty_like(values)
        result[1:] = values[:-1]
        result[self._first] = values[self._last - 1]
        return result


def _sums(
    x: Singles, y: Singles, end_x: Singles, end_y: Singles, signs: Singles, tiles: tuple[int, int]
) -> Singles:
    """Return how much of each cell lies within edges.

    Args:
        x: shape (e,), where each edge begins, columns of the tiles.
        y: the same, rows of all tiles down.
        end_x: shape (e,), where each edge ends.
        end_y: the same, down.
        signs: shape (e,), 1 for an edge of a ring that runs clockwise, else -1.
        tiles: how many columns and rows there are.

    Returns:
        shape (columns, rows), 0 to 1.
    """
    columns, rows = tiles
    pieces = _Pieces(*_steep(x, y, end_x, end_y, signs))
    cells = np.empty(pieces.most, dtype=np.int64)
    amounts, shares = np.empty(pieces.most), np.empty(pieces.most)
    used = 0
    while pieces.count:
        part = slice(used, used + pieces.count)
        used += pieces.count
        pieces.write(cells[part], amounts[part], shares[part], rows)
    cells = cells[:used]
    # Right of an edge all of its amount counts, in its own pixel what lies right of it.
    inside = np.bincount(cells, amounts[:used], columns * rows).astype(np.float32)
    inside = inside.reshape(columns, rows)
    for column in range(1, columns):
        inside[column] += inside[column - 1]
    left = np.bincount(cells, shares[:used], columns * rows).astype(np.float32)
    inside -= left.reshape(columns, rows)
    return np.clip(inside, 0.0, 1.0, out=inside)


def _steep(
    x: Singles, y: Singles, end_x: Singles, end_y: Singles, signs: Singles
) -> tuple[Singles, Singles, Singles, Singles, Singles]:
    """Return edges, flat ones of which are cut; the arrays may be changed."""
    way_x, way_y = end_x - x, end_y - y
    most = np.abs(way_y)
    np.maximum(most, _FLAT, out=most)
    flat = np.flatnonzero(np.abs(way_x) > most)
    if not len(flat):
        return x, y, end_x, end_y, signs
    way_x, way_y = way_x[flat], way_y[flat]
    pieces = np.ceil(np.abs(way_x) / most[flat])
    way_x /= pieces
    way_y /= pieces
    # The first piece stays where the edge was, the others are new.
    at_x, at_y = x[flat] + way_x, y[flat] + way_y
    end_x[flat], end_y[flat] = at_x, at_y
    more_x, more_y, more_way_x, more_way_y = [x], [y], [end_x], [end_y]
    more_signs, signs_flat = [signs], signs[flat]
    left = pieces - 1
    while True:
        next_x, next_y = at_x + way_x, at_y + way_y
        more_x.append(at_x)
        more_y.append(at_y)
        more_way_x.append(next_x)
        more_way_y.append(next_y)
        more_signs.append(signs_flat)
        left -= np.float32(1)
        keep = np.flatnonzero(left > 0.5)
        if not len(keep):
            break
        at_x, at_y, way_x, way_y = next_x[keep], next_y[keep], way_x[keep], way_y[keep]
        left, signs_flat = left[keep], signs_flat[keep]
    return (
        np.concatenate(more_x),
        np.concatenate(more_y),
        np.concatenate(more_way_x),
        np.concatenate(more_way_y),
        np.concatenate(more_signs),
    )


class _Pieces:
    """Edges that are cut at the rows of pixels; those of a row are looked at together.

    Attributes:
        count: how many edges reach into their next row.
        most: how many pieces there are at most.
    """

    def __init__(
        self, x: Singles, y: Singles, end_x: Singles, end_y: Singles, signs: Singles
    ) -> None:
        down, across = end_y - y, end_x - x
        way = np.copysign(np.float32(1), down)
        self._top, self._bottom = np.minimum(y, end_y), np.maximum(y, end_y)
        # Of an edge that goes up the end is on top.
        self._x = x + across * (np.float32(0.5) - np.float32(0.5) * way)
        across *= way
        across /= np.maximum(np.abs(down, out=down), _LEAST_HEIGHT)
        self._slope = across
        way *= signs
        self._amount = np.negative(way, out=way)
        self._row = np.floor(self._top)
        self.count = len(x)
        # Each edge has a piece in the row where it ends; rounding counts for less than another.
        self.most = int((self._bottom - self._row).sum()) + len(x) + 16

    def write(self, cells: Ints, amounts: Floats, shares: Floats, rows: int) -> None:
        """Tell of the pieces in the next row of each edge, and go on to the one below.

        Args:
            cells: written to: in which cell the middle of each piece is.
            amounts: written to: how high each is, less than 0 for those that end an area.
            shares: written to: how much of that lies left of it in the cell.
            rows: how many rows there are in a column of cells.
        """
        low = self._row + np.float32(1)
        height = np.minimum(self._bottom, low)
        height -= self._top
        step = self._slope * height
        middle = step * np.float32(0.5)
        middle += self._x
        column = np.floor(middle)
        middle -= column
        column *= np.float32(rows)
        column += self._row
        cells[:] = column
        height *= self._amount
        amounts[:] = height
        middle *= height
        shares[:] = middle
        more = np.flatnonzero(self._bottom > low)
        self.count = len(more)
        step += self._x
        self._top = self._row = low[more]
        self._x, self._bottom = step[more], self._bottom[more]
        self._slope, self._amount = self._slope[more], self._amount[more]
