"""How the features of one scene layer look, and what classes and sizes tell of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geodata.geometry import Bools, Ints
from geodata.table import FeatureTable
from layers.assigning import resolve
from layers.legend import SURE, symbol_names
from layers.looks import Look
from layers.scene import Measure, SceneLayer
from layers.style import (
    Graduated,
    Proportional,
    Renderer,
    Single,
    StyleError,
    Symbol,
    symbols_of,
    undocumented,
)
from layers.texts import Texts

Looks = tuple[tuple[Symbol, ...], tuple[str, ...], Ints, Measure | None]
"""The looks, what they mean, each feature's look, and what classes or sizes tell."""


def symbols_for(renderer: Renderer, group: str, table: FeatureTable, texts: Texts) -> Looks:
    """Return how features look; those whose place or boundary is not sure have looks of their own.

    These follow in a second half of the symbols: hollow, or dashed, whatever the style says.
    """
    measure: Measure | None = None
    try:
        symbols, symbol_of = resolve(renderer, table)
    except StyleError:
        # A column may be gone, or hold words since it was edited: said rather than hidden.
        renderer, measure = Single(symbols_of(renderer)[0]), _lost(renderer, texts)
        symbols, symbol_of = resolve(renderer, table)
    if isinstance(renderer, Graduated | Proportional):
        # Most maps measure nothing, and the first one shall not wait.
        from layers.measure import measure_of

        measure = measure_of(renderer, table, texts)
    names = symbol_names(renderer, texts)
    if isinstance(renderer, Proportional):
        # All sizes mean the layer; the last name is that of missing values.
        names = ("",) * (len(symbols) - len(names) + 1) + names[1:]
    unsure = _unsure(group, table)
    if unsure is None:
        return symbols, names, symbol_of, measure
    symbol_of = np.where(unsure & (symbol_of >= 0), symbol_of + len(symbols), symbol_of)
    return (*symbols, *map(undocumented, symbols)), names * 2, symbol_of, measure


def _unsure(group: str, table: FeatureTable) -> Bools | None:
    """Return shape (n,): of which features place or boundary is not sure; None if all are."""
    if group == "programs" and "position_basis" in table.columns:
        unsure: Bools = ~np.isin(table.columns["position_basis"].astype(str), list(SURE))
        return unsure
    if group == "areas" and "boundary" in table.columns:
        approximate = table.columns["boundary"].astype(str) == "approximate"
        return approximate if approximate.any() else None
    return None


def _lost(renderer: Renderer, texts: Texts) -> Measure:
    words = texts.gettext("The column “{column}” is missing, or holds no numbers any more")
    return Measure("", (words.format(column=getattr(renderer, "field", "")),))


def wearing(look: Look, layer: SceneLayer) -> SceneLayer:
    """Return how a scene layer looks in a theme."""
    measure = layer.measure
    paint = look.class_symbol if measure is not None and measure.classes else look.symbol
    if measure is not None:
        sizes = tuple(replace(entry, symbol=look.symbol(entry.symbol)) for entry in measure.sizes)
        measure = replace(measure, sizes=sizes)
    return replace(
        layer,
        symbols=tuple(map(paint, layer.symbols)),
        label_style=layer.label_style and look.label(layer.label_style),
        measure=measure,
    )
