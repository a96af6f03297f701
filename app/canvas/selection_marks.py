"""Marks several selected features at once, over the finished map."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap

from app.canvas.highlight import SELECTED, mark_colour
from app.canvas.shapes import polygon
from geodata.frozen import frozen
from geodata.geometry import Bools, Family, Floats, Ints, ranges
from layers.scene import Scene, SceneLayer
from layers.style import PointSymbol
from layers.view import View
from layers.view_state import Selection, ViewState

_CASING = 2.0
_RING_GAP = 4.0
_SPOT = 3.0
# Above these, the marks of single features flow together anyway, and would take too long.
_MOST_RINGS = 1500
_MOST_VERTICES = 60_000
_MANY = 100_000


@frozen
class _Kept:
    """The marks as they were drawn last.

    Attributes:
        selection, layer: what is marked.
        view: the view they were drawn for.
        picture: the marks, with nothing between them.
    """

    selection: Selection
    layer: SceneLayer
    view: View
    picture: QPixmap


@frozen
class _Found:
    """Where the selected features of a layer are: rows, and their places in metres (EPSG:3857)."""

    selection: Selection
    layer: SceneLayer
    rows: Ints
    x: Floats
    y: Floats


class SelectionMarks:
    """Paints the selection of a view state.

    The marks are drawn once for a view and kept as a picture; while the map moves the picture
    moves with it.
    """

    def __init__(self, view_state: ViewState) -> None:
        self._view_state = view_state
        self._kept: _Kept | None = None
        self._found: _Found | None = None

    def paint(self, painter: QPainter, scene: Scene, view: View, *, is_moving: bool) -> bool:
        """Paint the marks; the painter's unit is the logical pixel.

        Where there are very many it first only finds them, so that the window can go on between.

        Args:
            painter: of the map.
            scene: what is drawn.
            view: where the map looks.
            is_moving: whether it is on its way elsewhere; then the last marks will do.

        Returns:
            Whether it has to be called again soon.
        """
        selection = self._view_state.selection
        layer = _layer(scene, selection)
        if selection is None or layer is None or not layer.shown_at(view.scale):
            self._kept = None
            return False
        if not self._is_found(selection, layer) and len(selection) > _MANY:
            self._find(selection, layer)
            return True
        kept = self._kept
        same = kept is not None and kept.selection is selection and kept.layer is layer
        if kept is None or not same or (kept.view != view and not is_moving):
            kept = _Kept(selection, layer, view, self._drawn(selection, layer, scene, view))
            self._kept = kept
        stretch = kept.view.resolution / view.resolution
        left, _, _, top = kept.view.bounds
        column, row = view.point_to_screen(left, top)
        target = QRectF(column, row, kept.view.width * stretch, kept.view.height * stretch)
        painter.drawPixmap(target, kept.picture, QRectF(kept.picture.rect()))
        return False

    def _drawn(self, selection: Selection, layer: SceneLayer, scene: Scene, view: View) -> QPixmap:
        found = self._find(selection, layer)
        rows = found.rows
        is_dense = len(rows) > _MOST_RINGS and layer.family is Family.POINT
        if not is_dense:
            rows = rows[_in_view(layer, rows, view)]
        ratio = view.pixel_ratio
        picture = QPixmap(round(view.width * ratio), round(view.height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if is_dense:
                ink, paper = mark_colour(scene), QColor(scene.paper)
                radius = float(_radii(layer, rows[:1]).max())
                _paint_spots(painter, found.x, found.y, radius, ink, paper, view)
            else:
                _paint(painter, layer, rows, scene, view)
        finally:
            painter.end()
        return picture

    def _is_found(self, selection: Selection, layer: SceneLayer) -> bool:
        kept = self._found
        return kept is not None and kept.selection is selection and kept.layer is layer

    def _find(self, selection: Selection, layer: SceneLayer) -> _Found:
        kept = self._found
        if kept is None or kept.selection is not selection or kept.layer is not layer:
            drawn = layer.geometry.placed & (layer.symbol_of >= 0)
            rows = np.flatnonzero(selection.rows(layer.table) & drawn)
            # Column by column: so numpy takes a fraction of the time.
            x, y = (np.ascontiguousarray(layer.label_points[:, axis]) for axis in (0, 1))
            if len(rows) < len(x):
                x, y = x.take(rows), y.take(rows)
            kept = self._found = _Found(selection, layer, rows, x, y)
        return kept


def _layer(scene: Scene, selection: Selection | None) -> SceneLayer | None:
    if selection is None:
        return None
    try:
        return scene.layer(selection.layer_id)
    except KeyError:
        return None


def _in_view(layer: SceneLayer, rows: Ints, view: View) -> Bools:
    min_x, min_y, max_x, max_y = view.bounds
    if layer.family is Family.POINT:
        x, y = layer.label_points[rows].T
        reach = 40 * view.resolution
        inside: Bools = (x >= min_x - reach) & (x <= max_x + reach)
        inside &= (y >= min_y - reach) & (y <= max_y + reach)
        return inside
    bounds = layer.geometry.bounds()[rows]
    left, bottom, right, top = bounds.T
    touching: Bools = (left <= max_x) & (right >= min_x) & (bottom <= max_y) & (top >= min_y)
    return touching


def _paint(painter: QPainter, layer: SceneLayer, rows: Ints, scene: Scene, view: View) -> None:
    ink, paper = mark_colour(scene), QColor(scene.paper)
    if layer.family is Family.POINT:
        pixels = view.to_screen(layer.label_points[rows])
        if layer.offsets is not None:
            pixels = pixels + layer.offsets[rows]
        _paint_rings(painter, pixels, _radii(layer, rows), ink, paper)
        return
    starts = layer.geometry.coordinate_starts
    if int((starts[rows + 1] - starts[rows]).sum()) <= _MOST_VERTICES:
        _paint_outlines(painter, layer, rows, view, ink, paper)
    else:
        points = layer.label_points[rows]
        x, y = points[~np.isnan(points[:, 0])].T
        _paint_spots(painter, x, y, _SPOT, ink, paper, view)


def _radii(layer: SceneLayer, rows: Ints) -> Floats:
    sizes = [s.size if isinstance(s, PointSymbol) else 0.0 for s in layer.symbols]
    radii: Floats = np.array(sizes)[layer.symbol_of[rows]] / 2 + _RING_GAP
    return radii


def _paint_rings(
    painter: QPainter, pixels: Floats, radii: Floats, ink: QColor, paper: QColor
) -> None:
    for colour, width in ((paper, SELECTED.width + _CASING), (ink, SELECTED.width)):
        painter.setPen(QPen(colour, width))
        for (x, y), radius in zip(pixels.tolist(), radii.tolist(), strict=True):
            painter.drawEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))


def _paint_outlines(
    painter: QPainter, layer: SceneLayer, rows: Ints, view: View, ink: QColor, paper: QColor
) -> None:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    geometry = layer.geometry
    firsts = geometry.feature_starts[rows]
    parts = ranges(firsts, geometry.feature_starts[rows + 1] - firsts)
    for part in parts.tolist():
        begin, end = geometry.part_starts[part], geometry.part_starts[part + 1]
        path.addPolygon(polygon(_thinned(view.to_screen(geometry.coordinates[begin:end]))))
    pen = QPen(ink, SELECTED.width)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    if layer.family is Family.POLYGON:
        fill = QColor(ink)
        fill.setAlphaF(SELECTED.fill)
        painter.fillPath(path, fill)
    else:
        painter.strokePath(path, QPen(paper, SELECTED.width + 2 * _CASING))
    painter.strokePath(path, pen)


def _thinned(pixels: Floats) -> Floats:
    """Return a line without the points that lie in the same pixel as the one before."""
    whole = np.round(pixels)
    moved = np.any(whole[1:] != whole[:-1], axis=1)
    moved[-1:] = True
    kept: Floats = pixels[np.append(True, moved)]
    return kept


def _paint_spots(
    painter: QPainter, x: Floats, y: Floats, radius: float, ink: QColor, paper: QColor, view: View
) -> None:
    """Paint the outline of what marks of many points (metres, EPSG:3857) cover together."""
    width, height = round(view.width), round(view.height)
    left, _, _, top = view.bounds
    # Kept small on purpose: a million points pass here, at every view that is looked at.
    columns = ((x - left) * (1 / view.resolution)).astype(np.int32)
    rows = ((top - y) * (1 / view.resolution)).astype(np.int32)
    inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    spots = np.zeros(height * width, dtype=np.bool_)
    spots[(rows * np.int32(width) + columns)[inside]] = True
    covered = spots.reshape(height, width)
    inner = _grown(covered, round(radius))
    outline = _grown(inner, round(SELECTED.width)) & ~inner
    casing = _grown(outline, 1) & ~outline
    argb = np.zeros((height, width), dtype=np.uint32)
    argb[casing], argb[outline] = paper.rgba(), ink.rgba()
    image = QImage(argb.tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32)
    painter.drawImage(0, 0, image)


def _grown(covered: Bools, steps: int) -> Bools:
    """Return what lies within some steps of what is covered; squares and diamonds by turns."""
    result = covered.copy()
    for step in range(steps):
        grown = result.copy()
        grown[1:] |= result[:-1]
        grown[:-1] |= result[1:]
        if step % 2:
            # Sideways after up and down: the corners come with it.
            result = grown.copy()
        grown[:, 1:] |= result[:, :-1]
        grown[:, :-1] |= result[:, 1:]
        result = grown
    return result
