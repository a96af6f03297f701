"""Lengths, areas and bearings as the reader's language writes them."""

from __future__ import annotations

from layers.texts import N_, Texts

_KILOMETRE = 1000.0
_HECTARE, _SQUARE_KILOMETRE = 10_000.0, 1_000_000.0
_LEAST_HECTARES = 1.0

COMPASS = (
    N_("north"),
    N_("northeast"),
    N_("east"),
    N_("southeast"),
    N_("south"),
    N_("southwest"),
    N_("west"),
    N_("northwest"),
)
"""The directions of the compass, clockwise from north (English; to be translated)."""


def length_words(metres: float, texts: Texts) -> str:
    """Return a length in metres or kilometres, three or four digits that count."""
    if round(metres) < _KILOMETRE:
        return f"{texts.number(metres, 0 if metres >= 10 else 1)} m"
    kilometres = metres / _KILOMETRE
    return f"{texts.number(kilometres, _decimals(kilometres))} km"


def area_words(square_metres: float, texts: Texts) -> str:
    """Return an area in square metres, hectares or square kilometres."""
    hectares = square_metres / _HECTARE
    if hectares < _LEAST_HECTARES:
        return f"{texts.number(square_metres, 0)} m²"
    if square_metres < _SQUARE_KILOMETRE:
        return f"{texts.number(hectares, _decimals(hectares))} ha"
    kilometres = square_metres / _SQUARE_KILOMETRE
    return f"{texts.number(kilometres, _decimals(kilometres))} km²"


def bearing_words(degrees: float) -> str:
    """Return a bearing from true north, for instance "045°"."""
    return f"{round(degrees) % 360:03d}°"


def direction(degrees: float, texts: Texts) -> str:
    """Return the direction of the compass that is nearest to a bearing."""
    return texts.gettext(COMPASS[round(degrees / 45) % 8])


def _decimals(value: float) -> int:
    return 2 if value < 10 else 1 if value < 1000 else 0
