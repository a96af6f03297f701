"""Everything that changes a document, as plain data.

A command can be written down and read back; applied to a state it gives the next state, and
before that it can tell the command that undoes it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from geodata.frozen import frozen
from layers.bookmarks import Bookmark
from layers.document import Layer, MapDocument, MapState
from layers.sharing import Sharing
from layers.story import MOST_STORIES, Story, mistake_in
from layers.style import Style
from layers.texts import N_

LONGEST_SOURCE_ID = 200
"""Characters that the id of a tile provider may have."""


class CommandError(ValueError):
    """A command does not fit the document; the message says why."""


class Command(Protocol):
    """One change of a document."""

    @property
    def text(self) -> str:
        """What the command does, for the Undo menu; English, to be translated."""

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change.

        Raises:
            CommandError: if the command does not fit the state.
        """

    def inverse(self, state: MapState) -> Command:
        """Return the command that leads back to ``state`` once this one was applied to it."""


def run(document: MapDocument, command: Command) -> Command:
    """Apply ``command`` to ``document`` and return the command that undoes it.

    Raises:
        CommandError: if the command does not fit the document, which stays as it is.
    """
    inverse = command.inverse(document.state)
    document.update(command.apply)
    return inverse


def _layer(state: MapState, layer_id: str) -> Layer:
    try:
        return state.layer(layer_id)
    except KeyError:
        raise CommandError(f"the map has no layer {layer_id!r}") from None


@frozen
class SetVisible:
    """Switch a layer on or off."""

    layer_id: str
    visible: bool

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Show layer") if self.visible else N_("Hide layer")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        return state.with_layer(replace(_layer(state, self.layer_id), visible=self.visible))

    def inverse(self, state: MapState) -> SetVisible:
        """Return the command that undoes this one."""
        return replace(self, visible=_layer(state, self.layer_id).visible)


@frozen
class SetOpacity:
    """Make a layer more or less transparent (0 to 1)."""

    layer_id: str
    opacity: float

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Change opacity")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        if not 0 <= self.opacity <= 1:
            raise CommandError("opacity is a number from 0 to 1")
        return state.with_layer(replace(_layer(state, self.layer_id), opacity=self.opacity))

    def inverse(self, state: MapState) -> SetOpacity:
        """Return the command that undoes this one."""
        return replace(self, opacity=_layer(state, self.layer_id).opacity)


@frozen
class MoveLayer:
    """Draw a layer at another place of the order, counted from the bottom."""

    layer_id: str
    index: int

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Move layer")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        layer = _layer(state, self.layer_id)
        if not 0 <= self.index < len(state.layers):
            raise CommandError(f"the map has no layer place {self.index}")
        rest = [other for other in state.layers if other is not layer]
        return replace(state, layers=(*rest[: self.index], layer, *rest[self.index :]))

    def inverse(self, state: MapState) -> MoveLayer:
        """Return the command that undoes this one."""
        _layer(state, self.layer_id)
        return replace(self, index=state.index(self.layer_id))


@frozen
class SetLabels:
    """Write the names of a layer's features, or not."""

    layer_id: str
    labels: bool

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Show labels") if self.labels else N_("Hide labels")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        return state.with_layer(replace(_layer(state, self.layer_id), labels=self.labels))

    def inverse(self, state: MapState) -> SetLabels:
        """Return the command that undoes this one."""
        return replace(self, labels=_layer(state, self.layer_id).labels)


@frozen
class SetPossibleAreas:
    """Hatch the areas where a layer's unplaced records may lie, or not."""

    layer_id: str
    possible_areas: bool

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Show possible areas") if self.possible_areas else N_("Hide possible areas")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        layer = _layer(state, self.layer_id)
        return state.with_layer(replace(layer, possible_areas=self.possible_areas))

    def inverse(self, state: MapState) -> SetPossibleAreas:
        """Return the command that undoes this one."""
        return replace(self, possible_areas=_layer(state, self.layer_id).possible_areas)


