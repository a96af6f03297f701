"""What an export is made of, told so that it can be compared later: its manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from geodata.frozen import frozen
from geodata.geometry import Ints, Objects
from layers.scene import Scene, SceneLayer

_PER_METRE = 1000  # places count as the same within a millimetre
_BLOCK = 10_000  # features whose names are hashed at a time


@frozen
class ManifestLayer:
    """One layer of an export.

    Attributes:
        id: the scene layer's id.
        name: its name.
        features: how many of its records are drawn.
        records: how many it has.
        sha256: of its records: their ids, places, looks and names on the map.
    """

    id: str
    name: str
    features: int
    records: int
    sha256: str


@frozen
class Manifest:
    """What an export is made of. It has no dates of making: the same map gives the same one.

    Attributes:
        program: the program's name and version.
        title: the title of the map, or of the whole that it is a part of.
        language: language code of the export.
        as_of: the years the program facts are from, or "".
        layers: from the bottom to the top.
        sources: whom the map credits.
        pages: how many pages, slides or steps it has.
    """

    program: str
    title: str
    language: str
    as_of: str
    layers: tuple[ManifestLayer, ...]
    sources: tuple[str, ...]
    pages: int = 1

    def as_data(self) -> dict[str, Any]:
        """Return what JSON can write of it, with the SHA-256 of all the rest as ``content``."""
        data = asdict(self)
        text = json.dumps(data, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return {**data, "content": hashlib.sha256(text.encode("ascii")).hexdigest()}


def manifest_of(
    scenes: Scene | Iterable[Scene], program: str, title: str | None = None, pages: int = 1
) -> Manifest:
    """Return the manifest of an export.

    Args:
        scenes: the scene, or the scenes, that it was made from; at least one.
        program: the program's name and version.
        title: the title of the whole; that of the first scene if omitted.
        pages: how many pages, slides or steps it has.
    """
    all_scenes = [scenes] if isinstance(scenes, Scene) else list(scenes)
    first = all_scenes[0]
    # A layer that is the same on several pages is told once.
    layers = {id(layer): layer for scene in all_scenes for layer in scene.layers}
    told = dict.fromkeys(_layer(layer) for layer in layers.values())
    return Manifest(
        program=program,
        title=first.title if title is None else title,
        language=first.language,
        as_of=first.as_of,
        layers=tuple(told),
        sources=tuple(
            dict.fromkeys(
                name for scene in all_scenes for credit in scene.credits for name in credit.names
            )
        ),
        pages=pages,
    )


def _layer(layer: SceneLayer) -> ManifestLayer:
    digest = hashlib.sha256()
    for piece in _canonical(layer):
        digest.update(piece)
    return ManifestLayer(
        layer.id, layer.name, layer.drawn_count, len(layer.table), digest.hexdigest()
    )


def _canonical(layer: SceneLayer) -> Iterator[bytes]:
    """Yield the bytes that are the same on every machine for the same records."""
    geometry = layer.geometry
    yield geometry.family.value.encode("ascii")
    places = np.round(geometry.coordinates * _PER_METRE)
    yield np.ascontiguousarray(places, dtype="<i8").tobytes()
    for numbers in (geometry.part_starts, geometry.feature_starts, layer.symbol_of):
        yield np.ascontiguousarray(numbers, dtype="<i8").tobytes()
    yield repr(layer.symbols).encode("utf-8", "backslashreplace")
    ids = layer.table.ids
    if ids.dtype == object:
        yield from _texts(ids)
    else:
        yield np.ascontiguousarray(ids, dtype="<i8").tobytes()
    if layer.label_style is not None:
        yield from _texts(layer.labels)


def _texts(values: Objects | Ints) -> Iterator[bytes]:
    for first in range(0, len(values), _BLOCK):
        # JSON tells where each ends, and nothing from an empty text.
        texts = [None if value is None else str(value) for value in values[first : first + _BLOCK]]
        yield json.dumps(texts).encode("ascii")
