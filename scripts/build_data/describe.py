"""Reads ``layers.toml``: what the GeoPackage says of its layers and columns."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PATH = Path(__file__).with_name("layers.toml")
_LANGUAGES = ("en", "es")

LAYER_COLUMNS = {
    "id": "TEXT NOT NULL UNIQUE",
    "table_name": "TEXT NOT NULL",
    "name_en": "TEXT NOT NULL",
    "name_es": "TEXT NOT NULL",
    "layer_group": "TEXT NOT NULL",
    "draw_order": "INTEGER NOT NULL",
    "family": "TEXT NOT NULL",
    "licence": "TEXT NOT NULL",
    "credit_en": "TEXT NOT NULL",
    "credit_es": "TEXT NOT NULL",
    "citation_en": "TEXT NOT NULL",
    "citation_es": "TEXT NOT NULL",
    "url": "TEXT",
    "about_en": "TEXT",
    "about_es": "TEXT",
    "visible": "INTEGER NOT NULL",
    "listed": "INTEGER NOT NULL",
}
COLUMN_COLUMNS = {
    "layer_id": "TEXT NOT NULL",
    "column_name": "TEXT NOT NULL",
    "title_en": "TEXT NOT NULL",
    "title_es": "TEXT NOT NULL",
    "unit_en": "TEXT",
    "unit_es": "TEXT",
    "description_en": "TEXT",
    "description_es": "TEXT",
    "source": "TEXT",
    "remark_en": "TEXT",
    "remark_es": "TEXT",
    "position": "INTEGER NOT NULL",
}


@dataclass(frozen=True, slots=True)
class Description:
    """All that is said of the layers.

    Attributes:
        layers: rows of ``atlas_layers`` in drawing order.
        columns: rows of ``atlas_columns``.
        types: layer id to column name to SQL type, in order.
    """

    layers: list[dict[str, Any]]
    columns: list[dict[str, Any]]
    types: dict[str, dict[str, str]]


def read(path: Path = _PATH) -> Description:
    """Read the description of the layers."""
    with path.open("rb") as file:
        document = tomllib.load(file)
    common = document["common"]
    described = Description([], [], {})
    for order, layer in enumerate(document["layer"], 1):
        described.layers.append(_layer_row(layer, order * 10))
        columns = [*common["first"], *layer["columns"], *common["last"]]
        described.types[layer["id"]] = {column["name"]: _sql_type(column) for column in columns}
        described.columns.extend(
            _column_row(layer["id"], column, position) for position, column in enumerate(columns, 1)
        )
    return described


def _layer_row(layer: dict[str, Any], draw_order: int) -> dict[str, Any]:
    row = {key: layer[key] for key in ("id", "family", "licence")}
    row |= {
        "table_name": layer["id"].replace("-", "_"),
        "layer_group": layer["group"],
        "draw_order": draw_order,
        "url": layer["url"] or None,
        "visible": int(layer["visible"]),
        "listed": int(layer["listed"]),
    }
    for key in ("name", "credit", "citation", "about"):
        row |= _pair(layer, key)
    return row


def _column_row(layer_id: str, column: dict[str, Any], position: int) -> dict[str, Any]:
    row = {
        "layer_id": layer_id,
        "column_name": column["name"],
        "source": column.get("source"),
        "position": position,
    }
    for key in ("title", "unit", "description", "remark"):
        row |= _pair(column, key)
    return row


def _pair(record: dict[str, Any], key: str) -> dict[str, str | None]:
    return {f"{key}_{language}": record.get(key, {}).get(language) for language in _LANGUAGES}


def _sql_type(column: dict[str, Any]) -> str:
    needed = {"id": " NOT NULL UNIQUE", "basis": " NOT NULL", "position_basis": " NOT NULL"}
    return str(column["type"]) + needed.get(column["name"], "")
