"""The language switched while the window runs: nothing stays behind in the other one."""

import re

import pytest

from app.exports.dialog import ExportDialog
from app.help_pages import HelpDialog
from layers.commands import SetVisible
from layers.view_state import FeatureRef
from scripts.translations import read
from tests.gui.canvas.looking import settle
from tests.gui.driving import action_texts, open_dialog, page, row, texts_of

SPANISH = read("es")
# Words that both languages write the same way, or that are names.
_SHORT = 3


def differing_messages():
    """Return pairs of English and Spanish texts, all forms of each, that differ."""
    for message in SPANISH:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        for english, spanish in zip(ids, strings, strict=False):
            if english != spanish and len(english) > _SHORT:
                yield english, spanish


def as_pattern(message):
    """Return a pattern of what a message looks like once its blanks are filled."""
    parts = re.split(r"\{\w+\}|%\(\w+\)s|%[sr]", message.replace("&", ""))
    return "(.+?)".join(map(re.escape, parts))


ENGLISH = {english for english, _ in differing_messages()}
SPANISH_TEXTS = {spanish for _, spanish in differing_messages()}


def matcher(messages):
    """Return a function that tells whether a text is one of some messages, blanks filled."""
    # A message of blanks and one short word fits nearly everything.
    patterns = [as_pattern(m) for m in messages if len(re.sub(r"\{\w+\}|\W", "", m)) > _SHORT]
    whole = re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.DOTALL)
    return lambda text: whole.fullmatch(text.replace("&", "").strip()) is not None


is_english, is_spanish = matcher(ENGLISH), matcher(SPANISH_TEXTS)


def lines_of(window):
    """Return every text of the window, its menus, its map and its tooltips, line by line."""
    texts = texts_of(window) + action_texts(window)
    for menu in window.header.menu_bar.findChildren(
        type(window.header.menu_bar.actions()[0].menu())
    ):
        texts += texts_of(menu)
    lines = [line for text in texts for line in text.splitlines()]
    # A shortcut or a count in brackets stands after the words.
    return [re.sub(r"\s*\([^()]*\)$", "", line) for line in lines] + lines


def left_in(window, is_of_language):
    return sorted({line for line in lines_of(window) if is_of_language(line)})


SUBJECTS = {
    "overview": lambda view: view.open_overview(),
    "program": lambda view: view.open_program("model-precincts"),
    "layer": lambda view: view.open_layer("anti-extortion-units"),
    "placed feature": lambda view: view.select(FeatureRef("delegations", "ciudad-delgado")),
    "unplaced feature": lambda view: view.select(FeatureRef("model-precincts", "station-10")),
}


def unfold_everything(window):
    """Show what is hidden at first, so that it is read too."""
    session = window.session
    session.execute(SetVisible("rivers", False))
    session.execute(SetVisible("towns", True))
    session.undo_stack.undo()
    row(window, "model-precincts").more.click()
    session.view_state.cursor = (-89.2, 13.7)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_nothing_stays_english(qtbot, main_window, session, data, subject):
    unfold_everything(main_window)
    SUBJECTS[subject](session.view_state)
    page(qtbot, main_window)
    assert len(left_in(main_window, is_english)) > 40  # the test can find them
    main_window.actions_by_name["language_es"].trigger()
    page(qtbot, main_window)
    settle(qtbot, main_window.canvas)
    assert left_in(main_window, is_english) == []
    names = {i.name["en"] for i in data.layers if i.name["en"] != i.name["es"]}
    assert not names & set(lines_of(main_window))
    assert main_window.canvas.scene.language == "es"


def test_nothing_stays_spanish(qtbot, make_window):
    window = make_window()
    window.actions_by_name["language_es"].trigger()
    unfold_everything(window)
    window.session.view_state.open_program("model-precincts")
    page(qtbot, window)
    assert len(left_in(window, is_spanish)) > 40
    window.actions_by_name["language_en"].trigger()
    page(qtbot, window)
    settle(qtbot, window.canvas)
    assert left_in(window, is_spanish) == []


def test_the_buttons_of_the_header_switch_the_language(qtbot, main_window, session):
    english, spanish = (main_window.header.languages[code] for code in ("en", "es"))
    assert english.isChecked()
    spanish.click()
    assert session.view_state.language == "es"
    assert spanish.isChecked()
    assert not english.isChecked()
    assert main_window.actions_by_name["language_es"].isChecked()
    english.click()
    assert main_window.header.export.text() == "Export"


def test_the_map_is_written_anew(qtbot, main_window):
    settle(qtbot, main_window.canvas)
    before = main_window.canvas.grab().toImage()
    main_window.actions_by_name["language_es"].trigger()
    settle(qtbot, main_window.canvas)
    assert main_window.canvas.grab().toImage() != before
    sea = main_window.canvas.scene.layer("sea")
    assert "Océano Pacífico" in sea.labels.tolist()


def test_qts_own_words_are_spanish_too(qtbot, main_window):
    main_window.actions_by_name["language_es"].trigger()
    keys = main_window.actions_by_name["redo"].toolTip()
    assert keys == "Rehacer (Ctrl+Mayús+Z)"
    main_window.actions_by_name["about"].trigger()
    dialog = open_dialog(qtbot, HelpDialog)
    assert "Cerrar" in [text.replace("&", "") for text in texts_of(dialog)]
    dialog.close()


@pytest.mark.parametrize("name", ["shortcuts", "sources", "about"])
def test_help_is_spanish(qtbot, main_window, name):
    main_window.actions_by_name["language_es"].trigger()
    main_window.actions_by_name[name].trigger()
    dialog = open_dialog(qtbot, HelpDialog)
    lines = [line for text in texts_of(dialog) for line in text.splitlines()]
    assert [line for line in lines if is_english(line)] == []
    assert len([line for line in lines if is_spanish(line)]) >= 2
    dialog.close()


def test_the_export_dialog_is_spanish(qtbot, main_window):
    main_window.actions_by_name["language_es"].trigger()
    main_window.actions_by_name["export"].trigger()
    dialog = open_dialog(qtbot, ExportDialog)
    lines = [line for text in texts_of(dialog) for line in text.splitlines()]
    assert [line for line in lines if is_english(line)] == []
    dialog.close()


def test_coordinates_follow_the_language(qtbot, main_window, session):
    session.view_state.cursor = (-89.21824, 13.69294)
    assert main_window.status.coordinates.text() == "13.6929° N, 89.2182° W"
    main_window.actions_by_name["language_es"].trigger()
    assert main_window.status.coordinates.text() == "13.6929° N, 89.2182° O"
    assert re.fullmatch(r"1 : [\d,]+", main_window.status.scale.text())
