"""A map as it is kept for comparison: hashes of its records, their places and names.

What is compared is never the documents themselves: both are brought to this form. It is small
enough to lie beside a project, and holds values only of layers that are not large.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

import numpy as np
import numpy.typing as npt
import shapely

from geodata.frozen import frozen
from geodata.geometry import Family, Floats, GeometryArray, Ints, Objects
from geodata.row_hashes import Hashes, PackedTexts, number_hashes, pack, place_hashes
from geodata.table import ColumnReader, FeatureTable
from layers.document import Layer, MapState
from layers.fact_columns import FOR_DRAWING, FOR_MACHINES, fact_columns, pair_of
from layers.feature_tip import name_column
from layers.plain_data import write_style
from layers.scene_builder import SceneBuilder
from layers.texts import LANGUAGES, Texts

MOST_VALUES = 20_000
"""Records of a layer whose values are kept; of larger ones only hashes, names and places are."""

_MOST_DIGITS = 1e15
Values = npt.NDArray[np.float64] | PackedTexts


class NotWantedError(Exception):
    """Nobody wants the result any longer."""


@frozen(eq=False)
class KeptTable:
    """The records of a layer.

    Attributes:
        family: the geometry family.
        ids: shape (n,), their ids.
        shapes: shape (n,), a hash of each geometry.
        places: shape (n, 2), longitude and latitude of each, NaN without a place.
        names: language code to the names.
        hashes: column name to shape (n,), a hash of each value.
        titles: column name to language code to title.
        values: column name to the values; empty for a large layer.
        as_of: the times the records are from, rising.
        sources: who says so, each once.
    """

    family: Family
    ids: Objects | Ints
    shapes: Hashes
    places: Floats
    names: Mapping[str, PackedTexts]
    hashes: Mapping[str, Hashes] = field(default_factory=dict)
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    values: Mapping[str, Values] = field(default_factory=dict)
    as_of: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    def name(self, row: int, language: str) -> str:
        """Return what a record is called, its id if it has no name."""
        return self.names[language][row] or str(self.ids[row])

    def place(self, row: int) -> tuple[float, float] | None:
        """Return longitude and latitude of a record, None without a place."""
        longitude, latitude = self.places[row].tolist()
        return None if np.isnan(longitude) else (longitude, latitude)

    def text(self, row: int, column: str, texts: Texts) -> str | None:
        """Return a value as it is written, None if it was not kept."""
        values = self.values.get(column)
        if values is None:
            return None
        if isinstance(values, PackedTexts):
            return values[row]
        number = float(values[row])
        if abs(number) < _MOST_DIGITS:
            return texts.number(number)
        return "" if np.isnan(number) else repr(number)


@frozen(eq=False)
class KeptLayer:
    """A layer.

    Attributes:
        id: its id.
        names: language code to name.
        group: one of `layers.document.GROUPS`.
        visible: whether it is drawn.
        opacity: 0 to 1.
        labels: whether names are written.
        possible_areas: whether areas where unplaced records may lie are hatched.
        style: its style, as JSON.
        has_own_ids: whether the ids of its records are theirs for good, not numbers of lines.
        table: its records; None for the base map, whose records are no facts.
    """

    id: str
    names: Mapping[str, str]
    group: str
    visible: bool
    opacity: float
    labels: bool
    possible_areas: bool
    style: str
    has_own_ids: bool
    table: KeptTable | None = None


@frozen(eq=False)
class KeptMap:
    """A map.

    Attributes:
        title: the planner's title, "" for the atlas's own.
        layers: from the bottom of the map to the top.
        of: what it was kept for, for instance the name of an exported file, or "".
        day: ISO date of the keeping, or "".
        include_internal: whether what is marked internal is in it.
    """

    title: str
    layers: tuple[KeptLayer, ...]
    of: str = ""
    day: str = ""
    include_internal: bool = False


def keep_map(
    state: MapState,
    builder: SceneBuilder,
    *,
    given: MapState | None = None,
    of: str = "",
    day: str = "",
    include_internal: bool = False,
    is_unwanted: Callable[[], bool] = lambda: False,
) -> KeptMap:
    """Return a map as it is kept; may be called in a thread, with a builder of its own.

    Args:
        state: the document.
        builder: knows the features of its layers.
        given: what of it is kept (`layers.leaving.Sender.state`); all of it if omitted.
        of: what it is kept for.
        day: ISO date.
        include_internal: whether what is marked internal is in ``given``.
        is_unwanted: asked between layers.

    Raises:
        NotWantedError: if ``is_unwanted`` says so.
    """
    kept = state if given is None else given
    layers = []
    for layer in kept:
        if is_unwanted():
            raise NotWantedError
        whole, table = builder.table(layer.id, state), builder.table(layer.id, kept)
        is_own = layer.group != "own" or state.layer(layer.id).source is None
        layers.append(_keep_layer(layer, table, builder, is_own and table.ids is whole.ids))
    return KeptMap(kept.title, tuple(layers), of, day, include_internal)


def _keep_layer(
    layer: Layer, table: FeatureTable, builder: SceneBuilder, has_own_ids: bool
) -> KeptLayer:
    return KeptLayer(
        id=layer.id,
        names={language: builder.layer_name(layer, language) for language in LANGUAGES},
        group=layer.group,
        visible=layer.visible,
        opacity=layer.opacity,
        labels=layer.labels,
        possible_areas=layer.possible_areas,
        style=json.dumps(write_style(layer.style), sort_keys=True),
        has_own_ids=has_own_ids,
        table=None if layer.group == "base" else keep_table(table),
    )


def keep_table(table: FeatureTable) -> KeptTable:
    """Return the records of a layer as they are kept."""
    columns = dict(_columns(table))
    return KeptTable(
        family=table.geometry.family,
        ids=table.ids,
        shapes=place_hashes(table.geometry),
        places=_places(table.geometry),
        names=_names(table, columns),
        hashes={name: _hashes(values) for name, values in columns.items()},
        titles=_titles(table, columns),
        values=columns if len(table) <= MOST_VALUES else {},
        as_of=_distinct(columns.get("as_of")),
        sources=_sources(columns.get("source")),
    )


def _columns(table: FeatureTable) -> Iterator[tuple[str, Values]]:
    """Yield the columns that people read, packed."""
    for name in table.columns:
        if name not in FOR_DRAWING | FOR_MACHINES:
            yield name, _packed(table, name)


def _packed(table: FeatureTable, name: str) -> Values:
    if not table.is_number(name):
        columns = table.columns
        arrow = columns.arrow(name) if isinstance(columns, ColumnReader) else None
        if arrow is not None and _is_text(arrow):
            return pack(arrow)
    values = table.columns[name]
    if values.dtype.kind in "iufb":
        return values.astype(np.float64) if values.dtype.kind != "i" else _whole(values)
    return pack(values if values.dtype == object else values.astype(str).astype(object))


def _is_text(arrow: object) -> bool:
    import pyarrow as pa

    kind = getattr(arrow, "type", None)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _whole(values: npt.NDArray[np.int64]) -> Values:
    """Return whole numbers as decimals where those hold them, else as they are written."""
    if len(values) and max(abs(int(values.min())), abs(int(values.max()))) >= 2**53:
        return pack(values.astype(str).astype(object))
    return values.astype(np.float64)


def _hashes(values: Values) -> Hashes:
    return values.hashes() if isinstance(values, PackedTexts) else number_hashes(values)


def _names(table: FeatureTable, columns: Mapping[str, Values]) -> dict[str, PackedTexts]:
    own = columns.get(name_column(table))
    nothing = PackedTexts(np.empty(0, np.uint8), np.zeros(len(table) + 1, np.int64))
    names = {}
    for language in LANGUAGES:
        found = columns.get(f"name_{language}", own)
        if isinstance(found, np.ndarray):
            found = pack(found.astype(str).astype(object))
        names[language] = nothing if found is None else found
    return names


def _titles(table: FeatureTable, columns: Mapping[str, Values]) -> dict[str, dict[str, str]]:
    titles: dict[str, dict[str, str]] = {name: {} for name in columns}
    known = set(table.columns)
    for language in LANGUAGES:
        told = dict(fact_columns(table, Texts(language)))
        described = {column.name: column.title.get(language, "") for column in table.described}
        for name in columns:
            base = pair_of(name, known)[0]
            titles[name][language] = told.get(base) or described.get(base) or base
    return titles


def _distinct(values: Values | None) -> tuple[str, ...]:
    if not isinstance(values, PackedTexts) or len(values) > MOST_VALUES:
        return ()
    return tuple(sorted({values[row] for row in range(len(values))} - {""}))


def _sources(values: Values | None) -> tuple[str, ...]:
    parts = (part.strip() for text in _distinct(values) for part in text.split(" | "))
    return tuple(dict.fromkeys(filter(None, parts)))


def _places(geometry: GeometryArray) -> Floats:
    """Return shape (n, 2): a place of each feature, degrees (EPSG:4326), NaN without one."""
    result = np.full((len(geometry), 2), np.nan)
    placed = np.flatnonzero(geometry.placed)
    if geometry.family is Family.POINT:
        result[placed] = geometry.coordinates[geometry.coordinate_starts[:-1][placed]]
    elif len(geometry) <= MOST_VALUES:
        inner = shapely.point_on_surface(geometry.take(placed).to_shapely())
        result[placed] = shapely.get_coordinates(inner)
    else:
        bounds = geometry.bounds()
        result = (bounds[:, :2] + bounds[:, 2:]) / 2
    return result
