"""The project that is open: new, opened, saved, and what was open before."""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.canvas.canvas import MapCanvas
from app.column_settings import is_own, read_layouts, written_layouts
from app.dialogs import Dialogs
from app.pane_settings import read_panes, read_period, written_period
from app.projects.journal_keeper import JournalKeeper
from app.projects.stamp import Stamp, stamp_of
from app.projects.waiting import Waiting
from app.session import Session
from app.tasks import TaskRunner, Told
from geodata.files.report import FileError
from layers.builtin_map import builtin_map
from layers.document import MapState
from layers.texts import N_
from layers.view import fit

if TYPE_CHECKING:
    from app.projects.saving import Snapshot
    from layers.project import OpenedProject

ENDING = ".atlas"
_BACKUP = ".bak"  # as `layers.project.BACKUP_ENDING`, which is not loaded at the start
_MOST_RECENT = 10
_MOST_PROBLEMS = 6
_FARTHEST = 2.1e7
_DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation


class Projects(QObject):
    """Opens and saves the session's document.

    What reading and writing need is imported with the first project: the start shall not wait.

    Attributes:
        told: something was done; what, in the interface's language.
        changed: another project is open, or it has another name.
        path: the file of the project that is open, None if it was never saved.
        recent: the projects that were open last, the latest first.
        embeds: whether the data of files the map refers to is written into the project.
    """

    told = Signal(str)
    changed = Signal()

    def __init__(
        self,
        window: QWidget,
        session: Session,
        canvas: MapCanvas,
        dialogs: Dialogs,
        keeper: JournalKeeper | None,
        recent: tuple[str, ...] = (),
    ) -> None:
        super().__init__(window)
        self.path: Path | None = None
        self._stamp: Stamp | None = None
        self.recent = [Path(path) for path in recent]
        self.embeds = False
        self._window, self._session, self._canvas = window, session, canvas
        self._dialogs, self._keeper = dialogs, keeper
        self._tasks = TaskRunner(self)
        self._waiting: Waiting | None = None
        self._is_saving = False
        self._afterwards: list[Callable[[], object]] = []

    @property
    def name(self) -> str:
        """The project's name; "" for the atlas as it was at the start, untouched."""
        if self.path is not None:
            return self.path.stem
        return self._session.texts.gettext("Untitled map") if self.is_modified else ""

    @property
    def is_modified(self) -> bool:
        """Whether there are changes that are not saved."""
        return not self._session.undo_stack.isClean()

    @property
    def is_busy(self) -> bool:
        """Whether a project is being read or written."""
        return self._tasks.is_busy

    def stop(self) -> None:
        """Give up what is going on; called when the window closes."""
        self._afterwards.clear()
        self._tasks.stop()
        self._end_waiting()

    # New and open

    def new(self) -> None:
        """Begin with the map of the first start."""
        self._leave(self._begin_anew)

    def ask_open(self) -> None:
        """Ask which project to open."""
        _ = self._session.texts.gettext
        paths = self._dialogs.open_files(
            self._window,
            _("Open project"),
            self._folder(),
            [f"{_('Atlas Seguro project')} (*{ENDING} *{ENDING}{_BACKUP})"],
        )
        if paths:
            self.open(paths[0])

    def open(self, path: Path) -> None:
        """Open a project in place of what is open now."""
        self._leave(lambda: self._read(path))

    def _begin_anew(self) -> None:
        self.embeds = False
        self._session.replace_document(builtin_map(self._session.data))
        self._became(None, "")
        self._canvas.fit_home()

    def _read(self, path: Path) -> None:
        from geodata.files.opening import OpeningCancelledError
        from layers.own_layers import places
        from layers.project import read_project

        data, index = self._session.data, self._session.undo_stack.index()

        def read(progress: Any, is_unwanted: Any) -> OpenedProject:
            return read_project(path, builtin_map(data), places(data), progress, is_unwanted)

        self._wait(N_("Opening the project…"), can_cancel=True)
        self._tasks.start(
            read,
            Told(
                lambda opened: self._take(path, opened, index),
                lambda error: self._tell_failure(path, error),
                self._end_waiting,
                self._tell_progress,
                (OpeningCancelledError,),
            ),
        )

    def _take(self, path: Path, opened: OpenedProject, index: int) -> None:
        self._end_waiting()
        if self._session.undo_stack.index() != index:
            # Something was changed while the project was read.
            self._leave(lambda: self._show(path, opened))
        else:
            self._show(path, opened)

    def _show(self, path: Path, opened: OpenedProject) -> None:
        self.embeds = opened.view.get("embed") is True
        self._session.replace_document(opened.state)
        self._became(path, opened.revision)
        self._show_view(opened.view)
        self.tell_problems(path.name, opened)

    def show_recovered(self, project: Path | None, opened: OpenedProject, unsaved: bytes) -> None:
        """Show work that was brought back; it still has to be saved.

        Args:
            project: the project it was begun with.
            opened: the work.
            unsaved: the same as the content of a project file.
        """
        self._session.replace_document(opened.state, is_saved=False)
        self._became(project, opened.revision, unsaved)
        self._show_view(opened.view)
        title = self._session.texts.gettext("the unsaved work")
        self.tell_problems(project.name if project else title, opened)

    def _became(self, path: Path | None, revision: str, unsaved: bytes | None = None) -> None:
        """Take note that another project is open."""
        self.path = path
        self._stamp = stamp_of(path)
        if self._keeper is not None:
            self._keeper.restart(path, revision, unsaved)
        if path is not None:
            self._remember(path)
        self.changed.emit()

    def _show_view(self, view: Mapping[str, Any]) -> None:
        state = self._session.view_state
        own = {k: kept for k, kept in read_layouts(view.get("columns")).items() if is_own(k)}
        state.columns = {**state.columns, **own}
        period = read_period(view.get("period"))
        panes = read_panes(view.get("panes"))
        if period is not None and "timeline" not in panes:
            # It finds the dates, and says what of them is shown.
            panes = (*panes, "timeline")
        state.panes, state.period = panes, period
        extent = view.get("extent")
        if not isinstance(extent, list) or len(extent) != 4:
            return
        if not all(isinstance(n, int | float) and math.isfinite(n) for n in extent):
            return
        left, bottom, right, top = (float(n) for n in extent)
        if left < right and bottom < top and max(map(abs, extent)) <= _FARTHEST:
            width, height = self._canvas.width(), self._canvas.height()
            self._canvas.set_view(fit((left, bottom, right, top), width, height, margin=0.0))

    def tell_problems(self, name: str, opened: OpenedProject) -> None:
        """List what of a project could not be opened, if there is any such thing."""
        if not opened.problems:
            return
        from app.opening.words import problem_words

        texts = self._session.texts
        lines = [problem_words(problem, texts) for problem in opened.problems]
        shown = "\n\n".join(lines[:_MOST_PROBLEMS])
        title = texts.gettext("{file} was opened, but not all of it").format(file=name)
        details = "\n\n".join(lines) if len(lines) > _MOST_PROBLEMS else ""
        self._dialogs.warn(self._window, title, shown, details)

    # Save

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save the project, asking where if it was never saved; then do ``then``."""
        # The copy of a former version stays what it is.
        if self.path is None or self.path.suffix.lower() == _BACKUP:
            self.save_as(then)
        else:
            self._write_over(self.path, then)

    def _write_over(self, path: Path, then: Callable[[], object] | None) -> None:
        """Write the file that is open, unless somebody else did so and the planner keeps that."""
        found = stamp_of(path)
        if self._is_saving or found is None or found == self._stamp:
            self._write(path, then)
            return
        _ = self._session.texts.gettext
        message = _(
            "{file} was saved from elsewhere since you opened it. If you save now, that version "
            "stays beside it as {backup}. To keep both, cancel and choose “Save as”."
        )
        answer = self._dialogs.choose(
            self._window,
            _("Save over another version?"),
            message.format(file=path.name, backup=path.name + _BACKUP),
            (("save", _("Save over it")), ("cancel", _("Cancel"))),
        )
        if answer == "save":
            self._write(path, then)

    def save_as(self, then: Callable[[], object] | None = None) -> None:
        """Ask where to save the project and save it there; then do ``then``."""
        _ = self._session.texts.gettext
        suggestion = self.path or self._folder() / f"{_('Map')}{ENDING}"
        if suggestion.suffix.lower() == _BACKUP:
            suggestion = suggestion.with_suffix("")
        path = self._dialogs.save_file(
            self._window,
            _("Save the project"),
            suggestion,
            [f"{_('Atlas Seguro project')} (*{ENDING})"],
        )
        if path is not None:
            named = path if path.suffix.lower() == ENDING else path.with_name(path.name + ENDING)
            self._write(named, then)

    def _write(self, path: Path, then: Callable[[], object] | None) -> None:
        from app.projects.saving import save_project

        if self._is_saving:
            # Two at a time might end in the wrong order.
            self._afterwards.append(lambda: self._write(path, then))
            return
        self._is_saving = True
        texts, snapshot = self._session.texts, self._snapshot()
        index = self._session.undo_stack.index()
        if self._keeper is not None and path == self.path:
            self._keeper.saving(snapshot.revision)
        self._wait(N_("Saving the project…"), can_cancel=False)
        self._tasks.start(
            lambda *_: save_project(path, snapshot, texts),
            Told(
                lambda _: self._saved(path, snapshot, index, then),
                lambda error: self._tell_failure(path, error, is_saving=True),
            ),
        )

    def _snapshot(self) -> Snapshot:
        from app.projects.saving import Snapshot

        own = {key: kept for key, kept in self._session.view_state.columns.items() if is_own(key)}
        view = {
            "extent": list(self._canvas.view.bounds),
            "embed": self.embeds,
            "columns": written_layouts(own),
            "panes": list(self._session.view_state.panes),
            "period": written_period(self._session.view_state.period),
        }
        state: MapState = self._session.document.state
        return Snapshot(state, view, self.embeds, uuid.uuid4().hex)

    def _saved(
        self, path: Path, snapshot: Snapshot, index: int, then: Callable[[], object] | None
    ) -> None:
        self._end_waiting()
        self._is_saving = False
        stack = self._session.undo_stack
        is_same = self._session.document.state is snapshot.state and stack.index() == index
        if is_same:
            stack.setClean()
            self._became(path, snapshot.revision)
        else:
            # The journal goes on: it knows from where on the changes are not in the file.
            self.path, self._stamp = path, stamp_of(path)
            self._remember(path)
            self.changed.emit()
        words = self._session.texts.gettext("Saved: {file}")
        self.told.emit(words.format(file=path.name))
        if then is not None and is_same:
            then()
        waiting, self._afterwards = self._afterwards, []
        for go_on in waiting:
            go_on()

    # What is not saved

    def may_close(self, close: Callable[[], object]) -> bool:
        """Return whether the window may close now; else ``close`` is called once it may."""
        if self._is_saving:
            self._afterwards.append(close)
            return False
        self._tasks.cancel()
        is_left = False

        def leave() -> None:
            nonlocal is_left
            is_left = True

        self._leave(leave, close)
        return is_left

    def _leave(
        self, then: Callable[[], object], after_saving: Callable[[], object] | None = None
    ) -> None:
        """Do ``then`` once the planner decided on unsaved changes, unless they stay with them."""
        if self._is_saving:
            self._afterwards.append(then)
            return
        if not self.is_modified:
            then()
            return
        _ = self._session.texts.gettext
        message = _("“{name}” has changes that are not saved.").format(name=self.name)
        answer = self._dialogs.choose(
            self._window,
            _("Save the changes?"),
            message,
            (("save", _("Save")), ("discard", _("Discard")), ("cancel", _("Cancel"))),
        )
        if answer == "save":
            self.save(after_saving or then)
        elif answer == "discard":
            then()

    # Recent projects

    def fill_recent(self, menu: QMenu) -> None:
        """Fill a menu with the projects that were open last."""
        menu.clear()
        _ = self._session.texts.gettext
        for path in self.recent:
            # An ampersand would be taken for a mnemonic.
            action = menu.addAction(f"{path.stem}  –  {path.parent}".replace("&", "&&"))  # noqa: RUF001
            action.triggered.connect(lambda _=False, path=path: self.open(path))
        if not self.recent:
            menu.addAction(_("No project was open yet")).setEnabled(False)
            return
        menu.addSeparator()
        menu.addAction(_("Forget this list")).triggered.connect(self._forget_recent)

    def _remember(self, path: Path) -> None:
        others = [other for other in self.recent if other != path]
        self.recent = [path.absolute(), *others][:_MOST_RECENT]

    def _forget_recent(self) -> None:
        self.recent = []

    # Parts

    def _folder(self) -> Path:
        if self.path is not None:
            return self.path.parent
        if self.recent:
            return self.recent[0].parent
        return Path(QStandardPaths.writableLocation(_DOCUMENTS) or Path.home())

    def _wait(self, words: str, *, can_cancel: bool) -> None:
        _ = self._session.texts.gettext
        self._end_waiting()
        cancel = _("Cancel") if can_cancel else ""
        self._waiting = Waiting(_(words), cancel, self._tasks.cancel, self._window)

    def _end_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.end()
            self._waiting = None

    def _tell_progress(self, stage: str, share: float) -> None:
        if self._waiting is not None:
            self._waiting.tell(stage, share)

    def _tell_failure(self, path: Path, error: Exception, *, is_saving: bool = False) -> None:
        from app.exports.report import ExportError
        from app.opening.words import error_words

        self._end_waiting()
        if is_saving:
            self._is_saving = False
            self._afterwards.clear()
        texts = self._session.texts
        not_saved, not_opened = (
            texts.gettext("{file} was not saved"),
            texts.gettext("{file} was not opened"),
        )
        title = not_saved if is_saving else not_opened
        is_known = isinstance(error, ExportError) and not isinstance(error, FileError)
        message = str(error) if is_known else error_words(error, texts)
        self._dialogs.warn(self._window, title.format(file=path.name), message)
