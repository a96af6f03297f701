"""Whether a picture of a page shows its scene: each feature where it is, in its colour.

Pictures are looked at pixel by pixel; pages and drawings are made pictures first. A feature need
be seen only where a fresh drawing of the same page shows it too, for others may lie over it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.renderer import Renderer
from app.exports.options import PageOptions, layout_options
from app.exports.page import Page
from app.exports.page_body import Body
from geodata.geometry import Bools, Family, Floats, Ints
from layers.scene import Scene, SceneLayer
from layers.style import LineSymbol, PointSymbol, PolygonSymbol, Symbol
from layers.texts import Texts

Pixels = npt.NDArray[np.uint8]

# Colours this near are the same: where edges are smoothed they mix with what is around. What is
# plainly there in a fresh drawing must be there in another, if not to the pixel.
_TOLERANCE, _STROKE_TOLERANCE = 90, 50
_PLAINLY, _SYMBOL_SHARE = 12, 0.4
_DOT, _DOTS_LOST = 6.0, 0.03
_BLOCK, _FLAT, _OTHER, _OTHER_SHARE = 8, 2, 6, 0.04
_PICTURE = re.compile(r"ppt/media/image\d+\.png")
_SVG, _HREF = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}href"
_MOST_VERTICES = 600
_LEAST_VERTICES = 12
_STROKE_SHARE = 0.6
_MOST_TOLD = 5


class FreshMap:
    """A map that is drawn anew, to compare files of it with.

    Attributes:
        scene: what it shows.
        pixels: shape (height, width, 3), what it looks like, with what stands around it.
        names: what is written on it.
    """

    def __init__(
        self, scene: Scene, body: Body, corner: QPointF, ratio: float, drawn: QImage
    ) -> None:
        """Take a drawing.

        Args:
            scene: what it shows.
            body: where the map stands.
            corner: the drawing's upper left corner, logical pixels of the body.
            ratio: pixels of the drawing per logical pixel.
            drawn: the drawing.
        """
        self.scene = scene
        self._body, self._corner, self._ratio = body, corner, ratio
        self.pixels = pixels_of(drawn)
        self.names: list[str] = []

    def differences(self, picture: Pixels) -> Iterator[str]:
        """Yield in words which features a picture does not show.

        Args:
            picture: shape (height, width, 3), as large as the drawing.
        """
        if picture.shape != self.pixels.shape:
            yield f"picture: {self.pixels.shape} expected, {picture.shape} found"
            return
        view = self._body.view
        for layer in self.scene.layers:
            if not layer.shown_at(view.scale):
                continue
            if layer.family is Family.POINT:
                yield from self._missing_points(layer, picture)
            else:
                yield from self._missing_strokes(layer, picture)
        yield from self._other_grounds(picture)

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
        places = self._on_page(layer.geometry.coordinates[first])
        if layer.offsets is not None:
            places += layer.offsets[placed] * self._ratio
        inside = self._inside(places)
        return placed[inside], places[inside]

    def _on_page(self, metres: Floats) -> Floats:
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
        """Yield it if lines or outlines of a layer are seen much less than in a fresh drawing."""
        for number in sorted(layer.drawn_symbols):
            colour = _stroke_colour(layer.symbols[number])
            if colour is None:
                continue
            vertices = self._vertices(layer, number)
            expected, found = (
                _shares(pixels, vertices, colour) for pixels in (self.pixels, picture)
            )
            seen = int(expected.sum())
            if seen >= _LEAST_VERTICES and int((found & expected).sum()) < _STROKE_SHARE * seen:
                yield f"picture: {layer.id}: lines of {colour} are not shown"

    def _other_grounds(self, picture: Pixels) -> Iterator[str]:
        """Yield it if areas without anything on them have other colours than expected."""
        fresh, other = _blocks(self.pixels), _blocks(picture)
        flat = (fresh.max(axis=(2, 3)) - fresh.min(axis=(2, 3))).max(axis=-1) <= _FLAT
        away = np.abs(fresh.mean(axis=(2, 3)) - other.mean(axis=(2, 3))).max(axis=-1)
        share = float((away[flat] > _OTHER).mean()) if flat.any() else 0.0
        if share > _OTHER_SHARE:
            yield f"picture: {share:.1%} of the plain ground have another colour"

    def _vertices(self, layer: SceneLayer, number: int) -> Floats:
        """Return corners of the features of a look that are on the map, shape (n, 2) pixels."""
        rows = np.flatnonzero(layer.geometry.placed & (layer.symbol_of == number))
        places = self._on_page(layer.geometry.take(rows).coordinates)
        places = places[self._inside(places)]
        step = max(1, len(places) // _MOST_VERTICES)
        return places[::step]


def fresh_page(scene: Scene, options: PageOptions, texts: Texts) -> FreshMap:
    """Return the page of a scene, drawn anew."""
    page = Page(scene, options, texts, Renderer())
    image = QImage(options.width, options.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for _ in page.steps(painter):
        pass
    painter.end()
    layout = page.layout
    fresh = FreshMap(scene, layout.body, QPointF(0.0, 0.0), layout.pixel_ratio, image)
    fresh.names = page.names
    return fresh


def fresh_slide(scene: Scene, options: PageOptions, texts: Texts) -> FreshMap:
    """Return the picture on the slide of a scene, drawn anew."""
    from app.exports.atlas_painting import SheetReport, map_steps
    from app.exports.atlas_writers import SLIDE, SLIDE_DPI
    from app.exports.map_job import MapJob
    from app.exports.slides import picture_rect

    job = MapJob(scene, options, texts).resized(layout_options(SLIDE, SLIDE_DPI))
    sheet = job.sheet(0)
    rect, ratio = picture_rect(sheet), sheet.pixel_ratio
    image = QImage(
        QSize(round(rect.width() * ratio), round(rect.height() * ratio)),
        QImage.Format.Format_RGB32,
    )
    image.fill(QColor(scene.paper))
    painter = QPainter(image)
    painter.scale(ratio, ratio)
    painter.translate(-rect.topLeft())
    for _ in map_steps(painter, sheet, texts, Renderer(), SheetReport()):
        pass
    painter.end()
    return FreshMap(scene, sheet.body, rect.topLeft(), ratio, image)


def _blocks(pixels: Pixels) -> npt.NDArray[np.int16]:
    """Return shape (rows, columns, height, width, 3): a picture cut into small squares."""
    height, width = (side // _BLOCK for side in pixels.shape[:2])
    cut = pixels[: height * _BLOCK, : width * _BLOCK].astype(np.int16)
    return cut.reshape(height, _BLOCK, width, _BLOCK, 3).swapaxes(1, 2)


def pixels_of(image: QImage) -> Pixels:
    """Return shape (height, width, 3): red, green and blue of a picture."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()


