"""Ramps of colours for classes; all of them can be told apart by colour-blind readers.

Colours from www.ColorBrewer.org by Cynthia A. Brewer, Geography, Pennsylvania State University
(Apache License 2.0), those that it calls safe for colour-blind readers, and cividis (J. R. Nuñez,
C. R. Anderton, R. S. Renslow: Optimizing colormaps with consideration for color vision
deficiency, PLoS ONE 13(7), 2018, https://doi.org/10.1371/journal.pone.0199239). Between their
colours is interpolated in OKLab.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from geodata.frozen import frozen
from layers.oklab import Lab, from_lab, to_lab
from layers.texts import N_

SEQUENTIAL, DIVERGING = "sequential", "diverging"
_PALE = 0.09


@frozen
class Ramp:
    """Colours from low to high.

    Attributes:
        id: by which it is known.
        name: what it is called (English; to be translated).
        kind: `SEQUENTIAL`, or `DIVERGING` for numbers to both sides of a middle.
        anchors: the colours of its source, ``#rrggbb``.
    """

    id: str
    name: str
    kind: str
    anchors: tuple[str, ...]

    def colours(self, count: int, *, for_marks: bool = False) -> tuple[str, ...]:
        """Return ``count`` colours, from low to high.

        Args:
            count: how many.
            for_marks: for points and lines, which must stand out from the map even when low.
        """
        low, high = (0.3 if for_marks else 0.1), 0.95
        if self.kind == DIVERGING:
            low, high = 0.02, 0.98
        places = np.linspace(low, high, count) if count > 1 else np.array([(low + high) / 2])
        if self.kind == DIVERGING and count % 2 == 0:
            # Without a class in the middle nothing is as pale as the middle, which both sides are.
            side = np.linspace(low, 0.5 - _PALE, count // 2)
            places = np.concatenate([side, 1 - side[::-1]])
        return tuple(self._at(place) for place in places.tolist())

    def _at(self, place: float) -> str:
        labs = _labs(self.anchors)
        along = np.linspace(0, 1, len(labs))
        return from_lab(np.array([np.interp(place, along, labs[:, axis]) for axis in range(3)]))


@lru_cache(maxsize=32)
def _labs(colours: tuple[str, ...]) -> Lab:
    return np.array([to_lab(colour) for colour in colours])


RAMPS = (
    Ramp(
        "blues",
        N_("Blues"),
        SEQUENTIAL,
        (
            *("#f7fbff", "#deebf7", "#c6dbef", "#9ecae1", "#6baed6"),
            *("#4292c6", "#2171b5", "#08519c", "#08306b"),
        ),
    ),
    Ramp(
        "oranges",
        N_("Yellow to brown"),
        SEQUENTIAL,
        (
            *("#ffffe5", "#fff7bc", "#fee391", "#fec44f", "#fe9929"),
            *("#ec7014", "#cc4c02", "#993404", "#662506"),
        ),
    ),
    Ramp(
        "purples",
        N_("Purples"),
        SEQUENTIAL,
        (
            *("#fcfbfd", "#efedf5", "#dadaeb", "#bcbddc", "#9e9ac8"),
            *("#807dba", "#6a51a3", "#54278f", "#3f007d"),
        ),
    ),
    Ramp(
        "green-blue",
        N_("Yellow to blue"),
        SEQUENTIAL,
        (
            *("#ffffd9", "#edf8b1", "#c7e9b4", "#7fcdbb", "#41b6c4"),
            *("#1d91c0", "#225ea8", "#253494", "#081d58"),
        ),
    ),
    Ramp(
        "cividis",
        N_("Cividis"),
        SEQUENTIAL,
        (
            *("#fee838", "#e1cc55", "#c3b369", "#a59c74", "#8a8678"),
            *("#707173", "#575d6d", "#3b496c", "#123570", "#00224e"),
        ),
    ),
    Ramp(
        "brown-teal",
        N_("Brown to teal"),
        DIVERGING,
        (
            *("#8c510a", "#bf812d", "#dfc27d", "#f6e8c3", "#f5f5f5"),
            *("#c7eae5", "#80cdc1", "#35978f", "#01665e"),
        ),
    ),
    Ramp(
        "orange-purple",
        N_("Orange to purple"),
        DIVERGING,
        (
            *("#b35806", "#e08214", "#fdb863", "#fee0b6", "#f7f7f7"),
            *("#d8daeb", "#b2abd2", "#8073ac", "#542788"),
        ),
    ),
    Ramp(
        "red-blue",
        N_("Red to blue"),
        DIVERGING,
        (
            *("#b2182b", "#d6604d", "#f4a582", "#fddbc7", "#f7f7f7"),
            *("#d1e5f0", "#92c5de", "#4393c3", "#2166ac"),
        ),
    ),
)
"""The ramps, in the order to offer them."""


def ramp_of(ramp_id: str) -> Ramp:
    """Return a ramp.

    Raises:
        KeyError: if there is no such ramp.
    """
    for ramp in RAMPS:
        if ramp.id == ramp_id:
            return ramp
    raise KeyError(ramp_id)


CATEGORY_COLOURS = (
    *("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"),
    *("#5d3a9b", "#4b6a00", "#994f00", "#2b2a27"),
)
"""Colours of kinds that have no order: M. Okabe and K. Ito, Color Universal Design (2008), and four
more."""
