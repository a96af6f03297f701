"""A few thousand things that can be found by their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geodata.geometry import Floats, Ints
from layers.search.found import RANK, Entry, Scored
from layers.search.indexing import index_texts
from layers.search.nearest import LonLat, rough_distances
from layers.search.query import Query
from layers.search.words import INSIDE


class Entries:
    """Finds entries by any of their names."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = tuple(entries)
        names = [(number, name, False) for number, one in enumerate(entries) for name in one.names]
        names += [
            (number, name, True) for number, one in enumerate(entries) for name in one.aliases
        ]
        self._owner = np.array([number for number, _, _ in names], dtype=np.int64)
        self._texts = [name for _, name, _ in names]
        self._is_alias = np.array([is_alias for _, _, is_alias in names], dtype=np.bool_)
        self._index = index_texts(self._texts)
        places = [one.found.lonlat or (np.nan, np.nan) for one in entries]
        self._places: Floats = np.array(places, dtype=np.float64).reshape(-1, 2)
        self._ranks = np.array([RANK[one.found.kind] for one in entries], dtype=np.int64)

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, query: Query, centre: LonLat, most: int) -> tuple[list[Scored], int]:
        """Return the best entries for a query, and how many there are in all.

        Args:
            query: what is looked for.
            centre: longitude and latitude of the map's centre (EPSG:4326).
            most: how many are wanted.
        """
        matches = self._index.find(query)
        of_name = matches.quality.astype(np.int64)
        is_alias = self._is_alias[matches.rows]
        of_name[is_alias] = np.minimum(of_name[is_alias], INSIDE)
        quality = np.zeros(len(self._entries), dtype=np.int64)
        np.maximum.at(quality, self._owner[matches.rows], of_name)
        by_alias = {
            int(self._owner[row]): self._texts[row]
            for row, best in zip(matches.rows[is_alias], of_name[is_alias], strict=True)
            if quality[self._owner[row]] == best
        }
        hits: Ints = np.flatnonzero(quality)
        far = np.nan_to_num(rough_distances(self._places[hits], centre), nan=np.inf)
        order = np.lexsort((far, self._ranks[hits], -quality[hits]))[:most]
        found = [self._scored(n, int(quality[n]), by_alias.get(n)) for n in hits[order].tolist()]
        return found, len(hits)

    def _scored(self, number: int, quality: int, alias: str | None) -> Scored:
        found = self._entries[number].found
        if alias is None:
            return Scored(quality, found)
        note = " · ".join(filter(None, (alias, found.note)))
        return Scored(quality, replace(found, note=note))
