"""The map as it is at the first start: the built-in layers and their looks.

Colours and widths are those of the design; one shape and one colour a program.
"""

from __future__ import annotations

from dataclasses import replace

from geodata.builtin import BuiltinData
from geodata.geometry import Family
from layers.document import Layer, MapState
from layers.style import (
    Categorized,
    Category,
    LabelStyle,
    LineSymbol,
    PointSymbol,
    PolygonSymbol,
    Single,
    Stroke,
    Style,
    Symbol,
)

SEA = "#d7e5ec"
PAPER = "#fdfcf8"
SELECTION = "#0072b2"
TINTS = (PAPER, "#f8f4ea", "#f4f1e6")
PLAN_SEGURO = "#8a5a83"
_FOREIGN = "#efece4"
_SHORE = "#b9c9d1"
_LAKE, _LAKE_SHORE, _RIVER = "#c3dbe7", "#a9c8d8", "#bcd6e4"
_AREA_LINE, _OUTLINE = "#a89f8d", "#7d7566"
_WATER_NAME, _AREA_NAME, _FOREIGN_NAME = "#3d6378", "#5f594d", "#6d675c"

_AREA_LABEL = LabelStyle(
    size=10,
    bold=True,
    capitals=True,
    spacing=0.09,
    color=_AREA_NAME,
    halo="#faf7f0",
    halo_width=1.8,
    priority=60,
)
_POINT_LABEL = LabelStyle(
    size=11, color="#2b2a27", halo=PAPER, halo_width=2, priority=40, min_scale=500_000
)

LINES_OF = {"delegations": "delegation-lines", "departments": "department-lines"}
"""Area layers whose boundaries are drawn from a layer of lines, so that a boundary that two areas
share is drawn once and dashed just where it is approximate."""

POSSIBLE_AREAS_OF = {"model-precincts": "plan-seguro-municipalities"}
"""Registers for which it is known in which areas their unplaced records may lie."""


def _tinted() -> Categorized:
    categories = tuple(
        Category(str(tint), PolygonSymbol(colour)) for tint, colour in enumerate(TINTS)
    )
    return Categorized("tint", categories, PolygonSymbol(TINTS[0]), in_legend=False)


def _line(color: str, width: float) -> LineSymbol:
    return LineSymbol(Stroke(color, width))


def _boundaries() -> Categorized:
    area = Stroke(_AREA_LINE, 1.0, casing="#ffffff", casing_width=3)
    outline = _line(_OUTLINE, 1.6)
    words = (("en", "Border or coast"), ("es", "Frontera o costa"))
    return Categorized(
        "kind",
        (
            Category(
                "delegation",
                LineSymbol(replace(area, dashed=True)),
                (("en", "Boundary, approximate"), ("es", "Límite aproximado")),
            ),
            Category(
                "department", LineSymbol(area), (("en", "Department"), ("es", "Departamento"))
            ),
            Category("country", outline, words),
            Category("coast", outline, words),
        ),
    )


def _marker(marker: str, color: str, size: float = 16) -> Style:
    return Style(Single(PointSymbol(marker, color, size)), _POINT_LABEL)


def _border_points() -> Style:
    colour, k9 = "#d55e00", "#2b2a27"

    def category(value: str, en: str, es: str, badge: str | None, marker: str) -> Category:
        return Category(
            value, PointSymbol(marker, colour, 16, badge=badge), (("en", en), ("es", es))
        )

    return Style(
        Categorized(
            "look",
            (
                category(
                    "guatemala-k9",
                    "Border with Guatemala, police dogs posted",
                    "Frontera con Guatemala, con perros policía",
                    k9,
                    "barrier",
                ),
                category(
                    "guatemala", "Border with Guatemala", "Frontera con Guatemala", None, "barrier"
                ),
                category(
                    "other-k9",
                    "Other post, police dogs posted",
                    "Otro puesto, con perros policía",
                    k9,
                    "square",
                ),
                category("other", "Other post", "Otro puesto", None, "square"),
            ),
        ),
        _POINT_LABEL,
    )


