"""What a planner does with files and data of their own, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.canvas.canvas import MapCanvas
from app.dialogs import Dialogs
from app.editing import links
from app.editing.editing import Editing
from app.opening.boundaries import Boundaries
from app.opening.file_drop import FileDrop
from app.opening.opening import Opening
from app.paths import OwnFolders
from app.projects.journal_keeper import JournalKeeper
from app.projects.projects import Projects
from app.projects.recovery import Recovery
from app.session import Session
from app.tasks import TaskRunner, Told
from layers.presence import whole_extent

if TYPE_CHECKING:
    from app.exports.layer_saving import LayerSaving

_AFTER_THE_MAP_MS = 300


class Workspace(QObject):
    """Opens files, keeps projects, edits.

    Attributes:
        told: something was done; what, in the interface's language.
        export_kept: the map of an export was kept, to tell what changed since.
        opening: opens files.
        projects: the project that is open.
        boundaries: the official boundaries that the areas may be built from.
        editing: tools and dialogs that change features.
        keeper: writes down what is not saved, None where nothing is kept.
    """

    told = Signal(str)
    export_kept = Signal()

    def __init__(
        self,
        window: QWidget,
        session: Session,
        canvas: MapCanvas,
        dialogs: Dialogs,
        folders: OwnFolders | None,
        recent: tuple[str, ...],
    ) -> None:
        """Put the parts together.

        Args:
            window: the window, which owns them.
            session: the document.
            canvas: the map.
            dialogs: how to ask the planner.
            folders: where to keep what must outlive the window; None to keep nothing.
            recent: the projects that were open last.
        """
        super().__init__(window)
        self._session = session
        self._canvas = canvas
        self.keeper = JournalKeeper(session, folders.journals, self) if folders else None
        self.projects = Projects(window, session, canvas, dialogs, self.keeper, recent)
        self.opening = Opening(window, session, dialogs)
        self.boundaries = Boundaries(window, session, dialogs, folders.data if folders else None)
        self.boundaries.told.connect(self.told)
        self.opening.boundaries_wanted.connect(self.boundaries.offer)
        self._recovery: Recovery | None = None
        if self.keeper is not None:
            self._recovery = Recovery(window, session, dialogs, self.keeper, self.projects)
            self.keeper.failed.connect(self._tell_no_journal)
        self.editing = Editing(window, session, canvas, dialogs)
        self.editing.told.connect(self.told)
        self._dialogs, self._window = dialogs, window
        self._saving: LayerSaving | None = None
        self._own_data = folders.data if folders else None
        self._keeping = TaskRunner(self)
        self._loading = TaskRunner(self)
        self._has_begun = False
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_THE_MAP_MS)
        self._soon.timeout.connect(self._begin)
        self.projects.told.connect(self.told)
        self.opening.added.connect(self._show_added)
        self.opening.project_wanted.connect(self.projects.open)
        drop = FileDrop(window)
        drop.dropped.connect(self.opening.open)
        drop.hovering.connect(self._tell_drop)

    @property
    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the window's actions do, by name."""
        return {
            "open": self.opening.ask,
            "new_project": self.projects.new,
            "open_project": self.projects.ask_open,
            "save": self.projects.save,
            "save_as": self.projects.save_as,
            "embed": self._set_embed,
            "official_boundaries": self.boundaries.ask,
            "builtin_boundaries": self.boundaries.use_builtin,
            "new_layer": self.editing.new_layer,
            "save_layer": lambda: self.saving.ask(),
            "delete_feature": self.editing.delete_selected,
        }

    @property
    def saving(self) -> LayerSaving:
        """What saves layers as files of data; made when it is first needed."""
        if self._saving is None:
            from app.exports.layer_saving import LayerSaving

            self._saving = LayerSaving(self._window, self._session, self._dialogs)
            self._saving.told.connect(self.told)
        return self._saving

    @property
    def place_of_last_export(self) -> Path | None:
        """Where the map of the last export is kept, None if it is kept nowhere."""
        from app.changes.last_export import place_of_last_export

        return place_of_last_export(self.projects.path, self._own_data)

    @property
    def is_keeping(self) -> bool:
        """Whether the map of an export is being kept."""
        return self._keeping.is_busy

    def keep_export(self, exported: str, include_internal: bool) -> None:
        """Keep the map of an export, in a thread, so that what changed since can be told.

        Args:
            exported: the name of the file.
            include_internal: whether what is marked internal left too.
        """
        from app.changes.last_export import keep_export

        place = self.place_of_last_export
        if place is None:
            return
        state, data, texts = self._session.document.state, self._session.data, self._session.texts

        def keep(*_: object) -> None:
            keep_export(place, exported, state, data, texts, include_internal=include_internal)

        self._keeping.start(keep, Told(lambda _: self.export_kept.emit(), self._tell_not_kept))

    def _tell_not_kept(self, error: Exception) -> None:
        words = self._session.texts.gettext(
            "What was exported cannot be kept to compare with ({reason})"
        )
        self.told.emit(words.format(reason=error))

    def follow(self, verb: str, target: str) -> None:
        """Do what a link of a panel says (`app.editing.links`)."""
        if verb == links.SAVE_LAYER:
            self.saving.save(target)
        else:
            self.editing.follow(verb, target)

    def open(self, paths: Iterable[Path]) -> None:
        """Open files, data and projects alike."""
        self.opening.open(paths)

    def may_close(self, close: Callable[[], object]) -> bool:
        """Return whether the window may close now; else ``close`` is called once it may."""
        return self.projects.may_close(close)

    def begin_soon(self) -> None:
        """Do what can wait until the map is shown; called when the window is about to be."""
        if not self._has_begun:
            self._has_begun = True
            self._soon.start()

    def _begin(self) -> None:
        self._loading.start(_load_dialogs, Told(lambda _: None, lambda _: None))
        self.boundaries.load()
        if self.keeper is not None:
            self.keeper.begin()

    def stop(self) -> None:
        """Give up what is going on; called when the window closes."""
        self._soon.stop()
        self._loading.stop()
        self._keeping.wait()
        self._keeping.stop()
        self.opening.stop()
        self.projects.stop()
        self.boundaries.stop()
        self.editing.stop()
        if self._saving is not None:
            self._saving.stop()
        if self._recovery is not None:
            self._recovery.stop()
        if self.keeper is not None:
            self.keeper.stop()

    def _set_embed(self, on: bool) -> None:
        self.projects.embeds = on

    def _tell_no_journal(self, reason: str) -> None:
        words = self._session.texts.gettext(
            "Unsaved changes cannot be kept safe ({reason}); save often"
        )
        self.told.emit(words.format(reason=reason))

    def _show_added(self, layer_ids: list[str]) -> None:
        """Move the map to new layers and tell of the first."""
        tables = [self._session.document.state.tables[layer_id] for layer_id in layer_ids]
        bounds = whole_extent(tables)
        if bounds is not None:
            self._canvas.zoom_to(bounds)
        self._session.view_state.open_layer(layer_ids[0])
        texts = self._session.texts
        words = texts.ngettext("{n} layer added", "{n} layers added", len(layer_ids))
        self.told.emit(words.format(n=texts.number(len(layer_ids))))

    def _tell_drop(self, is_over: bool) -> None:
        words = self._session.texts.gettext("Let go to open the files")
        if is_over:
            self.told.emit(words)


def _load_dialogs(*_: object) -> None:
    """Import what the first dialog needs, in a thread, so that it need not be waited for."""
    import app.editing.tool_host
    import app.opening.open_dialog
    import app.styling.indicator_dialog
    import app.styling.style_dialog
    import app.table.pane  # noqa: F401
