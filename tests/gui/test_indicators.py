"""Indicators: chosen in the dialog, shown on the map at once, taken back by undo."""

import numpy as np
import pytest
from PySide6.QtTest import QTest

from app.panels.bar_chart import BarChart
from app.styling.indicator_dialog import IndicatorDialog
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.builtin_map import default_styles
from layers.document import Layer
from layers.indicators import Way
from layers.style import Graduated, PointSymbol, Proportional, Single, Style
from layers.table_commands import AddLayer
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import colours
from tests.gui.driving import click, open_dialog, page, picture, texts_of


@pytest.fixture
def dialog(qtbot, main_window):
    main_window.actions_by_name["indicators"].trigger()
    return open_dialog(qtbot, IndicatorDialog)


def style_of(session, layer_id):
    return session.document.state.layer(layer_id).style


def pixels_of(image, colour):
    """Return how many pixels have just a colour."""
    wanted = [int(colour[at : at + 2], 16) for at in (5, 3, 1)]
    return int((colours(image) == wanted).all(axis=2).sum())


def shown(session):
    return {layer.id for layer in session.document.state if layer.visible}


def test_a_choice_is_on_the_map_at_once(qtbot, main_window, session, dialog):
    before = session.document.state
    dialog.choose("departments/illiteracy_2007")
    renderer = style_of(session, "departments").renderer
    assert isinstance(renderer, Graduated)
    assert len(renderer.breaks) == 5
    image = picture(qtbot, main_window)
    for symbol in renderer.symbols:
        assert pixels_of(image, symbol.fill) > 500
    words = main_window.canvas.overlays.legend.words
    assert "Illiteracy 2007 (%)" in words
    assert "Source: DIGESTYC" in words
    session.undo_stack.undo()
    assert session.document.state == before


def test_totals_are_sizes_with_a_nested_legend(main_window, session, dialog):
    dialog.choose("departments/homicides_2017")
    assert isinstance(style_of(session, "departments").renderer, Proportional)
    assert [dialog.way.itemData(n) for n in range(dialog.way.count())] == [Way.SIZES.value]
    sections = main_window.canvas.scene.legend
    legend = next(section for section in sections if section.layer_id == "departments")
    assert [entry.text for entry in legend.entries if entry.nested] == ["1,000", "200", "50"]
    assert main_window.canvas.scene.layer("departments/sizes").drawn_count == 14


def test_another_indicator_takes_its_place_and_it_can_be_removed(session, dialog):
    first = shown(session)
    dialog.choose("departments/illiteracy_2007")
    dialog.choose("municipalities/pct_urban_2007")
    assert "departments" not in shown(session)
    assert style_of(session, "departments") == default_styles()["departments"]
    assert {"delegations", "municipalities"} <= shown(session)
    assert "238" in dialog.note
    click(dialog.remove_button)
    assert shown(session) == first
    assert not dialog.remove_button.isEnabled()


def test_classes_and_colours_are_one_step_to_undo(session, dialog):
    dialog.choose("departments/density_2007")
    steps = session.undo_stack.count()
    dialog.classes.count.setValue(7)
    dialog.classes.method.setCurrentIndex(dialog.classes.method.findData("equal"))
    dialog.classes.ramp.setCurrentIndex(dialog.classes.ramp.findData("cividis"))
    assert session.undo_stack.count() == steps
    renderer = style_of(session, "departments").renderer
    assert len(renderer.breaks) == 7
    ends = (renderer.symbols[0].fill, renderer.symbols[-1].fill)
    dialog.classes.is_reversed.click()
    turned = style_of(session, "departments").renderer
    assert (turned.symbols[-1].fill, turned.symbols[0].fill) == ends
    session.undo_stack.undo()
    assert style_of(session, "departments") == default_styles()["departments"]
    assert dialog.current is None


