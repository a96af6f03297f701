"""An atlas beside a living window: it tells how far it is, succeeds, fails with words, or ends."""

from dataclasses import replace

import pytest
from pypdf import PdfReader

from app.exports.atlas_job import AtlasJob
from app.exports.options import layout_options
from app.exports.running_atlas import RunningAtlas
from app.exports.sealing.seal import State, check
from layers.atlas_pages import AtlasError, build_atlas
from layers.atlas_scene import atlas_state
from layers.builtin_map import builtin_map
from layers.layouts import Layout
from layers.scene_builder import SceneBuilder


@pytest.fixture
def start(qtbot, data, fonts, texts):
    """Return a function that makes an atlas of two areas that can be started."""
    made = []

    def job():
        builder = SceneBuilder(data)
        state = atlas_state(builtin_map(data), "delegations")
        atlas = build_atlas(state, builder, "delegations", texts)
        atlas = replace(atlas, pages=atlas.pages[:2])
        options = layout_options(Layout("a4"), 100)
        return AtlasJob(atlas, builder.build(state, texts), options, texts)

    def make(path, make_job=job):
        running = RunningAtlas(path, make_job, texts)
        made.append(running)
        return running

    yield make
    for running in made:
        running.stop()


@pytest.mark.parametrize("name", ["a.pdf", "a.pptx", "a.png", "a.html"])
def test_it_tells_each_page_and_writes_sealed_files(qtbot, tmp_path, start, name):
    running = start(tmp_path / name)
    told = []
    running.progressed.connect(lambda stage, share: told.append((stage, round(share, 2))))
    with qtbot.waitSignal(running.succeeded, timeout=60_000) as done:
        running.start()
    assert told == [
        ("Collecting the facts…", 0.0),
        ("Page 1 of 3…", 0.0),
        ("Page 2 of 3…", 0.33),
        ("Page 3 of 3…", 0.67),
        ("Writing…", 1.0),
    ]
    files = sorted(tmp_path.iterdir())
    assert len(files) == (3 if name == "a.png" else 1)
    assert done.args[0].path == files[0]
    assert all(check(file.read_bytes()).state is State.SOUND for file in files)
    if name == "a.pdf":
        assert len(PdfReader(files[0]).pages) == 3


@pytest.mark.parametrize("stage", ["Collecting", "Page 1", "Page 2", "Writing"])
def test_it_can_be_cancelled_at_every_stage(qtbot, tmp_path, start, stage):
    path = tmp_path / "a.pdf"
    path.write_text("old")
    running = start(path)

    def cancel(told, _):
        if told.startswith(stage):
            # What goes on at this stage is begun right after it was told.
            from PySide6.QtCore import QTimer

            QTimer.singleShot(0, running, running.cancel)

    running.progressed.connect(cancel)
    with qtbot.waitSignal(running.cancelled, timeout=60_000):
        running.start()
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_failures_are_told_in_words(qtbot, tmp_path, start):
    def fail():
        raise AtlasError("no areas")

    for running, words in (
        (start(tmp_path / "missing" / "a.pdf"), "there is no such folder"),
        (start(tmp_path / "a.svg"), "an atlas or a story is one of .pdf, .png, .pptx"),
        (start(tmp_path / "a.pdf", fail), "no areas"),
    ):
        with qtbot.waitSignal(running.failed, timeout=20_000) as failed:
            running.start()
        assert words in failed.args[0]
    assert list(tmp_path.iterdir()) == []
