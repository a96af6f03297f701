"""Draws scenes: at once for pages, in slices for the window."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from time import perf_counter
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.canvas.density import Crowding, density_steps, is_crowded
from app.canvas.detail import Detail
from app.canvas.film import Films
from app.canvas.label_room import Box
from app.canvas.labels import Label, Labelling
from app.canvas.layer_images import LayerImages, is_worth_keeping
from app.canvas.points import Sprites, point_steps
from app.canvas.polygons import polygon_steps
from app.canvas.strokes import stroke_steps
from app.canvas.surface import Group, Surface, lay_steps, view_image
from app.canvas.typesetting import Typesetter
from app.filling import fill_rect
from geodata.geometry import Family, GeometryArray, Ints
from layers.scene import Scene, SceneLayer
from layers.style import LineSymbol, PointSymbol, PolygonSymbol
from layers.view import Bounds, View

if TYPE_CHECKING:
    from app.canvas.backdrop import TileImages

# Symbols and strokes of features just outside the view reach into it by at most this much.
_REACH = 60.0
_STRIP_PIXELS = 128
# Of more areas and lines than this, those smaller than so many pixels get no name.
_MANY, _LEAST_NAMED = 4000, 24.0
# Vertices of dashed lines none of which is left out.
_MOST_WITH_DASHES = 100_000


@dataclass(slots=True)
class DrawReport:
    """What was drawn.

    Attributes:
        labels: the names that are written.
        labels_hidden: how many names of features in view found no room.
        drawn: how many features in view each scene layer has, by its id.
        dense: ids of the scene layers whose points are so many that they are drawn as density.
    """

    labels: tuple[Label, ...] = ()
    labels_hidden: int = 0
    drawn: dict[str, int] = field(default_factory=dict)
    dense: list[str] = field(default_factory=list)

    @property
    def labels_placed(self) -> int:
        """How many names are written."""
        return len(self.labels)


class Renderer:
    """Draws scenes, and keeps what the next drawing can use: levels of detail, symbols, names."""

    def __init__(self, *, keep_layers: bool = False) -> None:
        """Begin with nothing kept.

        Args:
            keep_layers: whether to keep pictures of layers that took long to draw as well; they
                are used again for the very same view only.
        """
        self._images = LayerImages() if keep_layers else None
        self._crowdings: WeakKeyDictionary[GeometryArray, Crowding] = WeakKeyDictionary()
        self._dense_counts: dict[str, int] = {}
        self._details: WeakKeyDictionary[GeometryArray, Detail] = WeakKeyDictionary()
        self._films = Films()
        self._sprites = Sprites()
        self._typesetter = Typesetter()

    @cached_property
    def _tiles(self) -> TileImages:
        from app.canvas.backdrop import TileImages

        return TileImages()

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
        if self._images is not None:
            self._images.begin(view)
        yield from _background_steps(surface, QColor(scene.background))
        labelling = Labelling(view, self._typesetter, _box_of(core, view), keep_clear)
        backdrop = scene.backdrop
        for layer in scene.layers:
            if backdrop is not None and layer.group != "base":
                from app.canvas.backdrop import backdrop_steps

                yield from backdrop_steps(surface, backdrop, self._tiles)
                backdrop = None
            if layer.shown_at(view.scale) and layer.opacity > 0:
                yield from self._layer_steps(surface, layer, labelling, report)
                # Several layers with little in view would make one long step.
                yield
        yield from labelling.steps(surface)
        report.labels, report.labels_hidden = tuple(labelling.placed), labelling.hidden

    def _layer_steps(
        self, surface: Surface, layer: SceneLayer, labelling: Labelling, report: DrawReport
    ) -> Iterator[None]:
        if layer.family is Family.POINT and layer.offsets is None:
            crowding = self._crowding(layer.geometry)
            yield from crowding.steps(layer.geometry)
            markers = cast("tuple[PointSymbol, ...]", layer.symbols)
            if is_crowded(crowding, markers, surface.view.resolution):
                yield from self._dense_steps(surface, layer, crowding, labelling, report)
                return
        detail = self._detail(layer.geometry)
        rows = yield from detail.visible_steps(layer.geometry, _widened(surface.view, _REACH))
        rows = rows[layer.symbol_of[rows] >= 0]
        report.drawn[layer.id] = yield from detail.count_steps(
            layer.geometry, rows, surface.view.bounds
        )
        if not len(rows):
            return
        yield from detail.prepare(layer.geometry, surface.resolution)
        geometry = detail.at(layer.geometry, surface.resolution)
        yield from self._name_steps(surface, layer, labelling, geometry, rows)
        if _has_few_dashes(layer, rows):
            geometry = layer.geometry
        steps = partial(self._feature_steps, layer=layer, geometry=geometry, rows=rows)
        yield from self._image_steps(surface, layer, is_worth_keeping(geometry, rows), steps)

    def _dense_steps(
        self,
        surface: Surface,
        layer: SceneLayer,
        crowding: Crowding,
        labelling: Labelling,
        report: DrawReport,
    ) -> Iterator[None]:
        """Draw how many points there are; their names would tell nothing apart."""
        report.dense.append(layer.id)

        def steps(on: Surface) -> Iterator[None]:
            markers = cast("tuple[PointSymbol, ...]", layer.symbols)
            report.drawn[layer.id] = self._dense_counts[layer.id] = yield from density_steps(
                on, layer.geometry, markers, layer.symbol_of, crowding
            )

        yield from self._image_steps(surface, layer, True, steps)
        report.drawn.setdefault(layer.id, self._dense_counts.get(layer.id, 0))
        labelling.leave_out(layer, report.drawn[layer.id])

    def _name_steps(
        self,
        surface: Surface,
        layer: SceneLayer,
        labelling: Labelling,
        geometry: GeometryArray,
        rows: Ints,
    ) -> Iterator[None]:
        """Tell the labelling of a layer; of very many areas and lines, only of those with room."""
        left_out = 0
        if layer.family is not Family.POINT and len(rows) > _MANY:
            least = _LEAST_NAMED * surface.view.resolution
            detail = self._detail(layer.geometry)
            large = yield from detail.large_steps(layer.geometry, rows, least)
            left_out = len(rows) - len(large)
            rows = large
        named = geometry
        if layer.family is not Family.POINT and len(rows) < len(geometry):
            named = geometry.take(rows)
        yield from labelling.add_steps(layer, rows, named, left_out)
        yield

    def _image_steps(
        self,
        surface: Surface,
        layer: SceneLayer,
        worth_keeping: bool,
        steps: Callable[[Surface], Iterator[None]],
    ) -> Iterator[None]:
        """Draw a layer with its opacity, from the picture of it that was kept if there is one."""
        images = self._images if surface.raster and worth_keeping else None
        kept = images.find(layer, surface.paper, surface.view) if images is not None else None
        if kept is not None:
            yield from lay_steps(surface, kept, layer.opacity)
            return
        if images is None and layer.opacity >= 1.0:
            yield from steps(surface)
            return
        group = Group(surface, layer.opacity)
        try:
            yield from steps(group.surface)
            yield from group.merge_steps()
        finally:
            group.close()
        if images is not None and group.image is not None:
            images.keep(layer, surface.paper, surface.view, group.image)

    def _feature_steps(
        self, surface: Surface, layer: SceneLayer, geometry: GeometryArray, rows: Ints
    ) -> Iterator[None]:
        of = layer.symbol_of[rows]
        match layer.family:
            case Family.POLYGON:
                areas = cast("tuple[PolygonSymbol, ...]", layer.symbols)
                extents = self._detail(layer.geometry).extents(layer.geometry)
                yield from polygon_steps(surface, geometry, rows, extents, areas, of, self._films)
            case Family.LINE:
                lines = cast("tuple[LineSymbol, ...]", layer.symbols)
                mine = geometry if len(rows) == len(geometry) else geometry.take(rows)
                points = surface.view.to_screen(mine.coordinates)
                strokes = [symbol.stroke for symbol in lines]
                parts = np.repeat(of, np.diff(mine.feature_starts))
                yield from stroke_steps(surface, points, mine.part_starts, strokes, parts)
            case Family.POINT:
                markers = cast("tuple[PointSymbol, ...]", layer.symbols)
                if layer.measure is not None and layer.measure.sizes:
                    # Small symbols on large ones, or they would be hidden.
                    sizes = np.array([symbol.size for symbol in markers])
                    order = np.argsort(-sizes[of], kind="stable")
                    geometry, of, rows = geometry.take(order), of[order], rows[order]
                offsets = None if layer.offsets is None else layer.offsets[rows]
                yield from point_steps(surface, geometry, rows, markers, of, offsets, self._sprites)

    def _crowding(self, geometry: GeometryArray) -> Crowding:
        crowding = self._crowdings.get(geometry)
        if crowding is None:
            crowding = self._crowdings[geometry] = Crowding()
        return crowding

    def _detail(self, geometry: GeometryArray) -> Detail:
        detail = self._details.get(geometry)
        if detail is None:
            detail = self._details[geometry] = Detail(geometry)
        return detail


def _has_few_dashes(layer: SceneLayer, rows: Ints) -> bool:
    """Return whether features have dashes, and so few vertices that all of them can be drawn.

    Without some vertices lines are a little shorter, and far along them dashes lie elsewhere.
    """
    strokes = [each.stroke for each in layer.symbols if not isinstance(each, PointSymbol)]
    if not any(stroke is not None and stroke.dashed for stroke in strokes):
        return False
    starts = layer.geometry.coordinate_starts
    return int((starts[rows + 1] - starts[rows]).sum()) <= _MOST_WITH_DASHES


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
        part = QRectF(0.0, top, rect.width(), min(strip, rect.height() - top))
        fill_rect(painter, part, colour)
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
