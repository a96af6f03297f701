"""The best of many matches, without sorting all of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geodata.geometry import Floats, Ints
from layers.search.words import WHOLE, Matches

LonLat = tuple[float, float]

_SAMPLE, _PLENTY = 10_000, 4


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
    for quality in range(WHOLE, 0, -1):
        if room <= 0:
            break
        places = np.flatnonzero(matches.quality == quality)
        if not len(places):
            continue
        far = distances(matches.rows.take(places))
        if len(places) > room:
            nearest = _nearest(far, room)
            places, far = places[nearest], far[nearest]
        chosen.append(places[np.argsort(np.nan_to_num(far, nan=np.inf), kind="stable")])
        room -= len(places)
    return np.concatenate([np.empty(0, np.int64), *chosen])


def _nearest(far: Floats, count: int) -> Ints:
    """Return shape (count,): the places of the least of many distances, in no order."""
    step = len(far) // _SAMPLE
    if step > 1:
        # Some tell how far is near enough, so that few of a million need to be compared.
        some = far[::step]
        share = min(_PLENTY * count // step + _PLENTY, len(some) - 1)
        limit = np.partition(some, share)[share]
        near = np.flatnonzero(far <= limit)
        if len(near) >= count:
            return near[np.argpartition(far[near], count - 1)[:count]]
    far = np.nan_to_num(far, nan=np.inf)
    least: Ints = np.argpartition(far, count - 1)[:count]
    return least


def rough_distances(lonlat: Floats, centre: LonLat) -> Floats:
    """Return shape (n,): distances that tell near from far, in degrees of latitude.

    Args:
        lonlat: shape (n, 2), degrees (EPSG:4326).
        centre: longitude and latitude in degrees.
    """
    narrow = np.cos(np.radians(centre[1]))
    far: Floats = np.hypot((lonlat[:, 0] - centre[0]) * narrow, lonlat[:, 1] - centre[1])
    return far
