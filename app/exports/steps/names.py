"""The names on a step's map, placed as on every other map of the atlas."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from weakref import WeakKeyDictionary

from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from app.canvas.detail import Detail
from app.canvas.label_room import Box
from app.canvas.labels import Labelling
from app.canvas.surface import Surface
from app.canvas.typesetting import TextBlock, Typesetter
from app.fonts import map_font
from geodata.frozen import frozen
from geodata.geometry import Family, GeometryArray, Ints
from layers.scene import Scene, SceneLayer
from layers.view import View

MOST_FEATURES = 5000
"""Of a layer with more features a step shows a part, that browsers stay quick, and no names."""

# Symbols just outside the view reach into it by at most this much.
_REACH = 60.0
_VECTOR_PIXELS = 4.0


@frozen(eq=False)
class PlacedName:
    """A name on a map.

    Attributes:
        layer_id: the scene layer that it is of.
        block: how it is set.
        left, top: its upper left corner, logical pixels of the map.
        opacity: 0 to 1.
    """

    layer_id: str
    block: TextBlock
    left: float
    top: float
    opacity: float

    def widths(self) -> tuple[float, ...]:
        """Return how wide each line is in the map's font, logical pixels."""
        look = self.block.look
        metrics = QFontMetricsF(map_font(look.size, look.bold, look.italic, look.spacing))
        return tuple(metrics.horizontalAdvance(line) for line in self.block.lines)


class NameWriter(Typesetter):
    """Takes note of where names are written; used for one map after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._noted: list[tuple[TextBlock, float, float, float]] = []
        self._details: WeakKeyDictionary[GeometryArray, Detail] = WeakKeyDictionary()
        # Labels are written on a surface; nothing is drawn on this one.
        self._image = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)

    def draw(
        self,
        surface: Surface,  # noqa: ARG002 - as `Typesetter.draw` has it
        block: TextBlock,
        left: float,
        top: float,
        opacity: float,
    ) -> None:
        """Take note of a name."""
        self._noted.append((block, left, top, opacity))

    def names(
        self, scene: Scene, view: View, keep_clear: Sequence[Box] = ()
    ) -> tuple[list[PlacedName], int]:
        """Return the names on a map, and how many found no room.

        Args:
            scene: what the map shows.
            view: its extent.
            keep_clear: boxes in logical pixels in which nothing is to be written.
        """
        self._noted = []
        labelling = Labelling(view, self, None, keep_clear)
        for layer in scene.layers:
            if layer.shown_at(view.scale) and layer.opacity > 0:
                self._tell(labelling, layer, view)
        painter = QPainter(self._image)
        for _ in labelling.steps(Surface(painter, view, scene.paper)):
            pass
        painter.end()
        placed = [
            PlacedName(label.layer_id, *noted)
            for label, noted in zip(labelling.placed, self._noted, strict=True)
        ]
        return placed, labelling.hidden

    def rows(self, layer: SceneLayer, view: View) -> Ints:
        """Return which drawn features of a layer reach into a view, or nearly so."""
        min_x, min_y, max_x, max_y = view.bounds
        more = _REACH * view.resolution
        bounds = min_x - more, min_y - more, max_x + more, max_y + more
        rows = _whole(self._detail(layer).visible_steps(layer.geometry, bounds))
        return rows[layer.symbol_of[rows] >= 0]

    def _tell(self, labelling: Labelling, layer: SceneLayer, view: View) -> None:
        """Tell the labelling of a layer, at the detail of print."""
        rows = self.rows(layer, view)
        if not len(rows):
            return
        if layer.drawn_count > MOST_FEATURES:
            labelling.leave_out(layer, len(rows))
            return
        geometry = layer.geometry
        if layer.family is not Family.POINT:
            detail, resolution = self._detail(layer), view.resolution / _VECTOR_PIXELS
            for _ in detail.prepare(geometry, resolution):
                pass
            geometry = detail.at(geometry, resolution).take(rows)
        for _ in labelling.add_steps(layer, rows, geometry):
            pass

    def _detail(self, layer: SceneLayer) -> Detail:
        detail = self._details.get(layer.geometry)
        if detail is None:
            detail = self._details[layer.geometry] = Detail(layer.geometry)
        return detail


def _whole(steps: Generator[None, None, Ints]) -> Ints:
    """Return what a generator returns once all its steps are done."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            rows: Ints = end.value
            return rows
