"""Where everything stands on a page: title, map, legend, scale, sources.

Lengths are logical pixels (96 dpi) from the page's upper left corner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from PySide6.QtCore import QPointF, QRectF

from app import __version__
from app.exports.logo import LogoPicture
from app.exports.options import PageOptions
from app.exports.page_body import Body, arrange_body
from app.fonts import map_font
from app.furniture.credits import sources_texts
from app.furniture.text import TextBlock, text_block
from layers.scene import Scene
from layers.style import PointSymbol
from layers.texts import Texts

LEAST_WIDTH, LEAST_HEIGHT = 300.0, 225.0
"""A page with fewer logical pixels is drawn as if its resolution were lower."""

_USUAL = 1123.0 * 794.0  # logical pixels of A4, on which letters have their nominal size
_NARROW = 420.0  # logical pixels of the shorter side that letters of nominal size ask for
_SMALLEST, _LARGEST = 0.78, 1.4
_TITLE, _SUBTITLE, _NOTES, _NOTE, _SOURCES = 21.0, 12.5, 11.5, 10.5, 9.0
_SOURCES_SHARE = 0.11
# Of the page's shorter side and of the width.
_LOGO_HEIGHT, _LOGO_WIDTH = 0.085, 0.24
# Of the page's height, but no fewer lines than these.
_NOTES_SHARE, _NOTES_LINES = 0.16, 4
_MOST_HIDDEN = 99_999


@dataclass(frozen=True, eq=False)
class PlacedText:
    """A text and where it stands."""

    block: TextBlock
    rect: QRectF


@dataclass(frozen=True, eq=False)
class PageLayout:
    """Where everything stands on a page.

    Attributes:
        width, height: of the page.
        pixel_ratio: pixels of the picture per logical pixel.
        scale: size of letters, 1 being that of a page of A4.
        title: the map's title.
        subtitle: the area and the years of the facts, None if there is neither.
        body: map, legend, scale bar and north arrow.
        notes: what the planner says, None if that is nothing.
        honesty: what hollow symbols mean, and since when changes are marked where no legend says
            so; None if there is nothing to say.
        labels_note: where the number of hidden labels goes, known once the map is drawn.
        made_with: the program and its version.
        sources: whose data is drawn, None if no source is.
        logo: None without one.
        logo_rect: where it stands.
    """

    width: float
    height: float
    pixel_ratio: float
    scale: float
    title: PlacedText
    subtitle: PlacedText | None
    body: Body
    notes: PlacedText | None
    honesty: PlacedText | None
    labels_note: QRectF
    made_with: PlacedText
    sources: PlacedText | None
    logo: LogoPicture | None = None
    logo_rect: QRectF | None = None

    def boxes(self) -> Iterator[tuple[str, QRectF]]:
        """Yield the name and place of everything on the page; no two overlap."""
        yield "labels note", self.labels_note
        for name in ("title", "subtitle", "notes", "honesty", "made_with", "sources"):
            placed = getattr(self, name)
            if placed is not None:
                yield name, placed.rect
        if self.logo_rect is not None:
            yield "logo", self.logo_rect
        yield from self.body.boxes()


def lay_out_page(scene: Scene, options: PageOptions, texts: Texts) -> PageLayout:
    """Return where everything stands on the page of a scene.

    Args:
        scene: what is drawn.
        options: the page's size and the area shown.
        texts: the page's language.
    """
    ratio = min(options.pixel_ratio, options.width / LEAST_WIDTH, options.height / LEAST_HEIGHT)
    width, height = options.width / ratio, options.height / ratio
    scale = min(sqrt(width * height / _USUAL), min(width, height) / _NARROW, _LARGEST)
    scale = max(scale, _SMALLEST)
    margin = min(max(min(width, height) * 0.028, 8.0), 40.0)
    column = QRectF(margin, margin, width - 2 * margin, height - 2 * margin)
    logo, logo_rect = placed_logo(options, column, scale)
    head = QRectF(column)
    if logo_rect is not None:
        head.setRight(logo_rect.left() - 14.0 * scale)
    title, subtitle = _header(scene, options, texts, head, scale)
    header = (subtitle or title).rect.bottom()
    honesty, labels_note, made_with, sources = _footer(scene, options, texts, column, scale)
    foot = min(labels_note.top(), made_with.rect.top(), honesty.rect.top() if honesty else height)
    gap = 9.0 * scale
    notes = _notes(options, column, foot - gap / 2, scale)
    body = QRectF(column)
    body.setTop(max(header, logo_rect.bottom() if logo_rect else 0.0) + gap)
    body.setBottom((notes.rect.top() if notes else foot) - gap)
    return PageLayout(
        width,
        height,
        ratio,
        scale,
        title,
        subtitle,
        arrange_body(scene, options, texts, body, scale, ratio),
        notes,
        honesty,
        labels_note,
        made_with,
        sources,
        logo,
        logo_rect,
    )


def subtitle_text(scene: Scene, options: PageOptions, texts: Texts) -> str:
    """Return the line under a title: the planner's, else area and years of the facts."""
    as_of = texts.gettext("Facts as of {years}").format(years=texts.date(scene.as_of))
    words = " · ".join(filter(None, [options.area_name, as_of if scene.as_of else ""]))
    return options.subtitle.strip() or words


