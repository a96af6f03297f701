"""The scale bar: a round length on the ground, true at the map's centre."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.filling import fill_rect
from app.fonts import map_font
from app.furniture.colours import ink
from geodata.frozen import frozen
from geodata.projection import ground_scale
from layers.scene import Scene
from layers.texts import Texts
from layers.view import View

_TEXT_PIXELS, _BAR_HEIGHT, _GAP = 10.5, 5.0, 3.0
_SEGMENTS = 4
_PIXELS = 160.0


@frozen
class ScaleBar:
    """A length on the ground and how long it is drawn.

    Attributes:
        metres: the length on the ground, 1, 2 or 5 times a power of ten.
        pixels: its length on the map, logical pixels.
    """

    metres: float
    pixels: float


def scale_bar(view: View, longest: float = _PIXELS) -> ScaleBar:
    """Return the longest round length that takes at most ``longest`` logical pixels.

    The length is true along the map's horizontal at its centre.
    """
    metres_per_pixel = view.resolution * ground_scale(view.y)
    most = longest * metres_per_pixel
    power = 10.0 ** math.floor(math.log10(most))
    metres = max(step * power for step in (1, 2, 5) if step * power <= most)
    return ScaleBar(metres, metres / metres_per_pixel)


def scale_bar_texts(bar: ScaleBar, texts: Texts) -> tuple[str, str, str]:
    """Return what stands at the start, the middle and the end of a bar ("0", "25", "50 km")."""
    kilometres = bar.metres >= 1000
    unit = texts.gettext("km") if kilometres else texts.gettext("m")
    length = bar.metres / 1000 if kilometres else bar.metres
    end = f"{texts.number(length)}\N{NO-BREAK SPACE}{unit}"
    return texts.number(0), texts.number(length / 2), end


def scale_bar_size(
    view: View, texts: Texts, *, longest: float = _PIXELS, scale: float = 1.0
) -> QSizeF:
    """Return the room a scale bar takes, its numbers included, in logical pixels."""
    bar = scale_bar(view, longest)
    metrics = QFontMetricsF(map_font(_TEXT_PIXELS * scale))
    start, _, end = (metrics.horizontalAdvance(text) for text in scale_bar_texts(bar, texts))
    height = metrics.height() + (_GAP + _BAR_HEIGHT) * scale + 1
    return QSizeF(start / 2 + bar.pixels + end / 2 + 1, height)


def draw_scale_bar(
    painter: QPainter,
    rect: QRectF,
    scene: Scene,
    view: View,
    texts: Texts,
    *,
    longest: float = _PIXELS,
    scale: float = 1.0,
) -> None:
    """Paint a scale bar at the upper left corner of ``rect``.

    Args:
        painter: works in logical pixels.
        rect: where, at least as large as `scale_bar_size`.
        scene: whose ink and paper are used.
        view: the map that is measured.
        texts: the language of numbers and units.
        longest: logical pixels that the bar may take.
        scale: size of letters.
    """
    bar = scale_bar(view, longest)
    words = scale_bar_texts(bar, texts)
    font = map_font(_TEXT_PIXELS * scale)
    metrics = QFontMetricsF(font)
    left = rect.left() + metrics.horizontalAdvance(words[0]) / 2
    painter.setFont(font)
    painter.setPen(ink(scene))
    widths = [metrics.horizontalAdvance(text) for text in words]
    starts = [left + bar.pixels * n / 2 - width / 2 for n, width in enumerate(widths)]
    # On a short bar there is no room for the number in the middle.
    crowded = starts[0] + widths[0] > starts[1] or starts[1] + widths[1] > starts[2]
    for number, text in enumerate(words):
        if number != 1 or not crowded:
            painter.drawText(QPointF(starts[number], rect.top() + metrics.ascent()), text)
    top = rect.top() + metrics.height() + _GAP * scale
    _draw_segments(painter, QRectF(left, top, bar.pixels, _BAR_HEIGHT * scale), scene)


def _draw_segments(painter: QPainter, bar: QRectF, scene: Scene) -> None:
    width = bar.width() / _SEGMENTS
    fill_rect(painter, bar, QColor(scene.paper))
    for number in range(0, _SEGMENTS, 2):
        left = bar.left() + number * width
        fill_rect(painter, QRectF(left, bar.top(), width, bar.height()), ink(scene))
    painter.setPen(QPen(ink(scene), 0.8))
    painter.drawRect(bar)
