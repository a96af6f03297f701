"""One run of the program: the document, what is looked at, and the one way to change either."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand, QUndoStack

from geodata.builtin import BuiltinData
from layers.builtin_map import builtin_map
from layers.commands import Command, run
from layers.document import MapDocument
from layers.scene import Scene
from layers.scene_builder import SceneBuilder
from layers.texts import Texts
from layers.view_state import ViewState


class Session:
    """What the window's parts share; there is one a window, handed to each part.

    Attributes:
        data: the built-in data.
        document: the open map.
        view_state: what the planner looks at.
        builder: makes scenes of the document.
        undo_stack: the commands that were run.
    """

    def __init__(self, data: BuiltinData, view_state: ViewState | None = None) -> None:
        self.data = data
        self.view_state = view_state or ViewState()
        self.document = MapDocument(builtin_map(data))
        self.builder = SceneBuilder(data)
        self.undo_stack = QUndoStack()
        self._texts = Texts(self.view_state.language)

    @property
    def texts(self) -> Texts:
        """The interface's texts in the language of the view state."""
        if self._texts.language != self.view_state.language:
            self._texts = Texts(self.view_state.language)
        return self._texts

    def execute(self, command: Command) -> None:
        """Change the document by a command, to be undone with the undo stack.

        Raises:
            layers.commands.CommandError: if the command does not fit the document.
        """
        # A command that does not fit must not reach the stack.
        command.apply(self.document.state)
        self.undo_stack.push(_UndoableCommand(self.document, command))

    def scene(self, theme: str = "light") -> Scene:
        """Return the scene of the document in the interface's language."""
        return self.builder.build(self.document.state, self.texts, theme)


class _UndoableCommand(QUndoCommand):
    """A command of ours on Qt's undo stack."""

    def __init__(self, document: MapDocument, command: Command) -> None:
        # English: whoever shows it translates it, for the language may change meanwhile.
        super().__init__(command.text)
        self._document = document
        self._command = command
        self._inverse: Command | None = None

    def redo(self) -> None:
        self._inverse = run(self._document, self._command)

    def undo(self) -> None:
        if self._inverse is not None:
            run(self._document, self._inverse)