@frozen
class SetStyle:
    """Change how a layer looks."""

    layer_id: str
    style: Style

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Change style")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        return state.with_layer(replace(_layer(state, self.layer_id), style=self.style))

    def inverse(self, state: MapState) -> SetStyle:
        """Return the command that undoes this one."""
        return replace(self, style=_layer(state, self.layer_id).style)


@frozen
class SetSharing:
    """Change what of a layer may leave the atlas."""

    layer_id: str
    sharing: Sharing

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Change what may leave")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        return state.with_layer(replace(_layer(state, self.layer_id), sharing=self.sharing))

    def inverse(self, state: MapState) -> SetSharing:
        """Return the command that undoes this one."""
        return replace(self, sharing=_layer(state, self.layer_id).sharing)


@frozen
class SetTitle:
    """Change the map's title."""

    title: str

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Change title")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        return replace(state, title=self.title)

    def inverse(self, state: MapState) -> SetTitle:
        """Return the command that undoes this one."""
        return SetTitle(state.title)


@frozen
class SetOnlineMap:
    """Lay the map of a tile provider over the built-in base map, or none."""

    source_id: str

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Show online map") if self.source_id else N_("Hide online map")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        if len(self.source_id) > LONGEST_SOURCE_ID:
            raise CommandError("no tile provider has so long a name")
        return replace(state, online_map=self.source_id)

    def inverse(self, state: MapState) -> SetOnlineMap:
        """Return the command that undoes this one."""
        return SetOnlineMap(state.online_map)


@frozen
class SetBookmarks:
    """Have other bookmarks, all of them at once."""

    bookmarks: tuple[Bookmark, ...]

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Change bookmarks")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        names = [bookmark.name for bookmark in self.bookmarks]
        if len(set(names)) < len(names):
            raise CommandError("two bookmarks have the same name")
        return replace(state, bookmarks=self.bookmarks)

    def inverse(self, state: MapState) -> SetBookmarks:
        """Return the command that undoes this one."""
        return SetBookmarks(state.bookmarks)


@frozen
class SetStories:
    """Have other stories, all of them at once."""

    stories: tuple[Story, ...]

    @property
    def text(self) -> str:
        """What the command does."""
        return N_("Change story")

    def apply(self, state: MapState) -> MapState:
        """Return the state after the change."""
        names = [story.name for story in self.stories]
        if len(set(names)) < len(names):
            raise CommandError("two stories have the same name")
        if len(names) > MOST_STORIES:
            raise CommandError(f"a map has at most {MOST_STORIES} stories")
        for story in self.stories:
            if wrong := mistake_in(story):
                raise CommandError(wrong)
        return replace(state, stories=self.stories)

    def inverse(self, state: MapState) -> SetStories:
        """Return the command that undoes this one."""
        return SetStories(state.stories)


@frozen
class Compound:
    """Several changes that are done and undone as one."""

    text: str
    commands: tuple[Command, ...]

    def apply(self, state: MapState) -> MapState:
        """Return the state after the changes."""
        for command in self.commands:
            state = command.apply(state)
        return state

    def inverse(self, state: MapState) -> Compound:
        """Return the command that undoes this one."""
        inverses: list[Command] = []
        for command in self.commands:
            inverses.append(command.inverse(state))
            state = command.apply(state)
        return Compound(self.text, tuple(reversed(inverses)))


def show_only(state: MapState, layer_ids: frozenset[str]) -> Compound:
    """Return the command after which just ``layer_ids`` are visible.

    Raises:
        CommandError: if the map lacks one of them; the message names it and what there is.
    """
    unknown = sorted(layer_ids - {layer.id for layer in state})
    if unknown:
        known = ", ".join(layer.id for layer in reversed(state.layers))
        raise CommandError(f"the map has no layer {unknown[0]!r}; it has {known}")
    changes = tuple(
        SetVisible(layer.id, layer.id in layer_ids)
        for layer in state
        if layer.visible != (layer.id in layer_ids)
    )
    return Compound(N_("Show layers"), changes)
