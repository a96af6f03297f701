"""Where everything stands on the pages of an atlas: one layout for paper, pictures and slides.

Lengths are logical pixels (96 dpi) from the page's upper left corner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from math import sqrt

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont

from app import __version__
from app.exports.logo import LogoPicture
from app.exports.options import PageOptions
from app.exports.page_body import Body, arrange_body
from app.exports.page_layout import labels_text, placed_logo
from app.fonts import map_font
from app.furniture.text import TextBlock, text_block
from layers.atlas_pages import Atlas, AtlasPage
from layers.looks import LOOKS
from layers.scene import Scene
from layers.style import Symbol
from layers.texts import Texts

_USUAL = 1123.0 * 794.0
_SMALLEST, _LARGEST = 0.6, 1.5
_MARGIN, _GAP = 0.034, 14.0
_COLUMN_SHARE, _MAP_SHARE = 0.42, 0.46
# Legend and scale bar are written somewhat smaller than what stands beside them.
_FURNITURE = 0.86
FACTORS = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
"""Sizes of the letters tried one after the other until everything finds room."""

_SOURCES_SHARE = 0.13
SLACK = 1.03
"""Of the width of a bold text: what the font of another program may need more."""

SHORT_UNIT = 4
"""Units of so many letters stand beside their number, longer ones below it."""


class Role(Enum):
    """What a text is, by which its letters are chosen: height, and whether they are bold."""

    TITLE = (25.0, True)
    KICKER = (11.5, False)
    HEAD = (12.0, True)
    VALUE = (18.0, True)
    LABEL = (10.5, True)
    BODY = (11.0, False)
    TOLD = (15.0, False)
    NAME = (11.5, True)
    NOTE = (10.0, False)
    SOURCES = (8.0, False)
    FOOT = (9.5, False)

    @property
    def is_quiet(self) -> bool:
        """Whether it is written in secondary ink."""
        return self in (Role.KICKER, Role.NOTE, Role.SOURCES, Role.FOOT)


@dataclass(frozen=True, eq=False)
class SheetText:
    """A text at its place.

    Attributes:
        role: what it is.
        block: the broken text.
        rect: where it stands.
        words: the text before it was broken.
        target: the number of the page it leads to, from 1; 0 for none.
    """

    role: Role
    block: TextBlock
    rect: QRectF
    words: str
    target: int = 0

    def moved(self, by: QPointF) -> SheetText:
        """Return it elsewhere."""
        return replace(self, rect=self.rect.translated(by))


@dataclass(frozen=True, eq=False)
class SheetRow:
    """A row of the table of programs.

    Attributes:
        rect: the row.
        symbol, swatch: the look and its place.
        name, names, count: its texts, at their places; the second may be None.
    """

    rect: QRectF
    symbol: Symbol
    swatch: QRectF
    name: SheetText
    names: SheetText | None
    count: SheetText

    def moved(self, by: QPointF) -> SheetRow:
        """Return it elsewhere."""
        return replace(
            self,
            rect=self.rect.translated(by),
            swatch=self.swatch.translated(by),
            name=self.name.moved(by),
            names=self.names and self.names.moved(by),
            count=self.count.moved(by),
        )

    @property
    def texts(self) -> Iterator[SheetText]:
        """Its texts."""
        yield self.name
        if self.names is not None:
            yield self.names
        yield self.count


@dataclass(frozen=True, eq=False)
class Sheet:
    """One page of an atlas.

    Attributes:
        width, height: of the page.
        pixel_ratio: pixels of the picture per logical pixel.
        scale: size of the letters of legend and scale bar, 1 being that of a page of A4.
        letters: size of the letters of the head and foot.
        scene: what the map shows.
        body: map, legend, scale bar, north arrow and inset.
        title: the page's title.
        texts: every other text outside the table.
        table: the programs.
        labels_note: where the number of hidden labels goes.
        page: what it is of, None for the cover.
        logo: None without one.
        logo_rect: where it stands.
    """

    width: float
    height: float
    pixel_ratio: float
    scale: float
    letters: float
    scene: Scene
    body: Body
    title: SheetText
    texts: tuple[SheetText, ...]
    table: tuple[SheetRow, ...]
    labels_note: QRectF
    page: AtlasPage | None
    logo: LogoPicture | None = None
    logo_rect: QRectF | None = None

    def boxes(self) -> Iterator[tuple[str, QRectF]]:
        """Yield the name and place of everything on the page; no two overlap."""
        yield "title", self.title.rect
        yield "labels note", self.labels_note
        if self.logo_rect is not None:
            yield "logo", self.logo_rect
        for text in self.texts:
            yield text.words, text.rect
        for row in self.table:
            yield row.name.words, row.rect
        yield from self.body.boxes()


def cover_sheet(atlas: Atlas, scene: Scene, options: PageOptions, texts: Texts) -> Sheet:
    """Return the first page: the whole map, what the pages are of, and what to know of them."""
    words = texts.gettext("{subject}: one page for each, {count} in all").format(
        subject=atlas.subject, count=texts.number(len(atlas.pages))
    )
    as_of = texts.gettext("Facts as of {years}").format(years=texts.date(scene.as_of))
    kicker = " · ".join(filter(None, [words, as_of if scene.as_of else ""]))
    setter = Setter(options, texts, scene)
    setter.head(atlas.title, kicker)
    setter.foot(1, len(atlas.pages) + 1, ())
    return setter.sheet(None, lambda letters, width, _: _contents(atlas, letters, width, texts))


def unit_sheet(
    atlas: Atlas, page: AtlasPage, scene: Scene, options: PageOptions, texts: Texts
) -> Sheet:
    """Return the page of an area.

    Args:
        atlas: the atlas.
        page: the area.
        scene: what its map shows (`layers.atlas_scene.unit_scene`).
        options: the size of the page.
        texts: its language.
    """
    as_of = texts.gettext("Facts as of {years}").format(years=page.as_of)
    page = _themed(page, scene.theme)
    setter = Setter(replace(options, area=page.extent), texts, scene)
    kicker = " · ".join(filter(None, [page.kind, atlas.title, as_of if page.as_of else ""]))
    setter.head(page.title, kicker)
    setter.foot(page.number + 1, len(atlas.pages) + 1, page.sources)
    return setter.sheet(page, lambda letters, width, cut: _facts(page, letters, width, texts, cut))


def _themed(page: AtlasPage, theme: str) -> AtlasPage:
    """Return a page whose symbols are those of the map's look."""
    paint = LOOKS[theme].symbol
    programs = (replace(each, symbol=paint(each.symbol)) for each in page.programs)
    return replace(page, programs=tuple(programs))


