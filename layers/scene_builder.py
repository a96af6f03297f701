"""From a document to a scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from geodata.basis import Basis
from geodata.builtin import BuiltinData
from geodata.geometry import Bools, Family, Floats, GeometryArray, Objects, from_points
from geodata.inner_points import inner_points
from geodata.projection import to_lonlat, to_map
from geodata.table import FeatureTable
from layers import builtin_map, official_map
from layers.backdrop import over_tiles
from layers.displacement import side_by_side
from layers.document import Layer, MapState, Placement
from layers.fitting import fitted_style
from layers.legend import legend_section
from layers.looks import LOOKS
from layers.period import Period, period_words
from layers.scene import Credit, LegendSection, Scene, SceneLayer
from layers.scene_symbols import symbols_for, wearing
from layers.style import PolygonSymbol, Proportional, Single, Style
from layers.texts import Texts
from layers.view import Bounds

if TYPE_CHECKING:
    from geodata.tile_store import TileStore
    from layers.changes.comparing import MapChanges
    from layers.dated_layers import DatedLayers

_Marked = tuple[tuple[object, ...], tuple[SceneLayer, ...], LegendSection]
_MOST_AT_ONCE = 20_000
_AREAS_AT_ONCE = 20_000
_HOME_LAYER, _LIMIT_LAYER = "departments", "land"


class SceneBuilder:
    """Makes scenes of documents; layers that did not change are not made again.

    A scene layer that stays the same from one scene to the next is the same object.

    Attributes:
        period: the period of time that is looked at: what is dated and not in it is left out of
            scenes, and their title says so; None for all time.
        changes: what is marked above all else as added, removed, moved or changed; None for
            nothing.
        backdrops: returns the tiles of a provider by its id, None if there are none.
    """

    def __init__(self, data: BuiltinData) -> None:
        self._data = data
        self.changes: MapChanges | None = None
        self._marked: _Marked | None = None
        self.backdrops: Callable[[str], TileStore | None] = lambda _: None
        self._made: dict[str, tuple[tuple[object, ...], tuple[SceneLayer, ...]]] = {}
        self._projected: dict[str, tuple[FeatureTable, GeometryArray]] = {}
        self._middles_of: dict[str, tuple[FeatureTable, FeatureTable]] = {}
        self._prepared: WeakKeyDictionary[GeometryArray, tuple[GeometryArray, Floats]] = (
            WeakKeyDictionary()
        )
        self.period: Period | None = None
        self._timed: dict[str, tuple[SceneLayer, Period, SceneLayer]] = {}
        self._sections: dict[str, tuple[tuple[object, ...], LegendSection | None]] = {}
        self._over: dict[str, tuple[SceneLayer, SceneLayer]] = {}
        self._moved: dict[str, tuple[SceneLayer, Floats, SceneLayer]] = {}

    @cached_property
    def dated(self) -> DatedLayers:
        """When the features of layers are; imported and made when a period is first asked for."""
        from layers.dated_layers import DatedLayers

        return DatedLayers()

    def follow_period(self, other: SceneBuilder) -> None:
        """Look at the same period as another builder, with the dates that it knows."""
        self.period = other.period
        if self.period is not None:
            self.dated = other.dated

    @property
    def limit(self) -> Bounds:
        """The extent beyond which there is no data, metres (EPSG:3857)."""
        return self._bounds(_LIMIT_LAYER)

    def prepare(self, table: FeatureTable) -> None:
        """Compute what takes long in making scene layers of a table; may be called in a thread."""
        geometry = _on_the_plane(table.geometry)
        self._prepared[table.geometry] = geometry, _label_points(table, geometry)

    def build(self, state: MapState, texts: Texts, theme: str = "light") -> Scene:
        """Return the scene of a document.

        Args:
            state: the document.
            texts: the language of names, legend and credits.
            theme: one of `layers.looks.LOOKS`.
        """
        with self._data.opened():
            layers = tuple(
                part
                for layer in state
                if layer.visible
                for part in self._scene_layers(layer, state, texts, theme)
            )
        layers = self._displaced(tuple(self._in_period(layer) for layer in layers))
        look = LOOKS[theme]
        backdrop = self.backdrops(state.online_map) if state.online_map else None
        if backdrop is not None:
            layers = tuple(map(self._over_tiles, layers))
        legend = self._legend(layers, texts)
        if self.changes is not None:
            layers, legend = self._with_marks(self.changes, layers, legend, texts, theme)
        return Scene(
            title=self._title(state, texts),
            language=texts.language,
            theme=theme,
            layers=layers,
            legend=legend,
            credits=(*_backdrop_credits(backdrop), *self._credits(layers, state, texts)),
            as_of=_as_of(layers),
            home=self._bounds(_HOME_LAYER),
            limit=self.limit,
            background=look.ground(builtin_map.SEA),
            paper=look.paper,
            ink=look.ink,
            backdrop=backdrop,
            variants=partial(self._variant, state, self.period, self.changes),
        )

    def _title(self, state: MapState, texts: Texts) -> str:
        """Return the title, which says so where only a period of time is shown."""
        title = state.title or texts.gettext("El Salvador: security programs")
        if self.period is None:
            return title
        return f"{title} · {period_words(self.period, texts)}"

    def _in_period(self, layer: SceneLayer) -> SceneLayer:
        """Return the layer without what is not in the period, the very one if all is."""
        period = self.period
        if period is None or layer.group == "base" or layer.id != layer.layer_id:
            return layer
        if len(layer.table) > _MOST_AT_ONCE and not self.dated.is_known(layer.id, layer.table):
            # Whoever asks for periods looks through large tables in a thread, and asks again.
            return layer
        kept = self._timed.get(layer.id)
        if kept is None or kept[0] is not layer or kept[1] != period:
            times = self.dated.find(layer.id, layer.table)
            hidden = None if times is None else times.hidden(period)
            timed = layer
            if hidden is not None and hidden.any():
                timed = replace(layer, symbol_of=np.where(hidden, -1, layer.symbol_of))
            kept = self._timed[layer.id] = (layer, period, timed)
        return kept[2]

    def _with_marks(
        self,
        changes: MapChanges,
        layers: tuple[SceneLayer, ...],
        legend: tuple[LegendSection, ...],
        texts: Texts,
        theme: str,
    ) -> tuple[tuple[SceneLayer, ...], tuple[LegendSection, ...]]:
        """Return layers and legend with the marks of what is different, which lie on top."""
        from layers.changes.marks import change_marks, mark_layers, marks_legend

        key = (changes, texts.language, theme)
        if self._marked is None or self._marked[0] != key:
            marks = change_marks(changes)
            made = mark_layers(changes, marks, texts, theme)
            self._marked = key, made, marks_legend(changes, marks, made, texts)
        _key, parts, section = self._marked
        return (*layers, *parts), (section, *legend)

    def hidden_rows(self, layer_id: str, table: FeatureTable) -> Bools | None:
        """Return shape (n,): which records the period leaves out, None if it leaves out none.

        It looks through large tables as well, which takes long the first time.

        Args:
            layer_id: the document's layer.
            table: its features, as `table` returns them.
        """
        if self.period is None:
            return None
        times = self.dated.find(layer_id, table)
        hidden = None if times is None else times.hidden(self.period)
        return hidden if hidden is not None and hidden.any() else None

    def _variant(
        self,
        state: MapState,
        period: Period | None,
        changes: MapChanges | None,
        language: str,
        theme: str,
    ) -> Scene:
        """Return the scene of ``state`` in another language or theme; the caches stay as they are.

        It may run in a thread while the builder is at work.
        """
        builder = SceneBuilder(self._data)
        builder.period, builder._projected = period, dict(self._projected)
        builder.changes = changes
        builder.backdrops = self.backdrops
        if period is not None:
            builder.dated = self.dated
        return builder.build(state, Texts(language), theme)

    def _displaced(self, layers: tuple[SceneLayer, ...]) -> tuple[SceneLayer, ...]:
        offsets = side_by_side(layers)
        return tuple(self._with_offsets(layer, offsets.get(layer.id)) for layer in layers)

    def _with_offsets(self, layer: SceneLayer, offsets: Floats | None) -> SceneLayer:
        """Return the layer with ``offsets``, the very one of before if nothing changed."""
        if offsets is None:
            return layer
        kept = self._moved.get(layer.id)
        if kept is None or kept[0] is not layer or not np.array_equal(kept[1], offsets):
            kept = (layer, offsets, replace(layer, offsets=offsets))
            self._moved[layer.id] = kept
        return kept[2]

    def _over_tiles(self, layer: SceneLayer) -> SceneLayer:
        """Return the layer as it looks over tiles, the very one of before if it did not change."""
        kept = self._over.get(layer.id)
        if kept is None or kept[0] is not layer:
            kept = self._over[layer.id] = (layer, over_tiles(layer))
        return kept[1]

    def table(self, layer_id: str, state: MapState) -> FeatureTable:
        """Return the features of a layer as the document holds them, placements applied.

        Raises:
            KeyError: if neither the document nor the built-in data has the layer.
        """
        own = state.tables.get(layer_id)
        if own is not None:
            return own
        official = state.boundaries.tables.get(layer_id) if state.boundaries else None
        table = self._data.table(layer_id) if official is None else official
        placed = {key[1]: place for key, place in state.placements.items() if key[0] == layer_id}
        return _with_placements(table, placed) if placed else table

    def layer_name(self, layer: Layer, language: str) -> str:
        """Return a layer's name in a language."""
        return layer.name or self._data.layer(layer.id).name[language]

    def _scene_layers(
        self, layer: Layer, state: MapState, texts: Texts, theme: str
    ) -> tuple[SceneLayer, ...]:
        placements = tuple(
            (key, place) for key, place in state.placements.items() if key[0] == layer.id
        )
        own = state.tables.get(layer.id)
        key = (layer, own, placements, state.boundaries, texts.language, theme)
        made = self._made.get(layer.id)
        if made is None or made[0] != key:
            parts = tuple(self._make(layer, state, texts))
            parts = tuple(wearing(LOOKS[theme], part) for part in parts)
            made = (key, parts)
            self._made[layer.id] = made
        return made[1]

    def _make(self, layer: Layer, state: MapState, texts: Texts) -> list[SceneLayer]:
        table = self.table(layer.id, state)
        style = self._style(layer, table, state)
        parts = [self._resolve(layer, layer.id, table, _without_sizes(style, table), texts)]
        lines = builtin_map.LINES_OF.get(layer.id)
        if lines is not None and state.boundaries is None:
            part = self._resolve(
                layer,
                f"{layer.id}/lines",
                self._data.table(lines),
                builtin_map.default_styles()[lines],
                texts,
            )
            parts.append(replace(part, interactive=False))
        if isinstance(style.renderer, Proportional) and table.geometry.family is Family.POLYGON:
            middles = self._middles(layer.id, table)
            part = self._resolve(layer, f"{layer.id}/sizes", middles, style, texts)
            parts.append(replace(part, label_style=None, interactive=False))
        areas = builtin_map.POSSIBLE_AREAS_OF.get(layer.id)
        if areas is not None and layer.possible_areas:
            table = self.table(areas, state)
            style = builtin_map.possible_area_style(table.geometry.family)
            part = self._resolve(layer, f"{layer.id}/possible", table, style, texts)
            parts.insert(0, part)
        if layer.id == "pbs-sites" and state.boundaries is not None:
            table = state.boundaries.tables[official_map.PBS_AREAS]
            style = official_map.pbs_area_style()
            part = self._resolve(layer, f"{layer.id}/areas", table, style, texts)
            parts.insert(0, replace(part, interactive=False))
        return parts

    @staticmethod
    def _style(layer: Layer, table: FeatureTable, state: MapState) -> Style:
        """Return the layer's style, or that of official areas while it is the built-in one.

        What was made for areas is drawn at their seats while there are no areas, and the other way
        round.
        """
        official = state.boundaries is not None and layer.id in state.boundaries.tables
        if official and layer.style == builtin_map.default_styles()[layer.id]:
            return official_map.official_style(layer.id)
        return fitted_style(layer.style, table.geometry.family)

    def _resolve(
        self, layer: Layer, part_id: str, table: FeatureTable, style: Style, texts: Texts
    ) -> SceneLayer:
        geometry = self._project(part_id, table)
        symbols, names, symbol_of, measure = symbols_for(style.renderer, layer.group, table, texts)
        label = style.label if layer.labels else None
        return SceneLayer(
            id=part_id,
            layer_id=layer.id,
            name=self.layer_name(layer, texts.language),
            group=layer.group,
            opacity=layer.opacity,
            table=table,
            geometry=geometry,
            symbols=symbols,
            symbol_names=names,
            symbol_of=symbol_of,
            label_style=label,
            labels=_labels(table, label.field if label else None, texts.language),
            label_points=self._label_points(table, geometry),
            min_scale=style.min_scale,
            max_scale=style.max_scale,
            interactive=layer.group != "base" or layer.id == "towns",
            measure=measure,
        )

    def _middles(self, layer_id: str, table: FeatureTable) -> FeatureTable:
        """Return areas as the points that their names and symbols stand at."""
        kept = self._middles_of.get(layer_id)
        if kept is None or kept[0] is not table:
            # Names and symbols share the middle, which lies inside even where the area is bent.
            inner = _label_points(table, _on_the_plane(table.geometry))
            geometry = from_points(to_lonlat(inner), table.geometry.placed)
            kept = (table, replace(table, geometry=geometry))
            self._middles_of[layer_id] = kept
        return kept[1]

    def _project(self, part_id: str, table: FeatureTable) -> GeometryArray:
        kept = self._projected.get(part_id)
        if kept is None or kept[0] is not table:
            prepared = self._prepared.get(table.geometry)
            kept = (table, prepared[0] if prepared else _on_the_plane(table.geometry))
            self._projected[part_id] = kept
        return kept[1]

    def _label_points(self, table: FeatureTable, geometry: GeometryArray) -> Floats:
        prepared = self._prepared.get(table.geometry)
        return prepared[1] if prepared else _label_points(table, geometry)

    def _bounds(self, layer_id: str) -> Bounds:
        bounds = self._project(layer_id, self._data.table(layer_id)).total_bounds()
        if bounds is None:
            raise ValueError(f"the built-in layer {layer_id} is empty")
        return bounds

    def _legend(self, layers: tuple[SceneLayer, ...], texts: Texts) -> tuple[LegendSection, ...]:
        sections = []
        for layer in reversed(layers):
            if layer.id != layer.layer_id:
                continue
            parts = [part for part in layers if part.layer_id == layer.id and part is not layer]
            section = self._section(layer, parts, texts)
            if section is not None:
                sections.append(section)
        # What is measured is what the map is about; it comes before what stands on it.
        return tuple(sorted(sections, key=lambda section: not section.measure))

    def _section(
        self, layer: SceneLayer, parts: list[SceneLayer], texts: Texts
    ) -> LegendSection | None:
        """Return what the legend says of a layer; looked up anew only if the layer changed."""
        key = (layer, *parts, texts.language)
        kept = self._sections.get(layer.id)
        if kept is None or kept[0] != key:
            kept = (key, legend_section(layer, parts, texts))
            self._sections[layer.id] = kept
        return kept[1]

    def _credits(
        self, layers: tuple[SceneLayer, ...], state: MapState, texts: Texts
    ) -> tuple[Credit, ...]:
        credits_: dict[str, Credit] = {}
        for layer in layers:
            if not layer.drawn_count or layer.group == "own":
                continue
            credit = official_map.official_credit(layer.table, state.boundaries, texts)
            if credit is None and layer.id == layer.layer_id:
                info, language = self._data.layer(layer.layer_id), texts.language
                citation = info.citation[language]
                credit = Credit(info.credit[language], citation, info.licence, info.url)
            if credit is not None:
                credits_.setdefault(credit.short, credit)
        return tuple(credits_.values())


