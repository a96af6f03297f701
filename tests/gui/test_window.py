"""The main window as a whole: actions, keys, panels, looks, and what leaves it."""

import sys

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QScrollBar, QToolButton, QWidget

from app.exports.dialog import ExportDialog
from app.exports.printing import PrintPreview
from app.help_pages import HelpDialog
from app.palette import PALETTES
from app.panels.eye import Eye
from app.web_preview import WebPreview
from layers.commands import SetVisible
from layers.programs import load_programs
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import count_near, place_of, settle
from tests.gui.driving import (
    click,
    colour_of,
    drag,
    open_dialog,
    page,
    page_text,
    picture,
    row,
    texts_of,
)


def trigger(window, name):
    window.actions_by_name[name].trigger()


# ------------------------------------------------------------------------------- the map


def test_it_opens_on_the_whole_country(main_window):
    view, home = main_window.canvas.view, main_window.canvas.scene.home
    min_x, min_y, max_x, max_y = view.bounds
    assert min_x < home[0] < home[2] < max_x
    assert min_y < home[1] < home[3] < max_y
    assert main_window.status.scale.text().startswith("1 : ")


def test_zoom_actions(qtbot, main_window):
    home = main_window.canvas.view
    trigger(main_window, "zoom_in")
    settle(qtbot, main_window.canvas)
    closer = main_window.canvas.view.scale
    assert closer < home.scale
    trigger(main_window, "zoom_out")
    trigger(main_window, "zoom_out")
    settle(qtbot, main_window.canvas)
    assert main_window.canvas.view.scale > closer
    trigger(main_window, "zoom_in")
    trigger(main_window, "fit")
    settle(qtbot, main_window.canvas)
    assert main_window.canvas.view.scale == pytest.approx(home.scale)


def test_box_zoom_shows_the_box(qtbot, main_window):
    canvas = main_window.canvas
    start, end = QPoint(200, 250), QPoint(360, 350)
    view = canvas.view
    left, top = view.point_to_map(200, 250)
    right, bottom = view.point_to_map(360, 350)
    trigger(main_window, "box_zoom")
    assert canvas.hasFocus()
    assert "Drag a box" in main_window.status.currentMessage()
    drag(canvas, start, end)
    settle(qtbot, canvas)
    min_x, min_y, max_x, max_y = canvas.view.bounds
    tolerance = canvas.view.resolution
    assert min_x <= left + tolerance
    assert max_x >= right - tolerance
    assert min_y <= bottom + tolerance
    assert max_y >= top - tolerance
    wide, high = (right - left) / (max_x - min_x), (top - bottom) / (max_y - min_y)
    assert max(wide, high) == pytest.approx(1.0, abs=0.02)


def test_hovering_marks_a_feature_and_tells_where_it_is(qtbot, main_window, session):
    canvas = main_window.canvas
    place = place_of(canvas, "delegations", "usulutan") + QPoint(0, 25)
    before = picture(qtbot, main_window)
    QTest.mouseMove(canvas, place - QPoint(9, 9))
    QTest.mouseMove(canvas, place)
    qtbot.waitUntil(lambda: session.view_state.hovered is not None)
    assert session.view_state.hovered == FeatureRef("delegations", "usulutan")
    assert picture(qtbot, main_window) != before
    words = main_window.status.coordinates.text()
    assert words.startswith("13.")
    assert words.endswith("° W")


def test_a_click_selects_and_escape_lets_go(qtbot, main_window, session):
    canvas = main_window.canvas
    place = place_of(canvas, "delegations", "usulutan") + QPoint(0, 25)
    click(canvas, place)
    assert session.view_state.selected == FeatureRef("delegations", "usulutan")
    assert main_window.status.selected.text() == "Usulután selected"
    blue = count_near(picture(qtbot, main_window), "#0072b2", place, reach=150)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert session.view_state.selected is None
    assert main_window.status.selected.text() == ""
    assert count_near(picture(qtbot, main_window), "#0072b2", place, reach=150) < blue / 2


