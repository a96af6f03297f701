"""Commands on the planner's own features, and on the places of registers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from geodata import editing
from geodata.editing import Feature
from geodata.frozen import frozen
from geodata.table import FeatureTable
from layers.commands import Command, CommandError
from layers.document import Layer, MapState, Placement
from layers.texts import N_

if TYPE_CHECKING:
    from geodata.official_areas import OfficialAreas


@frozen(eq=False)
class AddLayer:
    """Add a layer of the planner's own.

    Attributes:
        layer: the layer.
        table: its features.
        index: its place from the bottom; None for the top.
    """

    layer: Layer
    table: FeatureTable
    index: int | None = None

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Add layer")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        if state.has(self.layer.id):
            raise CommandError(f"the map has a layer {self.layer.id!r} already")
        place = len(state.layers) if self.index is None else self.index
        layers = (*state.layers[:place], self.layer, *state.layers[place:])
        tables = MappingProxyType({**state.tables, self.layer.id: self.table})
        return replace(state, layers=layers, tables=tables)

    def inverse(self, state: MapState) -> RemoveLayer:  # noqa: ARG002 - as every command
        """Return the command that undoes this one."""
        return RemoveLayer(self.layer.id)


@frozen
class RemoveLayer:
    """Remove a layer of the planner's own."""

    layer_id: str

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Remove layer")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        own_table(state, self.layer_id)
        layers = tuple(layer for layer in state.layers if layer.id != self.layer_id)
        return replace(state, layers=layers, tables=_without(state.tables, self.layer_id))

    def inverse(self, state: MapState) -> AddLayer:
        """Return the command that undoes this one."""
        table = own_table(state, self.layer_id)
        return AddLayer(state.layer(self.layer_id), table, state.index(self.layer_id))


@frozen
class RenameLayer:
    """Give a layer another name; None gives a built-in layer its own name back."""

    layer_id: str
    name: str | None

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Rename layer")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        if self.name is not None and not self.name.strip():
            raise CommandError("a layer needs a name")
        return state.with_layer(replace(_known_layer(state, self.layer_id), name=self.name))

    def inverse(self, state: MapState) -> RenameLayer:
        """Return the command that undoes this one."""
        return replace(self, name=_known_layer(state, self.layer_id).name)


@frozen
class InsertFeatures:
    """Add features to a layer of the planner's own.

    Attributes:
        layer_id: the layer.
        features: the features.
        rows: the row each has in the result, rising; None to add them at the end.
    """

    layer_id: str
    features: tuple[Feature, ...]
    rows: tuple[int, ...] | None = None

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Add feature")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        table = own_table(state, self.layer_id)
        count = len(table)
        rows = self.rows or tuple(range(count, count + len(self.features)))
        return _edited(state, self.layer_id, lambda old: editing.insert(old, self.features, rows))

    def inverse(self, state: MapState) -> Command:
        """Return the command that undoes this one."""
        # An insertion can change the type of a column, so the very table is kept.
        return _restoring(state, self.layer_id, self.text)


@frozen
class DeleteFeatures:
    """Delete features of a layer of the planner's own."""

    layer_id: str
    feature_ids: tuple[str, ...]

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Delete feature")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        rows = [_row(state, self.layer_id, feature_id) for feature_id in self.feature_ids]
        return _edited(state, self.layer_id, lambda old: editing.delete(old, rows))

    def inverse(self, state: MapState) -> Command:
        """Return the command that undoes this one."""
        return _restoring(state, self.layer_id, self.text)


@frozen
class SetGeometry:
    """Move or redraw a feature of a layer of the planner's own (WKT, EPSG:4326)."""

    layer_id: str
    feature_id: str
    wkt: str | None

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Move feature")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        row = _row(state, self.layer_id, self.feature_id)
        return _edited(state, self.layer_id, lambda old: editing.set_geometry(old, row, self.wkt))

    def inverse(self, state: MapState) -> Command:
        """Return the command that undoes this one."""
        return _restoring(state, self.layer_id, self.text)


