"""The map on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QWidget

from app.canvas.camera import Camera
from app.canvas.guide import Guide
from app.canvas.highlight import HOVERED, SELECTED, Highlight
from app.canvas.limits import limits_of
from app.canvas.live_scene import LiveScene
from app.canvas.navigation import Navigation
from app.canvas.overlays import Overlays
from app.canvas.picture import Picture
from app.canvas.pointing import Pointing
from app.canvas.selection_marks import SelectionMarks
from app.canvas.signs import paint_box, paint_focus
from app.canvas.spoken import Spoken
from app.canvas.subscriptions import Subscriptions
from app.canvas.tooltip import MapTip
from app.canvas.touch import Touch
from app.canvas.view_link import ViewLink
from app.session import Session
from geodata.table import FeatureTable
from layers.density_note import with_density_notes
from layers.period import period_words
from layers.presence import bounds_of
from layers.scene import Scene
from layers.view import Bounds, View
from layers.view_state import FeatureRef

_KEYBOARD_FOCUS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class MapCanvas(QLabel):
    """Draws the session's map; moves, points and selects by mouse, touch and keys.

    Keys: arrows and Page Up/Down move (with Shift by pages), + and - zoom, Home shows the country,
    . and , (or Ctrl with arrows) go from feature to feature, Enter selects, Escape lets go.

    Attributes:
        overlays: the cards that lie on the map.
        view_changed: another view is shown; raised at every step of a movement.
        sharpened: the view is shown sharp, nothing is being drawn.
        scene_changed: another scene is shown.
    """

    view_changed = Signal()
    sharpened = Signal()
    scene_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        theme = session.view_state.theme
        theme = "light" if theme == "system" else theme
        self._live = LiveScene(session, theme, self)
        self._camera = Camera(self)
        self._picture = Picture(self._live, self._camera, self)
        self._navigation = Navigation(self, self._camera)
        self._touch = Touch(self, self._camera)
        self._pointing = Pointing(session.view_state, self._live, self._camera, self)
        self._link = ViewLink(session.view_state, self._camera, self)
        self._selected_mark, self._hovered_mark = Highlight(SELECTED), Highlight(HOVERED)
        self._selection_marks = SelectionMarks(session.view_state)
        self.overlays = Overlays(self, self.zoom_in, self.zoom_out, self.fit_home)
        self._guide = Guide(self, self._pointing, self._camera, lambda: session.texts)
        self._subscriptions = Subscriptions(self)
        self._limiting: Mapping[str, FeatureTable] | None = None
        self._dense: tuple[str, ...] = ()
        self._was_painted = False
        self._focused_by_key = False
        self._connect()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 180)
        self._spoken = Spoken(self, lambda: self.scene, lambda: self.view, lambda: session.texts)
        self.sharpened.connect(self._spoken.soon)

    def _connect(self) -> None:
        self._live.changed.connect(self._on_scene_changed)
        self._camera.moved.connect(self.view_changed)
        self._camera.rested.connect(self._pointing.hover_now)
        self._camera.rested.connect(self._on_rested)
        self._picture.changed.connect(self._update_map)
        self._picture.changed.connect(self._tell_density)
        self._picture.sharpened.connect(self.sharpened)
        self._picture.slow_changed.connect(self.overlays.busy.setVisible)
        self._link.published.connect(self._on_view_published)
        self.overlays.arranged.connect(self._on_cards_arranged)
        self.overlays.entered.connect(self._point_at_nothing)
        self._navigation.clicked.connect(self._on_clicked)
        self._navigation.added.connect(self._pointing.add)
        self._navigation.box_chosen.connect(self._pointing.select_box)
        self._navigation.moving.connect(self._guide.tip.hide)
        self._navigation.box_changed.connect(self._update_map)
        self._touch.tapped.connect(self._on_clicked)
        self._touch.moving.connect(self._guide.tip.hide)
        events = self._session.view_state.events
        self._subscriptions.listen(events.selected, self._on_mark_changed)
        self._subscriptions.listen(events.selection, self._on_mark_changed)
        self._subscriptions.listen(events.hovered, self._on_mark_changed)

    # What is shown

    @property
    def view(self) -> View:
        """The extent and size that is shown."""
        return self._camera.view

    @property
    def scene(self) -> Scene:
        """What is drawn: the document as it is now, in the interface's language."""
        return self._live.scene

    @property
    def is_sharp(self) -> bool:
        """Whether the picture on screen is drawn for this very view and scene."""
        return not self._live.is_stale and self._picture.is_sharp

    @property
    def is_moving(self) -> bool:
        """Whether the view changed a moment ago or is on its way."""
        return self._camera.is_moving

    @property
    def is_drawing(self) -> bool:
        """Whether a picture is in the making."""
        return self._picture.is_drawing

    @property
    def labels_hidden(self) -> int:
        """How many names of features found no room in the picture on screen."""
        report = self._picture.report
        return report.labels_hidden if report is not None else 0

    def set_theme(self, theme: str) -> None:
        """Draw the map in a look, one of `layers.looks.LOOKS`."""
        self._live.set_theme(theme)

    def stop(self) -> None:
        """Draw no more and listen to nothing; called when the canvas is closed."""
        self._spoken.stop()
        for part in (self._live, self._camera, self._picture, self._pointing, self._link):
            part.stop()
        self._guide.tip.hide()
        self._subscriptions.end()

    @property
    def tip(self) -> MapTip:
        """The words beside the cursor."""
        return self._guide.tip.tip

    def features_at(self, pixel: QPointF) -> list[FeatureRef]:
        """Return the features under a logical pixel, from the top layer down."""
        return self._pointing.under(pixel)

    # Where it looks

    def set_view(self, view: View) -> None:
        """Look at a place and resolution, at once; the size stays that of the widget."""
        self._camera.jump(view.resized(*self._size()))

    def zoom_in(self) -> None:
        """Come one step closer to the middle of the map."""
        self._navigation.zoom_in()

    def zoom_out(self) -> None:
        """Go one step away from the middle of the map."""
        self._navigation.zoom_out()

    def fit_home(self) -> None:
        """Show the country whole."""
        self._navigation.fit_home()

    def renew_scene(self) -> None:
        """Draw the map anew, for something that it shows changed outside the document."""
        self._live.renew()

    def zoom_to(self, bounds: Bounds) -> None:
        """Show ``bounds`` (metres, EPSG:3857) whole."""
        # Data that was added this very moment widens the limits.
        self._live.refresh()
        self._guide.tip.hide()
        self._camera.fit(bounds, margin=0.1)

    def zoom_to_layers(self, layer_ids: Iterable[str]) -> bool:
        """Show every placed feature of some layers; return whether there is one.

        Raises:
            KeyError: if there is no such layer.
        """
        state, builder = self._session.document.state, self._session.builder
        tables = [builder.table(layer_id, state) for layer_id in layer_ids]
        bounds = bounds_of((table, np.ones(len(table), dtype=np.bool_)) for table in tables)
        if bounds is not None:
            self.zoom_to(bounds)
        return bounds is not None

    def start_box_zoom(self) -> None:
        """Let the next drag draw a box to zoom to; Escape gives it up."""
        self._navigation.start_box_zoom()

    def start_box_selection(self, layer_id: str) -> None:
        """Let the next drag draw a box that selects features of a layer; Escape gives it up.

        Args:
            layer_id: the layer; the topmost that has a feature in the box if it is "".
        """
        self._pointing.box_layer = layer_id
        self._navigation.start_box(selects=True)

    def _size(self) -> tuple[float, float, float]:
        """Return width and height in logical pixels, and device pixels per logical pixel."""
        return max(self.width(), 1), max(self.height(), 1), self.devicePixelRatioF()

    def _look_first(self) -> None:
        """Look where one looked the last time, or at the whole country."""
        # The camera needs the limits that come with the scene.
        self._live.refresh()
        extent = self._link.wanted
        self._camera.resize(*self._size())
        if extent is not None:
            self._camera.fit(extent, margin=0.0, glide=False)

    # The model changed

    def _on_scene_changed(self) -> None:
        scene = self._live.scene
        if self._session.document.state.tables is not self._limiting:
            self._limiting = self._session.document.state.tables
            self._camera.set_limits(limits_of(scene, self._limiting.values()))
        self._spoken.name()
        self._explain(scene)
        self._show_period()
        self._picture.renew()
        self._guide.tip.set_theme(scene.theme)
        self.scene_changed.emit()

    def _show_period(self) -> None:
        """Say it where only a period of time is shown: nothing is left out in silence."""
        state, texts = self._session.view_state, self._session.texts
        words = period_words(state.period, texts) if state.period is not None else ""
        self.overlays.show_period(words, texts, lambda: setattr(state, "period", None))

    def _explain(self, scene: Scene) -> None:
        texts = self._session.texts
        self.overlays.set_scene(with_density_notes(scene, self._dense, texts), texts)

    def _tell_density(self) -> None:
        """Say in the legend which points the picture on screen shows as density."""
        report = self._picture.report
        dense = tuple(report.dense) if report is not None else ()
        if dense != self._dense and not self._camera.is_moving:
            self._dense = dense
            self._explain(self._live.scene)

    def _on_view_published(self) -> None:
        self.overlays.set_view(self._camera.view)

    def _on_cards_arranged(self) -> None:
        self._picture.set_keep_clear(self.overlays.covered())

    def _on_mark_changed(self) -> None:
        self._update_map()

    def _on_rested(self) -> None:
        """Draw the marks of a selection sharp again."""
        if self._session.view_state.selection is not None:
            self._update_map()

    def _update_map(self) -> None:
        """Paint the map anew, and not the cards on it: that would take as long again."""
        self.update(QRegion(self.rect()) - self.overlays.opaque_region())

    # Pointing

    def _on_clicked(self, pixel: QPointF) -> None:
        self._guide.tip.hide()
        self._pointing.click(pixel)

    def _point_at_nothing(self) -> None:
        self._guide.tip.hide()
        self._pointing.leave()

    def _let_go(self, event: QKeyEvent) -> bool:
        """Give up the box, or the selection; return whether the key means that of one."""
        if event.key() != Qt.Key.Key_Escape:
            return False
        self._guide.tip.hide()
        return self._navigation.cancel_box_zoom() or self._pointing.let_go()

    # Qt's events

    def event(self, event: QEvent) -> bool:
        """Take fingers and other device pixels; everything else as ever."""
        if isinstance(event, QNativeGestureEvent):
            if self._navigation.native_gesture(event):
                return True
        elif isinstance(event, QTouchEvent):
            if self._touch.touch(event):
                return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange and self._was_painted:
            self._camera.resize(*self._size())
        return super().event(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep the middle of the map in the middle, or the country whole."""
        if self._was_painted:
            self._camera.resize(*self._size())
        else:
            self._look_first()
            self._link.publish()
        self.overlays.arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, and over it what is marked."""
        self._was_painted = True
        painter = QPainter(self)
        try:
            self._picture.paint(painter)
            self._paint_marks(painter)
        finally:
            # A painter that outlives its paint event, for an error holds it, ends the program.
            painter.end()

    def _paint_marks(self, painter: QPainter) -> None:
        scene, view = self.scene, self.view
        if self._selection_marks.paint(painter, scene, view, is_moving=self.is_moving):
            self._update_map()
        hovered, selected = self._pointing.hovered(), self._pointing.selected()
        if hovered is not None and hovered != selected and hovered.layer.shown_at(view.scale):
            self._hovered_mark.paint(painter, scene, view, hovered)
        if selected is not None and selected.layer.shown_at(view.scale):
            self._selected_mark.paint(painter, scene, view, selected)
        if self._navigation.box is not None:
            paint_box(painter, self._navigation.box, scene)
        if self._focused_by_key:
            paint_focus(painter, self.rect(), scene)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the map."""
        self._navigation.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map, or point at what is under the mouse."""
        if self._navigation.is_held:
            self._navigation.drag(event)
        else:
            self._guide.tip.follow(event.position().toPoint())
            self._pointing.hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the map, or click."""
        self._navigation.release(event)
        self._pointing.hover(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Come closer."""
        self._navigation.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom or move."""
        self._navigation.wheel(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, point or select by key."""
        meant = (self._navigation.key, self._guide.key, self._let_go)
        if not any(means(event) for means in meant):
            super().keyPressEvent(event)

    def leaveEvent(self, _event: QEvent) -> None:
        """Point at nothing."""
        self._point_at_nothing()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys go to the map, if it was reached by key."""
        self._focused_by_key = event.reason() in _KEYBOARD_FOCUS
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """Show that keys go elsewhere."""
        self._focused_by_key = False
        self.update()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop for good."""
        self.stop()
        super().closeEvent(event)
