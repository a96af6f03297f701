"""How features look. The set is closed: what a style can say, every output can draw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from geodata.frozen import frozen

_COLOUR = re.compile(r"#[0-9a-f]{6}")

MARKERS = frozenset(
    {
        "shield",
        "house",
        "barrier",
        "hexagon",
        "ring",
        "diamond",
        "circle",
        "square",
        "triangle",
        "star",
        "cross",
        "times",
        "arrow",
    }
)
"""Names of the point symbols, each an SVG pair (filled, hollow) in ``resources/symbols``."""


class StyleError(ValueError):
    """A style says something that not every output can draw; the message says what."""


def check_colour(colour: str) -> str:
    """Return ``colour`` if it is written ``#rrggbb`` in lower case, else raise `StyleError`."""
    if not _COLOUR.fullmatch(colour):
        raise StyleError(f"a colour is written #rrggbb, not {colour!r}")
    return colour


@frozen
class Stroke:
    """A line's look: colour, width in pixels, dashes, and a wider casing drawn beneath.

    Attributes:
        color: ``#rrggbb``.
        width: pixels at 96 dpi.
        dashed: whether the line is dashed.
        casing: colour of the casing, None for no casing.
        casing_width: pixels at 96 dpi.
    """

    color: str
    width: float = 1.0
    dashed: bool = False
    casing: str | None = None
    casing_width: float = 3.0

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        check_colour(self.color)
        if self.casing is not None:
            check_colour(self.casing)
        if not 0 < self.width <= 50 or not 0 < self.casing_width <= 50:
            raise StyleError("a line is up to 50 pixels wide")

    @property
    def dashes(self) -> tuple[float, float]:
        """How long the dashes and the gaps of a dashed line are, pixels at 96 dpi."""
        return 3.0 + 2.0 * self.width, 2.0 + self.width


@frozen
class PolygonSymbol:
    """An area's look.

    Attributes:
        fill: ``#rrggbb``, None for no fill.
        hatch: colour of a 45 degree hatch over the fill, None for none.
        stroke: the outline, None for none.
        opacity: 0 to 1, of the fill.
    """

    fill: str | None
    stroke: Stroke | None = None
    hatch: str | None = None
    opacity: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        for colour in (self.fill, self.hatch):
            if colour is not None:
                check_colour(colour)
        if not 0 <= self.opacity <= 1:
            raise StyleError("opacity is a number from 0 to 1")


@frozen
class LineSymbol:
    """A line's look."""

    stroke: Stroke


@frozen
class PointSymbol:
    """A point's look.

    Attributes:
        marker: one of `MARKERS`.
        color: ``#rrggbb``.
        size: pixels at 96 dpi.
        hollow: drawn as an outline, the sign of what is not documented.
        badge: a small dot of this colour at the upper right corner, None for none.
    """

    marker: str
    color: str
    size: float = 16.0
    hollow: bool = False
    badge: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        check_colour(self.color)
        if self.badge is not None:
            check_colour(self.badge)
        if self.marker not in MARKERS:
            raise StyleError(f"there is no marker {self.marker!r}")
        if not 1 <= self.size <= 200:
            raise StyleError("a symbol is 1 to 200 pixels large")


Symbol = PolygonSymbol | LineSymbol | PointSymbol


@frozen
class LabelStyle:
    """How the names of features are written.

    Attributes:
        field: the column to write; "name" is the name in the map's language.
        color: ``#rrggbb``.
        size: pixels at 96 dpi.
        bold, italic, capitals: the letters.
        spacing: extra space between letters, in em.
        halo: colour of the halo, None for none.
        halo_width: pixels around each letter at 96 dpi.
        priority: labels of higher priority are placed first.
        min_scale: written only at scales larger than 1:min_scale; None for every scale.
    """

    field: str = "name"
    color: str = "#2b2a27"
    size: float = 11.0
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    spacing: float = 0.0
    halo: str | None = "#fdfcf8"
    halo_width: float = 1.5
    priority: int = 0
    min_scale: float | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        check_colour(self.color)
        if self.halo is not None:
            check_colour(self.halo)
        if not 4 <= self.size <= 200:
            raise StyleError("letters are 4 to 200 pixels high")


Words = tuple[tuple[str, str], ...]
"""Pairs of language code and text; a tuple, so that styles can be compared and hashed."""


@frozen
class Single:
    """Every feature has the same symbol.

    Attributes:
        symbol: how they look.
        label: the legend's words; the layer's name where empty.
    """

    symbol: Symbol
    label: Words = ()


