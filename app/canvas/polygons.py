"""Areas: fills and hatches, then outlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor

from app.canvas.colours import see_through
from app.canvas.detail import Extents
from app.canvas.film import Films
from app.canvas.hatch import draw_hatched, hatch_brush
from app.canvas.shapes import Polygons, rings_path
from app.canvas.small_areas import part_steps, small_area_steps
from app.canvas.strokes import stroke_steps
from app.canvas.surface import Surface
from geodata.clipping import clip_rings
from geodata.geometry import Floats, GeometryArray, Ints
from geodata.thinning import part_blocks
from layers.style import PolygonSymbol

_VERTICES_PER_STEP = 1500
_FEATURES_PER_STEP = 60


def polygon_steps(
    surface: Surface,
    geometry: GeometryArray,
    rows: Ints,
    extents: Extents,
    symbols: Sequence[PolygonSymbol],
    of: Ints,
    films: Films,
) -> Iterator[None]:
    """Draw areas: all fills, then all casings, then all outlines; very many small ones on top.

    Args:
        surface: what to draw on.
        geometry: the areas among others, metres (EPSG:3857).
        rows: shape (n,), which of its features they are.
        extents: those of all features.
        symbols: the looks.
        of: shape (n,), each area's place in ``symbols``.
        films: those of earlier drawings.
    """
    large, small = np.arange(len(rows)), np.empty(0, dtype=np.int64)
    if surface.raster:
        large, small = yield from part_steps(surface, extents, rows, symbols, of)
    if len(large):
        yield from _large_steps(surface, geometry.take(rows[large]), symbols, of[large])
    if len(small):
        mine = rows[small]
        yield from small_area_steps(surface, geometry, mine, extents, symbols, of[small], films)


def _large_steps(
    surface: Surface, geometry: GeometryArray, symbols: Sequence[PolygonSymbol], of: Ints
) -> Iterator[None]:
    points = surface.view.to_screen(geometry.coordinates)
    if any(symbol.fill is not None or symbol.hatch is not None for symbol in symbols):
        yield from _fill_steps(surface, points, geometry, symbols, of)
    strokes = [symbol.stroke for symbol in symbols]
    if any(stroke is not None for stroke in strokes):
        owners = np.repeat(of, np.diff(geometry.feature_starts))
        yield from stroke_steps(surface, points, geometry.part_starts, strokes, owners)


def _fill_steps(
    surface: Surface,
    points: Floats,
    geometry: GeometryArray,
    symbols: Sequence[PolygonSymbol],
    of: Ints,
) -> Iterator[None]:
    painter, fills = surface.painter, _Fills(surface, symbols)
    holes = np.append(0, np.cumsum(geometry.holes))[geometry.feature_starts]
    has_holes = np.diff(holes) > 0
    vertices = features = 0
    for first, last in part_blocks(geometry.coordinate_starts):
        areas = _Areas(surface, points, geometry, first, last)
        painter.setPen(Qt.PenStyle.NoPen)
        for starts, look, holed in zip(
            areas.ring_starts, of[first:last].tolist(), has_holes[first:last].tolist(), strict=True
        ):
            size = starts[-1] - starts[0]
            if size < 3:
                continue
            fills.draw(areas.points, starts, look, holed)
            vertices += size
            features += 1
            if vertices >= _VERTICES_PER_STEP or features >= _FEATURES_PER_STEP:
                yield
                vertices = features = 0
        yield


class _Areas:
    """Some of a layer's areas, cut at the view.

    Attributes:
        points: shape (m, 2), the rings of all of them, logical pixels.
        ring_starts: for each area, where its rings begin and where the last one ends.
    """

    def __init__(
        self, surface: Surface, points: Floats, geometry: GeometryArray, first: int, last: int
    ) -> None:
        parts = geometry.feature_starts[first : last + 1]
        starts = geometry.part_starts[parts[0] : parts[-1] + 1]
        self.points, cut_starts = clip_rings(
            points[starts[0] : starts[-1]], starts - starts[0], surface.box(2.0)
        )
        bounds, firsts = cut_starts.tolist(), (parts - parts[0]).tolist()
        self.ring_starts = [bounds[begin : end + 1] for begin, end in pairwise(firsts)]


class _Fills:
    """Fills one area after the other, with brushes made once."""

    def __init__(self, surface: Surface, symbols: Sequence[PolygonSymbol]) -> None:
        self._painter = surface.painter
        self._raster = surface.raster
        self._origin = QPointF(*surface.view.point_to_screen(0.0, 0.0))
        self._polygons = Polygons()
        self._fills = [
            see_through(symbol.fill, symbol.opacity) if symbol.fill else None for symbol in symbols
        ]
        self._hatches = [
            see_through(symbol.hatch, symbol.opacity) if symbol.hatch else None
            for symbol in symbols
        ]
        self._brushes = [
            hatch_brush(self._painter, hatch, self._origin) if hatch and self._raster else None
            for hatch in self._hatches
        ]

    def draw(self, points: Floats, starts: list[int], look: int, has_holes: bool) -> None:
        """Fill one area.

        Args:
            points: those of all areas, logical pixels.
            starts: where each of the area's rings begins, and where the last one ends.
            look: the place of the area's symbol.
            has_holes: whether some of the rings are holes.
        """
        fill, hatch, brush = self._fills[look], self._hatches[look], self._brushes[look]
        if fill is not None:
            self._draw(points, starts, fill, has_holes)
        if brush is not None:
            self._draw(points, starts, brush, has_holes)
        elif hatch is not None:
            draw_hatched(self._painter, rings_path(points, starts), hatch, self._origin)

    def _draw(
        self, points: Floats, starts: list[int], brush: QBrush | QColor, has_holes: bool
    ) -> None:
        self._painter.setBrush(brush)
        if has_holes:
            self._painter.drawPath(rings_path(points, starts))
            return
        # Islands do not overlap: filled one by one they look the same, and take less time.
        for first, last in pairwise(starts):
            if last - first > 2:
                # Named, the fill rule (odd-even as it is) would cost PySide a look at each vertex.
                self._painter.drawPolygon(self._polygons.polygon(points[first:last]))
