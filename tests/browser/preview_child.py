"""Opens the web preview in a process of its own and tells what it did, as JSON on its output."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEventLoop, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from app.application import make_application
from app.dialogs import Dialogs
from app.exports.options import PageOptions
from app.web_preview import WebPreview
from geodata.builtin import BuiltinData
from layers.builtin_map import builtin_map
from layers.programs import load_programs
from layers.scene_builder import SceneBuilder
from layers.texts import Texts

_PATIENCE = 60_000  # milliseconds


class _Dialogs(Dialogs):
    def __init__(self) -> None:
        self.links: list[str] = []

    def open_link(self, address: str) -> bool:
        self.links.append(address)
        return True


def main(way_to_end: str) -> dict[str, object]:
    messages: list[str] = []
    qInstallMessageHandler(lambda _kind, _context, message: messages.append(message))
    application = make_application()
    data, texts = BuiltinData(), Texts("en")
    scene = SceneBuilder(data).build(builtin_map(data), texts)
    dialogs = _Dialogs()
    preview = WebPreview(scene, PageOptions(), texts, cache(load_programs), dialogs)
    window = QWidget()
    preview.setParent(window, preview.windowFlags())
    told: dict[str, object] = {"engine before opening": _engine_is_loaded()}
    stalls = _Heartbeat()
    loop = QEventLoop()
    failures: list[str] = []
    preview.shown.connect(loop.quit)
    preview.failed.connect(failures.append)
    preview.failed.connect(loop.quit)
    QTimer.singleShot(_PATIENCE, loop.quit)
    preview.open()
    loop.exec()
    told |= {"failures": failures, "longest stall": stalls.longest, "file": str(preview.file)}
    if preview.view is not None:
        from tests.browser.webengine_child import evaluate

        page = preview.view.page
        told["keeps nothing"] = page.profile().isOffTheRecord()
        told["title"] = evaluate(page, "document.title")
        told["features"] = evaluate(page, "document.querySelectorAll('.feature').length")
        evaluate(page, "fetch('https://a.example/').catch(() => 1)")
        evaluate(page, "void (new Image().src = 'file:///etc/hostname')")
        evaluate(page, "document.querySelector('.credits').click()")
        for _ in range(2):
            # The second is a link that somebody forged.
            evaluate(page, "document.querySelector('#details a[href]').click()")
            _spin(200)
            evaluate(page, "document.querySelector('#details a[href]').href = 'file:///etc/passwd'")
        evaluate(page, "void (location.href = 'https://b.example/')")
        _spin(300)
        boxes = preview.findChildren(QMessageBox)
        told["asked"] = [box.informativeText() for box in boxes]
        told["opened before asking"] = list(dialogs.links)
        for box in boxes:
            next(b for b in box.findChildren(QPushButton) if b.text() == "Open").click()
        told["opened"] = dialogs.links
        told["still there"] = evaluate(page, "document.title")
        told["blocked"] = list(preview.view.blocked)
    told["page is there"] = preview.file.is_file()
    file = preview.file
    if way_to_end == "close":
        preview.close()
    elif way_to_end == "delete":
        shiboken6.delete(window)
    _spin(200)
    told["page is there in the end"] = file.is_file()
    told["engine in the end"] = _engine_is_loaded()
    told["messages"] = [message for message in messages if "profile" in message.lower()]
    application.processEvents()
    return told


def look_through_gate() -> dict[str, object]:
    """Open a page that asks for more than itself."""
    make_application()
    from PySide6.QtWebEngineCore import QWebEngineSettings

    from app.web_view import PageView

    loaded: list[bool] = []
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text('<img src="https://a.example/a.png"><link rel=stylesheet href=b.css>')
        view = PageView()
        settings, attribute = view.page.settings(), QWebEngineSettings.WebAttribute
        settings.setAttribute(attribute.LocalContentCanAccessRemoteUrls, True)
        settings.setAttribute(attribute.LocalContentCanAccessFileUrls, True)
        loop = QEventLoop()
        view.loaded.connect(loaded.append)
        view.loaded.connect(loop.quit)
        QTimer.singleShot(_PATIENCE, loop.quit)
        view.load(page)
        loop.exec()
        view.release()
    return {"blocked": list(view.blocked), "loaded": loaded}


class _Heartbeat:
    """Measures for how long the event loop did not come round."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def _engine_is_loaded() -> bool:
    return any("WebEngine" in name for name in sys.modules)


def _spin(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    result = look_through_gate() if sys.argv[1] == "gate" else main(sys.argv[1])
    Path(sys.argv[2]).write_text(json.dumps(result), encoding="utf-8")
