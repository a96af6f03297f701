"""The commands of editing: what a planner does to features, with the date it was done on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from geodata.basis import Basis
from geodata.editing import Feature
from geodata.geometry import Family, from_shapely
from geodata.table import FeatureTable
from layers.commands import Command, Compound, SetVisible
from layers.document import Layer, MapState, Placement
from layers.own_layers import default_style, free_id
from layers.table_commands import (
    AddLayer,
    InsertFeatures,
    PlaceRecord,
    RestoreTable,
    SetGeometry,
    SetValues,
)
from layers.texts import N_
from layers.view_state import FeatureRef

TEXT, WHOLE, DECIMAL = "text", "whole", "decimal"
"""What a new column can hold."""

_TYPES: dict[str, Any] = {TEXT: object, WHOLE: np.int64, DECIMAL: np.float64}
_PLACE_COLUMNS = ("position_basis", "position_note_en", "position_note_es")


def today() -> str:
    """Return the ISO date of today."""
    return date.today().isoformat()


def place_record(
    state: MapState, feature: FeatureRef, longitude: float, latitude: float
) -> Command:
    """Return the command that places a record of a register; its layer is shown with it."""
    placement = Placement(round(longitude, 7), round(latitude, 7), today())
    command = PlaceRecord(feature.layer_id, feature.feature_id, placement)
    if state.layer(feature.layer_id).visible:
        return command
    return Compound(command.text, (SetVisible(feature.layer_id, True), command))


def new_layer(
    state: MapState, name: str, family: Family, columns: Sequence[tuple[str, str]]
) -> AddLayer:
    """Return the command that adds an empty layer.

    Args:
        state: the map.
        name: the layer's name.
        family: what it holds.
        columns: name and kind (`TEXT`, `WHOLE`, `DECIMAL`) of each column.
    """
    layer_id = free_id(state)
    table = FeatureTable(
        id=layer_id,
        ids=np.empty(0, dtype=np.int64),
        geometry=from_shapely(np.empty(0, dtype=object), family),
        columns={
            **{column: np.empty(0, dtype=_TYPES[kind]) for column, kind in columns},
            **{column: np.empty(0, dtype=object) for column in _PLACE_COLUMNS},
        },
    )
    layer = Layer(layer_id, "own", default_style(table, len(state.tables)), name=name)
    return AddLayer(layer, table)


def add_feature(state: MapState, layer_id: str, wkt: str) -> tuple[Command, FeatureRef]:
    """Return the command that adds a feature to a layer of one's own, and the feature."""
    table = state.tables[layer_id]
    new = _new_id(table)
    insert = InsertFeatures(layer_id, (Feature(new, wkt, ()),))
    commands = (insert, _dated(layer_id, new))
    return Compound(insert.text, commands), FeatureRef(layer_id, new)


def set_shape(feature: FeatureRef, wkt: str) -> Command:
    """Return the command that moves or redraws a feature of one's own."""
    move = SetGeometry(feature.layer_id, feature.feature_id, wkt)
    return Compound(move.text, (move, _dated(feature.layer_id, feature.feature_id)))


def add_column(state: MapState, layer_id: str, name: str, kind: str) -> Command:
    """Return the command that adds an empty column to a layer of one's own."""
    table = state.tables[layer_id]
    # Numbers that may be missing are decimal ones, whole or not.
    dtype = object if kind == TEXT else np.float64
    values = np.full(len(table), None if kind == TEXT else np.nan, dtype=dtype)
    layer = replace(state.layer(layer_id), source=None)
    columns = {**{column: table.columns[column] for column in table.columns}, name: values}
    return RestoreTable(layer, replace(table, columns=columns), N_("Add column"))


def _dated(layer_id: str, feature_id: str) -> SetValues:
    """Return the command that notes that a planner put a feature where it is, and when."""
    day = today()
    notes = (
        ("position_basis", Basis.USER.value),
        ("position_note_en", f"placed by the user on {day}"),
        ("position_note_es", f"ubicado por el usuario el {day}"),
    )
    return SetValues(layer_id, feature_id, notes)


def _new_id(table: FeatureTable) -> str:
    if table.ids.dtype != object:
        return str(int(table.ids[-1]) + 1 if len(table) else 1)  # they rise
    numbers = [int(id_) for id_ in table.ids if str(id_).isdigit()]
    return str(max(numbers, default=0) + 1)
