"""How indicators look, and the commands that show them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.geometry import Family
from geodata.table import FeatureTable
from layers.builtin_map import PAPER, default_styles
from layers.classification import Method, class_breaks, tidy_breaks, with_last_bound
from layers.commands import Command, Compound, MoveLayer, SetStyle, SetVisible
from layers.document import MapState
from layers.indicators import BUILTIN_LAYERS, Indicator, Way, field_of
from layers.ramps import Ramp, ramp_of
from layers.style import (
    Graduated,
    LabelStyle,
    LineSymbol,
    PointSymbol,
    PolygonSymbol,
    Proportional,
    Stroke,
    Style,
    Symbol,
)
from layers.texts import N_

LARGEST = 44.0
"""Pixels of the symbol of the largest number, as long as nothing else is wanted."""

SIZE_COLOUR = "#0072b2"
_POINT_SIZE = 9.0
_LINE_WIDTH = 2.4
_EDGE = Stroke("#a89f8d", 0.8)
_NO_DATA_AREA = PolygonSymbol("#eceae4", _EDGE, hatch="#9b9488", opacity=0.9)
NO_DATA_POINT = PointSymbol("cross", "#6d675c", 7)
"""The look of points, and of areas with symbols, that have no number."""

_NO_DATA_LINE = LineSymbol(Stroke("#9b9488", 1.2, dashed=True))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a planner chose of an indicator's look.

    Attributes:
        way: how it is drawn.
        method: how classes are made.
        count: how many classes.
        ramp: the id of the ramp.
        is_reversed: whether its last colour comes first.
        bounds: upper bounds of classes made by hand.
        largest: pixels of the symbol of the largest number.
        colour: of symbols that differ in size, ``#rrggbb``.
    """

    way: Way
    method: Method = Method.QUANTILES
    count: int = 5
    ramp: str = "blues"
    is_reversed: bool = False
    bounds: tuple[float, ...] = ()
    largest: float = LARGEST
    colour: str = SIZE_COLOUR


def indicator_style(
    indicator: Indicator, table: FeatureTable, choice: Choice, label: LabelStyle | None
) -> Style:
    """Return the look of an indicator.

    Raises:
        layers.classification.ClassificationError: if it has no numbers.
        layers.style.StyleError: if the column is gone or no numbers, or a size cannot be drawn.
    """
    if choice.way is Way.SIZES:
        return Style(_sizes(indicator, table, choice), label)
    return Style(
        graduated(
            table,
            indicator.column,
            breaks_for(indicator, table, choice),
            ramp_of(choice.ramp),
            is_reversed=choice.is_reversed,
        ),
        label,
    )


def breaks_for(indicator: Indicator, table: FeatureTable, choice: Choice) -> tuple[float, ...]:
    """Return the upper bounds of an indicator's classes.

    Raises:
        layers.classification.ClassificationError: if it has no numbers.
        layers.style.StyleError: if the column is gone or no numbers.
    """
    numbers = indicator.numbers_for_classes(table)
    everything = indicator.numbers(table)
    if choice.method is Method.MANUAL:
        return with_last_bound(choice.bounds, everything)
    breaks = tidy_breaks(class_breaks(numbers, choice.method, choice.count), numbers)
    # What classes are not made of still is in one of them.
    finite = everything[np.isfinite(everything)]
    return (*breaks[:-1], max(breaks[-1], float(finite.max())))


def graduated(
    table: FeatureTable,
    field: str,
    breaks: tuple[float, ...],
    ramp: Ramp,
    *,
    is_reversed: bool = False,
) -> Graduated:
    """Return classes in the colours of a ramp, with symbols for a table's family."""
    family = table.geometry.family
    colours = ramp.colours(len(breaks), for_marks=family is not Family.POLYGON)
    if is_reversed:
        colours = colours[::-1]
    symbols: tuple[Symbol, ...]
    match family:
        case Family.POLYGON:
            symbols = tuple(PolygonSymbol(colour, _EDGE) for colour in colours)
            return Graduated(field, breaks, symbols, _NO_DATA_AREA)
        case Family.LINE:
            symbols = tuple(LineSymbol(Stroke(colour, _LINE_WIDTH)) for colour in colours)
            return Graduated(field, breaks, symbols, _NO_DATA_LINE)
        case Family.POINT:
            symbols = tuple(PointSymbol("circle", colour, _POINT_SIZE) for colour in colours)
            return Graduated(field, breaks, symbols, NO_DATA_POINT)


def _sizes(indicator: Indicator, table: FeatureTable, choice: Choice) -> Proportional:
    numbers = indicator.numbers(table)
    largest = float(np.nanmax(np.where(np.isfinite(numbers), numbers, np.nan)))
    base = None
    if table.geometry.family is Family.POLYGON:
        # Through clear areas the ground of other countries would show, where nothing lies between.
        base = PolygonSymbol(PAPER if table.id in BUILTIN_LAYERS else None, _EDGE)
    symbol = PointSymbol("circle", choice.colour, choice.largest)
    return Proportional(indicator.column, symbol, largest, base, NO_DATA_POINT)


def show_indicator(state: MapState, indicator: Indicator, style: Style) -> Command:
    """Return the command that shows an indicator in place of the one that is shown.

    Whatever the map shows, it sets the same things, so that several of these in a row can be
    undone as one. Coloured departments lie over the delegations, which are hidden.
    """
    parts: list[Command] = []
    for layer_id in (*BUILTIN_LAYERS, *sorted(state.tables)):
        layer = state.layer(layer_id)
        is_it = layer_id == indicator.layer_id
        builtin = layer_id in BUILTIN_LAYERS
        had = builtin and bool(field_of(layer))
        look = style if is_it else default_styles()[layer_id] if had else layer.style
        visible = is_it or (layer.visible and not (had and layer_id != "delegations"))
        if layer_id == "delegations" and not is_it:
            visible = _delegations_visible(state, indicator)
        parts += [SetStyle(layer_id, look), SetVisible(layer_id, visible)]
    return Compound(N_("Show indicator"), (*parts, *_order(state, indicator)))


def remove_indicators(state: MapState) -> Command:
    """Return the command that shows no built-in indicator any more."""
    parts: list[Command] = []
    for layer_id in BUILTIN_LAYERS:
        layer = state.layer(layer_id)
        if field_of(layer):
            parts += [
                SetStyle(layer_id, default_styles()[layer_id]),
                SetVisible(layer_id, layer_id == "delegations"),
            ]
    if field_of(state.layer("departments")):
        parts.append(SetVisible("delegations", True))
    return Compound(N_("Remove indicator"), tuple(parts))


def _delegations_visible(state: MapState, indicator: Indicator) -> bool:
    if indicator.layer_id == "departments":
        return False
    hidden_by_departments = bool(field_of(state.layer("departments")))
    return state.layer("delegations").visible or hidden_by_departments


def _order(state: MapState, indicator: Indicator) -> tuple[Command, ...]:
    """Return what puts coloured areas over other ones; the order stays if it does already."""
    if indicator.layer_id != "departments":
        return (MoveLayer("departments", state.index("departments")),)
    highest = max(state.index(layer_id) for layer_id in ("departments", "delegations"))
    return (MoveLayer("departments", highest),)
