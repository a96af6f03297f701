"""The panel at the left: the layers of the map."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.canvas.subscriptions import Subscriptions
from app.editing import links
from app.icons import Icons
from app.panels.layer_list import LayerList
from app.panels.layer_row import LayerRow
from app.panels.links import TABLE
from app.panels.plain_label import plain_label
from app.session import Session
from app.writing import Writing
from layers.builtin_map import POSSIBLE_AREAS_OF
from layers.commands import (
    Command,
    Compound,
    SetLabels,
    SetOpacity,
    SetPossibleAreas,
    SetVisible,
)
from layers.document import MapState
from layers.presence import bounds_of

if TYPE_CHECKING:
    from layers.programs import ProgramCatalogue

_OPACITIES = (100, 75, 50, 25)
_ICON = QSize(18, 18)


class LayersPanel(QFrame):
    """Shows the layers and changes them by commands.

    Attributes:
        layer_list: the rows.
        zoom_wanted: the map shall show an extent; its `layers.view.Bounds`.
        flat_changed: the layers stand in drawing order now, or in groups.
        open_wanted: a file shall be opened.
        edit_wanted: something shall be done to a layer; verb (`app.editing.links`) and its id.
    """

    zoom_wanted = Signal(object)
    flat_changed = Signal(bool)
    open_wanted = Signal()
    edit_wanted = Signal(str, str)

    def __init__(
        self,
        session: Session,
        programs: Callable[[], ProgramCatalogue],
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("layersPanel")
        self._session = session
        self._programs = programs
        self._icons = icons
        self.layer_list = LayerList(session, icons)
        self.layer_list.row_added.connect(self._connect_row)
        self.layer_list.move_wanted.connect(session.execute)
        self.layer_list.open_wanted.connect(self.open_wanted)
        self._arrange()
        self._subscriptions = Subscriptions(self)
        state, listen = session.view_state.events, self._subscriptions.listen
        listen(session.document.events.changed, self._on_document_changed)
        for signal in (state.selected, state.selection, state.program, state.layer):
            listen(signal, self._mark_chosen)

    def wake(self) -> None:
        """Begin to show the layers; until then there are none, so that the map comes first."""
        self.layer_list.wake()

    def stop(self) -> None:
        """Listen to nothing any longer; called when the window closes."""
        self._subscriptions.end()
        self.layer_list.stop()

    @property
    def is_flat(self) -> bool:
        """Whether the layers stand in drawing order, without groups."""
        return self.layer_list.is_flat

    def set_flat(self, is_flat: bool) -> None:
        """Show the layers in drawing order, or in groups."""
        self._order.setChecked(is_flat)
        self.layer_list.set_flat(is_flat)

    def retranslate(self) -> None:
        """Take the words of the interface's language."""
        _ = self._session.texts.gettext
        self.setAccessibleName(_("Layers"))
        self._title.setText(_("Layers"))
        self._order.setText(_("Drawing order"))
        self._order.setToolTip(_("One list from the top of the map to the bottom, without groups"))
        self.layer_list.retranslate()

    def restyle(self) -> None:
        """Take the colours of the theme."""
        self.layer_list.restyle()

    def take_focus(self) -> None:
        """Let the keyboard work on the list."""
        self.layer_list.take_focus()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        self._title = plain_label("", "secondary", Writing.TEXT)
        self._order = QToolButton()
        self._order.setCheckable(True)
        self._order.setIcon(self._icons.icon("list"))
        self._order.setIconSize(_ICON)
        self._order.toggled.connect(self.layer_list.set_flat)
        self._order.toggled.connect(self.flat_changed)
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._order)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.layer_list)
        self.layer_list.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._scroll, stretch=1)

    # The document and what is looked at

    def _on_document_changed(self, old: MapState, new: MapState) -> None:
        self.layer_list.show_state(old, new)

    def _mark_chosen(self) -> None:
        """Mark the rows of what the details panel tells of."""
        view = self._session.view_state
        chosen = {view.layer} if view.layer else set()
        if view.selected is not None:
            chosen = {view.selected.layer_id}
        elif view.selection is not None:
            chosen = {view.selection.layer_id}
        elif view.program is not None:
            chosen = set(self._programs().program(view.program).layers)
        for row in self.layer_list.rows:
            row.set_chosen(row.layer.id in chosen)

    # What the planner wants

    def _connect_row(self, row: LayerRow) -> None:
        row.visible_wanted.connect(lambda on: self._run(row, SetVisible(row.layer.id, on)))
        row.possible_areas_wanted.connect(lambda on: self._show_possible_areas(row, on))
        row.opened.connect(lambda: self._open(row))
        row.options_wanted.connect(lambda unfold: self._unfold(row, unfold))
        row.menu_wanted.connect(lambda place: self._open_menu(row, place))

    def _run(self, row: LayerRow, command: Command, gesture: object | None = None) -> None:
        self._session.execute(command, gesture)
        self._scroll.ensureWidgetVisible(row, 0, 0)

    def _show_possible_areas(self, row: LayerRow, on: bool) -> None:
        """Hatch the areas, or not; a layer that is off is switched on with them."""
        areas: Command = SetPossibleAreas(row.layer.id, on)
        if on and not row.layer.visible:
            areas = Compound(areas.text, (SetVisible(row.layer.id, True), areas))
        self._run(row, areas)

    def _open(self, row: LayerRow) -> None:
        """Show the one program behind a layer, else the layer's own page."""
        programs = self._programs().of_layer(row.layer.id)
        if len(programs) == 1 and row.layer.group == "programs":
            self._session.view_state.open_program(programs[0].id)
        else:
            self._session.view_state.open_layer(row.layer.id)

    def _unfold(self, row: LayerRow, unfold: bool) -> None:
        """Show what can be set of one layer, and of no other."""
        for other in self.layer_list.rows:
            if other is not row or not unfold:
                other.fold_options()
        if not unfold:
            return
        is_new = row.options is None
        options = row.show_options(self._session.texts)
        if is_new:
            layer_id = row.layer.id
            options.opacity_wanted.connect(
                lambda opacity, gesture: self._run(row, SetOpacity(layer_id, opacity), gesture)
            )
            options.labels_wanted.connect(lambda on: self._run(row, SetLabels(layer_id, on)))
            options.zoom_wanted.connect(lambda: self._zoom_to(row))
            options.style_wanted.connect(partial(self.edit_wanted.emit, links.EDIT_STYLE, layer_id))
            options.step_wanted.connect(lambda step: self.layer_list.step(row, step))
            self.layer_list.order_tabs()

    def _zoom_to(self, row: LayerRow) -> None:
        table = self._session.builder.table(row.layer.id, self._session.document.state)
        bounds = bounds_of([(table, np.ones(len(table), dtype=np.bool_))])
        if bounds is not None:
            self.zoom_wanted.emit(bounds)

    # The menu

    def _open_menu(self, row: LayerRow, place: QPoint) -> None:
        menu = self.menu(row.layer.id)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def menu(self, layer_id: str) -> QMenu:
        """Return the menu of a layer.

        Raises:
            KeyError: if there is no such layer.
        """
        _, row = self._session.texts.gettext, self.layer_list.row(layer_id)
        layer = row.layer
        menu = QMenu(self)
        menu.addAction(_("Details"), lambda: self._open(row))
        menu.addAction(_("Attribute table"), partial(self.edit_wanted.emit, TABLE, layer_id))
        zoom = menu.addAction(_("Zoom to layer"), lambda: self._zoom_to(row))
        table = self._session.builder.table(layer_id, self._session.document.state)
        zoom.setEnabled(table.placed_count > 0)
        menu.addSeparator()
        words = _("Hide layer") if layer.visible else _("Show layer")
        menu.addAction(words, lambda: self._run(row, SetVisible(layer_id, not layer.visible)))
        if layer.style.label is not None:
            words = _("Hide names") if layer.labels else _("Show names")
            menu.addAction(words, lambda: self._run(row, SetLabels(layer_id, not layer.labels)))
        if layer_id in POSSIBLE_AREAS_OF:
            on = not layer.possible_areas
            words = _("Show where stations may be") if on else _("Hide where stations may be")
            menu.addAction(words, lambda: self._show_possible_areas(row, on))
        self._add_opacities(menu.addMenu(_("Opacity")), row)
        style = partial(self.edit_wanted.emit, links.EDIT_STYLE, layer_id)
        menu.addAction(_("Style…"), style)
        copy = partial(self.edit_wanted.emit, links.COPY_STYLE, layer_id)
        menu.addAction(_("Copy style"), copy)
        paste = partial(self.edit_wanted.emit, links.PASTE_STYLE, layer_id)
        menu.addAction(_("Paste style"), paste)
        if layer.group != "base":
            words = _("What may leave…")
            menu.addAction(words, partial(self.edit_wanted.emit, links.SHARE_LAYER, layer_id))
        if layer.group == "own":
            self._add_editing(menu, layer_id)
        menu.addSeparator()
        save = partial(self.edit_wanted.emit, links.SAVE_LAYER, layer_id)
        menu.addAction(_("Save layer as…"), save)
        menu.addSeparator()
        menu.addAction(_("Move up"), lambda: self.layer_list.step(row, -1))
        menu.addAction(_("Move down"), lambda: self.layer_list.step(row, 1))
        return menu

    def _add_editing(self, menu: QMenu, layer_id: str) -> None:
        """Add what can be done with a layer of the planner's own."""
        _ = self._session.texts.gettext
        menu.addSeparator()
        for words, verb in (
            (_("Add features"), links.ADD_FEATURE),
            (_("Rename…"), links.RENAME_LAYER),
            (_("Remove layer"), links.REMOVE_LAYER),
        ):
            menu.addAction(words, partial(self.edit_wanted.emit, verb, layer_id))

    def _add_opacities(self, menu: QMenu, row: LayerRow) -> None:
        for percent in _OPACITIES:
            command = SetOpacity(row.layer.id, percent / 100)
            action = menu.addAction(self._session.texts.percent(percent))
            action.setCheckable(True)
            action.setChecked(round(row.layer.opacity * 100) == percent)
            action.triggered.connect(lambda _=False, command=command: self._run(row, command))
