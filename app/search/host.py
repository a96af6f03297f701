"""Keeps what is searched in step with the document; what takes long is done in a thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.session import Session
from app.tasks import TaskCancelledError, TaskRunner, Told
from geodata.table import FeatureTable
from layers.document import Layer
from layers.search.entries import Entries
from layers.search.finder import Finder
from layers.search.found import KIND_WORDS, Entry, Found, Kind
from layers.search.gazetteer import gazetteer
from layers.search.own_names import OwnNames, searched_column
from layers.search.whereabouts import Whereabouts

if TYPE_CHECKING:
    from layers.programs import ProgramCatalogue

_Key = tuple[object, ...]


class SearchHost(QObject):
    """Makes the finder.

    Attributes:
        changed: more can be found than before.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        programs: Callable[[], ProgramCatalogue],
        commands: Callable[[], Sequence[Entry]],
        parent: QObject,
    ) -> None:
        """Make a host that has not looked at anything yet.

        Args:
            session: whose document is searched.
            programs: reads the dossiers.
            commands: returns what the window can be told to do now.
            parent: the owner; it must call `stop`.
        """
        super().__init__(parent)
        self._session, self._programs, self._commands = session, programs, commands
        self._places: tuple[_Key, Entries, Whereabouts] | None = None
        self._own: dict[str, tuple[_Key, OwnNames | None]] = {}
        self._momentary = Entries([])
        self._tasks = TaskRunner(self)

    @property
    def is_complete(self) -> bool:
        """Whether everything that can be found is."""
        return not self._tasks.is_busy

    def stop(self) -> None:
        """Give up what is going on; called when the window closes."""
        self._tasks.stop()

    def prepare(self) -> None:
        """Look at what changed since the last time; called when the search box opens."""
        entries = [*self._layers(), *self._bookmarks(), *self._commands()]
        self._momentary = Entries(entries)
        tables = self._session.document.state.tables
        self._own = {key: names for key, names in self._own.items() if key in tables}
        self._go_on()

    def finder(self) -> Finder:
        """Return what is searched, as far as it is known yet."""
        state, builder = self._session.document.state, self._session.builder
        texts = self._session.texts
        places = [self._places[1]] if self._places is not None else []
        own = [
            (names, builder.layer_name(state.layer(layer_id), texts.language))
            for layer_id, (_, names) in self._own.items()
            if names is not None and state.has(layer_id)
        ]
        where = self._places[2] if self._places is not None else None
        return Finder((*places, self._momentary), own, where, texts)

    # In the thread

    def _go_on(self) -> None:
        """Begin with the first thing that is not known, or not any more."""
        if self._places is None or not _is_same(self._places[0], self._places_key()):
            self._start(self._places_work(), self._take_places)
            return
        state = self._session.document.state
        for layer_id, table in state.tables.items():
            layer = state.layer(layer_id)
            key = (table, searched_column(layer, table))
            if layer_id not in self._own or not _is_same(self._own[layer_id][0], key):
                self._start(_own_work(layer, table), self._taking(layer_id, key))
                return

    def _start(self, work: Callable[..., Any], take: Callable[[Any], None]) -> None:
        def fail(error: Exception) -> None:
            raise error  # nothing here fails for bad data: it is an error of the program

        self._tasks.start(work, Told(take, fail))

    def _places_key(self) -> _Key:
        state = self._session.document.state
        return state.boundaries, state.placements, self._session.texts.language

    def _places_work(self) -> Callable[..., Any]:
        session, state, key = self._session, self._session.document.state, self._places_key()
        texts = session.texts

        def work(*_: object) -> Any:
            found = gazetteer(session.data, session.builder, state, self._programs(), texts)
            where = Whereabouts(session.builder.table("departments", state), texts.language)
            places = Entries(found)
            # The first question shall not wait for what it imports.
            Finder((places,), (), where, texts).find("16N 262000 1515000", (-89.0, 13.7))
            return key, places, where

        return work

    def _take_places(self, places: tuple[_Key, Entries, Whereabouts]) -> None:
        self._places = places
        self.changed.emit()
        self._go_on()

    def _taking(self, layer_id: str, key: _Key) -> Callable[[Any], None]:
        def take(names: OwnNames | None) -> None:
            self._own[layer_id] = (key, names)
            self.changed.emit()
            self._go_on()

        return take

    # What takes no time

    def _layers(self) -> list[Entry]:
        session, texts = self._session, self._session.texts
        entries = []
        for layer in session.document.state:
            info = session.layer_info(layer.id)
            if info is not None and not info.listed:
                continue
            name = session.builder.layer_name(layer, texts.language)
            sort = texts.gettext(KIND_WORDS[Kind.LAYER])
            names = tuple(info.name.values()) if info is not None else (name,)
            entries.append(Entry(Found(Kind.LAYER, name, sort, key=layer.id), names))
        return entries

    def _bookmarks(self) -> list[Entry]:
        sort = self._session.texts.gettext(KIND_WORDS[Kind.BOOKMARK])
        return [
            Entry(Found(Kind.BOOKMARK, one.name, sort, key=one.name), (one.name,))
            for one in self._session.document.state.bookmarks
        ]


def _own_work(layer: Layer, table: FeatureTable) -> Callable[..., Any]:
    def work(_progress: object, is_unwanted: Callable[[], bool]) -> OwnNames | None:
        names = OwnNames.of(layer, table, is_unwanted)
        if is_unwanted():
            raise TaskCancelledError
        return names

    return work


def _is_same(one: _Key, other: _Key) -> bool:
    """Return whether two keys hold the very same objects, or equal words."""
    return all(a is b or (isinstance(a, str) and a == b) for a, b in zip(one, other, strict=True))