def picture_of(content: bytes, width: int, height: int) -> QImage | None:
    """Return what a picture, a drawing or the first page of a document looks like.

    Of slides it is the first picture.

    Args:
        content: PNG, SVG or PDF, or slides.
        width: pixels; a PNG has its own.
        height: the same.

    Returns:
        The picture, None for files of other kinds.
    """
    if content.startswith(b"\x89PNG"):
        return QImage.fromData(content)
    if content.startswith(b"%PDF-"):
        return _page_picture(content, width, height)
    if b"<svg" in content[:1024]:
        return _drawing_picture(content, width, height)
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            pictures = [name for name in sorted(package.namelist()) if _PICTURE.fullmatch(name)]
            return picture_of(package.read(pictures[0]), width, height) if pictures else None
    return None


def _drawing_picture(content: bytes, width: int, height: int) -> QImage:
    from PySide6.QtSvg import QSvgRenderer

    image = _white(width, height)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(_with_symbols(content))).render(painter)
    painter.end()
    return image


def _with_symbols(content: bytes) -> bytes:
    """Return a drawing with its symbols at every place of their use.

    Browsers do the same (SVG 1.1, 5.6); Qt does it at the symbols' own size.
    """
    ET.register_namespace("", _SVG)
    root = ET.fromstring(content)
    symbols = {each.get("id"): each for each in root.iter(f"{{{_SVG}}}symbol")}
    for use in list(root.iter(f"{{{_SVG}}}use")):
        symbol = symbols[use.get(_HREF, "").removeprefix("#")]
        left, top, wide, high = map(float, symbol.get("viewBox", "").split())
        x, y, width, height = (float(use.get(key, "")) for key in ("x", "y", "width", "height"))
        use.tag = f"{{{_SVG}}}g"
        use.attrib = {
            "transform": f"translate({x} {y}) scale({width / wide} {height / high}) "
            f"translate({-left} {-top})"
        }
        use.extend(symbol)
    for symbol in symbols.values():
        symbol.clear()
    return ET.tostring(root)


def _page_picture(content: bytes, width: int, height: int) -> QImage:
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    page = document.render(0, QSize(width, height))
    document.close()
    image = _white(width, height)
    painter = QPainter(image)
    painter.drawImage(0, 0, page)
    painter.end()
    return image


def _white(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    return image


def _is_colour(pixels: Pixels, colour: str, tolerance: int) -> Bools:
    wanted = np.array(QColor(colour).getRgb()[:3], np.int16)  # type: ignore[index]
    near: Bools = np.abs(pixels.astype(np.int16) - wanted).sum(axis=-1) <= tolerance
    return near


def _shares(picture: Pixels, places: Floats, colour: str) -> Bools:
    """Return shape (n,): whether a colour is seen at places, within two pixels."""
    found: Bools = np.zeros(len(places), np.bool_)
    height, width = picture.shape[:2]
    columns, rows = np.round(places).astype(np.int64).T
    for right in range(-2, 3):
        for down in range(-2, 3):
            x, y = np.clip(columns + right, 0, width - 1), np.clip(rows + down, 0, height - 1)
            found |= _is_colour(picture[y, x], colour, _STROKE_TOLERANCE)
    return found


def _stroke_colour(symbol: Symbol) -> str | None:
    match symbol:
        case LineSymbol(stroke):
            return stroke.color
        case PolygonSymbol(stroke=stroke) if stroke is not None:
            return stroke.color
        case _:
            return None
