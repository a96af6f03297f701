"""A position as a person types it: degrees in any notation, or metres of UTM."""

from __future__ import annotations

import re

from geodata.files.coordinates import parse_number, parse_pair

_ZONE = re.compile(
    r"^\s*(?:utm\b[\s,:]*)?(?:zon[ae]\b\s*)?(?P<zone>1[5-7])\s*(?P<band>[NPn-p])?\b[\s,:;]+",
    re.IGNORECASE,
)
_SIDES = re.compile(r"[NS]", re.IGNORECASE), re.compile(r"[EWO]", re.IGNORECASE)
_WORDS = re.compile(
    r"\b(?:utm|este|norte|east|north|easting|northing|[xy])\b\s*[:=]?"
    r"|(?<=\d)\s*(?:m|mts?|metros|metres|m?[EN])\b",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_SPLIT = re.compile(r"\s*;\s*|\s*,\s+|\s+")
_EASTINGS, _NORTHINGS = (100_000.0, 900_000.0), (0.0, 9_300_000.0)
_FIRST_EPSG = 32600
"""EPSG codes of UTM zones north of the equator are this and the zone's number."""

# The country and its neighbours: where both orders are possible, the one that lies there is meant.
_LATITUDES, _LONGITUDES = (5.0, 25.0), (-100.0, -75.0)
_DEFAULT_ZONE = 16


def read_position(text: str) -> tuple[float, float] | None:
    """Return longitude and latitude (degrees, EPSG:4326) of a text, None if it is no position.

    Understood are decimal degrees and degrees with minutes and seconds, in both orders, and
    easting and northing of UTM north of the equator, zone 16 if none is named.
    """
    zone = _ZONE.match(text)
    if zone is not None:
        found = _utm(text[zone.end() :], int(zone["zone"]))
        if found is not None:
            return found
    return _degrees(text) or _utm(text, _DEFAULT_ZONE)


def _degrees(text: str) -> tuple[float, float] | None:
    pair = parse_pair(text)
    if pair is None or max(map(abs, pair)) > 180:
        return None
    first, second = pair
    north, east = (side.search(text) for side in _SIDES)
    if north is not None and east is not None:
        latitude_first = north.start() < east.start()
    else:
        latitude_first = not (_within(first, _LONGITUDES) and _within(second, _LATITUDES))
    latitude, longitude = (first, second) if latitude_first else (second, first)
    return (longitude, latitude) if abs(latitude) <= 90 else None


def _utm(text: str, zone: int) -> tuple[float, float] | None:
    parts = [part for part in _SPLIT.split(_WORDS.sub(" ", text).strip()) if part]
    if len(parts) != 2:
        return None
    easting, northing = map(_metres, parts)
    if easting is None or northing is None:
        return None
    if not (_within(easting, _EASTINGS) and _within(northing, _NORTHINGS)):
        return None
    from pyproj import Transformer  # takes longer to import than the first map to draw

    transformer = Transformer.from_crs(_FIRST_EPSG + zone, 4326, always_xy=True)
    longitude, latitude = transformer.transform(easting, northing)
    return float(longitude), float(latitude)


def _metres(text: str) -> float | None:
    """Return a number of metres; three digits after a sign are thousands, for nobody says less."""
    return parse_number(re.sub(r"[.,]", "", text) if _THOUSANDS.fullmatch(text) else text)


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
