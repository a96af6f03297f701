"""A view of one page on disk in QtWebEngine: nothing is kept, nothing else is loaded.

This is the only module that imports QtWebEngine, which takes hundreds of megabytes and half a
second; it is imported when the web preview is opened (`app.web_preview`).
"""

from __future__ import annotations

from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

_WITHOUT_A_REQUEST = frozenset({"data", "blob", "about"})


class PageView(QWidget):
    """Shows a page from disk.

    Attributes:
        loaded: the page is shown; whether it could be loaded.
        link_wanted: a link of the page that leads to the web was followed; its address.
        blocked: addresses that the page asked for and did not get.
    """

    loaded = Signal(bool)
    link_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_loaded = False
        # Without a name a profile keeps nothing on disk.
        self._profile = QWebEngineProfile()
        self._gate = _Gate()
        self._profile.setUrlRequestInterceptor(self._gate)
        self._page = _Page(self._profile, self)
        # A page must be gone before its profile is, or Qt ends the process: whatever lets the page
        # go lets the profile go right after it.
        self._profile.setParent(self._page)
        self._page.link_wanted.connect(self.link_wanted)
        self._page.loadFinished.connect(self._tell_loaded)
        self._view = QWebEngineView(self)
        self._view.setPage(self._page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self.setFocusProxy(self._view)

    @property
    def blocked(self) -> tuple[str, ...]:
        """Addresses that the page asked for and did not get."""
        return tuple(self._gate.blocked)

    @property
    def page(self) -> QWebEnginePage:
        """The page, for tests that look at what it shows."""
        return self._page

    def load(self, file: Path) -> None:
        """Show a page; `loaded` tells when it is there."""
        address = QUrl.fromLocalFile(str(file))
        self._gate.allowed = self._page.allowed = address
        # As a text it could be 2 MB at most.
        self._page.load(address)

    def _tell_loaded(self, succeeded: bool) -> None:
        # A link that is not followed ends in a load that failed, too.
        if not self._is_loaded:
            self._is_loaded = True
            self.loaded.emit(succeeded)

    def release(self) -> None:
        """Let go of the page and its engine now."""
        if shiboken6.isValid(self._page):
            shiboken6.delete(self._page)


class _Gate(QWebEngineUrlRequestInterceptor):
    """Lets one file through, and nothing else."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.allowed = QUrl()
        self.blocked: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Block every request but that for the page itself."""
        address = info.requestUrl()
        if address != self.allowed and address.scheme() not in _WITHOUT_A_REQUEST:
            self.blocked.append(address.toString())
            info.block(True)


class _Page(QWebEnginePage):
    """A page that stays where it is: its links are told, not followed."""

    link_wanted = Signal(str)

    def __init__(self, profile: QWebEngineProfile, parent: QObject) -> None:
        super().__init__(profile, parent)
        self.allowed = QUrl()
        self.newWindowRequested.connect(self._tell_new_window)
        settings, attribute = self.settings(), QWebEngineSettings.WebAttribute
        for name in (
            attribute.LocalContentCanAccessRemoteUrls,
            attribute.LocalContentCanAccessFileUrls,
            attribute.LocalStorageEnabled,
            attribute.PluginsEnabled,
            attribute.PdfViewerEnabled,
            attribute.JavascriptCanAccessClipboard,
            attribute.DnsPrefetchEnabled,
        ):
            settings.setAttribute(name, False)

    def acceptNavigationRequest(
        self, url: QUrl | str, _type: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        """Stay on the page; tell of a link that leads elsewhere."""
        address = QUrl(url)
        if is_main_frame and address.toLocalFile() == self.allowed.toLocalFile() != "":
            return True
        self._tell(address)
        return False

    def _tell_new_window(self, request: QWebEngineNewWindowRequest) -> None:
        self._tell(request.requestedUrl())

    def _tell(self, address: QUrl) -> None:
        if address.scheme() in ("http", "https"):
            self.link_wanted.emit(address.toString())