def _plan_seguro() -> Style:
    def ring(phase: int, size: float) -> Category:
        return Category(
            str(phase),
            PointSymbol("ring", PLAN_SEGURO, size),
            (("en", f"Phase {phase}"), ("es", f"Fase {phase}")),
        )

    return Style(Categorized("phase", (ring(1, 11), ring(2, 8.5), ring(3, 6.5))), _POINT_LABEL)


def default_styles() -> dict[str, Style]:
    """Return the look of each built-in layer by its id."""
    outline = PolygonSymbol(None, None)
    return {
        "sea": Style(
            Single(PolygonSymbol(SEA)),
            LabelStyle(
                italic=True, color=_WATER_NAME, size=13, halo=None, priority=20, spacing=0.05
            ),
        ),
        "land": Style(
            Single(PolygonSymbol(_FOREIGN, Stroke(_SHORE, 1.0))),
            LabelStyle(
                size=13,
                capitals=True,
                spacing=0.3,
                color=_FOREIGN_NAME,
                halo=_FOREIGN,
                halo_width=2,
                priority=50,
            ),
        ),
        "neighbour-departments": Style(
            Single(PolygonSymbol(None, Stroke("#d9d4c8", 0.8))),
            LabelStyle(
                size=10,
                color=_FOREIGN_NAME,
                halo=_FOREIGN,
                halo_width=2,
                priority=5,
                min_scale=900_000,
            ),
        ),
        "country-borders": Style(Single(LineSymbol(Stroke("#a9a394", 1.0)))),
        "rivers": Style(Single(LineSymbol(Stroke(_RIVER, 1.0)))),
        "lakes": Style(
            Single(PolygonSymbol(_LAKE, Stroke(_LAKE_SHORE, 0.8))),
            LabelStyle(
                italic=True,
                color=_WATER_NAME,
                size=10,
                halo=PAPER,
                halo_width=1.5,
                priority=15,
                min_scale=1_000_000,
            ),
        ),
        "departments": Style(Single(outline), _AREA_LABEL),
        "delegations": Style(_tinted(), _AREA_LABEL),
        "department-lines": Style(_boundaries()),
        "delegation-lines": Style(_boundaries()),
        "municipalities": Style(
            Single(PointSymbol("circle", "#857f72", 4)),
            LabelStyle(
                size=10, color="#6b6559", halo=PAPER, halo_width=2, priority=8, min_scale=600_000
            ),
        ),
        "towns": Style(
            Single(PointSymbol("circle", "#5f594d", 4)),
            LabelStyle(
                size=10, color="#4a463d", halo=PAPER, halo_width=2, priority=10, min_scale=2_500_000
            ),
        ),
        "plan-seguro-municipalities": _plan_seguro(),
        "model-precincts": _marker("shield", "#0072b2"),
        "pbs-sites": _marker("house", "#009e73"),
        "plan-seguro-sectors": Style(Single(PointSymbol("square", PLAN_SEGURO, 10))),
        "border-points": _border_points(),
        "anti-extortion-units": _marker("hexagon", "#b07a00"),
        "program-sites": _marker("diamond", "#6b6b6b", 14),
    }


def builtin_map(data: BuiltinData) -> MapState:
    """Return the document of the first start.

    Layers that the list does not show (lines of areas) are part of the layer they belong to.
    """
    styles = default_styles()
    return MapState(
        tuple(
            Layer(info.id, info.group, styles[info.id], visible=info.visible)
            for info in data.layers
            if info.listed
        )
    )


def possible_area_style(family: Family) -> Style:
    """Return the look of areas where unplaced records may lie: a hatch, or rings at the seats."""
    words = (
        ("en", "Stations may be here; none is listed"),
        ("es", "Puede haber puestos aquí; ninguno está en una lista pública"),
    )
    symbol: Symbol = (
        PolygonSymbol(None, hatch="#0072b2", opacity=0.6)
        if family is Family.POLYGON
        else PointSymbol("ring", "#0072b2", 20, hollow=True)
    )
    return Style(Single(symbol, words))
