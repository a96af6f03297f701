"""Offers unsaved work of a run that ended without being asked to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.dialogs import Dialogs
from app.projects.journal_keeper import JournalKeeper
from app.projects.projects import Projects
from app.projects.waiting import Waiting
from app.session import Session
from app.tasks import TaskRunner, Told

if TYPE_CHECKING:
    from layers.project import OpenedProject
    from layers.recovery import JournalInfo


class Recovery(QObject):
    """Asks what to do with journals that were left behind, and brings work back."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        dialogs: Dialogs,
        keeper: JournalKeeper,
        projects: Projects,
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._dialogs = window, session, dialogs
        self._keeper, self._projects = keeper, projects
        self._tasks = TaskRunner(self)
        self._waiting: Waiting | None = None
        keeper.found.connect(self.offer)

    @property
    def is_busy(self) -> bool:
        """Whether work is being brought back."""
        return self._tasks.is_busy

    def stop(self) -> None:
        """Give up what is going on; the journals stay."""
        self._tasks.stop()
        self._end_waiting()

    def offer(self, found: list[JournalInfo]) -> None:
        """Ask what to do with each journal, until one is brought back or asking is enough."""
        texts = self._session.texts
        _ = texts.gettext
        for info in found:
            message = texts.ngettext(
                "The atlas ended before {count} change to “{name}” of {date} was saved.",
                "The atlas ended before {count} changes to “{name}” of {date} were saved.",
                max(info.changes, 1),
            ).format(
                count=texts.number(max(info.changes, 1)),
                name=info.project.stem if info.project else _("Untitled map"),
                date=_moment(info, texts),
            )
            answer = self._dialogs.choose(
                self._window,
                _("Bring back unsaved work?"),
                message,
                (("restore", _("Bring back")), ("discard", _("Discard")), ("later", _("Later"))),
            )
            if answer == "restore":
                self._restore(info)
            if answer != "discard":
                return
            self._keeper.discard(info)

    def _restore(self, info: JournalInfo) -> None:
        from geodata.files.opening import OpeningCancelledError

        session, folder = self._session, self._keeper.folder

        def restore(progress: Any, is_unwanted: Any) -> tuple[OpenedProject, bytes]:
            from app.projects.saving import Snapshot, project_bytes
            from layers.builtin_map import builtin_map
            from layers.journal import BASE_NAME
            from layers.own_layers import places
            from layers.recovery import recover

            data = session.data
            opened = recover(info, builtin_map(data), places(data), progress, is_unwanted)
            snapshot = Snapshot(opened.state, opened.view, False, "")
            return opened, project_bytes(folder / BASE_NAME, snapshot)

        _ = session.texts.gettext
        self._waiting = Waiting(
            _("Bringing back the work…"), _("Cancel"), self._tasks.cancel, self._window
        )
        self._tasks.start(
            restore,
            Told(
                lambda result: self._show(info, *result),
                self._tell_failure,
                self._end_waiting,
                self._waiting.tell,
                (OpeningCancelledError,),
            ),
        )

    def _show(self, info: JournalInfo, opened: OpenedProject, unsaved: bytes) -> None:
        self._end_waiting()
        self._projects.show_recovered(info.project, opened, unsaved)
        # Not before: now this session's own journal has the work.
        self._keeper.discard(info)

    def _tell_failure(self, error: Exception) -> None:
        from app.opening.words import error_words

        self._end_waiting()
        texts = self._session.texts
        title = texts.gettext("The unsaved work was not brought back")
        self._dialogs.warn(self._window, title, error_words(error, texts))

    def _end_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.end()
            self._waiting = None


def _moment(info: JournalInfo, texts: Any) -> str:
    """Return when a journal was written last, for instance "Mar 4, 2025, 14:05"."""
    moment = datetime.fromtimestamp(info.modified)
    return f"{texts.date(moment.date().isoformat())}, {moment:%H:%M}"
