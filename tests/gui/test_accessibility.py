"""Every control can be reached by keyboard, says what it is, and shows that it has the focus."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from app.settings import Settings
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import settle
from tests.gui.driving import page

_NO_ROLE = {QAccessible.Role.NoRole, QAccessible.Role.Client}
_LONGEST_WALK = 400


def focusable(root):
    """Return the widgets below ``root`` that the Tab key should reach."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not widget.visibleRegion().isEmpty()
    ]


def described(widget):
    """Return role and name of a widget as a screen reader hears them."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None, widget
    assert interface.isValid(), widget
    return interface.role(), interface.text(QAccessible.Text.Name).strip()


def walk(window, qtbot):
    """Press Tab until the focus is where it began; yield the widgets that have it, in order."""
    window.canvas.clearFocus()
    window.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    first = QApplication.focusWidget()
    for _ in range(_LONGEST_WALK):
        widget = QApplication.focusWidget()
        yield widget
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is first:
            return
    raise AssertionError(f"the focus never came back from {QApplication.focusWidget()}")


@pytest.fixture(params=["overview", "program", "feature", "layer", "below", "story"])
def window(request, make_window, qtbot):
    """The window with each kind of page in the details panel."""
    window = make_window(Settings(theme="light", window=(0, 0, 1280, 1000)))
    view = window.session.view_state
    match request.param:
        case "program":
            view.open_program("anti-extortion")
        case "feature":
            view.select(FeatureRef("border-points", "la-hachadura"))
        case "layer":
            view.open_layer("model-precincts")
        case "below":
            window.below_map.show_table("departments")
            window.actions_by_name["timeline"].trigger()
        case "story":
            window.actions_by_name["add_step"].trigger()
            window.actions_by_name["add_step"].trigger()
    settle(qtbot, window.canvas)
    window.details_panel.wake()
    page(qtbot, window)
    layers = window.session.document.state.layers
    qtbot.waitUntil(lambda: len(window.layers_panel.layer_list.rows) == len(layers))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_every_control_has_a_name_and_a_role(window):
    widgets = focusable(window)
    assert len(widgets) >= 20
    nameless = [w for w in widgets if not described(w)[1] and not _is_named_by_content(w)]
    assert nameless == []
    assert [w for w in widgets if described(w)[0] in _NO_ROLE] == []
    role, name = described(window.canvas)
    assert role == QAccessible.Role.Graphic
    assert name.startswith("Map")


def _is_named_by_content(widget):
    """Return whether a widget only holds others that have names, as the area of a page does."""
    return isinstance(widget, QAbstractScrollArea) and bool(focusable(widget))


def test_tab_reaches_every_control(window, qtbot):
    expected = set(focusable(window))
    walked = list(walk(window, qtbot))
    missed = expected - set(walked)
    # Of segments and of rows that are one control the keyboard reaches the chosen one.
    groups = {w.parent() for w in walked}
    assert [described(w) for w in missed if w.parent() not in groups] == []


def test_the_focus_can_be_seen(window, qtbot):
    blind, before, focused = [], None, None
    for widget in walk(window, qtbot):
        # A page with links keeps the focus from link to link.
        if before not in (None, widget) and before.grab().toImage() == focused:
            blind.append(before)
        before, focused = widget, widget.grab().toImage()
    assert blind == []


def test_the_map_says_what_it_shows_and_that_it_moved(main_window, qtbot):
    canvas = main_window.canvas
    qtbot.waitUntil(lambda: "Delegations: 19 of 19" in described(canvas)[1])
    assert "Scale 1 to 1" in described(canvas)[1]
    assert "Ctrl+Shift+L" in canvas.accessibleDescription()
    main_window.session.view_state.select(FeatureRef("border-points", "la-hachadura"))
    canvas.zoom_to((-10_030_000.0, 1_525_000.0, -10_000_000.0, 1_545_000.0))
    settle(qtbot, canvas)
    qtbot.waitUntil(lambda: "Border inspection points: 1 of 11" in described(canvas)[1])
    assert "19 of 19" not in described(canvas)[1]
    main_window.actions_by_name["language_es"].trigger()
    qtbot.waitUntil(lambda: described(canvas)[1].startswith("Mapa. Escala 1 a "))
