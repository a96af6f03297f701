"""Pages as SVG: vectors, text as text, no scripts, the same bytes each time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QPainter
from PySide6.QtSvg import QSvgGenerator

from app.canvas.surface import DrawingTaker
from app.exports.options import NOMINAL_DPI, PageOptions
from app.exports.xml_text import xml_text
from app.fonts import FAMILY, is_bold
from app.furniture.text import one_line
from layers.scene import Scene
from layers.texts import Texts

# Stand around the number of a text in what Qt writes, until the text itself takes their place.
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
_TEXT = re.compile(rf"<text ([^>]*)>{_OPEN}(d?\d+){_CLOSE}</text>")
_DRAWING = re.compile(r'<svg [^>]*viewBox="([^"]*)">(.*)</svg>', re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_FONT = re.compile(
    r'\s*font-family="[^"]*" font-size="[^"]*" font-weight="[^"]*" font-style="[^"]*"\s*\n>'
)
_USUAL = re.compile(
    r' (?:vector-effect="none"|stroke-opacity="1"|fill-opacity="1"'
    r'|transform="matrix\(1,0,0,1,0,0\)")'
)
_EMPTY = re.compile(r"<g [^>]*>\s*</g>\s*")
# What a symbol would else inherit from what was drawn before it.
_UNTOUCHED = 'fill="#000000" stroke="none" stroke-width="1" stroke-linecap="butt"'
_HEAD = re.compile(r"<svg .*?</desc>", re.DOTALL)


@dataclass(frozen=True, eq=False)
class _Placed:
    """A drawing and the rectangle it is to fill."""

    drawing: str
    rect: QRectF


@dataclass(frozen=True, eq=False)
class _Written:
    """A text and how it is written."""

    text: str
    font: QFont
    spacing: float


class _Painter(DrawingTaker):
    """Paints on an SVG; keeps texts and symbols, of which Qt would write only a part."""

    def __init__(
        self, generator: QSvgGenerator, texts: list[_Written], drawings: list[_Placed]
    ) -> None:
        super().__init__(generator)
        self._texts, self._drawings = texts, drawings
        screen = QGuiApplication.primaryScreen().logicalDotsPerInchY()
        # Qt lets the space between letters grow with the device's resolution.
        self._stretch = generator.logicalDpiY() / screen

    def drawText(self, *args: Any) -> Any:
        """Draw a text at a point; other ways to draw one are left to Qt."""
        if len(args) != 2 or not isinstance(args[0], QPointF):
            return super().drawText(*args)
        point, text = args
        font = QFont(self.font())
        self._texts.append(_Written(text, font, font.letterSpacing() * self._stretch))
        return super().drawText(point, f"{_OPEN}{len(self._texts) - 1}{_CLOSE}")

    def draw_svg(self, drawing: str, rect: QRectF) -> None:
        """Put one of our drawings into a rectangle."""
        self._drawings.append(_Placed(drawing, rect))
        super().drawText(QPointF(0.0, 0.0), f"{_OPEN}d{len(self._drawings) - 1}{_CLOSE}")


class SvgMedium:
    """An SVG of one page."""

    def __init__(self, options: PageOptions, title: str, description: str, language: str) -> None:
        """Begin a file in memory.

        Args:
            options: the page.
            title: what the drawing is called.
            description: what it shows, for those who cannot see it.
            language: the language code of its texts.
        """
        self._options = options
        self._words = title, description, language
        self._texts: list[_Written] = []
        self._drawings: list[_Placed] = []
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        ratio = options.pixel_ratio
        self._size = options.width / ratio, options.height / ratio
        self._generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
        self._generator.setOutputDevice(self._buffer)
        self._generator.setResolution(round(NOMINAL_DPI))
        self._generator.setSize(QSize(*map(round, self._size)))
        self._generator.setViewBox(QRectF(0, 0, *self._size))

    def painter(self) -> QPainter:
        """Return what the page is painted with, in pixels of the options."""
        painter = _Painter(self._generator, self._texts, self._drawings)
        ratio = self._options.pixel_ratio
        painter.scale(1 / ratio, 1 / ratio)
        return painter

    def content(self) -> bytes:
        """Return the file."""
        self._buffer.close()
        made = bytes(self._buffer.data().data()).decode("utf-8")
        made = _FONT.sub(">", made)
        made = _USUAL.sub("", made)
        for _ in range(3):
            made = _EMPTY.sub("", made)
        made = _HEAD.sub(lambda _: self._head(), made, count=1)
        symbols = {drawing: f"s{n}" for n, drawing in enumerate(self._symbols())}
        made = _TEXT.sub(lambda match: self._kept(match, symbols), made)
        return made.encode("utf-8")

    def _symbols(self) -> dict[str, None]:
        return dict.fromkeys(placed.drawing for placed in self._drawings)

    def _kept(self, match: re.Match[str], symbols: dict[str, str]) -> str:
        """Return what stands in the place of a mark in Qt's SVG."""
        if not match[2].startswith("d"):
            return self._text(match)
        placed = self._drawings[int(match[2][1:])]
        rect = placed.rect
        return (
            f'<use xlink:href="#{symbols[placed.drawing]}" x="{rect.x():.6g}" y="{rect.y():.6g}" '
            f'width="{rect.width():.6g}" height="{rect.height():.6g}" {_UNTOUCHED}/>'
        )

    def _definitions(self) -> str:
        """Return each symbol once."""
        symbols = []
        for number, drawing in enumerate(self._symbols()):
            match = _DRAWING.fullmatch(drawing)
            assert match is not None, "a symbol of ours is no SVG"
            symbols.append(
                f'<symbol id="s{number}" viewBox="{match[1]}" overflow="visible">'
                f"{match[2]}</symbol>"
            )
        return "<defs>" + "\n".join(symbols) + "</defs>" if symbols else ""

    def _head(self) -> str:
        title, description, language = map(xml_text, self._words)
        width, height = self._options.millimetres
        return (
            f'<svg width="{width:.3f}mm" height="{height:.3f}mm" '
            f'viewBox="0 0 {self._size[0]:g} {self._size[1]:g}" '
            'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'version="1.1" role="img" xml:lang="{language}">\n'
            f"<title>{title}</title>\n<desc>{description}</desc>\n{self._definitions()}"
        )

    def _text(self, match: re.Match[str]) -> str:
        """Return a text element that looks the same with another font, should ours be missing."""
        from_qt = dict(_ATTRIBUTE.findall(match[1]))
        written = self._texts[int(match[2])]
        font, words = written.font, written.text
        if not words.strip():
            return ""
        plain = QFont(font)
        plain.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.0)
        length = QFontMetricsF(plain).horizontalAdvance(words)
        length += written.spacing * (len(words) - 1)
        attributes = {
            "x": from_qt["x"],
            "y": from_qt["y"],
            "font-family": f"{FAMILY}, Arial, Helvetica, sans-serif",
            "font-size": f"{font.pixelSize()}",
            "fill": from_qt["fill"],
            "stroke": "none",
            "textLength": f"{length:.2f}",
            "lengthAdjust": "spacingAndGlyphs",
            "xml:space": "preserve",
        }
        if is_bold(font):
            attributes["font-weight"] = "600"
        if font.italic():
            attributes["font-style"] = "italic"
        if written.spacing:
            attributes["letter-spacing"] = f"{written.spacing:.3g}"
        if "fill-opacity" in from_qt:
            attributes["fill-opacity"] = from_qt["fill-opacity"]
        joined = " ".join(f'{name}="{value}"' for name, value in attributes.items())
        return f"<text {joined}>{xml_text(words)}</text>"


def svg_page(path: Path, scene: Scene, options: PageOptions, texts: Texts) -> SvgMedium:  # noqa: ARG001
    """Return the SVG that the page of a scene is painted on."""
    words = texts.gettext("Map: {layers}")
    names = ", ".join(section.name for section in scene.legend)
    return SvgMedium(
        options, one_line(scene.title), one_line(words.format(layers=names)), texts.language
    )
