"""Coordinates as people write them: decimal degrees, degrees-minutes-seconds, metres."""

from __future__ import annotations

import re

_NUMBER = r"[-+\u2212]?\d+(?:[.,]\d+)?"
_DMS = re.compile(
    r"""^\s*(?P<before>[NSEWO])?\s*
    (?P<sign>[-+\u2212])?\s*(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*[°º\u02daod:\s]\s*
    (?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*['\u2032\u2019m:\s]?\s*)?
    (?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:"|''|\u2033|\u201d|s)?\s*)?
    (?P<after>[NSEWO])?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_PLAIN = re.compile(rf"^\s*({_NUMBER})\s*([NSEWO])?\s*$", re.IGNORECASE)
# West and south are negative; Spanish writes O (oeste) for west.
_NEGATIVE = frozenset("SWO")


def parse_number(text: str) -> float | None:
    """Return a number written with a decimal point or comma, None if it is none.

    Where a point and a comma occur the last one is the decimal sign: ``1.234,5`` and ``1,234.5``
    are both 1234.5.
    """
    cleaned = text.strip().replace("\u2212", "-").replace("\u00a0", "").replace(" ", "")
    if "," in cleaned and "." in cleaned:
        thousands = "." if cleaned.rfind(",") > cleaned.rfind(".") else ","
        cleaned = cleaned.replace(thousands, "")
    cleaned = cleaned.replace(",", ".")
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", cleaned):
        return None
    return float(cleaned)


def parse_angle(text: str) -> float | None:
    """Return degrees from decimal degrees or degrees, minutes and seconds, None if neither.

    ``89° 12' 30" W``, ``89 12 30 O``, ``W 89:12.5`` and ``-89,2083`` are understood.
    """
    plain = _PLAIN.match(text)
    if plain:
        number = parse_number(plain[1])
        negative = (plain[2] or "").upper() in _NEGATIVE and bool(plain[2])
        return None if number is None else (-abs(number) if negative else number)
    match = _DMS.match(text)
    if not match:
        return parse_number(text)
    degrees, minutes, seconds = (
        float((match[name] or "0").replace(",", ".")) for name in ("degrees", "minutes", "seconds")
    )
    if minutes >= 60 or seconds >= 60:
        return None
    value = degrees + minutes / 60 + seconds / 3600
    side = (match["before"] or match["after"] or "").upper()
    negative = side in _NEGATIVE if side else match["sign"] in ("-", "\u2212")
    return -value if negative else value
