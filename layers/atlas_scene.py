"""What an atlas draws: one area as it is, its neighbours faded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from geodata.geometry import Bools, Family, GeometryArray, Objects, from_shapely
from geodata.table import FeatureTable
from layers.atlas_members import DELEGATIONS, DEPARTMENTS
from layers.atlas_pages import AtlasPage
from layers.document import MapState
from layers.legend import legend_section
from layers.scene import LegendSection, Scene, SceneLayer
from layers.style import PolygonSymbol, Stroke
from layers.texts import Texts
from layers.view import Bounds

OUTSIDE = "outside"
"""Ends the id of a scene layer with what lies outside the area."""

_VEIL, _OUTLINE, _NAMES = "atlas/veil", "atlas/outline", "atlas/names"
# How much of what lies outside the area is still seen.
_VEIL_OPACITY, _SYMBOL_OPACITY, _NAME_FADING = 0.58, 0.38, 0.3
_OUTLINE_WIDTH = 2.2
_AROUND = 0.3
_ACTION = {"light": "#0b4f79", "dark": "#7fb8dd", "contrast": "#00304d"}


def atlas_state(state: MapState, layer_id: str) -> MapState:
    """Return the document with the atlas's areas shown and named, others of their kind hidden."""
    layers = []
    for layer in state:
        if layer.id == layer_id:
            layers.append(replace(layer, visible=True, labels=True))
        elif layer.id in (DELEGATIONS, DEPARTMENTS):
            layers.append(replace(layer, visible=False))
        else:
            layers.append(layer)
    return replace(state, layers=tuple(layers))


def unit_scene(
    scene: Scene, layer_id: str, page: AtlasPage, texts: Texts, extent: Bounds | None = None
) -> Scene:
    """Return what the map of an atlas's page shows.

    Args:
        scene: everything, of the document of `atlas_state`.
        layer_id: the layer of the areas.
        page: the area.
        texts: the language of the legend.
        extent: what the map shows, metres (EPSG:3857), so that the legend explains that and no
            more; the area and what is around it if omitted.
    """
    units = scene.layer(layer_id)
    shape = units.geometry.to_shapely()[page.row]
    members = {program.layer_id: program.rows for program in page.programs}
    below: list[SceneLayer] = []
    above: list[SceneLayer] = []
    for layer in scene.layers:
        if layer.family is Family.POINT:
            inside = _inside(layer, shape, members.get(layer.layer_id))
            above += _split(layer, inside)
        elif layer.id == layer_id:
            below.append(_named(layer, page.row))
        else:
            below.append(layer)
    around = shapely.box(*(extent or _widened(page.extent)))
    layers = (
        *below,
        _veil(scene, shape),
        _outline(scene, shape),
        _neighbour_names(units, page.row, scene),
        *above,
    )
    legend = tuple(_legend(scene, members, around, texts))
    return replace(scene, title=page.title, layers=layers, legend=legend)


def _inside(layer: SceneLayer, shape: Any, members: tuple[int, ...] | None) -> Bools:
    """Return shape (n,): which points belong to the area."""
    inside: Bools = np.zeros(len(layer.geometry), dtype=np.bool_)
    if members is not None or layer.group == "programs":
        inside[list(members or ())] = True
        return inside
    placed = layer.geometry.placed
    points = layer.geometry.coordinates[layer.geometry.coordinate_starts[:-1][placed]]
    inside[placed] = shapely.contains_xy(shape, points[:, 0], points[:, 1])
    return inside


def _split(layer: SceneLayer, inside: Bools) -> Iterator[SceneLayer]:
    """Yield what lies outside, faded and nameless, and what lies inside."""
    yield replace(
        layer,
        id=f"{layer.id}/{OUTSIDE}",
        symbol_of=np.where(inside, -1, layer.symbol_of),
        opacity=layer.opacity * _SYMBOL_OPACITY,
        label_style=None,
        interactive=False,
    )
    yield replace(
        layer,
        symbol_of=np.where(inside, layer.symbol_of, -1),
        labels=_only(layer.labels, inside),
    )


