"""What is open below the map, and the period looked at, as projects and settings keep them."""

from __future__ import annotations

from typing import Any

from layers.period import Period

_MOST, _LONGEST = 4, 200
_YEARS = range(-9999, 10_000)


def read_panes(value: Any) -> tuple[str, ...]:
    """Return what is open; nothing for what cannot be read."""
    if not isinstance(value, list) or len(value) > _MOST:
        return ()
    return tuple(one for one in value if isinstance(one, str) and 0 < len(one) < _LONGEST)


def written_period(period: Period | None) -> list[int | None] | None:
    """Return a period as JSON can write it."""
    return None if period is None else [period.since, period.until]


def read_period(value: Any) -> Period | None:
    """Return a period; None, for all time, for what cannot be read."""
    if not isinstance(value, list) or len(value) != 2:
        return None
    since, until = value
    if not _is_year(until) or not (since is None or _is_year(since)):
        return None
    return None if since is not None and since > until else Period(since, until)


def _is_year(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in _YEARS
