"""Opens a page in QtWebEngine, without a network, each time in a process of its own.

A page that is alive when Python ends, or when another one begins, may crash it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.browser.visit import Visit

ROOT = Path(__file__).resolve().parents[2]


def environment() -> dict[str, str]:
    """Return the environment in which QtWebEngine runs as anybody, without a screen."""
    return {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        # Chromium refuses to run as root with its sandbox; tests run as root in containers.
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu --disable-dev-shm-usage",
        "PYTHONPATH": str(ROOT),
    }


def visit(page: Path, steps: Sequence[str] = (), *, size: tuple[int, int] = (1280, 800)) -> Visit:
    """Open ``page``, evaluate ``steps`` one after the other, and tell what happened.

    Args:
        page: a file.
        steps: expressions of JavaScript, which may use ``await``.
        size: pixels of the view.
    """
    with tempfile.TemporaryDirectory() as folder:
        asked, told = Path(folder, "asked.json"), Path(folder, "told.json")
        question = {"page": page.resolve().as_uri(), "steps": list(steps), "size": size}
        asked.write_text(json.dumps(question), encoding="utf-8")
        run = subprocess.run(
            [sys.executable, "-m", "tests.browser.webengine_child", asked, told],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        if not told.exists():
            raise AssertionError(f"QtWebEngine ended with {run.returncode}: {run.stderr}")
        return Visit(**json.loads(told.read_text(encoding="utf-8")))