def _only(labels: Objects, kept: Bools) -> Objects:
    result = labels.astype(object).copy()
    result[~kept] = None
    return result


def _named(units: SceneLayer, row: int) -> SceneLayer:
    """Return the areas with the name of one alone."""
    kept = np.arange(len(units.geometry)) == row
    return replace(units, labels=_only(units.labels, kept))


def _neighbour_names(units: SceneLayer, row: int, scene: Scene) -> SceneLayer:
    """Return the names of all areas but one, paler."""
    style = units.label_style
    if style is not None:
        style = replace(style, color=_mixed(style.color, scene.paper, _NAME_FADING))
    return replace(
        units,
        id=_NAMES,
        symbols=(PolygonSymbol(None),),
        symbol_names=("",),
        symbol_of=np.zeros(len(units.geometry), dtype=np.int64),
        labels=_only(units.labels, np.arange(len(units.geometry)) != row),
        label_style=style,
        interactive=False,
    )


def _veil(scene: Scene, shape: Any) -> SceneLayer:
    whole = shapely.difference(shapely.box(*scene.limit), shape)
    return _area(_VEIL, whole, PolygonSymbol(scene.paper, opacity=_VEIL_OPACITY))


def _outline(scene: Scene, shape: Any) -> SceneLayer:
    stroke = Stroke(_ACTION[scene.theme], _OUTLINE_WIDTH)
    return _area(_OUTLINE, shape, PolygonSymbol(None, stroke))


def _area(layer_id: str, shape: Any, symbol: PolygonSymbol) -> SceneLayer:
    """Return a layer of one area that belongs to the page, not to the map."""
    shapes: Objects = np.array([shape], dtype=object)
    geometry: GeometryArray = from_shapely(shapes, Family.POLYGON)
    ids: Objects = np.array([layer_id], dtype=object)
    nothing: Objects = np.full(1, None, dtype=object)
    return SceneLayer(
        id=layer_id,
        layer_id=layer_id,
        name="",
        group="base",
        opacity=1.0,
        table=FeatureTable(layer_id, ids, geometry, {}),
        geometry=geometry,
        symbols=(symbol,),
        symbol_names=("",),
        symbol_of=np.zeros(1, dtype=np.int64),
        label_style=None,
        labels=nothing,
        label_points=np.full((1, 2), np.nan),
        interactive=False,
    )


def _legend(
    scene: Scene, members: dict[str, tuple[int, ...]], around: Any, texts: Texts
) -> Iterator[LegendSection]:
    """Yield what the legend says of what is in or near the area, programs aside.

    What the programs look like stands beside their counts.
    """
    for section in scene.legend:
        if section.layer_id in members:
            continue
        parts = [layer for layer in scene.layers if layer.layer_id == section.layer_id]
        if not parts or parts[0].group == "programs":
            continue
        whole = next(layer for layer in parts if layer.id == section.layer_id)
        near = [_near(layer, around) for layer in parts if layer is not whole]
        found = legend_section(_near(whole, around), near, texts)
        if found is not None and found.entries:
            yield replace(found, note="")


def _near(layer: SceneLayer, around: Any) -> SceneLayer:
    """Return the layer with nothing drawn but what reaches into an area."""
    shapely.prepare(around)
    meets = shapely.intersects(around, layer.geometry.to_shapely())
    return replace(layer, symbol_of=np.where(meets, layer.symbol_of, -1))


def _widened(extent: Bounds) -> Bounds:
    min_x, min_y, max_x, max_y = extent
    more = max(max_x - min_x, max_y - min_y) * _AROUND
    return min_x - more, min_y - more, max_x + more, max_y + more


def _mixed(one: str, other: str, share: float) -> str:
    """Return a colour between two, ``#rrggbb``."""
    parts = [
        round(int(one[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share)
        for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)
