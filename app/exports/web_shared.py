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

    def number(self, part: Hashable) -> int:
        """Return the place in `as_data` of a text, or of a tuple of texts and numbers."""
        return self._numbers.setdefault(part, len(self._numbers))

    def as_data(self) -> list[Any]:
        """Return the parts in their order."""
        return list(self._numbers)
