"""Where the program writes what went wrong, and what it says when something does."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_log = logging.getLogger("atlas")
_LARGEST, _KEPT = 1_000_000, 3
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def start_log(path: Path) -> logging.Handler | None:
    """Write log records to a file, older ones to numbered files beside it.

    Returns:
        what writes them; None if the file cannot be written, which is said on standard error: an
        atlas without a log is better than none.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True
        )
        # Opened now, so that a folder that may not be written to is known at once.
        handler.stream = handler._open()
    except OSError as error:
        print(f"{path}: no log is kept ({error})", file=sys.stderr)  # noqa: T201
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler


def log_qt_messages() -> None:
    """Let what Qt complains of go where everything else goes."""
    logger = logging.getLogger("qt")

    def write(kind: QtMsgType, _: QMessageLogContext, message: str | None) -> None:
        logger.log(_LEVELS.get(kind, logging.WARNING), "%s", message)

    qInstallMessageHandler(write)


class ErrorReporter:
    """Logs every error that nothing caught and tells the planner, once for each kind of it."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        """Start reporting.

        Args:
            tell: shows the error's last line in the window; called on the main thread alone.
        """
        self._tell = tell
        self._told: set[str] = set()
        self._before = sys.excepthook
        sys.excepthook = self._report

    def stop(self) -> None:
        """Leave errors to Python again."""
        sys.excepthook = self._before

    def _report(
        self,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, traceback)
            return
        _log.critical("an error that nothing caught", exc_info=(kind, error, traceback))
        line = f"{kind.__name__}: {error}"
        if line not in self._told and threading.current_thread() is threading.main_thread():
            self._told.add(line)
            self._tell(line)
