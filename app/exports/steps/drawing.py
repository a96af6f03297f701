"""The map of a step: vectors that refer to the page's shapes, symbols at their places, names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np

from app.exports.steps.looks import Colours, Looks
from app.exports.steps.names import MOST_FEATURES, NameWriter, PlacedName
from app.exports.steps.shapes import GRID, SharedShapes
from app.exports.steps.signs import Signs
from app.exports.web_text import escaped
from app.furniture.inset import needs_inset
from app.furniture.scale_bar import scale_bar, scale_bar_texts
from geodata.frozen import frozen
from geodata.geometry import Family
from layers.builtin_map import SELECTION
from layers.sampling import chosen_rows
from layers.scene import SceneLayer
from layers.style import LabelStyle, LineSymbol, PointSymbol, PolygonSymbol, Stroke
from layers.texts import Texts
from layers.view import Bounds, View, fit

LONGEST_BAR = 120.0
"""Pixels that a scale bar may be long."""

_EDGE = 12.0
_MARGIN = 0.04
_INSET_WIDTH = 132.0
# What lines and areas have in common; fills say that they are some.
_PLAIN = 'fill="none" fill-rule="evenodd" stroke-linejoin="round" stroke-linecap="butt"'
_INSET_LAYERS = frozenset({"sea", "land", "departments", "delegations"})


@frozen
class Frame:
    """A frame that a step's map is drawn for.

    Attributes:
        name: the class of its drawing.
        width, height: pixels at 96 dpi; on the screen it is as wide as there is room.
    """

    name: str
    width: float
    height: float


FRAMES = (Frame("wide", 760.0, 600.0), Frame("narrow", 400.0, 420.0))
"""Maps for wide screens and paper, and for phones, whose names and symbols would be too small."""


class MapDrawer:
    """Draws the maps of one page.

    Attributes:
        shapes: the lines and areas that they refer to.
        signs: the symbols.
    """

    def __init__(self, looks: Looks, texts: Texts) -> None:
        """Begin with the shapes of a scene.

        Args:
            looks: what most maps of the page show.
            texts: the page's language.
        """
        self.colours = Colours()
        self.shapes = SharedShapes(looks.own)
        self.signs = Signs(self.colours, (looks.own.paper, looks.other.paper))
        self._texts = texts
        self._names = NameWriter()

    def drawing(
        self, looks: Looks, area: Bounds, frame: Frame, words: str, *, exact: bool = False
    ) -> tuple[str, int]:
        """Return a map as SVG, and how many names found no room on it.

        Args:
            looks: what it shows.
            area: what of it shall be seen whole, metres (EPSG:3857).
            frame: how large it is.
            words: what it shows, for those who cannot see it.
            exact: whether the area is the extent rather than something to leave a margin around.
        """
        self.shapes.take(looks.own)
        view = map_view(area, frame, exact=exact)
        bar = self.bar_box(view)
        names, hidden = self._names.names(looks.own, view, [bar])
        styles = {own.id: (own.label_style, other.label_style) for own, other in looks.layers()}
        background = self.colours.pair(looks.own.background, looks.other.background)
        size = f'width="{frame.width:g}" height="{frame.height:g}"'
        parts = [
            f'<rect {size} fill="{background}"/>',
            *(part for pair in looks.layers() for part in self._layer(*pair, view)),
            *(self._name(name, *styles[name.layer_id]) for name in names),
            self._bar(view, looks),
        ]
        box = f'viewBox="0 0 {frame.width:g} {frame.height:g}"'
        label = f'role="img" aria-label="{escaped(words)}"'
        return f'<svg class="map {frame.name}" {box} {label}>{"".join(parts)}</svg>', hidden

    def inset(self, looks: Looks, area: Bounds, *, exact: bool = False) -> str:
        """Return where in the country a map lies, as a small SVG; "" where that is plain."""
        view = map_view(area, FRAMES[0], exact=exact)
        if not needs_inset(looks.own, view):
            return ""
        home = looks.own.home
        width = _INSET_WIDTH
        height = round(width * (home[3] - home[1]) / (home[2] - home[0]))
        small = fit(home, width, height, margin=0.05)
        layers = [
            "".join(self._layer(own, other, small))
            for own, other in looks.layers()
            if own.id in _INSET_LAYERS
        ]
        left, top = small.point_to_screen(view.bounds[0], view.bounds[3])
        right, bottom = small.point_to_screen(view.bounds[2], view.bounds[1])
        mark = self.colours.pair(SELECTION, SELECTION)
        background = self.colours.pair(looks.own.background, looks.other.background)
        words = escaped(self._texts.gettext("Where it lies in the country"))
        return (
            f'<svg class="inset" viewBox="0 0 {width:g} {height:g}" role="img" '
            f'aria-label="{words}">'
            f'<rect width="{width:g}" height="{height:g}" fill="{background}"/>{"".join(layers)}'
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" '
            f'height="{bottom - top:.1f}" fill="{mark}" fill-opacity="0.15" stroke="{mark}" '
            'stroke-width="1.6"/></svg>'
        )

    def bar_box(self, view: View) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of scale bar and north arrow, pixels of the map."""
        bar = scale_bar(view, LONGEST_BAR)
        top = view.height - _EDGE - 26.0
        return _EDGE, top, _EDGE + bar.pixels + 44.0, view.height - _EDGE

    def thinned(self, looks: Looks) -> Iterator[str]:
        """Yield which layers a step shows just a part of, each one line."""
        for layer in looks.own.layers:
            if layer.drawn_count > MOST_FEATURES:
                words = self._texts.gettext("“{layer}”: the page holds {part} of {whole} features")
                part = self._texts.number(MOST_FEATURES)
                whole = self._texts.number(layer.drawn_count)
                yield words.format(layer=layer.name, part=part, whole=whole)

    # ------------------------------------------------------------------ layers

    def _layer(self, own: SceneLayer, other: SceneLayer, view: View) -> Iterator[str]:
        """Yield the drawing of a layer, nothing if it is not to be seen."""
        if not own.shown_at(view.scale) or own.opacity <= 0:
            return
        if own.family is Family.POINT:
            inside = "".join(self._points(own, other, view))
        else:
            inside = "".join(self._shapes(own, other, view))
        if inside:
            opacity = f' opacity="{own.opacity:.3g}"' if own.opacity < 1 else ""
            yield f'<g data-layer="{escaped(own.id)}"{opacity}>{inside}</g>'

    def _points(self, own: SceneLayer, other: SceneLayer, view: View) -> Iterator[str]:
        rows = self._names.rows(own, view)
        if own.drawn_count > MOST_FEATURES:
            rows = np.intersect1d(rows, chosen_rows(own, MOST_FEATURES))
        symbols = cast("tuple[PointSymbol, ...]", own.symbols)
        twins = cast("tuple[PointSymbol, ...]", other.symbols)
        if own.measure is not None and own.measure.sizes:
            # Small symbols on large ones, or they would be hidden.
            sizes = np.array([symbol.size for symbol in symbols])
            rows = rows[np.argsort(-sizes[own.symbol_of[rows]], kind="stable")]
        starts = own.geometry.coordinate_starts
        for row in rows.tolist():
            look = own.symbol_of[row]
            marker = self.signs.marker(symbols[look], twins[look])
            right, down = (0.0, 0.0) if own.offsets is None else own.offsets[row].tolist()
            for place in own.geometry.coordinates[starts[row] : starts[row + 1]].tolist():
                x, y = view.point_to_screen(*place)
                yield f'<use href="#{marker}" x="{x + right:.1f}" y="{y + down:.1f}"/>'

    def _shapes(self, own: SceneLayer, other: SceneLayer, view: View) -> Iterator[str]:
        """Yield lines or areas: all fills, then all casings, then all lines."""
        unit = view.resolution / GRID
        fills: list[str] = []
        casings: list[str] = []
        strokes: list[str] = []
        for look, (symbol, twin) in enumerate(zip(own.symbols, other.symbols, strict=True)):
            shape = self._shape(own, look)
            if not shape:
                continue
            if isinstance(symbol, PolygonSymbol) and isinstance(twin, PolygonSymbol):
                fills += self._fills(symbol, twin, shape, unit)
            lines = _stroke(symbol), _stroke(twin)
            if lines[0] is None or lines[1] is None:
                continue
            casing = self.signs.casing(lines[0], lines[1], unit)
            if casing:
                casings.append(f"{shape} {casing}/>")
            strokes.append(f"{shape} {self.signs.stroke(lines[0], lines[1], unit)}/>")
        if fills or strokes:
            x, y = view.point_to_screen(*self.shapes.origin)
            move = f"translate({x:.3f} {y:.3f}) scale({1 / unit:.6g})"
            inside = "".join((*fills, *casings, *strokes))
            yield f'<g transform="{move}" {_PLAIN}>{inside}</g>'

    def _shape(self, layer: SceneLayer, look: int) -> str:
        """Return the open tag that draws the features of one look, "" if there are none."""
        rows = np.flatnonzero((layer.symbol_of == look) & layer.geometry.placed)
        if layer.drawn_count > MOST_FEATURES:
            rows = np.intersect1d(rows, chosen_rows(layer, MOST_FEATURES))
        shape = self.shapes.reference(layer, rows)
        return f'<use href="#{shape}"' if shape else ""

    def _fills(
        self, symbol: PolygonSymbol, twin: PolygonSymbol, shape: str, unit: float
    ) -> Iterator[str]:
        fill = self.signs.fill(symbol, twin)
        if fill:
            yield f"{shape} {fill}/>"
        hatch = self.signs.hatch(symbol, twin, unit)
        if hatch:
            yield f"{shape} {hatch}/>"

    # ------------------------------------------------------------------ names and signs

    def _name(self, name: PlacedName, own: LabelStyle | None, other: LabelStyle | None) -> str:
        assert own is not None, "a layer without names has a name on the map"
        assert other is not None, "a layer has names in both looks"
        block, look = name.block, name.block.look
        attributes = [f'font-size="{look.size:g}"']
        attributes.append(f'fill="{self.colours.pair(own.color, other.color)}"')
        if look.bold:
            attributes.append('font-weight="600"')
        if look.italic:
            attributes.append('font-style="italic"')
        if look.spacing:
            attributes.append(f'letter-spacing="{look.spacing * look.size:.3g}"')
        if own.halo is not None and other.halo is not None:
            halo = self.colours.pair(own.halo, other.halo)
            attributes.append(f'stroke="{halo}" stroke-width="{2 * look.halo_width:g}"')
        if name.opacity < 1:
            attributes.append(f'opacity="{name.opacity:.3g}"')
        lines = [
            f'<tspan x="{name.left + left:.1f}" y="{name.top + base:.1f}" '
            f'textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs">{escaped(line)}</tspan>'
            for line, left, base, width in zip(
                block.lines, block.lefts, block.baselines, name.widths(), strict=True
            )
        ]
        return f"<text {' '.join(attributes)}>{''.join(lines)}</text>"

    def _bar(self, view: View, looks: Looks) -> str:
        """Return scale bar and north arrow, over the map's lower left corner."""
        ink = self.colours.pair(looks.own.ink, looks.other.ink)
        paper = self.colours.pair(looks.own.paper, looks.other.paper)
        bar = scale_bar(view, LONGEST_BAR)
        left, top, right, bottom = self.bar_box(view)
        start, _, end = scale_bar_texts(bar, self._texts)
        first, last, y = left + 6, left + 6 + bar.pixels, bottom - 8
        north = escaped(self._texts.pgettext("north arrow", "N"))
        arrow = right - 12
        return (
            f'<g class="signs" font-size="10" fill="{ink}"><rect x="{left:g}" y="{top:g}" '
            f'width="{right - left:.1f}" height="{bottom - top:g}" rx="4" fill="{paper}" '
            f'fill-opacity="0.86"/><text x="{first:.1f}" y="{y - 7:g}">{escaped(start)}</text>'
            f'<text x="{last:.1f}" y="{y - 7:g}" text-anchor="end">{escaped(end)}</text>'
            f'<path d="M{first:.1f} {y - 4:g}v4H{last:.1f}v-4" fill="none" stroke="{ink}" '
            f'stroke-width="1.4"/><path d="M{arrow:.1f} {top + 12:g}l-4 11 4-3 4 3z"/>'
            f'<text x="{arrow:.1f}" y="{top + 10:g}" text-anchor="middle" font-size="9" '
            f'font-weight="600">{north}</text></g>'
        )


def map_view(area: Bounds, frame: Frame, *, exact: bool = False) -> View:
    """Return the view of a map in a frame; see `MapDrawer.drawing`."""
    return fit(area, frame.width, frame.height, margin=0.0 if exact else _MARGIN)


def _stroke(symbol: object) -> Stroke | None:
    return symbol.stroke if isinstance(symbol, PolygonSymbol | LineSymbol) else None
