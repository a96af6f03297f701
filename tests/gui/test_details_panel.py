"""What the details panel tells of programs, features and layers."""

from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.panels.feature_list import FeatureList
from app.panels.program_button import ProgramButton
from app.panels.prose import LONGEST, Prose
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.builtin_map import default_styles
from layers.commands import SetVisible
from layers.document import Layer, Placement
from layers.facts import feature_facts
from layers.table_commands import AddLayer, PlaceRecord
from layers.texts import Texts
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import place_of, settle
from tests.gui.driving import click, page, page_text
from tests.layers.document_strategies import OWN, own_layer

LANGUAGES = ("en", "es")

HOSTILE = (
    "{{ cycler.__init__.__globals__.os.mkdir('x') }}",
    "{% set x = 1 %}",
    "</script><script>alert(1)</script>",
    "`${alert(1)}`",
    "<b>bold</b> &amp; <img src=x onerror=alert(1)>",
    "<a href='http://example.com'>click</a>",
    "line\N{LINE SEPARATOR}separator",
    "nul\0byte",
    "\N{RIGHT-TO-LEFT OVERRIDE}override",
    "quote \" apostrophe ' backslash \\",
)


def buttons(page_, words):
    return [b for b in page_.findChildren(QPushButton) if b.text() == words]


def follow(page_, words):
    """Follow the first link of a page that is written so, as a click on it does."""
    for prose in page_.findChildren(Prose):
        cursor = prose.document().find(words)
        while not cursor.isNull():
            href = cursor.charFormat().anchorHref()
            if href:
                prose.anchorClicked.emit(QUrl(href))
                return
            cursor = prose.document().find(words, cursor)
    raise AssertionError(f"no link {words!r}")


# ------------------------------------------------------------------------------- overview


def test_at_first_the_panel_leads_to_every_program(qtbot, main_window, session, programs):
    shown = page(qtbot, main_window).findChildren(ProgramButton)
    names = [button.accessibleName() for button in shown]
    for program in programs():
        assert any(name.startswith(program.short_name.en) for name in names), program.id
    assert any(name.endswith("22 placed, 1 not published".replace(", ", " · ")) for name in names)
    click(shown[0])
    assert session.view_state.program == next(iter(programs())).id


# ------------------------------------------------------------------------------- dossiers


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_dossier_is_shown_whole(qtbot, main_window, session, programs, language):
    session.view_state.language = language
    texts = Texts(language)
    for program in programs():
        session.view_state.open_program(program.id)
        shown = page_text(qtbot, main_window)
        parts = [program.name, program.summary]
        parts += [figure.unit for figure in program.figures]
        parts += [figure.label for figure in program.highlights]
        parts += [event.text for event in program.events]
        parts += [note.text for note in program.notes]
        parts += [part for partner in program.partners for part in (partner.name, partner.role)]
        parts += [source.citation for source in programs().sources_of(program)]
        missing = [part.text(language) for part in parts if part.text(language) not in shown]
        assert not missing, (program.id, missing[:3])
        for figure in program.figures:
            assert figure.formatted(language, texts) in shown
            assert texts.date(figure.year) in shown
        for event in program.events:
            assert texts.date(event.date) in shown
        for source in programs().sources_of(program):
            assert source.url in shown


def test_cards_and_buttons_are_as_high_as_what_they_say(qtbot, main_window, session):
    session.view_state.open_program("anti-extortion")
    settle(qtbot, main_window.canvas)
    shown = page(qtbot, main_window)
    cards = [prose for prose in shown.findChildren(Prose) if prose.property("kind") == "tile"]
    assert len(cards) == 4
    # Beside each other two cards are as high as the longer text, with some room around it.
    for left, right in zip(cards[::2], cards[1::2], strict=True):
        text = max(card.document().size().height() for card in (left, right))
        assert left.height() == right.height()
        assert text <= left.height() < text + 40
    (button,) = buttons(shown, "Show on the map")
    assert button.parentWidget().height() == button.height() == button.sizeHint().height()


