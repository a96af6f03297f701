"""Web map tiles: where they come from, and which ones cover a part of the map.

Tiles are square pictures on the grid of web maps (EPSG:3857): at zoom z the plane is cut into
2**z columns, counted from the west, and as many rows, counted from the north.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

HALF = 20_037_508.342789244
"""Metres from the middle of the plane to its edges (EPSG:3857)."""

TILE_PIXELS = 256
_MOST_TILES = 400
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_KNOWN = frozenset({"z", "x", "y", "s"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class TileKey:
    """One tile: its zoom, its column from the west and its row from the north."""

    zoom: int
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class TileSource:
    """A provider of tiles.

    Attributes:
        id: its name in the catalogue.
        name: what it is called.
        url: the address of a tile, with ``{z}``, ``{x}``, ``{y}`` and perhaps ``{s}``.
        attribution: the credit that the provider asks for, plain text.
        max_zoom: the largest zoom it has.
        subdomains: what ``{s}`` may be, one character each.

    Raises:
        ValueError: if the address is not of that form or not safe (https, or this machine).
    """

    id: str
    name: str
    url: str
    attribution: str
    max_zoom: int = 18
    subdomains: str = "abc"

    def __post_init__(self) -> None:
        """Refuse an address that is no tile's."""
        names = set(_PLACEHOLDER.findall(self.url))
        parts = urlsplit(self.url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
        if not {"z", "x", "y"} <= names <= _KNOWN or not safe:
            raise ValueError(f"{self.id}: {self.url} is no address of tiles")

    @property
    def host(self) -> str:
        """The machine that is asked for tiles, as a planner may know it."""
        return urlsplit(self.url).hostname or ""

    def address(self, key: TileKey) -> str:
        """Return the address of a tile."""
        # The same tile always from the same subdomain, so that caches on the way can help.
        subdomain = self.subdomains[(key.column + key.row) % len(self.subdomains)]
        return self.url.format(z=key.zoom, x=key.column, y=key.row, s=subdomain)


def zoom_for(resolution: float, max_zoom: int) -> int:
    """Return the zoom whose pixels are nearest to a resolution.

    Args:
        resolution: metres per device pixel (EPSG:3857).
        max_zoom: the largest zoom there is.
    """
    exact = math.log2(2 * HALF / TILE_PIXELS / resolution)
    return min(max(round(exact), 0), max_zoom)


def tiles_over(bounds: tuple[float, float, float, float], zoom: int) -> tuple[TileKey, ...]:
    """Return the tiles that cover a part of the map, from the middle outwards.

    Args:
        bounds: west, south, east, north in metres (EPSG:3857).
        zoom: the zoom of the tiles; a smaller one is taken where that would be very many.
    """
    while True:
        side = 2**zoom
        west, north = (_cell(bounds[0], zoom), _cell(-bounds[3], zoom))
        east, south = (_cell(bounds[2], zoom), _cell(-bounds[1], zoom))
        # What begins at the far edge of the world is in its last tile.
        west = min(west, side - 1) if bounds[0] <= HALF else west
        north = min(north, side - 1) if bounds[3] >= -HALF else north
        columns = range(max(west, 0), min(east, side - 1) + 1)
        rows = range(max(north, 0), min(south, side - 1) + 1)
        if len(columns) * len(rows) <= _MOST_TILES or zoom == 0:
            break
        zoom -= 1
    middle = ((west + east) / 2, (north + south) / 2)
    keys = (TileKey(zoom, column, row) for column in columns for row in rows)
    return tuple(sorted(keys, key=lambda k: math.hypot(k.column - middle[0], k.row - middle[1])))


def tile_bounds(key: TileKey) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a tile, metres (EPSG:3857)."""
    size = 2 * HALF / 2**key.zoom
    west, north = key.column * size - HALF, HALF - key.row * size
    return west, north - size, west + size, north


def parent(key: TileKey) -> TileKey | None:
    """Return the tile of the next smaller zoom that holds a tile, None for the whole plane."""
    if key.zoom == 0:
        return None
    return TileKey(key.zoom - 1, key.column // 2, key.row // 2)


def _cell(metres: float, zoom: int) -> int:
    return math.floor((metres + HALF) / (2 * HALF) * (1 << zoom))
