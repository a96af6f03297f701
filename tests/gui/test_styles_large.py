"""The style of many features: columns are looked through in a thread, the window goes on."""

from dataclasses import replace

import numpy as np
import pytest

from app.bench.data import map_of, random_points
from layers.classification import class_counts
from layers.style import Categorized, Graduated, Proportional
from tests.gui.canvas.looking import settle

ROWS = 60_000


@pytest.fixture
def dialog(main_window, session, qtbot):
    random = np.random.default_rng(5)
    columns = {
        "name": np.array([f"n{row}" for row in range(ROWS)], dtype=object),
        "kind": np.array(["a", "b", "c"], dtype=object)[random.integers(0, 3, ROWS)],
        "value": random.normal(50, 10, ROWS),
    }
    session.replace_document(map_of(session.data, replace(random_points(ROWS), columns=columns)))
    settle(qtbot, main_window.canvas)
    main_window.styling.edit("own-1")
    yield main_window.styling.style
    if main_window.styling.style is not None:
        main_window.styling.style.reject()


def choose(dialog, kind):
    dialog.way.setCurrentIndex(dialog.way.findData(kind.__name__))


def renderer(session):
    return session.document.state.layer("own-1").style.renderer


def test_the_column_with_few_kinds_is_taken(dialog, session, qtbot):
    choose(dialog, Categorized)
    assert dialog._digest.is_busy
    assert "Looking through" in dialog._state.text()
    qtbot.waitUntil(lambda: isinstance(renderer(session), Categorized))
    assert renderer(session).field == "kind"
    assert [each.value for each in renderer(session).categories] == ["a", "b", "c"]
    page = dialog.page(Categorized)
    assert page.list.count() == 4
    assert "(" in page.list.item(0).text()
    assert not dialog._state.isVisible()


def test_classes_are_those_of_all_numbers(dialog, session, qtbot):
    choose(dialog, Graduated)
    qtbot.waitUntil(lambda: isinstance(renderer(session), Graduated))
    values = session.document.state.tables["own-1"].columns["value"]
    counts = class_counts(renderer(session).breaks, values)
    assert sum(counts) == ROWS
    assert max(counts) - min(counts) <= 1
    # Known by now, the numbers are not looked through again.
    page = dialog.page(Graduated)
    page.classes.count.setValue(3)
    assert not dialog._digest.is_busy
    qtbot.waitUntil(lambda: len(renderer(session).breaks) == 3)


def test_another_choice_meanwhile_counts(dialog, session, qtbot):
    choose(dialog, Categorized)
    choose(dialog, Proportional)
    qtbot.waitUntil(lambda: isinstance(renderer(session), Proportional))
    qtbot.wait(300)
    assert isinstance(renderer(session), Proportional)
    assert dialog.way.currentData() == "Proportional"


def test_closed_meanwhile_it_tells_nothing(dialog, session, qtbot, main_window):
    before = renderer(session)
    choose(dialog, Categorized)
    dialog.reject()
    qtbot.wait(200)
    assert renderer(session) == before
