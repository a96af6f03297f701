"""How large an export is and what part of the map it shows."""

from __future__ import annotations

from math import sqrt

from geodata.frozen import frozen
from layers.view import Bounds

NOMINAL_DPI = 96.0
"""Dots per inch at which a pixel of a symbol, a line or a letter is a pixel of the picture."""

_USUAL = 1920 * 1080

LEAST_SIDE, MOST_SIDE = 200, 30_000
"""Pixels that a side of a page may have."""

LEAST_DPI, MOST_DPI = 48, 1200
"""Dots per inch that a page may have."""


@frozen
class PageOptions:
    """The page of an export. Title, language and theme are those of the scene.

    Attributes:
        width: pixels.
        height: pixels.
        dpi: dots per inch; symbols, lines and letters grow with it, 96 being their nominal size.
        area: the part of the map to show whole, metres (EPSG:3857); None for the whole country.
        area_name: what that part is called, shown under the title; "" for nothing.
    """

    width: int = 1920
    height: int = 1080
    dpi: float = NOMINAL_DPI
    area: Bounds | None = None
    area_name: str = ""

    @property
    def pixel_ratio(self) -> float:
        """Pixels of the picture per logical pixel (96 dpi)."""
        return self.dpi / NOMINAL_DPI


def usual_dpi(width: int, height: int) -> float:
    """Return the resolution at which a picture of many pixels looks like one of 1920 x 1080.

    Args:
        width: pixels.
        height: pixels.
    """
    return NOMINAL_DPI * min(max(1.0, sqrt(width * height / _USUAL)), MOST_DPI / NOMINAL_DPI)
