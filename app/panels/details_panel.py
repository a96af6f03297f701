"""The panel at the right: what is known of what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.canvas.subscriptions import Subscriptions
from app.icons import Icons
from app.panels.links import feature_of, split
from app.panels.subject import Subject
from app.session import Session
from layers.commands import Compound, SetVisible
from layers.document import MapState
from layers.presence import bounds_of, rows_of_program
from layers.texts import N_
from layers.view_state import FeatureRef

if TYPE_CHECKING:
    from app.panels.page import Page
    from layers.programs import ProgramCatalogue

_LONGEST_HISTORY = 50
_WARM_UP_MS = 400
_FOR_PAGES = ("page", "dossier_page", "feature_page", "layer_page", "profile_part", "pages")
"""Modules that pages need, those that the others need first."""


class DetailsPanel(QFrame):
    """Shows the page of the selected feature, the open program or layer, or the overview.

    Attributes:
        zoom_wanted: the map shall show an extent; its `layers.view.Bounds`.
        link_wanted: an address of the web shall be opened.
        edit_wanted: something shall be edited; verb and target of the link (`app.editing.links`).
        page_changed: another page is shown.
    """

    zoom_wanted = Signal(object)
    link_wanted = Signal(str)
    edit_wanted = Signal(str, str)
    page_changed = Signal()

    def __init__(
        self,
        session: Session,
        programs: Callable[[], ProgramCatalogue],
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty panel; `wake` lets it show its first page.

        Args:
            session: the document and what is looked at.
            programs: reads the dossiers; not called before the window is there.
            icons: icons and colours.
            parent: the widget it is in.
        """
        super().__init__(parent)
        self.setObjectName("detailsPanel")
        self._session = session
        self._programs = programs
        self._icons = icons
        self._subject = Subject()
        self._history: list[Subject] = []
        self._page: Page | None = None
        self._is_awake = False
        self._refresh_soon = QTimer(self, singleShot=True, interval=0)
        self._refresh_soon.timeout.connect(self.refresh)
        self._warm_up = QTimer(self, singleShot=True, interval=_WARM_UP_MS)
        self._warm_up.timeout.connect(self._load_dates)
        self._waking = QTimer(self, interval=0)
        self._waking.timeout.connect(self._wake_on)
        self._to_load: list[Callable[[], object]] = [
            programs,
            *(partial(import_module, f"app.panels.{name}") for name in _FOR_PAGES),
        ]
        self._subscriptions = Subscriptions(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._make_head())
        self._column.addStretch()
        state, listen = session.view_state.events, self._subscriptions.listen
        for signal in (state.selected, state.selection, state.program, state.layer):
            listen(signal, self._on_subject_changed)
        listen(session.document.events.changed, self._on_document_changed)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        if self._page is None or self._refresh_soon.isActive():
            self.refresh()
        assert self._page is not None
        return self._page

    @property
    def subject(self) -> Subject:
        """What the page is about."""
        return self._subject

    def stop(self) -> None:
        """Listen to nothing any longer; called when the window closes."""
        self._subscriptions.end()
        self._refresh_soon.stop()
        self._waking.stop()
        self._warm_up.stop()

    def wake(self) -> None:
        """Begin to show pages; until then the panel stays empty, so that the map comes first."""
        if not self._is_awake:
            self._is_awake = True
            self._waking.start()
            self._warm_up.start()

    def _wake_on(self) -> None:
        """Load the next of what pages need: all at once would hold the window for too long."""
        if self._to_load and self._page is None:
            self._to_load.pop(0)()
            return
        self._waking.stop()
        if self._page is None:
            self._refresh_soon.start()

    def retranslate(self) -> None:
        """Take the words of the interface's language."""
        _ = self._session.texts.gettext
        self.setAccessibleName(_("Details"))
        self._back.setText(_("Back"))
        self._back.setToolTip(_("Back to the page before (Alt+Left)"))
        self._refresh_later()

    def restyle(self) -> None:
        """Take the colours of the theme."""
        self._refresh_later()

    def refresh(self) -> None:
        """Make the page anew."""
        self._refresh_soon.stop()
        subject, old = self._wanted(), self._page
        focused: QWidget | None = self.window().focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        same = subject == self._subject
        self._subject = subject
        if self._history and self._history[-1] == subject:
            self._history.pop()
        page = self._make_page(subject)
        self._replace_page(page)
        if same and old is not None:
            page.verticalScrollBar().setValue(old.verticalScrollBar().value())
        self._back.setVisible(bool(self._history))
        if had_focus:
            name = focused.objectName() if focused is not None else ""
            again = page.findChild(QWidget, name) if name else None
            if again is not None:
                page.show()
                again.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.take_focus()
        self.page_changed.emit()

    def take_focus(self) -> None:
        """Let the keyboard work on the page."""
        target = self._page.first_focus() if self._page else None
        (target or self._back).setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """Show the page before this one."""
        if not self._history:
            return
        before = self._history.pop()
        # Started first: what follows is no step that one could go back from.
        self._refresh_later()
        state = self._session.view_state
        if before.feature is not None:
            state.select(before.feature)
        elif before.selection is not None:
            state.selected = state.program = state.layer = None
            state.selection = before.selection
        elif before.program is not None:
            state.open_program(before.program)
        elif before.layer is not None:
            state.open_layer(before.layer)
        else:
            state.open_overview()

    # The page

    def _make_head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(8, 8, 8, 0)
        self._back = QToolButton()
        self._back.setIcon(self._icons.icon("back"))
        self._back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._back.clicked.connect(self.go_back)
        self._back.hide()
        row.addWidget(self._back)
        row.addStretch()
        return head

    def _wanted(self) -> Subject:
        """Return what the page shall be about; what the document no longer has is left out."""
        view, state = self._session.view_state, self._session.document.state
        feature, layer, selection = view.selected, view.layer, view.selection
        if selection is not None and not state.has(selection.layer_id):
            selection = None
        if feature is not None and not self._has(feature, state):
            feature = None
        if layer is not None and not state.has(layer):
            layer = None
        return Subject(feature, view.program, layer, selection)

    def _has(self, feature: FeatureRef, state: MapState) -> bool:
        if not state.has(feature.layer_id):
            return False
        return self._session.builder.table(feature.layer_id, state).has(feature.feature_id)

    def _load_dates(self) -> None:
        """Have Babel learn the language's dates now, rather than when a page is waited for."""
        self._session.texts.date("2000-01-01")

    def _refresh_later(self) -> None:
        if self._is_awake:
            self._refresh_soon.start()

    def _make_page(self, subject: Subject) -> Page:
        # Imported here: the first map shall not wait for what pages need.
        from app.panels.context import PageContext
        from app.panels.pages import make_page

        return make_page(PageContext(self._session, self._programs(), self._icons), subject)

    def _replace_page(self, page: Page) -> None:
        if self._page is None:
            self._column.takeAt(1)
        else:
            self._column.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
        page.followed.connect(self._follow)
        self._column.insertWidget(1, page, stretch=1)
        self._page = page

    # What happens

    def _on_subject_changed(self) -> None:
        if self._wanted() == self._subject and not self._refresh_soon.isActive():
            return
        # Choosing one thing lets go of another: several events, one step.
        if not self._refresh_soon.isActive() and self._page is not None:
            self._history = [*self._history, self._subject][-_LONGEST_HISTORY:]
        self._refresh_later()

    def _on_document_changed(self, old: MapState, new: MapState) -> None:
        """Tell of other features; how layers look is no business of any page."""
        if not new.has_features_of(old):
            self._refresh_later()

    def _follow(self, link: str) -> None:
        verb, target = split(link)
        state = self._session.view_state
        match verb:
            case "program":
                state.open_program(target)
            case "layer":
                state.open_layer(target)
            case "feature":
                state.select(feature_of(target))
            case "zoom":
                self._zoom_to(feature_of(target))
            case "zoom-selected":
                self._zoom_to_selected()
            case "show-layer":
                self._show_layers((target,), self._subject.program)
            case "show-program":
                self._show_layers(self._programs().program(target).layers, target)
            case "overview":
                state.open_overview()
            case "":
                self.link_wanted.emit(target)
            case _:
                self.edit_wanted.emit(verb, target)

    def _zoom_to(self, feature: FeatureRef) -> None:
        state = self._session.document.state
        table = self._session.builder.table(feature.layer_id, state)
        rows = np.zeros(len(table), dtype=np.bool_)
        rows[table.row_of(feature.feature_id)] = True
        bounds = bounds_of([(table, rows)])
        if bounds is not None:
            self.zoom_wanted.emit(bounds)

    def _zoom_to_selected(self) -> None:
        selection, state = self._session.view_state.selection, self._session.document.state
        if selection is None or not state.has(selection.layer_id):
            return
        table = self._session.builder.table(selection.layer_id, state)
        bounds = bounds_of([(table, selection.rows(table))])
        if bounds is not None:
            self.zoom_wanted.emit(bounds)

    def _show_layers(self, layer_ids: tuple[str, ...], program_id: str | None) -> None:
        """Switch layers on and move the map to what is a program's in them, or to all."""
        state = self._session.document.state
        known = [layer_id for layer_id in layer_ids if state.has(layer_id)]
        hidden = [id_ for id_ in known if not state.layer(id_).visible]
        if hidden:
            commands = tuple(SetVisible(layer_id, True) for layer_id in hidden)
            self._session.execute(Compound(N_("Show layers"), commands))
        parts = []
        for layer_id in known:
            table = self._session.builder.table(layer_id, state)
            everything = np.ones(len(table), dtype=np.bool_)
            parts.append((table, rows_of_program(table, program_id) if program_id else everything))
        bounds = bounds_of(parts)
        if bounds is not None:
            self.zoom_wanted.emit(bounds)
