"""A step read back and held against its sheet: words and figures, legend, the map in each frame."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import numpy as np
from PySide6.QtGui import QPainter, QPicture

from app.canvas.renderer import Renderer
from app.exports.atlas_sheet import Role, Sheet
from app.exports.parity.fresh import figures_of
from app.exports.parity.steps import (
    Look,
    PointMark,
    ShapeMark,
    StepContents,
    StepMap,
    serialized,
)
from app.exports.parity.words import joined
from app.exports.sheet_job import SheetJob
from app.exports.steps.drawing import FRAMES, LONGEST_BAR, Frame, MapDrawer, map_view
from app.exports.steps.names import MOST_FEATURES
from app.exports.steps.page import Step
from app.furniture.scale_bar import scale_bar, scale_bar_texts
from geodata.geometry import Family, Floats, Ints
from layers.markers import marker_extent, marker_svg
from layers.scene import LegendSection, SceneLayer
from layers.style import LineSymbol, PointSymbol, PolygonSymbol, Stroke, Symbol
from layers.view import View

_MARKER = re.compile(r'<svg [^>]*viewBox="\S+ \S+ (\S+) \S+">(.*)</svg>', re.DOTALL)
# Metres by which the page may have moved a line, pixels that rounding may add.
_MOVED, _ROUNDED = 55.0, 0.6
_TOLD = frozenset({Role.KICKER, Role.HEAD, Role.BODY, Role.TOLD})


class StepCheck:
    """Says of the steps of one page whether each holds what its sheet holds."""

    def __init__(self, job: SheetJob) -> None:
        """Take the job that the page was made from."""
        self._job = job
        self._looks = job.looks()
        self._drawer = MapDrawer(self._looks, job.texts)
        self._renderer = Renderer()

    def differences(self, number: int, found: StepContents) -> Iterator[str]:
        """Yield in words in what a step differs from its sheet, the first being number 0."""
        sheet = self._job.sheet(number)
        step = self._job.step(number, self._looks, self._drawer)
        yield from _word_differences(sheet, found)
        yield from _legend_differences(step, found)
        if [each.frame for each in found.maps] != [frame.name for frame in FRAMES]:
            yield f"maps: {[each.frame for each in found.maps]} found"
            return
        for frame, shown in zip(FRAMES, found.maps, strict=True):
            differences = self._map_differences(step, frame, shown)
            yield from (f"{frame.name}: {words}" for words in differences)

    def _map_differences(self, step: Step, frame: Frame, found: StepMap) -> Iterator[str]:
        view = map_view(step.area, frame, exact=step.exact)
        yield from self._name_differences(step, view, found)
        ids = []
        for own, other in step.looks.layers():
            if not own.shown_at(view.scale) or own.opacity <= 0:
                continue
            ids.append(own.id)
            if own.family is Family.POINT:
                marks = found.points.get(own.id, [])
                papers = step.looks.own.paper, step.looks.other.paper
                yield from _point_differences(own, other, papers, view, marks)
            else:
                yield from _shape_differences(own, other, view, found.shapes.get(own.id, []))
        added = {*found.points, *found.shapes}.difference(ids)
        if added:
            yield f"layers: {sorted(added)} are none of the scene"

    def _name_differences(self, step: Step, view: View, found: StepMap) -> Iterator[str]:
        """Yield which names are not those of the same map drawn as on paper."""
        bar = scale_bar(view, LONGEST_BAR)
        # A recording of vectors, for the page has vectors too.
        recording = QPicture()
        painter = QPainter(recording)
        scene = step.looks.own
        report = self._renderer.draw(painter, scene, view, [self._drawer.bar_box(view)])
        painter.end()
        expected = Counter(joined(" ".join(label.lines)) for label in report.labels)
        shown = Counter(map(joined, found.names))
        for name in expected - shown:
            yield f"names: {name!r} is not shown"
        for name in shown - expected:
            yield f"names: {name!r} is none of the map"
        start, _, end = scale_bar_texts(bar, self._job.texts)
        if not joined(found.signs).startswith(joined(start + end)):
            yield f"scale bar: {end!r} is not shown"


def _word_differences(sheet: Sheet, found: StepContents) -> Iterator[str]:
    if joined(found.title) != joined(sheet.title.words):
        yield f"title: {sheet.title.words!r} expected, {found.title!r} found"
    figures = [[joined(text.words) for text in tile] for tile in figures_of(sheet)]
    shown = [
        [joined(each) for each in (value, label, *note)] for label, value, *note in found.figures
    ]
    if figures != shown:
        yield f"figures: {figures} expected, {shown} found"
    yield from _program_differences(sheet, found)
    said = joined(f"{found.kicker} {found.words}")
    for text in sheet.texts:
        is_sign = text.words == "\N{BULLET}" or text.words.isdecimal()
        if text.role in _TOLD and not is_sign and joined(text.words) not in said:
            yield f"text: {text.words!r} is not shown"


def _program_differences(sheet: Sheet, found: StepContents) -> Iterator[str]:
    expected = [[joined(text.words) for text in row.texts] for row in sheet.table]
    shown = [
        [joined(words) for words in (symbol.words, names, count) if words]
        for symbol, names, count in found.programs
    ]
    if expected != shown:
        yield f"programs: {expected} expected, {shown} found"
        return
    paper = sheet.scene.paper
    for row, (symbol, _, _) in zip(sheet.table, found.programs, strict=True):
        # A sheet has one look.
        expected_looks = [look for _, look in _looks(row.symbol, row.symbol, (paper, paper))]
        if [_own(look) for look in expected_looks] != [_own(look) for look in symbol.look]:
            yield f"programs: {symbol.words!r} has another symbol"


def _legend_differences(step: Step, found: StepContents) -> Iterator[str]:
    own, other = step.looks.own, step.looks.other
    if len(own.legend) != len(found.legend):
        yield f"legend: {len(own.legend)} layers expected, {len(found.legend)} found"
        return
    papers = own.paper, other.paper
    sections = zip(own.legend, other.legend, found.legend, strict=True)
    for section, twin, (heading, entries, notes) in sections:
        shown = [heading, *(entry.words for entry in entries), *notes]
        yield from _section_differences(section, shown)
        looks = [
            tuple(look for _, look in _looks(one.symbol, two.symbol, papers))
            for one, two in zip(section.entries, twin.entries, strict=True)
        ]
        if looks != [entry.look for entry in entries]:
            yield f"legend: symbols of {section.name!r} are others"


def _section_differences(section: LegendSection, shown: list[str]) -> Iterator[str]:
    """Yield in words what is said of a layer otherwise; below its name entries need not have it."""
    name = joined(section.name)
    found = [joined(words).removeprefix(f"{name},") for words in shown if words]
    told = [section.name, *(each.text for each in section.entries), section.note]
    told += [section.measure, *section.remarks]
    expected = [joined(words).removeprefix(f"{name},") for words in told if words]
    if found == expected:
        return
    if expected[:1] == [name]:
        # A layer with one look is named beside it.
        expected = expected[1:]
    if found != expected:
        yield f"legend: {expected} expected, {found} found"


# ---------------------------------------------------------------------- features


def _point_differences(
    own: SceneLayer,
    other: SceneLayer,
    papers: tuple[str, str],
    view: View,
    found: list[PointMark],
) -> Iterator[str]:
    """Yield which points in view are not shown, and which are none of the layer."""
    rows = np.flatnonzero(own.geometry.placed & (own.symbol_of >= 0))
    looks = {
        number: _looks(own.symbols[number], other.symbols[number], papers)[0][1]
        for number in set(own.symbol_of[rows].tolist())
    }
    starts = own.geometry.coordinate_starts
    owners = np.repeat(rows, np.diff(starts)[rows])
    places = view.to_screen(own.geometry.take(rows).coordinates)
    if own.offsets is not None:
        places = places + own.offsets[owners]
    expected = Counter(
        (looks[number], x, y)
        for number, (x, y) in zip(
            own.symbol_of[owners].tolist(), np.round(places, 1).tolist(), strict=True
        )
    )
    shown = Counter((mark.look, mark.x, mark.y) for mark in found)
    inside = Counter(
        {
            mark: count
            for mark, count in expected.items()
            if 0 <= mark[1] <= view.width and 0 <= mark[2] <= view.height
        }
    )
    missing, added = (inside - shown).total(), (shown - expected).total()
    if missing and own.drawn_count <= MOST_FEATURES:
        yield f"{own.id}: {missing} features are not shown"
    if added:
        yield f"{own.id}: {added} symbols are none of the layer"


def _shape_differences(
    own: SceneLayer, other: SceneLayer, view: View, found: list[ShapeMark]
) -> Iterator[str]:
    """Yield what of lines or areas is missing, elsewhere or drawn otherwise."""
    if own.drawn_count > MOST_FEATURES:
        # The page shows a part, and says so.
        return
    drawn: list[tuple[int, Look, Floats]] = []
    for number, (symbol, twin) in enumerate(zip(own.symbols, other.symbols, strict=True)):
        rows = np.flatnonzero((own.symbol_of == number) & own.geometry.placed)
        if not len(rows):
            continue
        bounds = _part_bounds(own, rows, view)
        drawn += [(place, look, bounds) for place, look in _looks(symbol, twin)]
    # All fills lie below all casings, and those below all lines.
    drawn.sort(key=lambda each: each[0])
    looks = [look for _, look, _ in drawn]
    if looks != [mark.look for mark in found]:
        yield f"{own.id}: {looks} expected, {[mark.look for mark in found]} found"
        return
    allowed = _MOVED / view.resolution + _ROUNDED
    for (_, _, bounds), mark in zip(drawn, found, strict=True):
        if bounds.shape != mark.bounds.shape:
            yield f"{own.id}: {len(bounds)} shapes expected, {len(mark.bounds)} found"
        elif (np.abs(bounds - mark.bounds) > allowed).any():
            yield f"{own.id}: shapes are elsewhere"


def _part_bounds(layer: SceneLayer, rows: Ints, view: View) -> Floats:
    """Return shape (n, 4): left, top, right, bottom in pixels of each line or ring."""
    geometry = layer.geometry.take(rows)
    places = view.to_screen(geometry.coordinates)
    starts = geometry.part_starts[:-1]
    least, most = np.minimum.reduceat(places, starts), np.maximum.reduceat(places, starts)
    bounds: Floats = np.concatenate([least, most], axis=1)
    return bounds


# ---------------------------------------------------------------------- looks


def _looks(
    own: Symbol, other: Symbol, papers: tuple[str, str] = ("", "")
) -> list[tuple[int, Look]]:
    """Return the parts of a symbol, as `app.exports.parity.steps` reads them.

    Args:
        own: the symbol in the look that the page begins with.
        other: the symbol in the other one.
        papers: colours of casings of point symbols in both.

    Returns:
        For each part its place from below (0 for fills, 1 for casings, 2 for lines), and its look.
    """
    match own, other:
        case PointSymbol(), PointSymbol():
            drawings = [_drawing(own, papers[0]), _drawing(other, papers[1])]
            return [(0, ("point", drawings[0][0], drawings[1][0], drawings[0][1]))]
        case LineSymbol(stroke), LineSymbol(twin):
            return list(_strokes(stroke, twin))
        case PolygonSymbol(), PolygonSymbol():
            return [*_fills(own, other), *_strokes(own.stroke, other.stroke)]
    raise TypeError("a symbol has the same kind in both looks")


def _drawing(symbol: PointSymbol, paper: str) -> tuple[str, str]:
    """Return the drawing of a point symbol and its scale."""
    found = _MARKER.fullmatch(marker_svg(symbol, paper))
    assert found is not None, "a symbol of ours is no SVG"
    scale = float(f"{marker_extent(symbol) / float(found[1]):.6g}")
    return serialized(ET.fromstring(f"<g>{found[2]}</g>")), f"{scale:.4g}"


def _fills(own: PolygonSymbol, other: PolygonSymbol) -> Iterator[tuple[int, Look]]:
    opacity = f"{own.opacity:.3g}"
    if own.fill is not None and other.fill is not None:
        yield 0, ("fill", own.fill, other.fill, opacity)
    if own.hatch is not None and other.hatch is not None:
        yield 0, ("hatch", own.hatch, other.hatch, opacity)


def _strokes(own: Stroke | None, other: Stroke | None) -> Iterator[tuple[int, Look]]:
    if own is None or other is None:
        return
    if own.casing is not None and other.casing is not None:
        yield 1, ("stroke", own.casing, other.casing, f"{own.casing_width:.2f}", "whole")
    dashed = "dashed" if own.dashed else "whole"
    yield 2, ("stroke", own.color, other.color, f"{own.width:.2f}", dashed)


def _own(look: Look) -> Look:
    """Return a look without what it is in the other look of the page."""
    return look[:2] + look[3:]
