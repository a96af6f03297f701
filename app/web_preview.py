"""The web preview: the very page that an export writes, as a browser shows it.

The browser engine is loaded when the preview is opened, never before.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTemporaryDir, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.dialogs import Dialogs
from app.exports.options import PageOptions
from app.tasks import Task
from layers.programs import ProgramCatalogue
from layers.scene import Scene
from layers.texts import Texts

if TYPE_CHECKING:
    from app.web_view import PageView

_SIZE = (1180, 780)
_PAGE = "map.html"
_MARGIN = 12
_LONGEST_ADDRESS = 300


class WebPreview(QDialog):
    """Shows a scene's web page.

    Attributes:
        shown: the page is on the screen.
        failed: the page cannot be shown here; why.
        view: the view of the page, None until the page is written.
    """

    shown = Signal()
    failed = Signal(str)

    def __init__(
        self,
        scene: Scene,
        options: PageOptions,
        texts: Texts,
        programs: Callable[[], ProgramCatalogue],
        dialogs: Dialogs,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog; `open` or `show` shows it and begins to write the page.

        Args:
            scene: what the page shows.
            options: the area that it opens with.
            texts: the language, which must be that of the scene.
            programs: reads the dossiers; called in a thread.
            dialogs: how to open links.
            parent: the window.
        """
        super().__init__(parent)
        self._scene, self._options, self._texts = scene, options, texts
        self._programs, self._dialogs = programs, dialogs
        self._folder = QTemporaryDir()
        self._is_in_browser = False
        self._task: Task | None = None
        self.view: PageView | None = None
        self._message = QLabel(self)
        self._browser = QPushButton(texts.gettext("Open in the browser"), self)
        self._close = QPushButton(texts.gettext("Close"), self)
        self._arrange()
        application = QCoreApplication.instance()
        if application is not None:
            # Neither the thread nor the engine may outlive the program.
            application.aboutToQuit.connect(self.close)

    @property
    def file(self) -> Path:
        """The page; there once it is written, gone with the dialog."""
        return Path(self._folder.filePath(_PAGE))

    def begin(self) -> None:
        """Write the page in a thread, then show it."""
        if self._task is None:
            self._task = Task(lambda *_: self._write(), parent=self)
            self._task.succeeded.connect(self._announce)
            self._task.failed.connect(lambda error: self._fail(str(error)))
            self._task.start()

    def setVisible(self, visible: bool) -> None:
        """Begin when the dialog is first shown."""
        super().setVisible(visible)
        if visible:
            self.begin()

    def done(self, result: int) -> None:
        """Close, and let go of the page and its engine."""
        if self._task is not None:
            self._task.stop()
        if self.view is not None:
            self.view.release()
        if not self._is_in_browser:
            self._folder.remove()
        super().done(result)

    # Parts

    def _arrange(self) -> None:
        _ = self._texts.gettext
        self.setWindowTitle(_("Web preview"))
        self.resize(*_SIZE)
        self._message.setText(_("Making the page. The first opening takes a moment."))
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._browser.setEnabled(False)
        self._browser.setAutoDefault(False)
        self._browser.clicked.connect(self.open_in_browser)
        self._close.setDefault(True)
        self._close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        buttons.addWidget(self._browser)
        buttons.addStretch()
        buttons.addWidget(self._close)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._message, 1)
        self._layout.addLayout(buttons)

    def _write(self) -> None:
        from app.exports.web import write_html

        write_html(self.file, self._scene, self._options, self._texts, self._programs())

    # What happens then

    def _announce(self) -> None:
        self._browser.setEnabled(True)
        reason = missing_sandbox(self._texts, sys.platform, os.environ, sys.argv, _is_root())
        if reason:
            self._fail(reason)
            return
        self._message.setText(self._texts.gettext("Starting the browser engine…"))
        # The message must be on the screen before the engine keeps the window waiting.
        QTimer.singleShot(30, self, self._show_page)

    def _show_page(self) -> None:
        try:
            from app.web_view import PageView
        except ImportError as error:
            words = self._texts.gettext(
                "The browser engine of the preview cannot be loaded ({reason}). "
                "Open the page in your browser instead."
            )
            self._fail(words.format(reason=error))
            return
        self.view = PageView(self)
        self.view.setAccessibleName(self._texts.gettext("Web preview"))
        self.view.loaded.connect(self._on_loaded)
        self.view.link_wanted.connect(self.ask_for_link)
        self._layout.replaceWidget(self._message, self.view)
        self._message.hide()
        self.view.load(self.file)

    def _on_loaded(self, succeeded: bool) -> None:
        if succeeded:
            self.shown.emit()
        else:
            self.failed.emit(self._texts.gettext("The page could not be loaded."))

    def _fail(self, reason: str) -> None:
        self._message.setText(reason)
        self.failed.emit(reason)

    # What the planner wants

    def open_in_browser(self) -> None:
        """Show the page in the browser of the system; it stays on the disk for that."""
        self._is_in_browser = True
        self._folder.setAutoRemove(False)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.file)))

    def ask_for_link(self, address: str) -> None:
        """Ask whether an address may be opened in the browser of the system."""
        _ = self._texts.gettext
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_("Open a link"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(_("This leads to the internet. Open it in your browser?"))
        box.setInformativeText(address[:_LONGEST_ADDRESS])
        yes = box.addButton(_("Open"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
        yes.clicked.connect(lambda: self._dialogs.open_link(address))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


def missing_sandbox(
    texts: Texts,
    platform: str,
    environment: Mapping[str, str],
    arguments: Sequence[str],
    is_root: bool,
) -> str:
    """Return why the browser engine must not be started, "" if it may be.

    On Linux it cannot guard itself as root, and rather ends the process than to run unguarded.
    """
    flags = environment.get("QTWEBENGINE_CHROMIUM_FLAGS", "").split()
    unguarded = (
        environment.get("QTWEBENGINE_DISABLE_SANDBOX") == "1"
        or "--no-sandbox" in flags
        or "--no-sandbox" in arguments
    )
    if not platform.startswith("linux") or not is_root or unguarded:
        return ""
    return texts.gettext(
        "The preview's browser engine does not run for the user root, for it could not guard "
        "itself. Start the atlas as another user, or open the page in your browser."
    )


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
