"""What is different between two maps, marked on the map: told apart by shape as well as colour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geodata.geometry import (
    Bools,
    Family,
    Floats,
    GeometryArray,
    Ints,
    Objects,
    from_points,
    from_shapely,
)
from geodata.projection import to_map
from geodata.table import FeatureTable
from layers.changes.comparing import LayerChanges, MapChanges
from layers.changes.kept import KeptTable
from layers.changes.words import KIND_TEXTS, Kind
from layers.legend import legend_section
from layers.looks import LOOKS
from layers.scene import LegendSection, SceneLayer
from layers.scene_symbols import wearing
from layers.style import LineSymbol, PointSymbol, Stroke, Symbol
from layers.texts import Texts

MARKS, MOVES = "changes", "changes/moves"
"""Ids of the scene layers with the marks, and with the lines from where records were."""

KINDS = (Kind.ADDED, Kind.REMOVED, Kind.MOVED, Kind.ALTERED)
"""What is marked, in the order of the legend."""

_SYMBOLS: tuple[Symbol, ...] = (
    PointSymbol("cross", "#0b6b3a", 15),
    PointSymbol("times", "#a3290f", 17),
    PointSymbol("diamond", "#7a3e9d", 17, hollow=True),
    PointSymbol("square", "#0b4f79", 13, hollow=True),
)
_MOVE = LineSymbol(Stroke("#7a3e9d", 2.2, dashed=True, casing="#ffffff", casing_width=4.2))
# Right and up of the symbol that is marked; what is gone has none.
_ASIDE = np.array([[11.0, -11.0], [0.0, 0.0], [11.0, -11.0], [11.0, -11.0]])
_MOST_MARKS = 100_000
_MOST_MOVES = 5_000


@dataclass(frozen=True, eq=False)
class ChangeMarks:
    """Where to mark what.

    Attributes:
        places: shape (n, 2), longitude and latitude of each mark.
        kinds: shape (n,), its place in `KINDS`.
        moves: shape (m, 2, 2), from where to where, longitude and latitude.
        left_out: how many marks are too many.
    """

    places: Floats
    kinds: Ints
    moves: Floats
    left_out: int = 0


def change_marks(changes: MapChanges) -> ChangeMarks:
    """Return where to mark what is different; records without a place have no mark.

    Of records that are both moved and changed the move is marked. Layers that are not shown in
    the new map are left out, but for those that are gone.
    """
    places: list[Floats] = [np.empty((0, 2))]
    kinds: list[Ints] = [np.empty(0, np.int64)]
    moves: list[Floats] = [np.empty((0, 2, 2))]
    for layer in changes.layers:
        if layer.new is not None and not layer.new.visible:
            continue
        for kind, found in _places(layer):
            places.append(found)
            kinds.append(np.full(len(found), KINDS.index(kind)))
        moves.append(_moves(layer))
    every, of = np.concatenate(places), np.concatenate(kinds)
    placed: Bools = np.asarray(~np.isnan(every).any(axis=1))
    every, of = every[placed], of[placed]
    more = max(0, len(every) - _MOST_MARKS)
    lines = np.concatenate(moves)[:_MOST_MOVES]
    return ChangeMarks(every[:_MOST_MARKS], of[:_MOST_MARKS], lines, more)


def _places(layer: LayerChanges) -> Iterator[tuple[Kind, Floats]]:
    old, new = _table(layer, is_new=False), _table(layer, is_new=True)
    if new is not None:
        yield Kind.ADDED, new.places[layer.added]
        yield Kind.ALTERED, new.places[np.setdiff1d(layer.altered[:, 1], layer.moved[:, 1])]
    if old is not None:
        yield Kind.REMOVED, old.places[layer.removed]
    if old is not None and new is not None:
        there, here = old.places[layer.moved[:, 0]], new.places[layer.moved[:, 1]]
        was_placed: Bools = ~np.isnan(there[:, 0])
        yield Kind.MOVED, here[was_placed]
        # On the map a place that is known since is something new, one that is not known any more
        # is gone.
        yield Kind.ADDED, here[~was_placed]
        yield Kind.REMOVED, there[np.isnan(here[:, 0])]


def _table(layer: LayerChanges, *, is_new: bool) -> KeptTable | None:
    side = layer.new if is_new else layer.old
    return side.table if side is not None else None


def _moves(layer: LayerChanges) -> Floats:
    old, new = _table(layer, is_new=False), _table(layer, is_new=True)
    if old is None or new is None or new.family is not Family.POINT:
        return np.empty((0, 2, 2))
    lines = np.stack([old.places[layer.moved[:, 0]], new.places[layer.moved[:, 1]]], axis=1)
    kept: Floats = lines[~np.isnan(lines).any(axis=(1, 2))]
    return kept


def mark_layers(marks: ChangeMarks, texts: Texts, theme: str) -> tuple[SceneLayer, ...]:
    """Return the marks as layers of a scene, to lie above all others.

    Args:
        marks: what to mark where.
        texts: the language of the legend.
        theme: one of `layers.looks.LOOKS`.
    """
    name = texts.gettext("What changed")
    words = tuple(texts.gettext(KIND_TEXTS[kind]) for kind in KINDS)
    points = from_points(to_map(marks.places))
    layers = []
    if len(marks.moves):
        ends = to_map(marks.moves.reshape(-1, 2)).reshape(-1, 2, 2)
        lines: Objects = np.asarray(shapely.linestrings(ends), dtype=object)
        nothing = np.zeros(len(lines), np.int64)
        geometry = from_shapely(lines, Family.LINE)
        meaning = texts.gettext("From where it was")
        layers.append(_layer(MOVES, name, geometry, (_MOVE,), (meaning,), nothing))
    marked = _layer(MARKS, name, points, _SYMBOLS, words, marks.kinds)
    layers.append(replace(marked, offsets=_ASIDE[marks.kinds]))
    return tuple(wearing(LOOKS[theme], layer) for layer in layers)


def marks_legend(layers: tuple[SceneLayer, ...], texts: Texts) -> LegendSection | None:
    """Return what the legend says of the marks, None if there are none."""
    return legend_section(layers[-1], layers[:-1], texts)


def _layer(
    layer_id: str,
    name: str,
    geometry: GeometryArray,
    symbols: tuple[Symbol, ...],
    names: tuple[str, ...],
    symbol_of: Ints,
) -> SceneLayer:
    count = len(geometry)
    return SceneLayer(
        id=layer_id,
        layer_id=MARKS,
        name=name,
        group="own",
        opacity=1.0,
        table=FeatureTable(layer_id, np.arange(1, count + 1), geometry, {}),
        geometry=geometry,
        symbols=symbols,
        symbol_names=names,
        symbol_of=symbol_of,
        label_style=None,
        labels=np.full(count, None, dtype=object),
        # Names of other layers keep off the marks.
        label_points=geometry.coordinates[geometry.coordinate_starts[:-1]],
        interactive=False,
    )
