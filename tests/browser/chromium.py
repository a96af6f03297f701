"""Opens a page in Chromium, without a network, driven by its own protocol through a pipe."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.browser.visit import WATCH, Visit, awaited

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ^NOTFOUND",
    "--remote-debugging-pipe",
)


def chromium_path() -> str | None:
    """Return where Chromium is, None if this machine has none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def visit(
    page: Path,
    steps: Sequence[str] = (),
    *,
    size: tuple[int, int] = (1280, 800),
    pictures: Sequence[Path | None] = (),
    touch: bool = False,
) -> Visit:
    """Open ``page``, evaluate ``steps`` one after the other, and tell what happened.

    Args:
        page: a file.
        steps: expressions of JavaScript; promises are waited for.
        size: pixels of the window.
        pictures: where to save a picture after each step, None for none.
        touch: whether the screen is one for fingers.
    """
    with _started() as browser:
        browser.open(page, size, touch)
        for number, step in enumerate(steps):
            browser.result.values.append(browser.evaluate(step))
            if number < len(pictures) and (picture := pictures[number]) is not None:
                browser.save_picture(picture)
        browser.result.reports = browser.evaluate("window.policyReports")
        return browser.result


@contextlib.contextmanager
def _started() -> Iterator[_Browser]:
    path = chromium_path()
    assert path is not None
    to_browser, write = os.pipe()
    read, from_browser = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = shlex.join([path, *_FLAGS, f"--user-data-dir={profile}", "about:blank"])
        process = subprocess.Popen(
            # Chromium reads the protocol from descriptor 3 and writes it to 4.
            ["bash", "-c", f"exec {command} 3<&{to_browser} 4>&{from_browser}"],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        browser = _Browser(read, write)
        try:
            yield browser
        finally:
            browser.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class _Browser:
    """Speaks the DevTools protocol: JSON, each message ended by a zero byte."""

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write = read, write
        self._rest = b""
        self._last = 0
        self._session: str | None = None
        self.page = ""
        self.result = Visit()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._send("Browser.close", {}, None)
        for pipe in (self._write, self._read):
            os.close(pipe)

    def open(self, page: Path, size: tuple[int, int], touch: bool) -> None:
        self.page = page.resolve().as_uri()
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=size[0],
            height=size[1],
            deviceScaleFactor=1,
            mobile=touch,
        )
        if touch:
            self.call("Emulation.setTouchEmulationEnabled", enabled=True)
        self.call("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
        self.call("Page.navigate", url=self.page)
        self.evaluate(
            "await new Promise((done) => { const wait = () => document.readyState === 'complete'"
            " ? setTimeout(done, 200) : setTimeout(wait, 20); wait(); })"
        )

    def evaluate(self, step: str) -> Any:
        answer = self.call(
            "Runtime.evaluate",
            expression=awaited(step),
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def save_picture(self, path: Path) -> None:
        answer = self.call("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(answer["data"]))

    def call(self, method: str, **parameters: Any) -> Any:
        number = self._send(method, parameters, self._session)
        while True:
            message = self._receive()
            if message.get("id") == number:
                if "error" in message:
                    raise AssertionError(f"{method}: {message['error']}")
                return message["result"]
            self._note(message.get("method", ""), message.get("params", {}))

    def _send(self, method: str, parameters: dict[str, Any], session: str | None) -> int:
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        content = json.dumps(message).encode() + b"\0"
        while content:
            content = content[os.write(self._write, content) :]
        return self._last

    def _receive(self) -> Any:
        while b"\0" not in self._rest:
            piece = os.read(self._read, 1 << 20)
            if not piece:
                raise AssertionError("Chromium ended before it answered")
            self._rest += piece
        message, self._rest = self._rest.split(b"\0", 1)
        return json.loads(message)

    def _note(self, event: str, details: dict[str, Any]) -> None:
        if event == "Network.requestWillBeSent":
            address = details["request"]["url"]
            if address not in (self.page, "about:blank"):
                self.result.requests.append(address)
        elif event == "Runtime.consoleAPICalled":
            self.result.console.append(str(details["args"]))
        elif event == "Runtime.exceptionThrown":
            self.result.console.append(str(details["exceptionDetails"]))
        elif event == "Log.entryAdded":
            self.result.console.append(str(details["entry"]["text"]))
