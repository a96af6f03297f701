"""Editing: what the planner does to records, features and layers, by tools and dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shapely
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.canvas.canvas import MapCanvas
from app.canvas.subscriptions import Subscriptions
from app.dialogs import Dialogs
from app.editing import links
from app.panels.links import feature_of
from app.session import Session
from geodata.editing import GeometryError
from geodata.geometry import Family
from layers.commands import Command, CommandError, SetVisible
from layers.document import MapState
from layers.feature_tip import feature_name, one_line
from layers.table_commands import DeleteFeatures, PlaceRecord, RemoveLayer, RenameLayer
from layers.texts import N_
from layers.view_state import FeatureRef

if TYPE_CHECKING:
    from app.editing.tool_host import ToolHost


class Editing(QObject):
    """Runs the tools and dialogs of editing; every change is a command.

    What tools and dialogs need is imported at the first one: the start shall not wait for it.

    Attributes:
        told: something was done; what, in the interface's language.
        dialog: the dialog that was opened last.
    """

    told = Signal(str)

    def __init__(
        self, window: QWidget, session: Session, canvas: MapCanvas, dialogs: Dialogs
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._canvas, self._dialogs = window, session, canvas, dialogs
        self._host: ToolHost | None = None
        self._edited: FeatureRef | None = None
        self._drawn_into = ""
        self.dialog: QDialog | None = None
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(session.document.events.changed, self._on_document_changed)
        self._subscriptions.listen(session.view_state.events.language, self._retranslate)
        self._verbs: dict[str, Callable[[str], object]] = {
            links.PLACE_BY_CLICK: lambda target: self.place_by_click(feature_of(target)),
            links.PLACE_BY_COORDINATES: lambda target: self.place_by_coordinates(
                feature_of(target)
            ),
            links.PLACE_BY_SEARCH: lambda target: self.place_by_search(feature_of(target)),
            links.TAKE_BACK: lambda target: self.take_back(feature_of(target)),
            links.EDIT_SHAPE: lambda target: self.edit_shape(feature_of(target)),
            links.DELETE: lambda target: self.delete(feature_of(target)),
            links.DELETE_SELECTED: lambda _: self.delete_selected(),
            links.ADD_FEATURE: self.add_features,
            links.ADD_COLUMN: self.add_column,
            links.RENAME_LAYER: self.rename_layer,
            links.REMOVE_LAYER: self.remove_layer,
            links.SHARE_LAYER: self.share_layer,
        }

    @property
    def host(self) -> ToolHost:
        """What lets tools work on the canvas."""
        if self._host is None:
            from app.editing.tool_host import ToolHost

            self._host = ToolHost(self._session, self._canvas)
        return self._host

    def stop(self) -> None:
        """Give up what is going on; called when the window closes."""
        self._subscriptions.end()
        if self._host is not None:
            self._host.end()

    def follow(self, verb: str, target: str) -> None:
        """Do what a link of the details panel says (`app.editing.links`)."""
        act = self._verbs.get(verb)
        if act is not None:
            act(target)

    # Records of registers

    def place_by_click(self, feature: FeatureRef) -> None:
        """Let a click on the map place a record."""
        from app.editing.drawing_tools import PointTool

        tool = PointTool(
            N_("Click where it is; Escape gives it up"),
            lambda lonlat: self._place(feature, *lonlat),
            self,
            once=True,
        )
        self.host.begin(tool)

    def place_by_coordinates(self, feature: FeatureRef) -> None:
        """Ask for the coordinates of a record."""
        from app.editing.coordinates_dialog import CoordinatesDialog

        dialog = CoordinatesDialog(self._session.texts, self._name(feature), self._window)
        dialog.chosen.connect(lambda x, y: self._place_and_show(feature, x, y))
        self._show(dialog)

    def place_by_search(self, feature: FeatureRef) -> None:
        """Ask for the town or municipality of a record."""
        from app.editing.place_search import PlaceSearch

        dialog = PlaceSearch(
            self._session.texts, self._name(feature), self._session.data, self._window
        )
        dialog.chosen.connect(lambda x, y: self._place_and_show(feature, x, y))
        self._show(dialog)

    def take_back(self, feature: FeatureRef) -> None:
        """Take back where a record was placed."""
        self._run(PlaceRecord(feature.layer_id, feature.feature_id, None))

    def _place(self, feature: FeatureRef, longitude: float, latitude: float) -> None:
        from app.editing.changes import place_record

        state = self._session.document.state
        if self._run(place_record(state, feature, longitude, latitude)):
            self._session.view_state.select(feature)

    def _place_and_show(self, feature: FeatureRef, longitude: float, latitude: float) -> None:
        from geodata.projection import point_to_map

        self._place(feature, longitude, latitude)
        x, y = point_to_map(longitude, latitude)
        left, bottom, right, top = self._canvas.view.bounds
        if not (left < x < right and bottom < y < top):
            self._canvas.zoom_to((x - 10_000, y - 10_000, x + 10_000, y + 10_000))

    # Layers of one's own

    def new_layer(self) -> None:
        """Ask what a new layer shall be, make it, and let features be added to it."""
        from app.editing.layer_dialog import LayerDialog

        dialog = LayerDialog(self._session.texts, self._window)
        dialog.made.connect(self._make_layer)
        self._show(dialog)

    def rename_layer(self, layer_id: str) -> None:
        """Ask for another name of a layer."""
        _ = self._session.texts.gettext
        name = self._session.document.state.layer(layer_id).name or ""
        new = self._dialogs.ask_text(self._window, _("Rename layer"), _("Name"), name)
        if new and new != name:
            self._run(RenameLayer(layer_id, new))

    def remove_layer(self, layer_id: str) -> None:
        """Remove a layer of one's own; undo brings it back."""
        self._run(RemoveLayer(layer_id))

    def share_layer(self, layer_id: str) -> None:
        """Ask what of a layer may leave the atlas."""
        from app.editing.sharing_dialog import SharingDialog
        from layers.commands import SetSharing
        from layers.fact_columns import fact_columns

        session = self._session
        state, texts = session.document.state, session.texts
        layer, table = state.layer(layer_id), session.builder.table(layer_id, state)
        dialog = SharingDialog(
            texts,
            session.builder.layer_name(layer, texts.language),
            layer.sharing,
            table.geometry.family,
            list(fact_columns(table, texts)),
            self._window,
        )
        dialog.chosen.connect(lambda sharing: self._run(SetSharing(layer_id, sharing)))
        self._show(dialog)

    def add_column(self, layer_id: str) -> None:
        """Ask what a new column of a layer shall be, and add it."""
        from app.editing.changes import add_column
        from app.editing.layer_dialog import ColumnDialog

        state = self._session.document.state
        dialog = ColumnDialog(
            self._session.texts, list(state.tables[layer_id].columns), self._window
        )
        dialog.made.connect(
            lambda name, kind: self._run(
                add_column(self._session.document.state, layer_id, name, kind)
            )
        )
        self._show(dialog)

    def _make_layer(self, name: str, family: Family, columns: tuple[tuple[str, str], ...]) -> None:
        from app.editing.changes import new_layer

        command = new_layer(self._session.document.state, name, family, columns)
        if self._run(command):
            self._session.view_state.open_layer(command.layer.id)
            self.add_features(command.layer.id)

    # Features of one's own

    def add_features(self, layer_id: str) -> None:
        """Let features be drawn into a layer, one after the other."""
        from app.editing.drawing_tools import PathTool, PointTool

        state = self._session.document.state
        if not state.layer(layer_id).visible:
            self._run(SetVisible(layer_id, True))
        family = state.tables[layer_id].geometry.family
        if family is Family.POINT:
            tool = PointTool(
                N_("Click where the points are; Escape ends it"),
                lambda lonlat: self._add(layer_id, shapely.Point(lonlat).wkt),
                self,
                once=False,
            )
            self.host.begin(tool)
        else:
            make = self._adding_to(layer_id)
            self.host.begin(PathTool(family, make, self._session.texts, self))
        self._drawn_into = layer_id

    def edit_shape(self, feature: FeatureRef) -> None:
        """Let a feature be moved and its corners be changed, or placed if it has no place."""
        from app.editing.drawing_tools import PathTool, PointTool
        from app.editing.shape_tool import ShapeTool

        table = self._session.document.state.tables[feature.layer_id]
        shape = table.geometry.shape(table.row_of(feature.feature_id))
        texts, family = self._session.texts, table.geometry.family

        def change(wkt: str) -> None:
            from app.editing.changes import set_shape

            self._run(set_shape(feature, wkt))

        if shape is not None:
            self.host.begin(ShapeTool(shape, change, texts, self))
        elif family is Family.POINT:
            hint = N_("Click where it is; Escape gives it up")
            choose = lambda lonlat: change(shapely.Point(lonlat).wkt)  # noqa: E731
            self.host.begin(PointTool(hint, choose, self, once=True))
        else:

            def draw(wkt: str) -> None:
                change(wkt)
                self.host.end()

            self.host.begin(PathTool(family, draw, texts, self))
        self._edited = feature

    def delete(self, feature: FeatureRef) -> None:
        """Delete a feature of one's own; undo brings it back."""
        if self._run(DeleteFeatures(feature.layer_id, (feature.feature_id,))):
            self._session.view_state.open_layer(feature.layer_id)

    def delete_selected(self) -> None:
        """Delete the selected features if they are one's own."""
        view = self._session.view_state
        selected, several = view.selected, view.selection
        if several is not None and several.layer_id in self._session.document.state.tables:
            ids = tuple(str(id_) for id_ in several.ids.tolist())
            if self._run(DeleteFeatures(several.layer_id, ids)):
                view.open_layer(several.layer_id)
        if selected is not None and selected.layer_id in self._session.document.state.tables:
            self.delete(selected)

    def _adding_to(self, layer_id: str) -> Callable[[str], object]:
        return lambda wkt: self._add(layer_id, wkt)

    def _add(self, layer_id: str, wkt: str) -> None:
        from app.editing.changes import add_feature

        command, feature = add_feature(self._session.document.state, layer_id, wkt)
        if self._run(command):
            self._session.view_state.select(feature)

    # Parts

    def _run(self, command: Command) -> bool:
        """Run a command and return True, or tell why it cannot be done."""
        try:
            self._session.execute(command)
        except CommandError as error:
            _, cause = self._session.texts.gettext, error.__cause__
            message = cause.text(_) if isinstance(cause, GeometryError) else str(error)
            self._dialogs.warn(self._window, _("This cannot be done"), message)
            return False
        return True

    def _on_document_changed(self, _old: MapState, new: MapState) -> None:
        """Let the tool know what an undo did; end it if what it works on is gone."""
        tool = self._host.tool if self._host is not None else None
        if self._host is None or tool is None:
            return
        if self._drawn_into and not new.has(self._drawn_into):
            self._host.end()
            self._drawn_into = ""
            return
        from app.editing.shape_tool import ShapeTool

        if not isinstance(tool, ShapeTool) or self._edited is None:
            return
        table = new.tables.get(self._edited.layer_id)
        if table is None or not table.has(self._edited.feature_id):
            self._host.end()
            return
        shape = table.geometry.shape(table.row_of(self._edited.feature_id))
        if shape is None:
            self._host.end()
        else:
            tool.show_shape(shape)

    def _retranslate(self) -> None:
        if self._host is not None:
            self._host.retranslate()

    def _name(self, feature: FeatureRef) -> str:
        state = self._session.document.state
        table = self._session.builder.table(feature.layer_id, state)
        row = table.row_of(feature.feature_id)
        return one_line(feature_name(table, row, self._session.texts.language))

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.destroyed.connect(self._forget_dialog)
        self.dialog = dialog
        dialog.open()

    def _forget_dialog(self) -> None:
        self.dialog = None
