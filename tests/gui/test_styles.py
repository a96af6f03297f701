"""The style of a layer: changed while the map shows it, taken back, copied, reset."""

import json

import numpy as np
import pytest
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QPushButton

from app.styling.style_dialog import StyleDialog
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.builtin_map import default_styles
from layers.colour_vision import Vision
from layers.commands import SetTitle, SetVisible
from layers.document import Layer
from layers.style import (
    Categorized,
    Graduated,
    PointSymbol,
    PolygonSymbol,
    Proportional,
    Single,
    Style,
)
from layers.style_text import style_text
from layers.table_commands import AddLayer, DeleteFeatures, RemoveLayer
from tests.gui.driving import action_texts, click, open_dialog, page, picture, row, texts_of


@pytest.fixture
def editor(qtbot, main_window):
    """Open the style of a layer."""

    def open_(layer_id):
        main_window.styling.edit(layer_id)
        return open_dialog(qtbot, StyleDialog)

    return open_


def own_layer(session, count=4):
    rng = np.random.default_rng(2)
    places = from_points(rng.uniform((-89.6, 13.4), (-88.2, 14.0), (count, 2)))
    kinds = np.array(["post", "school", "post", None] * (count // 4), dtype=object)
    numbers = np.array([1.0, 20.0, 300.0, np.nan] * (count // 4))
    table = FeatureTable("own-1", np.arange(count), places, {"kind": kinds, "cases": numbers})
    look = Style(Single(PointSymbol("circle", "#cc79a7", 7)))
    session.execute(AddLayer(Layer("own-1", "own", look, name="Cases"), table))
    return table


def style_of(session, layer_id):
    return session.document.state.layer(layer_id).style


def choose_way(dialog, kind):
    dialog.way.setCurrentIndex(dialog.way.findData(kind.__name__))


def test_every_step_is_on_the_map_and_one_to_undo(qtbot, main_window, session, editor):
    before = picture(qtbot, main_window)
    dialog = editor("delegations")
    assert isinstance(dialog.style_now.renderer, Categorized)  # the tints of areas
    choose_way(dialog, Single)
    form = dialog.page(Single).symbol
    form.colour.colour = "#ddaa33"
    form.colour.chosen.emit("#ddaa33")
    form.outline.click()
    form.line_width.setValue(3)
    symbol = style_of(session, "delegations").renderer.symbol
    assert (symbol.fill, symbol.stroke.width) == ("#ddaa33", 3)
    assert picture(qtbot, main_window) != before
    dialog.ok_button.click()
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert style_of(session, "delegations") == default_styles()["delegations"]


def test_cancel_leaves_nothing_behind(session, editor):
    before = session.document.state
    dialog = editor("towns")
    dialog.page(Single).symbol.marker_size.setValue(20)
    dialog.page(Single).symbol.marker.setCurrentIndex(3)
    assert style_of(session, "towns").renderer.symbol.size == 20
    dialog.cancel_button.click()
    assert session.document.state == before
    assert session.undo_stack.count() == 0
    assert not session.undo_stack.canRedo()


def test_cancel_after_something_else_keeps_that(session, editor):
    dialog = editor("towns")
    dialog.page(Single).symbol.marker_size.setValue(20)
    session.execute(SetTitle("Briefing"))
    dialog.cancel_button.click()
    assert style_of(session, "towns") == default_styles()["towns"]
    assert session.document.state.title == "Briefing"


def test_kinds_are_classified_by_one_click(qtbot, session, editor):
    own_layer(session)
    dialog = editor("own-1")
    choose_way(dialog, Categorized)
    renderer = style_of(session, "own-1").renderer
    assert renderer.field == "kind"
    assert [each.value for each in renderer.categories] == ["post", "school"]
    kinds = dialog.page(Categorized)
    assert [kinds.list.item(n).text() for n in range(3)] == ["post (2)", "school (1)", "Other (1)"]
    kinds.list.setCurrentRow(1)
    kinds.symbol.marker.setCurrentIndex(kinds.symbol.marker.findData("star"))
    assert style_of(session, "own-1").renderer.categories[1].symbol.marker == "star"
    kinds.list.setCurrentRow(2)
    kinds.symbol.marker_size.setValue(15)
    assert style_of(session, "own-1").renderer.other.size == 15
    click(kinds.classify_button)
    assert style_of(session, "own-1").renderer.categories[1].symbol.marker == "circle"


def test_classes_and_sizes_of_a_number(session, editor):
    own_layer(session, 40)
    dialog = editor("own-1")
    choose_way(dialog, Graduated)
    renderer = style_of(session, "own-1").renderer
    assert (renderer.field, renderer.breaks) == ("cases", (1.0, 20.0, 300.0))
    classes = dialog.page(Graduated)
    classes.classes.method.setCurrentIndex(classes.classes.method.findData("equal"))
    classes.classes.count.setValue(2)
    assert len(style_of(session, "own-1").renderer.breaks) == 2
    choose_way(dialog, Proportional)
    renderer = style_of(session, "own-1").renderer
    assert (renderer.field, renderer.value) == ("cases", 300.0)
    dialog.page(Proportional).symbol.marker_size.setValue(80)
    assert style_of(session, "own-1").renderer.symbol.size == 80
    assert session.undo_stack.count() == 2  # the layer, the style


def test_a_layer_without_numbers_says_so(session, editor):
    dialog = editor("program-sites")
    choose_way(dialog, Graduated)
    assert "no column" in "".join(texts_of(dialog))
    assert isinstance(style_of(session, "program-sites").renderer, Single)
    assert dialog.way.currentData() == "Single"


def test_names_and_scales(session, editor):
    dialog = editor("departments")
    dialog.label.size_box.setValue(16)
    dialog.label.halo.click()
    dialog.label.field.setCurrentIndex(dialog.label.field.findData("capital"))
    dialog.scales.smallest.setValue(2_000_000)
    style = style_of(session, "departments")
    assert (style.label.size, style.label.halo, style.label.field) == (16, None, "capital")
    assert (style.min_scale, style.max_scale) == (2_000_000, None)
    dialog.label.on.click()
    assert style_of(session, "departments").label is None
    assert not dialog.label.field.isEnabled()


def test_a_style_is_copied_from_one_layer_and_pasted_into_another(session, editor):
    dialog = editor("towns")
    dialog.page(Single).symbol.marker_size.setValue(20)
    click(dialog.copy_button)
    text = QGuiApplication.clipboard().text()
    assert json.loads(text)["style"]["renderer"]["symbol"]["size"] == 20
    dialog.ok_button.click()
    areas = editor("departments")
    click(areas.paste_button)
    symbol = style_of(session, "departments").renderer.symbol
    assert isinstance(symbol, PolygonSymbol)
    assert symbol.fill == default_styles()["towns"].renderer.symbol.color


@pytest.mark.parametrize("text", ["", "hello", '{"format": "atlas-seguro-style"}', "[[[["])
def test_what_is_no_style_is_not_pasted(session, editor, text):
    QGuiApplication.clipboard().setText(text)
    dialog = editor("towns")
    click(dialog.paste_button)
    assert style_of(session, "towns") == default_styles()["towns"]
    assert session.undo_stack.count() == 0


def test_a_pasted_column_that_is_missing_is_told(qtbot, main_window, session, editor):
    symbol = PointSymbol("circle", "#0072b2", 30)
    QGuiApplication.clipboard().setText(style_text(Style(Proportional("nowhere", symbol, 5.0))))
    dialog = editor("municipalities")
    click(dialog.paste_button)
    dialog.ok_button.click()
    session.execute(SetVisible("municipalities", True))
    legend = main_window.canvas.overlays.legend
    qtbot.waitUntil(lambda: "“nowhere” is missing" in legend.words)


def test_reset_gives_the_look_of_the_atlas(session, editor):
    dialog = editor("model-precincts")
    dialog.page(Single).symbol.marker_size.setValue(40)
    click(dialog.reset_button)
    assert style_of(session, "model-precincts") == default_styles()["model-precincts"]
    assert dialog.page(Single).symbol.marker_size.value() == 16


def test_what_is_not_documented_stays_hollow(session, main_window, editor):
    dialog = editor("model-precincts")
    form = dialog.page(Single).symbol
    assert not form.hollow.isVisibleTo(dialog)
    form.marker.setCurrentIndex(form.marker.findData("star"))
    layer = main_window.canvas.scene.layer("model-precincts")
    assert all(layer.symbols[place].marker == "star" for place in layer.symbol_of)
    units = editor("anti-extortion-units").page(Single).symbol
    units.marker.setCurrentIndex(units.marker.findData("star"))
    layer = main_window.canvas.scene.layer("anti-extortion-units")
    bases = layer.table.columns["position_basis"]
    hollow = {bases[n] for n, place in enumerate(layer.symbol_of) if layer.symbols[place].hollow}
    assert "inferred" in hollow
    assert "documented" not in hollow


def test_the_map_is_shown_as_others_see_it_and_like_colours_are_told(qtbot, session, editor):
    own_layer(session)
    dialog = editor("own-1")
    choose_way(dialog, Categorized)
    kinds = dialog.page(Categorized)
    for place, colour in enumerate(("#ba645c", "#519347")):
        kinds.list.setCurrentRow(place)
        kinds.symbol.colour.colour = colour
        kinds.symbol.colour.chosen.emit(colour)
    dialog.tabs.setCurrentIndex(3)
    qtbot.waitUntil(lambda: not dialog.vision.picture.isNull())
    assert "post and school look alike: Without green" in dialog.vision.warning
    blind = dialog.vision.picture
    dialog.vision.vision.setCurrentIndex(dialog.vision.vision.findData(Vision.NORMAL.value))
    assert dialog.vision.picture.size() == blind.size()
    assert dialog.vision.picture != blind
    kinds.list.setCurrentRow(0)
    kinds.symbol.colour.colour = "#0072b2"
    kinds.symbol.colour.chosen.emit("#0072b2")
    assert "told apart by everybody" in dialog.vision.warning


def test_a_colour_is_tried_and_given_up(qtbot, session, editor):
    dialog = editor("towns")
    assert "The layer is off" in "".join(texts_of(dialog))
    session.execute(SetVisible("towns", True))
    assert "The layer is off" not in "".join(texts_of(dialog))
    button = dialog.page(Single).symbol.colour
    before = button.colour
    click(button)
    qtbot.waitUntil(lambda: button.dialog is not None and button.dialog.isVisible())
    button.dialog.setCurrentColor(QColor("#ff8800"))
    assert style_of(session, "towns").renderer.symbol.color == "#ff8800"
    button.dialog.reject()
    assert style_of(session, "towns").renderer.symbol.color == before
    qtbot.waitUntil(lambda: button.dialog is None)


def test_undo_while_it_is_open_is_followed(session, editor):
    dialog = editor("towns")
    form = dialog.page(Single).symbol
    form.marker_size.setValue(20)
    session.undo_stack.undo()
    assert form.marker_size.value() == 4
    form.marker_size.setValue(9)
    dialog.cancel_button.click()
    assert style_of(session, "towns") == default_styles()["towns"]


def test_it_closes_with_its_layer(qtbot, main_window, session, editor):
    own_layer(session)
    editor("own-1")
    session.execute(RemoveLayer("own-1"))
    assert main_window.styling.style is None


def test_all_ways_lead_to_it(qtbot, main_window, session):
    main_window.actions_by_name["layer_style"].trigger()
    assert "Choose a layer first" in main_window.status.currentMessage()
    session.view_state.open_layer("towns")
    main_window.actions_by_name["layer_style"].trigger()
    assert open_dialog(qtbot, StyleDialog).layer_id == "towns"
    menu = main_window.layers_panel.menu("lakes")
    next(action for action in menu.actions() if action.text() == "Style…").trigger()
    menu.deleteLater()
    assert main_window.styling.style.layer_id == "lakes"
    rivers = row(main_window, "rivers")
    rivers.options_wanted.emit(True)
    click(rivers.options.style_button)
    assert main_window.styling.style.layer_id == "rivers"
    (button,) = [
        b for b in page(qtbot, main_window).findChildren(QPushButton) if b.text() == "Style…"
    ]
    click(button)
    assert main_window.styling.style.layer_id == "towns"
    assert "Layer style…" in action_texts(main_window)


def test_it_speaks_spanish_when_the_window_does(qtbot, main_window, session, editor):
    editor("towns")
    session.view_state.language = "es"
    dialog = open_dialog(qtbot, StyleDialog)
    assert dialog.layer_id == "towns"
    english = {"Symbols", "Names", "Scales", "Colours", "Copy style", "Reset", "Cancel", "Size"}
    assert not english & set(texts_of(dialog))


def test_styles_are_copied_by_the_menu(main_window, session):
    def trigger(layer_id, words):
        menu = main_window.layers_panel.menu(layer_id)
        next(action for action in menu.actions() if action.text() == words).trigger()
        menu.deleteLater()

    trigger("model-precincts", "Copy style")
    trigger("pbs-sites", "Paste style")
    assert style_of(session, "pbs-sites") == default_styles()["model-precincts"]
    assert session.undo_stack.count() == 1
    QGuiApplication.clipboard().setText("something else")
    trigger("pbs-sites", "Paste style")
    assert main_window.status.currentMessage() == "The clipboard holds no style"
    assert session.undo_stack.count() == 1


def test_it_closes_when_the_features_are_others(main_window, session, editor):
    own_layer(session)
    dialog = editor("own-1")
    dialog.page(Single).symbol.marker_size.setValue(12)
    session.execute(DeleteFeatures("own-1", ("0",)))
    assert main_window.styling.style is None
    assert style_of(session, "own-1").renderer.symbol.size == 12
