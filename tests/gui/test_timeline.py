"""The timeline, by the window's own actions, keys and widgets."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.exports.dialog import ExportDialog
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.document import Layer
from layers.own_layers import default_style
from layers.period import Period
from layers.table_commands import AddLayer
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import settle
from tests.gui.driving import NO_KEY, click, open_dialog, page_text
from tests.gui.test_window import focusable


def open_timeline(window):
    window.actions_by_name["timeline"].trigger()
    return window.below_map.timeline


def words_of(pane):
    """Return what is listed."""
    return [entry.words for entry in pane.model.entries]


def drawn(window, layer_id):
    return window.canvas.scene.layer(layer_id).drawn_count


def add_incidents(session, dates, layer_id="own-1"):
    """Add a layer of dated points of the planner's own."""
    count = len(dates)
    values = np.empty(count, dtype=object)
    values[:] = dates
    xy = np.column_stack([np.linspace(-89.5, -88.5, count), np.full(count, 13.7)])
    columns = {"fecha": values}
    table = FeatureTable(layer_id, np.arange(1, count + 1), from_points(xy), columns)
    layer = Layer(layer_id, "own", default_style(table, 0), name="Incidentes")
    session.execute(AddLayer(layer, table))


class Seen:
    """Remembers the periods that were looked at."""

    def __init__(self, view_state):
        self.periods = []
        view_state.events.period.connect(self.note)

    def note(self, period):
        self.periods.append(period)


def test_f8_opens_and_closes_it(qtbot, main_window):
    height = main_window.canvas.height()
    QTest.keyClick(main_window.canvas, Qt.Key.Key_F8)
    pane = main_window.below_map.timeline
    assert pane.isVisible()
    assert pane.until.hasFocus()
    assert main_window.actions_by_name["timeline"].isChecked()
    assert main_window.canvas.height() < height
    click(pane.close_button)
    assert not pane.isVisible()
    qtbot.waitUntil(lambda: main_window.canvas.height() == height)
    assert not main_window.actions_by_name["timeline"].isChecked()


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_event_is_listed_in_the_language(main_window, session, programs, language):
    pane = open_timeline(main_window)
    session.view_state.language = language
    listed = words_of(pane)
    for program in programs():
        for event in program.events:
            assert event.text.text(language) in listed
    everything = {"en": "Showing all time", "es": "Se muestra todo el tiempo"}[language]
    assert everything in pane.words.text()
    assert not pane.everything.isEnabled()


def test_the_slider_filters_the_list_and_the_map_and_says_so(qtbot, main_window, session):
    pane = open_timeline(main_window)
    before = len(words_of(pane))
    assert drawn(main_window, "plan-seguro-municipalities") == 50
    state = session.document.state
    pane.until.setValue(2015)
    assert session.view_state.period == Period(None, 2015)
    assert len(words_of(pane)) < before
    assert all(entry.start < 2016 for entry in pane.model.entries)
    assert drawn(main_window, "plan-seguro-municipalities") == 10
    assert drawn(main_window, "border-points") == 10
    settle(qtbot, main_window.canvas)
    card = main_window.canvas.overlays.period
    assert card.isVisible()
    assert card.words.text() == "Showing up to 2015"
    assert main_window.canvas.scene.title.endswith("Showing up to 2015")
    assert session.document.state is state
    assert not session.undo_stack.canUndo()
    click(card.everything)
    assert session.view_state.period is None
    assert drawn(main_window, "plan-seguro-municipalities") == 50
    assert not card.isVisible()
    assert pane.until.value() == pane.timeline.last
    assert len(words_of(pane)) == before


def test_an_export_shows_what_the_map_shows_and_says_so(qtbot, main_window):
    open_timeline(main_window).until.setValue(2015)
    settle(qtbot, main_window.canvas)
    main_window.actions_by_name["export"].trigger()
    dialog = open_dialog(qtbot, ExportDialog)
    scene = dialog.scene()
    assert scene.layer("plan-seguro-municipalities").drawn_count == 10
    assert scene.title.endswith("Showing up to 2015")
    dialog.reject()


def test_keys_move_the_last_year(main_window, session):
    pane = open_timeline(main_window)
    last = pane.timeline.last
    QTest.keyClick(pane.until, Qt.Key.Key_Left)
    assert session.view_state.period == Period(None, last - 1)
    QTest.keyClick(pane.until, Qt.Key.Key_PageDown)
    assert session.view_state.period == Period(None, last - 6)
    pane.since.setValue(2010)
    assert session.view_state.period == Period(2010, last - 6)
    pane.since.setValue(last)
    assert session.view_state.period == Period(last - 6, last - 6)
    click(pane.everything)
    assert session.view_state.period is None
    assert pane.since.value() == pane.timeline.first


def test_keys_move_both_ends_on_the_axis(main_window, session):
    pane = open_timeline(main_window)
    first, last = pane.timeline.first, pane.timeline.last
    pane.axis.setFocus()
    shift = Qt.KeyboardModifier.ShiftModifier
    for key, modifier, period in (
        (Qt.Key.Key_Left, NO_KEY, Period(None, last - 1)),
        (Qt.Key.Key_PageDown, NO_KEY, Period(None, last - 6)),
        (Qt.Key.Key_Right, shift, Period(first + 1, last - 6)),
        (Qt.Key.Key_End, shift, Period(last, last)),
        (Qt.Key.Key_Home, NO_KEY, Period(None, first)),
        (Qt.Key.Key_Left, NO_KEY, Period(None, first)),
        (Qt.Key.Key_End, NO_KEY, None),
    ):
        QTest.keyClick(pane.axis, key, modifier)
        assert session.view_state.period == period
    QTest.keyClick(pane.axis, Qt.Key.Key_Home)
    assert pane.axis.accessibleName() == f"Axis of time: Showing up to {first}"
    assert pane.axis.accessibleDescription()
    spoken = QAccessible.queryAccessibleInterface(pane.axis)
    assert spoken.role() == QAccessible.Role.Slider
    assert spoken.valueInterface().currentValue() == first


