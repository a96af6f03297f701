"""Lines and outlines: casings first, then the lines, whole or dashed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.canvas.shapes import Polygons
from app.canvas.surface import Surface
from geodata.clipping import Runs, clip_lines
from geodata.geometry import Bools, Floats, Ints
from geodata.thinning import part_blocks
from layers.style import Stroke

# Qt's time to stroke a line grows faster than its length; pieces of this many vertices were
# the fastest, twice as fast as whole coasts.
_PIECE = 32
# Qt draws lines of one pixel by a simpler way, which has no such trouble.
_THIN_PIECE = 512
_VERTICES_PER_STEP = 600
# In lines of one pixel and less Qt loses count of dashes beyond the edge of the picture.
_LEAST_DASHED = 1.01

ROUND_FROM = 4.0
"""Logical pixels from which on one sees how corners are made: they are round."""


def stroke_steps(
    surface: Surface, points: Floats, part_starts: Ints, strokes: Sequence[Stroke | None], of: Ints
) -> Iterator[None]:
    """Draw lines, all casings beneath all lines.

    Args:
        surface: what to draw on.
        points: shape (m, 2), logical pixels.
        part_starts: shape (p + 1,), the first point of each line, then m.
        strokes: the looks.
        of: shape (p,), each line's place in ``strokes``.
    """
    widest = max((max(s.width, s.casing_width) for s in strokes if s is not None), default=0.0)
    box = surface.box(widest + 2.0)
    blocks: list[tuple[Runs, Ints]] = []
    for first, last in part_blocks(part_starts):
        start, end = int(part_starts[first]), int(part_starts[last])
        runs = clip_lines(points[start:end], part_starts[first : last + 1] - start, box)
        blocks.append((runs, of[first:last][runs.parts]))
        yield
    looks = [(place, stroke) for place, stroke in enumerate(strokes) if stroke is not None]
    for place, stroke in looks:
        if stroke.casing is not None:
            for runs, look in blocks:
                yield from _draw(surface, runs, look == place, casing_pen(stroke))
    for place, stroke in looks:
        for runs, look in blocks:
            yield from _draw(surface, runs, look == place, line_pen(stroke))


def casing_pen(stroke: Stroke) -> QPen:
    """Return the pen of a stroke's casing, which it must have."""
    if stroke.casing is None:
        raise ValueError("this stroke has no casing")
    return _pen(stroke.casing, stroke.casing_width)


def line_pen(stroke: Stroke) -> QPen:
    """Return the pen of a stroke without its casing."""
    pen = _pen(stroke.color, stroke.width)
    if stroke.dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([length / stroke.width for length in stroke.dashes])
    return pen


def _pen(color: str, width: float) -> QPen:
    pen = QPen(QColor(color), width)
    if width >= ROUND_FROM:
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    else:
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        # Pieces of a line meet without a notch.
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    return pen


def _draw(surface: Surface, runs: Runs, mine: Bools, pen: QPen) -> Iterator[None]:
    painter, polygons = surface.painter, Polygons()
    dashed = pen.style() == Qt.PenStyle.CustomDashLine
    thin = not surface.raster or pen.widthF() * surface.pixels <= 1.0
    # Every dash is a line of its own.
    size = _THIN_PIECE if thin or dashed else _PIECE
    if dashed and surface.raster:
        pen.setWidthF(max(pen.widthF(), _LEAST_DASHED / surface.pixels))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    vertices = 0
    for run in np.flatnonzero(mine).tolist():
        first, end = int(runs.starts[run]), int(runs.starts[run + 1])
        along = float(runs.distances[run])
        while first < end - 1:
            piece = runs.coordinates[first : min(first + size + 1, end)]
            if dashed:
                _start_dashes(painter, pen, along)
                along += _length(piece)
            if not dashed and len(piece) > 3 and (piece[0] == piece[-1]).all():
                # A whole ring has a corner where it begins, not two ends.
                painter.drawPolygon(polygons.polygon(piece))
            else:
                painter.drawPolyline(polygons.polygon(piece))
            first += size
            vertices += len(piece)
            if vertices >= _VERTICES_PER_STEP:
                yield
                vertices = 0


def _start_dashes(painter: QPainter, pen: QPen, along: float) -> None:
    """Let the dashes go on where those of the line before left off, wherever it was cut."""
    pen.setDashOffset(along / pen.widthF())
    painter.setPen(pen)


def _length(points: Floats) -> float:
    step = np.diff(points, axis=0)
    return float(np.hypot(step[:, 0], step[:, 1]).sum())
