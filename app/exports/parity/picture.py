"""Whether a picture shows its scene: features, names and legend where they are, as they are.

Pictures are looked at pixel by pixel; documents and drawings are made pictures first. Those that
are painted as the fresh drawing is must be the same to the pixel. In others a feature need be seen
only where the fresh drawing shows it too, for others may lie over it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage

from app.exports.page_body import Body
from app.exports.parity.grounds import ground_differences
from app.exports.parity.rendering import Pixels, pixels_of
from app.furniture.legend import Fullness, Legend
from geodata.frozen import frozen
from geodata.geometry import Bools, Family, Floats, Ints
from layers.scene import Scene, SceneLayer
from layers.style import LineSymbol, PointSymbol, PolygonSymbol, Stroke, Symbol

# Colours this near are the same: where edges are smoothed they mix with what is around. What is
# plainly there in a fresh drawing must be there in another, if not to the pixel.
_TOLERANCE, _STROKE_TOLERANCE = 90, 50
_PLAINLY, _SYMBOL_SHARE = 12, 0.4
_DOT, _DOTS_LOST = 6.0, 0.03
_OTHER = 6
# Lines are looked at so many pixels apart, at least and at most at so many places.
_SAMPLE_STEP, _MOST_PER_SEGMENT, _MOST_SAMPLES = 5.0, 60, 6000
_LEAST_SAMPLES, _LEAST_SEEN, _CONTRAST = 12, 0.3, 0.6
_STROKE_SHARE, _FEATURE_SHARE = 0.6, 0.3
_MOST_TOLD = 5
# Of small drawings: the ink of their plainest pixels, by the most of any, and how much they may
# differ from afar, by the mean of their ink.
_PLAIN_INK, _MEAN_UNLIKE = 0.7, 0.35


@frozen
class Mark:
    """Something that stands on a page or in a picture.

    Attributes:
        kind: what it is, in a word.
        words: what it says, or explains.
        rect: where it stands, logical pixels of the body.
    """

    kind: str
    words: str
    rect: QRectF


class FreshMap:
    """A map that is drawn anew, to compare files of it with.

    Attributes:
        scene: what it shows.
        pixels: shape (height, width, 3), what it looks like, with what stands around it.
        marks: what else than features it has, each at its place; those of the kinds
            "symbol" and "hatch" are the symbols of the legend.
    """

    def __init__(
        self,
        scene: Scene,
        body: Body,
        corner: QPointF,
        ratio: float,
        drawn: QImage,
        marks: Sequence[Mark] = (),
    ) -> None:
        """Take a drawing.

        Args:
            scene: what it shows.
            body: where the map stands.
            corner: the drawing's upper left corner, logical pixels of the body.
            ratio: pixels of the drawing per logical pixel.
            drawn: the drawing.
            marks: what else than features it has.
        """
        self.scene = scene
        self._body, self._corner, self._ratio = body, corner, ratio
        self.pixels = pixels_of(drawn)
        self.marks = marks

    @property
    def is_brief(self) -> bool:
        """Whether there was no room for a whole legend."""
        return is_brief(self._body.legend)

    def differences(self, picture: Pixels, *, exact: bool = False) -> Iterator[str]:
        """Yield in words which features a picture does not show, and what else is another.

        Args:
            picture: shape (height, width, 3), as large as the drawing.
            exact: whether it was painted as this one was, and must be the same to the pixel.
        """
        if picture.shape != self.pixels.shape:
            yield f"picture: {self.pixels.shape} expected, {picture.shape} found"
            return
        if exact and np.array_equal(picture, self.pixels):
            return
        view = self._body.view
        for layer in self.scene.layers:
            if not layer.shown_at(view.scale):
                continue
            if layer.family is Family.POINT:
                yield from self._missing_points(layer, picture)
            else:
                yield from self._missing_strokes(layer, picture)
        areas = [
            (layer, self.on_page(layer.geometry.coordinates))
            for layer in self.scene.layers
            if layer.family is Family.POLYGON and layer.shown_at(view.scale)
        ]
        yield from ground_differences(areas, self.pixels, picture)
        yield from self._other_marks(picture, exact=exact)
        if exact:
            count = int((picture != self.pixels).any(axis=-1).sum())
            yield f"picture: {count} pixels are others"

    def _other_marks(self, picture: Pixels, *, exact: bool) -> Iterator[str]:
        """Yield what stands on the page and looks otherwise, of drawings the symbols alone."""
        for mark in self.marks:
            expected, found = self.part(self.pixels, mark.rect), self.part(picture, mark.rect)
            if exact:
                is_other = not np.array_equal(expected, found)
            elif mark.kind == "hatch":
                # Where its lines begin is for each kind of file to say.
                is_other = bool((np.abs(_mean(expected) - _mean(found)) > _OTHER).any())
            else:
                is_other = mark.kind == "symbol" and _is_unlike(expected, found)
            if is_other:
                yield f"{mark.kind}: {mark.words!r} is drawn otherwise"

    def part(self, picture: Pixels, rect: QRectF) -> Pixels:
        """Return a part of a picture, at least the pixels that a rectangle touches."""
        placed = rect.translated(-self._corner)
        left, top = (max(0, int(edge * self._ratio)) for edge in (placed.left(), placed.top()))
        right, bottom = (int(edge * self._ratio) + 1 for edge in (placed.right(), placed.bottom()))
        return picture[top:bottom, left:right]

    def _missing_points(self, layer: SceneLayer, picture: Pixels) -> Iterator[str]:
        rows, places = self.points(layer)
        missing, largest, count = [], 0.0, 0
        for row, place in zip(rows.tolist(), places.tolist(), strict=True):
            symbol = layer.symbols[layer.symbol_of[row]]
            if not isinstance(symbol, PointSymbol):
                continue
            seen = self._count(self.pixels, place, symbol)
            found = self._count(picture, place, symbol)
            count += seen >= _PLAINLY
            if seen >= _PLAINLY and found < _SYMBOL_SHARE * seen:
                missing.append(str(layer.labels[row] or layer.table.ids[row]))
                largest = max(largest, symbol.size)
        # Names reach a little further in one kind of file than in another, and over dots.
        if missing and (largest > _DOT or len(missing) > _DOTS_LOST * count):
            told = ", ".join(missing[:_MOST_TOLD])
            yield f"picture: {layer.id}: {len(missing)} features are not shown ({told})"

    def points(self, layer: SceneLayer) -> tuple[Ints, Floats]:
        """Return the rows that are drawn on the map, and where, shape (n, 2) pixels."""
        placed: Ints = np.flatnonzero(layer.geometry.placed & (layer.symbol_of >= 0))
        first = layer.geometry.coordinate_starts[:-1][placed]
        places = self.on_page(layer.geometry.coordinates[first])
        if layer.offsets is not None:
            places += layer.offsets[placed] * self._ratio
        inside = self._inside(places)
        return placed[inside], places[inside]

    def on_page(self, metres: Floats) -> Floats:
        """Return shape (n, 2): pixels of the drawing at which places (EPSG:3857) are."""
        corner = self._body.map.topLeft() - self._corner
        places = self._body.view.to_screen(metres) + np.array([corner.x(), corner.y()])
        result: Floats = places * self._ratio
        return result

    def _inside(self, places: Floats) -> Bools:
        """Return shape (n,): which places are well inside of the map."""
        frame, ratio = self._body.map.translated(-self._corner), self._ratio
        margin = 4.0
        left, top = frame.left() * ratio + margin, frame.top() * ratio + margin
        right, bottom = frame.right() * ratio - margin, frame.bottom() * ratio - margin
        x, y = places[:, 0], places[:, 1]
        inside: Bools = (x > left) & (x < right) & (y > top) & (y < bottom)
        return inside

    def is_seen(self, place: list[float], symbol: PointSymbol) -> bool:
        """Return whether a fresh drawing plainly shows a symbol's colour at a place in pixels."""
        return self._count(self.pixels, place, symbol) >= _PLAINLY

    def _count(self, picture: Pixels, place: list[float], symbol: PointSymbol) -> int:
        """Return how many pixels around a place have the colour of a symbol."""
        reach = max(2.0, symbol.size * self._ratio * 0.55)
        x, y = place
        height, width = picture.shape[:2]
        left, right = max(0, round(x - reach)), min(width, round(x + reach) + 1)
        top, bottom = max(0, round(y - reach)), min(height, round(y + reach) + 1)
        part = picture[top:bottom, left:right]
        return int(_is_colour(part, symbol.color, _TOLERANCE).sum())

    def _missing_strokes(self, layer: SceneLayer, picture: Pixels) -> Iterator[str]:
        """Yield which lines or outlines of a layer are seen much less than in a fresh drawing."""
        for number in sorted(layer.drawn_symbols):
            stroke = _stroke(layer.symbols[number])
            if stroke is None:
                continue
            places, owners = self._samples(layer, number)
            tolerance = _contrast(self.pixels, places, stroke.color)
            expected, found = (
                _shares(pixels, places, stroke.color, tolerance)
                for pixels in (self.pixels, picture)
            )
            # Where dashes begin is for each kind of file to say.
            still = found if stroke.dashed else found & expected
            if _is_gone(expected, still, _STROKE_SHARE):
                yield f"picture: {layer.id}: lines of {stroke.color} are not shown"
                continue
            missing = [
                str(layer.labels[row] or layer.table.ids[row])
                for row in np.unique(owners).tolist()
                if _is_gone(expected[owners == row], still[owners == row], _FEATURE_SHARE)
            ]
            if missing:
                told = ", ".join(missing[:_MOST_TOLD])
                yield f"picture: {layer.id}: {len(missing)} features are not shown ({told})"

    def _samples(self, layer: SceneLayer, number: int) -> tuple[Floats, Ints]:
        """Return places along the features of a look that are on the map, and whose they are.

        Returns:
            Shape (n, 2) pixels, and shape (n,) rows of the layer.
        """
        rows = np.flatnonzero(layer.geometry.placed & (layer.symbol_of == number))
        geometry = layer.geometry.take(rows)
        places = self.on_page(geometry.coordinates)
        parts = np.repeat(np.arange(len(geometry.part_starts) - 1), np.diff(geometry.part_starts))
        owners = np.repeat(rows, np.diff(geometry.coordinate_starts))
        begins = np.flatnonzero(parts[1:] == parts[:-1])
        ways = places[begins + 1] - places[begins]
        counts = np.ceil(np.hypot(*ways.T) / _SAMPLE_STEP).clip(1, _MOST_PER_SEGMENT).astype(int)
        segments = np.repeat(np.arange(len(begins)), counts)
        nth = np.arange(len(segments)) - np.repeat(counts.cumsum() - counts, counts)
        shares = (nth + 0.5) / counts[segments]
        found = places[begins[segments]] + ways[segments] * shares[:, np.newaxis]
        inside = np.flatnonzero(self._inside(found))
        inside = inside[:: max(1, len(inside) // _MOST_SAMPLES)]
        return found[inside], owners[begins[segments[inside]]]


def is_brief(legend: Legend | None) -> bool:
    """Return whether a legend does not say all that it should."""
    return legend is None or legend.fullness is not Fullness.WHOLE


def _mean(part: Pixels) -> Floats:
    colour: Floats = part.mean(axis=(0, 1))
    return colour


def _is_unlike(one: Pixels, other: Pixels) -> bool:
    """Return whether two small drawings on plain ground are not of the same.

    Of the same are those whose plainest pixels are in both, a pixel off or so; where lines are so
    thin that there are none, those that look the same from afar.
    """
    if not one.size or one.shape != other.shape:
        return False
    ink = np.abs(one - np.median(one, axis=(0, 1))).mean(axis=-1)
    rows, columns = np.nonzero(ink >= _PLAIN_INK * ink.max())
    around = _around(other, np.stack([columns, rows], axis=1).astype(np.float64), 1)
    plainest = one[rows, columns].astype(np.int16)
    nearest = np.min([np.abs(plainest - each).sum(axis=-1) for each in around], axis=0)
    from_afar = float(np.abs(_mean(one) - _mean(other)).max())
    is_gone = float((nearest <= _STROKE_TOLERANCE).mean()) < _STROKE_SHARE
    return is_gone and from_afar > _MEAN_UNLIKE * float(ink.mean())


def _is_colour(pixels: Pixels, colour: str, tolerance: int) -> Bools:
    wanted = np.array(QColor(colour).getRgb()[:3], np.int16)  # type: ignore[index]
    near: Bools = np.abs(pixels.astype(np.int16) - wanted).sum(axis=-1) <= tolerance
    return near


def _shares(picture: Pixels, places: Floats, colour: str, tolerance: int) -> Bools:
    """Return shape (n,): whether a colour is seen at places, within two pixels."""
    found: Bools = np.zeros(len(places), np.bool_)
    for around in _around(picture, places):
        found |= _is_colour(around, colour, tolerance)
    return found


def _contrast(picture: Pixels, places: Floats, colour: str) -> int:
    """Return how much a line's colour may be another and still be told from what it lies on."""
    if not len(places):
        return _STROKE_TOLERANCE
    ground = np.median(np.concatenate(list(_around(picture, places, 5))), axis=0)
    wanted = np.array(QColor(colour).getRgb()[:3])  # type: ignore[index]
    return min(_STROKE_TOLERANCE, int(_CONTRAST * np.abs(ground - wanted).sum()))


def _around(picture: Pixels, places: Floats, reach: int = 2) -> Iterator[Pixels]:
    """Yield shape (n, 3): the colours at places and at those around them."""
    height, width = picture.shape[:2]
    columns, rows = np.round(places).astype(np.int64).T
    for right in range(-reach, reach + 1):
        for down in range(-reach, reach + 1):
            x, y = np.clip(columns + right, 0, width - 1), np.clip(rows + down, 0, height - 1)
            yield picture[y, x]


def _is_gone(expected: Bools, found: Bools, share: float) -> bool:
    """Return whether of places that plainly show something too few still do.

    What is nearly covered is seen by the mixed colours of its edges alone: that is not plainly.
    """
    seen = int(expected.sum())
    is_plain = seen >= max(_LEAST_SAMPLES, _LEAST_SEEN * len(expected))
    return is_plain and int(found.sum()) < share * seen


def _stroke(symbol: Symbol) -> Stroke | None:
    return symbol.stroke if isinstance(symbol, LineSymbol | PolygonSymbol) else None
