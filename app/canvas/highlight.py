"""Marks the selected feature and the one pointed at, over the finished map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from app.canvas.pointing import Pointed
from geodata.frozen import frozen
from geodata.geometry import Family, Floats
from layers.builtin_map import SELECTION
from layers.dark import dark_marker_colour
from layers.scene import Scene
from layers.style import PointSymbol
from layers.view import View

if TYPE_CHECKING:
    from shapely import Geometry

_CASING = 2.0
_RING_GAP = 4.0
# A path is made anew once it is seen this many times closer or farther than it was made for.
_REUSE = 2.0
# Shapes lose what is smaller than this many pixels.
_TOLERANCE = 0.5


@frozen
class Emphasis:
    """How strongly a feature is marked: width of the outline in pixels, opacity of both."""

    width: float
    outline: float
    fill: float


SELECTED = Emphasis(2.4, 1.0, 0.08)
HOVERED = Emphasis(1.6, 0.75, 0.04)


@frozen
class _Outline:
    """The path of a feature in pixels of ``resolution``, from an origin in metres."""

    pointed: Pointed
    path: QPainterPath
    origin: tuple[float, float]
    resolution: float

    def serves(self, pointed: Pointed, resolution: float) -> bool:
        """Return whether it is the path of ``pointed``, as fine as ``resolution`` needs it."""
        ratio = self.resolution / resolution
        same = self.pointed.layer is pointed.layer and self.pointed.row == pointed.row
        return same and 1 / _REUSE <= ratio <= _REUSE


class Highlight:
    """Paints one feature's mark; keeps its path while the map moves."""

    def __init__(self, emphasis: Emphasis) -> None:
        self._emphasis = emphasis
        self._kept: _Outline | None = None

    def paint(self, painter: QPainter, scene: Scene, view: View, pointed: Pointed) -> None:
        """Paint the mark of ``pointed``; the painter's unit is the logical pixel."""
        colour = mark_colour(scene)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if pointed.layer.family is Family.POINT:
            self._paint_ring(painter, scene, view, pointed, colour)
        else:
            self._paint_outline(painter, scene, view, pointed, colour)
        painter.restore()

    def _paint_ring(
        self, painter: QPainter, scene: Scene, view: View, pointed: Pointed, colour: QColor
    ) -> None:
        symbol = pointed.layer.symbols[pointed.layer.symbol_of[pointed.row]]
        size = symbol.size if isinstance(symbol, PointSymbol) else 0.0
        radius = size / 2 + _RING_GAP
        centre = QPointF(*pointed.pixel(view))
        painter.setPen(self._pen(QColor(scene.paper), _CASING))
        painter.drawEllipse(centre, radius, radius)
        painter.setPen(self._pen(colour))
        painter.drawEllipse(centre, radius, radius)

    def _paint_outline(
        self, painter: QPainter, scene: Scene, view: View, pointed: Pointed, colour: QColor
    ) -> None:
        path = self._path(pointed, view)
        if pointed.layer.family is Family.POLYGON:
            fill = QColor(colour)
            fill.setAlphaF(self._emphasis.fill)
            painter.fillPath(path, QBrush(fill))
        else:
            painter.strokePath(path, self._pen(QColor(scene.paper), 2 * _CASING))
        painter.strokePath(path, self._pen(colour))

    def _pen(self, colour: QColor, extra_width: float = 0.0) -> QPen:
        tone = QColor(colour)
        tone.setAlphaF(self._emphasis.outline)
        pen = QPen(tone, self._emphasis.width + extra_width)
        # Round joins take twice the time, at every frame of a pan, and do not show.
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        return pen

    def _path(self, pointed: Pointed, view: View) -> QPainterPath:
        """Return the feature's path in logical pixels of ``view``."""
        if self._kept is None or not self._kept.serves(pointed, view.resolution):
            self._kept = _outline(pointed, view.resolution)
        kept = self._kept
        left, top = view.point_to_screen(*kept.origin)
        stretch = kept.resolution / view.resolution
        return QTransform(stretch, 0, 0, stretch, left, top).map(kept.path)


def mark_colour(scene: Scene) -> QColor:
    """Return the colour of what is selected, pointed at or focused."""
    return QColor(dark_marker_colour(SELECTION) if scene.theme == "dark" else SELECTION)


def _outline(pointed: Pointed, resolution: float) -> _Outline:
    import shapely

    shape = pointed.layer.geometry.shape(pointed.row)
    thinned = shapely.simplify(shape, resolution * _TOLERANCE, preserve_topology=False)
    # A shape smaller than the tolerance vanishes when it is thinned.
    shape = shape if thinned.is_empty else thinned
    left, _, _, top = shape.bounds
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for line in _lines(shape):
        pixels = (line - (left, top)) / (resolution, -resolution)
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in pixels.tolist()]))
    return _Outline(pointed, path, (left, top), resolution)


def _lines(shape: Geometry) -> list[Floats]:
    """Return the coordinates of each ring or line of a shape, shape (n, 2) each."""
    import shapely

    parts = shapely.get_parts(shape)
    if shapely.get_type_id(parts[0]) == shapely.GeometryType.POLYGON:
        parts = shapely.get_rings(parts)
    return [shapely.get_coordinates(part) for part in parts]
