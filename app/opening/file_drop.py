"""Files that are dropped onto the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """Lets a window take files of this computer that are dropped on it.

    Attributes:
        dropped: files were dropped; their paths.
        hovering: whether files are held over the window.
    """

    dropped = Signal(object)
    hovering = Signal(bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take what is dropped if it is files."""
        if event.type() == QEvent.Type.DragLeave:
            self.hovering.emit(False)
            return False
        if not isinstance(event, QDropEvent):
            return False
        paths = local_files(event.mimeData())
        if not paths:
            return False
        # The file stays where it is, whatever the other program proposes.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.hovering.emit(False)
            self.dropped.emit(paths)
        elif event.type() == QEvent.Type.DragEnter:
            self.hovering.emit(True)
        return True


def local_files(content: QMimeData) -> list[Path]:
    """Return the files of this computer that are dragged."""
    return [Path(url.toLocalFile()) for url in content.urls() if url.isLocalFile()]
