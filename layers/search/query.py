"""What was typed into a search box, as it is compared."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.names import fold, place_key

_MOST_WORDS = 8
_LONGEST_WORD = 32


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    Attributes:
        text: as it was typed.
        words: its words, each with the forms in which it may stand ("sta" also is "santa"),
            without case and accents.
    """

    text: str
    words: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, text: str) -> Query:
        """Return what a text looks for."""
        words = [word[:_LONGEST_WORD] for word in fold(text).split()[:_MOST_WORDS]]
        return cls(text, tuple(tuple(dict.fromkeys((word, place_key(word)))) for word in words))

    def __bool__(self) -> bool:
        return bool(self.words)
