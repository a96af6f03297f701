"""Keeps areas built from an official file for later starts, in one SQLite file."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geodata.geometry import Family, from_wkb
from geodata.municipality_match import Match, MatchedBy, MatchReport, Other, OtherKind
from geodata.official_areas import SOURCE_TABLE, OfficialAreas
from geodata.table import FeatureTable

_VERSION = 1
_REPLACED = ("position_basis", "position_note_en", "position_note_es")


class OfficialStoreError(Exception):
    """The kept areas cannot be read; the message names the file and says what to do."""


def save_areas(areas: OfficialAreas, path: Path) -> None:
    """Write areas to ``path`` in one step; its folder is made.

    Raises:
        OSError: if it cannot be written.
        sqlite3.Error: as well.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(new)) as connection, connection:
            connection.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT)")
            connection.executemany(
                "INSERT INTO about VALUES (?, ?)",
                [
                    ("version", str(_VERSION)),
                    ("file_name", areas.file_name),
                    ("report", json.dumps(asdict(areas.report))),
                ],
            )
            connection.execute(
                "CREATE TABLE areas (layer_id TEXT, feature_id TEXT, wkb BLOB, position_basis TEXT,"
                " position_note_en TEXT, position_note_es TEXT)"
            )
            for layer_id, table in areas.tables.items():
                connection.executemany(
                    "INSERT INTO areas VALUES (?, ?, ?, ?, ?, ?)", _rows(layer_id, table)
                )
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _rows(layer_id: str, table: FeatureTable) -> list[tuple[Any, ...]]:
    blobs = shapely.to_wkb(table.geometry.to_shapely())
    return [
        (layer_id, str(table.ids[row]), blobs[row], *(table.value(row, name) for name in _REPLACED))
        for row in range(len(table))
    ]


def load_areas(path: Path, builtin: Mapping[str, FeatureTable]) -> OfficialAreas | None:
    """Return the areas kept at ``path``, None if there are none.

    Args:
        path: where `save_areas` wrote them.
        builtin: the built-in tables the areas belong to, by layer id.

    Raises:
        OfficialStoreError: if the file is damaged or of another version.
    """
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            about = dict(connection.execute("SELECT key, value FROM about"))
            if about.get("version") != str(_VERSION):
                raise OfficialStoreError(
                    f"{path}: of another version; open the official file again"
                )
            rows = connection.execute("SELECT * FROM areas").fetchall()
        tables = {
            layer_id: _table(layer_id, rows, builtin)
            for layer_id in dict.fromkeys(row[0] for row in rows)
        }
        return OfficialAreas(about["file_name"], tables, _report(json.loads(about["report"])))
    except (sqlite3.Error, ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
        raise OfficialStoreError(
            f"{path}: damaged ({error}); open the official file again"
        ) from error


def _table(
    layer_id: str, rows: list[tuple[Any, ...]], builtin: Mapping[str, FeatureTable]
) -> FeatureTable:
    table = builtin[SOURCE_TABLE.get(layer_id, layer_id)]
    kept = {row[1]: row[2:] for row in rows if row[0] == layer_id}
    ordered = [kept[str(id_)] for id_ in table.ids]
    columns = {
        name: table.columns[name]
        for name in table.columns
        if name not in ("label_lon", "label_lat")
    }
    for place, name in enumerate(_REPLACED, start=1):
        columns[name] = np.array([row[place] for row in ordered], dtype=object)
    geometry = from_wkb([row[0] for row in ordered], Family.POLYGON)
    return replace(table, geometry=geometry, columns=columns)


def _report(data: dict[str, Any]) -> MatchReport:
    return MatchReport(
        data["name_column"],
        data["code_column"],
        tuple(Match(**{**match, "by": MatchedBy(match["by"])}) for match in data["matches"]),
        tuple(Other(**{**other, "kind": OtherKind(other["kind"])}) for other in data["others"]),
        tuple((code, name) for code, name in data["missing"]),
        data["total"],
    )
