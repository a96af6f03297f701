"""What is measured on the map, in figures and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from geodata import geodesic
from layers.measures import area_words, bearing_words, direction, length_words
from layers.position_words import decimal_degrees
from layers.texts import Texts

LonLat = tuple[float, float]


class Measured(StrEnum):
    """What is measured."""

    DISTANCE = "distance"
    AREA = "area"


LEAST_CORNERS = {Measured.DISTANCE: 2, Measured.AREA: 3}
"""How many corners each needs."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A straight part, on the ellipsoid.

    Attributes:
        start, end: longitude and latitude in degrees (EPSG:4326).
        metres: its length.
        bearing: degrees from true north at its start, clockwise.
    """

    start: LonLat
    end: LonLat
    metres: float
    bearing: float

    def words(self, texts: Texts) -> str:
        """Return length and bearing, for instance "12.4 km · 045°"."""
        return f"{length_words(self.metres, texts)} · {bearing_words(self.bearing)}"


@dataclass(frozen=True, slots=True)
class Measurement:
    """A line or an area through corners (EPSG:4326)."""

    what: Measured
    corners: tuple[LonLat, ...]

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The parts between the corners, without the one that closes an area."""
        pairs = zip(self.corners, self.corners[1:], strict=False)
        return tuple(Leg(start, end, *geodesic.leg(start, end)) for start, end in pairs)

    @property
    def metres(self) -> float:
        """The length of the line, or around the area."""
        if self.what is Measured.AREA and len(self.corners) > 2:
            return geodesic.area_and_perimeter(self.corners)[1]
        return geodesic.length(self.corners)

    @property
    def square_metres(self) -> float:
        """The area; 0 for a line."""
        if self.what is Measured.DISTANCE:
            return 0.0
        return geodesic.area_and_perimeter(self.corners)[0]

    def words(self, texts: Texts) -> str:
        """Return the figures in a line."""
        if len(self.corners) < 2:
            return ""
        if self.what is Measured.AREA and len(self.corners) > 2:
            around = texts.gettext("{length} around").format(
                length=length_words(self.metres, texts)
            )
            return f"{area_words(self.square_metres, texts)} · {around}"
        last = self.legs[-1]
        to = f"{bearing_words(last.bearing)} {direction(last.bearing, texts)}"
        total = length_words(self.metres, texts)
        if len(self.corners) == 2:
            return f"{total} · {to}"
        words = texts.gettext("{total} in all · last leg {length} · {bearing}")
        return words.format(total=total, length=length_words(last.metres, texts), bearing=to)

    def report(self, texts: Texts) -> str:
        """Return everything as text to be pasted elsewhere, a line for each leg."""
        _ = texts.gettext
        if self.what is Measured.AREA:
            square = texts.number(self.square_metres, 0)
            head = f"{_('Area')}: {area_words(self.square_metres, texts)} ({square} m²)"
            around = f"{_('Perimeter')}: {_exactly(self.metres, texts)}"
            lines = [head, around]
        else:
            lines = [f"{_('Distance')}: {_exactly(self.metres, texts)}"]
        corners: Sequence[LonLat] = self.corners
        lines.append(f"1. {decimal_degrees(corners[0])}" if corners else "")
        for number, leg in enumerate(self.legs, start=2):
            place = decimal_degrees(leg.end)
            lines.append(
                f"{number}. {place} · {texts.number(leg.metres, 1)} m · {leg.bearing:05.1f}°"
            )
        return "\n".join(line for line in lines if line)


def _exactly(metres: float, texts: Texts) -> str:
    return f"{length_words(metres, texts)} ({texts.number(metres, 1)} m)"
