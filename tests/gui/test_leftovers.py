"""The fixtures do find what a test leaves behind."""

import logging
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from layers.view_state import ViewState
from tests.gui.conftest import Leftovers, delete_now


class _Listener:
    def hear(self) -> None:
        pass


def test_a_widget_is_found(qapp):
    leftovers = Leftovers()
    widget = QWidget()
    with pytest.raises(AssertionError, match="widgets are left"):
        leftovers.check()
    delete_now(widget)
    leftovers.check()


def test_a_running_timer_is_found(qapp):
    leftovers = Leftovers()
    timer = QTimer()
    timer.start(100_000)
    with pytest.raises(AssertionError, match="timers run on"):
        leftovers.check()
    timer.stop()
    leftovers.check()


def test_a_thread_is_found(qapp):
    leftovers = Leftovers()
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    with pytest.raises(AssertionError, match="threads are left"):
        leftovers.check()
    end.set()
    thread.join()
    leftovers.check()


def test_a_listener_is_found(main_window, session):
    from tests.gui.conftest import listeners

    before = listeners(session)
    listener = _Listener()
    session.view_state.events.theme.connect(listener.hear)
    assert listeners(session) == before + 1
    session.view_state.events.theme.disconnect(listener.hear)


def test_a_new_view_state_has_no_listeners():
    state = ViewState()
    assert list(state.events)
    assert all(not len(event) for event in state.events)


def test_a_warning_in_the_log_is_found(logged_warnings):
    logging.getLogger("anything").warning("something %s", "odd")
    assert logged_warnings.take() == ["something odd"]
    logging.getLogger("anything").info("fine")
    assert logged_warnings.take() == []
