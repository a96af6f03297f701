"""The online map over the built-in one: chosen, allowed once, fetched, kept, told when offline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.canvas.canvas import MapCanvas
from app.dialogs import Dialogs
from app.session import Session
from app.tasks import TaskRunner, Told
from layers.commands import SetOnlineMap
from layers.document import MapState

if TYPE_CHECKING:
    from app.online.chooser import OnlineMapChooser
    from app.online.fetcher import TileFetcher
    from geodata.tile_store import TileStore
    from geodata.tiles import TileSource

_ALLOW, _REFUSE = "allow", "refuse"

Catalogue = Callable[[], "tuple[TileSource, ...]"]
"""Returns the providers; takes long and is called in a thread."""


class OnlineMap(QObject):
    """Lays the tiles of a provider over the base map, if the planner wants it.

    Nothing is asked of any network before the planner chose a provider and allowed it.

    Attributes:
        told: something was done or cannot be; what, in the interface's language.
        offline_changed: whether the provider that is shown cannot be reached.
        is_allowed: whether the planner allowed online maps, in this or in an earlier session.
        dialog: the dialog that is open, None if none is.
    """

    told = Signal(str)
    offline_changed = Signal(bool)

    def __init__(
        self,
        window: QWidget,
        session: Session,
        canvas: MapCanvas,
        dialogs: Dialogs,
        folder: Path | None,
        is_allowed: bool,
        catalogue: Catalogue | None = None,
    ) -> None:
        """Offer online maps; nothing is loaded before an online map is wanted.

        Args:
            window: the window.
            session: the document.
            canvas: the map.
            dialogs: how to ask the planner.
            folder: where to keep tiles; None to offer no online maps.
            is_allowed: whether the planner allowed online maps before.
            catalogue: the providers; those of `geodata.tile_catalogue` if omitted.
        """
        super().__init__(window)
        self._window, self._session, self._canvas = window, session, canvas
        self._dialogs, self._folder = dialogs, folder
        self._catalogue = catalogue or _usual_catalogue
        self._sources: dict[str, TileSource] | None = None
        self._stores: dict[str, TileStore] = {}
        self._fetcher: TileFetcher | None = None
        self._tasks = TaskRunner(self)
        self.is_allowed = is_allowed
        self.dialog: OnlineMapChooser | None = None
        session.builder.backdrops = self._store
        canvas.sharpened.connect(self._fetch)

    @property
    def is_busy(self) -> bool:
        """Whether the catalogue is being read or tiles are on their way."""
        return self._tasks.is_busy or (self._fetcher is not None and self._fetcher.is_busy)

    @property
    def is_offline(self) -> bool:
        """Whether the provider that is shown could not be reached."""
        return self._fetcher is not None and self._fetcher.is_offline

    def stop(self) -> None:
        """Fetch nothing and listen to nothing any longer."""
        self._tasks.stop()
        if self._fetcher is not None:
            self._fetcher.stop()
        if self.dialog is not None:
            self.dialog.reject()

    def ask(self) -> None:
        """Let the planner choose a provider, or the built-in map alone."""
        self._with_sources(self._open_dialog)

    # Providers

    def _with_sources(self, then: Callable[[], None]) -> None:
        if self._sources is not None:
            then()
            return

        def take(sources: object) -> None:
            self._sources = {source.id: source for source in sources}  # type: ignore[attr-defined]
            then()

        work = self._catalogue
        self._tasks.start(lambda *_: work(), Told(take, self._tell_failed))

    def _tell_failed(self, error: object) -> None:
        words = self._session.texts.gettext("The online maps cannot be listed ({reason})")
        self.told.emit(words.format(reason=error))

    def _open_dialog(self) -> None:
        from app.online.chooser import OnlineMapChooser

        if self.dialog is not None or self._sources is None:
            return
        chosen = self._session.document.state.online_map
        self.dialog = OnlineMapChooser(
            tuple(self._sources.values()), chosen, self._session.texts, self._window
        )
        self.dialog.chosen.connect(self._choose)
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _choose(self, source_id: str) -> None:
        if source_id == self._session.document.state.online_map and self.is_allowed:
            return
        if source_id and not self._may_ask(source_id):
            return
        if source_id != self._session.document.state.online_map:
            self._session.execute(SetOnlineMap(source_id))
        else:
            self._canvas.renew_scene()

    def _may_ask(self, source_id: str) -> bool:
        """Ask once whether the network may be used."""
        if self.is_allowed or self._sources is None:
            return self.is_allowed
        _, source = self._session.texts.gettext, self._sources[source_id]
        answer = self._dialogs.choose(
            self._window,
            _("Use online maps?"),
            _(
                "The atlas will ask {host} for pictures of the parts of the map that you look at; "
                "the provider learns which parts these are, and your network address. Your data "
                "stay here. Pictures are kept on this computer for work without a network."
            ).format(host=source.host),
            ((_ALLOW, _("Use online maps")), (_REFUSE, _("Stay with the built-in map"))),
        )
        self.is_allowed = answer == _ALLOW
        return self.is_allowed

    # What is shown

    def _store(self, source_id: str) -> TileStore | None:
        """Return the tiles of a provider, None while it is not known or not allowed."""
        if not self.is_allowed or self._folder is None or self._sources is None:
            return None
        source = self._sources.get(source_id)
        if source is None:
            return None
        if source_id not in self._stores:
            from geodata.tile_store import TileStore

            self._stores[source_id] = TileStore(source, self._folder)
        return self._stores[source_id]

    def follow(self, old: MapState, new: MapState) -> None:
        """Show the online map of a document that changed, or say why it is not shown."""
        if old.online_map == new.online_map:
            return
        if not new.online_map:
            self._end()
        elif not self.is_allowed:
            words = self._session.texts.gettext(
                "This map shows an online map; to allow it choose one under View"
            )
            self.told.emit(words)
        else:
            self._with_sources(self._show)

    def _show(self) -> None:
        wanted = self._session.document.state.online_map
        if wanted and self._store(wanted) is None:
            words = self._session.texts.gettext("No online map is called {name}")
            self.told.emit(words.format(name=wanted[:80]))
        self._canvas.renew_scene()

    def _end(self) -> None:
        if self._fetcher is not None:
            self._fetcher.stop()
        self.offline_changed.emit(False)

    # Tiles

    def _fetch(self) -> None:
        """Fetch what the view lacks, once the map has come to rest."""
        store = self._canvas.scene.backdrop
        if store is None or not self.is_allowed:
            return
        from geodata.tiles import tiles_over, zoom_for

        view = self._canvas.view
        zoom = zoom_for(view.resolution / view.pixel_ratio, store.source.max_zoom)
        self._ready_fetcher().want(store, tiles_over(view.bounds, zoom))

    def _ready_fetcher(self) -> TileFetcher:
        if self._fetcher is None:
            from app.online.fetcher import TileFetcher

            self._fetcher = TileFetcher(self)
            self._fetcher.arrived.connect(self._canvas.renew_scene)
            self._fetcher.offline_changed.connect(self.offline_changed)
            self._trim()
        return self._fetcher

    def _trim(self) -> None:
        """Make room on the disk, once a session."""
        folder = self._folder
        if folder is None:
            return

        def work(*_: object) -> int:
            from geodata.tile_store import trim

            return trim(folder)

        self._tasks.start(work, Told(lambda _: None, lambda _: None))


def _usual_catalogue() -> tuple[TileSource, ...]:
    from geodata.tile_catalogue import load_catalogue

    return load_catalogue()
