"""The atlas as it may leave: its facts and its maps are both of what the marks let out.

An atlas tells more than a map draws: the names of records, also of layers that are hidden, and
numbers of the departments. So what may not leave is taken out of the document first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from geodata.frozen import frozen
from layers.atlas_members import DELEGATIONS, DEPARTMENTS
from layers.atlas_pages import Atlas, AtlasError, build_atlas, counted_layers
from layers.atlas_scene import atlas_state
from layers.coarse_places import POSITION_TEXTS
from layers.document import Layer, MapState
from layers.leaving import Leaving, LeavingLayer, Sender
from layers.scene import Scene
from layers.scene_builder import SceneBuilder
from layers.sharing import Positions
from layers.texts import Texts


@frozen
class LeavingAtlas:
    """An atlas that may leave.

    Attributes:
        atlas: its pages as data.
        scene: what its maps are made of.
        leaving: all that it holds, layers among it that are told of and not drawn.
    """

    atlas: Atlas
    scene: Scene
    leaving: Leaving


def leaving_atlas(
    state: MapState,
    builder: SceneBuilder,
    layer_id: str,
    texts: Texts,
    theme: str,
    *,
    include_internal: bool,
) -> LeavingAtlas:
    """Return what may leave of the atlas of a layer.

    Args:
        state: the document.
        builder: makes its scenes.
        layer_id: the layer whose features get a page each.
        texts: the atlas's language.
        theme: one of `layers.looks.LOOKS`.
        include_internal: whether what is internal leaves too; somebody was asked.

    Raises:
        AtlasError: if the layer may not leave, has no areas, or too many.
    """
    sender = Sender(builder)
    whole = atlas_state(state, layer_id)
    given = sender.state(whole, include_internal=include_internal)
    if not given.has(layer_id):
        message = texts.gettext(
            "“{name}” is marked so that it may not leave; choose other areas, or another mark"
        )
        name = builder.layer_name(state.layer(layer_id), texts.language)
        raise AtlasError(message.format(name=name))
    atlas = build_atlas(given, builder, layer_id, texts)
    told = _all_told(whole, layer_id)
    listed = sender.scene(told, texts, theme, include_internal=include_internal)
    leaving = sender.leaving(told, listed, texts)
    leaving = replace(leaving, layers=tuple(_told_counts(leaving, atlas)))
    scene = sender.scene(whole, texts, theme, include_internal=include_internal)
    notes = (*atlas.notes, *_coarse(told, leaving, texts))
    return LeavingAtlas(replace(atlas, notes=notes), scene, leaving)


def _all_told(state: MapState, layer_id: str) -> MapState:
    """Return the document with all layers shown of which an atlas tells something."""
    ids = {layer.id for layer in counted_layers(state, layer_id)}
    if layer_id == DELEGATIONS:
        # Their pages show the numbers of departments.
        ids.add(DEPARTMENTS)

    def shown(layer: Layer) -> Layer:
        return replace(layer, visible=True) if layer.id in ids else layer

    return replace(state, layers=tuple(map(shown, state)))


def _told_counts(leaving: Leaving, atlas: Atlas) -> Iterator[LeavingLayer]:
    """Yield the layers with how many records the pages tell of, placed or not."""
    counts = Counter[str]()
    for page in atlas.pages:
        counts.update({program.layer_id: program.count for program in page.programs})
    for layer in leaving.layers:
        yield replace(layer, drawn=max(layer.drawn, counts[layer.layer_id]))


def _coarse(state: MapState, leaving: Leaving, texts: Texts) -> Iterator[str]:
    """Yield what was done to the places of layers, which no page's legend says."""
    for layer in leaving.layers:
        if state.layer(layer.layer_id).sharing.positions is not Positions.EXACT:
            yield f"{layer.name}: {texts.gettext(POSITION_TEXTS[layer.positions])}."
