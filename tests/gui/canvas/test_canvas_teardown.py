"""A canvas that is gone is gone."""

import gc
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.canvas.canvas import MapCanvas
from layers.commands import SetVisible
from layers.view_state import FeatureRef
from tests.gui.canvas.looking import settle


def delete_now(widget):
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_nothing_keeps_a_closed_canvas_alive(qtbot, session):
    canvas = MapCanvas(session)
    canvas.resize(500, 400)
    canvas.show()
    settle(qtbot, canvas)
    QTest.mouseMove(canvas, QPoint(250, 200))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    qtbot.wait(50)
    gone = weakref.ref(canvas)
    canvas.close()
    delete_now(canvas)
    del canvas
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("moment", ["drawing", "gliding", "hovering", "dragging", "stale"])
def test_it_can_be_closed_at_any_moment(qtbot, session, moment):
    canvas = MapCanvas(session)
    canvas.resize(500, 400)
    canvas.show()
    settle(qtbot, canvas)
    match moment:
        case "drawing":
            canvas._picture._redraw.slice_seconds = 0.0
            canvas.set_theme("dark")
            qtbot.waitUntil(lambda: canvas.is_drawing)
        case "gliding":
            canvas.zoom_in()
        case "hovering":
            QTest.mouseMove(canvas, QPoint(250, 200))
        case "dragging":
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
            QTest.mouseMove(canvas, QPoint(290, 240))
        case "stale":
            session.execute(SetVisible("rivers", False))
    canvas.close()
    assert not [timer for timer in canvas.findChildren(QTimer) if timer.isActive()]
    delete_now(canvas)
    qtbot.wait(150)
    session.execute(SetVisible("lakes", False))
    session.view_state.language = "es"
    session.view_state.select(FeatureRef("delegations", "la-paz"))
    if moment == "dragging":
        QTest.mouseRelease(QWidget(), Qt.MouseButton.LeftButton)


def test_a_canvas_deleted_with_its_window_listens_no_more(qtbot, session):
    window = QWidget()
    canvas = MapCanvas(session, window)
    window.show()
    delete_now(window)
    assert not shiboken6.isValid(canvas)
    session.execute(SetVisible("rivers", False))
    session.view_state.language = "es"
    session.view_state.select(FeatureRef("delegations", "la-paz"))
    session.view_state.extent = (0.0, 0.0, 1.0, 1.0)


def test_a_canvas_that_was_never_shown_is_closed_as_well(session):
    canvas = MapCanvas(session)
    canvas.close()
    delete_now(canvas)
    session.execute(SetVisible("rivers", False))
