"""Tips at the first start: there until they are dismissed, never again by themselves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.settings import Settings, SettingsFile
from tests.gui.canvas.looking import settle
from tests.gui.driving import click, texts_of


@pytest.fixture
def first(make_window, qtbot):
    """The window at the first start, with its tips."""
    window = make_window(Settings(theme="light", tips=True, window=(0, 0, 1280, 800)))
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.tips.card is not None)
    settle(qtbot, window.canvas)
    return window


def test_they_are_on_the_map_and_take_no_keyboard(first):
    card = first.tips.card
    assert card.isVisible()
    assert first.canvas.rect().contains(card.geometry())
    assert QApplication.focusWidget() is not card.button
    shown = "\n".join(texts_of(card))
    for words in ("Ctrl+K", "F1", "Got it"):
        assert words in shown
    others = [one for one in first.canvas.overlays.cards if one is not card and one.isVisible()]
    assert not [one for one in others if one.geometry().intersects(card.geometry())]


def test_names_of_the_map_keep_clear_of_them(first):
    left, top, right, bottom = first.canvas.overlays.covered()[-1]
    card = first.tips.card.geometry()
    assert left <= card.left()
    assert top <= card.top()
    assert right > card.right()
    assert bottom > card.bottom()


def test_they_speak_the_language(first):
    first.actions_by_name["language_es"].trigger()
    assert "Entendido" in texts_of(first.tips.card)
    card = first.tips.card
    assert all(label.height() >= label.heightForWidth(label.width()) for label in card._words)


def test_dismissed_they_never_come_back(first, make_window, qtbot, tmp_path):
    click(first.tips.card.button)
    assert first.tips.card is None
    assert first.canvas.overlays.tips is None
    assert not first.settings().tips
    first.close()
    kept = SettingsFile(tmp_path / "settings.json").read(Settings(tips=True))
    again = make_window(kept)
    qtbot.wait(400)
    assert again.tips.card is None


def test_left_alone_they_are_there_at_the_next_start(first):
    assert first.settings().tips


def test_escape_puts_them_away_and_the_menu_brings_them_back(first, qtbot):
    first.activateWindow()
    qtbot.waitUntil(first.isActiveWindow)
    first.actions_by_name["tips"].trigger()
    button = first.tips.card.button
    assert QApplication.focusWidget() is button
    QTest.keyClick(button, Qt.Key.Key_Escape)
    assert first.tips.card is None
    assert QApplication.focusWidget() is first.canvas
    first.actions_by_name["tips"].trigger()
    assert first.tips.card.isVisible()


def test_without_the_first_start_there_are_none(main_window, qtbot):
    qtbot.wait(400)
    assert main_window.tips.card is None
