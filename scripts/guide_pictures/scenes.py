"""How the window looks when a task of the guide is done, or in the middle of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from layers.document import MapState, Placement
from layers.view_state import FeatureRef
from scripts.guide_pictures.stage import Stage

Scene = Callable[[Stage], None]
SCENES: dict[str, Scene] = {}
"""Task id to what leads to its picture."""

_SAN_SALVADOR = (-9_960_000.0, 1_500_000.0, -9_900_000.0, 1_550_000.0)
_TABLE = """nombre,lat,lon,turnos
Ejemplo 1,13.71,-89.20,3
Ejemplo 2,13.48,-88.18,2
Ejemplo 3,13.99,-89.56,2
Ejemplo 4,,,1
"""


def scene(function: Scene) -> Scene:
    """Name a function as what leads to the picture of the task of its name."""
    SCENES[function.__name__.replace("_", "-")] = function
    return function


@scene
def read_a_program(stage: Stage) -> None:
    """The dossier of a program."""
    stage.session.view_state.open_program("anti-extortion")


@scene
def nineteen(stage: Stage) -> None:
    """Delegations explained, departments drawn as well."""
    stage.row("delegations").eye.click()
    stage.row("delegations").eye.click()
    stage.row("departments").eye.click()
    stage.session.view_state.open_layer("delegations")


@scene
def what_is_not_published(stage: Stage) -> None:
    """Municipalities in which stations may lie."""
    stage.row("model-precincts").areas.click()
    stage.session.view_state.open_layer("model-precincts")


@scene
def facts_of_a_place(stage: Stage) -> None:
    """A border point, and how sure its place is."""
    stage.session.view_state.select(FeatureRef("border-points", "anguiatu"))


@scene
def choose_layers(stage: Stage) -> None:
    """Few layers, in drawing order."""
    for layer in ("anti-extortion-units", "plan-seguro-municipalities"):
        stage.row(layer).eye.click()
    stage.trigger("drawing_order")


@scene
def move_the_map(stage: Stage) -> None:
    """The capital from close by."""
    stage.window.canvas.zoom_to(_SAN_SALVADOR)


@scene
def language_and_look(stage: Stage) -> None:
    """The window in the dark."""
    stage.trigger("theme_dark")


@scene
def open_a_table(stage: Stage) -> None:
    """The preview of a table of one's own."""
    file = stage.folder / "puestos.csv"
    file.write_text(_TABLE, "utf-8")
    stage.answers.files = [file]
    stage.trigger("open")
    opening = stage.window.workspace.opening
    stage.wait(lambda: opening.dialog is not None and not opening.dialog.is_reading, calm=1.0)


@scene
def own_layer(stage: Stage) -> None:
    """Points being drawn into a new layer."""
    from app.editing.layer_dialog import LayerDialog

    stage.trigger("new_layer")
    dialog = stage.dialog(LayerDialog)
    dialog.name.setText(stage.say("Example layer", "Capa de ejemplo"))
    dialog.create_button.click()
    stage.click_map((-60, 0), (40, 30), (120, -20))


@scene
def keep_the_work(stage: Stage) -> None:
    """The menu that saves and opens projects."""
    _open_menu(stage, 0)


@scene
def save_data(stage: Stage) -> None:
    """The page of a layer, and the menu that saves it."""
    stage.session.view_state.open_layer("border-points")
    _open_menu(stage, 3)


@scene
def picture_for_a_briefing(stage: Stage) -> None:
    """The export dialog with its preview."""
    from app.exports.dialog import ExportDialog

    stage.trigger("export")
    stage.dialog(ExportDialog)
    stage.wait(lambda: True, calm=3.0)


@scene
def show_an_indicator(stage: Stage) -> None:
    """Departments coloured by a rate."""
    from app.styling.indicator_dialog import IndicatorDialog

    stage.trigger("indicators")
    dialog = stage.dialog(IndicatorDialog)
    dialog.choose("departments/homicide_rate_2017")
    stage.settle()


@scene
def profile_of_an_area(stage: Stage) -> None:
    """A department among the others."""
    stage.session.view_state.open_layer("departments")
    stage.session.view_state.select(FeatureRef("departments", "SV-MO"))


@scene
def change_a_style(stage: Stage) -> None:
    """The style editor."""
    from app.styling.style_dialog import StyleDialog

    stage.session.view_state.open_layer("border-points")
    stage.trigger("layer_style")
    stage.dialog(StyleDialog)
    stage.wait(lambda: True, calm=1.0)


@scene
def find_a_municipality(stage: Stage) -> None:
    """What is found for a word with a slip in it."""
    stage.trigger("find")
    searching = stage.window.exploring.searching
    stage.wait(lambda: searching.host.is_complete)
    QTest.keyClicks(searching.box.line, "zacatecolca")


@scene
def copy_coordinates(stage: Stage) -> None:
    """The menu of a place, with its coordinates."""
    canvas = stage.window.canvas
    pixel = canvas.rect().center() + QPoint(-120, -60)
    menu = stage.window.exploring.measuring.menu
    menu.open(pixel)
    assert menu.menu is not None
    last = menu.menu.actions()[-1]
    submenu = last.menu()
    assert isinstance(submenu, QMenu)
    menu.menu.setActiveAction(last)
    place = menu.menu.mapToGlobal(menu.menu.actionGeometry(last).topRight())
    submenu.popup(place)


