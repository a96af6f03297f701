"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from layers.texts import N_
from layers.view import Bounds
from layers.view_state import FeatureRef


class Kind(StrEnum):
    """What kind of thing was found; of equal matches the kind that comes first here does."""

    COORDINATES = "coordinates"
    DELEGATION = "delegation"
    DEPARTMENT = "department"
    MUNICIPALITY = "municipality"
    TOWN = "town"
    BORDER_POINT = "border point"
    SITE = "site"
    PROGRAM = "program"
    FEATURE = "feature"
    BOOKMARK = "bookmark"
    LAYER = "layer"
    WATER = "water"
    COMMAND = "command"


RANK = {kind: place for place, kind in enumerate(Kind)}
"""The order of kinds."""

KIND_WORDS = {
    Kind.COORDINATES: N_("Coordinates"),
    Kind.DELEGATION: N_("Delegation"),
    Kind.DEPARTMENT: N_("Department"),
    Kind.MUNICIPALITY: N_("Municipality"),
    Kind.TOWN: N_("Town"),
    Kind.BORDER_POINT: N_("Border inspection point"),
    Kind.SITE: N_("Program site"),
    Kind.PROGRAM: N_("Program"),
    Kind.FEATURE: N_("Feature"),
    Kind.BOOKMARK: N_("Bookmark"),
    Kind.LAYER: N_("Layer"),
    Kind.WATER: N_("Lake or river"),
    Kind.COMMAND: N_("Command"),
}
"""What each kind is called (English; to be translated)."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be gone to, opened or done.

    Attributes:
        kind: what it is.
        name: its name in the interface's language.
        sort: what it is in words.
        where: where it lies, or the menu of a command, or "".
        lonlat: longitude and latitude in degrees (EPSG:4326), None without a published place.
        bounds: the extent to show, metres (EPSG:3857), None without a place.
        feature: the feature it is, if it is one.
        key: the id of the program, layer, command or bookmark that it is, else "".
        distance: metres from the map's centre on the ellipsoid, None if it has no place.
        note: what a reader must know of it, or "".
    """

    kind: Kind
    name: str
    sort: str
    where: str = ""
    lonlat: tuple[float, float] | None = None
    bounds: Bounds | None = None
    feature: FeatureRef | None = None
    key: str = ""
    distance: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found.

    Attributes:
        found: what it is.
        names: all names by which it is found.
        aliases: other words by which it is found, after what bears them as a name; it is told
            then that they were what matched.
    """

    found: Found
    names: tuple[str, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """Something that was found, and how well it matches (`layers.search.words`)."""

    quality: int
    found: Found

    @property
    def order(self) -> tuple[int, int, float]:
        """What it is sorted by: the best match, the first kind, the nearest."""
        distance = self.found.distance
        far = float("inf") if distance is None else distance
        return -self.quality, RANK[self.found.kind], far


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a search.

    Attributes:
        found: the best, best first.
        total: how many there are in all.
    """

    found: tuple[Found, ...] = field(default=())
    total: int = 0
