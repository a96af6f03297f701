"""From an opened file to layers of the planner's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from geodata.builtin import BuiltinData
from geodata.files.opening import OpenedFile, OpenedLayer
from geodata.files.request import OpenOptions, Place
from geodata.files.source import printable
from geodata.geometry import Family, concatenate, from_shapely
from geodata.table import FeatureTable
from layers.commands import Command, Compound
from layers.document import FileSource, Layer, MapState
from layers.feature_tip import name_column
from layers.style import (
    LabelStyle,
    LineSymbol,
    PointSymbol,
    PolygonSymbol,
    Single,
    Stroke,
    Style,
    Symbol,
)
from layers.table_commands import AddLayer
from layers.texts import N_

JOINED = ("municipalities", "delegations", "departments")
"""Built-in layers that rows of a table can be joined to."""

# Okabe-Ito without the colours that the built-in programs have.
_COLOURS = ("#cc79a7", "#56b4e9", "#e69f00", "#4b6a00", "#5d3a9b", "#994f00")
_LABELS_FROM_SCALE = 300_000.0


def places(data: BuiltinData) -> list[Place]:
    """Return the built-in places that rows of a table can be joined to by name or code."""
    return [place for layer_id in JOINED for place in _places(layer_id, data.table(layer_id))]


def _places(layer_id: str, table: FeatureTable) -> Iterable[Place]:
    for row in range(len(table)):
        code = table.value(row, "code")
        names = {str(table.value(row, f"name_{language}")) for language in ("en", "es")}
        department = table.value(row, "department") or table.value(row, "name_es")
        codes = () if code is None else (str(int(code)),)
        yield Place(layer_id, str(table.ids[row]), codes, tuple(sorted(names)), str(department))


def add_opened(
    state: MapState,
    opened: OpenedFile,
    options: OpenOptions,
    known: Sequence[Place],
    data: BuiltinData,
) -> Command:
    """Return the command that adds the layers of an opened file to the map, on top.

    Args:
        state: the map.
        opened: the file.
        options: what the planner said of it.
        known: the places that rows were joined to, as given to `open_file`.
        data: the built-in data.
    """
    commands: list[Command] = []
    for layer in opened.layers:
        layer_id = free_id(state, len(commands))
        table = replace(_placed(layer, known, data), id=layer_id)
        added = Layer(
            id=layer_id,
            group="own",
            style=default_style(table, len(state.tables) + len(commands)),
            name=_name(opened, layer),
            source=FileSource(
                str(opened.path.absolute()), layer.name, layer.table.geometry.family.value, options
            ),
        )
        commands.append(AddLayer(added, table))
    return commands[0] if len(commands) == 1 else Compound(N_("Add layers"), tuple(commands))


def free_id(state: MapState, ahead: int = 0) -> str:
    """Return an id for a new layer, where ``ahead`` others are about to be added before it."""
    taken = {int(layer.id[4:]) for layer in state if re.fullmatch(r"own-\d+", layer.id)}
    return f"own-{max(taken, default=0) + 1 + ahead}"


def _name(opened: OpenedFile, layer: OpenedLayer) -> str:
    stem = printable(opened.path.stem)
    return stem if layer.name in ("", stem) or len(opened.layers) == 1 else f"{stem}: {layer.name}"


def _placed(layer: OpenedLayer, known: Sequence[Place], data: BuiltinData) -> FeatureTable:
    """Return the table; rows that were joined to a place have the place's geometry."""
    if layer.place_of is None:
        return layer.table
    return join_geometry(layer, known, data)


def join_geometry(layer: OpenedLayer, known: Sequence[Place], data: BuiltinData) -> FeatureTable:
    """Return the table of a layer that was joined to built-in places with their geometry."""
    target = data.table(layer.recognised.join_to)
    place_of = layer.place_of if layer.place_of is not None else np.empty(0, np.int64)
    nowhere = np.full(1, None, dtype=object)
    # One more feature, without a place, stands for the rows that no place was found for.
    geometry = concatenate(target.geometry, from_shapely(nowhere, target.geometry.family))
    rows = [len(target) if index < 0 else target.row_of(known[index].id) for index in place_of]
    return replace(layer.table, geometry=geometry.take(np.array(rows, dtype=np.int64)))


def default_style(table: FeatureTable, number: int) -> Style:
    """Return the look of the ``number``-th layer of the planner's own."""
    colour = _COLOURS[number % len(_COLOURS)]
    symbol: Symbol
    match table.geometry.family:
        case Family.POINT:
            symbol = PointSymbol("circle", colour, 7 if len(table) < 5000 else 4)
        case Family.LINE:
            symbol = LineSymbol(Stroke(colour, 1.8))
        case Family.POLYGON:
            symbol = PolygonSymbol(colour, Stroke(colour, 1.2), opacity=0.25)
    return Style(Single(symbol), _label(table))


def _label(table: FeatureTable) -> LabelStyle | None:
    column = name_column(table)
    if not column:
        return None
    return LabelStyle(field=column, size=10.5, priority=35, min_scale=_LABELS_FROM_SCALE)
