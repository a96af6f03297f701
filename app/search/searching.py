"""The search box put together: what is searched, how it looks, where it leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.canvas.canvas import MapCanvas
from app.canvas.subscriptions import Subscriptions
from app.header import Header
from app.icons import Icons
from app.panels.swatch import layer_symbol
from app.search.commands import command_entries
from app.search.find_box import FindBox
from app.search.going import Going
from app.search.host import SearchHost
from app.session import Session
from geodata.projection import point_to_lonlat
from layers.search.found import Entry, Found, Kind, Results
from layers.style import Symbol

if TYPE_CHECKING:
    from layers.programs import ProgramCatalogue


class Searching(QObject):
    """Opens the search box.

    Attributes:
        told: something was done; what, in the interface's language.
        box: the search box.
        host: what is searched.
        going: leads to what was found.
    """

    told = Signal(str)

    def __init__(
        self,
        window: QWidget,
        session: Session,
        canvas: MapCanvas,
        header: Header,
        icons: Icons,
        actions: Mapping[str, QAction],
        programs: Callable[[], ProgramCatalogue],
        show_details: Callable[[], object],
        go_to_bookmark: Callable[[str], object],
    ) -> None:
        """Put it together for a window; `open` opens it."""
        super().__init__(window)
        self._session, self._canvas, self._programs = session, canvas, programs
        self._looks: dict[str, Symbol | None] = {}

        def commands() -> list[Entry]:
            return command_entries(actions, header.menu_bar, session.texts)

        self.host = SearchHost(session, programs, commands, self)
        self.going = Going(session, canvas, actions, show_details, go_to_bookmark, self)
        self.going.told.connect(self.told)
        self.box = FindBox(
            window,
            header,
            lambda: session.texts,
            icons,
            self._look,
            self._find,
            lambda: self.host.is_complete,
        )
        self.box.chosen.connect(self.going.go)
        self.host.changed.connect(self.box.more_can_be_found)
        self._subscriptions = Subscriptions(self)
        self._subscriptions.listen(session.view_state.events.language, self._on_language)

    def open(self) -> None:
        """Open the search box."""
        self._looks.clear()
        self.host.prepare()
        self.box.open()

    def stop(self) -> None:
        """Give up what is going on; called when the window closes."""
        self._subscriptions.end()
        self.host.stop()
        self.going.stop()

    def _find(self, text: str) -> Results:
        view = self._canvas.view
        return self.host.finder().find(text, point_to_lonlat(view.x, view.y))

    def _on_language(self) -> None:
        self.box.forget()
        if self.box.isVisible():
            self.open()

    def _look(self, found: Found) -> Symbol | None:
        """Return the symbol of a feature's or program's layer."""
        layer_id = found.feature.layer_id if found.feature is not None else ""
        if found.kind is Kind.LAYER:
            layer_id = found.key
        elif found.kind is Kind.PROGRAM:
            layer_id = next(iter(self._programs().program(found.key).layers), "")
        if not layer_id:
            return None
        if layer_id not in self._looks:
            state = self._session.document.state
            known = state.has(layer_id)
            layer = state.layer(layer_id) if known else None
            self._looks[layer_id] = layer_symbol(self._session, layer) if layer else None
        return self._looks[layer_id]
