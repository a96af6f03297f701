"""What the planner points at: under the cursor, by click, or from feature to feature by key."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal

from app.canvas.camera import Camera
from app.canvas.live_scene import LiveScene
from geodata.frozen import frozen
from geodata.projection import point_to_lonlat
from layers.identify import Identifier, pointable_layers, rows_touching
from layers.scene import Scene, SceneLayer
from layers.stepping import next_feature
from layers.view import View
from layers.view_state import FeatureRef, ViewState

CLICK_REACH = 4
"""Logical pixels; a press that moves no more is a click, a click no farther off a repeated one."""

_HOVER_MS = 25
_MOST_UNDER_A_CLICK = 100


@frozen
class Pointed:
    """A feature as the scene holds it."""

    layer: SceneLayer
    row: int

    @property
    def ref(self) -> FeatureRef:
        """The feature, apart from any scene."""
        return FeatureRef(self.layer.layer_id, str(self.layer.table.ids[self.row]))

    def pixel(self, view: View) -> tuple[float, float]:
        """Return the logical pixel where its symbol or its name stands."""
        x, y = self.layer.label_points[self.row]
        column, row = view.point_to_screen(float(x), float(y))
        if self.layer.offsets is None:
            return column, row
        right, down = self.layer.offsets[self.row]
        return column + float(right), row + float(down)


def find(scene: Scene, ref: FeatureRef | None) -> Pointed | None:
    """Return a feature as ``scene`` draws it, None if it does not."""
    if ref is None:
        return None
    try:
        layer = scene.layer(ref.layer_id)
        row = layer.table.row_of(ref.feature_id)
    except KeyError:
        return None
    starts = layer.geometry.feature_starts
    drawn = layer.symbol_of[row] >= 0 and starts[row + 1] > starts[row]
    return Pointed(layer, row) if drawn else None


class Pointing(QObject):
    """Turns places on the canvas into hovered and selected features of the view state.

    Attributes:
        hover_changed: another feature, or none, is pointed at.
        box_layer: the layer that a box selects from, "" for the topmost.
    """

    hover_changed = Signal()

    def __init__(
        self, view_state: ViewState, live: LiveScene, camera: Camera, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._view_state = view_state
        self._live = live
        self._camera = camera
        self._identifier = Identifier()
        self.box_layer = ""
        self._cursor: QPointF | None = None
        self._last_click: QPointF | None = None
        self._pause = QTimer(self, singleShot=True, interval=_HOVER_MS)
        self._pause.timeout.connect(self.hover_now)

    def stop(self) -> None:
        """Stop every timer."""
        self._pause.stop()

    @property
    def cursor(self) -> QPointF | None:
        """The logical pixel under the mouse, None if the mouse is elsewhere."""
        return self._cursor

    def hover(self, pixel: QPointF) -> None:
        """Take note of the mouse; what is under it is looked up soon, and not at every move."""
        self._cursor = pixel
        if not self._pause.isActive():
            self._pause.start()

    def hover_now(self) -> None:
        """Look up what is under the mouse."""
        self._pause.stop()
        if self._cursor is None:
            return
        column, row = self._cursor.x(), self._cursor.y()
        self._view_state.cursor = point_to_lonlat(*self._camera.view.point_to_map(column, row))
        self._point_at(self._identifier.first_at(self._live.scene, self._camera.view, column, row))

    def leave(self) -> None:
        """Point at nothing, for the mouse is elsewhere."""
        self._pause.stop()
        self._cursor = None
        self._view_state.cursor = None
        self._point_at(None)

    def let_go(self) -> bool:
        """Point at and select nothing; return whether something was selected."""
        had_one = self._view_state.selected is not None or self._view_state.selection is not None
        self._point_at(None)
        self._view_state.select(None)
        return had_one

    def under(self, pixel: QPointF) -> list[FeatureRef]:
        """Return the features under a pixel, from the top layer down."""
        scene, view = self._live.scene, self._camera.view
        found = self._identifier.features_at(scene, view, pixel.x(), pixel.y())
        return list(islice(found, _MOST_UNDER_A_CLICK))

    def click(self, pixel: QPointF) -> None:
        """Select what is under a pixel; at repeated clicks, one after the other of what is."""
        found = self.under(pixel)
        chosen, selected = (found[0] if found else None), self._view_state.selected
        if self._is_repeated(pixel) and selected in found:
            chosen = found[(found.index(selected) + 1) % len(found)]
        self._last_click = pixel
        self._view_state.select(chosen)

    def add(self, pixel: QPointF) -> None:
        """Add what is under a pixel to the selection, or take it out; one layer at a time."""
        scene, view = self._live.scene, self._camera.view
        under = islice(
            self._identifier.features_at(scene, view, pixel.x(), pixel.y()), _MOST_UNDER_A_CLICK
        )
        found, state = list(under), self._view_state
        if not found:
            return
        one, several = state.selected, state.selection
        layer_id = several.layer_id if several is not None else one.layer_id if one else ""
        chosen = next((ref for ref in found if ref.layer_id == layer_id), found[0])
        table = scene.layer(chosen.layer_id).table
        rows = state.selected_rows(chosen.layer_id, table)
        row = table.row_of(chosen.feature_id)
        rows[row] = not rows[row]
        state.select_rows(chosen.layer_id, table, rows)

    def select_box(self, box: QRectF) -> None:
        """Select the features of a layer that touch a box, logical pixels."""
        scene, view = self._live.scene, self._camera.view
        left, top = view.point_to_map(box.left(), box.top())
        right, bottom = view.point_to_map(box.right(), box.bottom())
        layers = pointable_layers(scene, view)
        wanted = [one for one in layers if one.layer_id == self.box_layer] or layers
        for layer in wanted:
            rows = rows_touching(layer, (left, bottom, right, top))
            if rows.any():
                self._view_state.select_rows(layer.layer_id, layer.table, rows)
                return
        self._view_state.select(None)

    def select_hovered(self) -> bool:
        """Select the feature that is pointed at; return whether there is one."""
        hovered = self._view_state.hovered
        if hovered is not None:
            self._view_state.select(hovered)
        return hovered is not None

    def step(self, direction: int) -> Pointed | None:
        """Point at the next (1) or previous (-1) feature in view and return it.

        From then on the mouse points at nothing until it moves.
        """
        self._cursor = None
        current = self._view_state.hovered or self._view_state.selected
        scene, view = self._live.scene, self._camera.view
        self._point_at(next_feature(scene, view, current, direction))
        return self.hovered()

    def hovered(self) -> Pointed | None:
        """Return the feature that is pointed at, None if the scene draws none such."""
        return find(self._live.scene, self._view_state.hovered)

    def selected(self) -> Pointed | None:
        """Return the feature that is selected, None if the scene draws none such."""
        return find(self._live.scene, self._view_state.selected)

    def _is_repeated(self, pixel: QPointF) -> bool:
        last = self._last_click
        return last is not None and (pixel - last).manhattanLength() <= CLICK_REACH

    def _point_at(self, feature: FeatureRef | None) -> None:
        if self._view_state.hovered != feature:
            self._view_state.hovered = feature
            self.hover_changed.emit()
