"""The profile of an area on its page."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.palette import DARK, LIGHT
from app.panels.bar_chart import Bar, BarChart
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.document import Layer
from layers.style import PointSymbol, Single, Style
from layers.table_commands import AddLayer
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import colours
from tests.gui.driving import page


def charts(qtbot, window, layer_id, feature_id):
    window.session.view_state.select(FeatureRef(layer_id, feature_id))
    return page(qtbot, window).findChildren(BarChart)


def test_a_department_stands_among_the_others(qtbot, main_window):
    profile, homicides, country = charts(qtbot, main_window, "departments", "SV-SS")
    assert profile.accessibleName() == "Profile"
    words = profile.accessibleDescription()
    assert "Population 2007 (persons): 1,567,244, Place 1 of 14" in words
    assert homicides.accessibleName() == "Homicides, 2017\N{EN DASH}2018"
    assert "2015: 6,656, Institute of Legal Medicine (IML)" in country.accessibleDescription()


def test_a_municipality_has_the_census(qtbot, main_window):
    shown = charts(qtbot, main_window, "municipalities", "0614")
    assert len(shown[0].bars) == 14
    assert [chart.accessibleName() for chart in shown[1:]] == [
        "Homicides, 2015\N{EN DASH}2016",
        "Homicides per 100,000, 2015\N{EN DASH}2016",
    ]


def test_numbers_of_ones_own_have_a_profile(qtbot, main_window, session):
    places = from_points(np.array([[-89.2, 13.7], [-88.2, 13.5]]))
    table = FeatureTable("own-1", np.arange(2), places, {"cases": np.array([3.0, 90.0])})
    look = Style(Single(PointSymbol("circle", "#cc79a7", 7)))
    session.execute(AddLayer(Layer("own-1", "own", look, name="Cases"), table))
    (chart,) = charts(qtbot, main_window, "own-1", "1")
    assert chart.accessibleDescription() == "cases: 90, Place 1 of 2 · median 46.5"


def test_what_has_no_numbers_has_no_profile(qtbot, main_window):
    assert charts(qtbot, main_window, "border-points", "la-hachadura") == []


def test_it_is_spanish_when_the_window_is(qtbot, main_window, session):
    session.view_state.language = "es"
    profile, *_ = charts(qtbot, main_window, "departments", "SV-MO")
    assert profile.accessibleName() == "Perfil"
    assert "Lugar" in profile.accessibleDescription()


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_bars_are_as_long_as_their_numbers(qtbot, palette):
    bars = [Bar("one", "10", 0.25), Bar("two", "40", 1.0, 0.5, "a note")]
    chart = BarChart(bars, palette, "Chart")
    qtbot.addWidget(chart)
    chart.resize(306, chart.sizeHint().height())
    image = chart.grab().toImage()
    wanted = [int(palette.action[at : at + 2], 16) for at in (5, 3, 1)]
    lines = (colours(image) == wanted).all(axis=2).sum(axis=1)
    ratio = image.devicePixelRatio()
    runs = {round(count / ratio) for count in lines}
    short = max(run for run in runs if run < 150)
    assert abs(short - 75) <= 2
    assert max(runs) >= 285
    assert chart.focusPolicy() == Qt.FocusPolicy.TabFocus
