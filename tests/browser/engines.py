"""The engines that pages are opened in: the one of the preview, and Chromium where it is."""

from __future__ import annotations

import pytest

from tests.browser import chromium, webengine

without_chromium = pytest.mark.skipif(
    chromium.chromium_path() is None, reason="this machine has no Chromium"
)

ENGINES = (
    pytest.param(webengine.visit, id="QtWebEngine"),
    pytest.param(chromium.visit, id="Chromium", marks=without_chromium),
)
"""Parameters for tests: functions that open a page, see `tests.browser.webengine.visit`."""
