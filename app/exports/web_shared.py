"""What many records of a web page say alike, written once: notes, sources, facts."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any


class SharedParts:
    """Parts of a page's data that records refer to by number; the scripts look them up.

    Many records cite the same sources and bear the same notes on how sure they are, in each of
    the page's languages.
    """

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._parts: list[Any] = []

    def number(self, part: Any) -> int:
        """Return the place in `as_data` of a text, or of a list or tuple of texts and numbers."""
        key = tuple(part) if isinstance(part, list) else part
        found = self._numbers.setdefault(key, len(self._parts))
        if found == len(self._parts):
            self._parts.append(part)
        return found

    def as_data(self) -> list[Any]:
        """Return the parts in their order."""
        return self._parts