def labels_text(hidden: int, texts: Texts) -> str:
    """Return how many labels found no room, "" if all did."""
    if not hidden:
        return ""
    message = texts.ngettext(
        "{number} label left out for lack of space",
        "{number} labels left out for lack of space",
        hidden,
    )
    return message.format(number=texts.number(hidden))


def _header(
    scene: Scene, options: PageOptions, texts: Texts, column: QRectF, scale: float
) -> tuple[PlacedText, PlacedText | None]:
    title = text_block(scene.title, map_font(_TITLE * scale, bold=True), column.width(), 2)
    placed = _at(title, column.left(), column.top())
    words = subtitle_text(scene, options, texts)
    subtitle = text_block(words, map_font(_SUBTITLE * scale), column.width(), 2)
    if not subtitle.lines:
        return placed, None
    return placed, _at(subtitle, column.left(), placed.rect.bottom() + scale)


def placed_logo(
    options: PageOptions, column: QRectF, scale: float
) -> tuple[LogoPicture | None, QRectF | None]:
    """Return the logo and its place in the upper right corner, None without one.

    Args:
        options: have the logo.
        column: the page within its margins.
        scale: size of letters.
    """
    if options.logo is None:
        return None, None
    logo = LogoPicture(options.logo)
    shorter = min(column.width(), column.height())
    size = logo.fitted(column.width() * _LOGO_WIDTH, max(shorter * _LOGO_HEIGHT, 24.0 * scale))
    return logo, QRectF(QPointF(column.right() - size.width(), column.top()), size)


def _notes(options: PageOptions, column: QRectF, bottom: float, scale: float) -> PlacedText | None:
    font = map_font(_NOTES * scale)
    line = text_block("X", font, column.width()).height
    most = max(int(column.height() * _NOTES_SHARE / line), _NOTES_LINES)
    block = text_block(options.notes, font, column.width(), most)
    return _at(block, column.left(), bottom - block.height) if block.lines else None


def _footer(
    scene: Scene, options: PageOptions, texts: Texts, column: QRectF, scale: float
) -> tuple[PlacedText | None, QRectF, PlacedText, PlacedText | None]:
    """Return honesty line, place of the labels note, made-with line and sources, bottom up."""
    sources = None
    if "sources" not in options.without:
        sources = _sources(scene, texts, column, scale)
    bottom = sources.rect.top() - 4 * scale if sources else column.bottom()
    font = map_font(_NOTE * scale)
    program = texts.gettext("Made with Atlas Seguro {version}").format(version=__version__)
    made_with = text_block(program, font, column.width() / 2, 1)
    made_left = column.right() - made_with.width
    gap = 14.0 * scale
    free = made_left - gap - column.left()
    honesty = text_block(_honesty_words(scene, options, texts), font, free, 2)
    most = text_block(labels_text(_MOST_HIDDEN, texts), font, free, 2)
    beside = honesty.width + gap + most.width <= free
    labels_left = column.left() + (honesty.width + gap if beside and honesty.lines else 0.0)
    labels_top = bottom - most.height
    honesty_top = labels_top if beside else labels_top - honesty.height
    return (
        _at(honesty, column.left(), honesty_top) if honesty.lines else None,
        QRectF(labels_left, labels_top, most.width + scale, most.height),
        _at(made_with, made_left, bottom - made_with.height),
        sources,
    )


def _sources(scene: Scene, texts: Texts, column: QRectF, scale: float) -> PlacedText | None:
    """Return the fullest text on the sources that leaves the map its room."""
    font = map_font(_SOURCES * scale)
    block = None
    for text in sources_texts(scene, texts):
        line = text_block("X", font, column.width()).height
        most = max(int(column.height() * _SOURCES_SHARE / line), 2)
        block = text_block(text, font, column.width(), most)
        if block.whole:
            break
    if block is None:
        return None
    return _at(block, column.left(), column.bottom() - block.height)


def _honesty_words(scene: Scene, options: PageOptions, texts: Texts) -> str:
    """Return what the map must not be read without."""
    words = [texts.gettext("Hollow symbols: place not documented")] * _has_hollow(scene)
    if "legend" in options.without:
        essential = (section for section in scene.legend if section.is_essential)
        words += [": ".join(filter(None, (each.name, each.note))) for each in essential]
    return " · ".join(words)


def _has_hollow(scene: Scene) -> bool:
    return any(
        isinstance(entry.symbol, PointSymbol) and entry.symbol.hollow
        for section in scene.legend
        for entry in section.entries
    )


def _at(block: TextBlock, left: float, top: float) -> PlacedText:
    return PlacedText(block, QRectF(left, top, block.width, block.height))