# What stands beside the map, as parts that are set one below the other.


@dataclass(frozen=True, eq=False)
class Part:
    """Something of the column that is not torn apart, its corner at 0, 0."""

    height: float
    gap: float
    texts: tuple[SheetText, ...] = ()
    rows: tuple[SheetRow, ...] = ()


@dataclass(frozen=True, eq=False)
class Letters:
    """Sets texts at one size of letters."""

    scale: float

    def font(self, role: Role) -> QFont:
        """Return the font of a kind of text."""
        height, bold = role.value
        return map_font(height * self.scale, bold=bold)

    def text(
        self, role: Role, words: str, width: float, lines: int = 99, at: QPointF | None = None
    ) -> SheetText:
        """Return a text whose corner stands at a point, at 0, 0 if omitted."""
        block = text_block(words, self.font(role), max(width, 1.0), lines)
        corner = at or QPointF(0.0, 0.0)
        return SheetText(role, block, QRectF(corner.x(), corner.y(), width, block.height), words)

    def part(self, role: Role, words: str, width: float, gap: float, lines: int = 99) -> Part:
        """Return a text as a part of the column."""
        text = self.text(role, words, width, lines)
        return Part(text.rect.height(), gap * self.scale, (text,))


Parts = Callable[[Letters, float, int], list[Part]]
"""Returns the parts for letters, the width of a column, and how much is cut, from 0 on."""

Flowed = tuple[list[SheetText], list[SheetRow], float]
"""Texts and rows at their places, and where the longest column ends."""

Flow = Callable[[Parts, Sequence[QRectF], float], Flowed]
"""Sets parts into columns, in letters of at most a size; what finds no room is cut."""


