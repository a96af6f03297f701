"""One run of the program: the document, what is looked at, and the one way to change either."""

from __future__ import annotations

import logging
import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Protocol, cast

from PySide6.QtGui import QUndoCommand, QUndoStack

from geodata.builtin import BuiltinData, LayerInfo
from layers.builtin_map import builtin_map
from layers.commands import Command, run
from layers.document import MapDocument, MapState
from layers.scene import Scene
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from layers.view_state import ViewState

_log = logging.getLogger(__name__)


class ChangeLog(Protocol):
    """Writes changes down as they are made; `layers.journal.Journal` is one."""

    def done(self, command: Command) -> None:
        """A command was run."""

    def amended(self, command: Command) -> None:
        """A command went on with the last one, to be undone with it."""

    def undone(self, inverse: Command) -> None:
        """The last command was undone by running ``inverse``."""

    def redone(self, command: Command) -> None:
        """A command that was undone was run again."""


class Session:
    """What the window's parts share; there is one a window, handed to each part.

    Attributes:
        data: the built-in data.
        document: the open map.
        view_state: what the planner looks at.
        builder: makes scenes of the document.
        undo_stack: the commands that were run.
        journal: where changes are written down as they are made; None to keep none.
    """

    def __init__(self, data: BuiltinData, view_state: ViewState | None = None) -> None:
        self.data = data
        self.view_state = view_state or ViewState()
        self.document = MapDocument(builtin_map(data))
        self.builder = SceneBuilder(data)
        self.undo_stack = QUndoStack()
        # Left to the garbage collector, stack and commands would end in an order that crashes Qt.
        weakref.finalize(self, self.undo_stack.clear).atexit = False
        self.journal: ChangeLog | None = None
        self._texts = Texts(self.view_state.language)

    @property
    def texts(self) -> Texts:
        """The interface's texts in the language of the view state."""
        if self._texts.language != self.view_state.language:
            self._texts = Texts(self.view_state.language)
        return self._texts

    def layer_info(self, layer_id: str) -> LayerInfo | None:
        """Return what the built-in data says of a layer, None for one of the planner's own."""
        try:
            return self.data.layer(layer_id)
        except KeyError:
            return None

    def execute(self, command: Command, gesture: object | None = None) -> None:
        """Change the document by a command, to be undone with the undo stack.

        Args:
            command: the change.
            gesture: commands that follow each other with the same object here, such as those of
                a slider that is being dragged, are undone as one; each must set what the one
                before it set.

        Raises:
            layers.commands.CommandError: if the command does not fit the document.
        """
        # A command that does not fit must not reach the stack.
        command.apply(self.document.state)
        before = self.undo_stack.index()
        self.undo_stack.push(_UndoableCommand(self, command, gesture))
        if self.undo_stack.index() > before:
            self.note(lambda journal: journal.done(command))
        else:
            self.note(lambda journal: journal.amended(command))

    def give_up(self, gesture: object) -> bool:
        """Take back what a gesture did, as if it had never been; return whether it could be.

        It cannot if something else was done since.
        """
        place = self.undo_stack.index() - 1
        command = self.undo_stack.command(place) if place >= 0 else None
        if not isinstance(command, _UndoableCommand) or not command.is_of(gesture):
            return False
        command.is_given_up = True
        self.undo_stack.undo()
        return True

    def note(self, write: Callable[[ChangeLog], None]) -> None:
        """Write something into the journal; one that cannot be written is given up."""
        if self.journal is None:
            return
        try:
            write(self.journal)
        except OSError as error:
            # The work goes on; whoever keeps the journal tells the planner.
            _log.warning("the journal cannot be written: %s", error)
            self.journal = None

    def replace_document(self, state: MapState, *, is_saved: bool = True) -> None:
        """Show another document; what was done to the one before cannot be undone any more.

        Official boundaries stay, for they belong to the atlas rather than to a map.

        Args:
            state: what the document holds from now on.
            is_saved: whether it stands in a file just so.
        """
        self.view_state.hovered = self.view_state.period = self.view_state.changes = None
        self.view_state.open_overview()
        # Another map's own layers have the same ids.
        self.view_state.columns = {
            layer_id: layout
            for layer_id, layout in self.view_state.columns.items()
            if not layer_id.startswith("own-")
        }
        self.undo_stack.clear()
        self.document.update(lambda old: replace(state, boundaries=old.boundaries))
        if not is_saved:
            self.undo_stack.resetClean()

    def scene(self, theme: str = "light") -> Scene:
        """Return the scene of the document in the interface's language."""
        self.builder.period = self.view_state.period
        self.builder.changes = self.view_state.changes
        return self.builder.build(self.document.state, self.texts, theme)


# What `QUndoCommand.id` says: Qt asks commands of the same number whether they want to be one.
_NEVER_MERGED, _PART_OF_A_GESTURE = -1, 1


class _UndoableCommand(QUndoCommand):
    """A command of ours on Qt's undo stack."""

    def __init__(self, session: Session, command: Command, gesture: object | None) -> None:
        # English: whoever shows it translates it, for the language may change meanwhile.
        super().__init__(command.text)
        # The session owns the stack that owns the command. Were the command to hold the session
        # too, only the garbage collector could end the three, in an order that Qt does not bear.
        self._weak_session = weakref.ref(session)
        self._command = command
        self._gesture = gesture
        self._inverse: Command | None = None
        self.is_given_up = False

    @property
    def _session(self) -> Session:
        session = self._weak_session()
        assert session is not None, "a command outlives the session it changes"
        return session

    def id(self) -> int:
        return _NEVER_MERGED if self._gesture is None else _PART_OF_A_GESTURE

    def is_of(self, gesture: object) -> bool:
        """Return whether it is a step of a gesture."""
        return self._gesture is gesture

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _UndoableCommand) or other._gesture is not self._gesture:
            return False
        self._command = other._command
        return True

    def redo(self) -> None:
        with _told_errors():
            self._redo()

    def undo(self) -> None:
        with _told_errors():
            self._undo()
        # An obsolete command leaves the stack: there is nothing to redo.
        self.setObsolete(self.is_given_up)

    def _redo(self) -> None:
        again = self._inverse is not None
        self._inverse = run(self._session.document, self._command)
        if again:
            self._session.note(lambda journal: journal.redone(self._command))

    def _undo(self) -> None:
        inverse = self._inverse
        if inverse is None:
            return
        run(self._session.document, inverse)
        self._session.note(lambda journal: journal.undone(inverse))


@contextmanager
def _told_errors() -> Iterator[None]:
    """Tell of an error as if nobody had called: Qt would, and it cannot hold one of Python."""
    try:
        yield
    except Exception:  # noqa: BLE001 - one that is handed to Qt ends the program sooner or later
        sys.excepthook(*cast(Any, sys.exc_info()))
