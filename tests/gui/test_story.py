"""Stories in the window: made from views, edited, undone, shown to the room and left again."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from layers.commands import SetOpacity, SetStories, SetVisible
from layers.period import Period
from layers.story import Story, StoryStep
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import settle
from tests.gui.driving import texts_of
from tests.hostile.texts import texts_for

WEST = (-9_980_000.0, 1_500_000.0, -9_930_000.0, 1_550_000.0)
EAST = (-9_850_000.0, 1_480_000.0, -9_780_000.0, 1_540_000.0)


def trigger(window, name):
    window.actions_by_name[name].trigger()
    QTest.qWait(1)


def steps(window):
    (story,) = window.session.document.state.stories
    return story.steps


def stories_of(window, *given):
    window.session.execute(SetStories((Story("Informe", given),)))


def titles(pane):
    return [pane.list.item(row).text().split("  ")[1] for row in range(pane.list.count())]


def extent(window):
    return window.canvas.view.bounds


def test_views_become_steps_that_can_be_gone_to(main_window, qtbot):
    window, session = main_window, main_window.session
    window.canvas.zoom_to(WEST)
    settle(qtbot, window.canvas)
    session.execute(SetVisible("towns", True))
    session.execute(SetOpacity("towns", 0.5))
    seen = extent(window)
    trigger(window, "add_step")
    pane = window.below_map.story
    assert window.below_map.panes.is_open("story")
    assert window.actions_by_name["story"].isChecked()
    session.execute(SetVisible("towns", False))
    window.canvas.fit_home()
    settle(qtbot, window.canvas)
    session.view_state.period = Period(None, 2015)
    pane.buttons["add"].click()
    assert titles(pane) == ["View 1", "View 2"]
    assert [step.period for step in steps(window)] == [None, Period(None, 2015)]
    assert steps(window)[0].extent == pytest.approx(seen)
    pane.list.setCurrentRow(0)
    pane.buttons["show"].click()
    settle(qtbot, window.canvas)
    assert extent(window)[0] <= seen[0] + 1
    assert session.document.state.layer("towns").visible
    assert session.document.state.layer("towns").opacity == 0.5
    assert session.view_state.period is None


def test_words_are_written_and_undone_in_one_go(main_window):
    trigger(main_window, "story")
    pane = main_window.below_map.story
    pane.buttons["add"].click()
    pane.title.setFocus()
    pane.title.selectAll()
    QTest.keyClicks(pane.title, "Oeste")
    pane.text.setFocus()
    QTest.keyClicks(pane.text, "Lo que")
    QTest.keyClicks(pane.text, " se ve")
    QTest.keyClicks(pane.notes, "Saludo")
    (step,) = steps(main_window)
    assert (step.title, step.text, step.notes) == ("Oeste", "Lo que se ve", "Saludo")
    assert titles(pane) == ["Oeste"]
    trigger(main_window, "undo")
    trigger(main_window, "undo")
    assert (steps(main_window)[0].text, steps(main_window)[0].title) == ("", "Oeste")
    assert pane.text.toPlainText() == ""
    trigger(main_window, "redo")
    assert pane.text.toPlainText() == "Lo que se ve"


def test_steps_are_ordered_renewed_and_removed_by_key(main_window, qtbot):
    one, two, three = (StoryStep(title, WEST, text=title) for title in ("1", "2", "3"))
    stories_of(main_window, one, two, three)
    trigger(main_window, "story")
    pane = main_window.below_map.story
    assert pane.list.hasFocus()
    QTest.keyClick(pane.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert titles(pane) == ["2", "1", "3"]
    assert pane.list.currentRow() == 1
    QTest.keyClick(pane.list, Qt.Key.Key_Down)
    QTest.keyClick(pane.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert titles(pane) == ["2", "3", "1"]
    main_window.canvas.zoom_to(EAST)
    settle(qtbot, main_window.canvas)
    pane.buttons["renew"].click()
    assert steps(main_window)[1].text == "3"
    assert steps(main_window)[1].extent == pytest.approx(extent(main_window))
    QTest.keyClick(pane.list, Qt.Key.Key_Delete)
    assert titles(pane) == ["2", "1"]
    for _ in range(4):
        trigger(main_window, "undo")
    assert steps(main_window) == (one, two, three)


def test_stories_are_made_named_and_removed(main_window, dialogs):
    trigger(main_window, "story")
    pane = main_window.below_map.story
    assert not pane.menu_actions["rename"].isEnabled()
    for name in ("Uno", "Uno"):
        dialogs.text = name
        pane.menu_actions["new"].trigger()
    assert [story.name for story in main_window.session.document.state.stories] == ["Uno", "Uno 2"]
    assert pane.chooser.currentText() == "Uno 2"
    dialogs.text = "Otra"
    pane.menu_actions["rename"].trigger()
    assert pane.chooser.currentText() == "Otra"
    pane.menu_actions["delete"].trigger()
    assert [story.name for story in main_window.session.document.state.stories] == ["Uno"]


@pytest.fixture
def presented(main_window, qtbot, data):
    """Return a function that shows a story to the room."""
    window = main_window
    delegation = str(data.table("delegations").ids[0])
    first = StoryStep("Uno", WEST, (("delegations", 1.0), ("land", 1.0)), "Primero", "Saludo")
    second = StoryStep("", EAST, (("towns", 0.5),), "", "", Period(None, 2012))
    third = StoryStep("Tres", WEST, None, "Fin", "", None, ("delegations", delegation))
    stories_of(window, first, second, third)

    def show():
        trigger(window, "present")
        presenter = window.below_map.presenter
        qtbot.waitExposed(presenter)
        return presenter

    return show


def key(presenter, name, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(presenter, getattr(Qt.Key, f"Key_{name}"), modifier)


def test_a_story_is_walked_by_keys_and_left(main_window, qtbot, presented):
    window = main_window
    state, seen = window.session.document.state, extent(window)
    presenter = presented()
    assert presenter.isFullScreen()
    assert (presenter.title.text(), presenter.text.text()) == ("Uno", "Primero")
    assert presenter.where.text() == "1 of 3 · Informe"
    shown = {layer.layer_id for layer in presenter.canvas.scene.layers}
    assert shown == {"delegations", "land"}
    low = presenter.canvas.view.bounds
    assert low[0] <= WEST[0] + 1
    assert low[2] >= WEST[2] - 1
    key(presenter, "Right")
    assert presenter.title.text() == "Step 2"
    assert {layer.layer_id for layer in presenter.canvas.scene.layers} == {"towns"}
    assert "2012" in presenter.canvas.scene.title
    places = []
    for name in ("Space", "PageDown", "Left", "PageUp", "Backspace", "End", "Home", "Down", "Up"):
        key(presenter, name)
        places.append(presenter.place)
    assert places == [2, 2, 1, 0, 0, 2, 0, 1, 0]
    key(presenter, "End")
    assert presenter._session.view_state.selected.layer_id == "delegations"
    with qtbot.waitSignal(presenter.left):
        QTest.keyPress(presenter, Qt.Key.Key_Escape)
    assert window.below_map.presenter is None
    assert window.session.document.state is state
    assert extent(window) == seen
    assert window.session.view_state.period is None
    assert window.session.view_state.selected is None


def test_words_grow_with_the_screen_and_stay_in_their_column(main_window, qtbot):
    address = "https://example.org/" + "informe" * 60
    stories_of(main_window, StoryStep(address[:200], WEST, None, f"Uno {address} dos"))
    trigger(main_window, "present")
    presenter = main_window.below_map.presenter
    qtbot.waitExposed(presenter)
    heights = []
    for size in ((1280, 720), (1920, 1080), (800, 600)):
        presenter.showNormal()
        presenter.resize(*size)
        qtbot.waitUntil(lambda size=size: (presenter.width(), presenter.height()) == size)
        heights.append(presenter.text.fontMetrics().height())
        for label in (presenter.title, presenter.text):
            column = label.parentWidget().parentWidget()
            assert label.minimumSizeHint().width() <= column.width()
            qtbot.waitUntil(lambda part=label, room=column: part.width() <= room.width())
    assert heights[1] == pytest.approx(1.5 * heights[0], abs=1.5)
    assert heights[2] == heights[0]
    presenter.close()


def test_notes_are_for_the_speaker(presented):
    presenter = presented()
    assert not presenter.shows_notes
    assert "Saludo" not in [
        label.text() for label in presenter.findChildren(type(presenter.title)) if label.isVisible()
    ]
    key(presenter, "N")
    assert presenter.shows_notes
    assert presenter.notes.isVisible()
    assert presenter.notes.text() == "Saludo"
    key(presenter, "Right")
    assert presenter.notes.text() == "No notes for this step"
    key(presenter, "N")
    assert not presenter.shows_notes
    presenter.close()


def test_notes_go_to_a_second_screen(presented, monkeypatch):
    presenter = presented()
    other = presenter.screen()
    monkeypatch.setattr("app.story.presenter._other_screen", lambda _: other)
    key(presenter, "N")
    assert presenter.speaker.notes.text() == "Saludo"
    assert presenter.speaker.following.text().endswith("Step 2")
    key(presenter.speaker, "Right")
    assert presenter.place == 1
    assert presenter.speaker.title.text() == "Step 2"
    key(presenter, "N")
    assert presenter.speaker is None
    assert presenter._notes_box.isHidden()
    presenter.close()


def test_the_window_can_close_while_a_story_is_shown(main_window, presented):
    presented()
    main_window.workspace.projects.save = lambda *_: None
    main_window.close()
    assert main_window.below_map.presenter is None


def test_without_a_story_it_is_told_how_to_make_one(main_window):
    trigger(main_window, "present")
    assert "Add this view" in main_window.status.currentMessage()
    assert main_window.below_map.presenter is None


def test_hostile_texts_are_shown_as_they_are(main_window, qtbot, tmp_path):
    folder = tmp_path / "made_by_a_text"
    hostile = " ".join(texts_for(folder).values()).replace("\0", "").replace("\r", "")
    hostile = hostile.encode("utf-8", "replace").decode("utf-8")
    stories_of(main_window, StoryStep(hostile[:200], WEST, None, hostile, hostile))
    trigger(main_window, "story")
    pane = main_window.below_map.story
    assert pane.list.count() == 1
    trigger(main_window, "present")
    presenter = main_window.below_map.presenter
    key(presenter, "N")
    assert presenter.text.textFormat() == Qt.TextFormat.PlainText
    assert presenter.text.text().replace("\u200b", "") == hostile.replace("\u200b", "")
    presenter.close()
    assert not folder.exists()


def test_words_follow_the_language(main_window):
    trigger(main_window, "story")
    main_window.session.view_state.language = "es"
    pane = main_window.below_map.story
    words = texts_of(pane)
    assert "Agregar esta vista" in words
    assert "Presentar" in [b.text() for b in pane.findChildren(QPushButton)]


def test_layers_that_are_gone_are_told(main_window):
    window, pane = main_window, main_window.below_map.story
    kept = StoryStep("a", WEST, (("towns", 1.0), ("delegations", 1.0)))
    stories_of(window, kept, StoryStep("b", WEST, (("delegations", 1.0),)))
    trigger(window, "story")
    assert pane._hint.isHidden()
    without = tuple(layer for layer in window.session.document.state if layer.id != "towns")
    window.session.document.update(lambda state: replace(state, layers=without))
    assert pane._hint.text() == "1 layer of this step is no longer in the map"
    assert not pane._hint.isHidden()
    pane.list.setCurrentRow(1)
    assert pane._hint.isHidden()


def test_a_feature_that_is_gone_is_not_marked(main_window):
    gone = StoryStep("a", WEST, (("gone", 1.0), ("delegations", 1.0)), selected=("gone", "1"))
    stories_of(main_window, gone)
    main_window.below_map.story_editor.show_step()
    assert main_window.session.view_state.selected is None
    main_window.session.view_state.select(FeatureRef("delegations", "x"))
    trigger(main_window, "present")
    presenter = main_window.below_map.presenter
    assert presenter._session.view_state.selected is None
    presenter.close()
