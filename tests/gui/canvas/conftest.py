"""A canvas in a window of its own, which leaves nothing behind."""

import gc
import threading

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from app.canvas.canvas import MapCanvas
from app.session import Session
from tests.gui.canvas.looking import settle


@pytest.fixture
def session(data, qapp):
    """A session without a main window."""
    return Session(data)


def listeners(session):
    events = session.view_state.events
    return sum(len(event) for event in (session.document.events.changed, *events))


def delete_now(widget):
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def make_canvas(qtbot, session):
    """Makes canvases; proves after the test that no timer, widget, listener or thread is left."""
    widgets, threads = set(QApplication.allWidgets()), threading.active_count()
    before = listeners(session)
    made = []

    def make(width=900, height=600, ready=True):
        canvas = MapCanvas(session)
        made.append(canvas)
        canvas.resize(width, height)
        # Else it has the focus as if by Tab, and shows that.
        canvas.setFocus()
        canvas.show()
        if ready:
            qtbot.waitExposed(canvas)
            settle(qtbot, canvas)
        return canvas

    yield make
    for canvas in made:
        timers = canvas.findChildren(QTimer)
        canvas.close()
        assert timers
        assert not [timer for timer in timers if timer.isActive()], "a timer runs on"
        delete_now(canvas)
        assert not shiboken6.isValid(canvas)
    gc.collect()
    assert listeners(session) == before, "the session is still listened to"
    assert set(QApplication.allWidgets()) <= widgets, "a widget is left"
    assert threading.active_count() == threads


@pytest.fixture
def canvas(make_canvas):
    return make_canvas()
