"""Connections to the model's events that end with the Qt object that made them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakMethod

from psygnal import SignalInstance
from PySide6.QtCore import QObject


class Subscriptions:
    """Remembers which methods of a Qt object listen to which events.

    It ends them when the object is destroyed, if not before, and never is what keeps it alive.
    """

    def __init__(self, owner: QObject) -> None:
        self._made: list[tuple[SignalInstance, WeakMethod[Callable[..., Any]]]] = []
        owner.destroyed.connect(self.end)

    def listen(self, signal: SignalInstance, method: Callable[..., Any]) -> None:
        """Call a bound ``method`` at each ``signal`` until `end`."""
        # Told how many arguments the method takes, psygnal need not look it up, which is slow.
        signal.connect(method, max_args=method.__code__.co_argcount - 1)
        self._made.append((signal, WeakMethod(method)))

    def end(self) -> None:
        """Listen no more; may be called again."""
        while self._made:
            signal, weak = self._made.pop()
            method = weak()
            if method is not None:
                signal.disconnect(method, missing_ok=True)
