"""The best of many matches, without sorting all of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geodata.geometry import Floats, Ints
from layers.search.words import Matches

LonLat = tuple[float, float]


def best(matches: Matches, distances: Callable[[Ints], Floats], most: int) -> Ints:
    """Return shape (k,): the places of the ``most`` best matches, the best first.

    Better matches come first; of equal ones the nearest. Distances are asked for only where they
    decide.

    Args:
        matches: the names that match.
        distances: gets rows, returns how far each is, NaN or infinite without a place.
        most: how many are wanted.
    """
    chosen: list[Ints] = []
    room = most
    for quality in reversed(np.flatnonzero(np.bincount(matches.quality)).tolist()):
        if room <= 0:
            break
        places = np.flatnonzero(matches.quality == quality)
        far = distances(matches.rows.take(places))
        far[np.isnan(far)] = np.inf
        if len(places) > room:
            nearest = np.argpartition(far, room - 1)[:room]
            places, far = places[nearest], far[nearest]
        chosen.append(places[np.argsort(far, kind="stable")])
        room -= len(places)
    return np.concatenate([np.empty(0, np.int64), *chosen])


def rough_distances(lonlat: Floats, centre: LonLat) -> Floats:
    """Return shape (n,): distances that tell near from far, in degrees of latitude.

    Args:
        lonlat: shape (n, 2), degrees (EPSG:4326).
        centre: longitude and latitude in degrees.
    """
    narrow = np.cos(np.radians(centre[1]))
    far: Floats = np.hypot((lonlat[:, 0] - centre[0]) * narrow, lonlat[:, 1] - centre[1])
    return far
