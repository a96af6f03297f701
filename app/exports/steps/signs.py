"""The symbols of a stepped page: point symbols once, strokes and fills as attributes."""

from __future__ import annotations

import re

from app.exports.steps.looks import Colours
from layers.markers import marker_extent, marker_svg
from layers.style import LineSymbol, PointSymbol, PolygonSymbol, Stroke, Symbol

_MARKER = re.compile(r'<svg [^>]*viewBox="(\S+) \S+ (\S+) \S+">(.*)</svg>', re.DOTALL)
_SWATCH = 26.0, 20.0
_HATCH_STEP, _HATCH_WIDTH = 7.0, 1.2


class Signs:
    """The symbols of a page."""

    def __init__(self, colours: Colours, papers: tuple[str, str]) -> None:
        """Begin without any.

        Args:
            colours: the page's colours.
            papers: colour of casings, ``#rrggbb``, in both looks.
        """
        self._colours, self._papers = colours, papers
        self._markers: dict[str, int] = {}
        self._hatches: dict[str, int] = {}

    def marker(self, own: PointSymbol, other: PointSymbol) -> str:
        """Return the id of a point symbol, which stands around the point of its place."""
        drawings = (marker_svg(own, self._papers[0]), marker_svg(other, self._papers[1]))
        found = [_MARKER.fullmatch(drawing) for drawing in drawings]
        assert found[0] is not None, "a symbol of ours is no SVG"
        assert found[1] is not None, "a symbol of ours is no SVG"
        begin, side = float(found[0][1]), float(found[0][2])
        inside = self._colours.replaced(found[0][3], found[1][3])
        extent = marker_extent(own)
        unit, corner = extent / side, extent / 2
        move = f"{-corner - begin * unit:.4g}"
        drawing = f'transform="translate({move} {move}) scale({unit:.6g})">{inside}</g>'
        number = self._markers.setdefault(drawing, len(self._markers))
        return f"m{number}"

    def markup(self) -> str:
        """Return point symbols and hatches, to stand among the page's first definitions.

        There they are seen from every drawing, whichever of the others are hidden.
        """
        markers = (f'<g id="m{number}"><g {one}</g>' for one, number in self._markers.items())
        hatches = (f'<pattern id="h{number}" {one}' for one, number in self._hatches.items())
        return "".join((*markers, *hatches))

    def stroke(self, own: Stroke, other: Stroke, unit: float) -> str:
        """Return the attributes of a line.

        Args:
            own: the line in the look that the page begins with.
            other: the line in the other one.
            unit: how many of the drawing's units a pixel is long.
        """
        dashes = ""
        if own.dashed:
            dashes = f' stroke-dasharray="{" ".join(_n(dash * unit) for dash in own.dashes)}"'
        colour = self._colours.pair(own.color, other.color)
        return f'stroke="{colour}" stroke-width="{_n(own.width * unit)}"{dashes}'

    def casing(self, own: Stroke, other: Stroke, unit: float) -> str:
        """Return the attributes of the line beneath a line, "" if there is none."""
        if own.casing is None or other.casing is None:
            return ""
        colour = self._colours.pair(own.casing, other.casing)
        return f'stroke="{colour}" stroke-width="{_n(own.casing_width * unit)}"'

    def fill(self, own: PolygonSymbol, other: PolygonSymbol) -> str:
        """Return the attributes of an area's fill, "" if it has none."""
        if own.fill is None or other.fill is None:
            return ""
        colour = self._colours.pair(own.fill, other.fill)
        opacity = f' fill-opacity="{own.opacity:g}"' if own.opacity < 1 else ""
        return f'fill="{colour}"{opacity}'

    def hatch(self, own: PolygonSymbol, other: PolygonSymbol, unit: float) -> str:
        """Return the attributes of an area's hatch, "" if it has none.

        Args:
            own: the area in the look that the page begins with.
            other: the area in the other one.
            unit: how many of the drawing's units a pixel is long.
        """
        if own.hatch is None or other.hatch is None:
            return ""
        colour = self._colours.pair(own.hatch, other.hatch)
        number = self._hatches.setdefault(_pattern(colour, unit), len(self._hatches))
        opacity = f' fill-opacity="{own.opacity:g}"' if own.opacity < 1 else ""
        return f'fill="url(#h{number})"{opacity}'

    def swatch(self, own: Symbol, other: Symbol) -> str:
        """Return a small drawing of a symbol, for legends and tables."""
        width, height = _SWATCH
        middle = f'x="{width / 2:g}" y="{height / 2:g}"'
        match own, other:
            case PointSymbol(), PointSymbol():
                extent = max(marker_extent(own), height)
                left, top = (width - max(extent, width)) / 2, (height - extent) / 2
                box = f"{left:g} {top:g} {max(extent, width):g} {extent:g}"
                inside = f'<use href="#{self.marker(own, other)}" {middle}/>'
                return _svg(box, inside)
            case LineSymbol(stroke), LineSymbol(twin):
                line = f'<path d="M1 {height / 2:g}H{width - 1:g}" '
                casing = self.casing(stroke, twin, 1.0)
                inside = f"{line}{casing}/>" if casing else ""
                inside += f"{line}{self.stroke(stroke, twin, 1.0)}/>"
                return _svg(f"0 0 {width:g} {height:g}", inside)
            case PolygonSymbol(), PolygonSymbol():
                return self._area_swatch(own, other)
        raise TypeError("a symbol has the same kind in both looks")

    def _area_swatch(self, own: PolygonSymbol, other: PolygonSymbol) -> str:
        width, height = _SWATCH
        box = f'<rect x="2" y="2" width="{width - 4:g}" height="{height - 4:g}" '
        inside = f"{box}{self.fill(own, other)}/>" if own.fill is not None else ""
        hatch = self.hatch(own, other, 1.0)
        inside += f"{box}{hatch}/>" if hatch else ""
        edge = 'class="edge"'
        if own.stroke is not None and other.stroke is not None:
            edge = f'fill="none" {self.stroke(own.stroke, other.stroke, 1.0)}'
        return _svg(f"0 0 {width:g} {height:g}", f"{inside}{box}{edge}/>")


def _pattern(colour: str, unit: float) -> str:
    """Return a hatch at 45 degrees without the beginning of its tag."""
    side, half = _n(_HATCH_STEP * unit), _n(_HATCH_STEP * unit / 2)
    whole, width = _n(_HATCH_STEP * unit * 1.5), _n(_HATCH_WIDTH * unit)
    lines = f"M-{half} {half}L{half}-{half}M0 {side}L{side} 0M{half} {whole}L{whole} {half}"
    return (
        f'width="{side}" height="{side}" patternUnits="userSpaceOnUse"><path d="{lines}" '
        f'fill="none" stroke="{colour}" stroke-width="{width}"/></pattern>'
    )


def _svg(box: str, inside: str) -> str:
    return f'<svg class="swatch" viewBox="{box}" aria-hidden="true">{inside}</svg>'


def _n(number: float) -> str:
    return f"{number:.4g}"
