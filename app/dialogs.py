"""The one way to ask the planner something, open a link or tell what went wrong.

The window is handed a `Dialogs`; tests hand it one that answers by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox, QWidget

_LONGEST = 4000


class Dialogs:
    """Asks with the dialogs of Qt and of the system, which are imported when they are needed."""

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
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getSaveFileName(parent, title, str(suggestion), ";;".join(filters))
        return Path(name) if name else None

    def open_files(
        self, parent: QWidget | None, title: str, folder: Path, filters: list[str]
    ) -> list[Path]:
        """Ask which files to open; none if the planner changed their mind.

        Args:
            parent: the window that asks.
            title: of the dialog.
            folder: where to look first.
            filters: kinds of files; the first is chosen.
        """
        from PySide6.QtWidgets import QFileDialog

        names, _ = QFileDialog.getOpenFileNames(parent, title, str(folder), ";;".join(filters))
        return [Path(name) for name in names]

    def choose(
        self,
        parent: QWidget | None,
        title: str,
        message: str,
        choices: Sequence[tuple[str, str]],
        details: str = "",
    ) -> str:
        """Ask a question and wait for the answer; all texts are plain.

        Args:
            parent: the window that asks.
            title: the question.
            message: what there is to know.
            choices: name and words of each answer; the first is that of Enter, the last that of
                Escape.
            details: more to read, or "".

        Returns:
            The name of the answer.
        """
        from PySide6.QtWidgets import QMessageBox

        box = self._box(parent, QMessageBox.Icon.Question, title, message, details)
        buttons = {}
        for name, words in choices:
            role = QMessageBox.ButtonRole.ActionRole
            buttons[name] = box.addButton(words, role)
        names = list(buttons)
        box.setDefaultButton(buttons[names[0]])
        box.setEscapeButton(buttons[names[-1]])
        box.exec()
        chosen = box.clickedButton()
        box.deleteLater()
        return next((name for name, button in buttons.items() if button is chosen), names[-1])

    def ask_text(self, parent: QWidget | None, title: str, label: str, text: str) -> str | None:
        """Ask for one line of text that begins as ``text``; None if the mind was changed."""
        from PySide6.QtWidgets import QInputDialog

        line, is_given = QInputDialog.getText(parent, title, label, text=text)
        return line.strip() if is_given else None

    def choose_item(
        self, parent: QWidget | None, title: str, label: str, items: Sequence[str]
    ) -> int | None:
        """Ask for one of several things; return its place, None if the mind was changed."""
        from PySide6.QtWidgets import QInputDialog

        numbered = [f"{place + 1}. {item}" for place, item in enumerate(items)]
        item, is_chosen = QInputDialog.getItem(parent, title, label, numbered, 0, False)
        return numbered.index(item) if is_chosen else None

    def tell(self, parent: QWidget | None, title: str, message: str, details: str = "") -> None:
        """Tell something that needs no decision; all texts are plain."""
        from PySide6.QtWidgets import QMessageBox

        self._show(parent, QMessageBox.Icon.Information, title, message, details)

    def warn(self, parent: QWidget | None, title: str, message: str, details: str = "") -> None:
        """Tell what went wrong and what to do; all texts are plain."""
        from PySide6.QtWidgets import QMessageBox

        self._show(parent, QMessageBox.Icon.Warning, title, message, details)

    def open_link(self, address: str) -> bool:
        """Open a web address in the browser; return whether it could be done.

        Anything but http and https is refused: data must not start programs.
        """
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

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
        box = self._box(parent, icon, title, message, details)
        # Nobody waits for an answer.
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    @staticmethod
    def _box(
        parent: QWidget | None,
        icon: QMessageBox.Icon,
        title: str,
        message: str,
        details: str,
    ) -> QMessageBox:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(parent)
        box.setIcon(icon)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(message[:_LONGEST])
        if details:
            box.setDetailedText(details[:_LONGEST])
        return box
