"""Times as sources give them: a day, a month, a year, a range, or several that differ."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from geodata.frozen import frozen

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ]\d{2}:\d{2}.*)?")
_RANGE = re.compile(r"(\d{4})\s*[-\N{EN DASH}]\s*(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: \d{1,2}:\d{2}.*)?")
_FIRST_YEAR, _LAST_YEAR = 1500, 2200


@frozen
class Moment:
    """A time as far as it is known.

    Attributes:
        start, end: between which decimal years it lies, for instance 2016.0 and 2017.0 for a time
            of which only the year is known; ``end`` is the first moment after it.
    """

    start: float
    end: float

    @property
    def is_exact(self) -> bool:
        """Whether the day is known."""
        return self.end - self.start < 1.5 / 365

    def overlaps(self, since: float, until: float) -> bool:
        """Return whether it may lie between two decimal years."""
        return self.start < until and self.end > since


def moments(text: str) -> tuple[Moment, ...]:
    """Return the time that a text tells, or each of several ("2009; 2012"); () if it is none.

    ISO years, months, days and ranges of years, and days as El Salvador writes them
    (31/12/2016).
    """
    found = [_moment(part.strip()) for part in text.split(";")]
    return tuple(one for one in found if one is not None) if all(found) else ()


def _moment(text: str) -> Moment | None:
    ranged = _RANGE.fullmatch(text)
    if ranged:
        return _between(_days(int(ranged[1])), _days(int(ranged[2])))
    iso = _ISO.fullmatch(text)
    if iso:
        days = _days(int(iso[1]), int(iso[2] or 0), int(iso[3] or 0))
        return _between(days, days)
    written = _DAY_FIRST.fullmatch(text)
    if written:
        days = _days(int(written[3]), int(written[2]), int(written[1]))
        return _between(days, days)
    return None


def _days(year: int, month: int = 0, day: int = 0) -> tuple[date, date] | None:
    """Return the first and last day of a year, month or day; None if there is no such thing."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if not month:
        return first, date(year, 12, 31)
    return first, first if day else date(year, month, monthrange(year, month)[1])


def _between(first: tuple[date, date] | None, last: tuple[date, date] | None) -> Moment | None:
    if first is None or last is None or last[1] < first[0]:
        return None
    after = last[1].toordinal() + 1
    return Moment(decimal_year(first[0].toordinal()), decimal_year(after))


def decimal_year(ordinal: int) -> float:
    """Return a day, counted as `datetime.date.toordinal` does, as a decimal year."""
    day = date.fromordinal(ordinal)
    begin = date(day.year, 1, 1).toordinal()
    return day.year + (ordinal - begin) / (date(day.year + 1, 1, 1).toordinal() - begin)
