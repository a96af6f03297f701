"""An export beside a living window: it succeeds, fails with words, or ends when asked."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.exports.formats import FORMATS, Format
from app.exports.options import PageOptions
from app.exports.report import ExportError, ExportReport
from app.exports.running import RunningExport

PNG = FORMATS[0]
OPTIONS = PageOptions(1280, 800)


@pytest.fixture
def start(qtbot, scene, texts):
    """Return a function that makes and starts an export."""
    made = []

    def make(path, format_=PNG, options=OPTIONS):
        running = RunningExport(path, format_, scene, options, texts)
        made.append(running)
        return running

    yield make
    for running in made:
        running.stop()


def test_a_picture_is_written(qtbot, tmp_path, start):
    path = tmp_path / "map.png"
    running = start(path)
    stages = []
    running.progressed.connect(stages.append)
    with qtbot.waitSignal(running.succeeded, timeout=20_000) as done:
        running.start()
        assert not path.exists()
    assert done.args[0].path == path
    assert done.args[0].labels_hidden > 0
    assert QImage(str(path)).width() == 1280
    assert stages == ["Drawing…", "Writing…"]


def test_it_can_be_cancelled_while_it_draws(qtbot, tmp_path, start):
    path = tmp_path / "map.png"
    path.write_text("old")
    running = start(path)
    with qtbot.waitSignal(running.cancelled, timeout=20_000):
        running.start()
        running.cancel()
    qtbot.wait(100)
    assert path.read_text() == "old"


def test_it_can_be_cancelled_while_it_writes(qtbot, tmp_path, start):
    path = tmp_path / "map.png"
    path.write_text("old")
    running = start(path, options=PageOptions(4000, 3000))

    def cancel_at_writing(stage):
        if stage == "Writing…":
            # The thread is started right after this was told.
            from PySide6.QtCore import QTimer

            QTimer.singleShot(0, running.cancel)

    running.progressed.connect(cancel_at_writing)
    with qtbot.waitSignal(running.cancelled, timeout=30_000):
        running.start()
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_failure_is_told_in_words(qtbot, tmp_path, start):
    running = start(tmp_path / "missing" / "map.png")
    with qtbot.waitSignal(running.failed, timeout=20_000) as failed:
        running.start()
    assert "there is no such folder" in failed.args[0]


def test_too_many_pixels_are_told_at_once(qtbot, tmp_path, start):
    running = start(tmp_path / "map.png", options=PageOptions(30_000, 30_000))
    with qtbot.waitSignal(running.failed, timeout=1000) as failed:
        running.start()
    assert "choose a smaller size" in failed.args[0]


def other(write):
    return Format((".x",), "X", write, is_page=False)


def test_other_kinds_are_written_in_a_thread(qtbot, tmp_path, start):
    def write(path: Path, *_):
        path.write_text("x")
        return ExportReport(path)

    running = start(tmp_path / "map.x", other(write))
    with qtbot.waitSignal(running.succeeded, timeout=5000):
        running.start()
    assert (tmp_path / "map.x").read_text() == "x"


@pytest.mark.parametrize(
    ("error", "words"),
    [(ExportError("map.x: no"), "map.x: no"), (KeyError("gone"), "please report this")],
)
def test_errors_of_other_kinds_are_told(qtbot, tmp_path, start, error, words):
    def write(*_):
        raise error

    running = start(tmp_path / "map.x", other(write))
    with qtbot.waitSignal(running.failed, timeout=5000) as failed:
        running.start()
    assert words in failed.args[0]
