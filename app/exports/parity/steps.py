"""Pages of steps read back: what each step says, and what its maps show.

Symbols and strokes are brought to one form (`Look`), in which they are compared with styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree as ET

import numpy as np

from app.exports.parity.contents import ParityError
from geodata.frozen import frozen
from geodata.geometry import Floats

Look = tuple[str, ...]
"""How something is drawn: "point", "fill", "hatch" or "stroke", its drawing or colour in the look
that the page begins with and in the other one, then sizes and such."""

_SHAPES = re.compile(r'<svg class="shapes".*?</svg>', re.DOTALL)
_MAIN = re.compile(r'<main id="steps">.*?</main>', re.DOTALL)
_PALETTES = re.compile(r":root(?:\[[^\]]*\])?\{([^}]*--c0:[^}]*)\}")
_COLOUR, _USED = re.compile(r"--(c\d+):(#[0-9a-f]{6});"), re.compile(r"var\(--(c\d+)\)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_SUBPATH = re.compile(r"M([^Mlz]*)(?:l([^Mz]*))?z?")


@frozen
class Swatch:
    """A symbol of a legend or a table, and the words beside it."""

    look: tuple[Look, ...]
    words: str


@frozen
class PointMark:
    """A point symbol on a map: its look, and its place in pixels."""

    look: Look
    x: float
    y: float


@frozen(eq=False)
class ShapeMark:
    """Lines or areas of one look on a map.

    Attributes:
        look: how they are drawn.
        bounds: shape (n, 4), left, top, right and bottom of each in pixels; lines are one by one.
    """

    look: Look
    bounds: Floats


@frozen
class StepMap:
    """A map of a step.

    Attributes:
        frame: the name of its frame.
        names: what is written on it.
        points: its layers of point symbols, by their ids.
        shapes: its layers of lines or areas, by their ids.
        signs: what its scale bar and north arrow say.
    """

    frame: str
    names: tuple[str, ...]
    points: dict[str, list[PointMark]]
    shapes: dict[str, list[ShapeMark]]
    signs: str


@frozen
class StepContents:
    """What a step says.

    Attributes:
        title, kicker: its title and the line above it.
        words: all it says beside its maps.
        figures: label, value with its unit, and note of each.
        programs: the rows of its table: symbol and name, names, count.
        legend: of each section the heading, "" for none, its entries and what else is said.
        maps: the same map in each frame.
    """

    title: str
    kicker: str
    words: str
    figures: tuple[tuple[str, ...], ...]
    programs: tuple[tuple[Swatch, str, str], ...]
    legend: tuple[tuple[str, tuple[Swatch, ...], tuple[str, ...]], ...]
    maps: tuple[StepMap, ...]


def steps_of(page: str) -> list[StepContents]:
    """Return what each step of a page holds.

    Raises:
        ParityError: if it is no page of steps, or one that cannot be read.
    """
    shapes, main = _SHAPES.search(page), _MAIN.search(page)
    if shapes is None or main is None:
        raise ParityError("the page holds no steps of the atlas")
    try:
        reader = _Reader(ET.fromstring(shapes[0]), _palettes(page))
        return [reader.step(step) for step in ET.fromstring(main[0]).findall("section")]
    except (ET.ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise ParityError(f"the page's steps cannot be read ({error!r})") from error


def serialized(element: ET.Element) -> str:
    """Return what an element holds, in one form."""
    return "".join(ET.tostring(child, "unicode").strip() for child in element)


def _palettes(page: str) -> list[dict[str, str]]:
    """Return the page's colours in the look that it begins with and in the other one."""
    found = [dict(_COLOUR.findall(block)) for block in _PALETTES.findall(page)]
    if not found:
        return [{}, {}]
    # The first is that of the page, then come both looks by their names, if there are two.
    return [found[0], found[2] if len(found) > 2 else found[0]]


def _replaced(markup: str, palette: dict[str, str]) -> str:
    return _USED.sub(lambda used: palette[used[1]], markup)


