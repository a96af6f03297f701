"""Every export can be given up at every stage; the old file stays, nothing is left beside it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer

from app.exports.atlas_job import AtlasJob
from app.exports.data_files import save_data
from app.exports.formats import format_of
from app.exports.map_job import MapJob
from app.exports.options import PageOptions, layout_options
from app.exports.running import RunningExport
from app.exports.running_atlas import RunningAtlas
from app.tasks import TaskCancelledError
from geodata.files.saving.tables import SAVE_ENDINGS
from layers.atlas_pages import build_atlas
from layers.atlas_scene import atlas_state
from layers.builtin_map import builtin_map
from layers.layouts import Layout
from layers.scene_builder import SceneBuilder
from tests.layers.changes.tables import table

PAGES = ("map.png", "map.pdf", "map.svg")
SHEETS = ("map.pptx", "atlas.pdf", "atlas.pptx", "atlas.png", "atlas.html")


@pytest.fixture
def atlas_job(data, fonts, texts):
    builder = SceneBuilder(data)
    state = atlas_state(builtin_map(data), "delegations")
    atlas = build_atlas(state, builder, "delegations", texts)
    atlas = replace(atlas, pages=atlas.pages[:2])
    scene = builder.build(state, texts)
    return AtlasJob(atlas, scene, layout_options(Layout("a4"), 100), texts)


def cancel_at(running, stage):
    """Cancel when a stage is told; drawing, which is told before it begins, right after."""

    def follow(told, *_):
        if told.startswith("Drawing") and stage == "Drawing":
            QTimer.singleShot(0, running, running.cancel)
        elif told.startswith(stage):
            running.cancel()

    running.progressed.connect(follow)


def check_given_up(qtbot, running, path):
    path.write_text("old")
    try:
        with qtbot.waitSignal(running.cancelled, timeout=60_000):
            running.start()
        qtbot.wait(50)
        assert path.read_text() == "old"
        assert list(path.parent.iterdir()) == [path]
    finally:
        running.stop()


@pytest.mark.parametrize("stage", ["Drawing", "Writing"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_given_up(qtbot, tmp_path, scene, texts, name, stage):
    path = tmp_path / name
    options = PageOptions(1600, 1200)
    running = RunningExport(path, format_of(path, texts), scene, options, texts)
    cancel_at(running, stage)
    check_given_up(qtbot, running, path)


def test_a_web_page_is_given_up(qtbot, tmp_path, scene, texts):
    path = tmp_path / "map.html"
    running = RunningExport(path, format_of(path, texts), scene, PageOptions(), texts)
    cancel_at(running, "Writing")
    check_given_up(qtbot, running, path)


def test_a_web_page_that_nobody_wants_is_not_written(qtbot, tmp_path, scene, texts):
    """Even if it was made already."""
    path = tmp_path / "map.html"
    format_ = format_of(path, texts)
    runs = []

    def make(*what):
        made = format_.content(*what)
        runs[0].cancel()
        return made

    running = RunningExport(path, replace(format_, content=make), scene, PageOptions(), texts)
    runs.append(running)
    check_given_up(qtbot, running, path)


@pytest.mark.parametrize("stage", ["Collecting", "Page 1", "Writing"])
@pytest.mark.parametrize("name", SHEETS)
def test_sheets_are_given_up(qtbot, tmp_path, scene, texts, atlas_job, name, stage):
    path = tmp_path / name
    job = MapJob(scene, PageOptions(), texts) if name.startswith("map") else atlas_job
    running = RunningAtlas(path, lambda: job, texts)
    cancel_at(running, stage)
    check_given_up(qtbot, running, path)


@pytest.mark.parametrize("share", [0.0, 0.5])
@pytest.mark.parametrize("ending", SAVE_ENDINGS)
def test_data_is_given_up(tmp_path, ending, share):
    path = tmp_path / f"data{ending}"
    path.write_text("old")

    def tell(done):
        if done >= share:
            raise TaskCancelledError

    rows = [(-89.0, 13.5)] * 4000
    with pytest.raises(TaskCancelledError):
        save_data(path, [("Posts", table(["Ana"] * 4000, rows))], "en", tell)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
