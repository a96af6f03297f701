"""Pictures of layers that took long to draw, kept so that a change elsewhere costs nothing."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from geodata.frozen import frozen
from geodata.geometry import GeometryArray, Ints
from layers.scene import SceneLayer
from layers.view import View

_MOST_BYTES = 96_000_000


@frozen(eq=False)
class _Kept:
    """A layer's picture and what it was drawn from."""

    layer: SceneLayer
    paper: str
    image: QImage

    def shows(self, layer: SceneLayer, paper: str) -> bool:
        """Return whether the picture is that of ``layer``, its opacity and names aside."""
        own = self.layer
        return own is layer or (
            own.geometry is layer.geometry
            and own.symbols == layer.symbols
            and self.paper == paper
            and _same(own.symbol_of, layer.symbol_of)
            and _same(own.offsets, layer.offsets)
        )


class LayerImages:
    """The pictures of a few layers at one view, without the layers' opacity."""

    def __init__(self) -> None:
        self._view: View | None = None
        self._kept: dict[str, _Kept] = {}

    def begin(self, view: View) -> None:
        """Forget what shows another view."""
        if view != self._view:
            self._view = view
            self._kept.clear()

    def find(self, layer: SceneLayer, paper: str, view: View) -> QImage | None:
        """Return the picture of a layer, None if there is none of it as it is."""
        kept = self._kept.get(layer.id)
        if kept is None or view != self._view or not kept.shows(layer, paper):
            return None
        return kept.image

    def keep(self, layer: SceneLayer, paper: str, view: View, image: QImage) -> None:
        """Keep a picture, and let go of the oldest ones where it gets too much."""
        if view != self._view:
            return
        self._kept.pop(layer.id, None)
        room = _MOST_BYTES - image.sizeInBytes()
        while self._kept and sum(kept.image.sizeInBytes() for kept in self._kept.values()) > room:
            del self._kept[next(iter(self._kept))]
        if room >= 0:
            self._kept[layer.id] = _Kept(layer, paper, image)


def is_worth_keeping(geometry: GeometryArray, rows: Ints) -> bool:
    """Return whether features take so long to draw that their picture is worth its memory."""
    share = len(rows) / max(len(geometry), 1)
    return len(rows) >= 2000 or share * len(geometry.coordinates) >= 60_000


def _same(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or np.array_equal(one, other)
