"""Opens a page in QtWebEngine in a process of its own; `tests.browser.webengine` starts it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from tests.browser.visit import WATCH, awaited

_PATIENCE = 60_000  # milliseconds


class _Interceptor(QWebEngineUrlRequestInterceptor):
    def __init__(self, page: str, requests: list[str]) -> None:
        super().__init__()
        self._page, self._requests = page, requests

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        address = info.requestUrl().toString()
        if address != self._page:
            self._requests.append(address)
            info.block(True)


class _Page(QWebEnginePage):
    def __init__(self, profile: QWebEngineProfile, console: list[str]) -> None:
        super().__init__(profile)
        self._console = console

    def javaScriptConsoleMessage(self, level: Any, message: str, line: int, source: str) -> None:
        self._console.append(f"{level}: {message} ({source}:{line})")


def main(page: str, steps: list[str], size: tuple[int, int]) -> dict[str, Any]:
    application = QApplication(["visit"])
    found: dict[str, Any] = {"requests": [], "console": [], "reports": [], "values": []}
    profile = QWebEngineProfile()
    interceptor = _Interceptor(page, found["requests"])
    profile.setUrlRequestInterceptor(interceptor)
    watch = QWebEngineScript()
    watch.setSourceCode(WATCH)
    watch.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    watch.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld)
    profile.scripts().insert(watch)
    view = QWebEngineView()
    # What a page from disk asks of the network shall get as far as the interceptor.
    remote = QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls
    profile.settings().setAttribute(remote, True)
    opened = _Page(profile, found["console"])
    view.setPage(opened)
    view.resize(*size)
    view.show()
    _wait(opened.loadFinished, lambda: opened.load(QUrl(page)))
    for step in steps:
        found["values"].append(evaluate(opened, step))
    found["reports"] = evaluate(opened, "window.policyReports")
    # A page must be gone before its profile is.
    view.setPage(None)
    opened.deleteLater()
    view.deleteLater()
    application.processEvents()
    return found


def _wait(signal: Any, begin: Any) -> None:
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(_PATIENCE, loop.quit)
    begin()
    loop.exec()


def evaluate(page: QWebEnginePage, step: str) -> Any:
    """Return the value of a step; Qt does not wait for promises, so the page keeps the result."""
    _run(
        page,
        f"window.stepResult = null; {awaited(step)}.then("
        "(value) => { window.stepResult = JSON.stringify({ value }); },"
        "(error) => { window.stepResult = JSON.stringify({ error: String(error) }); }); null",
    )
    for _ in range(_PATIENCE // 20):
        result = _run(page, "window.stepResult")
        if result:
            answer = json.loads(result)
            if "error" in answer:
                raise AssertionError(answer["error"])
            return answer.get("value")
        loop = QEventLoop()
        QTimer.singleShot(20, loop.quit)
        loop.exec()
    raise AssertionError(f"no answer to {step}")


def _run(page: QWebEnginePage, script: str) -> Any:
    answers: list[Any] = []
    loop = QEventLoop()

    def answered(value: Any) -> None:
        answers.append(value)
        loop.quit()

    QTimer.singleShot(_PATIENCE, loop.quit)
    page.runJavaScript(script, 0, answered)
    if not answers:
        loop.exec()
    return answers[0] if answers else None


if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    result = main(asked["page"], asked["steps"], tuple(asked["size"]))
    Path(sys.argv[2]).write_text(json.dumps(result), encoding="utf-8")
    QGuiApplication.quit()
