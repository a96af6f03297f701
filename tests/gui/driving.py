"""Driving the main window as a planner does, and reading what it shows."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QTextEdit,
    QWidget,
)

from app.panels.row_text import RowText
from tests.gui.canvas.looking import map_pixels, place_of, settle

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier


def row(window, layer_id):
    """Return the row of a layer."""
    return window.layers_panel.layer_list.row(layer_id)


def shown_order(window):
    """Return the ids of the layers in the panel from top to bottom."""
    rows = window.layers_panel.layer_list.rows
    return [row.layer.id for row in sorted(rows, key=lambda one: one.y())]


def click(widget, place=None):
    QTest.mouseClick(widget, LEFT, NO_KEY, place or widget.rect().center())


def drag(widget, start, end):
    """Drag with the mouse from one place of a widget to another, outside of it perhaps."""
    QTest.mousePress(widget, LEFT, NO_KEY, start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(widget, start + (end - start) * share)
    QTest.mouseRelease(widget, LEFT, NO_KEY, end)


def page(qtbot, window):
    """Return the page of the details panel once it is the one that is wanted."""
    QTest.qWait(1)
    panel = window.details_panel
    qtbot.waitUntil(lambda: panel.page.isVisible())
    QTest.qWait(20)  # texts take their heights
    return panel.page


def page_text(qtbot, window):
    """Return everything that is written on the page of the details panel."""
    return "\n".join(texts_of(page(qtbot, window)))


def picture(qtbot, window):
    """Return the map as it is, sharp and without what lies on it."""
    settle(qtbot, window.canvas)
    return map_pixels(window.canvas)


def colour_at(image, place):
    """Return the colour at a logical pixel."""
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(place.x() * ratio), round(place.y() * ratio)).name()


def colour_of(qtbot, window, layer_id, feature_id, beside=(0, 0)):
    """Return the map's colour at a feature's place, or some pixels beside it."""
    place = place_of(window.canvas, layer_id, feature_id) + QPoint(*beside)
    return colour_at(picture(qtbot, window), place)


def texts_of(widget):
    """Return every text that a widget and all within it show or say, hidden ones left out."""
    texts = []
    for part in [widget, *widget.findChildren(QWidget)]:
        if part is not widget and not part.isVisibleTo(widget):
            continue
        texts += [part.toolTip(), part.accessibleName(), part.accessibleDescription()]
        if isinstance(part, QLabel | QAbstractButton):
            texts.append(part.text())
        elif isinstance(part, QTextEdit):
            texts.append(part.toPlainText())
        elif isinstance(part, RowText):
            texts += [part.name, part.note]
        elif isinstance(part, QMenu):
            texts.append(part.title())
        elif isinstance(part, QComboBox):
            texts += [part.itemText(place) for place in range(part.count())]
        elif hasattr(part, "model") and part.model() is not None:
            model = part.model()
            texts += [str(model.index(n, 0).data()) for n in range(model.rowCount())]
        if part.isWindow():
            texts.append(part.windowTitle())
    return [text for text in texts if text]


def action_texts(window):
    """Return what the window's actions are called."""
    return [text for a in window.findChildren(QAction) for text in (a.text(), a.toolTip()) if text]


def open_dialog(qtbot, kind):
    """Return the dialog of a class that is open."""

    def dialogs():
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]

    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    return dialogs()[0]
