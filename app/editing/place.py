"""A place on the map, as tools get it."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from geodata.frozen import frozen
from geodata.projection import point_to_lonlat, point_to_map
from layers.view import View


@frozen
class Place:
    """Where the mouse is.

    Attributes:
        pixel: logical pixels on the canvas.
        longitude, latitude: degrees (EPSG:4326); of the border it was drawn to, if it was.
        is_snapped: whether it was drawn to a border.
    """

    pixel: QPointF
    longitude: float
    latitude: float
    is_snapped: bool = False

    @property
    def lonlat(self) -> tuple[float, float]:
        """Longitude and latitude in degrees (EPSG:4326)."""
        return self.longitude, self.latitude


def place_at(view: View, pixel: QPointF) -> Place:
    """Return the place under a logical pixel."""
    return Place(pixel, *point_to_lonlat(*view.point_to_map(pixel.x(), pixel.y())))


def pixel_of(view: View, lonlat: tuple[float, float]) -> QPointF:
    """Return the logical pixel of a position in degrees (EPSG:4326)."""
    return QPointF(*view.point_to_screen(*point_to_map(*lonlat)))


def distance(one: QPointF, other: QPointF) -> float:
    """Return how far two places of the canvas are apart, logical pixels."""
    between = one - other
    return float((between.x() ** 2 + between.y() ** 2) ** 0.5)
