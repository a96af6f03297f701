"""Maps whose every name, key and value is a hostile text."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from geodata.builtin import BuiltinData, default_path
from geodata.geometry import from_points
from geodata.table import FeatureTable
from layers.document import Layer, MapState
from layers.style import LabelStyle, PointSymbol, Single, Style

# Values of these columns decide how a feature looks; they are not shown.
_NOT_SHOWN = {"id", "look", "fid", "geom", "basis", "position_basis", "program", "tint", "phase"}
_FACT_COLUMNS = (
    *("basis", "basis_note_en", "basis_note_es", "position_basis", "position_note_en"),
    *("position_note_es", "source", "as_of", "program"),
)


def own_table(layer_id: str, text: str) -> FeatureTable:
    """Return a table of two features, one of them without a place, with ``text`` all over."""
    values = {"name": text, text: text, f"{text} 2": text}
    values |= dict.fromkeys(_FACT_COLUMNS, text)
    return FeatureTable(
        layer_id,
        np.array([text, f"{text} 2"], dtype=object),
        from_points(np.array([[-88.9, 13.75], [0.0, 0.0]]), np.array([True, False])),
        {key: np.array([value, value], dtype=object) for key, value in values.items()},
    )


def own_layers(texts: dict[str, str], title: str, below: tuple[Layer, ...] = ()) -> MapState:
    """Return a map with a layer of the planner's own for each text, above the layers ``below``."""
    label = LabelStyle(field="name", size=10)
    style = Style(Single(PointSymbol("star", "#a33c14", 18)), label)
    layers, tables = [], {}
    for number, text in enumerate(texts.values()):
        layer_id = f"{number} {text}"
        words = (("en", text), ("es", text))
        looks = replace(style, renderer=Single(style.renderer.symbol, words))
        layers.append(Layer(layer_id, "own", looks, name=text))
        tables[layer_id] = own_table(layer_id, text)
    return MapState((*below, *layers), title=title, tables=tables)


def altered_data(path: Path, text: str) -> BuiltinData:
    """Return the built-in data with ``text`` in every text that is shown, but for the ids."""
    shutil.copy(default_path(), path)
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT table_name FROM atlas_layers").fetchall()
        for (table,) in [*tables, ("atlas_layers",), ("atlas_columns",)]:
            _alter(connection, table, text)
        connection.commit()
    return BuiltinData(path)


def _alter(connection: sqlite3.Connection, table: str, text: str) -> None:
    kept = {"table_name", "layer_group", "family", "layer_id", "column_name"} | _NOT_SHOWN
    for _, name, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
        if kind.upper().startswith("TEXT") and name not in kept:
            connection.execute(f'UPDATE "{table}" SET "{name}" = ?', (text,))
