"""What of an earlier map may leave with an export of today's, by the marks that layers have now.

A list of what changed is the planner's own; marks on an exported map go to others. Where a layer
has become internal or restricted since, or its places are told less exactly, the map of before may
not tell what the map of today does not.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

import numpy as np

from geodata.geometry import Family, from_points
from geodata.row_hashes import place_hashes
from geodata.table import FeatureTable
from layers.changes.kept import KeptLayer, KeptMap
from layers.coarse_places import coarser
from layers.document import Layer, MapState
from layers.scene_builder import SceneBuilder
from layers.sharing import Positions, Sharing

_OF_PLACES = frozenset({"position_basis", "position_note_en", "position_note_es"})
"""Columns that say how exactly a place is told, which is no change of the record."""


def marked_as_now(old: MapState, now: MapState) -> MapState:
    """Return an earlier map whose layers are for whom, and are told as exactly as, they are now."""
    layers = (
        replace(layer, sharing=_sharing(layer.sharing, layer.name, _now(layer.id, layer.name, now)))
        for layer in old
    )
    return replace(old, layers=tuple(layers))


def comparable(
    old: KeptMap, new: KeptMap, now: MapState, builder: SceneBuilder, *, include_internal: bool
) -> tuple[KeptMap, KeptMap]:
    """Return what of two kept maps may be compared for others to see.

    Of the old map no layer, column or place is left that the new one does not tell likewise. Of
    lines and areas that are told less exactly since then the shapes stay what they were.

    Args:
        old: the map of before, as it was let out.
        new: what leaves of the map of today (`layers.leaving.Sender.state`).
        now: the map of today, with the marks of its layers.
        builder: knows the areas that places are moved to.
        include_internal: whether what is marked internal leaves too.
    """
    coarse = {layer.id for layer in now if layer.sharing.positions is not Positions.EXACT}
    told = {
        layer.id: _without_columns(layer, _OF_PLACES) if layer.id in coarse else layer
        for layer in new.layers
    }
    before = []
    for layer in old.layers:
        name = layer.names["en"] if layer.group == "own" else None
        partner = _now(layer.id, name, now)
        sharing = _sharing(Sharing(), name, partner)
        if not sharing.leaves(sharing.mark, include_internal=include_internal):
            continue
        given = _coarser(layer, sharing.positions, now, builder)
        before.append(given if partner is None else _with_columns_of(given, told[partner.id]))
    return replace(old, layers=tuple(before)), replace(new, layers=tuple(told.values()))


def _now(layer_id: str, name: str | None, now: MapState) -> Layer | None:
    """Return the layer of today that an earlier one is or may be, None if it is gone.

    Layers of the planner's own are the same if their names are; one that has the id alone may
    have been renamed, or be another one.
    """
    for layer in now:
        if name is not None and layer.name == name:
            return layer
    return now.layer(layer_id) if now.has(layer_id) else None


def _sharing(sharing: Sharing, name: str | None, partner: Layer | None) -> Sharing:
    """Return what of an earlier layer may leave now; ``sharing`` is what might then."""
    if partner is None:
        return sharing
    is_same = partner.name == name
    return partner.sharing if is_same else sharing.stricter(partner.sharing)


def _without_columns(layer: KeptLayer, names: Container[str]) -> KeptLayer:
    table = layer.table
    if table is None:
        return layer
    hashes = {name: hashes for name, hashes in table.hashes.items() if name not in names}
    titles = {name: titles for name, titles in table.titles.items() if name not in names}
    values = {name: values for name, values in table.values.items() if name not in names}
    return replace(layer, table=replace(table, hashes=hashes, titles=titles, values=values))


def _with_columns_of(layer: KeptLayer, other: KeptLayer) -> KeptLayer:
    own, kept = (set() if each.table is None else set(each.table.hashes) for each in (layer, other))
    return _without_columns(layer, own - kept)


def _coarser(
    layer: KeptLayer, positions: Positions, now: MapState, builder: SceneBuilder
) -> KeptLayer:
    """Return a kept layer whose places are told no more exactly than ``positions``."""
    table = layer.table
    is_point = table is not None and table.family is Family.POINT
    if table is None or positions is Positions.EXACT or not (is_point or positions.step):
        return layer
    area_layer = positions.area_layer
    areas = builder.table(area_layer, now) if area_layer else None
    points = from_points(table.places, ~np.isnan(table.places[:, 0]))
    geometry = coarser(FeatureTable(layer.id, table.ids, points, {}), positions, areas).geometry
    places = np.full((len(table), 2), np.nan)
    placed = np.flatnonzero(geometry.placed)
    places[placed] = geometry.coordinates[geometry.coordinate_starts[:-1][placed]]
    shapes = place_hashes(geometry) if is_point else table.shapes
    return replace(layer, table=replace(table, places=places, shapes=shapes))