def test_show_on_the_map_switches_layers_on_and_goes_there(qtbot, main_window, session):
    session.execute(SetVisible("border-points", False))
    session.view_state.open_program("border-security")
    home = main_window.canvas.view
    click(buttons(page(qtbot, main_window), "Show on the map")[0])
    settle(qtbot, main_window.canvas)
    state = session.document.state
    assert state.layer("border-points").visible
    assert state.layer("program-sites").visible
    assert main_window.canvas.view != home
    layer = main_window.canvas.scene.layer("border-points")
    min_x, min_y, max_x, max_y = main_window.canvas.view.bounds
    placed = layer.label_points[layer.geometry.placed]
    assert ((placed > (min_x, min_y)) & (placed < (max_x, max_y))).all()
    session.undo_stack.undo()
    assert not session.document.state.layer("border-points").visible


def test_show_of_one_layer_shows_the_programs_records_in_it(qtbot, main_window, session):
    session.view_state.open_program("vetted-units")
    follow(page(qtbot, main_window), "Show")
    settle(qtbot, main_window.canvas)
    assert session.document.state.layer("program-sites").visible
    assert main_window.canvas.view.scale < 500_000  # one single site


def test_list_leads_to_the_features_and_a_click_on_one_selects_it(qtbot, main_window, session):
    session.view_state.open_program("anti-extortion")
    follow(page(qtbot, main_window), "List")
    assert session.view_state.layer == "anti-extortion-units"
    features = page(qtbot, main_window).findChild(FeatureList)
    names = [features.model().index(n, 0).data() for n in range(features.model().rowCount())]
    assert len(names) == 21
    assert sum(name.endswith("· no place") for name in names) == 1
    place = names.index("Anti-extortion unit, Cabañas")
    index = features.model().index(place, 0)
    features.scrollTo(index)
    QTest.mouseClick(
        features.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        features.visualRect(index).center(),
    )
    assert session.view_state.selected == FeatureRef("anti-extortion-units", "unit-cabanas")


def test_addresses_open_in_the_browser(qtbot, main_window, session, programs, dialogs):
    session.view_state.open_program("anti-extortion")
    program = programs().program("anti-extortion")
    url = next(source.url for source in programs().sources_of(program) if source.url)
    follow(page(qtbot, main_window), url)
    assert dialogs.links == [url]


# ------------------------------------------------------------------------------- features


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feature_is_shown_with_its_facts_bases_and_sources(
    qtbot, main_window, session, data, language
):
    session.view_state.language = language
    texts = Texts(language)
    for layer_id, feature_id in (
        ("border-points", "el-amatillo"),
        ("model-precincts", "usulutan"),
        ("municipalities", "0614"),
        ("delegations", "ciudad-delgado"),
        ("program-sites", "cop"),
        ("towns", "town-3583361"),
    ):
        table = data.table(layer_id)
        feature_id = feature_id if table.has(feature_id) else str(table.ids[0])
        session.view_state.select(FeatureRef(layer_id, feature_id))
        shown = page_text(qtbot, main_window)
        facts = feature_facts(table, table.row_of(feature_id), texts)
        expected = [facts.name, facts.existence.note, facts.position.note, *facts.sources]
        expected.append(facts.as_of)
        for fact in facts.facts:
            expected += [fact.title, fact.value, fact.statement.note, fact.remark, fact.source]
        missing = [text for text in expected if text and text not in shown]
        assert not missing, (feature_id, missing[:3])
        assert facts.existence.basis in shown
        assert facts.position.basis[1:] in shown


def test_a_click_on_the_map_shows_the_feature(qtbot, main_window, session):
    place = place_of(main_window.canvas, "pbs-sites", "zacatecoluca")
    click(main_window.canvas, place)
    assert session.view_state.selected == FeatureRef("pbs-sites", "zacatecoluca")
    assert "PBS site: Zacatecoluca" in page_text(qtbot, main_window)
    assert main_window.status.selected.text() == "PBS site: Zacatecoluca selected"


def test_a_feature_leads_to_the_program_behind_it(qtbot, main_window, session):
    session.view_state.select(FeatureRef("pbs-sites", "zacatecoluca"))
    click(page(qtbot, main_window).findChild(ProgramButton))
    assert session.view_state.program == "place-based-strategy"


def test_zoom_to_a_feature(qtbot, main_window, session):
    session.view_state.select(FeatureRef("delegations", "cabanas"))
    click(buttons(page(qtbot, main_window), "Zoom to")[0])
    settle(qtbot, main_window.canvas)
    view, layer = main_window.canvas.view, main_window.canvas.scene.layer("delegations")
    low_x, low_y, high_x, high_y = layer.geometry.bounds()[layer.table.row_of("cabanas")]
    min_x, min_y, max_x, max_y = view.bounds
    assert min_x < low_x < high_x < max_x
    assert min_y < low_y < high_y < max_y
    assert high_x - low_x > 0.4 * (max_x - min_x)


