"""What a planner does with files and data of their own, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.canvas.canvas import MapCanvas
from app.dialogs import Dialogs
from app.opening.file_drop import FileDrop
from app.opening.opening import Opening
from app.session import Session


class Workspace(QObject):
    """Opens files, keeps projects, edits.

    Attributes:
        told: something was done; what, in the interface's language.
        opening: opens files.
    """

    told = Signal(str)

    def __init__(
        self, window: QWidget, session: Session, canvas: MapCanvas, dialogs: Dialogs
    ) -> None:
        super().__init__(window)
        self._session = session
        self._canvas = canvas
        self.opening = Opening(window, session, dialogs)
        self.opening.added.connect(self._show_added)
        drop = FileDrop(window)
        drop.dropped.connect(self.opening.open)
        drop.hovering.connect(self._tell_drop)

    @property
    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the window's actions do, by name."""
        return {"open": self.opening.ask}

    def open(self, paths: Iterable[Path]) -> None:
        """Open files, data and projects alike."""
        self.opening.open(paths)

    def stop(self) -> None:
        """Give up what is going on; called when the window closes."""
        self.opening.stop()

    def _show_added(self, layer_ids: list[str]) -> None:
        """Move the map to new layers and tell of the first."""
        self._canvas.zoom_to_layers(layer_ids)
        self._session.view_state.open_layer(layer_ids[0])
        texts = self._session.texts
        words = texts.ngettext("{n} layer added", "{n} layers added", len(layer_ids))
        self.told.emit(words.format(n=texts.number(len(layer_ids))))

    def _tell_drop(self, is_over: bool) -> None:
        words = self._session.texts.gettext("Let go to open the files")
        if is_over:
            self.told.emit(words)
