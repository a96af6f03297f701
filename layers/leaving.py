"""What leaves the atlas: the map as others may have it, and a list of all that is in it.

Layers and columns are marked (`layers.sharing`). What may not leave is taken out of the document
before a scene is made of it, so that no output can hold it: not as a column, nor as a name, a
colour or a line of the legend.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.frozen import frozen
from geodata.table import ColumnReader, FeatureTable
from layers.coarse_places import POSITION_TEXTS, coarser
from layers.document import Layer, MapState
from layers.fact_columns import fact_columns
from layers.feature_tip import name_column
from layers.scene import LegendSection, Scene, SceneLayer
from layers.scene_builder import SceneBuilder
from layers.sharing import Mark, Positions, Sharing
from layers.style import Single, Style, symbols_of
from layers.texts import N_, Texts

MARK_TEXTS = {
    Mark.PUBLIC: N_("public"),
    Mark.INTERNAL: N_("internal"),
    Mark.RESTRICTED: N_("restricted"),
}
"""What each mark is called (English; to be translated)."""


@frozen
class LeavingLayer:
    """What an export holds of a layer.

    Attributes:
        layer_id: the document's layer.
        name: its name.
        mark: whom it is for.
        drawn: how many of its records are on the map.
        records: how many it has.
        columns: titles of the columns that readers of a web page, or of data, find in it.
        label: the title of the column whose values are written on the map, or "".
        positions: how exactly places are told.
        kept_back: names of the columns that are left out.
    """

    layer_id: str
    name: str
    mark: Mark
    drawn: int
    records: int
    columns: tuple[str, ...]
    label: str
    positions: Positions
    kept_back: tuple[str, ...]


@frozen
class Leaving:
    """All that an export holds.

    Attributes:
        layers: from the top of the map to the bottom.
        kept_back: name and mark of the layers that are left out.
        has_internal: whether something of the map is internal, in or out.
    """

    layers: tuple[LeavingLayer, ...]
    kept_back: tuple[tuple[str, Mark], ...]
    has_internal: bool


class Sender:
    """Makes the scenes that leave the atlas; every export is of one of them.

    What did not change from one scene to the next is not made again.
    """

    def __init__(self, builder: SceneBuilder) -> None:
        self._builder = builder
        self._tables: dict[str, tuple[tuple[object, ...], FeatureTable]] = {}

    def scene(
        self,
        state: MapState,
        texts: Texts,
        theme: str = "light",
        *,
        include_internal: bool = False,
    ) -> Scene:
        """Return the scene of what may leave of a document.

        Args:
            state: the document.
            texts: the language of names, legend and credits.
            theme: "light" or "dark".
            include_internal: whether what is internal leaves too; somebody was asked.
        """
        leaving = self.state(state, include_internal=include_internal)
        told = {
            layer.id: POSITION_TEXTS[layer.sharing.positions]
            for layer in state
            if layer.sharing.positions is not Positions.EXACT
        }
        return _with_notes(self._builder.build(leaving, texts, theme), told)

    def state(self, state: MapState, *, include_internal: bool = False) -> MapState:
        """Return what may leave of a document; it names no files."""
        layers: list[Layer] = []
        tables: dict[str, FeatureTable] = {}
        for layer in state:
            sharing = layer.sharing
            if not sharing.leaves(sharing.mark, include_internal=include_internal):
                continue
            table = self._builder.table(layer.id, state)
            given = self._table(layer, table, state, include_internal=include_internal)
            if given is not table or layer.id in state.tables:
                tables[layer.id] = given
            style = _style(layer.style, set(table.columns) - set(given.columns))
            layers.append(replace(layer, style=style, source=None, sharing=Sharing()))
        return replace(state, layers=tuple(layers), tables=MappingProxyType(tables))

    def leaving(self, state: MapState, scene: Scene, texts: Texts) -> Leaving:
        """Return the list of what a scene that `scene` made holds.

        Args:
            state: the document that it was made of.
            scene: the scene.
            texts: the list's language.
        """
        layers = {layer.layer_id: layer for layer in scene.layers if layer.id == layer.layer_id}
        visible = [layer for layer in reversed(state.layers) if layer.visible]
        return Leaving(
            layers=tuple(
                self._listed(layer, layers[layer.id], state, texts)
                for layer in visible
                if layer.id in layers
            ),
            kept_back=tuple(
                (self._builder.layer_name(layer, texts.language), layer.sharing.mark)
                for layer in visible
                if layer.id not in layers
            ),
            has_internal=any(layer.sharing.has_internal for layer in visible),
        )

    def _listed(
        self, layer: Layer, shown: SceneLayer, state: MapState, texts: Texts
    ) -> LeavingLayer:
        columns = dict(fact_columns(shown.table, texts))
        label = shown.label_style
        all_columns = dict(fact_columns(self._builder.table(layer.id, state), texts))
        written = label is not None and any(name is not None for name in shown.labels)
        return LeavingLayer(
            layer_id=layer.id,
            name=shown.name,
            mark=layer.sharing.mark,
            drawn=shown.drawn_count,
            records=len(shown.table),
            columns=tuple(columns.values()) if shown.interactive else (),
            label=(columns.get(label.field, label.field) if label and written else ""),
            positions=layer.sharing.positions,
            kept_back=tuple(title for name, title in all_columns.items() if name not in columns),
        )

    def _table(
        self, layer: Layer, table: FeatureTable, state: MapState, *, include_internal: bool
    ) -> FeatureTable:
        """Return what may leave of a layer's records; the very table if all may."""
        sharing = layer.sharing
        if not sharing.columns and sharing.positions is Positions.EXACT:
            return table
        areas = sharing.positions.area_layer
        area_table = self._builder.table(areas, state) if areas else None
        key = (table, sharing, include_internal, area_table)
        made = self._tables.get(layer.id)
        if made is None or made[0] != key:
            given = _without_columns(table, sharing, include_internal=include_internal)
            made = (key, coarser(given, sharing.positions, area_table))
            self._tables[layer.id] = made
        return made[1]


