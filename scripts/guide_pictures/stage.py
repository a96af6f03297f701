"""The window on which the pictures of the guide are taken, and how to drive it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from app.dialogs import Dialogs
from app.main_window import MainWindow
from app.paths import OwnFolders
from app.session import Session
from app.settings import Settings
from geodata.builtin import BuiltinData
from layers.programs import load_programs
from layers.view_state import ViewState

SIZE = (1280, 800)
_LONGEST_WAIT, _CALM = 30.0, 0.6

_Kind = TypeVar("_Kind", bound=QDialog)


class Answers(Dialogs):
    """Answers what the window asks.

    Attributes:
        files: the files to open.
    """

    def __init__(self) -> None:
        self.files: list[Path] = []

    def open_files(self, *_: Any) -> list[Path]:
        """Return the files to open."""
        return self.files


class Stage:
    """A window as at the first start.

    Attributes:
        window, session: the window and its session.
        language: the language of the interface.
        folder: an empty folder for files.
        answers: answers what the window asks.
    """

    def __init__(self, language: str, folder: Path) -> None:
        self.language, self.folder, self.answers = language, folder, Answers()
        state = ViewState(language=language, theme="light")
        self.session = Session(BuiltinData(), state)
        folders = OwnFolders(folder / "journal", folder / "data", folder / "tiles")
        settings = Settings(language=language, theme="light", tips=False)
        self.window = MainWindow(
            self.session, cache(load_programs), settings, None, self.answers, folders
        )
        self.window.resize(*SIZE)
        self.window.move(60, 60)
        self.window.show()
        self.window.activateWindow()
        self.settle()

    def say(self, english: str, spanish: str) -> str:
        """Return the words of the stage's language."""
        return spanish if self.language == "es" else english

    def trigger(self, name: str) -> None:
        """Do what an action of the window does."""
        self.window.actions_by_name[name].trigger()

    def row(self, layer_id: str) -> Any:
        """Return the row of a layer in the layers panel."""
        return self.window.layers_panel.layer_list.row(layer_id)

    def press(self, icon_words: str) -> None:
        """Press the button of the details page that begins with some words."""
        buttons = self.window.details_panel.page.findChildren(QPushButton)
        next(one for one in buttons if one.text().startswith(icon_words)).click()

    def click_map(self, *places: tuple[int, int]) -> None:
        """Click on the map, at logical pixels from its middle."""
        middle = self.window.canvas.rect().center()
        for right, down in places:
            QTest.mouseClick(
                self.window.canvas,
                Qt.MouseButton.LeftButton,
                pos=middle + QPoint(right, down),
            )
            self.settle()

    def dialog(self, kind: type[_Kind]) -> _Kind:
        """Return the dialog of a class once it is open."""

        def shown() -> list[_Kind]:
            widgets = QApplication.topLevelWidgets()
            return [one for one in widgets if isinstance(one, kind) and one.isVisible()]

        self.wait(lambda: bool(shown()))
        return shown()[0]

    def wait(self, done: Callable[[], Any], calm: float = 0.0) -> None:
        """Let the window work until ``done``, and for ``calm`` more seconds."""
        started, calm_since = time.monotonic(), 0.0
        while not calm_since or time.monotonic() - calm_since < calm:
            QApplication.processEvents()
            time.sleep(0.005)
            if not calm_since and done():
                calm_since = time.monotonic()
            if time.monotonic() - started > _LONGEST_WAIT:
                raise TimeoutError("what the picture needs did not come")

    def settle(self) -> None:
        """Wait until the map is sharp and nothing moves."""
        canvas = self.window.canvas
        self.wait(lambda: canvas.is_sharp and not canvas.is_moving, _CALM)

    def end(self) -> None:
        """Close the window and whatever is open over it."""
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window and widget.isVisible():
                widget.close()
        self.session.undo_stack.setClean()  # nobody shall be asked whether to save
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
