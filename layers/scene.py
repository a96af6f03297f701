"""A scene: everything a document shows, resolved, for every output to draw."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geodata.frozen import frozen
from geodata.geometry import Family, Floats, GeometryArray, Ints, Objects
from geodata.table import FeatureTable
from layers.style import LabelStyle, Symbol
from layers.view import Bounds

if TYPE_CHECKING:
    from geodata.tile_store import TileStore


@frozen
class LegendEntry:
    """One line of the legend: a look and what it means.

    Attributes:
        symbol: the look.
        text: what it means.
        nested: whether the symbol is one of several sizes, shown as large as on the map and
            within each other.
    """

    symbol: Symbol
    text: str
    nested: bool = False


@frozen
class Measure:
    """What the classes or the sizes of a layer's symbols tell.

    Attributes:
        title: what is measured, with its unit.
        remarks: where the numbers are from, and what a reader must know of them.
        classes: how many of the layer's symbols, from the first on, are classes; the legend shows
            all of them, for a class without a feature tells something too.
        sizes: examples of sizes, from the largest on.
    """

    title: str
    remarks: tuple[str, ...] = ()
    classes: int = 0
    sizes: tuple[LegendEntry, ...] = ()


@frozen(eq=False, slots=False)
class SceneLayer:
    """The features of one layer with what they look like.

    Attributes:
        id: the document layer's id; a part of it has a suffix (``delegations/lines``).
        layer_id: the id of the document's layer it belongs to.
        name: the layer's name in the scene's language.
        group: one of `layers.document.GROUPS`.
        opacity: 0 to 1.
        table: the attributes, row by row.
        geometry: the places of the n features, metres (EPSG:3857).
        symbols: the looks that may occur.
        symbol_names: what each look means, in the scene's language; "" where it means nothing
            more than that it is a feature of the layer.
        symbol_of: shape (n,), each feature's place in ``symbols``, -1 if it is not drawn.
        label_style: how names are written, None for no names.
        labels: shape (n,), the names (str), None for a feature without one.
        label_points: shape (n, 2), where names belong, metres (EPSG:3857), NaN without a place.
        offsets: shape (n, 2), logical pixels right and down by which point symbols stand beside
            their place because others stand on the very same place; None if none does.
        min_scale: drawn only at scales larger than 1:min_scale; None for every scale.
        max_scale: drawn only at scales smaller than 1:max_scale; None for every scale.
        interactive: whether its features can be pointed at and selected.
        measure: what classes or sizes of its symbols tell, None if they tell nothing.
    """

    id: str
    layer_id: str
    name: str
    group: str
    opacity: float
    table: FeatureTable
    geometry: GeometryArray
    symbols: tuple[Symbol, ...]
    symbol_names: tuple[str, ...]
    symbol_of: Ints
    label_style: LabelStyle | None
    labels: Objects
    label_points: Floats
    offsets: Floats | None = None
    min_scale: float | None = None
    max_scale: float | None = None
    interactive: bool = True
    measure: Measure | None = None

    @property
    def family(self) -> Family:
        """The geometry family of the features."""
        return self.geometry.family

    def shown_at(self, scale: float) -> bool:
        """Return whether the layer is drawn at scale 1:``scale``."""
        return not (
            (self.min_scale is not None and scale > self.min_scale)
            or (self.max_scale is not None and scale < self.max_scale)
        )

    @property
    def drawn_count(self) -> int:
        """How many features have a place and a look."""
        return int(((self.symbol_of >= 0) & self.geometry.placed).sum())

    @cached_property
    def drawn_symbols(self) -> frozenset[int]:
        """Which of the symbols are drawn at all; there may be a million features."""
        counted = np.bincount(np.where(self.geometry.placed, self.symbol_of, -1) + 1)
        return frozenset(np.flatnonzero(counted[1:]).tolist())


@frozen
class LegendSection:
    """What the legend says of one layer.

    Attributes:
        layer_id: the document layer's id.
        name: the layer's name.
        entries: its looks; the first bears the layer's name if there is only one.
        note: a line of honesty ("3 placed, 47 not published"), or "".
        measure: what its classes or sizes measure, with the unit, or "".
        remarks: where these numbers are from, and what a reader must know of them.
        is_essential: whether a short legend says all of it, for without it the map would mislead.
    """

    layer_id: str
    name: str
    entries: tuple[LegendEntry, ...]
    note: str = ""
    measure: str = ""
    remarks: tuple[str, ...] = ()
    is_essential: bool = False


@frozen
class Credit:
    """A source of what is drawn: its name for a map's corner, its citation, licence, address."""

    short: str
    citation: str
    licence: str
    url: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names in ``short``, which may hold several: "GSHHG · Natural Earth"."""
        return tuple(self.short.split(" · "))


@frozen(eq=False, slots=False)
class Scene:
    """Everything a document shows, whole and independent of any extent.

    Attributes:
        title: the map's title.
        language: language code of every text in it.
        theme: one of `layers.looks.LOOKS`.
        layers: from the bottom to the top, visible ones only.
        legend: from the top layer to the bottom one.
        credits: the sources of what is drawn, each once.
        as_of: the years the shown program facts are from, for instance "2007-2021", or "".
        home: the extent that shows the country whole, metres (EPSG:3857).
        limit: the extent beyond which there is no data, metres (EPSG:3857).
        background: colour where nothing is drawn, ``#rrggbb``.
        paper: colour of symbol casings and panels on the map, ``#rrggbb``.
        ink: colour of writing on paper, ``#rrggbb``.
        backdrop: the tiles that lie over the base map as far as they are kept; None for none.
        variants: makes the same scene in another language and theme, for outputs that hold several;
            its layers, records and legend entries are the same, in the same order. None if nobody
            can. It may be called on any thread.
    """

    title: str
    language: str
    theme: str
    layers: tuple[SceneLayer, ...]
    legend: tuple[LegendSection, ...]
    credits: tuple[Credit, ...]
    as_of: str
    home: Bounds
    limit: Bounds
    background: str
    paper: str
    ink: str
    backdrop: TileStore | None = None
    variants: Callable[[str, str], Scene] | None = None

    def layer(self, scene_layer_id: str) -> SceneLayer:
        """Return a layer of the scene.

        Raises:
            KeyError: if the scene has no such layer.
        """
        for layer in self.layers:
            if layer.id == scene_layer_id:
                return layer
        raise KeyError(scene_layer_id)
