"""How much of each pixel many small areas and their outlines cover, without a loop over them.

The pixels around each area are a tile of their own; the tiles stand below one another in columns
that run along the memory, so that numpy goes through all of them at once. Each edge is cut at the
rows of pixels, and each piece adds to its tile how much of the pixel lies at its right; sums along
the rows tell how much of each pixel is inside. A piece counts as if it stood upright in its middle,
and where it reaches into the next pixel what that takes from the one is given to the other: so that
is exact, but for reaches that nobody sees.
"""

from __future__ import annotations

import numpy as np

from app.canvas.corners import POINTED, Corners, Singles
from geodata.frozen import frozen
from geodata.geometry import Bools, Floats, GeometryArray, Ints, ranges

# Edges that go further across while they go down by a pixel are cut in two or more.
_FLAT = np.float32(1)
_LEAST_HEIGHT = np.float32(1e-30)
# By so much of a pixel a piece must reach into the next one to be looked at closer.
_ACROSS = np.float32(0.15)
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
        self._tiles = Tiles(bounds, widest / 2 * POINTED)
        counts = np.diff(rings.area_starts)
        x = (rings.x - np.repeat(self._tiles.left, counts)).astype(np.float32)
        down = self._tiles.top - self._tiles.first_rows
        y = (rings.y - np.repeat(down, counts)).astype(np.float32)
        self._corners = Corners(x, y, rings.starts, rings.holes, widest)

    def pixels(self, columns: int, rows: int) -> Ints:
        """Return shape (columns, rows) of the tiles: the place of every cell in an image.

        What is outside of the image has the place -1.
        """
        return self._tiles.pixels(columns, rows)

    def covers(self, sides: list[float]) -> list[Singles]:
        """Return how much of each pixel the areas cover after they grew.

        Args:
            sides: by how many pixels they grow at each side; less than 0 where they shrink.

        Returns:
            for each of ``sides`` shape (columns, rows) of the tiles, 0 to 1.
        """
        corners, columns = self._corners, self._tiles.columns
        shape = (len(sides), len(corners.x))
        x, y = np.empty(shape, dtype=np.float32), np.empty(shape, dtype=np.float32)
        end_x, end_y = np.empty_like(x), np.empty_like(y)
        for number, side in enumerate(sides):
            corners.grow(side, x[number], y[number])
            # Side by side, with a column to spare.
            x[number] += np.float32(number * (columns + 1))
            corners.end(x[number], end_x[number])
            corners.end(y[number], end_y[number])
        signs = np.tile(corners.signs, len(sides))
        tiles = len(sides), columns + 1, self._tiles.rows
        inside = _sums(x.ravel(), y.ravel(), end_x.ravel(), end_y.ravel(), signs, tiles)
        return [cover[:-1] for cover in inside]


def _sums(
    x: Singles,
    y: Singles,
    end_x: Singles,
    end_y: Singles,
    signs: Singles,
    tiles: tuple[int, int, int],
) -> Singles:
    """Return how much of each cell lies within edges.

    Args:
        x: shape (e,), where each edge begins, columns of all sides.
        y: the same, rows of all tiles down.
        end_x: shape (e,), where each edge ends.
        end_y: the same, down.
        signs: shape (e,), 1 for an edge of a ring that runs clockwise, else -1.
        tiles: how many sides, columns of each, one of them empty, and rows there are.

    Returns:
        shape (sides, columns, rows), 0 to 1.
    """
    pieces = _Pieces(*_steep(x, y, end_x, end_y, signs))
    inside = np.zeros(tiles, dtype=np.float32)
    rows = tiles[2]
    here = inside.ravel()
    right = here[rows:]
    while pieces.count:
        cells, amounts, shares, crossing, more = pieces.take(rows)
        # Of each piece its own cell gets what lies right of it there, the next one the rest:
        # added up along the columns that makes all of it.
        np.add.at(right, cells, shares)
        amounts -= shares
        np.add.at(here, cells, amounts)
        # A piece across two cells counted as upright: a corner of it belongs to the left one.
        np.add.at(here, crossing, more)
        np.add.at(here[2 * rows :], crossing, more)
        more *= np.float32(-2)
        np.add.at(right, crossing, more)
    for column in range(1, tiles[1] - 1):
        inside[:, column] += inside[:, column - 1]
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

    def take(self, rows: int) -> tuple[Ints, Singles, Singles, Ints, Singles]:
        """Return the pieces in the next row of each edge, and go on to the one below.

        Args:
            rows: how many rows there are in a column of cells.

        Returns:
            in which cell the middle of each piece is; how high each is, less than 0 for those
            that end an area; how much of that lies left of it in the cell; the left one of the two
            cells that a piece is in, of those that are in two; how much more of it is inside, and
            how much less of the right one, than if the piece stood upright in its middle.
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
        height *= self._amount
        half = np.abs(step) * np.float32(0.5)
        reach = half - np.float32(0.5) + np.abs(middle - np.float32(0.5))
        crossing = np.flatnonzero(reach > _ACROSS)
        reach = reach.take(crossing)
        moved = reach * reach * height.take(crossing) / (half.take(crossing) * np.float32(4))
        left = column.take(crossing)
        left -= np.float32(rows) * (middle.take(crossing) < np.float32(0.5))
        middle *= height
        more = np.flatnonzero(self._bottom > low)
        self.count = len(more)
        step += self._x
        self._top = self._row = low.take(more)
        self._x, self._bottom = step.take(more), self._bottom.take(more)
        self._slope, self._amount = self._slope.take(more), self._amount.take(more)
        return column.astype(np.int64), height, middle, left.astype(np.int64), moved
