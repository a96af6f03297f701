"""Who listens is told, once, as long as it lives."""

import gc

import pytest

from layers.events import Event, Events
from layers.view_state import FeatureRef, ViewState


class Listener:
    def __init__(self):
        self.heard = []

    def hear(self, value):
        self.heard.append(value)

    def hear_both(self, old, new):
        self.heard.append((old, new))

    def notice(self):
        self.heard.append(None)


def test_a_method_is_called_with_as_many_values_as_it_takes():
    event, listener = Event(), Listener()
    for method in (listener.notice, listener.hear, listener.hear_both):
        event.connect(method)
    event.emit(1, 2)
    assert listener.heard == [None, 1, (1, 2)]
    assert len(event) == 3


def test_who_no_longer_listens_hears_nothing():
    event, listener, other = Event(), Listener(), Listener()
    event.connect(listener.hear)
    event.connect(other.hear)
    event.disconnect(listener.hear)
    event.disconnect(listener.hear)
    event.emit(1)
    assert (listener.heard, other.heard) == ([], [1])


def test_listening_keeps_nothing_alive():
    event, listener = Event(), Listener()
    event.connect(listener.hear)
    del listener
    gc.collect()
    assert not len(event)
    event.emit(1)


def test_listeners_may_come_and_go_while_they_are_told():
    event, other = Event(), Listener()

    class Leaving(Listener):
        def hear(self, value):
            super().hear(value)
            event.disconnect(self.hear)
            event.connect(other.hear)

    leaving = Leaving()
    event.connect(leaving.hear)
    event.emit(1)
    event.emit(2)
    assert (leaving.heard, other.heard) == ([1], [2])


def test_an_error_reaches_who_caused_it():
    class Failing:
        def fail(self):
            raise ValueError("no")

    event, failing = Event(), Failing()
    event.connect(failing.fail)
    with pytest.raises(ValueError, match="no"):
        event.emit()


def test_only_attributes_have_events():
    events = Events(["size"])
    assert isinstance(events.size, Event)
    with pytest.raises(AttributeError, match="colour"):
        _ = events.colour


def test_the_view_state_tells_of_what_became_another_value():
    state, listener = ViewState(), Listener()
    state.events.language.connect(listener.hear)
    state.events.selected.connect(listener.hear)
    state.language = "es"
    state.language = "es"
    state.selected = FeatureRef("a", "1")
    state.selected = FeatureRef("a", "1")
    assert listener.heard == ["es", FeatureRef("a", "1")]


def test_view_states_share_no_listeners():
    one, other, listener = ViewState(), ViewState(), Listener()
    one.events.theme.connect(listener.hear)
    other.theme = "dark"
    assert listener.heard == []
