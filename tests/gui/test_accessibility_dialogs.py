"""Every dialog and pane: names, roles, visible focus, all by keyboard, writing that can be read."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QWidget,
)

from app.settings import Settings
from layers.table_commands import AddLayer
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import settle
from tests.gui.driving import page
from tests.gui.test_accessibility import described, focusable
from tests.layers.document_strategies import OWN, own_layer, own_table

_NO_ROLE = {QAccessible.Role.NoRole, QAccessible.Role.Client}
_LONGEST_WALK = 400
_LEAST_CONTRAST = 4.5
_SCALE, _FRAME = 3, 4
UNPLACED = FeatureRef("border-points", "pasamono")
THEMES = ("light", "dark", "contrast")


def dialog_of(act):
    """Return what opens a dialog: ``act`` does it."""

    def open_it(window, qtbot):
        act(window)

        def shown():
            tops = QApplication.topLevelWidgets()
            return [one for one in tops if isinstance(one, QDialog) and one.isVisible()]

        qtbot.waitUntil(lambda: len(shown()) == 1, timeout=20_000)
        QTest.qWait(50)
        return shown()[0]

    return open_it


def action(name):
    return dialog_of(lambda window: window.actions_by_name[name].trigger())


def style_of(layer_id, tab):
    def act(window):
        window.styling.edit(layer_id)
        window.styling.style.tabs.setCurrentIndex(tab)

    return dialog_of(act)


def export_tab(tab):
    def act(window):
        window.actions_by_name["export"].trigger()
        dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]
        dialogs[0].findChild(QTabWidget).setCurrentIndex(tab)

    return dialog_of(act)


def open_file(window):
    window._dialogs.files = [window.test_folder / "posts.csv"]
    window._dialogs.files[0].write_text("name,lat,lon\nOne,13.7,-89.2\nTwo,,\n", "utf-8")
    window.actions_by_name["open"].trigger()


def filter_of_table(window):
    window.below_map.show_table("border-points")
    window.below_map.table.ask_filter("name")


def editing(verb, *what):
    return dialog_of(lambda window: getattr(window.workspace.editing, verb)(*what))


def column_of_own_layer(window):
    window.session.execute(AddLayer(own_layer(), own_table()))
    window.workspace.editing.add_column(OWN)


def check_file(window):
    window._dialogs.files = [window.test_folder / "map.svg"]
    window._dialogs.files[0].write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    window.actions_by_name["check_file"].trigger()


def page_of_own_feature(window, qtbot):
    window.session.execute(AddLayer(own_layer(), own_table()))
    window.session.view_state.select(FeatureRef(OWN, "1"))
    window.details_panel.wake()
    page(qtbot, window)
    return window.details_panel


def measuring_bar(window, qtbot):
    window.actions_by_name["measure_distance"].trigger()
    return window.workspace.editing.host.bar


def timeline(window, qtbot):
    window.actions_by_name["timeline"].trigger()
    pane = window.below_map.timeline
    qtbot.waitUntil(lambda: pane.timeline is not None)
    return pane


def table(window, qtbot):
    window.below_map.show_table("border-points")
    return window.below_map.table


def changes(window, qtbot):
    window.actions_by_name["changes"].trigger()
    return window.below_map.changes


def story(window, qtbot):
    window.below_map.story_editor.add_view()
    window.actions_by_name["story"].trigger()
    return window.below_map.story


def find_box(window, qtbot):
    window.actions_by_name["find"].trigger()
    searching = window.exploring.searching
    qtbot.waitUntil(lambda: searching.host.is_complete, timeout=20_000)
    QTest.keyClicks(searching.box.line, "san")
    return searching.box


def tips(window, qtbot):
    window.actions_by_name["tips"].trigger()
    return window.tips.card


OPENERS = {
    "export": action("export"),
    "export-page": export_tab(1),
    "export-atlas": export_tab(2),
    "guide": action("guide"),
    "shortcuts": action("shortcuts"),
    "sources": action("sources"),
    "about": action("about"),
    "indicators": action("indicators"),
    "style-single": style_of("pbs-sites", 0),
    "style-kinds": style_of("border-points", 0),
    "style-names": style_of("border-points", 1),
    "style-scales": style_of("border-points", 2),
    "style-colours": style_of("border-points", 3),
    "bookmarks": action("bookmarks"),
    "add-bookmark": action("add_bookmark"),
    "new-layer": action("new_layer"),
    "online-map": action("online_map"),
    "open": dialog_of(open_file),
    "sharing": editing("share_layer", "border-points"),
    "coordinates": editing("place_by_coordinates", UNPLACED),
    "place-search": editing("place_by_search", UNPLACED),
    "new-column": dialog_of(column_of_own_layer),
    "check-file": dialog_of(check_file),
    "own-feature": page_of_own_feature,
    "measuring": measuring_bar,
    "filter": dialog_of(filter_of_table),
    "timeline": timeline,
    "table": table,
    "changes": changes,
    "story": story,
    "export-story": export_tab(3),
    "find": find_box,
    "tips": tips,
}


@pytest.fixture(params=OPENERS)
def opened(request, make_window, qtbot, tmp_path):
    """What opens in the window, and the window."""
    window = make_window(Settings(theme="light", window=(0, 0, 1280, 1000)))
    window.resize(1280, 1000)
    window.test_folder = tmp_path
    settle(qtbot, window.canvas)
    window.activateWindow()
    root = OPENERS[request.param](window, qtbot)
    root.window().activateWindow()
    qtbot.waitUntil(root.window().isActiveWindow)
    QTest.qWait(100)
    yield root, window
    if isinstance(root, QDialog):
        root.reject()
        QTest.qWait(1)


def walk(root, qtbot):
    """Press Tab until the focus is where it began; yield who has it, outside of ``root`` too."""
    widgets = focusable(root)
    first = QApplication.focusWidget()
    if first not in widgets:
        first = widgets[0]
        first.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(_LONGEST_WALK):
        widget = QApplication.focusWidget()
        yield widget
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
        # What lies over the window closes when the focus leaves it.
        if QApplication.focusWidget() is first or not root.isVisible():
            return
    raise AssertionError(f"the focus never came back from {QApplication.focusWidget()}")


def is_named_by_content(widget):
    return isinstance(widget, QAbstractScrollArea) and bool(focusable(widget))


def test_controls_have_names_and_roles_and_tab_reaches_them_visibly(opened, qtbot):
    root, _ = opened
    widgets = focusable(root)
    assert widgets
    nameless = [w for w in widgets if not described(w)[1] and not is_named_by_content(w)]
    assert nameless == []
    assert [w for w in widgets if described(w)[0] in _NO_ROLE] == []
    expected = set(widgets)
    walked, blind, before, focused = [], [], None, None
    for widget in walk(root, qtbot):
        if not root.isAncestorOf(widget):
            before = None
            continue
        walked.append(widget)
        if before not in (None, widget) and before.grab().toImage() == focused:
            blind.append(before)
        before, focused = widget, widget.grab().toImage()
    assert [described(w) for w in blind] == []
    # Of buttons that exclude each other the keyboard reaches the chosen one.
    groups = {w.parent() for w in walked if isinstance(w, QAbstractButton) and w.isCheckable()}
    missed = [w for w in expected - set(walked) if w.parent() not in groups]
    assert [described(w) for w in missed] == []


# ----------------------------------------------------------------------- contrast


def luminance(colours):
    """Return relative luminances (WCAG 2.2) of colours, shape (n, 3), 0 to 255."""
    shares = colours / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(widget):
    """Return the contrast of a widget's writing to its ground, as it is painted."""
    top = widget.window()
    place = widget.mapTo(top, QPoint(0, 0))
    visible = widget.visibleRegion().boundingRect()
    if not isinstance(widget, QLabel):
        # Without its frame, and what lies around its corners.
        visible = visible.adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME)
    size = visible.size() * _SCALE
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.setDevicePixelRatio(_SCALE)
    painter = QPainter(image)
    top.render(painter, QPoint(), QRegion(visible.translated(place)))
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4)[:, 2::-1]
    colours, counts = np.unique(pixels, axis=0, return_counts=True)
    bright = luminance(colours.astype(float))
    ground = bright[counts.argmax()]
    # A stroke's core is a colour of its own, its edges are many rare ones.
    written = bright[counts >= max(6, counts.sum() // 4000)]
    high, low = np.maximum(written, ground), np.minimum(written, ground)
    return float(((high + 0.05) / (low + 0.05)).max())


def written(root):
    """Return the visible widgets within ``root`` that write something and can be used."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.visibleRegion().boundingRect().height() == widget.height()
        and words_of(widget).strip()
    ]


def test_writing_can_be_read_in_every_theme(opened):
    root, window = opened
    faint = {}
    for theme in THEMES:
        window.actions_by_name[f"theme_{theme}"].trigger()
        QTest.qWait(60)
        for widget in written(root):
            found = contrast(widget)
            if found < _LEAST_CONTRAST:
                faint[theme, type(widget).__name__, words_of(widget)] = round(found, 2)
    assert faint == {}


def words_of(widget):
    return widget.currentText() if isinstance(widget, QComboBox) else widget.text()[:60]


def ground(button):
    """Return the colour around a button's words, as it is painted."""
    return button.grab().toImage().pixelColor(button.width() // 2, 6).name()


def test_a_button_that_cannot_be_used_looks_so(main_window, qtbot):
    dialog = action("export")(main_window, qtbot)
    export = next(b for b in dialog.findChildren(QPushButton) if b.isDefault())
    tabs = dialog.findChild(QTabWidget)
    for theme in THEMES:
        main_window.actions_by_name[f"theme_{theme}"].trigger()
        tabs.setCurrentIndex(0)
        QTest.qWait(60)
        usable = ground(export)
        dialog.show_story_tab()
        QTest.qWait(60)
        assert not export.isEnabled()
        assert ground(export) != usable, theme
        assert contrast(export) >= 3.0, theme
    dialog.reject()
    QTest.qWait(1)
