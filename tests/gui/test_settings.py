"""How the window was left comes back at the next start, whatever became of the file."""

import json
import os
import stat
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtTest import QTest

from app.application import make_window as make_real_window
from app.settings import Settings, SettingsFile
from app.window_place import first_place, on_screen
from layers.bookmarks import Bookmark
from layers.view_state import ViewState
from tests.gui.canvas.looking import settle
from tests.gui.driving import shown_order

FULL = Settings(
    language="es",
    theme="dark",
    text_size=130,
    extent=(-9_950_000.0, 1_500_000.0, -9_900_000.0, 1_550_000.0),
    window=(10, 20, 700, 600),
    maximized=False,
    panels=(260, 300, 0),
    flat_layers=True,
    bookmarks=(
        Bookmark("Centro", (-9_950_000.0, 1_500_000.0, -9_900_000.0, 1_550_000.0), ("towns",)),
        Bookmark("Todo", (-9_950_000.0, 1_500_000.0, -9_900_000.0, 1_550_000.0)),
    ),
)


# ------------------------------------------------------------------------------- the file


def test_what_is_written_is_read(tmp_path):
    file = SettingsFile(tmp_path / "folder" / "settings.json")
    file.write(FULL)
    assert file.read(Settings()) == FULL
    assert file.problem == ""


def test_at_the_first_start_there_is_no_file(tmp_path):
    file = SettingsFile(tmp_path / "settings.json")
    assert file.read(FULL) == FULL
    assert file.problem == ""


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000),
        *(b'"text"', b"x" * 2_000_000, b'{"language": "en"'),
    ],
)
def test_a_damaged_file_is_told_and_left_out(tmp_path, logged_warnings, content):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    file = SettingsFile(path)
    assert file.read(FULL) == FULL
    assert file.problem
    (line,) = logged_warnings.take()
    assert str(path) in line


def test_what_is_wrong_is_left_out_and_the_rest_is_kept(tmp_path, logged_warnings):
    path = tmp_path / "settings.json"
    path.write_text(
        json.dumps(
            {
                "language": "tlh",
                "theme": "dark",
                "extent": [1, 2, float("nan"), 4],
                "window": [0, 0, -5, 10],
                "maximized": "yes",
                "panels": [1, 2],
                "flat_layers": True,
                "of a later version": 1,
            }
        )
    )
    read = SettingsFile(path).read(Settings())
    assert read == Settings(theme="dark", flat_layers=True)
    (line,) = logged_warnings.take()
    assert "extent, language, maximized, panels, window" in line


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


# The first text that Hypothesis makes takes it seconds on a slow machine: it lists all of Unicode.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(Settings.__slots__, JSON)))
def test_any_content_gives_settings_that_can_be_used(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "settings.json"
    path.write_text(json.dumps(content))
    read = SettingsFile(path).read(Settings())
    ViewState(language=read.language, theme=read.theme, extent=read.extent)
    assert read.language in ("en", "es")
    assert read.theme in ("system", "light", "dark")
    for value, count in ((read.window, 4), (read.panels, 3)):
        assert value is None or (len(value) == count and all(type(n) is int for n in value))
    assert read.extent is None or (
        read.extent[0] < read.extent[2] and read.extent[1] < read.extent[3]
    )


@pytest.fixture(autouse=True)
def _quiet(request, logged_warnings):
    """Examples of a property may log as they like."""
    yield
    if "any_content" in request.node.name:
        logged_warnings.take()


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="root and Windows may write into any folder",
)
def test_a_folder_that_may_not_be_written_to_is_logged(tmp_path, logged_warnings):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    SettingsFile(tmp_path / "settings.json").write(FULL)
    assert "not kept" in logged_warnings.take()[0]


def test_a_folder_in_the_place_of_the_file_is_logged(tmp_path, logged_warnings):
    path = tmp_path / "settings.json"
    path.mkdir()
    file = SettingsFile(path)
    file.write(FULL)
    assert "not kept" in logged_warnings.take()[0]
    assert file.read(Settings()) == Settings()
    assert logged_warnings.take()


# ------------------------------------------------------------------------------- the window


def test_the_window_comes_back_as_it_was_left(qtbot, make_window, tmp_path):
    path = tmp_path / "kept.json"
    first = make_window(Settings(theme="light", window=(5, 6, 780, 640)), settings_path=path)
    actions = first.actions_by_name
    actions["language_es"].trigger()
    actions["theme_dark"].trigger()
    actions["details_panel"].trigger()
    actions["drawing_order"].trigger()
    first.canvas.zoom_to((-9_950_000.0, 1_500_000.0, -9_900_000.0, 1_550_000.0))
    settle(qtbot, first.canvas)
    view = first.canvas.view
    first.close()
    kept = SettingsFile(path).read(Settings())
    second = make_window(kept, settings_path=path)
    settle(qtbot, second.canvas)
    assert second.geometry() == first.geometry()
    assert second.session.view_state.language == "es"
    assert second.header.export.text() == "Exportar"
    assert second.session.view_state.theme == "dark"
    assert second.canvas.scene.theme == "dark"
    assert not second.panes.is_open(second.details_panel)
    assert not second.actions_by_name["details_panel"].isChecked()
    assert second.actions_by_name["drawing_order"].isChecked()
    assert second.layers_panel.is_flat
    assert shown_order(second)[0] == "model-precincts"
    assert (second.canvas.view.x, second.canvas.view.y) == pytest.approx((view.x, view.y))
    assert second.canvas.view.resolution == pytest.approx(view.resolution, rel=0.002)


def test_a_panel_that_was_closed_opens_as_wide_as_usual(make_window):
    window = make_window(Settings(theme="light", panels=(0, 700, 0)))
    assert window.panes.widths[0] == 0
    window.actions_by_name["layers_panel"].trigger()
    QTest.qWait(10)
    assert window.panes.widths[0] >= 200
    assert window.layers_panel.isVisible()


def test_a_damaged_file_is_told_in_the_status_bar(qtbot, qapp, tmp_path, logged_warnings):
    path = tmp_path / "settings.json"
    path.write_text("{")
    window = make_real_window(path, "en")
    assert str(path) in window.status.currentMessage()
    logged_warnings.take()
    window.close()
    window.deleteLater()
    assert json.loads(path.read_text())["language"] == "en"


# ------------------------------------------------------------------------------- the screen


def test_a_window_whose_screen_is_gone_comes_to_one_that_is_there():
    screens = [QRect(0, 0, 1920, 1040), QRect(1920, 0, 1280, 1024)]
    assert on_screen((100, 50, 1280, 800), screens) == (100, 50, 1280, 800)
    assert on_screen((2000, 100, 1200, 800), screens) == (2000, 100, 1200, 800)
    assert on_screen((5000, 3000, 1280, 800), screens) == (640, 240, 1280, 800)
    assert on_screen((-400, -300, 3000, 2000), screens) == (0, 0, 1920, 1040)


def test_the_first_window_fits_a_small_screen():
    left, top, width, height = first_place(QRect(0, 0, 1024, 600))
    assert width <= 1024
    assert height <= 600
    assert left >= 0
    assert top >= 0


def test_the_size_of_text_is_chosen_for_the_next_start(main_window, tmp_path):
    action = main_window.actions_by_name["text_size_150"]
    assert main_window.actions_by_name["text_size_100"].isChecked()
    action.trigger()
    assert main_window.settings().text_size == 150
    assert action.isChecked()
    assert "next start" in main_window.status.currentMessage()