def test_a_record_without_a_place_says_so_and_cannot_be_zoomed_to(qtbot, main_window, session):
    session.view_state.select(FeatureRef("model-precincts", "station-10"))
    shown = page(qtbot, main_window)
    assert not buttons(shown, "Zoom to")
    notes = [p for p in shown.findChildren(Prose) if p.property("kind") == "note"]
    assert "Place not published" in notes[0].toPlainText()


def test_a_record_that_is_placed_says_so_at_once(qtbot, main_window, session):
    ref = FeatureRef("model-precincts", "station-10")
    session.view_state.select(ref)
    page(qtbot, main_window)
    place = Placement(-89.2, 13.7, "2024-05-06")
    session.execute(PlaceRecord(ref.layer_id, ref.feature_id, place))
    shown = page(qtbot, main_window)
    assert buttons(shown, "Zoom to")
    assert "Placed by the user" in page_text(qtbot, main_window)


def test_what_is_undone_away_is_no_longer_shown(qtbot, main_window, session, data):
    own = Layer("own-1", "own", default_styles()["towns"], name="Own")
    session.execute(AddLayer(own, replace(data.table("pbs-sites"), id="own-1")))
    session.view_state.select(FeatureRef("own-1", "zacatecoluca"))
    assert "Zacatecoluca" in page_text(qtbot, main_window)
    session.undo_stack.undo()
    assert "Zacatecoluca" not in page_text(qtbot, main_window)


# ------------------------------------------------------------------------------- layers


def test_the_page_of_a_layer_counts_its_bases_and_names_its_source(
    qtbot, main_window, session, data
):
    session.view_state.open_layer("anti-extortion-units")
    shown = page_text(qtbot, main_window)
    assert "inferred: 19 · approximate: 1 · not published: 1" in shown
    assert data.layer("anti-extortion-units").citation["en"] in shown
    assert "Features (21)" in shown


# ------------------------------------------------------------------------------- back


def test_back_leads_through_what_was_shown(qtbot, main_window, session):
    view = session.view_state
    back = main_window.actions_by_name["back"]
    page(qtbot, main_window)
    view.open_program("anti-extortion")
    page(qtbot, main_window)
    view.open_layer("anti-extortion-units")
    page(qtbot, main_window)
    view.select(FeatureRef("anti-extortion-units", "bctf"))
    page(qtbot, main_window)
    back.trigger()
    page(qtbot, main_window)
    assert (view.selected, view.layer) == (None, "anti-extortion-units")
    back.trigger()
    page(qtbot, main_window)
    assert view.program == "anti-extortion"
    back.trigger()
    assert "security programs" in page_text(qtbot, main_window)
    assert (view.selected, view.program, view.layer) == (None, None, None)
    back.trigger()
    assert "security programs" in page_text(qtbot, main_window)


# ------------------------------------------------------------------------------- any text


def hostile_table(texts):
    count = len(texts)
    columns = {
        "id": np.array([f"f{n}" for n in range(count)], dtype=object),
        "name": np.array(texts, dtype=object),
        "value {{ 7*7 }} <b>": np.array(texts, dtype=object),
        "source": np.array(texts, dtype=object),
        "as_of": np.array(texts, dtype=object),
        "basis": np.array(texts, dtype=object),
        "program": np.array(texts, dtype=object),
    }
    geometry = from_points(np.tile([[-89.0, 13.7]], (count, 1)))
    return FeatureTable("own-1", columns["id"], geometry, columns)


def add_own(session, texts, name="Own"):
    layer = Layer("own-1", "own", default_styles()["towns"], name=name)
    session.execute(AddLayer(layer, hostile_table(texts)))


def test_text_is_shown_and_never_interpreted(qtbot, main_window, session, dialogs):
    add_own(session, HOSTILE, name="<b>Own</b> {{ 7*7 }}")
    for number, text in enumerate(HOSTILE):
        session.view_state.select(FeatureRef("own-1", f"f{number}"))
        shown = page_text(qtbot, main_window)
        as_qt = text.replace("\N{LINE SEPARATOR}", "\n")
        assert shown.count(as_qt) >= 3  # name, value, source
        assert "value {{ 7*7 }} <b>" in shown
        assert "<b>Own</b> {{ 7*7 }}" in shown
        texts = page(qtbot, main_window).findChildren(Prose)
        links = [link for prose in texts for link in anchors(prose)]
        assert all(urlsplit(link).scheme in ("http", "https") for link in links)
    assert dialogs.links == []


