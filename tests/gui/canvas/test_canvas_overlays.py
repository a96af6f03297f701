"""The cards that lie on the map."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QToolButton

from app.palette import DARK, LIGHT
from layers.builtin_map import SELECTION
from layers.commands import SetVisible
from tests.gui.canvas.looking import is_near, leave, pixels, place_of, settle

LEFT = Qt.MouseButton.LeftButton


def explained(canvas):
    """Return the legend's words as a screen reader hears them."""
    return canvas.overlays.legend.words


def legend_title(canvas):
    return canvas.overlays.legend.findChild(QToolButton)


def wheel(widget, angle):
    where = QPointF(widget.rect().center())
    event = QWheelEvent(
        where, widget.mapToGlobal(where), QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_the_legend_explains_what_is_drawn_in_the_interface_language(qtbot, session, canvas):
    for language in ("en", "es"):
        session.view_state.language = language
        settle(qtbot, canvas)
        words = explained(canvas)
        for section in canvas.scene.legend:
            assert section.name in words
    session.execute(SetVisible("border-points", False))
    settle(qtbot, canvas)
    assert session.data.layer("border-points").name["es"] not in explained(canvas)


def test_the_legend_is_folded_away_and_back_by_its_title(qtbot, canvas):
    legend = canvas.overlays.legend
    full, words = legend.geometry(), legend_title(canvas).toolTip()
    QTest.mouseClick(legend_title(canvas), LEFT)
    assert not legend.is_open
    assert legend.height() < 60
    assert legend.geometry().bottomLeft() == full.bottomLeft()
    assert legend_title(canvas).toolTip() != words
    legend_title(canvas).setFocus()
    QTest.keyClick(legend_title(canvas), Qt.Key.Key_Space)
    assert legend.geometry() == full
    settle(qtbot, canvas)


def test_a_tall_legend_scrolls_to_its_end(canvas):
    scroll = canvas.overlays.legend.findChild(QScrollArea)
    bar = scroll.verticalScrollBar()
    assert bar.maximum() > 0
    view = canvas.view
    for _ in range(60):
        wheel(scroll.viewport(), -120)
    assert bar.value() == bar.maximum()
    assert scroll.viewport().height() + bar.maximum() == scroll.widget().height()
    assert canvas.view == view


@pytest.mark.parametrize("size", [(1280, 700), (1060, 792), (760, 520), (500, 400), (300, 240)])
@pytest.mark.parametrize("language", ["en", "es"])
def test_cards_stay_on_the_map_and_off_each_other(session, make_canvas, size, language):
    session.view_state.language = language
    canvas = make_canvas(*size)
    cards = [card for card in canvas.overlays.cards if card.isVisible()]
    assert len(cards) == 3
    for card in cards:
        assert canvas.rect().contains(card.geometry())
        others = [other for other in cards if other is not card]
        assert not any(card.geometry().intersects(other.geometry()) for other in others)
    covered = sum(card.width() * card.height() for card in cards)
    assert covered < canvas.width() * canvas.height() / 2


def test_the_legend_leaves_most_of_a_small_window_to_the_map(make_canvas):
    canvas = make_canvas(760, 700)
    assert canvas.overlays.legend.height() < 0.36 * canvas.height()
    assert canvas.overlays.legend.width() < 260


def test_buttons_zoom_and_show_the_country(qtbot, canvas):
    home = canvas.view
    closer, farther, whole = canvas.overlays.buttons.findChildren(QToolButton)
    QTest.mouseClick(closer, LEFT)
    QTest.mouseClick(closer, LEFT)
    settle(qtbot, canvas)
    near = canvas.view.resolution
    assert near < home.resolution
    QTest.mouseClick(farther, LEFT)
    settle(qtbot, canvas)
    assert near < canvas.view.resolution < home.resolution
    QTest.mouseClick(whole, LEFT)
    settle(qtbot, canvas)
    assert canvas.view == home


@pytest.mark.parametrize("name", ["legend", "corner", "buttons"])
def test_what_happens_on_a_card_does_not_reach_the_map(qtbot, session, canvas, name):
    card = getattr(canvas.overlays, name)
    edge, view = QPoint(2, card.height() // 2), canvas.view
    QTest.mouseClick(card, LEFT, pos=edge)
    QTest.mouseDClick(card, LEFT, pos=edge)
    QTest.mousePress(card, LEFT, pos=edge)
    QTest.mouseMove(card, edge + QPoint(40, 40))
    QTest.mouseRelease(card, LEFT, pos=edge + QPoint(40, 40))
    wheel(card, 120)
    settle(qtbot, canvas)
    assert canvas.view == view
    assert session.view_state.selected is None


def test_sources_are_named_whole_in_the_tooltip(canvas):
    tip = canvas.overlays.corner.toolTip()
    assert len(canvas.scene.credits) > 2
    assert tip.count("<p>") == len(canvas.scene.credits)
    assert all(credit.citation.split(" ")[0] in tip for credit in canvas.scene.credits)
    assert canvas.overlays.corner.accessibleDescription()


def test_the_scale_bar_follows_the_zoom(qtbot, canvas):
    corner = canvas.overlays.corner
    before = corner.grab().toImage()
    canvas.set_view(canvas.view.zoomed(7, 450, 300))
    settle(qtbot, canvas)
    qtbot.wait(80)
    assert corner.grab().toImage() != before


def test_cards_are_paper_of_the_theme(qtbot, canvas):
    spot = canvas.overlays.corner.geometry().bottomRight() - QPoint(20, 4)
    assert is_near(pixels(canvas).pixelColor(spot), LIGHT.paper, 3)
    canvas.set_theme("dark")
    settle(qtbot, canvas)
    assert is_near(pixels(canvas).pixelColor(spot), DARK.paper, 3)


def test_everything_has_a_name_for_screen_readers_in_both_languages(qtbot, session, canvas):
    def names():
        cards = canvas.overlays
        buttons = canvas.findChildren(QToolButton)
        assert len(buttons) == 4
        return [
            canvas.accessibleName(),
            cards.corner.accessibleName(),
            *(button.accessibleName() for button in buttons),
        ]

    english = names()
    assert all(english)
    session.view_state.language = "es"
    settle(qtbot, canvas)
    spanish = names()
    assert all(spanish)
    expected = [session.texts.gettext(name) for name in english]
    assert spanish == expected


def test_only_drawing_that_takes_long_says_so(qtbot, session, canvas):
    busy = canvas.overlays.busy
    seen = []
    canvas._picture.slow_changed.connect(lambda slow: seen.append((slow, busy.isVisible())))
    canvas._picture._redraw._slow.setInterval(60_000)
    session.execute(SetVisible("towns", True))
    settle(qtbot, canvas)
    assert seen == []
    assert not busy.isVisible()
    canvas._picture._redraw._slow.setInterval(0)
    session.execute(SetVisible("towns", False))
    settle(qtbot, canvas)
    assert seen == [(True, True), (False, False)]
    assert not busy.isVisible()


def test_names_on_the_map_keep_clear_of_the_cards(canvas):
    report = canvas._picture.report
    assert len(report.labels) > 10
    outer = canvas._picture._frame.view
    right, down = (outer.width - canvas.width()) / 2, (outer.height - canvas.height()) / 2
    for label in report.labels:
        left, top, end, bottom = label.box
        for box in canvas.overlays.covered():
            apart = (
                end - right <= box[0] + 1
                or left - right >= box[2] - 1
                or bottom - down <= box[1] + 1
                or top - down >= box[3] - 1
            )
            assert apart, label


def test_a_legend_without_room_is_folded_until_it_is_wanted(qtbot, make_canvas):
    canvas = make_canvas(400, 300)
    legend = canvas.overlays.legend
    assert not legend.is_open
    QTest.mouseClick(legend_title(canvas), LEFT)
    assert legend.is_open
    assert canvas.rect().contains(legend.geometry())
    canvas.resize(900, 600)
    settle(qtbot, canvas)
    QTest.mouseClick(legend_title(canvas), LEFT)
    assert not legend.is_open


def test_keys_reach_the_map_and_that_shows(qtbot, canvas):
    leave(canvas)
    edge = QPoint(450, 1)
    before = pixels(canvas).pixelColor(edge)
    canvas.overlays.buttons.findChild(QToolButton).setFocus()
    assert pixels(canvas).pixelColor(edge) == before
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    assert is_near(pixels(canvas).pixelColor(edge), SELECTION, 10)
    canvas.clearFocus()
    assert pixels(canvas).pixelColor(edge) == before


@pytest.mark.parametrize("name", ["legend", "corner", "buttons"])
def test_nothing_is_pointed_at_beneath_a_card(qtbot, session, canvas, name):
    QTest.mouseMove(canvas, place_of(canvas, "delegations", "la-paz"))
    qtbot.waitUntil(lambda: session.view_state.hovered is not None)
    card = getattr(canvas.overlays, name)
    QTest.mouseMove(canvas.window(), card.geometry().center())
    qtbot.waitUntil(lambda: session.view_state.hovered is None, timeout=2000)
    assert session.view_state.cursor is None
