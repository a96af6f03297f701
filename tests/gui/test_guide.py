"""Every task of the guide is done as it says, through the window's own actions."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.exports.dialog import ExportDialog
from app.guide import load_guide
from app.help_pages import HelpDialog
from app.online.chooser import OnlineMapChooser
from app.panels.bar_chart import BarChart
from app.panels.program_button import ProgramButton
from app.styling.indicator_dialog import IndicatorDialog
from app.styling.style_dialog import StyleDialog
from app.web_preview import WebPreview
from geodata.tiles import TileSource
from layers.document import Placement
from layers.style import Graduated, Proportional, Single
from layers.table_commands import PlaceRecord
from layers.texts import LANGUAGES, Texts
from layers.view_state import FeatureRef
from scripts.guide import FOLDER
from scripts.guide_pictures.scenes import SCENES
from tests.gui.canvas.looking import place_of, settle
from tests.gui.driving import click, open_dialog, page, page_text, picture, row, texts_of

PICTURES = FOLDER / "pictures"
MOST_BYTES = 5_000_000
GUIDE = {task.id: task for task in load_guide()}
REPLAYS: dict[str, Callable[[SimpleNamespace], None]] = {}


def replay(function):
    """Name a function as what does the task of its name."""
    REPLAYS[function.__name__.replace("_", "-")] = function
    return function


@pytest.fixture
def at(make_window, qtbot, dialogs, tmp_path):
    """What a replay works with: the window as at the first start, and how to drive it."""
    window = make_window()
    triggered = []
    for name, action in window.actions_by_name.items():
        action.triggered.connect(lambda _=False, name=name: triggered.append(name))

    def trigger(name):
        window.actions_by_name[name].trigger()

    return SimpleNamespace(
        window=window,
        session=window.session,
        canvas=window.canvas,
        view=window.session.view_state,
        state=lambda: window.session.document.state,
        qtbot=qtbot,
        dialogs=dialogs,
        folder=tmp_path,
        trigger=trigger,
        triggered=triggered,
        text=lambda: page_text(qtbot, window),
        button=lambda words: page_button(qtbot, window, words),
    )


def page_button(qtbot, window, words):
    """Return the button of the details page that begins with some words."""
    buttons = page(qtbot, window).findChildren(QPushButton)
    (found,) = [b for b in buttons if b.text().startswith(words)]
    return found


@pytest.mark.parametrize("task_id", GUIDE)
def test_the_task_is_done_as_the_guide_says(task_id, at):
    REPLAYS[task_id](at)
    unused = [name for name in GUIDE[task_id].actions if name not in at.triggered]
    assert unused == [], "the guide names actions that the replay does not use"


def test_every_replay_has_a_task():
    assert set(REPLAYS) == set(GUIDE)
    assert len(GUIDE) >= 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_is_whole_in_each_language(qapp, language):
    for task in GUIDE.values():
        assert len(task.steps[language]) == len(task.steps["en"])
        written = task.written(Texts(language))
        assert task.title[language]
        assert not [step for step in written if "{" in step or not step.strip()]


def test_f1_shows_the_guide(qtbot, main_window):
    main_window.activateWindow()
    qtbot.waitUntil(main_window.isActiveWindow)
    QTest.keyClick(main_window.canvas, Qt.Key.Key_F1)
    dialog = open_dialog(qtbot, HelpDialog)
    shown = "\n".join(texts_of(dialog))
    for task in GUIDE.values():
        assert task.title["en"] in shown
    assert "File → Open… (Ctrl+O)" in shown
    dialog.close()


# ------------------------------------------------------------------------------- the tasks


@replay
def first_minute(at):
    at.trigger("tips")
    click(at.window.tips.card.button)
    assert at.window.tips.card is None
    at.trigger("find")
    assert at.window.exploring.searching.box.isVisible()
    at.window.exploring.searching.box.hide()
    for name in ("guide", "shortcuts"):
        at.trigger(name)
        open_dialog(at.qtbot, HelpDialog).close()


@replay
def read_a_program(at):
    at.trigger("overview")
    buttons = page(at.qtbot, at.window).findChildren(ProgramButton)
    (extortion,) = [b for b in buttons if b.accessibleName().startswith("Anti-extortion")]
    extortion.click()
    assert at.view.program == "anti-extortion"
    text = at.text()
    assert "1,800+" in text
    assert "Not published" in text
    at.button("Show on the map").click()
    settle(at.qtbot, at.canvas)
    assert at.canvas.scene.layer("anti-extortion-units").drawn_count == 20


@replay
def nineteen(at):
    click(row(at.window, "delegations").text)
    assert at.view.layer == "delegations"
    assert "19" in at.text()
    click(row(at.window, "departments").eye)
    settle(at.qtbot, at.canvas)
    assert at.canvas.scene.layer("departments").drawn_count == 14


@replay
def what_is_not_published(at):
    before = picture(at.qtbot, at.window)
    box = row(at.window, "model-precincts").areas
    click(box, QPoint(10, box.height() // 2))
    assert picture(at.qtbot, at.window) != before
    assert at.canvas.scene.layer("model-precincts/possible").drawn_count == 50
    (section,) = [s for s in at.canvas.scene.legend if s.layer_id == "model-precincts"]
    assert any("none is listed" in entry.text for entry in section.entries)


@replay
def facts_of_a_place(at):
    settle(at.qtbot, at.canvas)
    click(at.canvas, place_of(at.canvas, "border-points", "anguiatu"))
    assert at.view.selected.feature_id == "anguiatu"
    text = at.text()
    assert "Anguiatú" in text
    assert "pproximate" in text


@replay
def choose_layers(at):
    click(row(at.window, "delegations").eye)
    assert not at.state().layer("delegations").visible
    at.trigger("drawing_order")
    assert at.window.layers_panel.is_flat
    at.trigger("undo")
    assert at.state().layer("delegations").visible
    at.trigger("redo")
    assert not at.state().layer("delegations").visible


@replay
def move_the_map(at):
    whole = at.canvas.view
    at.trigger("zoom_in")
    settle(at.qtbot, at.canvas)
    assert at.canvas.view.scale < whole.scale
    at.trigger("zoom_out")
    at.trigger("box_zoom")
    QTest.mousePress(at.canvas, Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    QTest.mouseMove(at.canvas, QPoint(350, 280))
    QTest.mouseRelease(at.canvas, Qt.MouseButton.LeftButton, pos=QPoint(350, 280))
    settle(at.qtbot, at.canvas)
    assert at.canvas.view.scale < whole.scale / 2
    at.trigger("fit")
    settle(at.qtbot, at.canvas)
    assert at.canvas.view.bounds == pytest.approx(whole.bounds, rel=1e-3)


@replay
def language_and_look(at):
    at.trigger("language_es")
    assert "Capas" in texts_of(at.window)
    at.trigger("theme_dark")
    settle(at.qtbot, at.canvas)
    assert at.canvas.scene.theme == "dark"
    at.trigger("theme_contrast")
    settle(at.qtbot, at.canvas)
    assert (at.canvas.scene.theme, at.canvas.scene.language) == ("contrast", "es")
    at.trigger("theme_light")
    at.trigger("text_size_130")
    assert at.window.settings().text_size == 130


def opened(at):
    """Wait until the file is read and return the dialog."""
    opening = at.window.workspace.opening
    at.qtbot.waitUntil(lambda: opening.dialog and not opening.dialog.is_reading, timeout=20_000)
    return opening.dialog


@replay
def open_a_table(at):
    file = at.folder / "puestos.csv"
    file.write_text("nombre,lat,lon\nUno,13.7,-89.2\nDos,13.5,-88.2\nTres,,\n", "utf-8")
    at.dialogs.files = [file]
    at.trigger("open")
    dialog = opened(at)
    assert dialog.form.x_column.currentData() == "lon"
    dialog.add_button.click()
    ((layer_id, table),) = at.state().tables.items()
    settle(at.qtbot, at.canvas)
    assert (len(table), table.placed_count) == (3, 2)
    assert at.canvas.scene.layer(layer_id).drawn_count == 2


@replay
def own_layer(at):
    at.trigger("new_layer")
    dialog = at.window.workspace.editing.dialog
    dialog.name.setText("Retenes")
    dialog.create_button.click()
    ((layer_id, _),) = at.state().tables.items()
    click(at.canvas, QPoint(300, 300))
    QTest.keyClick(at.canvas, Qt.Key.Key_Escape)
    assert len(at.state().tables[layer_id]) == 1
    click(row(at.window, layer_id).text)
    at.button("Add features").click()
    click(at.canvas, QPoint(340, 320))
    QTest.keyClick(at.canvas, Qt.Key.Key_Escape)
    assert len(at.state().tables[layer_id]) == 2
    at.trigger("delete_feature")
    assert len(at.state().tables[layer_id]) == 1
    at.trigger("undo")
    assert len(at.state().tables[layer_id]) == 2


def kept(at):
    """Wait until the project is saved or opened."""
    at.qtbot.waitUntil(lambda: not at.window.workspace.projects.is_busy, timeout=10_000)


@replay
def keep_the_work(at):
    click(row(at.window, "pbs-sites").eye)
    at.trigger("embed")
    at.dialogs.path = at.folder / "plan"
    at.trigger("save")
    kept(at)
    at.trigger("new_project")
    assert at.state().layer("pbs-sites").visible
    at.dialogs.files = [at.folder / "plan.atlas"]
    at.trigger("open_project")
    at.qtbot.waitUntil(lambda: not at.state().layer("pbs-sites").visible, timeout=10_000)
    kept(at)
    assert at.window.windowTitle().startswith("plan")


@replay
def save_data(at):
    from geodata.files.opening import open_file

    click(row(at.window, "border-points").text)
    at.view.open_layer("border-points")
    at.dialogs.path = at.folder / "puntos.gpkg"
    at.trigger("save_layer")
    at.qtbot.waitUntil(lambda: not at.window.workspace.saving.is_busy, timeout=20_000)
    (layer,) = open_file(at.dialogs.path).layers
    assert len(layer.table) == 11


@replay
def picture_for_a_briefing(at):
    at.dialogs.path = at.folder / "map.png"
    at.trigger("export")
    dialog = open_dialog(at.qtbot, ExportDialog)
    dialog.ask_and_export()
    at.qtbot.waitUntil(lambda: "map.png" in at.window.status.currentMessage(), timeout=20_000)
    assert QImage(str(at.dialogs.path)).width() == 1920
    at.trigger("web_preview")
    preview = open_dialog(at.qtbot, WebPreview)
    at.qtbot.waitUntil(lambda: preview.file.exists(), timeout=20_000)
    preview.close()
    at.trigger("copy_map")
    assert QGuiApplication.clipboard().image().width() > 400


@replay
def find_a_municipality(at):
    at.window.activateWindow()
    at.trigger("find")
    searching = at.window.exploring.searching
    at.qtbot.waitUntil(lambda: searching.host.is_complete, timeout=20_000)
    QTest.keyClicks(searching.box.line, "zacatecolca")
    found = searching.box.view.results.found
    place = next(n for n, one in enumerate(found) if one.name == "Zacatecoluca")
    for _ in range(place):
        QTest.keyClick(searching.box.line, Qt.Key.Key_Down)
    QTest.keyClick(searching.box.line, Qt.Key.Key_Return)
    settle(at.qtbot, at.canvas)
    assert at.canvas.view.scale < 500_000
    assert "La Paz" in at.text()


@replay
def copy_coordinates(at):
    at.view.cursor = (-89.2, 13.7)
    pasted = []
    for name in ("copy_decimal", "copy_dms", "copy_utm"):
        at.trigger(name)
        pasted.append(QGuiApplication.clipboard().text())
    assert pasted[0] == "13.700000, -89.200000"
    assert "°" in pasted[1]
    assert pasted[2].startswith("16N 262063")


@replay
def measure_a_way(at):
    at.window.activateWindow()
    bar = at.window.workspace.editing.host.bar
    at.trigger("measure_distance")
    for place in (QPoint(250, 200), QPoint(350, 220)):
        click(at.canvas, place)
    assert "km" in bar.figures.text()
    QTest.keyClick(at.canvas, Qt.Key.Key_Escape)
    at.trigger("measure_area")
    for place in (QPoint(250, 200), QPoint(350, 220), QPoint(300, 280)):
        click(at.canvas, place)
    assert "km²" in bar.figures.text()
    QTest.keyClick(at.canvas, Qt.Key.Key_Escape)


@replay
def keep_a_view(at):
    from app.bookmarks.dialogs import BookmarkDialog, BookmarksDialog

    at.canvas.zoom_to((-9_950_000.0, 1_500_000.0, -9_900_000.0, 1_550_000.0))
    settle(at.qtbot, at.canvas)
    seen = at.canvas.view.bounds
    at.trigger("add_bookmark")
    dialog = open_dialog(at.qtbot, BookmarkDialog)
    dialog.line.setText("Centro")
    dialog.accept()
    at.window.exploring.history.note_now()
    at.canvas.fit_home()
    settle(at.qtbot, at.canvas)
    at.window.exploring.history.note_now()
    at.trigger("bookmarks")
    dialog = open_dialog(at.qtbot, BookmarksDialog)
    dialog.go.click()
    settle(at.qtbot, at.canvas)
    assert at.canvas.view.bounds == pytest.approx(seen, rel=1e-3)
    at.window.exploring.history.note_now()
    at.trigger("previous_view")
    settle(at.qtbot, at.canvas)
    assert at.canvas.view.bounds != pytest.approx(seen, rel=1e-3)
    at.trigger("next_view")
    settle(at.qtbot, at.canvas)
    assert at.canvas.view.bounds == pytest.approx(seen, rel=1e-3)


@replay
def list_and_sort(at):
    at.view.open_layer("border-points")
    at.trigger("table")
    table = at.window.below_map.table
    assert table.isVisible()
    assert table.head.counts.text() == "11 rows"
    at.trigger("features_in_view")
    at.qtbot.waitUntil(lambda: table.content.model.rowCount() > 11, timeout=20_000)


@replay
def what_happened_when(at):
    at.trigger("timeline")
    pane = at.window.below_map.timeline
    assert pane.isVisible()
    listed = len(pane.model.entries)
    pane.until.setValue(2012)
    at.qtbot.waitUntil(lambda: at.view.period is not None, timeout=5000)
    assert 0 < len(pane.model.entries) < listed
    settle(at.qtbot, at.canvas)
    assert "2012" in at.canvas.scene.title


@replay
def place_a_record(at):
    click(row(at.window, "model-precincts").text)
    at.view.select(FeatureRef("model-precincts", "station-04"))
    at.button("By coordinates").click()
    dialog = at.window.workspace.editing.dialog
    dialog.line.setText("13°30'00\" N 88°18'00\" O")
    dialog.place_button.click()
    placement = at.state().placements[("model-precincts", "station-04")]
    assert (placement.longitude, placement.latitude) == pytest.approx((-88.3, 13.5), abs=1e-6)
    at.trigger("undo")
    assert not at.state().placements


@replay
def what_changed(at):
    at.dialogs.path = at.folder / "plan.atlas"
    at.trigger("save")
    projects = at.window.workspace.projects
    at.qtbot.waitUntil(lambda: projects.path == at.dialogs.path)
    at.trigger("export")
    dialog = open_dialog(at.qtbot, ExportDialog)
    with at.qtbot.waitSignal(at.window.workspace.export_kept, timeout=20_000):
        dialog.export(at.folder / "map.html")
    place = Placement(-88.3, 13.5, "2026-11-26")
    at.session.execute(PlaceRecord("model-precincts", "station-04", place))
    at.trigger("changes")
    pane = at.window.below_map.changes
    at.qtbot.waitUntil(lambda: pane.model.rowCount() == 2)
    settle(at.qtbot, at.canvas)
    assert "Added" in at.canvas.overlays.legend.words
    pane.list.clicked.emit(pane.model.index(0, 0))
    assert at.view.selected == FeatureRef("model-precincts", "station-04")
    click(pane.copy_button)
    assert "Model precincts: 1 moved" in QGuiApplication.clipboard().text()
    at.dialogs.path = at.folder / "changes.csv"
    click(pane.save_button)
    at.qtbot.waitUntil(at.dialogs.path.exists)
    at.dialogs.files = [projects.path]
    click(pane.since_project)
    at.qtbot.waitUntil(lambda: "plan.atlas" in pane.words.text() and not pane.is_busy)


# ------------------------------------------------------------------------------- the pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_the_guide_are_those_of_the_program(qapp, language):
    from scripts.guide import page as guide_page
    from scripts.guide import page_path

    assert page_path(language).read_text("utf-8") == guide_page(language)


@replay
def show_an_indicator(at):
    before = at.state()
    at.trigger("indicators")
    dialog = open_dialog(at.qtbot, IndicatorDialog)
    dialog.choose("departments/homicides_2017")
    legend = at.canvas.overlays.legend
    at.qtbot.waitUntil(lambda: "Homicides 2017" in legend.words and "Source: PNC" in legend.words)
    assert isinstance(at.state().layer("departments").style.renderer, Proportional)
    dialog.choose("departments/homicide_rate_2017")
    renderer = at.state().layer("departments").style.renderer
    assert isinstance(renderer, Graduated)
    dialog.classes.count.setValue(3)
    assert len(at.state().layer("departments").style.renderer.breaks) == 3
    at.trigger("undo")
    assert isinstance(at.state().layer("departments").style.renderer, Proportional)
    click(dialog.remove_button)
    assert {layer.id: layer.style for layer in at.state()} == {
        layer.id: layer.style for layer in before
    }
    dialog.close()


@replay
def profile_of_an_area(at):
    at.view.open_layer("departments")
    at.view.select(FeatureRef("departments", "SV-MO"))
    charts = page(at.qtbot, at.window).findChildren(BarChart)
    profile = charts[0].accessibleDescription()
    assert "Illiteracy 2007 (%): 28.76, Place 1 of 14" in profile
    assert "2015: 6,656" in charts[-1].accessibleDescription()


@replay
def change_a_style(at):
    at.view.open_layer("pbs-sites")
    at.trigger("layer_style")
    dialog = open_dialog(at.qtbot, StyleDialog)
    dialog.page(Single).symbol.marker_size.setValue(24)
    assert at.state().layer("pbs-sites").style.renderer.symbol.size == 24
    dialog.tabs.setCurrentIndex(3)
    at.qtbot.waitUntil(lambda: not dialog.vision.picture.isNull())
    click(dialog.copy_button)
    dialog.ok_button.click()
    assert at.session.undo_stack.count() == 1
    at.window.styling.edit("program-sites")
    other = open_dialog(at.qtbot, StyleDialog)
    click(other.paste_button)
    assert at.state().layer("program-sites").style == at.state().layer("pbs-sites").style
    other.cancel_button.click()
    assert at.session.undo_stack.count() == 1


@replay
def online_map(at):
    source = TileSource("Local.Map", "Local map", "http://127.0.0.1:9/{z}/{x}/{y}.png", "© Makers")
    at.window.online._sources = {source.id: source}
    at.window.online._folder = at.folder / "tiles"
    at.dialogs.answers = ["allow"]
    at.trigger("online_map")
    dialog = open_dialog(at.qtbot, OnlineMapChooser)
    dialog.list.setCurrentRow(1)
    dialog.accept()
    assert at.state().online_map == "Local.Map"
    assert at.dialogs.asked
    settle(at.qtbot, at.canvas)
    assert any("Makers" in credit.short for credit in at.canvas.scene.credits)
    at.qtbot.waitUntil(lambda: at.window.online.is_offline, timeout=10_000)
    at.trigger("online_map")
    dialog = open_dialog(at.qtbot, OnlineMapChooser)
    dialog.list.setCurrentRow(0)
    dialog.accept()
    assert not at.state().online_map


@replay
def without_a_mouse(at):
    at.window.activateWindow()
    at.qtbot.waitUntil(at.window.isActiveWindow)
    at.window.layers_panel.take_focus()
    at.trigger("next_pane")
    assert QApplication.focusWidget() is at.canvas
    QTest.keyClick(at.canvas, Qt.Key.Key_Period)
    QTest.keyClick(at.canvas, Qt.Key.Key_Return)
    assert at.view.selected is not None
    at.trigger("features_in_view")
    table = at.window.below_map.table
    at.qtbot.waitUntil(lambda: table.content.model.rowCount() > 11, timeout=20_000)


@replay
def make_a_story(at):
    at.canvas.zoom_to((-9_980_000.0, 1_500_000.0, -9_930_000.0, 1_550_000.0))
    settle(at.qtbot, at.canvas)
    at.trigger("add_step")
    pane = at.window.below_map.story
    assert pane.isVisible()
    QTest.keyClicks(pane.title, " del oeste")
    QTest.keyClicks(pane.text, "Para la sala")
    QTest.keyClicks(pane.notes, "Para el orador")
    at.canvas.fit_home()
    settle(at.qtbot, at.canvas)
    pane.buttons["add"].click()
    pane.buttons["up"].click()
    (story,) = at.state().stories
    assert [step.text for step in story.steps] == ["", "Para la sala"]
    at.trigger("story")
    assert not pane.isVisible()
    settle(at.qtbot, at.canvas)
    before = at.canvas.view.bounds
    at.trigger("present")
    presenter = at.window.below_map.presenter
    at.qtbot.waitUntil(presenter.isActiveWindow)
    QTest.keyClick(presenter, Qt.Key.Key_Space)
    assert presenter.text.text() == "Para la sala"
    QTest.keyClick(presenter, Qt.Key.Key_N)
    assert presenter.notes.text() == "Para el orador"
    QTest.keyPress(presenter, Qt.Key.Key_Escape)
    assert at.window.below_map.presenter is None
    assert at.canvas.view.bounds == before
    at.trigger("export")
    dialog = open_dialog(at.qtbot, ExportDialog)
    dialog.show_story_tab()
    path = at.folder / "story.html"
    with at.qtbot.waitSignal(dialog.exported, timeout=60_000):
        dialog.export_story(path)
    assert "Para la sala" in path.read_text(encoding="utf-8")
    assert "Para el orador" not in path.read_text(encoding="utf-8")


# ---------------------------------------------------------------------------- the pictures


def test_every_task_has_a_picture_in_each_language():
    assert set(SCENES) == set(GUIDE)
    pictures = {path.name for path in PICTURES.iterdir()}
    assert pictures == {f"{task}-{language}.png" for task in GUIDE for language in LANGUAGES}
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < MOST_BYTES
    sizes = {QImage(str(path)).size().toTuple() for path in PICTURES.iterdir()}
    assert sizes == {(1280, 800)}
