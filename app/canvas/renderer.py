"""Draws scenes: at once for pages, in slices for the window."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import cast
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.canvas.detail import Detail
from app.canvas.label_room import Box
from app.canvas.labels import Label, Labelling
from app.canvas.points import Sprites, point_steps
from app.canvas.polygons import polygon_steps
from app.canvas.strokes import stroke_steps
from app.canvas.surface import Group, Surface, view_image
from app.canvas.typesetting import Typesetter
from geodata.geometry import Family, GeometryArray, Ints
from layers.scene import Scene, SceneLayer
from layers.style import LineSymbol, PointSymbol, PolygonSymbol
from layers.view import Bounds, View

# Symbols and strokes of features just outside the view reach into it by at most this much.
_REACH = 60.0
_STRIP_PIXELS = 128


@dataclass(slots=True)
class DrawReport:
    """What was drawn.

    Attributes:
        labels: the names that are written.
        labels_hidden: how many names of features in view found no room.
        drawn: how many features in view each scene layer has, by its id.
    """

    labels: tuple[Label, ...] = ()
    labels_hidden: int = 0
    drawn: dict[str, int] = field(default_factory=dict)

    @property
    def labels_placed(self) -> int:
        """How many names are written."""
        return len(self.labels)


class Renderer:
    """Draws scenes, and keeps what the next drawing can use: levels of detail, symbols, names."""

    def __init__(self) -> None:
        self._details: WeakKeyDictionary[GeometryArray, Detail] = WeakKeyDictionary()
        self._sprites = Sprites()
        self._typesetter = Typesetter()

    def draw(
        self, painter: QPainter, scene: Scene, view: View, keep_clear: Sequence[Box] = ()
    ) -> DrawReport:
        """Draw a scene at once.

        Args:
            painter: pixels or vectors; its units are the view's logical pixels, its origin the
                view's upper left corner. It may be moved and stretched, but not turned.
            scene: what to draw.
            view: the extent; its pixel ratio says nothing here, the painter knows its own.
            keep_clear: left, top, right, bottom of boxes in logical pixels that something will
                cover, a legend for instance; no names are written there.
        """
        report = DrawReport()
        painter.save()
        try:
            for _ in self.steps(painter, scene, view, report, None, keep_clear):
                pass
        finally:
            painter.restore()
        return report

    def start(
        self, scene: Scene, view: View, core: View | None = None, keep_clear: Sequence[Box] = ()
    ) -> Drawing:
        """Begin to draw a scene on an image; `Drawing.advance` goes on with it.

        Args:
            scene: what to draw.
            view: the extent.
            core: the part of the view that will be seen, where the rest is a margin to be moved
                into view; names stand inside or outside it, none is cut by its edge.
            keep_clear: as in `draw`, in logical pixels of ``view``.
        """
        return Drawing(self, scene, view, core, keep_clear)

    def steps(
        self,
        painter: QPainter,
        scene: Scene,
        view: View,
        report: DrawReport,
        core: View | None,
        keep_clear: Sequence[Box],
    ) -> Iterator[None]:
        """Draw a scene as `draw` does, a little of it each time the iterator is asked.

        The painter must be left alone until the iterator ends.
        """
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        surface = Surface(painter, view, scene.paper)
        painter.setClipRect(surface.rect)
        yield from _background_steps(surface, QColor(scene.background))
        labelling = Labelling(view, self._typesetter, _box_of(core, view), keep_clear)
        for layer in scene.layers:
            if layer.shown_at(view.scale) and layer.opacity > 0:
                yield from self._layer_steps(surface, layer, labelling, report)
                # Several layers with little in view would make one long step.
                yield
        yield from labelling.steps(surface)
        report.labels, report.labels_hidden = tuple(labelling.placed), labelling.hidden

    def _layer_steps(
        self, surface: Surface, layer: SceneLayer, labelling: Labelling, report: DrawReport
    ) -> Iterator[None]:
        detail = self._detail(layer.geometry)
        rows = detail.visible_rows(layer.geometry, _widened(surface.view, _REACH))
        rows = rows[layer.symbol_of[rows] >= 0]
        seen = detail.visible_rows(layer.geometry, surface.view.bounds)
        report.drawn[layer.id] = int(np.count_nonzero(layer.symbol_of[seen] >= 0))
        if not len(rows):
            return
        yield from detail.prepare(layer.geometry, surface.resolution)
        geometry = detail.at(layer.geometry, surface.resolution)
        if len(rows) < len(geometry):
            geometry = geometry.take(rows)
        yield from labelling.add_steps(layer, rows, geometry)
        yield
        if layer.opacity >= 1.0:
            yield from self._feature_steps(surface, layer, geometry, rows)
            return
        group = Group(surface, layer.opacity)
        try:
            yield from self._feature_steps(group.surface, layer, geometry, rows)
            group.merge()
        finally:
            group.close()

    def _feature_steps(
        self, surface: Surface, layer: SceneLayer, geometry: GeometryArray, rows: Ints
    ) -> Iterator[None]:
        of = layer.symbol_of[rows]
        match layer.family:
            case Family.POLYGON:
                areas = cast("tuple[PolygonSymbol, ...]", layer.symbols)
                yield from polygon_steps(surface, geometry, areas, of)
            case Family.LINE:
                lines = cast("tuple[LineSymbol, ...]", layer.symbols)
                points = surface.view.to_screen(geometry.coordinates)
                strokes = [symbol.stroke for symbol in lines]
                parts = np.repeat(of, np.diff(geometry.feature_starts))
                yield from stroke_steps(surface, points, geometry.part_starts, strokes, parts)
            case Family.POINT:
                markers = cast("tuple[PointSymbol, ...]", layer.symbols)
                if layer.measure is not None and layer.measure.sizes:
                    # Small symbols on large ones, or they would be hidden.
                    sizes = np.array([symbol.size for symbol in markers])
                    order = np.argsort(-sizes[of], kind="stable")
                    geometry, of, rows = geometry.take(order), of[order], rows[order]
                offsets = None if layer.offsets is None else layer.offsets[rows]
                yield from point_steps(surface, geometry, markers, of, offsets, self._sprites)

    def _detail(self, geometry: GeometryArray) -> Detail:
        detail = self._details.get(geometry)
        if detail is None:
            detail = self._details[geometry] = Detail(geometry)
        return detail


class Drawing:
    """A scene that is being drawn on an image.

    Attributes:
        image: the view at device pixels; whole once `advance` returned True.
        report: what was drawn so far.
    """

    def __init__(
        self,
        renderer: Renderer,
        scene: Scene,
        view: View,
        core: View | None,
        keep_clear: Sequence[Box],
    ) -> None:
        self.image = view_image(view)
        self.report = DrawReport()
        self._steps = self._draw(renderer, scene, view, core, keep_clear)
        self._done = False

    def advance(self, seconds: float) -> bool:
        """Draw for about ``seconds`` and return whether the image is whole."""
        end = perf_counter() + seconds
        while not self._done:
            try:
                next(self._steps)
            except StopIteration:
                self._done = True
            if perf_counter() >= end:
                break
        return self._done

    def close(self) -> None:
        """Stop drawing; the image stays as it is."""
        self._steps.close()
        self._done = True

    def _draw(
        self,
        renderer: Renderer,
        scene: Scene,
        view: View,
        core: View | None,
        keep_clear: Sequence[Box],
    ) -> Generator[None, None, None]:
        image = self.image
        painter = QPainter(image)
        try:
            painter.scale(view.pixel_ratio, view.pixel_ratio)
            yield from renderer.steps(painter, scene, view, self.report, core, keep_clear)
        finally:
            painter.end()
        image.setDevicePixelRatio(view.pixel_ratio)


def _background_steps(surface: Surface, colour: QColor) -> Iterator[None]:
    """Fill the view; an image strip by strip, for its memory is touched for the first time.

    The system then hands it out page by page, which takes ten times as long as to fill it.
    """
    painter, rect = surface.painter, surface.rect
    if not surface.raster:
        painter.fillRect(rect, colour)
        return
    strip = _STRIP_PIXELS / surface.pixels
    top = 0.0
    while top < rect.height():
        # Smooth edges would show between the strips.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(QRectF(0.0, top, rect.width(), min(strip, rect.height() - top)), colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top += strip
        yield


def _box_of(part: View | None, view: View) -> Box | None:
    """Return a part of a view in logical pixels of that view."""
    if part is None:
        return None
    min_x, min_y, max_x, max_y = part.bounds
    return (*view.point_to_screen(min_x, max_y), *view.point_to_screen(max_x, min_y))


def _widened(view: View, pixels: float) -> Bounds:
    min_x, min_y, max_x, max_y = view.bounds
    more = pixels * view.resolution
    return min_x - more, min_y - more, max_x + more, max_y + more