def _facts(page: AtlasPage, letters: Letters, width: float, texts: Texts, cut: int) -> list[Part]:
    """Return what is said of an area; the more is ``cut``, the fewer lines each text has."""
    lines = {0: 6, 1: 3, 2: 2}.get(cut, 1)
    parts = list(_figures(page, letters, width))
    for place, words in enumerate(page.facts):
        parts.append(letters.part(Role.BODY, words, width, 4.0 if place else 12.0, lines))
    _ = texts.gettext
    if page.programs:
        parts.append(letters.part(Role.HEAD, _("Programs present"), width, 13.0))
        parts.append(_table(page, letters, width, texts, lines))
    if page.absent:
        words = _("Nothing recorded here: {layers}").format(layers=", ".join(page.absent))
        parts.append(letters.part(Role.NOTE, words, width, 7.0, lines))
    if page.gaps:
        parts.append(letters.part(Role.HEAD, _("Not published or not sure"), width, 13.0))
        kept = len(page.gaps) if cut < 3 else max(len(page.gaps) - (cut - 2) * 2, 1)
        parts += [bullet(letters, words, width, lines) for words in page.gaps[:kept]]
        left = len(page.gaps) - kept
        if left:
            words = texts.ngettext(
                "{count} more left out for lack of space",
                "{count} more left out for lack of space",
                left,
            )
            parts.append(letters.part(Role.NOTE, words.format(count=left), width, 4.0, 1))
    remarks = dict.fromkeys(figure.remark for figure in page.figures if figure.remark)
    if remarks and cut < 2:
        parts.append(letters.part(Role.NOTE, " ".join(remarks), width, 9.0))
    return parts


def _figures(page: AtlasPage, letters: Letters, width: float) -> Iterator[Part]:
    """Yield the figures, three or two beside each other."""
    columns = 3 if width > 330.0 * letters.scale else 2
    gap = 12.0 * letters.scale
    tile = (width - gap * (columns - 1)) / columns
    for first in range(0, len(page.figures), columns):
        placed: list[SheetText] = []
        height = 0.0
        for place, figure in enumerate(page.figures[first : first + columns]):
            left, top = place * (tile + gap), 0.0
            short = len(figure.unit) <= SHORT_UNIT
            value = f"{figure.value} {figure.unit}".strip() if short else figure.value
            note = ", ".join(filter(None, ["" if short else figure.unit, figure.note]))
            for role, words, lines in (
                (Role.VALUE, value, 1),
                (Role.LABEL, figure.label, 2),
                (Role.NOTE, note, 3),
            ):
                text = letters.text(role, words, tile, lines, QPointF(left, top))
                if text.block.lines:
                    placed.append(text)
                    top += text.rect.height()
            height = max(height, top)
        yield Part(height, 9.0 * letters.scale if first else 0.0, tuple(placed))


def _table(page: AtlasPage, letters: Letters, width: float, texts: Texts, lines: int) -> Part:
    indent, count_width = 28.0 * letters.scale, 34.0 * letters.scale
    inner, pad = width - indent - count_width, 3.0 * letters.scale
    rows: list[SheetRow] = []
    top = 0.0
    for program in page.programs:
        name = letters.text(Role.NAME, program.name, inner, 2, QPointF(indent, top + pad))
        names = letters.text(
            Role.NOTE, program.told, inner, lines, QPointF(indent, name.rect.bottom())
        )
        bottom = (names.rect if names.block.lines else name.rect).bottom() + pad
        count = letters.text(
            Role.NAME,
            texts.number(program.count),
            count_width,
            1,
            QPointF(width - count_width, top + pad),
        )
        side = 20.0 * letters.scale
        line = name.block.height / max(len(name.block.lines), 1)
        swatch = QRectF(0.0, top + pad + (line - side) / 2, side, side)
        rows.append(
            SheetRow(
                QRectF(0.0, top, width, bottom - top),
                program.symbol,
                swatch,
                name,
                names if names.block.lines else None,
                count,
            )
        )
        top = bottom
    return Part(top, 3.0 * letters.scale, rows=tuple(rows))


def bullet(letters: Letters, words: str, width: float, lines: int = 99) -> Part:
    """Return a text with a dot before it."""
    indent = 11.0 * letters.scale
    sign = letters.text(Role.BODY, "\N{BULLET}", indent)
    text = letters.text(Role.BODY, words, width - indent, lines, QPointF(indent, 0.0))
    return Part(text.rect.height(), 3.5 * letters.scale, (sign, text))