def test_labels_without_room_are_told(qtbot, main_window):
    settle(qtbot, main_window.canvas)
    count = main_window.canvas.labels_hidden
    words = main_window.status.hidden.text()
    assert words == (f"{count} label{'s' * (count != 1)} hidden" if count else "")


# ------------------------------------------------------------------------------- keyboard


def test_f6_goes_through_the_parts_of_the_window(main_window):
    parts = [
        main_window.header,
        main_window.layers_panel,
        main_window.canvas,
        main_window.details_panel,
    ]

    def part():
        focused = QApplication.focusWidget()
        return next(p for p in parts if p is focused or p.isAncestorOf(focused))

    main_window.activateWindow()
    main_window.canvas.setFocus()
    seen = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        seen.append(part())
    assert seen == [parts[3], parts[0], parts[1], parts[2]]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert part() is main_window.layers_panel


def test_f6_leaves_out_a_closed_panel(main_window):
    trigger(main_window, "details_panel")
    main_window.canvas.setFocus()
    trigger(main_window, "next_pane")
    assert main_window.header.isAncestorOf(QApplication.focusWidget())


def test_no_two_actions_share_a_key(main_window):
    keys = [key.toString() for a in main_window.actions_by_name.values() for key in a.shortcuts()]
    assert len(keys) == len(set(keys))
    assert "Ctrl+C" in keys
    assert "Ctrl+P" in keys


def test_every_action_is_in_a_menu(main_window):
    shown = set()
    menus = [action.menu() for action in main_window.header.menu_bar.actions()]
    while menus:
        for action in menus.pop().actions():
            if action.menu() is not None:
                menus.append(action.menu())
            shown.add(action)
    assert set(main_window.actions_by_name.values()) <= shown


