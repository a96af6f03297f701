"""From the command line to the window."""

from __future__ import annotations

import builtins
import gc
import logging
import os
import signal
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from app.cli_parser import PROGRAM, system_language, wanted_language
from layers.texts import LANGUAGES, Texts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.main_window import MainWindow
    from app.paths import OwnFolders
    from layers.programs import ProgramCatalogue

NO_DISPLAY, NO_DATA = 3, 1
"""Exit statuses: there is no screen to open the window on; the atlas's own files are damaged."""

_log = logging.getLogger(__name__)
_SCALE = "QT_SCALE_FACTOR"
"""Qt's own environment variable, read once when the application is made."""


def run(arguments: Sequence[str], files: Sequence[Path] = ()) -> int:
    """Open the window and return the exit status once it is closed.

    Args:
        arguments: those of the command line, without the program's name.
        files: data and projects to open in it.
    """
    language = _asked_language(arguments)
    if not has_display(sys.platform, os.environ):
        texts = Texts(language or system_language())
        print(no_display_message(texts), file=sys.stderr)  # noqa: T201
        return NO_DISPLAY
    return _run_window(language, files)


def has_display(platform: str, environment: os._Environ[str] | dict[str, str]) -> bool:
    """Return whether Qt will find something to open a window on; else it would abort."""
    if not platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def no_display_message(texts: Texts) -> str:
    """Return what to say where there is no display, and what can be done without one."""
    return texts.gettext(
        "atlas-seguro: there is no display, so the window cannot open. Maps can be made without "
        "one: atlas-seguro export map.png"
    )


def _asked_language(arguments: Sequence[str]) -> str | None:
    """Return the language that the command line asks for, None if it leaves it open."""
    if not any(argument.startswith("--language") for argument in arguments):
        return None
    language = wanted_language(arguments)
    return language if language in LANGUAGES else None


def _run_window(language: str | None, files: Sequence[Path]) -> int:
    from app import paths
    from app.logs import ErrorReporter, log_qt_messages, start_log
    from geodata.builtin import BuiltinDataError

    # Python takes no turn while Qt waits, and so would never see Ctrl+C in the terminal.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    start_log(paths.log_file())
    log_qt_messages()
    application = make_application(paths.settings_file())
    try:
        window = make_window(paths.settings_file(), language, paths.own_folders())
    except (BuiltinDataError, FileNotFoundError) as error:
        _log.critical("%s", error)
        print(f"{PROGRAM}: {error}", file=sys.stderr)  # noqa: T201
        return NO_DATA
    reporter = ErrorReporter(window.show_error)
    window.show()
    if files:
        window.workspace.open(files)
    try:
        return application.exec()
    finally:
        reporter.stop()


def make_application(settings_path: Path | None = None) -> QApplication:
    """Return Qt's application object, with the fonts of the atlas.

    No garbage is looked for from here on until the window shows its first map.

    Args:
        settings_path: where it is kept how large text and symbols are; the usual size if omitted.
    """
    # The start makes a great many things that all stay: to look for garbage among them is wasted.
    gc.disable()
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    _import_plainly()
    from app.fonts import register_fonts

    if settings_path is not None:
        _scale(settings_path)
    # The web preview needs it, and Qt takes it before there is an application only.
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    # Told by `setStyle`, PySide would make a class of Qt's styles, with a thousand names in it.
    application = QApplication([PROGRAM, "-style", "Fusion"])
    application.setApplicationName("Atlas Seguro")
    application.setDesktopFileName(PROGRAM)
    application.setWindowIcon(QIcon(str(resources.FOLDER / "icons" / "atlas.svg")))
    register_fonts()
    return application


def _import_plainly() -> None:
    """Import from here on as Python does it by itself.

    PySide puts a function of its own in place that reads the source of every module, to see
    whether it may use ``from __feature__ import ...``. The atlas does not, and the reading took a
    fifth of the time in which its modules are imported.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _scale(settings_path: Path) -> None:
    """Have Qt draw everything in the size that the planner chose, on top of the system's own."""
    from app.settings import Settings, SettingsFile

    size = SettingsFile(settings_path).read(Settings()).text_size
    if size != 100:
        try:
            asked = float(os.environ.get(_SCALE, "1"))
        except ValueError:
            asked = 1.0
        os.environ[_SCALE] = str(asked * size / 100)


def make_window(
    settings_path: Path, language: str | None = None, folders: OwnFolders | None = None
) -> MainWindow:
    """Return the window as it was left the last time.

    Args:
        settings_path: where it is kept how the window is left.
        language: the language to speak; that of the last time if omitted.
        folders: where to keep what must outlive the window; nothing is kept if omitted.

    Raises:
        geodata.builtin.BuiltinDataError: if the atlas's data cannot be read.
    """
    from PySide6.QtCore import Qt

    from app.main_window import MainWindow
    from app.session import Session
    from app.settings import Settings, SettingsFile
    from geodata.builtin import BuiltinData
    from layers.view_state import ViewState

    file = SettingsFile(settings_path)
    settings = file.read(Settings(language=system_language(), tips=True))
    view_state = ViewState(
        language=language or settings.language,
        theme=settings.theme,
        text_size=settings.text_size,
        extent=settings.extent,
    )
    session = Session(BuiltinData(), view_state)
    window = MainWindow(session, cache(_load_programs), settings, file, folders=folders)
    window.canvas.sharpened.connect(_collect_again, Qt.ConnectionType.SingleShotConnection)
    if file.problem:
        words = session.texts.gettext("The settings of the last time could not be read: {file}")
        window.show_message(words.format(file=file.path))
    return window


def _collect_again() -> None:
    """Look for garbage again, but not among what the start made: that would stall the window."""
    gc.freeze()
    gc.enable()


def _load_programs() -> ProgramCatalogue:
    from layers.programs import load_programs

    return load_programs()
