"""Words that are almost what was typed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geodata.geometry import Ints

Letters = npt.NDArray[np.uint8]
Masks = npt.NDArray[np.uint64]

_MOST_COMPARED = 60_000
"""Words beyond these are not compared, so that the answer does not wait for them."""

_LEAST, _LONG = 3, 8
_BITS = {ord(sign): bit for bit, sign in enumerate("abcdefghijklmnopqrstuvwxyz0123456789")}
_FAR = 100

DIGITS = np.uint64(sum(1 << _BITS[ord(sign)] for sign in "0123456789"))
"""The bits of digits in a mask of letters."""


def allowed_edits(word: str) -> int:
    """Return how many letters of a word may be wrong; none in numbers, which have no typos."""
    if len(word) < _LEAST or any(sign.isdigit() for sign in word):
        return 0
    return 1 if len(word) < _LONG else 2


def letter_masks(letters: Letters) -> Masks:
    """Return shape (v,): a bit for each letter that a word has.

    Args:
        letters: shape (v, w), the words as ASCII codes, 0 after their end.
    """
    bits = np.zeros(256, dtype=np.uint64)
    for sign, bit in _BITS.items():
        bits[sign] = np.uint64(1 << bit)
    masks = np.zeros(len(letters), dtype=np.uint64)
    for column in letters.T:
        masks |= bits[column]
    return masks


def near_words(
    letters: Letters, lengths: Ints, masks: Masks, word: str, *, is_begun: bool
) -> tuple[Ints, Ints]:
    """Return which words are nearest to ``word``, and how many edits away they are.

    An edit is a letter that is wrong, missing, too much, or swapped with the next one (optimal
    string alignment distance).

    Args:
        letters: shape (v, w), the words as ASCII codes, 0 after their end.
        lengths: shape (v,), how long each is.
        masks: shape (v,), see `letter_masks`.
        word: what was typed, ASCII.
        is_begun: whether the word may only be begun, so that its beginning is compared.
    """
    most = allowed_edits(word)
    codes = np.frombuffer(word.encode("ascii"), dtype=np.uint8)
    if not most or not len(letters):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    mask = letter_masks(codes[None, :])[0]
    # A letter of the typed word that a word lacks takes an edit of its own.
    candidates = np.flatnonzero(
        (np.bitwise_count(mask & ~masks) <= most) & (lengths >= len(word) - most)
    )
    if not is_begun:
        candidates = candidates[lengths[candidates] <= len(word) + most]
    candidates = candidates[:_MOST_COMPARED]
    columns = min(letters.shape[1], len(word) + most)
    edits = _edits(letters[candidates, :columns].T, lengths[candidates], codes, is_begun=is_begun)
    hit = edits <= most
    return candidates[hit], edits[hit]


def _edits(letters: Letters, lengths: Ints, codes: Letters, *, is_begun: bool) -> Ints:
    """Return shape (n,): how many edits part ``codes`` from each word (letter by letter, (w, n)).

    Row by row of the usual table, for all words at once.
    """
    width, count = letters.shape
    letters = np.ascontiguousarray(letters)
    before = np.full((width + 1, count), _FAR, dtype=np.uint8)
    last = np.repeat(np.arange(width + 1, dtype=np.uint8)[:, None], count, axis=1)
    for place, code in enumerate(codes):
        row = np.empty_like(last)
        row[0] = place + 1
        same = letters == code
        for column in range(1, width + 1):
            best = np.minimum(last[column], row[column - 1]) + np.uint8(1)
            best = np.minimum(best, last[column - 1] + ~same[column - 1])
            if place and column > 1:
                swapped = same[column - 2] & (letters[column - 1] == codes[place - 1])
                best = np.where(swapped, np.minimum(best, before[column - 2] + np.uint8(1)), best)
            row[column] = best
        before, last = last, row
    reached = np.minimum(lengths, width)
    if is_begun:
        inside = np.arange(width + 1)[:, None] <= reached
        nearest: Ints = np.where(inside, last, _FAR).min(axis=0).astype(np.int64)
        return nearest
    edits: Ints = last[reached, np.arange(count)].astype(np.int64)
    beyond: Ints = edits + (lengths - reached)
    return beyond
