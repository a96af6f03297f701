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
from layers.changes.words import KIND_TEXTS, Kind, headline
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

# None is hollow: on this map hollow symbols say that a place is not documented.
_SYMBOLS: tuple[Symbol, ...] = (
    PointSymbol("cross", "#0b6b3a", 15),
    PointSymbol("times", "#a3290f", 17),
    PointSymbol("arrow", "#7a3e9d", 17),
    PointSymbol("triangle", "#0b4f79", 15),
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
        unplaced: how many records are different that have no place to mark.
        left_out: how many marks are too many.
    """

    places: Floats
    kinds: Ints
    moves: Floats
    unplaced: int = 0
    left_out: int = 0


def change_marks(changes: MapChanges) -> ChangeMarks:
    """Return where to mark what is different; records without a place are counted instead.

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
    unplaced = int(np.count_nonzero(~placed))
    return ChangeMarks(every[:_MOST_MARKS], of[:_MOST_MARKS], lines, unplaced, more)


def _places(layer: LayerChanges) -> Iterator[tuple[Kind, Floats]]:
    old, new = _table(layer, is_new=False), _table(layer, is_new=True)
    if new is not None:
        yield Kind.ADDED, new.places[layer.added]
        yield Kind.ALTERED, new.places[np.setdiff1d(layer.altered[:, 1], layer.moved[:, 1])]
    if old is not None:
        yield Kind.REMOVED, old.places[layer.removed]
    if old is not None and new is not None:
        there, here = old.places[layer.moved[:, 0]], new.places[layer.moved[:, 1]]
        was_placed, is_placed = ~np.isnan(there[:, 0]), ~np.isnan(here[:, 0])
        yield Kind.MOVED, here[was_placed & is_placed]
        # On the map a place that is known since is something new, one that is not known any more
        # is gone.
        yield Kind.ADDED, here[~was_placed]
        yield Kind.REMOVED, there[~is_placed]


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


def mark_layers(
    changes: MapChanges, marks: ChangeMarks, texts: Texts, theme: str
) -> tuple[SceneLayer, ...]:
    """Return the marks as layers of a scene, to lie above all others.

    Args:
        changes: what is different.
        marks: what `change_marks` found of it.
        texts: the language of the legend.
        theme: one of `layers.looks.LOOKS`.
    """
    name = headline(changes, texts)
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


def marks_legend(
    changes: MapChanges, marks: ChangeMarks, layers: tuple[SceneLayer, ...], texts: Texts
) -> LegendSection:
    """Return what the legend says of the marks: since when, what each means, what has none.

    Args:
        changes: what is different.
        marks: what `change_marks` found of it.
        layers: what `mark_layers` made of these.
        texts: the legend's language.
    """
    section = legend_section(layers[-1], layers[:-1], texts)
    entries = section.entries if section is not None else ()
    note = _note(changes, marks, texts)
    return LegendSection(MARKS, layers[-1].name, entries, note, is_essential=True)


def mark_counts(layer: SceneLayer, texts: Texts) -> list[str]:
    """Return how many marks of each kind a layer of marks has, a line each."""
    counts = np.bincount(layer.symbol_of, minlength=len(KINDS)).tolist()
    lines = zip(layer.symbol_names, counts, strict=True)
    return [f"{name}: {texts.number(count)}" for name, count in lines if count]


def _note(changes: MapChanges, marks: ChangeMarks, texts: Texts) -> str:
    """Return what of the differences is not marked, "" if nothing is."""
    _, ngettext = texts.gettext, texts.ngettext
    if changes.is_nothing:
        return _("Nothing is different.")
    unplaced = ngettext(
        "{n} change without a place is not marked",
        "{n} changes without a place are not marked",
        marks.unplaced,
    )
    left_out = ngettext(
        "{n} more is one too many to mark", "{n} more are too many to mark", marks.left_out
    )
    told = ((unplaced, marks.unplaced), (left_out, marks.left_out))
    words = [each.format(n=texts.number(count)) for each, count in told if count]
    if not words and not len(marks.kinds):
        words = [_("No record that the map shows is different")]
    return " · ".join(words)


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
