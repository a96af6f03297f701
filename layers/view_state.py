"""What the planner is looking at: not undone, not part of the map, kept with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from geodata.frozen import frozen, mutable
from geodata.geometry import Bools, Ints, Objects
from geodata.table import FeatureTable
from layers.events import Events
from layers.period import Period
from layers.view import Bounds

if TYPE_CHECKING:
    from layers.changes.comparing import MapChanges


@frozen
class FeatureRef:
    """One feature of one layer."""

    layer_id: str
    feature_id: str


@frozen(eq=False)
class Selection:
    """Several features of one layer.

    Attributes:
        layer_id: the layer.
        ids: shape (m,), the ids of the features as their table holds them, in its order.
        known: the ids of a table, and which of its rows (shape (n,)) are selected: found once for
            a million rows rather than by everyone who asks.
    """

    layer_id: str
    ids: Objects | Ints
    known: tuple[Objects | Ints, Bools] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self, table: FeatureTable) -> Bools:
        """Return shape (n,): which rows of a table are selected; not to be changed."""
        if self.known is not None and self.known[0] is table.ids:
            return self.known[1]
        result = np.zeros(len(table), dtype=np.bool_)
        if self.ids.dtype != object and table.ids.dtype != object:
            places = np.searchsorted(table.ids, self.ids)
            places[places == len(table)] = 0
            if len(table):
                result[places[table.ids[places] == self.ids]] = True
            return result
        ids = (str(id_) for id_ in self.ids.tolist())
        result[[table.row_of(id_) for id_ in ids if table.has(id_)]] = True
        return result


@frozen
class ColumnLayout:
    """How the columns of a layer's table are laid out.

    Attributes:
        order: the names of the columns from left to right.
        hidden: the names of those that are not shown.
        widths: name and width in logical pixels of columns that were made wider or narrower.
    """

    order: tuple[str, ...]
    hidden: tuple[str, ...]
    widths: tuple[tuple[str, int], ...] = ()


@mutable
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
        selection: the features that are selected if there are several; None otherwise.
        program: the id of the program whose dossier is shown.
        layer: the id of the layer whose own page is shown, with the list of its features.
        cursor: longitude and latitude under the cursor in degrees (EPSG:4326).
        period: the period of time that is looked at, None for all time.
        changes: what is different between two maps, marked on the map; None for no marks.
        columns: layer id to the layout of its table's columns, where it is not the first one.
        panes: what is open below the map, from top to bottom: "table:" with the layer that it
            shows, "timeline", "changes", "story".
    """

    language: str = "en"
    theme: str = "system"
    text_size: int = 100
    extent: Bounds | None = None
    scale: float = 0.0
    hovered: FeatureRef | None = None
    selected: FeatureRef | None = None
    selection: Selection | None = None
    program: str | None = None
    layer: str | None = None
    cursor: tuple[float, float] | None = None
    period: Period | None = None
    changes: MapChanges | None = None
    columns: Mapping[str, ColumnLayout] = field(default_factory=dict)
    panes: tuple[str, ...] = ()

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
        self.selection = None
        self.selected = feature

    def select_rows(self, layer_id: str, table: FeatureTable, rows: Bools) -> None:
        """Select features of a layer: several, the facts of a single one, or none.

        Args:
            layer_id: the layer.
            table: its features.
            rows: shape (n,), which of them.
        """
        chosen = np.flatnonzero(rows)
        if len(chosen) == 0:
            self.select(None)
        elif len(chosen) == 1:
            self.select(FeatureRef(layer_id, str(table.ids[chosen[0]])))
        else:
            self.program = self.layer = self.selected = None
            known = (table.ids, rows.copy())
            self.selection = Selection(layer_id, table.ids[chosen], known)

    def selected_rows(self, layer_id: str, table: FeatureTable) -> Bools:
        """Return shape (n,): which features of a layer are selected.

        Args:
            layer_id: the layer.
            table: its features.
        """
        if self.selection is not None and self.selection.layer_id == layer_id:
            return self.selection.rows(table)
        rows = np.zeros(len(table), dtype=np.bool_)
        one = self.selected
        if one is not None and one.layer_id == layer_id and table.has(one.feature_id):
            rows[table.row_of(one.feature_id)] = True
        return rows

    def open_program(self, program_id: str | None) -> None:
        """Show the dossier of a program, or none."""
        if program_id is not None:
            self.selected = self.selection = self.layer = None
        self.program = program_id

    def open_layer(self, layer_id: str | None) -> None:
        """Show the page of a layer, or none."""
        if layer_id is not None:
            self.selected = self.selection = self.program = None
        self.layer = layer_id

    def open_overview(self) -> None:
        """Show neither a feature nor a program nor a layer, but what the atlas holds."""
        self.selection = None
        self.selected = self.program = self.layer = None