def _backdrop_credits(backdrop: TileStore | None) -> tuple[Credit, ...]:
    if backdrop is None:
        return ()
    source = backdrop.source
    return (Credit(source.attribution or source.name, source.attribution, "", ""),)


def _without_sizes(style: Style, table: FeatureTable) -> Style:
    """Return the look of areas without the symbols that stand on them."""
    renderer = style.renderer
    if not isinstance(renderer, Proportional) or table.geometry.family is not Family.POLYGON:
        return style
    return replace(style, renderer=Single(renderer.base or PolygonSymbol(None)))


def _labels(table: FeatureTable, field: str | None, language: str) -> Objects:
    nothing: Objects = np.full(len(table), None, dtype=object)
    if field is None:
        return nothing
    column = f"name_{language}" if field == "name" and "name" not in table.columns else field
    values = table.columns.get(column)
    if values is None:
        return nothing
    if values.dtype != object:
        return values.astype(str).astype(object)
    return values


def _on_the_plane(geometry: GeometryArray) -> GeometryArray:
    """Return geometry in degrees (EPSG:4326) in metres (EPSG:3857)."""
    return geometry.with_coordinates(to_map(geometry.coordinates))


def _label_points(table: FeatureTable, geometry: GeometryArray) -> Floats:
    """Return shape (n, 2): where names belong, in metres (EPSG:3857)."""
    if {"label_lon", "label_lat"} <= table.columns.keys():
        points = np.column_stack([table.columns["label_lon"], table.columns["label_lat"]])
        return to_map(points.astype(np.float64))
    placed = geometry.placed
    if geometry.family is Family.POINT and len(geometry.coordinates) == len(table) == placed.sum():
        # A place for each: what a million of them cost to copy would be felt.
        return geometry.coordinates
    result = np.full((len(table), 2), np.nan)
    if geometry.family is Family.POINT:
        result[placed] = geometry.coordinates[geometry.coordinate_starts[:-1][placed]]
    elif geometry.family is Family.POLYGON:
        # A part at a time: what is worked out on the way takes several times the memory.
        for start in range(0, len(table), _AREAS_AT_ONCE):
            some = np.arange(start, min(start + _AREAS_AT_ONCE, len(table)))
            result[some] = inner_points(geometry.take(some))
    return result


