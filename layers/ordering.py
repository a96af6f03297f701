"""Where a layer goes when it is moved past another one."""

from __future__ import annotations

from layers.commands import MoveLayer
from layers.document import GROUPS, Layer, MapState


def listed(state: MapState, group: str | None = None) -> tuple[Layer, ...]:
    """Return the layers of a group, or all, from the top of the map to the bottom."""
    return tuple(layer for layer in reversed(state.layers) if group in (None, layer.group))


def grouped(state: MapState) -> tuple[tuple[str, tuple[Layer, ...]], ...]:
    """Return the groups that have layers, each with its layers from top to bottom."""
    groups = ((group, listed(state, group)) for group in GROUPS)
    return tuple((group, layers) for group, layers in groups if layers)


def move_above(state: MapState, layer_id: str, other_id: str) -> MoveLayer:
    """Return the command that draws a layer right above another one.

    Raises:
        KeyError: if the document lacks one of them.
    """
    return MoveLayer(layer_id, _place_without(state, layer_id, other_id) + 1)


def move_below(state: MapState, layer_id: str, other_id: str) -> MoveLayer:
    """Return the command that draws a layer right below another one.

    Raises:
        KeyError: if the document lacks one of them.
    """
    return MoveLayer(layer_id, _place_without(state, layer_id, other_id))


def _place_without(state: MapState, layer_id: str, other_id: str) -> int:
    """Return the place of ``other_id`` from the bottom once ``layer_id`` is taken out."""
    place, other = state.index(layer_id), state.index(other_id)
    return other - 1 if place < other else other
