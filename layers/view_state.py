"""What the planner is looking at: not undone, not part of the map, kept with it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from geodata.frozen import frozen
from layers.events import Events
from layers.view import Bounds


@frozen
class FeatureRef:
    """One feature of one layer."""

    layer_id: str
    feature_id: str


@dataclass(eq=False)
class ViewState:
    """What the planner is looking at.

    Events: ``events.<attribute>`` is emitted with the new value whenever that attribute changes.

    Attributes:
        language: language code of the interface.
        theme: "system", or one of `layers.looks.LOOKS`.
        text_size: how large text and symbols of the window are, per cent of the usual size; taken
            at the next start.
        extent: the part of the map that is shown, metres (EPSG:3857); None before the first fit.
        scale: the N of "1:N" at the map's centre.
        hovered: the feature under the cursor.
        selected: the feature whose facts are shown.
        program: the id of the program whose dossier is shown.
        layer: the id of the layer whose own page is shown, with the list of its features.
        cursor: longitude and latitude under the cursor in degrees (EPSG:4326).
    """

    language: str = "en"
    theme: str = "system"
    text_size: int = 100
    extent: Bounds | None = None
    scale: float = 0.0
    hovered: FeatureRef | None = None
    selected: FeatureRef | None = None
    program: str | None = None
    layer: str | None = None
    cursor: tuple[float, float] | None = None

    events: Events = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Tell of changes from now on."""
        self.__dict__["events"] = Events(each.name for each in fields(self) if each.init)

    def __setattr__(self, name: str, value: Any) -> None:
        is_new = "events" in self.__dict__ and getattr(self, name) != value
        super().__setattr__(name, value)
        if is_new:
            getattr(self.events, name).emit(value)

    def select(self, feature: FeatureRef | None) -> None:
        """Show the facts of a feature, or of nothing."""
        if feature is not None:
            self.program = self.layer = None
        self.selected = feature

    def open_program(self, program_id: str | None) -> None:
        """Show the dossier of a program, or none."""
        if program_id is not None:
            self.selected = self.layer = None
        self.program = program_id

    def open_layer(self, layer_id: str | None) -> None:
        """Show the page of a layer, or none."""
        if layer_id is not None:
            self.selected = self.program = None
        self.layer = layer_id

    def open_overview(self) -> None:
        """Show neither a feature nor a program nor a layer, but what the atlas holds."""
        self.selected = self.program = self.layer = None
