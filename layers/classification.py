"""Numbers in classes: where one ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

import numpy as np

from geodata.geometry import Floats
from layers.texts import N_

FEWEST_CLASSES, MOST_CLASSES = 2, 9
"""How many classes there may be: more than nine shades nobody tells apart."""

JENKS_SAMPLE = 3000
"""Natural breaks of more numbers are those of so many of them, for the method takes the square of
their count in time."""

_MOST_DECIMALS = 12


class ClassificationError(ValueError):
    """Numbers cannot be put into classes; the message (to be translated) says why."""


class Method(StrEnum):
    """How classes are made."""

    QUANTILES = "quantiles"
    EQUAL = "equal"
    JENKS = "jenks"
    DEVIATION = "deviation"
    MANUAL = "manual"


METHOD_TEXTS = {
    Method.QUANTILES: N_("Equal count"),
    Method.EQUAL: N_("Equal steps"),
    Method.JENKS: N_("Natural breaks (Jenks)"),
    Method.DEVIATION: N_("Standard deviation"),
    Method.MANUAL: N_("By hand"),
}
"""What the methods are called (English; to be translated)."""


def class_breaks(numbers: Floats, method: Method, count: int) -> tuple[float, ...]:
    """Return the upper bounds of classes, rising; a number equal to a bound belongs below it.

    Args:
        numbers: shape (n,), the numbers; those that are none (NaN) or infinite do not count.
        method: how to make classes; not by hand.
        count: how many, 2 to 9; there are fewer where numbers are too few or too much alike.

    Raises:
        ClassificationError: if there is no number at all.
    """
    return breaks_of_sorted(_sorted(numbers), method, count)


def breaks_of_sorted(finite: Floats, method: Method, count: int) -> tuple[float, ...]:
    """Return what `class_breaks` does, of finite numbers that are rising already.

    Raises:
        ClassificationError: if there is no number at all.
    """
    if not len(finite):
        raise ClassificationError(N_("There are no numbers to make classes of"))
    count = min(max(count, FEWEST_CLASSES), MOST_CLASSES)
    kinds = finite[np.concatenate([[True], finite[1:] != finite[:-1]])]
    if len(kinds) <= count and method is not Method.DEVIATION:
        return tuple(kinds.tolist())
    match method:
        case Method.QUANTILES:
            # The number at or below which the share lies; of whole numbers, for shares would round.
            places = -(-np.arange(1, count) * len(finite) // count) - 1
            bounds = finite[places]
        case Method.EQUAL:
            bounds = finite[0] + (finite[-1] - finite[0]) * (np.arange(1, count) / count)
        case Method.JENKS:
            bounds = _jenks(finite, count)
        case Method.DEVIATION:
            steps = np.arange(count - 1) - (count - 2) / 2
            bounds = finite.mean() + finite.std() * steps
        case Method.MANUAL:
            raise ValueError("bounds that are set by hand are not computed")
    return _rising(bounds, finite[0], finite[-1])


def with_last_bound(bounds: Sequence[float], numbers: Floats) -> tuple[float, ...]:
    """Return bounds that were set by hand, in order, with one more if numbers lie above them."""
    finite = numbers[np.isfinite(numbers)]
    kept = sorted(set(bounds))
    if len(finite) and (not kept or kept[-1] < finite.max()):
        kept.append(float(finite.max()))
    return tuple(kept)


def tidy_breaks(breaks: Sequence[float], numbers: Floats) -> tuple[float, ...]:
    """Return bounds with as few decimals as can be while every number stays in its class."""
    return tidy_of_sorted(breaks, _sorted(numbers))


def tidy_of_sorted(breaks: Sequence[float], finite: Floats) -> tuple[float, ...]:
    """Return what `tidy_breaks` does, of finite numbers that are rising already."""
    tidy = [_tidy(bound, finite) for bound in breaks]
    is_rising = all(low < high for low, high in pairwise(tidy))
    return tuple(tidy) if is_rising else tuple(breaks)


def class_counts(breaks: Sequence[float], numbers: Floats) -> list[int]:
    """Return how many numbers each class has."""
    finite = numbers[np.isfinite(numbers)]
    places = np.searchsorted(np.array(breaks), finite, side="left")
    counts: list[int] = np.bincount(places, minlength=len(breaks))[: len(breaks)].tolist()
    return counts


def _sorted(numbers: Floats) -> Floats:
    finite: Floats = np.sort(numbers[np.isfinite(numbers)].astype(np.float64))
    return finite


def _jenks(finite: Floats, count: int) -> Floats:
    """Return natural breaks (Jenks, 1967; Fisher's exact algorithm) of sorted numbers."""
    from jenkspy import jenks_breaks

    if len(finite) > JENKS_SAMPLE:
        # Numbers at even steps of the order, both ends among them, have the same distribution.
        places = np.linspace(0, len(finite) - 1, JENKS_SAMPLE).round().astype(np.int64)
        finite = finite[places]
    count = min(count, len(np.unique(finite)) - 1)
    return np.array(jenks_breaks(finite, n_classes=max(count, 2))[1:], dtype=np.float64)


def _rising(bounds: Floats, lowest: float, highest: float) -> tuple[float, ...]:
    """Return the bounds that divide numbers between two ends, and the upper end."""
    inner = np.unique(bounds[(bounds >= lowest) & (bounds < highest)])
    return (*inner.tolist(), float(highest))


def _tidy(bound: float, finite: Floats) -> float:
    below = np.searchsorted(finite, bound, side="right")
    for decimals in range(_first_decimals(bound), _MOST_DECIMALS):
        rounded = round(bound, decimals)
        if np.searchsorted(finite, rounded, side="right") == below:
            return float(rounded)
    return bound


def _first_decimals(bound: float) -> int:
    """Return from how many decimals (less than none for large numbers) on to try."""
    return -int(np.floor(np.log10(abs(bound)))) if bound else 0
