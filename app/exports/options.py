"""How large an export is and what part of the map it shows."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

from geodata.frozen import frozen
from layers.layouts import MILLIMETRES_PER_INCH, Layout, Logo
from layers.view import Bounds

NOMINAL_DPI = 96.0
"""Dots per inch at which a pixel of a symbol, a line or a letter is a pixel of the picture."""

PAPER_DPI = 300.0
"""Dots per inch of a page of paper, unless it is told otherwise."""

USUAL_SIZE = (1920, 1080)
"""Pixels of a picture, unless it is told otherwise."""

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
        subtitle: the line under the title, "" for area and years of the facts.
        notes: what else the planner says, "" for nothing.
        without: the `layers.layouts.PARTS` that are left out.
        logo: stands at the right of the title; None for none.
    """

    width: int = 1920
    height: int = 1080
    dpi: float = NOMINAL_DPI
    area: Bounds | None = None
    area_name: str = ""
    subtitle: str = ""
    notes: str = ""
    without: tuple[str, ...] = ()
    logo: Logo | None = None

    @property
    def pixel_ratio(self) -> float:
        """Pixels of the picture per logical pixel (96 dpi)."""
        return self.dpi / NOMINAL_DPI

    @property
    def millimetres(self) -> tuple[float, float]:
        """Width and height of the page on paper."""
        factor = MILLIMETRES_PER_INCH / self.dpi
        return self.width * factor, self.height * factor

    def resized(self, other: PageOptions) -> PageOptions:
        """Return the same page at the size of another."""
        return replace(self, width=other.width, height=other.height, dpi=other.dpi)


def layout_options(layout: Layout, dpi: float = PAPER_DPI) -> PageOptions:
    """Return the page of a layout at a resolution; title and theme are the scene's to show."""
    width, height = (round(side / MILLIMETRES_PER_INCH * dpi) for side in layout.size)
    return PageOptions(
        width,
        height,
        dpi,
        layout.area,
        layout.area_name,
        layout.subtitle,
        layout.notes,
        layout.without,
        layout.logo,
    )


def usual_dpi(width: int, height: int) -> float:
    """Return the resolution at which a picture of many pixels looks like one of 1920 x 1080.

    Args:
        width: pixels.
        height: pixels.
    """
    return NOMINAL_DPI * min(
        max(1.0, sqrt(width * height / (USUAL_SIZE[0] * USUAL_SIZE[1]))), MOST_DPI / NOMINAL_DPI
    )
