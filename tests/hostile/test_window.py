"""Hostile texts in every field, key and name: the window shows them as they are."""

from html import unescape

from PySide6.QtGui import Qt, QTextDocumentFragment
from PySide6.QtWidgets import QLabel, QWidget

from layers.table_commands import AddLayer
from layers.view_state import FeatureRef
from tests.gui.driving import page, texts_of
from tests.hostile.maps import own_layers
from tests.hostile.texts import LONG, texts_for


def squeezed(text):
    """Return a text without what writing it in lines may change: white space and control signs."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())


def add_layers(session, texts):
    state = own_layers(texts, "")
    for layer in state.layers:
        session.execute(AddLayer(layer, state.tables[layer.id]))
    return state


def is_read_as_markup(text):
    """Return whether Qt takes tags of a hostile text for tags; escaped ones are signs."""
    if not Qt.mightBeRichText(text):
        return False
    shown = QTextDocumentFragment.fromHtml(text).toPlainText()
    return any(tag in unescape(text) and tag not in shown for tag in ("<script>", "<img src=x"))


def check_plain(window):
    """Fail if Qt would read a shown text as markup."""
    for widget in window.findChildren(QWidget):
        for text in (widget.toolTip(), widget.statusTip()):
            assert not is_read_as_markup(text), f"{widget}: {text[:80]}"
        if isinstance(widget, QLabel) and "pwned" in widget.text():
            assert widget.textFormat() is Qt.TextFormat.PlainText, widget.text()[:80]


def test_layers_and_their_features_are_shown_as_they_are(qtbot, main_window, session, folder):
    texts = texts_for(folder)
    layers = add_layers(session, texts).layers
    listed = squeezed("".join(texts_of(main_window.layers_panel)))
    check_plain(main_window)
    for layer, (name, text) in zip(layers, texts.items(), strict=True):
        assert squeezed(text)[:60] in listed, name
        session.view_state.open_layer(layer.id)
        assert squeezed(text) in squeezed("".join(texts_of(page(qtbot, main_window)))), name
        check_plain(main_window)
        for feature_id in (text, f"{text} 2"):
            session.view_state.select(FeatureRef(layer.id, feature_id))
            shown = squeezed("".join(texts_of(page(qtbot, main_window))))
            # The title, two keys with their values, two notes.
            assert shown.count(squeezed(text)) >= 6, name
            check_plain(main_window)


def test_a_megabyte_of_text_is_shown_in_part_and_can_be_copied(qtbot, main_window, session):
    (layer,) = add_layers(session, {"long": LONG}).layers
    session.view_state.select(FeatureRef(layer.id, LONG))
    shown = texts_of(page(qtbot, main_window))
    assert any(text.startswith(LONG[:1000]) for text in shown)
    assert any("more characters" in text for text in shown)


def test_markup_would_be_noticed():
    """What `check_plain` looks for is what Qt reads as markup."""
    assert is_read_as_markup("<p>a <img src=x onerror=window.pwned=1></p>")
    assert not is_read_as_markup("<p>a &lt;img src=x onerror=window.pwned=1&gt;</p>")
