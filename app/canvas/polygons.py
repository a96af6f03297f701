"""Areas: fills and hatches, then outlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor

from app.canvas.colours import see_through
from app.canvas.hatch import draw_hatched, hatch_brush
from app.canvas.shapes import Polygons, rings_path
from app.canvas.strokes import stroke_steps
from app.canvas.surface import Surface
from geodata.clipping import clip_rings
from geodata.geometry import Floats, GeometryArray, Ints
from layers.style import PolygonSymbol

_VERTICES_PER_STEP = 1500
_FEATURES_PER_STEP = 60


def polygon_steps(
    surface: Surface, geometry: GeometryArray, symbols: Sequence[PolygonSymbol], of: Ints
) -> Iterator[None]:
    """Draw areas: all fills, then all casings, then all outlines.

    Args:
        surface: what to draw on.
        geometry: the n areas, metres (EPSG:3857).
        symbols: the looks.
        of: shape (n,), each area's place in ``symbols``.
    """
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
    points, part_starts = clip_rings(points, geometry.part_starts, surface.box(2.0))
    painter, fills = surface.painter, _Fills(surface, symbols)
    first_parts = geometry.feature_starts.tolist()
    bounds = part_starts.tolist()
    vertices = features = 0
    painter.setPen(Qt.PenStyle.NoPen)
    for row, look in enumerate(of.tolist()):
        first, last = first_parts[row], first_parts[row + 1]
        start, end = bounds[first], bounds[last]
        if end - start < 3:
            continue
        has_holes = bool(geometry.holes[first + 1 : last].any())
        fills.draw(points[start:end], part_starts[first : last + 1] - start, look, has_holes)
        vertices += end - start
        features += 1
        if vertices >= _VERTICES_PER_STEP or features >= _FEATURES_PER_STEP:
            yield
            painter.setPen(Qt.PenStyle.NoPen)
            vertices = features = 0


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

    def draw(self, points: Floats, starts: Ints, look: int, has_holes: bool) -> None:
        """Fill one area, its rings given as in `app.canvas.shapes.rings_path`."""
        fill, hatch, brush = self._fills[look], self._hatches[look], self._brushes[look]
        if fill is not None:
            self._draw(points, starts, fill, has_holes)
        if brush is not None:
            self._draw(points, starts, brush, has_holes)
        elif hatch is not None:
            draw_hatched(self._painter, rings_path(points, starts), hatch, self._origin)

    def _draw(self, points: Floats, starts: Ints, brush: QBrush | QColor, has_holes: bool) -> None:
        self._painter.setBrush(brush)
        if has_holes:
            self._painter.drawPath(rings_path(points, starts))
            return
        # Islands do not overlap: filled one by one they look the same, and take less time.
        for first, last in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
            if last - first > 2:
                polygon = self._polygons.polygon(points[first:last])
                # Named, the fill rule (odd-even as it is) would cost PySide a look at each vertex.
                self._painter.drawPolygon(polygon)