@frozen
class Category:
    """Features with one value of a field.

    Attributes:
        value: the value, compared with the column's as text.
        symbol: how they look.
        label: the legend's words; the value itself where empty.
    """

    value: str
    symbol: Symbol
    label: Words = ()

    def label_in(self, language: str) -> str:
        """Return the legend's words in a language."""
        return dict(self.label).get(language, self.value)


@frozen
class Categorized:
    """The symbol depends on the value of a field.

    Attributes:
        field: the column.
        categories: the values that have a symbol of their own.
        other: the symbol of every other value; None leaves them out of the map.
        in_legend: whether the legend tells the categories apart (tints of areas mean nothing).
    """

    field: str
    categories: tuple[Category, ...]
    other: Symbol | None = None
    in_legend: bool = True


@frozen
class Graduated:
    """The symbol depends on the class that a number falls into.

    Attributes:
        field: the numeric column.
        breaks: upper bounds of the classes, rising; a value equal to a bound belongs below it.
        symbols: one a class.
        no_data: the symbol of features without a value.
    """

    field: str
    breaks: tuple[float, ...]
    symbols: tuple[Symbol, ...]
    no_data: Symbol | None = None

    def __post_init__(self) -> None:
        """Refuse classes that do not rise or lack a symbol."""
        if list(self.breaks) != sorted(set(self.breaks)) or len(self.breaks) != len(self.symbols):
            raise StyleError("classes need rising bounds and one symbol each")


@frozen
class Proportional:
    """The area of the symbol grows with a number; areas bear it in their middle.

    Attributes:
        field: the numeric column; what is below 0 in it has no size and counts as no value.
        symbol: the look; its size is that of ``value``.
        value: the number whose symbol is as large as ``symbol``, greater than 0.
        base: how areas look beneath their symbols; None leaves them clear.
        no_data: the symbol of features without a value; None for none.
    """

    field: str
    symbol: PointSymbol
    value: float
    base: PolygonSymbol | None = None
    no_data: PointSymbol | None = None

    def __post_init__(self) -> None:
        """Refuse sizes that cannot be drawn."""
        if not 0 < self.value < float("inf"):
            raise StyleError("the size of symbols is that of a number greater than 0")
        if not SMALLEST_SIZE <= self.symbol.size <= LARGEST_SIZE:
            raise StyleError(f"proportional symbols are up to {LARGEST_SIZE:g} pixels large")

    def sized(self, number: float) -> PointSymbol:
        """Return the symbol of a number: its area is to that of ``symbol`` as the numbers are.

        Symbols are never smaller than `SMALLEST_SIZE` nor larger than `LARGEST_SIZE`.
        """
        size = self.symbol.size * (max(number, 0.0) / self.value) ** 0.5
        return replace(self.symbol, size=min(max(size, SMALLEST_SIZE), LARGEST_SIZE))


SMALLEST_SIZE, LARGEST_SIZE = 2.0, 120.0
"""Sizes of proportional symbols, pixels at 96 dpi."""

Renderer = Single | Categorized | Graduated | Proportional


@frozen
class Style:
    """How a layer looks.

    Attributes:
        renderer: which symbol each feature gets.
        label: how names are written, None for no names.
        min_scale: drawn only at scales larger than 1:min_scale; None for every scale.
        max_scale: drawn only at scales smaller than 1:max_scale; None for every scale.
    """

    renderer: Renderer
    label: LabelStyle | None = None
    min_scale: float | None = None
    max_scale: float | None = None


def symbols_of(renderer: Renderer) -> tuple[Symbol, ...]:
    """Return every symbol of a renderer, in legend order; a proportional one in one size."""
    return tuple(_symbols(renderer))


def _symbols(renderer: Renderer) -> Iterator[Symbol]:
    match renderer:
        case Single(symbol, _):
            yield symbol
        case Categorized(_, categories, other):
            yield from (category.symbol for category in categories)
            if other is not None:
                yield other
        case Graduated(_, _, symbols, no_data):
            yield from symbols
            if no_data is not None:
                yield no_data
        case Proportional(_, symbol, _, _, no_data):
            yield symbol
            if no_data is not None:
                yield no_data


def undocumented(symbol: Symbol) -> Symbol:
    """Return the symbol as it looks when the place is not documented: hollow, or dashed."""
    match symbol:
        case PointSymbol():
            return replace(symbol, hollow=True)
        case LineSymbol(stroke):
            return LineSymbol(replace(stroke, dashed=True))
        case PolygonSymbol(stroke=Stroke() as stroke):
            return replace(symbol, stroke=replace(stroke, dashed=True))
        case _:
            return symbol
