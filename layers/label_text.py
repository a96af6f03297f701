"""What is written of a name: safe to draw, not too long, broken into lines."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import combinations

LONGEST = 120
"""Characters of a name that are written; the rest becomes an ellipsis."""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_ISOLATE, _END_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI"})
# More words than this are not broken in every possible way.
_MOST_WORDS = 12


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Return a name as it is written on the map, on one line.

    White space of every kind becomes single spaces. Control characters and halves of surrogate
    pairs cannot be written and become U+FFFD. What is longer than `LONGEST` ends in an ellipsis.
    """
    # A character may stand for several bytes, or a megabyte for none: cut before looking closely.
    start = " ".join(text[: 4 * LONGEST].split())
    shown = "".join(map(_writable, start[:LONGEST]))
    if len(start) > LONGEST or len(text) > 4 * LONGEST:
        return shown.rstrip()[: LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
    return shown


def isolated(line: str) -> str:
    """Return a line whose direction of writing cannot reach beyond it.

    Lines of Latin letters alone, nearly all there are, are returned as they are.
    """
    if line.isascii() or not any(
        unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in line
    ):
        return line
    # An isolate of its own could be closed early by one that the text brings along.
    text = line.replace(_END_ISOLATE, _REPLACEMENT)
    return f"{_ISOLATE}{text}{_END_ISOLATE * (1 + _opened(text))}"


@lru_cache(maxsize=4096)
def broken(text: str, lines: int) -> tuple[str, ...]:
    """Return ``text`` broken at spaces into ``lines`` lines whose longest is as short as can be.

    A text with fewer words has as many lines as words.
    """
    words = text.split(" ")
    count = min(lines, len(words))
    if len(words) > _MOST_WORDS:
        return _greedy(words, count)
    breaks = combinations(range(1, len(words)), count - 1)
    ways = (
        tuple(
            " ".join(words[first:last])
            for first, last in zip((0, *way), (*way, len(words)), strict=True)
        )
        for way in breaks
    )
    return min(ways, key=lambda way: sum(len(line) ** 2 for line in way))


def _greedy(words: list[str], count: int) -> tuple[str, ...]:
    width = sum(map(len, words)) / count
    result: list[str] = []
    line: list[str] = []
    for word in words:
        line.append(word)
        if len(result) < count - 1 and sum(map(len, line)) >= width:
            result.append(" ".join(line))
            line = []
    return (*result, " ".join(line)) if line else tuple(result)


def _writable(character: str) -> str:
    return _REPLACEMENT if unicodedata.category(character) in ("Cc", "Cs") else character


def _opened(text: str) -> int:
    """Return how many isolates ``text`` opens."""
    return sum(unicodedata.bidirectional(character) in ("RLI", "LRI", "FSI") for character in text)
