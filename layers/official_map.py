"""How areas from an official file look; built-in seats become areas with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geodata.table import FeatureTable
from layers.builtin_map import PLAN_SEGURO, TINTS, default_styles
from layers.scene import Credit
from layers.style import (
    Categorized,
    Category,
    PolygonSymbol,
    Renderer,
    Single,
    Stroke,
    Style,
)
from layers.texts import N_, Texts

if TYPE_CHECKING:
    from geodata.official_areas import OfficialAreas

PBS_AREAS = "pbs-areas"
"""The table of `geodata.official_areas.OfficialAreas` with the municipalities of the PBS sites."""

_CITATION = N_("Areas: built from the municipalities of {file}, a file of the user's.")

LICENCE_OF_FILE = N_("as that of {file}")
"""The licence of what was built from a file, of which nothing is known."""

_LINE = Stroke("#a89f8d", 1.0)
_OUTLINE = Stroke("#7d7566", 1.6)
_PBS = "#009e73"


def official_credit(
    table: FeatureTable, boundaries: OfficialAreas | None, texts: Texts
) -> Credit | None:
    """Return the credit of features whose areas are from an official file, None for others.

    Args:
        table: the features.
        boundaries: the official boundaries that are in use.
        texts: the language of the credit.
    """
    if boundaries is None or not any(table is each for each in boundaries.tables.values()):
        return None
    citation = texts.gettext(_CITATION).format(file=boundaries.file_name)
    licence = texts.gettext(LICENCE_OF_FILE).format(file=boundaries.file_name)
    return Credit(boundaries.file_name, citation, licence, "")


def official_style(layer_id: str) -> Style:
    """Return the look of a built-in layer whose areas are from an official file."""
    style = default_styles()[layer_id]
    return replace(style, renderer=_renderer(layer_id, style.renderer))


def _renderer(layer_id: str, builtin: Renderer) -> Renderer:
    match layer_id:
        case "delegations":
            tints = tuple(
                Category(str(tint), PolygonSymbol(colour, _LINE))
                for tint, colour in enumerate(TINTS)
            )
            return Categorized("tint", tints, PolygonSymbol(TINTS[0], _LINE), in_legend=False)
        case "departments":
            return Single(PolygonSymbol(None, _OUTLINE))
        case "municipalities":
            return Single(PolygonSymbol(None, replace(_LINE, width=0.6)))
        case "plan-seguro-municipalities":
            return Categorized("phase", tuple(_phase(phase) for phase in (1, 2, 3)))
        case _:
            return builtin


def _phase(phase: int) -> Category:
    """Return the hatch of a phase: the earlier, the stronger."""
    opacity = {1: 0.9, 2: 0.6, 3: 0.35}[phase]
    symbol = PolygonSymbol(None, Stroke(PLAN_SEGURO, 0.8), hatch=PLAN_SEGURO, opacity=opacity)
    return Category(str(phase), symbol, (("en", f"Phase {phase}"), ("es", f"Fase {phase}")))


def pbs_area_style() -> Style:
    """Return the look of the municipalities in which the PBS sites work."""
    words = (("en", "Municipality of a PBS site"), ("es", "Municipio de un sitio PBS"))
    return Style(Single(PolygonSymbol(_PBS, Stroke(_PBS, 1.2), opacity=0.12), words))