@scene
def measure_a_way(stage: Stage) -> None:
    """A distance of several legs."""
    stage.trigger("measure_distance")
    stage.click_map((-150, -40), (-40, 30), (60, 10))


@scene
def keep_a_view(stage: Stage) -> None:
    """The list of bookmarks."""
    from app.bookmarks.dialogs import BookmarksDialog

    bookmarks = stage.window.exploring.bookmarks
    bookmarks.add(stage.say("Whole country", "Todo el país"), False)
    stage.window.canvas.zoom_to(_SAN_SALVADOR)
    stage.settle()
    bookmarks.add(stage.say("San Salvador and around", "San Salvador y alrededores"), True)
    stage.trigger("bookmarks")
    stage.dialog(BookmarksDialog)


@scene
def list_and_sort(stage: Stage) -> None:
    """The attribute table of a layer, a row chosen."""
    stage.session.view_state.open_layer("border-points")
    stage.trigger("table")
    stage.wait(lambda: True, calm=0.5)
    stage.session.view_state.select(FeatureRef("border-points", "la-hachadura"))


@scene
def what_happened_when(stage: Stage) -> None:
    """The timeline up to a year."""
    stage.trigger("timeline")
    pane = stage.window.below_map.timeline
    stage.wait(lambda: pane.timeline is not None)
    pane.until.setValue(2015)


@scene
def place_a_record(stage: Stage) -> None:
    """Coordinates typed for a station without a place."""
    from app.editing.coordinates_dialog import CoordinatesDialog

    stage.session.view_state.select(FeatureRef("model-precincts", "station-04"))
    stage.settle()
    stage.press(stage.say("By coordinates", "Por coordenadas"))
    dialog = stage.dialog(CoordinatesDialog)
    dialog.line.setText("13°30'00\" N 88°18'00\" O")


def _open_menu(stage: Stage, number: int) -> None:
    """Open a menu of the menu bar."""
    bar = stage.window.header.menu_bar
    action = bar.actions()[number]
    menu = action.menu()
    assert isinstance(menu, QMenu)
    bar.setActiveAction(action)
    if not menu.isVisible():
        menu.popup(bar.mapToGlobal(bar.actionGeometry(action).bottomLeft()))


@scene
def what_changed(stage: Stage) -> None:
    """Stations that a planner placed, moved and took away within a month."""
    from app.projects.saving import Snapshot, save_project

    old = stage.folder / "plan-2026-10.atlas"
    state = stage.session.document.state
    before = _placed(state, "2026-10-01", station_04=(-88.9, 14.0), station_05=(-88.55, 13.5))
    after = _placed(state, "2026-11-02", station_04=(-88.62, 13.98), station_06=(-89.55, 13.72))
    save_project(old, Snapshot(before, {}, embed=False, revision=""), stage.session.texts)
    stage.session.replace_document(after)
    stage.trigger("changes")
    pane = stage.window.below_map.changes
    pane.compare_with_project(old)
    stage.wait(lambda: not pane.is_busy)


def _placed(state: MapState, day: str, **places: tuple[float, float]) -> MapState:
    """Return the map with model stations at places, longitude and latitude."""
    placements = {
        ("model-precincts", name.replace("_", "-")): Placement(*place, day)
        for name, place in places.items()
    }
    return replace(state, placements=placements)


@scene
def online_map(stage: Stage) -> None:
    """The providers to choose from."""
    from app.online.chooser import OnlineMapChooser

    stage.trigger("online_map")
    dialog = stage.dialog(OnlineMapChooser)
    dialog.list.setCurrentRow(1)


@scene
def without_a_mouse(stage: Stage) -> None:
    """A feature pointed at by key, and the list of what is in view."""
    stage.trigger("features_in_view")
    table = stage.window.below_map.table
    stage.wait(lambda: table.content.model.rowCount() > 11)
    canvas = stage.window.canvas
    canvas.setFocus()
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Period)


@scene
def first_minute(stage: Stage) -> None:
    """The tips, and the window they are about."""
    stage.trigger("tips")


@scene
def make_a_story(stage: Stage) -> None:
    """Two steps of a story, with what they say, below the map."""
    stage.trigger("add_step")
    pane = stage.window.below_map.story
    for title, spanish in (
        ("The country and its delegations", "El país y sus delegaciones"),
        ("San Salvador, from near", "San Salvador, de cerca"),
    ):
        pane.title.setText(stage.say(title, spanish))
        pane.title.textEdited.emit(pane.title.text())
        pane.text.setPlainText(
            stage.say(
                "Filled symbols are documented places; hollow ones are inferred.",
                "Los símbolos llenos son lugares documentados; los huecos son inferidos.",
            )
        )
        if title.startswith("The"):
            stage.window.canvas.zoom_to(_SAN_SALVADOR)
            stage.settle()
            pane.buttons["add"].click()
    pane.notes.setPlainText(stage.say("Point at Soyapango.", "Señalar Soyapango."))
