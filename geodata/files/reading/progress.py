"""How far the reading of a file has come."""

from __future__ import annotations

from collections.abc import Callable


class Progress:
    """Passes on stage and share, for files of several layers too; the share never falls."""

    def __init__(self, pass_on: Callable[[str, float], None]) -> None:
        self._pass_on = pass_on
        self._start, self._length = 0.0, 1.0
        self._said = -1.0

    def part(self, place: int, count: int) -> None:
        """Begin with the ``place``-th of ``count`` parts; shares are of this part from now on."""
        self._start, self._length = place / count, 1 / count

    def say(self, stage: str, share: float) -> None:
        """Pass on a stage and the share of the part that is done, 0 to 1."""
        whole = self._start + self._length * share
        if whole > self._said:
            self._said = whole
            self._pass_on(stage, whole)