@frozen
class SetValues:
    """Change attributes of a feature of a layer of the planner's own."""

    layer_id: str
    feature_id: str
    values: tuple[tuple[str, Any], ...]

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Edit attributes")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        row = _row(state, self.layer_id, self.feature_id)
        values = dict(self.values)
        return _edited(state, self.layer_id, lambda old: editing.set_values(old, row, values))

    def inverse(self, state: MapState) -> Command:
        """Return the command that undoes this one."""
        return _restoring(state, self.layer_id, self.text)


@frozen(eq=False)
class RestoreTable:
    """Give a layer of the planner's own the table, and the source, that it had before."""

    layer: Layer
    table: FeatureTable
    text: str = N_("Edit layer")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        own_table(state, self.layer.id)
        now = replace(state.layer(self.layer.id), source=self.layer.source)
        tables = MappingProxyType({**state.tables, self.layer.id: self.table})
        return replace(state.with_layer(now), tables=tables)

    def inverse(self, state: MapState) -> RestoreTable:
        """Return the command that undoes this one."""
        return _restoring(state, self.layer.id, self.text)


@frozen
class PlaceRecord:
    """Give a record of a built-in register a place, or take it back (None)."""

    layer_id: str
    feature_id: str
    placement: Placement | None

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Place record") if self.placement else N_("Take back place")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        _known_layer(state, self.layer_id)
        key = (self.layer_id, self.feature_id)
        placements = dict(state.placements)
        if self.placement is None:
            placements.pop(key, None)
        else:
            _check_place(self.placement)
            placements[key] = self.placement
        return replace(state, placements=MappingProxyType(placements))

    def inverse(self, state: MapState) -> PlaceRecord:
        """Return the command that undoes this one."""
        return replace(self, placement=state.placements.get((self.layer_id, self.feature_id)))


@frozen
class UseBoundaries:
    """Draw areas from an official file, or the built-in ones again (None)."""

    boundaries: OfficialAreas | None

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Use official boundaries") if self.boundaries else N_("Use built-in boundaries")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        return replace(state, boundaries=self.boundaries)

    def inverse(self, state: MapState) -> UseBoundaries:
        """Return the command that undoes this one."""
        return UseBoundaries(state.boundaries)


def own_table(state: MapState, layer_id: str) -> FeatureTable:
    """Return the table of a layer of the planner's own.

    Raises:
        CommandError: if it is none.
    """
    table = state.tables.get(layer_id)
    if table is None:
        raise CommandError(f"{layer_id!r} is not a layer of your own")
    return table


def _known_layer(state: MapState, layer_id: str) -> Layer:
    try:
        return state.layer(layer_id)
    except KeyError:
        raise CommandError(f"the map has no layer {layer_id!r}") from None


def _row(state: MapState, layer_id: str, feature_id: str) -> int:
    try:
        return own_table(state, layer_id).row_of(feature_id)
    except KeyError:
        raise CommandError(f"{layer_id!r} has no feature {feature_id!r}") from None


def _edited(
    state: MapState, layer_id: str, edit: Callable[[FeatureTable], FeatureTable]
) -> MapState:
    try:
        table = edit(own_table(state, layer_id))
    except ValueError as error:
        raise CommandError(str(error)) from error
    # Edited features are no longer those of the file.
    layer = replace(state.layer(layer_id), source=None)
    tables = MappingProxyType({**state.tables, layer_id: table})
    return replace(state.with_layer(layer), tables=tables)


def _restoring(state: MapState, layer_id: str, text: str) -> RestoreTable:
    return RestoreTable(_known_layer(state, layer_id), own_table(state, layer_id), text)


def _without(tables: Mapping[str, FeatureTable], layer_id: str) -> Mapping[str, FeatureTable]:
    return MappingProxyType({key: table for key, table in tables.items() if key != layer_id})


def _check_place(placement: Placement) -> None:
    if not (-180 <= placement.longitude <= 180 and -90 <= placement.latitude <= 90):
        raise CommandError("longitude goes from -180 to 180 degrees, latitude from -90 to 90")