def _text(element: ET.Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


@dataclass(frozen=True, eq=False)
class _Reader:
    """Reads the steps of one page.

    Attributes:
        root: the drawing that has every shape, symbol and hatch of the page.
        palettes: the page's colours in both looks.
    """

    root: ET.Element
    palettes: list[dict[str, str]]

    @cached_property
    def _elements(self) -> dict[str, ET.Element]:
        return {each.get("id", ""): each for each in self.root.iter()}

    def step(self, step: ET.Element) -> StepContents:
        """Return what a step says."""
        header = step.find("header")
        assert header is not None, "a step has no head"
        beside = [step.find("figure/figcaption"), step.find("div"), step.find("footer")]
        legend = next((each for each in step.iter("div") if each.get("class") == "legend"), ())
        return StepContents(
            _text(header.find("h2")),
            _text(header.find("p")),
            " ".join(map(_text, beside)),
            tuple(self._figure(tile) for tile in step.findall("div/dl/div")),
            tuple(self._program(row) for row in step.findall("div/table/tr")),
            tuple(self._section(section) for section in legend),
            tuple(self._map(each) for each in step.findall("figure/svg")),
        )

    def _figure(self, tile: ET.Element) -> tuple[str, ...]:
        return tuple(map(_text, tile))

    def _program(self, row: ET.Element) -> tuple[Swatch, str, str]:
        symbol, name, count = row
        swatch = Swatch(self._swatch(symbol[0]), _text(name.find("b")))
        return swatch, _text(name.find("span")), _text(count)

    def _section(self, section: ET.Element) -> tuple[str, tuple[Swatch, ...], tuple[str, ...]]:
        entries = tuple(
            Swatch(self._swatch(item[0]), _text(item.find("span")))
            for item in section.findall("ul/li")
        )
        return _text(section.find("h3")), entries, tuple(map(_text, section.findall("p")))

    # ------------------------------------------------------------------ maps

    def _map(self, drawing: ET.Element) -> StepMap:
        points: dict[str, list[PointMark]] = {}
        shapes: dict[str, list[ShapeMark]] = {}
        for layer in drawing.findall("g[@data-layer]"):
            layer_id = layer.get("data-layer", "")
            if layer[0].tag == "g":
                shapes[layer_id] = list(self._shapes(layer[0]))
            else:
                points[layer_id] = [self._point(use) for use in layer]
        names = (" ".join(map(_text, text)) for text in drawing.findall("text"))
        signs = "".join(map(_text, drawing.findall("g[@class='signs']")))
        frame = drawing.get("class", "").removeprefix("map ")
        return StepMap(frame, tuple(names), points, shapes, signs)

    def _point(self, use: ET.Element) -> PointMark:
        return PointMark(self._marker(use), float(use.get("x", "")), float(use.get("y", "")))

    def _shapes(self, group: ET.Element) -> Iterator[ShapeMark]:
        right, down, scale = map(float, _NUMBER.findall(group.get("transform", "")))
        for use in group:
            members = self._referred(use)
            paths = [self._referred(each) if each.tag == "use" else each for each in members]
            bounds = [box for path in paths for box in _bounds(path.get("d", ""))]
            boxes = np.array(bounds, np.float64).reshape(-1, 4)
            boxes = boxes * scale + np.array([right, down, right, down])
            yield ShapeMark(self._look(use, scale), boxes)

    # ------------------------------------------------------------------ looks

    def _swatch(self, drawing: ET.Element) -> tuple[Look, ...]:
        """Return how a small drawing looks, part by part."""
        found = []
        for part in drawing:
            if part.tag == "use":
                found.append(self._marker(part))
            elif part.get("class") != "edge":
                found.append(self._look(part, 1.0))
        return tuple(found)

    def _marker(self, use: ET.Element) -> Look:
        """Return how a point symbol looks: its drawing in both looks, its size."""
        (drawing,) = self._referred(use)
        scale = _NUMBER.findall(drawing.get("transform", ""))[-1]
        return ("point", *self._coloured(serialized(drawing)), f"{float(scale):.4g}")

    def _look(self, part: ET.Element, scale: float) -> Look:
        """Return how lines or areas look; strokes have their width in pixels."""
        opacity = f"{float(part.get('fill-opacity', '1')):.3g}"
        fill = part.get("fill", "none")
        if part.get("stroke") is not None:
            width = float(part.get("stroke-width", "")) * scale
            dashed = "dashed" if part.get("stroke-dasharray") else "whole"
            return ("stroke", *self._coloured(part.get("stroke", "")), f"{width:.2f}", dashed)
        if fill.startswith("url(#"):
            pattern = self._elements[fill[5:-1]]
            return ("hatch", *self._coloured(pattern[0].get("stroke", "")), opacity)
        return ("fill", *self._coloured(fill), opacity)

    def _referred(self, use: ET.Element) -> ET.Element:
        return self._elements[use.get("href", "").removeprefix("#")]

    def _coloured(self, markup: str) -> tuple[str, str]:
        """Return markup with its colours in both looks."""
        own, other = self.palettes
        return _replaced(markup, own), _replaced(markup, other)


def _bounds(path: str) -> Iterator[tuple[float, float, float, float]]:
    """Yield left, top, right and bottom of each part of a path, in its own units."""
    for start, ways in _SUBPATH.findall(path):
        numbers = [float(each) for each in _NUMBER.findall(f"{start} {ways}")]
        points = np.array(numbers).reshape(-1, 2).cumsum(axis=0)
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0)
        yield float(left), float(top), float(right), float(bottom)
