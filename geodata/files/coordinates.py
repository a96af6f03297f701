"""Coordinates as people write them: decimal degrees, degrees-minutes-seconds, metres."""

from __future__ import annotations

import math
import re

_LONGEST = 64
_MINUS = r"\-\u2212\u2013"
_FRACTION = r"(?:[.,]\d+)?"
_SIDE = "[NSEWO]"
_PRIME = "['\u2032\u2019\u2018\u00b4`]"
_DMS = re.compile(
    rf"""(?P<before>{_SIDE})?\s*
    (?P<sign>[+{_MINUS}])?\s*(?P<degrees>\d{{1,3}}{_FRACTION})
    (?:\s*[°º\u02daod:]\s*|\s+|-)
    (?:(?P<minutes>\d{{1,2}}{_FRACTION})(?:\s*(?:{_PRIME}|m|:)\s*|\s+|-|$|(?={_SIDE}))
    (?:(?P<seconds>\d{{1,2}}{_FRACTION})\s*(?:"|{_PRIME}{{2}}|\u2033|\u201d|\u201c|(?-i:s))?)?)?
    \s*(?P<after>{_SIDE})?""",
    re.VERBOSE | re.IGNORECASE,
)
_PLAIN = re.compile(
    rf"(?P<before>{_SIDE})?\s*(?P<number>[+{_MINUS}]?\s*[\d.,]+)\s*[°º\u02da]?\s*(?P<after>{_SIDE})?",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
# 1,234.5 and 1,234,567 and 1.234,5 and 1.234.567: thousands, and perhaps a decimal sign.
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:(,\d{3})+\.\d*|(\.\d{3})+,\d*|(,\d{3}){2,}|(\.\d{3}){2,})")
# 1 234 567,8: spaces, also those that do not break, part thousands.
_SPACED = re.compile(r"[-+]?\d{1,3}(?:\s\d{3})+(?:[.,]\d*)?")
# West and south are negative; Spanish writes O (oeste) for west.
_NEGATIVE = frozenset("SWO")


def parse_number(text: str) -> float | None:
    """Return a number written with a decimal point or comma, None if it is none.

    Where a point and a comma occur the last one is the decimal sign: ``1.234,5`` and ``1,234.5``
    are both 1234.5. A sign that occurs more than once parts thousands: ``1,515,000``.
    """
    if len(text) > _LONGEST:
        return None
    cleaned = re.sub(rf"^[{_MINUS}]\s*", "-", text.strip())
    if _SPACED.fullmatch(cleaned):
        cleaned = "".join(cleaned.split())
    grouped = _GROUPED.fullmatch(cleaned)
    if grouped:
        thousands = "," if grouped[1] or grouped[3] else "."
        cleaned = cleaned.replace(thousands, "")
    cleaned = cleaned.replace(",", ".")
    if not _DECIMAL.fullmatch(cleaned):
        return None
    number = float(cleaned)
    return number if math.isfinite(number) else None


def parse_angle(text: str) -> float | None:
    """Return degrees from decimal degrees or degrees, minutes and seconds, None if neither.

    ``89° 12' 30" W``, ``89 12 30 O``, ``W 89:12.5``, ``89-12-30W`` and ``-89,2083`` are understood.
    """
    if len(text) > _LONGEST:
        return None
    stripped = text.strip()
    plain = _PLAIN.fullmatch(stripped)
    if plain:
        number = parse_number(plain["number"])
        return None if number is None else _signed(number, plain["before"], plain["after"])
    match = _DMS.fullmatch(stripped)
    if not match:
        return parse_number(stripped)
    written = [match[name] for name in ("degrees", "minutes", "seconds") if match[name]]
    # A fraction can only stand in the last: 13.7 89.2 are two numbers, not one angle.
    if any("." in part or "," in part for part in written[:-1]):
        return None
    degrees, minutes, seconds = [
        *(float(part.replace(",", ".")) for part in written),
        *[0.0] * (3 - len(written)),
    ]
    # 59' 60.0" comes of rounding.
    if minutes >= 60 or seconds > 60:
        return None
    value = degrees + minutes / 60 + seconds / 3600
    negative = bool(match["sign"]) and match["sign"] != "+"
    return _signed(-value if negative else value, match["before"], match["after"])


def _signed(value: float, before: str | None, after: str | None) -> float | None:
    """Return an angle with the sign that its letter gives it; the letter counts more."""
    if before and after:
        return None
    side = (before or after or "").upper()
    if not side:
        return value
    return -abs(value) if side in _NEGATIVE else value


def parse_pair(text: str) -> tuple[float, float] | None:
    """Return the two angles of a cell that holds a position, in the order written, else None.

    ``13.7, -89.2``, ``13,7; -89,2``, ``13°42'N 89°12'O`` and the ``13.7 -89.2 640 5`` (latitude,
    longitude, height, accuracy) of survey tools are understood.
    """
    if len(text) > 2 * _LONGEST:
        return None
    cleaned = text.strip().strip("()[]").strip()
    for separator in (r"\s*;\s*", r"\s*,\s+", r"\s*,", rf"(?<={_SIDE})\s+", r"\s+"):
        parts = re.split(separator, cleaned, flags=re.IGNORECASE)
        angles = [parse_angle(part) for part in parts[:2]]
        if len(parts) in (2, 3, 4) and all(parse_number(part) is not None for part in parts[2:]):
            first, second = angles
            if first is not None and second is not None:
                return first, second
    return None