def test_it_plays_year_by_year_and_stops_at_the_end(qtbot, main_window, session):
    pane = open_timeline(main_window)
    pane._clock.setInterval(1)
    pane.until.setValue(pane.timeline.last - 3)
    seen = Seen(session.view_state)
    click(pane.play)
    assert pane.play.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: not pane.is_playing)
    last = pane.timeline.last
    assert seen.periods == [Period(None, last - 2), Period(None, last - 1), None]
    assert pane.play.accessibleName() == "Play year by year"
    click(pane.play)
    assert pane.is_playing
    assert pane.until.value() == pane.timeline.first
    click(pane.play)
    assert not pane.is_playing


def test_an_entry_opens_the_dossier_by_key_and_by_click(qtbot, main_window, session):
    pane = open_timeline(main_window)
    row = next(n for n, e in enumerate(pane.model.entries) if e.program == "anti-extortion")
    pane.list.selectRow(row)
    pane.list.setFocus()
    QTest.keyClick(pane.list, Qt.Key.Key_Return)
    assert session.view_state.program == "anti-extortion"
    assert "Timeline" in page_text(qtbot, main_window) or session.view_state.program
    lane = next(n for n, one in enumerate(pane.timeline.lanes) if one.id == "vetted-units")
    entry = pane.timeline.lanes[lane].entries[0]
    place = pane.axis.rect_of(entry, lane)[0].center().toPoint()
    QTest.mouseClick(pane.axis, Qt.MouseButton.LeftButton, pos=place)
    assert session.view_state.program == "vetted-units"
    assert pane.model.entries[pane.list.currentIndex().row()] == entry


def test_a_record_is_selected_and_many_lead_to_their_layer(main_window, session):
    pane = open_timeline(main_window)
    tag = next(e for e in pane.model.entries if e.feature and e.feature.feature_id == "tag")
    pane.open_entry(tag)
    assert session.view_state.selected == FeatureRef("program-sites", "tag")
    phase = next(e for e in pane.model.entries if e.layer == "plan-seguro-municipalities")
    pane.open_entry(phase)
    assert session.view_state.layer == "plan-seguro-municipalities"


def test_a_click_on_the_axis_looks_at_the_time_up_to_there(main_window, session):
    pane = open_timeline(main_window)
    column = round(pane.axis.column(1997.5))
    QTest.mouseClick(pane.axis, Qt.MouseButton.LeftButton, pos=QPoint(column, 30))
    assert session.view_state.period == Period(None, 1997)


def test_own_dated_rows_are_shown_in_their_period(qtbot, main_window, session):
    add_incidents(session, ["2014-03-01", "15/07/2015", "2016", None])
    pane = open_timeline(main_window)
    lane = next(one for one in pane.timeline.lanes if one.id == "own-1")
    assert sum(lane.counts) == 3
    pane.until.setValue(2015)
    assert drawn(main_window, "own-1") == 3  # two dated, one undated
    pane.since.setValue(2015)
    assert drawn(main_window, "own-1") == 2
    add_incidents(session, ["1988"], "own-2")
    qtbot.waitUntil(lambda: pane.timeline.first == 1988)
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: pane.timeline.first == 1992)


def test_many_dates_are_looked_through_in_a_thread(qtbot, main_window, session):
    add_incidents(session, [f"{2000 + n % 20}-01-02" for n in range(30_000)])
    pane = open_timeline(main_window)
    qtbot.waitUntil(lambda: pane.timeline is not None)
    qtbot.waitUntil(lambda: any(one.id == "own-1" for one in pane.timeline.lanes))
    pane.until.setValue(2009)
    assert drawn(main_window, "own-1") == 15_000


def test_another_map_shows_all_time(qtbot, main_window, session):
    open_timeline(main_window).until.setValue(2010)
    settle(qtbot, main_window.canvas)
    assert main_window.canvas.overlays.period.isVisible()
    session.replace_document(builtin_map(session.data))
    assert session.view_state.period is None
    settle(qtbot, main_window.canvas)
    assert not main_window.canvas.overlays.period.isVisible()


def test_everything_in_it_has_a_name_and_f6_reaches_it(main_window):
    pane = open_timeline(main_window)
    parts = [widget for widget in focusable(main_window) if pane.isAncestorOf(widget)]
    assert len(parts) >= 6
    nameless = [
        part
        for part in parts
        if not part.accessibleName() and not (isinstance(part, QAbstractButton) and part.text())
    ]
    assert not nameless
    main_window.details_panel.take_focus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert pane.isAncestorOf(QApplication.focusWidget())
    spoken = pane.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("1992, ")
    assert spoken.endswith("INL page, 2019")


def test_marks_tell_what_they_are_and_can_be_clicked(main_window):
    pane = open_timeline(main_window)
    lanes = pane.timeline.lanes
    lane = next(n for n, one in enumerate(lanes) if one.id == "youth-programs")
    great = lanes[lane].entries[0]
    assert len(pane.axis.rect_of(great, lane)) == 3
    for rect in pane.axis.rect_of(great, lane):
        assert great in pane.axis.entries_at(rect.center())
    # What is known to the year is as long as a year, a day is a dot.
    widths = {
        one.is_exact: rect.width()
        for rect, one in zip(pane.axis.rect_of(great, lane), great.moments, strict=True)
    }
    assert widths[False] == pytest.approx(pane.axis.column(2010) - pane.axis.column(2009))
