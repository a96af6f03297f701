"""Whether the marks of what changed leave with the map."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from app.changes.leaving import leaving_changes
from app.opening.words import error_words
from app.panels.plain_label import plain_label
from app.session import Session
from app.tasks import TaskRunner, Told
from app.writing import Writing
from geodata.files.opening import OpeningCancelledError
from layers.changes.comparing import MapChanges
from layers.changes.kept import NotWantedError


class MarksChoice(QWidget):
    """Offers the marks that the window shows, and finds what of them may leave.

    Attributes:
        changed: the marks are wanted or not, or what they mark is known now.
        box: the choice; on at first if the window shows marks, off and grey if it does not.
        reason: why there are none, where they were wanted.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        shown = session.view_state.changes
        self._since = None if shown is None else shown.since
        self._include_internal = False
        self._found: MapChanges | None = None
        self._work = TaskRunner(self)
        _ = session.texts.gettext
        self.box = QCheckBox(_("Marks of what changed"), self)
        self.reason: QLabel = plain_label("", "secondary", Writing.TEXT)
        self.reason.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        column.addWidget(self.reason)
        if self._since is None:
            self.box.setToolTip(_("Mark on the map first what changed: Data > What changed"))
        self.box.toggled.connect(self._renew)
        self._offer()

    @property
    def changes(self) -> MapChanges | None:
        """What the map marks, None for nothing or as long as it is not known."""
        return self._found

    @property
    def is_busy(self) -> bool:
        """Whether what leaves is being compared."""
        return self._work.is_busy

    def let_internal(self, include: bool) -> None:
        """Compare with or without what is marked internal."""
        if include != self._include_internal:
            self._include_internal = include
            self._offer()

    def stop(self) -> None:
        """End the comparison; called when the dialog closes."""
        self._work.stop()

    def _offer(self) -> None:
        """Let the marks be chosen again, as they are in the window."""
        with QSignalBlocker(self.box):
            self.box.setEnabled(self._since is not None)
            self.box.setChecked(self._since is not None)
        self._renew()

    def _renew(self) -> None:
        self._found = None
        self._tell("")
        since, include = self._since, self._include_internal
        if since is None or not self.box.isChecked():
            self._work.forget()
            self.changed.emit()
            return
        state, data = self._session.document.state, self._session.data
        stops = (NotWantedError, OpeningCancelledError)
        self._work.start(
            lambda _progress, is_unwanted: leaving_changes(
                since, state, data, include_internal=include, is_unwanted=is_unwanted
            ),
            Told(self._take, self._fail, stops=stops),
        )
        self.changed.emit()

    def _take(self, changes: MapChanges) -> None:
        self._found = changes
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        with QSignalBlocker(self.box):
            self.box.setChecked(False)
            self.box.setEnabled(False)
        self._tell(" ".join(error_words(error, self._session.texts).split()))
        self.changed.emit()

    def _tell(self, words: str) -> None:
        self.reason.setText(words)
        self.reason.setVisible(bool(words))
