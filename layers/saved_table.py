"""A layer's features as they leave the atlas: with every attribute, and where they are from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from geodata.builtin import BuiltinData
from geodata.geometry import Bools
from geodata.table import FeatureTable
from layers.document import MapState
from layers.official_map import official_credit
from layers.scene import Credit
from layers.scene_builder import SceneBuilder
from layers.texts import Texts


def saved_table(
    builder: SceneBuilder, data: BuiltinData, state: MapState, layer_id: str, texts: Texts
) -> FeatureTable:
    """Return the features of a layer as they are saved as data.

    Those of the atlas's own layers get columns with the licence of their geometry and the source
    to name; who passes the file on must know them.

    Args:
        builder: knows the layer's features, placements applied.
        data: the built-in data.
        state: the document.
        layer_id: the layer.
        texts: the language of the columns that are added.

    Raises:
        KeyError: if the map has no such layer.
    """
    table = builder.table(layer_id, state)
    if state.layer(layer_id).group == "own":
        return table
    info = data.layer(layer_id)
    credit = official_credit(table, state.boundaries, texts) or Credit(
        info.credit[texts.language],
        info.citation[texts.language],
        texts.gettext(info.licence),
        info.url,
    )
    added = {
        "licence": credit.licence,
        "credit": credit.short,
        "citation": credit.citation,
        "source_url": credit.url,
    }
    return replace(table, columns={**table.columns, **_repeated(added, len(table))})


def _repeated(values: dict[str, str], count: int) -> dict[str, Any]:
    return {name: np.full(count, value, dtype=object) for name, value in values.items()}


def only_rows(table: FeatureTable, rows: Bools) -> FeatureTable:
    """Return a table with some of its features.

    Args:
        table: the table.
        rows: shape (n,), which features.
    """
    if rows.all():
        return table
    columns = {name: table.columns[name][rows] for name in table.columns}
    geometry = table.geometry.take(np.flatnonzero(rows))
    return replace(table, ids=table.ids[rows], geometry=geometry, columns=columns)
