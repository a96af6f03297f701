"""Connections to the model's events that end with the Qt object that made them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakMethod

from PySide6.QtCore import QObject

from layers.events import Event


class Subscriptions:
    """Remembers which methods of a Qt object listen to which events.

    It ends them when the object is destroyed, if not before, and never is what keeps it alive.
    """

    def __init__(self, owner: QObject) -> None:
        self._made: list[tuple[Event, WeakMethod[Callable[..., Any]]]] = []
        owner.destroyed.connect(self.end)

    def listen(self, event: Event, method: Callable[..., Any]) -> None:
        """Call a bound ``method`` at each ``event`` until `end`."""
        event.connect(method)
        self._made.append((event, WeakMethod(method)))

    def end(self) -> None:
        """Listen no more; may be called again."""
        while self._made:
            event, weak = self._made.pop()
            method = weak()
            if method is not None:
                event.disconnect(method)
