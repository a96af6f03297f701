"""The middle of a page: the map and what explains it.

The legend stands beside the map or below it, whichever lets the map be drawn at the larger scale.
Where there is little room it says one line a layer; where there is none it is left out, and the
body tells so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSizeF

from app.furniture.legend import Legend, arrange_legend
from app.furniture.north_arrow import north_arrow_size
from app.furniture.scale_bar import scale_bar_size
from layers.scene import Scene
from layers.texts import Texts
from layers.view import Bounds, View, fit

_COLUMN, _LEAST_COLUMN = 228.0, 140.0
_BAR, _GAP = 150.0, 16.0
_MAP_MARGIN = 0.03
# What a legend leaves to the map at least, as shares of the body.
_LEAST_MAP_WIDTH, _LEAST_MAP_HEIGHT = 0.55, 0.5


@dataclass(frozen=True, eq=False)
class Body:
    """Map, legend, scale bar and north arrow, in logical pixels of the page.

    Attributes:
        map: the map's frame.
        view: what the map shows; its size is that of the frame.
        legend: None if there is no room for it, or nothing to explain.
        legend_rect: where it stands.
        scale_bar: where the scale bar stands.
        longest_bar: how long the bar may be.
        north_arrow: where the north arrow stands.
        legend_left_out: whether there was no room for the legend.
    """

    map: QRectF
    view: View
    legend: Legend | None
    legend_rect: QRectF | None
    scale_bar: QRectF
    longest_bar: float
    north_arrow: QRectF
    legend_left_out: bool = False

    def boxes(self) -> Iterator[tuple[str, QRectF]]:
        """Yield the name and place of everything; no two overlap."""
        yield "map", self.map
        if self.legend_rect is not None:
            yield "legend", self.legend_rect
        yield "scale bar", self.scale_bar
        yield "north arrow", self.north_arrow


def arrange_body(
    scene: Scene, texts: Texts, room: QRectF, area: Bounds, scale: float, pixel_ratio: float
) -> Body:
    """Return the body that shows ``area`` largest and explains it as fully as fits.

    Args:
        scene: what is drawn.
        texts: the page's language.
        room: logical pixels of the page.
        area: metres (EPSG:3857).
        scale: size of letters.
        pixel_ratio: pixels of the picture per logical pixel.
    """
    arranger = _Arranger(scene, texts, room, area, scale, pixel_ratio)
    for brief in (False, True):
        bodies = [*arranger.with_legend_beside(brief), *arranger.with_legend_below(brief)]
        if bodies and scene.legend:
            return min(bodies, key=lambda body: body.view.resolution)
    return arranger.without_legend()


@dataclass(frozen=True, eq=False)
class _Arranger:
    """What every arrangement of one body needs to know; see `arrange_body`."""

    scene: Scene
    texts: Texts
    room: QRectF
    area: Bounds
    scale: float
    pixel_ratio: float

    @property
    def _gap(self) -> float:
        return _GAP * self.scale

    @property
    def _longest_bar(self) -> float:
        return min(_BAR * self.scale, self.room.width() * 0.35)

    @property
    def _signs(self) -> QSizeF:
        """The room for north arrow and scale bar side by side, whatever the map's scale."""
        arrow = north_arrow_size(self.scale)
        width = arrow.width() + self._gap / 2 + self._longest_bar + 40 * self.scale
        return QSizeF(width, arrow.height())

    def with_legend_beside(self, brief: bool) -> Iterator[Body]:
        """Yield bodies with the legend at the right of the map, the signs under it."""
        for columns in (1, 2):
            legend = self._legend(columns, _COLUMN * self.scale, brief)
            width = max(legend.size.width(), self._signs.width())
            needed = legend.size.height() + self._gap + self._signs.height()
            left = self.room.right() - width
            frame = QRectF(self.room)
            frame.setRight(left - self._gap)
            if needed > self.room.height() or frame.width() < self.room.width() * _LEAST_MAP_WIDTH:
                continue
            view = self._view(frame)
            frame = QRectF(frame.left(), frame.top(), view.width, view.height)
            # The map may be narrower or lower than its room: it ends where the data does.
            left = frame.right() + self._gap
            bottom = max(frame.bottom(), self.room.top() + needed)
            signs = QRectF(left, bottom - self._signs.height(), width, self._signs.height())
            yield self._body(frame, view, legend, left, self.room.top(), signs)

    def with_legend_below(self, brief: bool) -> Iterator[Body]:
        """Yield bodies with the legend under the map, the signs at its right."""
        width = self.room.width() - self._signs.width() - 2 * self._gap
        for columns in range(1, len(self.scene.legend) + 1):
            column = width / columns - 22 * self.scale
            if column < _LEAST_COLUMN * self.scale:
                break
            legend = self._legend(columns, min(column, _COLUMN * self.scale * 1.5), brief)
            strip = max(legend.size.height(), self._signs.height())
            frame = QRectF(self.room)
            frame.setBottom(self.room.bottom() - strip - self._gap)
            if frame.height() < self.room.height() * _LEAST_MAP_HEIGHT:
                continue
            view = self._view(frame)
            frame = QRectF(frame.left(), frame.top(), view.width, view.height)
            top = frame.bottom() + self._gap
            signs = QRectF(
                self.room.right() - self._signs.width(),
                top,
                self._signs.width(),
                self._signs.height(),
            )
            yield self._body(frame, view, legend, self.room.left(), top, signs)

    def without_legend(self) -> Body:
        """Return the body with no more than map and signs."""
        frame = QRectF(self.room)
        frame.setBottom(self.room.bottom() - self._signs.height() - self._gap / 2)
        view = self._view(frame)
        frame = QRectF(frame.left(), frame.top(), view.width, view.height)
        top = frame.bottom() + self._gap / 2
        signs = QRectF(self.room.left(), top, self._signs.width(), self._signs.height())
        body = self._body(frame, view, None, 0.0, 0.0, signs)
        return replace(body, legend_left_out=bool(self.scene.legend))

    def _legend(self, columns: int, column_width: float, brief: bool) -> Legend:
        return arrange_legend(
            self.scene,
            self.texts,
            scale=self.scale,
            columns=columns,
            column_width=column_width,
            brief=brief,
        )

    def _body(
        self,
        frame: QRectF,
        view: View,
        legend: Legend | None,
        left: float,
        top: float,
        signs: QRectF,
    ) -> Body:
        arrow = north_arrow_size(self.scale)
        bar = scale_bar_size(view, self.texts, longest=self._longest_bar, scale=self.scale)
        bar_left = signs.left() + arrow.width() + self._gap / 2
        return Body(
            frame,
            view,
            legend,
            QRectF(left, top, legend.size.width(), legend.size.height()) if legend else None,
            QRectF(bar_left, signs.bottom() - bar.height(), bar.width(), bar.height()),
            self._longest_bar,
            QRectF(signs.left(), signs.top(), arrow.width(), arrow.height()),
        )

    def _view(self, frame: QRectF) -> View:
        """Return the view of the area in a frame, smaller than it where the data ends."""
        view = fit(
            self.area,
            frame.width(),
            frame.height(),
            margin=_MAP_MARGIN,
            pixel_ratio=self.pixel_ratio,
        )
        low_x, low_y, high_x, high_y = self.scene.limit
        width = min(view.width, (high_x - low_x) / view.resolution)
        height = min(view.height, (high_y - low_y) / view.resolution)
        half_x, half_y = width * view.resolution / 2, height * view.resolution / 2
        return replace(
            view,
            x=min(max(view.x, low_x + half_x), high_x - half_x),
            y=min(max(view.y, low_y + half_y), high_y - half_y),
            width=width,
            height=height,
        )
