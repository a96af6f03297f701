"""The web preview, in processes of its own: an engine that ends badly takes its process along."""

import json
import os
import subprocess
import sys

import pytest

from app.web_preview import missing_sandbox
from layers.texts import Texts
from tests.browser.webengine import ROOT, environment


def run_preview(tmp_path, way_to_end, settings=None):
    told = tmp_path / "told.json"
    run = subprocess.run(
        [sys.executable, "-m", "tests.browser.preview_child", way_to_end, told],
        cwd=ROOT,
        env=settings or environment(),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(told.read_text(encoding="utf-8"))


def test_the_preview_shows_the_page_and_lets_nothing_out(tmp_path):
    told = run_preview(tmp_path, "close")
    assert told["engine before opening"] is False
    assert told["failures"] == []
    assert told["title"] == "El Salvador: security programs"
    assert told["features"] > 300
    assert told["keeps nothing"] is True
    # The page's own policy stops what it asks for before the gate has to.
    assert told["blocked"] == []
    # Links are asked about; addresses of no website are not even that.
    assert told["asked"] == ["https://www.soest.hawaii.edu/pwessel/gshhg/", "https://b.example/"]
    assert told["opened before asking"] == []
    assert told["opened"] == told["asked"]
    assert told["still there"] == told["title"]
    assert told["messages"] == []
    assert told["page is there"] is True
    assert told["page is there in the end"] is False


@pytest.mark.parametrize("way_to_end", ["delete", "leave"])
def test_the_process_ends_well_however_the_preview_goes(tmp_path, way_to_end):
    told = run_preview(tmp_path, way_to_end)
    assert told["failures"] == told["messages"] == []


def test_the_gate_lets_nothing_but_the_page_through(tmp_path):
    told = run_preview(tmp_path, "gate")
    assert {address.rpartition("/")[2] for address in told["blocked"]} == {"a.png", "b.css"}
    assert told["loaded"] == [True]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root has no sandbox"
)
def test_as_root_the_engine_is_not_started(tmp_path):
    settings = environment()
    del settings["QTWEBENGINE_DISABLE_SANDBOX"], settings["QTWEBENGINE_CHROMIUM_FLAGS"]
    told = run_preview(tmp_path, "close", settings)
    assert len(told["failures"]) == 1
    assert "user root" in told["failures"][0]
    assert told["engine in the end"] is False
    # The page is written all the same: it can be opened in the browser.
    assert told["page is there"] is True


@pytest.mark.parametrize(
    ("platform", "variables", "arguments", "is_root", "is_missing"),
    [
        ("linux", {}, [], True, True),
        ("linux", {}, [], False, False),
        ("darwin", {}, [], True, False),
        ("win32", {}, [], False, False),
        ("linux", {"QTWEBENGINE_DISABLE_SANDBOX": "1"}, [], True, False),
        ("linux", {"QTWEBENGINE_DISABLE_SANDBOX": "0"}, [], True, True),
        ("linux", {"QTWEBENGINE_CHROMIUM_FLAGS": "--x --no-sandbox"}, [], True, False),
        ("linux", {}, ["atlas-seguro", "--no-sandbox"], True, False),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_missing_sandbox_is_told(platform, variables, arguments, is_root, is_missing, language):
    texts = Texts(language)
    reason = missing_sandbox(texts, platform, variables, arguments, is_root)
    assert bool(reason) is is_missing


def test_no_other_module_imports_the_engine():
    importing = [
        path.relative_to(ROOT).as_posix()
        for package in ("app", "layers", "geodata")
        for path in (ROOT / package).rglob("*.py")
        if "from PySide6.QtWebEngine" in path.read_text(encoding="utf-8")
    ]
    # The doctor tells its version, in a process that shows nothing.
    assert sorted(importing) == ["app/doctor.py", "app/web_view.py"]
