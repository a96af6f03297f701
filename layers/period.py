"""The period of time that is looked at; it belongs to the view, not to the map."""

from __future__ import annotations

from math import inf

from geodata.frozen import frozen
from layers.texts import Texts


@frozen
class Period:
    """A period of time that is looked at.

    Attributes:
        since: the first year, None for the beginning of all.
        until: the last year.
    """

    since: int | None
    until: int

    @property
    def bounds(self) -> tuple[float, float]:
        """The first moment in it, and the first one after it, as decimal years."""
        return -inf if self.since is None else float(self.since), float(self.until + 1)


def period_words(period: Period, texts: Texts) -> str:
    """Return what of time the map shows, for instance "Showing up to 2012"."""
    if period.since is None:
        return texts.gettext("Showing up to {year}").format(year=period.until)
    if period.since == period.until:
        return texts.gettext("Showing {year}").format(year=period.until)
    words = texts.gettext("Showing {first} to {last}")
    return words.format(first=period.since, last=period.until)