def _with_placements(table: FeatureTable, placed: dict[str, Placement]) -> FeatureTable:
    """Return a register with the planner's places, their basis "user" with the date."""
    coordinates = np.full((len(table), 2), np.nan)
    present = table.geometry.placed.copy()
    coordinates[present] = table.geometry.coordinates
    columns: dict[str, Any] = dict(table.columns)
    columns["position_basis"] = table.columns["position_basis"].copy()
    for name in ("position_note_en", "position_note_es"):
        columns[name] = table.columns[name].copy()
    for feature_id, place in placed.items():
        if not table.has(feature_id):
            # Placed in a project of another version of the atlas, which had this record.
            continue
        row = table.row_of(feature_id)
        coordinates[row] = place.longitude, place.latitude
        present[row] = True
        columns["position_basis"][row] = Basis.USER.value
        columns["position_note_en"][row] = f"placed by the user on {place.placed_on}"
        columns["position_note_es"][row] = f"ubicado por el usuario el {place.placed_on}"
    return replace(table, geometry=from_points(coordinates, present), columns=columns)


def _as_of(layers: tuple[SceneLayer, ...]) -> str:
    """Return the first and last year that the shown program facts are from, or ""."""
    years: set[str] = set()
    for layer in layers:
        if layer.group == "programs" and "as_of" in layer.table.columns:
            for value in layer.table.columns["as_of"]:
                years.update(
                    part
                    for part in str(value or "").split("-")
                    if len(part) == 4 and part.isdigit()
                )
    if not years:
        return ""
    first, last = min(years), max(years)
    return first if first == last else f"{first}-{last}"