def _contents(atlas: Atlas, letters: Letters, width: float, texts: Texts) -> list[Part]:
    parts = [letters.part(Role.HEAD, texts.gettext("Contents"), width, 0.0)]
    number_width = 30.0 * letters.scale
    for page in atlas.pages:
        number = letters.text(Role.BODY, texts.number(page.number + 1), number_width)
        name = letters.text(
            Role.BODY, page.title, width - number_width, 1, QPointF(number_width, 0.0)
        )
        lead = tuple(replace(text, target=page.number + 1) for text in (number, name))
        parts.append(Part(name.rect.height(), 1.5 * letters.scale, lead))
    if atlas.notes:
        parts.append(letters.part(Role.HEAD, texts.gettext("How to read it"), width, 13.0))
        parts += [bullet(letters, words, width) for words in atlas.notes]
    return parts


class Setter:
    """Sets one sheet from its head and foot inwards."""

    def __init__(
        self, options: PageOptions, texts: Texts, scene: Scene, share: float = _COLUMN_SHARE
    ) -> None:
        """Begin with nothing on the sheet.

        Args:
            options: its size, and the area that its map shows.
            texts: its language.
            scene: what its map shows.
            share: how much of its width the column of texts takes, where it is no upright page.
        """
        self._options, self._texts, self._scene, self._share = options, texts, scene, share
        self._ratio = options.pixel_ratio
        self._width, self._height = options.width / self._ratio, options.height / self._ratio
        scale = sqrt(self._width * self._height / _USUAL)
        self._scale = min(max(scale, _SMALLEST), _LARGEST)
        margin = max(min(self._width, self._height) * _MARGIN, 8.0)
        self._column = QRectF(margin, margin, self._width - 2 * margin, self._height - 2 * margin)
        self._letters = Letters(self._scale)
        self._texts_set: list[SheetText] = []
        self._room = QRectF(self._column)

    def head(self, title: str, kicker: str) -> None:
        """Set title and kicker, the logo at their right."""
        column, gap = self._column, _GAP * self._scale
        self._logo, self._logo_rect = placed_logo(self._options, column, self._scale)
        right, bottom = column.right(), column.top()
        if self._logo_rect is not None:
            right, bottom = self._logo_rect.left() - gap, self._logo_rect.bottom()
        width, corner = right - column.left(), column.topLeft()
        above = self._letters.text(Role.KICKER, kicker, width, 1, corner)
        below = QPointF(corner.x(), above.rect.bottom())
        # The title alone may be as long as its room.
        self._title = self._letters.text(Role.TITLE, title, width / SLACK, 2, below)
        self._texts_set.append(above)
        self._room.setTop(max(self._title.rect.bottom(), bottom) + gap * 0.7)

    def foot(self, number: int, count: int, sources: Sequence[str]) -> None:
        """Set sources, the line with maker and number, and the place for hidden labels."""
        texts, column = self._texts, self._column
        made = texts.gettext("Made with Atlas Seguro {version}").format(version=__version__)
        place = texts.gettext("{number} of {count}").format(
            number=texts.number(number), count=texts.number(count)
        )
        words = f"{made} · {place}"
        font = self._letters.font(Role.FOOT)
        block = text_block(words, font, column.width() / 2, 1)
        top = column.bottom() - block.height
        foot = self._letters.text(
            Role.FOOT, words, block.width + 1.0, 1, QPointF(column.right() - block.width - 1.0, top)
        )
        self._texts_set.append(foot)
        most = text_block(labels_text(99_999, texts), font, column.width() / 2, 1)
        self._labels_note = QRectF(column.left(), top, most.width + 1.0, most.height)
        bottom = top - 3.0 * self._scale
        if sources:
            text = self._sources(sources)
            bottom -= text.rect.height()
            self._texts_set.append(text.moved(QPointF(column.left(), bottom)))
        self._room.setBottom(bottom - _GAP * 0.7 * self._scale)

    def sheet(self, page: AtlasPage | None, parts: Parts | None, flow: Flow | None = None) -> Sheet:
        """Set the map and what stands beside or below it, if anything does.

        Args:
            page: what it is of, None for no area.
            parts: what stands beside the map, None for nothing.
            flow: how the parts are set, `flow_facts` if omitted.
        """
        gap = _GAP * self._scale
        columns, map_room = self._columns(gap)
        texts: list[SheetText] = []
        rows: list[SheetRow] = []
        if parts is None:
            map_room, used = QRectF(self._room), self._room.bottom()
        else:
            texts, rows, used = (flow or flow_facts)(parts, columns, self._scale)
        if self._height > self._width and used < self._room.bottom():
            # The map takes what the texts leave.
            more = self._room.bottom() - used
            map_room.setBottom(map_room.bottom() + more)
            by = QPointF(0.0, more)
            texts = [text.moved(by) for text in texts]
            rows = [row.moved(by) for row in rows]
        body = arrange_body(
            self._scene, self._options, self._texts, map_room, self._scale * _FURNITURE, self._ratio
        )
        return Sheet(
            self._width,
            self._height,
            self._ratio,
            self._scale * _FURNITURE,
            self._scale,
            self._scene,
            body,
            self._title,
            (*self._texts_set, *texts),
            tuple(rows),
            self._labels_note,
            page,
            self._logo,
            self._logo_rect,
        )

    def _columns(self, gap: float) -> tuple[list[QRectF], QRectF]:
        """Return the columns of text and the room of the map."""
        room = self._room
        if self._width >= self._height:
            width = room.width() * self._share
            column = QRectF(room.right() - width, room.top(), width, room.height())
            frame = QRectF(room.topLeft(), QPointF(column.left() - 1.3 * gap, room.bottom()))
            return [column], frame
        frame = QRectF(room)
        frame.setHeight(room.height() * _MAP_SHARE)
        top = frame.bottom() + gap
        width = (room.width() - 1.6 * gap) / 2
        first = QRectF(room.left(), top, width, room.bottom() - top)
        return [first, first.translated(width + 1.6 * gap, 0.0)], frame

    def _sources(self, sources: Sequence[str]) -> SheetText:
        """Return the sources, as many of them as a part of the page holds."""
        width = self._column.width()
        lead = self._texts.gettext("Sources: {sources}.")
        most = self._column.height() * _SOURCES_SHARE
        for count in range(len(sources), 0, -1):
            listed = "; ".join(sources[:count])
            left = len(sources) - count
            if left:
                more = self._texts.ngettext("{count} more", "{count} more", left)
                listed = f"{listed}; {more.format(count=self._texts.number(left))}"
            text = self._letters.text(Role.SOURCES, lead.format(sources=listed), width)
            if text.rect.height() <= most and text.block.whole:
                return text
        line = self._letters.font(Role.SOURCES)
        most_lines = max(int(most / text_block("X", line, width).height), 1)
        words = lead.format(sources="; ".join(sources))
        return self._letters.text(Role.SOURCES, words, width, most_lines)


