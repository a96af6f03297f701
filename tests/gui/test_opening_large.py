"""The window lives while a large file is opened."""

import gzip
import shutil

import pytest

from app.settings import Settings
from tests.gui.canvas.looking import settle
from tests.gui.watchdog import Watchdog

LONGEST_WORK = 0.1
"""Seconds of processor time in one turn of the event loop. The promise is 0.05 and the bench holds
the atlas to it; on a machine that does much else one turn's work takes up to twice as long."""

LONGEST_STALL = 0.5
"""Seconds; on a machine that does other things at the same time the window waits for its turn."""

# What shares the processor's memory slows the window's own work down too, now and then.
_ATTEMPTS = 3


@pytest.fixture(scope="module")
def points(shared, tmp_path_factory):
    """The table of 148,000 persons, unpacked."""
    packed = shared / "data" / "points_148k.csv.gz"
    if not packed.exists():
        pytest.skip(f"{packed} is not there: this test needs a large file")
    path = tmp_path_factory.mktemp("large") / "points_148k.csv"
    with gzip.open(packed) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
    return path


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_stalls_while_148000_rows_are_opened_and_drawn(
    make_window, qtbot, points, language
):
    window = make_window(Settings(language=language, theme="light", window=(0, 0, 1280, 800)))
    qtbot.wait(1500)  # what is loaded after the start is loaded
    opening = window.workspace.opening
    best = None
    for _ in range(_ATTEMPTS):
        with Watchdog() as dog:
            opening.open([points])
            qtbot.waitUntil(lambda: not opening.dialog.is_reading, timeout=60_000)
            opening.dialog.add_button.click()
            settle(qtbot, window.canvas)
        (table,) = window.session.document.state.tables.values()
        assert len(table) == 148_000
        assert window.canvas.scene.layers[-1].drawn_count == table.placed_count > 147_000
        best = dog if best is None or dog.longest_work < best.longest_work else best
        if best.longest_work < LONGEST_WORK and best.longest < LONGEST_STALL:
            break
        window.session.undo_stack.undo()
        settle(qtbot, window.canvas)
    assert best.longest_work < LONGEST_WORK, best.report()
    assert best.longest < LONGEST_STALL, best.report()
