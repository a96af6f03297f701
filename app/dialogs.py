"""The one way to ask the planner something, open a link or tell what went wrong.

The window is handed a `Dialogs`; tests hand it one that answers by itself.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

_LONGEST = 4000


class Dialogs:
    """Asks with the dialogs of Qt and of the system."""

    def save_file(
        self, parent: QWidget | None, title: str, suggestion: Path, filters: list[str]
    ) -> Path | None:
        """Ask where to save a file.

        Args:
            parent: the window that asks.
            title: of the dialog.
            suggestion: folder and name to begin with.
            filters: kinds of files, for instance ``PNG (*.png)``; the first is chosen.

        Returns:
            The file, None if the planner changed their mind.
        """
        name, _ = QFileDialog.getSaveFileName(parent, title, str(suggestion), ";;".join(filters))
        return Path(name) if name else None

    def tell(self, parent: QWidget | None, title: str, message: str, details: str = "") -> None:
        """Tell something that needs no decision; all texts are plain."""
        self._show(parent, QMessageBox.Icon.Information, title, message, details)

    def warn(self, parent: QWidget | None, title: str, message: str, details: str = "") -> None:
        """Tell what went wrong and what to do; all texts are plain."""
        self._show(parent, QMessageBox.Icon.Warning, title, message, details)

    def open_link(self, address: str) -> bool:
        """Open a web address in the browser; return whether it could be done.

        Anything but http and https is refused: data must not start programs.
        """
        url = QUrl(address, QUrl.ParsingMode.StrictMode)
        if not url.isValid() or url.scheme() not in ("http", "https") or not url.host():
            return False
        return bool(QDesktopServices.openUrl(url))

    def _show(
        self,
        parent: QWidget | None,
        icon: QMessageBox.Icon,
        title: str,
        message: str,
        details: str,
    ) -> None:
        box = QMessageBox(parent)
        box.setIcon(icon)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(message[:_LONGEST])
        if details:
            box.setDetailedText(details[:_LONGEST])
        # Nobody waits for an answer.
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