def test_classes_by_hand_begin_with_those_there_are(session, dialog):
    dialog.choose("departments/density_2007")
    breaks = style_of(session, "departments").renderer.breaks
    dialog.classes.method.setCurrentIndex(dialog.classes.method.findData("manual"))
    assert dialog.classes.bounds.isVisible()
    assert style_of(session, "departments").renderer.breaks == breaks
    dialog.classes.bounds.clear()
    QTest.keyClicks(dialog.classes.bounds, "200; 1,000 x 400")
    QTest.keyClick(dialog.classes.bounds, "\r")
    found = style_of(session, "departments").renderer.breaks
    assert found[:3] == (200.0, 400.0, 1000.0)
    assert len(found) == 4


def test_the_swapped_densities_are_remarked(session, dialog):
    dialog.choose("municipalities/density_2007_per_km2")
    assert "0510" in dialog.note
    assert "24 have no data" not in dialog.note


def test_what_is_looked_for_is_found_without_accents(dialog):
    dialog.search.setText("piped wat")
    visible = [
        dialog.list.item(n).text()
        for n in range(dialog.list.count())
        if not dialog.list.item(n).isHidden()
    ]
    assert visible[-1] == "Households with piped water 2007 (%)"
    assert len(visible) == 2
    dialog.search.clear()
    assert not dialog.list.item(1).isHidden()


def test_numbers_of_ones_own(session, dialog, main_window):
    places = from_points(np.array([[-89.2, 13.7], [-88.2, 13.5], [-89.6, 14.0]]))
    columns = {"cases": np.array([3.0, 90.0, np.nan])}
    table = FeatureTable("own-1", np.arange(3), places, columns)
    look = Style(Single(PointSymbol("circle", "#cc79a7", 7)))
    session.execute(AddLayer(Layer("own-1", "own", look, name="Cases"), table))
    dialog.choose("own-1/cases")
    assert isinstance(style_of(session, "own-1").renderer, Graduated)
    dialog.way.setCurrentIndex(dialog.way.findData(Way.SIZES.value))
    renderer = style_of(session, "own-1").renderer
    assert (renderer.field, renderer.value) == ("cases", 90.0)
    assert "1 has no data" in dialog.note
    dialog.sizes.largest.setValue(60)
    assert style_of(session, "own-1").renderer.symbol.size == 60
    click(dialog.remove_button)
    assert isinstance(style_of(session, "own-1").renderer, Single)


def test_it_speaks_the_language_of_the_window(qtbot, main_window, session, dialog):
    dialog.choose("departments/illiteracy_2007")
    session.view_state.language = "es"
    spanish = open_dialog(qtbot, IndicatorDialog)
    assert spanish.current.id == "departments/illiteracy_2007"
    assert spanish.windowTitle() == "Indicadores"
    texts = texts_of(spanish)
    assert "Analfabetismo 2007 (%)" in texts
    assert not {"Shown as", "Colours", "Close"} & set(texts)


def test_opened_again_it_shows_what_the_map_shows(qtbot, main_window, session, dialog):
    dialog.choose("departments/homicides_2017")
    dialog.close()
    main_window.actions_by_name["indicators"].trigger()
    again = open_dialog(qtbot, IndicatorDialog)
    assert again.current.id == "departments/homicides_2017"
    assert again.remove_button.isEnabled()
    main_window.actions_by_name["indicators"].trigger()
    assert open_dialog(qtbot, IndicatorDialog) is again


def test_names_of_columns_are_never_markup(qtbot, main_window, session, dialog):
    name = "<img src='http://example.com/x.png'><b>bold</b>"
    places = from_points(np.array([[-89.2, 13.7], [-88.2, 13.5]]))
    table = FeatureTable("own-1", np.arange(2), places, {name: np.array([3.0, 90.0])})
    look = Style(Single(PointSymbol("circle", "#cc79a7", 7)))
    session.execute(AddLayer(Layer("own-1", "own", look, name=name), table))
    item = dialog.list.item(dialog.list.count() - 1)
    assert item.text() == name
    assert "<img" not in item.toolTip()
    dialog.choose(f"own-1/{name}")
    assert style_of(session, "own-1").renderer.field == name
    session.view_state.select(FeatureRef("own-1", "1"))
    (chart,) = page(qtbot, main_window).findChildren(BarChart)
    tip = chart.tip_at(chart.height() / 2)
    assert "<img" not in tip
    assert "&lt;img" in tip