def flow_facts(parts: Parts, columns: Sequence[QRectF], scale: float) -> Flowed:
    """Return texts and rows in the largest letters in which all find room."""
    for cut in range(12):
        for factor in FACTORS if cut < 3 else FACTORS[-1:]:
            letters = Letters(scale * factor)
            found = flow(parts(letters, columns[0].width(), cut), columns)
            if found is not None:
                return found
    # There is no room for as much as one line each: as much as fits.
    letters = Letters(scale * FACTORS[-1])
    kept = parts(letters, columns[0].width(), 12)
    while kept:
        found = flow(kept, columns)
        if found is not None:
            return found
        kept.pop()
    return [], [], columns[0].top()


def flow(parts: Sequence[Part], columns: Sequence[QRectF]) -> Flowed | None:
    """Return the parts set into columns and where the longest ends, None without room."""
    texts: list[SheetText] = []
    rows: list[SheetRow] = []
    number, top, lowest = 0, columns[0].top(), columns[0].top()
    heads = [len(part.texts) == 1 and part.texts[0].role is Role.HEAD for part in parts]
    for place, part in enumerate(parts):
        # A heading goes with what it heads.
        follower = parts[place + 1] if heads[place] and place + 1 < len(parts) else None
        needed = part.height + (follower.gap + follower.height if follower else 0.0)
        gap = part.gap if top > columns[number].top() else 0.0
        if top + gap + needed > columns[number].bottom() + 0.01:
            number += 1
            if number == len(columns):
                return None
            top, gap = columns[number].top(), 0.0
            if needed > columns[number].height():
                return None
        by = QPointF(columns[number].left(), top + gap)
        texts += [text.moved(by) for text in part.texts]
        rows += [row.moved(by) for row in part.rows]
        top += gap + part.height
        lowest = max(lowest, top)
    return texts, rows, lowest