def anchors(prose):
    """Return the texts of the links that are written in a text."""
    block = prose.document().begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            if fragment.charFormat().isAnchor():
                yield fragment.text()
            iterator += 1
        block = block.next()


def test_a_text_of_a_megabyte_is_cut_and_can_be_copied_whole(qtbot, main_window, session):
    text = "".join(f"{n:07} " for n in range(131_072))
    assert len(text) == 2**20
    width = main_window.details_panel.width()
    add_own(session, [text])
    session.view_state.select(FeatureRef("own-1", "f0"))
    shown = page(qtbot, main_window)
    long = [p for p in shown.findChildren(Prose) if "more characters" in p.toPlainText()]
    assert long
    assert all(len(prose.toPlainText()) < 5 * LONGEST for prose in long)
    follow(shown, f"{2**20 - LONGEST} more characters: copy the whole text")
    assert QGuiApplication.clipboard().text() == text
    assert main_window.details_panel.width() == width


def test_a_word_without_spaces_does_not_widen_the_panel(qtbot, main_window, session):
    width = main_window.details_panel.width()
    add_own(session, ["W" * 3000])
    session.view_state.select(FeatureRef("own-1", "f0"))
    shown = page(qtbot, main_window)
    assert main_window.details_panel.width() == width
    assert shown.widget().width() == shown.viewport().width()
    for prose in shown.findChildren(Prose):
        assert prose.document().idealWidth() <= prose.viewport().width() + 1


def test_texts_can_be_selected_and_copied(qtbot, main_window, session):
    session.view_state.select(FeatureRef("pbs-sites", "zacatecoluca"))
    prose = page(qtbot, main_window).findChildren(Prose)[0]
    prose.setFocus()
    QTest.keyClick(prose, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(prose, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "PBS site: Zacatecoluca"


def test_the_panel_scrolls_by_wheel_and_keys_over_a_text(qtbot, main_window, session):
    session.view_state.open_program("anti-extortion")
    shown = page(qtbot, main_window)
    bar = shown.verticalScrollBar()
    assert bar.maximum() > 500
    prose = shown.findChildren(Prose)[0]
    prose.setFocus()
    QTest.keyClick(prose, Qt.Key.Key_PageDown)
    assert bar.value() > 300


def test_texts_are_as_tall_as_they_need(qtbot, main_window, session):
    """Nothing is cut off and nothing lies on top of another."""
    session.view_state.open_program("anti-extortion")
    shown = page(qtbot, main_window)
    for width in (1280, 900, 1500):
        main_window.resize(width, 800)
        QTest.qWait(30)
        texts = shown.findChildren(Prose)
        for prose in texts:
            assert prose.viewport().height() >= prose.document().size().height() - 1
        boxes = [(p.mapTo(shown.widget(), QPoint()), p.size()) for p in texts]
        for (one, size), (other, _) in pairwise(boxes):
            below = other.y() >= one.y() + size.height()
            beside = other.x() >= one.x() + size.width()
            assert below or beside


def test_the_19_departments_are_explained(qtbot, main_window, session):
    session.view_state.open_layer("delegations")
    shown = page_text(qtbot, main_window)
    assert "19 delegations in 2019" in shown
    assert "INL page, 2019" in shown


def test_a_long_list_grows_when_its_end_is_reached(qtbot, main_window, session):
    count = 25_000
    table = FeatureTable(
        OWN,
        np.arange(1, count + 1),
        from_points(np.full((count, 2), 13.5)),
        {"n": np.arange(count)},
    )
    session.execute(AddLayer(own_layer(), table))
    session.view_state.open_layer(OWN)
    features = page(qtbot, main_window).findChild(FeatureList)
    model = features.model()
    assert 0 < model.rowCount() < count
    while model.rowCount() < count:
        before = model.rowCount()
        features.scrollToBottom()
        qtbot.waitUntil(lambda before=before: model.rowCount() > before)
    features.scrollToBottom()
    assert model.feature(count - 1).feature_id == str(count)
    assert not model.canFetchMore(QModelIndex())
