"""Which names have which words: the index that every search asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geodata.geometry import Bools, Ints, ranges
from layers.search.query import Query
from layers.search.typos import DIGITS, Letters, Masks, letter_masks, near_words

WIDTH = 32
"""Longest beginning of a word that is compared."""

Small = npt.NDArray[np.uint8]
Words = npt.NDArray[np.bytes_]

WHOLE, BEGINS, HAS_WORDS, INSIDE, NEARLY = 7, 6, 5, 4, 1
"""How well a name matches: it is what was typed; begins so; has words that begin so; has words that
hold it; does but for typos (1 to 3)."""

_EXACT, _BEGUN, _WITHIN, _NEAR = 4, 3, 2, 1
_LEAST_WITHIN = 3
_ENOUGH = 50
_MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Matches:
    """Names that match.

    Attributes:
        rows: shape (k,), the rows of the names, rising.
        quality: shape (k,), from `NEARLY` to `WHOLE`.
    """

    rows: Ints
    quality: Small

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, eq=False)
class WordIndex:
    """The words of ``n`` names.

    A word's places are the rows of the names it stands in, once for each time it does.

    Attributes:
        words: shape (v,), the different words, sorted, cut after `WIDTH` letters.
        starts: shape (v + 1,), where the places of each word begin in ``rows``.
        rows: shape (p,), the places.
        firsts: shape (p,), whether the word is the first of its name there.
        counts: shape (n,), how many words each name has, 255 at most.
    """

    words: Words
    starts: Ints
    rows: npt.NDArray[np.int32]
    firsts: Bools
    counts: Small

    def __len__(self) -> int:
        return len(self.counts)

    def find(self, query: Query) -> Matches:
        """Return the names that have all words of a query, or almost."""
        forms = query.words
        if not forms or not len(self.words):
            return Matches(np.empty(0, np.int64), np.empty(0, np.uint8))
        found = self._all_of(forms, [self._hits(words, forms) for words in forms])
        if not len(found) and len(forms) > 1:
            found = self._all_of(forms, [[*self._hits(w, forms), *self._near(w)] for w in forms])
        if not len(found) and len(forms) == 1:
            for parted in self._parted(forms[0][0]):
                found = self._all_of(parted, [self._hits(words, parted) for words in parted])
                if len(found):
                    break
        return found

    # Words

    def _hits(self, words: tuple[str, ...], forms: tuple[tuple[str, ...], ...]) -> list[_Hit]:
        """Return where a word stands: whole, begun, inside of others, or else with typos."""
        hits = [hit for word in words for hit in self._beginning_with(word)]
        if sum(len(hit) for hit in hits) < _ENOUGH:
            hits = [hit for word in words for hit in self._holding(word)] + hits
        if not hits:
            # Only the word that is being typed may be unfinished.
            hits = self._near(words, is_begun=words is forms[-1])
        return hits

    def _beginning_with(self, word: str) -> list[_Hit]:
        low, whole, high = self._range(word)
        hits = []
        if high > low:
            hits.append(self._places(slice(low, high), _BEGUN))
        if whole > low:
            hits.append(self._places(slice(low, whole), _EXACT))
        return hits

    def _range(self, word: str) -> tuple[int, int, int]:
        """Return where words begin that begin so, where those end that are it, and the others."""
        code = word.encode("ascii")[:WIDTH]
        if len(code) > self.words.dtype.itemsize:
            return 0, 0, 0
        # In the type of the words, for numpy would make all of them one of another type.
        following = code[:-1] + bytes([code[-1] + 1])
        ends = np.array([code, following], dtype=self.words.dtype)
        low, high = np.searchsorted(self.words, ends).tolist()
        is_there = low < high and self.words[low] == code
        return low, low + is_there, high

    def _holding(self, word: str) -> list[_Hit]:
        if len(word) < _LEAST_WITHIN:
            return []
        mask = letter_masks(np.frombuffer(word.encode("ascii"), np.uint8)[None, :])[0]
        likely = np.flatnonzero((self._masks & mask) == mask)
        likely = likely[self._lengths[likely] > len(word)]
        code = np.frombuffer(word.encode("ascii"), np.uint8)
        letters = self._letters[likely]
        hit = np.zeros(len(likely), dtype=np.bool_)
        for start in range(1, letters.shape[1] - len(code) + 1):
            hit |= (letters[:, start : start + len(code)] == code).all(axis=1)
        found = likely[hit][:_MOST_WORDS]
        return [self._places(found, _WITHIN)] if len(found) else []

    def _near(self, words: tuple[str, ...], *, is_begun: bool = True) -> list[_Hit]:
        lettered = self._lettered
        found, edits = near_words(
            lettered.letters, lettered.lengths, lettered.masks, words[0], is_begun=is_begun
        )
        if not len(found):
            return []
        found = lettered.words[found[edits == edits.min()][:_MOST_WORDS]]
        return [self._places(found, _NEAR)]

    def _parted(self, word: str) -> list[tuple[tuple[str, ...], ...]]:
        """Return a word as two, where it may be two that were written together."""
        parted: list[tuple[tuple[str, ...], ...]] = []
        for cut in range(2, len(word) - 1):
            low, whole, _ = self._range(word[:cut])
            if whole > low:
                begun, _, end = self._range(word[cut:])
                if end > begun:
                    parted.append(((word[:cut],), (word[cut:],)))
        return parted

    def _places(self, words: slice | Ints, level: int) -> _Hit:
        if isinstance(words, slice):
            places = slice(int(self.starts[words.start]), int(self.starts[words.stop]))
            starts, first_rows = self._as_first
            first = slice(int(starts[words.start]), int(starts[words.stop]))
            return _Hit(self.rows[places], first_rows[first], level)
        starts = self.starts[words]
        chosen = ranges(starts, self.starts[words + 1] - starts)
        rows = self.rows[chosen]
        return _Hit(rows, rows[self.firsts[chosen]], level)

    # Names

    def _all_of(self, forms: tuple[tuple[str, ...], ...], hits: list[list[_Hit]]) -> Matches:
        """Return the names in which each of the words was hit."""
        if not all(hits):
            return Matches(np.empty(0, np.int64), np.empty(0, np.uint8))
        level = _levels(hits[0], len(self))
        for of_word in hits[1:]:
            level = np.minimum(level, _levels(of_word, len(self)))
        # As truths, for of numbers numpy finds the places four times as slowly.
        rows = np.flatnonzero(level != 0)
        level = level.take(rows)
        first = np.zeros(len(self), dtype=np.bool_)
        for hit in hits[0]:
            if hit.level != _WITHIN:
                first[hit.first_rows] = True
        first = first.take(rows)
        is_whole = self.counts.take(rows) == len(forms)
        quality = _QUALITY.take(level)
        quality[first & (level >= _BEGUN)] = BEGINS
        quality[is_whole & (level == _EXACT)] = WHOLE
        near = level == _NEAR
        if near.any():
            quality[near] += first[near].astype(np.uint8) + is_whole[near].astype(np.uint8)
        return Matches(rows, quality)

    @cached_property
    def _as_first(self) -> tuple[Ints, npt.NDArray[np.int32]]:
        """``starts`` and ``rows`` of those places alone at which a word is the first."""
        before = np.zeros(len(self.rows) + 1, dtype=np.int64)
        np.cumsum(self.firsts, out=before[1:])
        return before[self.starts], self.rows[self.firsts]

    @cached_property
    def _letters(self) -> Letters:
        """Shape (v, w): the words as ASCII codes, 0 after their end."""
        width = self.words.dtype.itemsize
        return np.ascontiguousarray(self.words).view(np.uint8).reshape(-1, max(width, 1))

    @cached_property
    def _lengths(self) -> Ints:
        return np.char.str_len(self.words).astype(np.int64)

    @cached_property
    def _masks(self) -> Masks:
        return letter_masks(self._letters)

    @cached_property
    def _lettered(self) -> _Lettered:
        """The words without digits: numbers have no typos, and there may be a million of them."""
        words = np.flatnonzero((self._masks & DIGITS) == 0)
        return _Lettered(words, self._letters[words], self._lengths[words], self._masks[words])

    def prepare(self) -> None:
        """Compute what the first questions need; may be called in a thread."""
        _ = self._lettered, self._as_first


@dataclass(frozen=True, slots=True, eq=False)
class _Lettered:
    """Some words: their numbers, letters, lengths and masks."""

    words: Ints
    letters: Letters
    lengths: Ints
    masks: Masks


_QUALITY = np.array([0, NEARLY, INSIDE, HAS_WORDS, HAS_WORDS], dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class _Hit:
    """Rows of names that have a word, those whose first it is, and how well it was hit."""

    rows: npt.NDArray[np.int32]
    first_rows: npt.NDArray[np.int32]
    level: int

    def __len__(self) -> int:
        return len(self.rows)


def _levels(hits: list[_Hit], count: int) -> Small:
    """Return shape (count,): how well a word was hit in each name, 0 where it was not."""
    levels = np.zeros(count, dtype=np.uint8)
    for hit in sorted(hits, key=lambda one: one.level):
        levels[hit.rows] = hit.level
    return levels
