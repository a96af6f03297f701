"""The middle of a page: the map and what explains it.

The legend stands beside the map or below it, in one or more columns, in somewhat smaller letters if
need be: whichever lets the map be drawn at the larger scale. Where there is little room it says one
line a layer; where there is none it is left out, and the body tells so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF

from app.exports.options import PageOptions
from app.furniture.inset import inset_height, needs_inset
from app.furniture.legend import COLUMN_GAP, Fullness, Legend, LegendSetter
from app.furniture.north_arrow import north_arrow_size
from app.furniture.scale_bar import scale_bar_size
from layers.scene import Scene
from layers.texts import Texts
from layers.view import Bounds, View, fit

_COLUMN, _WIDE_COLUMN, _LEAST_COLUMN = 226.0, 262.0, 140.0
_BAR, _LEAST_BAR, _GAP = 166.0, 96.0, 16.0
_BAR_OVERHANG = 36.0
_MAP_MARGIN = 0.03
# What a legend leaves to the map at least, as shares of the body.
_LEAST_MAP_WIDTH, _LEAST_MAP_HEIGHT = 0.5, 0.5
# Sizes of the legend's letters, and how much larger the map must be to make up for small ones,
# for each line that breaks, for a text that is cut, and for an inset that finds no room.
_LEGEND_SCALES = {1.0: 1.0, 0.9: 1.04, 0.8: 1.1, 0.72: 1.16}
_BROKEN_LINE, _CUT_TEXT, _NO_INSET = 1.004, 1.2, 1.25
# What a tall legend below the map costs, for it pushes the map from the middle of the page.
_TALL_LEGEND = 0.1
_SMALLEST_LETTERS = 0.78
_MOST_COLUMNS = 12
_INSET, _LEAST_INSET = 190.0, 110.0


@dataclass(frozen=True, eq=False)
class Body:
    """Map, legend, scale bar, north arrow and inset, in logical pixels of the page.

    Attributes:
        map: the map's frame.
        view: what the map shows; its size is that of the frame.
        legend: None if there is no room for it, or nothing to explain.
        legend_rect: where it stands.
        scale_bar: where the scale bar stands, None if it is not wanted.
        longest_bar: how long the bar may be.
        north_arrow: where the north arrow stands, None if it is not wanted.
        inset: where the inset stands, None if it is not needed or finds no room.
        legend_left_out: whether there was no room for the legend.
        price: what the arrangement costs; the cheapest one is the best.
    """

    map: QRectF
    view: View
    legend: Legend | None
    legend_rect: QRectF | None
    scale_bar: QRectF | None
    longest_bar: float
    north_arrow: QRectF | None
    inset: QRectF | None = None
    legend_left_out: bool = False
    price: float = 0.0

    def boxes(self) -> Iterator[tuple[str, QRectF]]:
        """Yield the name and place of everything; no two overlap."""
        yield "map", self.map
        if self.legend_rect is not None:
            yield "legend", self.legend_rect
        if self.scale_bar is not None:
            yield "scale bar", self.scale_bar
        if self.north_arrow is not None:
            yield "north arrow", self.north_arrow
        if self.inset is not None:
            yield "inset", self.inset


def arrange_body(
    scene: Scene,
    options: PageOptions,
    texts: Texts,
    room: QRectF,
    scale: float,
    pixel_ratio: float,
) -> Body:
    """Return the body that shows the page's area largest and explains it as fully as fits.

    Args:
        scene: what is drawn.
        options: the page.
        texts: the page's language.
        room: logical pixels of the page.
        scale: size of letters.
        pixel_ratio: pixels of the picture per logical pixel.
    """
    setter = LegendSetter(scene, texts)
    area, without = options.area or scene.home, frozenset(options.without)
    arranger = _Arranger(scene, texts, setter, room, area, scale, pixel_ratio, without)
    if "legend" in without:
        return arranger.without_legend()
    for fullness in Fullness:
        bodies = list(arranger.with_legend(fullness))
        if bodies:
            return min(bodies, key=lambda body: body.price)
    return arranger.without_legend()


@dataclass(frozen=True, eq=False)
class _Arranger:
    """What every arrangement of one body needs to know; see `arrange_body`."""

    scene: Scene
    texts: Texts
    setter: LegendSetter
    room: QRectF
    area: Bounds
    scale: float
    pixel_ratio: float
    without: frozenset[str]

    @property
    def _gap(self) -> float:
        return _GAP * self.scale

    @property
    def _longest_bar(self) -> float:
        return min(_BAR * self.scale, self.room.width() * 0.22)

    def _signs(self, longest_bar: float) -> QSizeF:
        """Return the room for north arrow and scale bar, whatever the map's scale."""
        arrow = north_arrow_size(self.scale)
        bar = longest_bar + _BAR_OVERHANG * self.scale
        left_out = {"north arrow", "scale bar"} <= self.without
        return QSizeF(arrow.width() + self._gap / 2 + bar, 0.0 if left_out else arrow.height())

    def with_legend(self, fullness: Fullness) -> Iterator[Body]:
        """Yield every arrangement in which the legend finds room."""
        if not self.scene.legend:
            return
        for factor, price in _LEGEND_SCALES.items():
            letters = max(self.scale * factor, _SMALLEST_LETTERS)
            for body in (*self._beside(fullness, letters), *self._below(fullness, letters)):
                if body.legend is not None and body.legend.stacks:
                    yield replace(body, price=price * self._price(body, body.legend))

    def without_legend(self) -> Body:
        """Return the body with no more than map and signs."""
        signs = self._signs(self._longest_bar)
        frame = QRectF(self.room)
        frame.setBottom(self.room.bottom() - signs.height() - self._gap / 2)
        frame, view = self._map(frame)
        corner = QPointF(self.room.left(), frame.bottom() + self._gap / 2)
        body = self._body(frame, view, QRectF(corner, signs), self._longest_bar)
        wanted = "legend" not in self.without
        return replace(body, legend_left_out=bool(self.scene.legend) and wanted)

    def _price(self, body: Body, legend: Legend) -> float:
        """Return what an arrangement costs: a small map, hard reading, no inset."""
        broken = sum(len(text.lines) - 1 for text in legend.texts)
        cut = any(not text.whole for text in legend.texts)
        lost = body.inset is None and self._needs_inset(body.view)
        price = body.view.resolution * _BROKEN_LINE**broken
        price *= (_CUT_TEXT if cut else 1.0) * (_NO_INSET if lost else 1.0)
        below = body.legend_rect is not None and body.legend_rect.top() >= body.map.bottom()
        return price * (1.0 + below * _TALL_LEGEND * legend.size.height() / self.room.height())

    def _beside(self, fullness: Fullness, letters: float) -> Iterator[Body]:
        """Yield bodies with the legend at the right of the map, inset and signs under it."""
        for columns, column in ((1, _COLUMN), (1, _WIDE_COLUMN), (2, _COLUMN)):
            legend = self._legend(columns, column * letters, fullness, letters)
            bar = legend.size.width() - self._signs(0.0).width()
            bar = min(max(bar, _LEAST_BAR * self.scale), self._longest_bar)
            signs_size = self._signs(bar)
            width = max(legend.size.width(), signs_size.width())
            needed = legend.size.height() + self._gap + signs_size.height()
            frame = QRectF(self.room)
            frame.setRight(self.room.right() - width - self._gap)
            if needed > self.room.height() or frame.width() < self.room.width() * _LEAST_MAP_WIDTH:
                continue
            frame, view = self._map(frame)
            # The map may be lower than its room: it ends where the data does.
            bottom = max(frame.bottom(), self.room.top() + needed)
            left = frame.right() + self._gap
            signs = QRectF(QPointF(left, bottom - signs_size.height()), signs_size)
            body = self._body(frame, view, signs, bar)
            body = self._with_legend(body, legend, left, frame.top())
            free = QRectF(left, 0.0, width, 0.0)
            free.setTop(self.room.top() + legend.size.height() + self._gap)
            free.setBottom(signs.top() - self._gap)
            yield self._with_inset(body, free)

    def _below(self, fullness: Fullness, letters: float) -> Iterator[Body]:
        """Yield bodies with the legend under the map, signs and inset at its right."""
        signs_size = self._signs(self._longest_bar)
        width = self.room.width() - signs_size.width() - 2 * self._gap
        for columns in range(1, _MOST_COLUMNS + 1):
            column = (width + COLUMN_GAP * letters) / columns - COLUMN_GAP * letters
            if column < _LEAST_COLUMN * letters:
                break
            legend = self._legend(
                columns, min(column, _WIDE_COLUMN * letters * 1.2), fullness, letters
            )
            strip = max(legend.size.height(), signs_size.height())
            frame = QRectF(self.room)
            frame.setBottom(self.room.bottom() - strip - self._gap)
            if frame.height() < self.room.height() * _LEAST_MAP_HEIGHT:
                continue
            frame, view = self._map(frame)
            top = frame.bottom() + self._gap
            left = self.room.right() - signs_size.width()
            signs = QRectF(QPointF(left, top), signs_size)
            body = self._body(frame, view, signs, self._longest_bar)
            body = self._with_legend(body, legend, frame.left(), top)
            free = QRectF(left, signs.bottom() + self._gap, signs.width(), 0.0)
            free.setBottom(top + strip)
            yield self._with_inset(body, free)

    def _needs_inset(self, view: View) -> bool:
        return "inset" not in self.without and needs_inset(self.scene, view)

    def _legend(self, columns: int, width: float, fullness: Fullness, letters: float) -> Legend:
        return self.setter.arrange(
            scale=letters, columns=columns, column_width=width, fullness=fullness
        )

    def _with_legend(self, body: Body, legend: Legend, left: float, top: float) -> Body:
        rect = QRectF(left, top, legend.size.width(), legend.size.height())
        return replace(body, legend=legend, legend_rect=rect)

    def _with_inset(self, body: Body, free: QRectF) -> Body:
        """Return the body with an inset at the foot of ``free``, if it is needed and fits."""
        if not self._needs_inset(body.view):
            return body
        width = min(free.width(), _INSET * self.scale)
        height = inset_height(self.scene, width)
        if height > free.height():
            width *= max(free.height(), 0.0) / height
            height = inset_height(self.scene, width)
        if width < _LEAST_INSET * self.scale:
            return body
        inset = QRectF(free.left(), free.bottom() - height, width, height)
        return replace(body, inset=self._snapped(inset))

    def _body(self, frame: QRectF, view: View, signs: QRectF, longest_bar: float) -> Body:
        arrow = north_arrow_size(self.scale)
        bar = scale_bar_size(view, self.texts, longest=longest_bar, scale=self.scale)
        arrow_rect: QRectF | None = QRectF(signs.topLeft(), arrow)
        bar_left = signs.left() + arrow.width() + self._gap / 2
        if "north arrow" in self.without:
            arrow_rect, bar_left = None, signs.left()
        bar_rect = QRectF(QPointF(bar_left, signs.bottom() - bar.height()), bar)
        if "scale bar" in self.without:
            return Body(frame, view, None, None, None, longest_bar, arrow_rect)
        return Body(frame, view, None, None, bar_rect, longest_bar, arrow_rect)

    def _map(self, room: QRectF) -> tuple[QRectF, View]:
        """Return frame and view of the area in ``room``, smaller than it where the data ends."""
        frame = self._snapped(room)
        view = fit(
            self.area,
            frame.width(),
            frame.height(),
            margin=_MAP_MARGIN,
            pixel_ratio=self.pixel_ratio,
        )
        low_x, low_y, high_x, high_y = self.scene.limit
        frame.setWidth(min(frame.width(), (high_x - low_x) / view.resolution))
        frame.setHeight(min(frame.height(), (high_y - low_y) / view.resolution))
        half_x, half_y = (side * view.resolution / 2 for side in (frame.width(), frame.height()))
        return frame, replace(
            view,
            x=min(max(view.x, low_x + half_x), high_x - half_x),
            y=min(max(view.y, low_y + half_y), high_y - half_y),
            width=frame.width(),
            height=frame.height(),
        )

    def _snapped(self, rect: QRectF) -> QRectF:
        """Return ``rect`` with its edges between pixels of the picture, so that they are sharp."""
        left, top, right, bottom = (
            round(edge * self.pixel_ratio) / self.pixel_ratio
            for edge in (rect.left(), rect.top(), rect.right(), rect.bottom())
        )
        return QRectF(left, top, right - left, bottom - top)
