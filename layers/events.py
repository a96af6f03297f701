"""Events of the model, without Qt: whoever shows something is told when it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from weakref import WeakMethod

Method = Callable[..., Any]


class Event:
    """Something that may happen, and who wants to be told of it.

    Methods are held weakly: listening keeps nothing alive.
    """

    def __init__(self) -> None:
        self._listening: list[tuple[WeakMethod[Method], int]] = []

    def __len__(self) -> int:
        return len(self._listening)

    def __bool__(self) -> bool:
        return True

    def connect(self, method: Method) -> None:
        """Call a bound ``method`` from now on, with as many of the event's values as it takes."""
        takes: int = method.__code__.co_argcount - 1
        self._listening.append((WeakMethod(method, self._forget), takes))

    def disconnect(self, method: Method) -> None:
        """Call ``method`` no more; nothing happens if it was not called anyway."""
        self._listening = [each for each in self._listening if each[0]() != method]

    def emit(self, *values: object) -> None:
        """Tell everyone who listens, in the order in which they began to."""
        for weak, takes in tuple(self._listening):
            method = weak()
            if method is not None:
                method(*values[:takes])

    def _forget(self, gone: WeakMethod[Method]) -> None:
        self._listening = [each for each in self._listening if each[0] is not gone]


class Events:
    """One event for each attribute of an object, by the attribute's name.

    ``events.language`` is the event of the attribute ``language``.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._events = {name: Event() for name in names}

    def __getattr__(self, name: str) -> Event:
        try:
            return self._events[name]
        except KeyError:
            raise AttributeError(f"nothing tells of {name!r}") from None

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events.values())
