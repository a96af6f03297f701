"""What the terminal may do to a command: interrupt it, or take not every letter."""

from __future__ import annotations

import io
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interruption:
    """Whether the planner pressed Ctrl+C.

    Attributes:
        happened: it was pressed.
    """

    def __init__(self) -> None:
        self.happened = False

    def take(self, _number: int, _frame: FrameType | None) -> None:
        """Take note of it and end what is being done."""
        self.happened = True
        raise KeyboardInterrupt


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Tell in a block whether Ctrl+C was pressed.

    Libraries in C turn the `KeyboardInterrupt` that comes upon them into errors of any kind, so
    the kind of an error does not tell. On another thread than the main one nothing is heard.
    """
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    before = signal.signal(signal.SIGINT, interruption.take)
    try:
        yield interruption
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


def accept_every_letter() -> None:
    r"""Let standard output write what it has no letter for as ``\xed``, as standard error does.

    A terminal may know ASCII or Latin-1 alone, and the name of a file may be no text at all.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
