"""The start of the program: displays, languages, the log, errors that nothing caught."""

import logging
import os
import subprocess
import sys

import pytest

from app.application import NO_DISPLAY, has_display, no_display_message
from app.logs import ErrorReporter, log_qt_messages, start_log
from app.settings import Settings, SettingsFile
from layers.texts import Texts
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_displays(platform, environment, expected):
    assert has_display(platform, environment) is expected


@pytest.mark.parametrize("language", ["en", "es"])
def test_without_a_display_another_way_is_named(language):
    assert "atlas-seguro export" in no_display_message(Texts(language))


def _run(arguments, **variables):
    """Run the program as a user does, without a display."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=environment | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux runs without a display"
)
def test_without_a_display_the_program_says_so_and_ends(tmp_path):
    result = _run(["--language", "es"], HOME=str(tmp_path))
    assert result.returncode == NO_DISPLAY
    assert "no hay pantalla" in result.stderr
    assert "atlas-seguro export mapa.png" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_the_start_loads_nothing_heavy(tmp_path):
    """What takes long to import is not imported before it is needed."""
    code = (
        "import sys, pathlib\n"
        "from app.application import make_application, make_window\n"
        "application = make_application()\n"
        f"window = make_window(pathlib.Path({str(tmp_path / 's.json')!r}), 'es')\n"
        "window.show()\n"
        "application.processEvents()\n"
        "window.details_panel.refresh()\n"
        "window.close()\n"
        "print(' '.join(sorted(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    loaded = set(result.stdout.split())
    heavy = {
        *("folium", "branca", "jinja2", "geopandas", "pandas", "pyogrio", "pyarrow", "pydantic"),
        *("openpyxl", "babel", "babel.messages", "pyproj", "scipy", "asyncio", "requests"),
        *("PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets", "PySide6.QtPrintSupport"),
        *("app.exports.web", "app.exports.dialog"),
    }
    assert loaded & heavy == set()


def test_what_the_first_map_does_not_need_comes_after_it(tmp_path):
    """At the frame that holds the first map, the window and the map are loaded, and little else."""
    code = (
        "import gc, pathlib, sys\n"
        "from app.application import make_application, make_window\n"
        "application = make_application()\n"
        f"window = make_window(pathlib.Path({str(tmp_path / 's.json')!r}), 'es')\n"
        "canvas, told = window.canvas, []\n"
        "paint = canvas.paintEvent\n"
        "def painted(event):\n"
        "    paint(event)\n"
        "    if not told:\n"
        "        told.append((canvas.is_sharp, len(canvas.scene.layers), sorted(sys.modules)))\n"
        "canvas.paintEvent = painted\n"
        "window.show()\n"
        "while not told or not gc.isenabled():\n"
        "    application.processEvents()\n"
        "rows = len(window.layers_panel.layer_list.rows)\n"
        "window.close()\n"
        "print(told[0][0], told[0][1] > 10, rows > 10, *told[0][2])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    is_sharp, has_layers, has_rows, *loaded = result.stdout.split()
    assert (is_sharp, has_layers, has_rows) == ("True", "True", "True")
    later = {
        *("concurrent.futures", "difflib", "email", "hashlib", "importlib.metadata"),
        *("importlib.resources", "psutil", "tomllib", "uuid", "xml", "babel.core", "pyproj"),
        *("html", "shapely"),
        *("app.workspace", "app.editing.editing", "app.opening.opening", "app.projects.projects"),
        *("app.styling.styling", "app.exploring", "app.online.online_map", "app.tasks"),
        *("app.canvas.backdrop", "app.exports.saving", "geodata.tiles"),
        *("app.panels.page", "app.help_pages", "layers.programs", "layers.project"),
        *("geodata.editing", "geodata.official_areas", "geodata.municipality_match"),
    }
    assert set(loaded) & later == set()


@pytest.mark.parametrize(
    ("asked", "size", "ratio"), [("", 150, 1.5), ("2", 150, 3.0), ("", 0, 1.0)]
)
def test_text_and_symbols_take_the_chosen_size_at_the_start(tmp_path, asked, size, ratio):
    path = tmp_path / "settings.json"
    if size:
        SettingsFile(path).write(Settings(text_size=size))
    code = (
        "import pathlib\n"
        "from app.application import make_application\n"
        f"application = make_application(pathlib.Path({str(path)!r}))\n"
        "print(application.devicePixelRatio())\n"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": asked or "1"}
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert float(result.stdout) == ratio


# ------------------------------------------------------------------------------- the log


@pytest.fixture
def log(tmp_path):
    """A log file that is open, and closed after the test."""
    root = logging.getLogger()
    level = root.level
    path = tmp_path / "folder" / "atlas.log"
    handler = start_log(path)
    yield path
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


def test_the_log_is_written_with_time_and_level(log):
    logging.getLogger("atlas").info("café %s", 1)
    assert log.read_text(encoding="utf-8").endswith("INFO atlas: café 1\n")


def test_the_log_does_not_grow_for_ever(log):
    for _ in range(30):
        logging.getLogger("atlas").info("x" * 200_000)
    files = sorted(log.parent.iterdir())
    assert len(files) == 4
    assert sum(file.stat().st_size for file in files) < 5_000_000


def test_a_log_that_cannot_be_written_is_no_reason_to_stop(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert start_log(tmp_path / "file" / "atlas.log") is None
    assert "no log is kept" in capsys.readouterr().err


def test_errors_that_nothing_caught_are_logged_and_told_once(log, logged_warnings):
    told = []
    before = sys.excepthook
    reporter = ErrorReporter(told.append)
    for message in ("first", "first", "second"):
        try:
            raise ValueError(message)
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    reporter.stop()
    assert sys.excepthook is before
    assert told == ["ValueError: first", "ValueError: second"]
    assert log.read_text(encoding="utf-8").count("Traceback") == 3
    assert len(logged_warnings.take()) == 3


def test_what_qt_complains_of_is_logged(log, logged_warnings):
    from PySide6.QtCore import qInstallMessageHandler, qWarning

    before = qInstallMessageHandler(None)
    try:
        log_qt_messages()
        qWarning("something odd")
    finally:
        qInstallMessageHandler(before)
    assert "WARNING qt: something odd" in log.read_text(encoding="utf-8")
    assert logged_warnings.take() == ["something odd"]
