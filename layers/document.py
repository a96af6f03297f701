"""The map document: what is on the map and how it looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from geodata.files.request import OpenOptions
from geodata.frozen import frozen
from geodata.table import FeatureTable
from layers.bookmarks import Bookmark
from layers.events import Event
from layers.layouts import Layout
from layers.sharing import Sharing
from layers.story import Story
from layers.style import Style

if TYPE_CHECKING:
    from geodata.official_areas import OfficialAreas

GROUPS = ("own", "programs", "areas", "base")
"""Groups of layers from the top of the map to the bottom."""


@frozen
class FileSource:
    """Where the features of a layer were read from, as long as they were not edited.

    Attributes:
        path: the file; absolute in a document, relative to the project in its file where it can be.
        layer: the layer's name in the file.
        family: the geometry family; a file's layer may hold several.
        options: what the planner said of the file.
    """

    path: str
    layer: str
    family: str
    options: OpenOptions = field(default_factory=OpenOptions)


@frozen
class Layer:
    """One layer of the map.

    Attributes:
        id: unique in the document; for built-in layers the id of the GeoPackage's layer.
        group: one of `GROUPS`.
        style: how its features look.
        visible: whether it is drawn.
        opacity: 0 to 1.
        name: the planner's name for it; None for a built-in layer, which has a name in every
            language.
        labels: whether names are written, where the style has labels.
        possible_areas: whether areas where unplaced records may lie are hatched, for layers that
            know of such areas.
        source: the file that the features of a layer of the planner's own are those of; None if
            they were made or edited here.
        sharing: what of the layer may leave the atlas.
    """

    id: str
    group: str
    style: Style
    visible: bool = True
    opacity: float = 1.0
    name: str | None = None
    labels: bool = True
    possible_areas: bool = False
    source: FileSource | None = None
    sharing: Sharing = field(default_factory=Sharing)


@frozen
class Placement:
    """Where a planner placed a record that has no published place.

    Attributes:
        longitude, latitude: degrees (EPSG:4326).
        placed_on: ISO date of the placing.
    """

    longitude: float
    latitude: float
    placed_on: str


Placements = Mapping[tuple[str, str], Placement]
"""(layer id, feature id) to placement."""


@frozen
class MapState:
    """Everything a document holds, as one unchangeable value.

    Commands make a new state from an old one; what did not change stays the same object, so
    that comparing by identity tells what did.

    Attributes:
        layers: from the bottom of the map to the top.
        title: the map's title; empty for the atlas's own.
        tables: the planner's own features by layer id.
        placements: the planner's places for records of built-in registers.
        layouts: the planner's pages, each under its name.
        boundaries: areas built from an official file, which take the place of the built-in ones;
            kept for later starts rather than with a project.
        online_map: the id of the tile provider whose map lies over the built-in base map; "" for
            none.
        bookmarks: views to come back to.
        stories: views in an order, each story under its name.
    """

    layers: tuple[Layer, ...] = ()
    title: str = ""
    tables: Mapping[str, FeatureTable] = field(default_factory=lambda: MappingProxyType({}))
    placements: Placements = field(default_factory=lambda: MappingProxyType({}))
    boundaries: OfficialAreas | None = None
    online_map: str = ""
    bookmarks: tuple[Bookmark, ...] = ()
    layouts: tuple[Layout, ...] = ()
    stories: tuple[Story, ...] = ()

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    def layer(self, layer_id: str) -> Layer:
        """Return a layer.

        Raises:
            KeyError: if the document has no such layer.
        """
        return self.layers[self.index(layer_id)]

    def has(self, layer_id: str) -> bool:
        """Return whether the document has a layer of this id."""
        return any(layer.id == layer_id for layer in self.layers)

    def index(self, layer_id: str) -> int:
        """Return a layer's place from the bottom.

        Raises:
            KeyError: if the document has no such layer.
        """
        for place, layer in enumerate(self.layers):
            if layer.id == layer_id:
                return place
        raise KeyError(layer_id)

    def layout(self, name: str) -> Layout | None:
        """Return the layout of a name, None if there is none."""
        return next((each for each in self.layouts if each.name == name), None)

    def has_features_of(self, other: MapState) -> bool:
        """Return whether every feature is the same, and at the same place, as in another state."""
        return (
            self.tables is other.tables
            and self.placements is other.placements
            and self.boundaries is other.boundaries
        )

    def with_layer(self, layer: Layer) -> MapState:
        """Return the state with one layer of the same id replaced."""
        place = self.index(layer.id)
        return replace(self, layers=(*self.layers[:place], layer, *self.layers[place + 1 :]))


class DocumentEvents:
    """Events of a `MapDocument`.

    changed(old: MapState, new: MapState): the document's state was replaced.
    """

    def __init__(self) -> None:
        self.changed = Event()


class MapDocument:
    """The one map that is open. Only commands change it (`layers.commands`).

    Attributes:
        state: what the document holds now.
        events: see `DocumentEvents`; raised on the thread that ran the command, the main thread.
    """

    def __init__(self, state: MapState | None = None) -> None:
        self._state = state or MapState()
        self.events = DocumentEvents()

    @property
    def state(self) -> MapState:
        """What the document holds now."""
        return self._state

    def update(self, change: Callable[[MapState], MapState]) -> None:
        """Replace the state by ``change(state)`` and tell subscribers; for commands alone."""
        old = self._state
        new = change(old)
        if new is not old:
            self._state = new
            self.events.changed.emit(old, new)
