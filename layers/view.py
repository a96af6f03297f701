"""The window onto the map: where it looks, how close, how large."""

from __future__ import annotations

from dataclasses import replace

from geodata.frozen import frozen
from geodata.geometry import Floats
from geodata.projection import ground_scale

METRES_PER_PIXEL_AT_96_DPI = 0.0254 / 96
"""The size of a pixel on a nominal screen; "1:N" is measured with it, as browsers do."""

Bounds = tuple[float, float, float, float]
"""Min x, min y, max x, max y in metres (EPSG:3857)."""


@frozen
class View:
    """An extent at a size.

    Attributes:
        x, y: the centre in metres (EPSG:3857).
        resolution: metres of the map's plane per logical pixel.
        width, height: logical pixels (96 dpi).
        pixel_ratio: device pixels per logical pixel.
    """

    x: float
    y: float
    resolution: float
    width: float
    height: float
    pixel_ratio: float = 1.0

    @property
    def bounds(self) -> Bounds:
        """The extent in metres (EPSG:3857)."""
        half_width, half_height = (
            self.width * self.resolution / 2,
            self.height * self.resolution / 2,
        )
        return (
            self.x - half_width,
            self.y - half_height,
            self.x + half_width,
            self.y + half_height,
        )

    @property
    def scale(self) -> float:
        """The N of "1:N" at the centre of the map."""
        return self.resolution * ground_scale(self.y) / METRES_PER_PIXEL_AT_96_DPI

    def to_screen(self, metres: Floats) -> Floats:
        """Return shape (n, 2) logical pixels from shape (n, 2) metres (EPSG:3857)."""
        result: Floats = (metres - (self.x, self.y)) * (1 / self.resolution, -1 / self.resolution)
        result += (self.width / 2, self.height / 2)
        return result

    def point_to_screen(self, x: float, y: float) -> tuple[float, float]:
        """Return logical pixels of one place in metres (EPSG:3857)."""
        return (
            (x - self.x) / self.resolution + self.width / 2,
            (self.y - y) / self.resolution + self.height / 2,
        )

    def point_to_map(self, column: float, row: float) -> tuple[float, float]:
        """Return metres (EPSG:3857) of one logical pixel."""
        return (
            self.x + (column - self.width / 2) * self.resolution,
            self.y - (row - self.height / 2) * self.resolution,
        )

    def panned(self, columns: float, rows: float) -> View:
        """Return the view after its content moved by logical pixels to the right and down."""
        return replace(
            self, x=self.x - columns * self.resolution, y=self.y + rows * self.resolution
        )

    def zoomed(self, factor: float, column: float, row: float) -> View:
        """Return the view ``factor`` times closer, the place under a logical pixel unmoved."""
        x, y = self.point_to_map(column, row)
        return replace(
            self,
            x=x + (self.x - x) / factor,
            y=y + (self.y - y) / factor,
            resolution=self.resolution / factor,
        )

    def resized(self, width: float, height: float, pixel_ratio: float) -> View:
        """Return the view at another size, its centre and resolution kept."""
        return replace(self, width=width, height=height, pixel_ratio=pixel_ratio)

    def at_scale(self, scale: float) -> View:
        """Return the view at scale 1:``scale``, its centre kept."""
        resolution = scale * METRES_PER_PIXEL_AT_96_DPI / ground_scale(self.y)
        return replace(self, resolution=resolution)


def fit(
    bounds: Bounds, width: float, height: float, *, margin: float = 0.06, pixel_ratio: float = 1.0
) -> View:
    """Return the view that shows ``bounds`` whole.

    Args:
        bounds: metres (EPSG:3857); a single point gets a resolution of 30 m per pixel.
        width: logical pixels.
        height: logical pixels.
        margin: free space at each side, as a share of the size.
        pixel_ratio: device pixels per logical pixel.
    """
    min_x, min_y, max_x, max_y = bounds
    share = 1 - 2 * margin
    resolution = max((max_x - min_x) / (width * share), (max_y - min_y) / (height * share))
    return View(
        (min_x + max_x) / 2, (min_y + max_y) / 2, resolution or 30.0, width, height, pixel_ratio
    )
