"""The one search: places, features, programs, layers, commands and coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from geodata.geodesic import distances
from geodata.position_text import read_position
from layers.position_words import decimal_degrees
from layers.search.entries import Entries
from layers.search.extents import around
from layers.search.found import KIND_WORDS, Found, Kind, Results, Scored
from layers.search.nearest import LonLat
from layers.search.own_names import OwnNames
from layers.search.query import Query
from layers.search.whereabouts import Whereabouts
from layers.texts import Texts

MOST = 60
"""How many results are returned at most."""

_MOST_OF_A_KIND = 24
_REACH = 2000.0


@dataclass(frozen=True)
class Finder:
    """Everything that is searched.

    Attributes:
        entries: what is found by name: the atlas's own things, then commands and the like.
        own: the names of the planner's layers, each with what the layer is called.
        where: tells where features of the planner's own lie; None not to tell.
        texts: the language of what is shown.
    """

    entries: Sequence[Entries]
    own: Sequence[tuple[OwnNames, str]]
    where: Whereabouts | None
    texts: Texts

    def find(self, text: str, centre: LonLat) -> Results:
        """Return what is found for a text, best first.

        Args:
            text: as it was typed.
            centre: longitude and latitude of the map's centre (EPSG:4326).
        """
        query = Query.of(text)
        scored: list[Scored] = []
        total = 0
        for entries in self.entries:
            found, count = entries.find(query, centre, MOST)
            scored += found
            total += count
        for names, layer_name in self.own:
            found, count = names.find(query, centre, _MOST_OF_A_KIND, layer_name)
            scored += self._with_departments(found)
            total += count
        chosen = _some_of_each(sorted(_measured(scored, centre), key=lambda one: one.order))
        position = self._position(text, centre)
        if position is not None:
            return Results((position, *chosen), total + 1)
        return Results(tuple(chosen), total)

    def _position(self, text: str, centre: LonLat) -> Found | None:
        if not any(sign.isdigit() for sign in text):
            return None
        lonlat = read_position(text)
        if lonlat is None:
            return None
        found = Found(
            Kind.COORDINATES,
            decimal_degrees(lonlat),
            self.texts.gettext(KIND_WORDS[Kind.COORDINATES]),
            self.where.departments([lonlat])[0] if self.where else "",
            lonlat,
            around(np.array([lonlat]), _REACH)[0],
        )
        return _measured([Scored(0, found)], centre)[0].found

    def _with_departments(self, scored: list[Scored]) -> list[Scored]:
        if self.where is None or not scored:
            return scored
        nowhere = (np.nan, np.nan)
        names = self.where.departments([one.found.lonlat or nowhere for one in scored])
        return [
            replace(one, found=replace(one.found, where=name))
            for one, name in zip(scored, names, strict=True)
        ]


def _measured(scored: list[Scored], centre: LonLat) -> list[Scored]:
    """Return what was found with its distance from the centre."""
    places = [one.found.lonlat for one in scored]
    known = [place for place in places if place is not None]
    if not known:
        return scored
    metres = iter(distances(centre, np.array(known)).tolist())
    return [
        one if place is None else replace(one, found=replace(one.found, distance=next(metres)))
        for one, place in zip(scored, places, strict=True)
    ]


def _some_of_each(scored: list[Scored]) -> list[Found]:
    """Return the best, no kind filling the list alone."""
    counts: dict[Kind, int] = {}
    chosen = []
    for one in scored:
        counts[one.found.kind] = counts.get(one.found.kind, 0) + 1
        if counts[one.found.kind] <= _MOST_OF_A_KIND:
            chosen.append(one.found)
    return chosen[:MOST]
