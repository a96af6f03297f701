"""The looks that a map can have: light as styles say, dark, and in high contrast."""

from __future__ import annotations

from collections.abc import Callable

from geodata.frozen import frozen
from layers.contrast import (
    INK,
    PAPER,
    contrast_area_colour,
    contrast_class_symbol,
    contrast_label,
    contrast_symbol,
)
from layers.dark import dark_class_symbol, dark_colour, dark_label, dark_symbol
from layers.style import LabelStyle, Symbol

_INK, _PAPER = "#2b2a27", "#ffffff"


@frozen
class Look:
    """How the colours of styles become those of a map.

    Attributes:
        ground: from the colour of what lies beneath everything to that of the look.
        symbol: the same for a symbol.
        class_symbol: the same for the symbol of a class, which must stay told from the others.
        label: the same for how names are written.
        ink, paper: writing and what it stands on, ``#rrggbb``.
    """

    ground: Callable[[str], str]
    symbol: Callable[[Symbol], Symbol]
    class_symbol: Callable[[Symbol], Symbol]
    label: Callable[[LabelStyle], LabelStyle]
    ink: str
    paper: str


def _as_it_is(symbol: Symbol) -> Symbol:
    return symbol


LOOKS = {
    "light": Look(str, _as_it_is, _as_it_is, lambda style: style, _INK, _PAPER),
    "dark": Look(
        dark_colour,
        dark_symbol,
        dark_class_symbol,
        dark_label,
        dark_colour(_INK),
        dark_colour(_PAPER),
    ),
    "contrast": Look(
        contrast_area_colour, contrast_symbol, contrast_class_symbol, contrast_label, INK, PAPER
    ),
}
"""Looks by the name of the theme."""