def _without_columns(
    table: FeatureTable, sharing: Sharing, *, include_internal: bool
) -> FeatureTable:
    def leaves(name: str) -> bool:
        return sharing.leaves(sharing.mark_of(name), include_internal=include_internal)

    names = [name for name in table.columns if leaves(name)]
    if len(names) == len(table.columns):
        return table
    described = tuple(column for column in table.described if leaves(column.name))
    ids = table.ids
    if not leaves(name_column(table) or "name") and ids.dtype == object:
        # Ids are made of names, and stand for them where there are none.
        ids = np.arange(1, len(table) + 1)
    columns = _Chosen(table, frozenset(names))
    return replace(table, ids=ids, columns=columns, described=described)


class _Chosen(ColumnReader):
    """Some columns of a table, no array made before somebody asks for it."""

    def __init__(self, table: FeatureTable, names: frozenset[str]) -> None:
        self._table, self._names = table, names

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self._table.columns[self._known(name)]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._table.columns if name in self._names)

    def __len__(self) -> int:
        return len(self._names)

    def value(self, row: int, column: str) -> Any:
        """Return one value."""
        return self._table.value(row, self._known(column))

    def is_number(self, column: str) -> bool:
        """Return whether a column holds numbers."""
        return self._table.is_number(self._known(column))

    def _known(self, name: str) -> str:
        if name not in self._names:
            raise KeyError(name)
        return name


def _style(style: Style, missing: set[str]) -> Style:
    """Return a style that tells nothing of columns that are not there any more."""
    label = style.label
    if label is not None and missing & {label.field, f"{label.field}_en"}:
        label = None
    renderer = style.renderer
    if missing and any(_names_one(text, missing) for text in _texts_in(renderer)):
        renderer = Single(symbols_of(renderer)[0])
    if label is style.label and renderer is style.renderer:
        return style
    return replace(style, renderer=renderer, label=label)


def _texts_in(value: object) -> Iterator[str]:
    """Yield every text in a part of a style: whatever names a column is among them."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from _texts_in(getattr(value, part.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts_in(item)


def _names_one(text: str, columns: set[str]) -> bool:
    # A formula names a column between other signs; rather a plain look than one that tells.
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in columns)


def _with_notes(scene: Scene, told: Mapping[str, str]) -> Scene:
    """Return the scene whose legend says what was done to places, in its variants as well."""
    if not told:
        return scene
    gettext, make = Texts(scene.language).gettext, scene.variants

    def noted(section: LegendSection) -> LegendSection:
        words = gettext(told[section.layer_id]) if section.layer_id in told else ""
        return replace(section, note=" · ".join(filter(None, (section.note, words))))

    def variant(language: str, theme: str) -> Scene:
        assert make is not None
        return _with_notes(make(language, theme), told)

    return replace(scene, legend=tuple(map(noted, scene.legend)), variants=make and variant)
