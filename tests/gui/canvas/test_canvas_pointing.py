"""Pointing at features and selecting them, by mouse and by key."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from geodata.geometry import from_points
from geodata.projection import to_lonlat
from geodata.table import FeatureTable
from layers.builtin_map import SELECTION
from layers.commands import SetVisible
from layers.document import Layer
from layers.style import PointSymbol, Single, Style
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import (
    changed_pixels,
    count_near,
    leave,
    map_pixels,
    pixels,
    place_of,
    settle,
)

LEFT = Qt.MouseButton.LeftButton
SEA = QPoint(320, 545)
LA_PAZ = FeatureRef("delegations", "la-paz")
CABANAS_UNIT = FeatureRef("anti-extortion-units", "unit-cabanas")
HOSTILE = (
    "<b>bold</b> <img src='file:///etc/passwd'> {{7*7}} \u202egnp.exe\x00\u2028" + "x" * 1_000_000
)


def hover(qtbot, canvas, place, tip=True):
    """Move the mouse to a place and wait for what comes of it."""
    QTest.mouseMove(canvas, place + QPoint(1, 0))
    QTest.mouseMove(canvas, place)
    qtbot.wait(60)
    if tip:
        qtbot.waitUntil(lambda: tip_of(canvas).isVisible(), timeout=2000)


def click(canvas, place):
    QTest.mouseClick(canvas, LEFT, pos=place)


def tip_of(canvas):
    return canvas.tip


def tip_texts(canvas):
    return [label.text() for label in canvas.tip.findChildren(QLabel) if label.isVisible()]


def place(canvas, ref):
    return place_of(canvas, ref.layer_id, ref.feature_id)


def test_what_is_under_the_mouse_is_pointed_at(qtbot, session, canvas):
    hover(qtbot, canvas, place(canvas, CABANAS_UNIT), tip=False)
    assert session.view_state.hovered == CABANAS_UNIT
    hover(qtbot, canvas, place(canvas, LA_PAZ), tip=False)
    assert session.view_state.hovered == LA_PAZ
    hover(qtbot, canvas, SEA, tip=False)
    assert session.view_state.hovered is None


def test_what_is_pointed_at_is_marked(qtbot, canvas):
    leave(canvas)
    before = map_pixels(canvas)
    hover(qtbot, canvas, place(canvas, CABANAS_UNIT), tip=False)
    ring = changed_pixels(before, map_pixels(canvas))
    hover(qtbot, canvas, place(canvas, LA_PAZ), tip=False)
    outline = changed_pixels(before, map_pixels(canvas))
    leave(canvas)
    assert 30 < ring < 400 < outline
    assert changed_pixels(before, map_pixels(canvas)) == 0


def test_the_tip_says_name_layer_and_how_sure_the_place_is(qtbot, session, canvas):
    hover(qtbot, canvas, place(canvas, CABANAS_UNIT))
    assert tip_texts(canvas) == [
        "Anti-extortion unit, Cabañas",
        "Anti-extortion units",
        "place inferred",
    ]
    session.view_state.language = "es"
    settle(qtbot, canvas)
    hover(qtbot, canvas, SEA, tip=False)
    assert not tip_of(canvas).isVisible()
    hover(qtbot, canvas, place(canvas, CABANAS_UNIT))
    assert tip_texts(canvas)[2] == session.texts.gettext("place inferred") != "place inferred"


def test_the_tip_stands_inside_the_canvas_and_not_on_the_place(qtbot, canvas):
    for ref in (
        FeatureRef("border-points", "el-amatillo"),
        FeatureRef("border-points", "la-hachadura"),
        FeatureRef("border-points", "anguiatu"),
    ):
        spot = place(canvas, ref)
        hover(qtbot, canvas, spot)
        tip = tip_of(canvas).geometry()
        assert canvas.rect().contains(tip)
        assert not tip.contains(spot)
        hover(qtbot, canvas, SEA, tip=False)


def test_the_tip_goes_while_the_map_moves(qtbot, canvas):
    spot = place(canvas, CABANAS_UNIT)
    hover(qtbot, canvas, spot)
    QTest.mousePress(canvas, LEFT, pos=spot)
    QTest.mouseMove(canvas, spot + QPoint(20, 20))
    assert not tip_of(canvas).isVisible()
    QTest.mouseRelease(canvas, LEFT, pos=spot + QPoint(20, 20))


def test_the_tip_comes_only_where_the_mouse_lingers(qtbot, canvas):
    delay = canvas._guide.tip._delay
    delay.setInterval(60_000)
    for step in range(4):
        hover(qtbot, canvas, place(canvas, LA_PAZ) + QPoint(step, 0), tip=False)
        assert not tip_of(canvas).isVisible()
        assert delay.remainingTime() > 59_000, "each movement begins the wait anew"
    delay.setInterval(1)
    hover(qtbot, canvas, place(canvas, LA_PAZ))


def test_hostile_words_are_shown_as_they_are(qtbot, session, canvas):
    x, y = canvas.view.point_to_map(SEA.x(), SEA.y())
    lonlat = to_lonlat(np.array([[x, y]]))
    table = FeatureTable(
        "own",
        np.array(["1"], dtype=object),
        from_points(lonlat),
        {"name": np.array([HOSTILE], dtype=object)},
    )
    layer = Layer(
        "own", "own", Style(Single(PointSymbol("circle", "#ff0000", 14))), name="<i>{%% mine\x00"
    )
    session.document.update(
        lambda state: replace(
            state,
            layers=(*state.layers, layer),
            tables=MappingProxyType({**state.tables, "own": table}),
        )
    )
    settle(qtbot, canvas)
    hover(qtbot, canvas, SEA)
    name, layer_name = tip_texts(canvas)
    assert name.startswith("<b>bold</b> <img src='file:///etc/passwd'> {{7*7}}")
    assert len(name) <= 120
    assert name.endswith("…")
    assert layer_name == "<i>{%% mine"
    labels = tip_of(canvas).findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    assert tip_of(canvas).width() < 340
    assert canvas.rect().contains(tip_of(canvas).geometry())


def test_the_cursor_tells_longitude_and_latitude(qtbot, session, canvas):
    spot = place(canvas, LA_PAZ)
    hover(qtbot, canvas, spot, tip=False)
    longitude, latitude = session.view_state.cursor
    x, y = canvas.view.point_to_map(spot.x(), spot.y())
    assert (longitude, latitude) == pytest.approx(tuple(to_lonlat(np.array([[x, y]]))[0]))
    assert -90 < longitude < -87.5
    assert 13 < latitude < 14.5
    leave(canvas)
    assert session.view_state.cursor is None
    assert session.view_state.hovered is None


def test_a_click_selects_and_the_selection_is_outlined(qtbot, session, canvas):
    leave(canvas)
    outline = map_pixels(canvas)
    click(canvas, place(canvas, LA_PAZ))
    assert session.view_state.selected == LA_PAZ
    leave(canvas)
    marked = map_pixels(canvas)
    layer = canvas.scene.layer("delegations")
    row = layer.table.row_of("la-paz")
    ring = canvas.view.to_screen(np.array(layer.geometry.shape(row).boundary.geoms[0].coords)
        if hasattr(layer.geometry.shape(row).boundary, "geoms")
        else np.array(layer.geometry.shape(row).boundary.coords))  # fmt: skip
    on_line = [QPoint(round(x), round(y)) for x, y in ring[:: max(len(ring) // 40, 1)]]
    assert all(count_near(marked, SELECTION, spot, 2) >= 3 for spot in on_line)
    inside = place(canvas, LA_PAZ) + QPoint(0, 25)
    before, after = outline.pixelColor(inside), marked.pixelColor(inside)
    assert before.red() - after.red() == pytest.approx(0.08 * before.red(), abs=6)


def test_a_selected_point_wears_a_ring(session, canvas):
    spot = place(canvas, CABANAS_UNIT)
    click(canvas, spot)
    leave(canvas)
    assert session.view_state.selected == CABANAS_UNIT
    image = map_pixels(canvas)
    for away in (QPoint(12, 0), QPoint(-12, 0), QPoint(0, 12), QPoint(0, -12)):
        assert count_near(image, SELECTION, spot + away, 1) >= 3


def test_a_click_on_the_sea_selects_nothing(session, canvas):
    session.view_state.select(LA_PAZ)
    click(canvas, SEA)
    assert session.view_state.selected is None


def test_repeated_clicks_go_through_what_lies_there(qtbot, session, canvas):
    spot = place(canvas, FeatureRef("model-precincts", "usulutan"))
    found = []
    for _ in range(3):
        click(canvas, spot)
        found.append(session.view_state.selected)
        qtbot.wait(20)
    assert found[0].layer_id == "model-precincts"
    assert FeatureRef("delegations", "usulutan") in found
    assert len({*found}) >= 2
    click(canvas, spot + QPoint(60, 0))
    click(canvas, spot)
    assert session.view_state.selected == found[0], "another place begins at the top"


def test_what_is_selected_and_hidden_is_not_marked(qtbot, session, canvas):
    session.view_state.select(CABANAS_UNIT)
    spot = place(canvas, CABANAS_UNIT)
    leave(canvas)
    assert count_near(map_pixels(canvas), SELECTION, spot, 16) > 20
    session.execute(SetVisible("anti-extortion-units", False))
    settle(qtbot, canvas)
    assert count_near(map_pixels(canvas), SELECTION, spot, 16) == 0


def test_a_record_without_a_place_can_be_selected_without_a_mark(qtbot, session, canvas):
    leave(canvas)
    before = pixels(canvas)
    record = str(session.data.table("plan-seguro-sectors").ids[0])
    session.view_state.select(FeatureRef("plan-seguro-sectors", record))
    assert pixels(canvas) == before


def test_keys_go_from_feature_to_feature_and_select(qtbot, session, canvas):
    leave(canvas)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Period)
    first = session.view_state.hovered
    assert first is not None
    assert tip_of(canvas).isVisible()
    assert canvas.accessibleDescription().startswith(tip_texts(canvas)[0])
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    second = session.view_state.hovered
    assert second not in (None, first)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert session.view_state.selected == second
    QTest.keyClick(canvas, Qt.Key.Key_Comma)
    assert session.view_state.hovered == first
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert session.view_state.selected is None
    assert session.view_state.hovered is None
    assert not tip_of(canvas).isVisible()


def test_a_resting_mouse_does_not_take_over_from_the_keys(qtbot, session, canvas):
    hover(qtbot, canvas, place(canvas, LA_PAZ), tip=False)
    QTest.keyClick(canvas, Qt.Key.Key_Period)
    stepped = session.view_state.hovered
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    settle(qtbot, canvas)
    assert session.view_state.hovered == stepped
    hover(qtbot, canvas, SEA, tip=False)
    assert session.view_state.hovered != stepped


def test_what_is_under_the_mouse_is_looked_up_again_after_a_move(qtbot, session, canvas):
    hover(qtbot, canvas, place(canvas, LA_PAZ), tip=False)
    canvas.set_view(canvas.view.panned(0, -150))
    settle(qtbot, canvas)
    qtbot.waitUntil(lambda: session.view_state.hovered != LA_PAZ, timeout=2000)