def focusable(window):
    """Return the widgets of a window that the keyboard reaches."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(window)
    ]


@pytest.mark.parametrize("subject", ["overview", "program", "feature", "layer", "unfolded"])
def test_everything_the_keyboard_reaches_has_a_name(qtbot, main_window, session, subject):
    view = session.view_state
    match subject:
        case "program":
            view.open_program("border-security")
        case "feature":
            view.select(FeatureRef("delegations", "usulutan"))
        case "layer":
            view.open_layer("towns")
        case "unfolded":
            row(main_window, "model-precincts").more.click()
    page(qtbot, main_window)
    widgets = [w for w in focusable(main_window) if not isinstance(w, QScrollBar)]
    assert len(widgets) > 15
    nameless = [
        widget
        for widget in widgets
        if not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    assert not nameless


def test_the_keyboards_place_can_be_seen(main_window):
    """Each part that takes the keyboard looks different when it has it."""
    widgets = [w for w in focusable(main_window) if w is not main_window.canvas]
    main_window.activateWindow()
    main_window.canvas.setFocus()
    for widget in widgets:
        if not widget.isEnabled() or widget.visibleRegion().isEmpty():
            continue
        corner = widget.mapTo(main_window, QPoint(0, 0))
        around = QRect(corner, widget.size()).adjusted(-3, -3, 3, 3)
        before = main_window.grab(around).toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.qWait(1)
        assert main_window.grab(around).toImage() != before, widget
        main_window.canvas.setFocus()
        QTest.qWait(1)


# ------------------------------------------------------------------------------- panels


def test_panels_are_closed_and_opened(main_window):
    width = main_window.canvas.width()
    for name, panel in (
        ("layers_panel", main_window.layers_panel),
        ("details_panel", main_window.details_panel),
    ):
        before = panel.width()
        trigger(main_window, name)
        assert not main_window.panes.is_open(panel)
        assert not main_window.actions_by_name[name].isChecked()
        assert main_window.canvas.width() > width
        trigger(main_window, name)
        assert panel.width() == before
        assert main_window.actions_by_name[name].isChecked()
    assert main_window.canvas.width() == width


def test_a_panel_dragged_shut_is_closed_in_the_menu_too(main_window):
    main_window.panes.moveSplitter(0, 1)
    assert not main_window.panes.is_open(main_window.layers_panel)
    assert not main_window.actions_by_name["layers_panel"].isChecked()
    trigger(main_window, "layers_panel")
    assert main_window.panes.is_open(main_window.layers_panel)


def test_a_narrow_window_keeps_the_map(main_window):
    main_window.resize(760, 500)
    QTest.qWait(20)
    assert main_window.canvas.width() >= 240
    main_window.resize(1600, 900)
    QTest.qWait(20)
    assert main_window.canvas.width() > 800


@pytest.mark.parametrize("language", ["en", "es"])
def test_menus_are_whole_at_every_width(main_window, session, language):
    """Where there is no room for all, buttons go; all they do is in the menus."""
    session.view_state.language = language
    header = main_window.header
    shown = []
    for width in (1400, 1000, 900, 800, 1400):
        main_window.resize(width, 700)
        QTest.qWait(20)
        assert header.menu_bar.width() >= header.menu_bar.sizeHint().width()
        assert header.export.geometry().right() < header.width()
        shown.append(sum(b.isVisible() for b in header.findChildren(QToolButton)))
    assert shown[0] > shown[3]
    assert shown[4] == shown[0]


# ------------------------------------------------------------------------------- looks


def brightness(image, place):
    return QColor(image.pixel(place)).lightness()


def test_light_and_dark_are_switched_while_it_runs(qtbot, main_window, session):
    light_map = colour_of(qtbot, main_window, "delegations", "usulutan", (0, 25))
    light = main_window.grab().toImage()
    session.view_state.open_program("border-security")
    page(qtbot, main_window)
    trigger(main_window, "theme_dark")
    page(qtbot, main_window)
    assert colour_of(qtbot, main_window, "delegations", "usulutan", (0, 25)) != light_map
    dark = main_window.grab().toImage()
    for place in (QPoint(900, 25), QPoint(20, 90), QPoint(1270, 300), QPoint(600, 795)):
        assert brightness(light, place) > 200
        assert brightness(dark, place) < 60
    trigger(main_window, "theme_light")
    settle(qtbot, main_window.canvas)
    assert colour_of(qtbot, main_window, "delegations", "usulutan", (0, 25)) == light_map


def test_as_the_system_follows_the_system(qtbot, main_window, session):
    trigger(main_window, "theme_system")
    scheme = QGuiApplication.styleHints().colorScheme()
    expected = "dark" if scheme == Qt.ColorScheme.Dark else "light"
    assert main_window.canvas.scene.theme == expected


def luminance(colour):
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = []
    for place in (1, 3, 5):
        value = int(colour[place : place + 2], 16) / 255
        parts.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", PALETTES.values(), ids=lambda colours: colours.name)
def test_writing_can_be_read(colours):
    grounds = ("window", "paper", "field", "tile", "hover", "chosen")
    for ink in ("text", "secondary", "action", "faint", "danger"):
        for ground in grounds:
            assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5, (ink, ground)
    assert contrast(colours.on_button, colours.button) >= 4.5
    assert contrast(colours.on_note, colours.note) >= 4.5
    assert contrast(colours.action, colours.note) >= 4.5
    assert contrast(colours.frame, colours.paper) >= 3
    assert contrast(colours.frame, colours.field) >= 3


def test_icons_are_sharp_at_every_ratio(main_window):
    icon = main_window.actions_by_name["fit"].icon()
    for ratio in (1.0, 1.25, 1.5, 2.0):
        image = icon.pixmap(icon.actualSize(main_window.size()), ratio).toImage()
        assert image.devicePixelRatio() == ratio
    small, large = (icon.pixmap(QPoint(20, 20).x(), 20) for _ in range(2))
    assert small.toImage() == large.toImage()


# ------------------------------------------------------------------------------- what leaves it


def test_copy_puts_the_map_on_the_clipboard(qtbot, main_window):
    QGuiApplication.clipboard().clear()
    trigger(main_window, "copy_map")
    image = QGuiApplication.clipboard().image()
    view = main_window.canvas.view
    assert image.size().toTuple() == (view.width, view.height)
    place = place_of(main_window.canvas, "pbs-sites", "zacatecoluca")
    assert count_near(image, "#009e73", place) > 40
    assert "clipboard" in main_window.status.currentMessage()


def test_export_writes_what_the_map_shows(qtbot, main_window, dialogs, tmp_path):
    dialogs.path = tmp_path / "map.png"
    trigger(main_window, "export")
    dialog = open_dialog(qtbot, ExportDialog)
    dialog.ask_and_export()
    qtbot.waitUntil(lambda: dialogs.path.exists(), timeout=20_000)
    qtbot.waitUntil(lambda: "map.png" in main_window.status.currentMessage())
    assert QImage(str(dialogs.path)).width() == 1920


def test_print_shows_the_page_first(qtbot, main_window):
    trigger(main_window, "print")
    dialog = open_dialog(qtbot, PrintPreview)
    assert dialog.windowTitle() == "Print the map"
    dialog.close()


def test_the_web_preview_opens(qtbot, main_window):
    trigger(main_window, "web_preview")
    dialog = open_dialog(qtbot, WebPreview)
    qtbot.waitUntil(lambda: dialog.file.exists(), timeout=20_000)
    assert "<html" in dialog.file.read_text(encoding="utf-8").lower()
    dialog.close()


# ------------------------------------------------------------------------------- help


def test_the_list_of_keys_names_every_key(qtbot, main_window):
    trigger(main_window, "shortcuts")
    dialog = open_dialog(qtbot, HelpDialog)
    shown = "\n".join(texts_of(dialog))
    for action in main_window.actions_by_name.values():
        if action.shortcuts():
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            assert f"{keys}\t{action.text().rstrip('…')}" in shown
    dialog.close()


def test_the_sources_name_every_source(qtbot, main_window, data):
    trigger(main_window, "sources")
    dialog = open_dialog(qtbot, HelpDialog)
    shown = "\n".join(texts_of(dialog))
    for source in load_programs().sources.values():
        assert source.citation.en in shown
        assert source.url in shown
    for layer in data.layers:
        assert layer.citation["en"] in shown
        assert layer.url in shown
    dialog.close()


def test_the_overview_comes_back(qtbot, main_window, session):
    session.view_state.open_program("border-security")
    page(qtbot, main_window)
    trigger(main_window, "overview")
    assert "security programs" in page_text(qtbot, main_window)


# ------------------------------------------------------------------------------- house rules


def test_undo_of_nothing_cannot_be_asked_for(main_window, session):
    actions = main_window.actions_by_name
    assert not actions["undo"].isEnabled()
    assert not actions["redo"].isEnabled()
    session.execute(SetVisible("rivers", False))
    assert actions["undo"].isEnabled()


def test_nothing_loses_references_to_none(main_window, session):
    """PySide6 6.12.0 loses one at every call that returns nothing, until Python aborts."""
    widget = QWidget()
    before = sys.getrefcount(None)
    for _ in range(20_000):
        widget.update()
        widget.setToolTip("")
    # Python 3.12 and later never count references to None.
    assert abs(sys.getrefcount(None) - before) < 5_000
    widget.deleteLater()


def test_closing_twice_is_harmless(main_window):
    main_window.close()
    main_window.close()


def test_eyes_are_check_boxes_to_a_screen_reader(main_window):
    eyes = main_window.findChildren(Eye)
    assert len(eyes) == len(main_window.layers_panel.layer_list.rows)
    assert all(eye.isCheckable() for eye in eyes)


def test_menus_hold_actions_with_words(main_window):
    for menu in main_window.header.menu_bar.findChildren(QMenu):
        for action in menu.actions():
            assert isinstance(action, QAction)
            assert action.isSeparator() or action.text() or action.menu() is not None
