"""What is open below the map, and the period, come back with the project and the next start."""

import pytest
from PySide6.QtTest import QTest

from app.pane_settings import read_panes, read_period, written_period
from app.settings import SettingsFile
from layers.features_in_view import IN_VIEW
from layers.period import Period
from tests.gui.canvas.looking import settle


def trigger(window, name):
    window.actions_by_name[name].trigger()


def kept(window, qtbot):
    qtbot.waitUntil(lambda: not window.workspace.projects.is_busy, timeout=10_000)
    QTest.qWait(1)


def test_the_view_knows_what_is_open(main_window):
    view = main_window.session.view_state
    assert view.panes == ()
    main_window.below_map.show_table("border-points")
    trigger(main_window, "timeline")
    assert view.panes == ("table:border-points", "timeline")
    trigger(main_window, "features_in_view")
    assert view.panes == (f"table:{IN_VIEW}", "timeline")
    trigger(main_window, "table")
    assert view.panes == ("timeline",)
    view.panes = ("table:pbs-sites",)
    assert main_window.below_map.table.content.layer_id == "pbs-sites"
    assert not main_window.below_map.timeline.isVisible()
    assert main_window.actions_by_name["table"].isChecked()


def test_a_project_brings_them_back(main_window, qtbot, dialogs, tmp_path):
    view = main_window.session.view_state
    main_window.below_map.show_table("border-points")
    trigger(main_window, "timeline")
    main_window.below_map.timeline.until.setValue(2014)
    dialogs.path = tmp_path / "plan"
    trigger(main_window, "save")
    kept(main_window, qtbot)
    trigger(main_window, "timeline")
    trigger(main_window, "table")
    view.period = None
    dialogs.files = [tmp_path / "plan.atlas"]
    trigger(main_window, "open_project")
    qtbot.waitUntil(lambda: view.period == Period(None, 2014), timeout=10_000)
    kept(main_window, qtbot)
    assert view.panes == ("table:border-points", "timeline")
    settle(qtbot, main_window.canvas)
    assert main_window.canvas.overlays.period.words.text() == "Showing up to 2014"
    assert not main_window.workspace.projects.is_modified


def test_the_next_start_opens_what_was_open(make_window, qtbot, tmp_path):
    window = make_window()
    window.below_map.show_table("pbs-sites")
    window.close()
    settings = SettingsFile(tmp_path / "settings.json").read(window.settings())
    assert settings.panes == ("table:pbs-sites",)
    again = make_window(settings)
    qtbot.waitUntil(lambda: again.session.view_state.panes == ("table:pbs-sites",))
    assert again.below_map.table.isVisible()


def test_the_table_of_a_layer_that_is_gone_shows_another(main_window):
    main_window.session.view_state.panes = ("table:own-9",)
    assert main_window.below_map.table.content.layer_id != "own-9"
    assert main_window.session.view_state.panes[0].startswith("table:")


@pytest.mark.parametrize("value", [None, 5, "table", [7], ["x" * 300], ["a"] * 9])
def test_damaged_panes_are_left_out(value):
    assert read_panes(value) == ()


@pytest.mark.parametrize("value", [None, [], [1], [2015, 2010], [True, 2010], ["1", 2], [1, 1e9]])
def test_a_damaged_period_is_all_time(value):
    assert read_period(value) is None


@pytest.mark.parametrize("period", [None, Period(None, 2012), Period(2001, 2012)])
def test_a_period_is_read_as_written(period):
    assert read_period(written_period(period)) == period
