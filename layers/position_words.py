"""A position in the three notations that people exchange; `geodata.position_text` reads them."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Any

from layers.texts import N_, Texts

LonLat = tuple[float, float]

_DECIMALS = 6
"""Of degrees: a tenth of a metre."""

_ZONE = 16


class Notation(StrEnum):
    """How a position is written."""

    DECIMAL = "decimal"
    DMS = "dms"
    UTM = "utm"


NOTATION_NAMES = {
    Notation.DECIMAL: N_("Decimal degrees"),
    Notation.DMS: N_("Degrees, minutes, seconds"),
    Notation.UTM: N_("UTM zone 16N"),
}
"""What each notation is called (English; to be translated)."""


def position_words(lonlat: LonLat, notation: Notation, texts: Texts) -> str:
    """Return a position (EPSG:4326) as it is written in a notation.

    Numbers are those that other programs read: a point before decimals, nothing between thousands.
    """
    match notation:
        case Notation.DECIMAL:
            return decimal_degrees(lonlat)
        case Notation.DMS:
            return _sexagesimal(lonlat, texts)
        case Notation.UTM:
            return _utm(lonlat)


def decimal_degrees(lonlat: LonLat) -> str:
    """Return latitude and longitude in decimal degrees, for instance "13.692900, -89.218200"."""
    return f"{lonlat[1]:.{_DECIMALS}f}, {lonlat[0]:.{_DECIMALS}f}"


def _sexagesimal(lonlat: LonLat, texts: Texts) -> str:
    longitude, latitude = lonlat
    north = texts.pgettext("compass", "N") if latitude >= 0 else texts.pgettext("compass", "S")
    east = texts.pgettext("compass", "E") if longitude >= 0 else texts.pgettext("compass", "W")
    return f"{_parts(latitude)}{north} {_parts(longitude)}{east}"


def _parts(degrees: float) -> str:
    # In hundredths of a second, so that 59.999 seconds become a whole minute.
    hundredths = round(abs(degrees) * 360_000)
    minutes, seconds = divmod(hundredths, 6000)
    whole, minutes = divmod(minutes, 60)
    return f"{whole}°{minutes:02d}'{seconds // 100:02d}.{seconds % 100:02d}\""


def _utm(lonlat: LonLat) -> str:
    easting, northing = _projection()(*lonlat)
    return f"16N {easting:.1f} E {northing:.1f} N"


@lru_cache(maxsize=1)
def _projection() -> Any:
    # Takes longer to import than a frame.
    from pyproj import Proj

    return Proj(proj="utm", zone=_ZONE, ellps="WGS84")
