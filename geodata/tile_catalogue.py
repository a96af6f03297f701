"""The catalogue of tile providers, from the package xyzservices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geodata.tiles import TileSource

# The best known ones come first; what the others are one has to know.
_FIRST = (
    "OpenStreetMap.Mapnik",
    "OpenTopoMap",
    "Esri.WorldImagery",
    "Esri.WorldTopoMap",
    "Esri.WorldGrayCanvas",
    "OpenStreetMap.HOT",
)
_WORLDWIDE = ("OpenStreetMap.", "OpenTopoMap", "CyclOSM", "Esri.")
_OF_PARTS = frozenset({"OpenStreetMap.CH", "OpenStreetMap.DE", "OpenStreetMap.BZH"})
_USUAL_MAX_ZOOM = 18
# What stays open in an address; {r} asks for pictures of double size, which not all have.
_TILE = {"z": "{z}", "x": "{x}", "y": "{y}", "s": "{s}", "r": ""}


def load_catalogue() -> tuple[TileSource, ...]:
    """Return every provider that can be used without a key, the best known ones first.

    These are the ones that show the whole world; the catalogue's many others are of single
    countries, or need a key. Takes a quarter of a second: for a thread.
    """
    from xyzservices import providers

    found = {
        source.id: source
        for name, entry in providers.flatten().items()
        for source in _sources(name, entry)
    }
    first = [found.pop(name) for name in _FIRST if name in found]
    return (*first, *sorted(found.values(), key=lambda source: source.name.casefold()))


def _sources(name: str, entry: Any) -> Iterator[TileSource]:
    if not name.startswith(_WORLDWIDE) or name in _OF_PARTS or entry.requires_token():
        return
    if entry.get("status") == "broken" or entry.get("crs") not in (None, "EPSG:3857"):
        return
    own = {key: value for key, value in entry.items() if key not in _TILE}
    try:
        address = entry["url"].format_map(own | _TILE)
        yield TileSource(
            name,
            name.replace(".", " · ", 1),
            address,
            str(entry.get("attribution", "")).replace("(C)", "\N{COPYRIGHT SIGN}"),
            int(entry.get("max_zoom", _USUAL_MAX_ZOOM)),
            "".join(entry.get("subdomains", "abc")),
        )
    except (KeyError, ValueError):
        return
