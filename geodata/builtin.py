"""The atlas's own data: the GeoPackage that ships with it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

import resources
from geodata.census_population import with_delegation_population, with_municipal_population
from geodata.frozen import frozen
from geodata.geometry import Family
from geodata.table import Column, FeatureTable
from geodata.wkb import read_wkb


class BuiltinDataError(Exception):
    """The GeoPackage cannot be read as the atlas's data; the message names the file."""


@frozen
class LayerInfo:
    """What the GeoPackage says of one of its layers.

    Attributes:
        id: the layer's id, as in ``atlas-seguro layers``.
        table: the name of its table in the GeoPackage.
        name: language code to name.
        group: "areas", "programs" or "base".
        draw_order: layers are drawn from low to high.
        family: the geometry family.
        licence: the licence its geometry is under.
        credit: language code to the short credit for a map's corner.
        citation: language code to the full citation.
        url: where the source is described.
        about: language code to one line that a reader must know, or "".
        visible: whether it is on at the first start.
        listed: whether it is shown in the list of layers; the lines of an area layer are not.
    """

    id: str
    table: str
    name: Mapping[str, str]
    group: str
    draw_order: int
    family: Family
    licence: str
    credit: Mapping[str, str]
    citation: Mapping[str, str]
    url: str
    about: Mapping[str, str]
    visible: bool
    listed: bool


def default_path() -> Path:
    """Return the path of the GeoPackage that ships with the atlas."""
    return resources.FOLDER / "elsalvador.gpkg"


class BuiltinData:
    """Reads the built-in GeoPackage, each table when it is first asked for.

    Raises:
        BuiltinDataError: at any call, if the file is missing, no GeoPackage, or lacks a table.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        self._tables: dict[str, FeatureTable] = {}
        # Whoever compares tables by identity must never see two of one layer.
        self._reading = threading.Lock()
        # SQLite's connections belong to one thread each.
        self._opened = threading.local()

    @cached_property
    def layers(self) -> tuple[LayerInfo, ...]:
        """The layers in drawing order."""
        rows = self._rows("SELECT * FROM atlas_layers ORDER BY draw_order")
        try:
            return tuple(_layer_info(row) for row in rows)
        except (LookupError, ValueError) as error:
            raise self._unusable(error) from error

    def layer(self, layer_id: str) -> LayerInfo:
        """Return what is known of one layer.

        Raises:
            KeyError: if there is no such layer.
        """
        return self._layer_of_id[layer_id]

    @cached_property
    def _layer_of_id(self) -> dict[str, LayerInfo]:
        return {layer.id: layer for layer in self.layers}

    def table(self, layer_id: str) -> FeatureTable:
        """Return the features of one layer; may be called in any thread.

        Raises:
            KeyError: if there is no such layer.
        """
        if layer_id not in self._tables:
            layer = self.layer(layer_id)
            with self._reading:
                if layer_id not in self._tables:
                    self._tables[layer_id] = self._read_checked(layer)
        return self._tables[layer_id]

    def _read_checked(self, layer: LayerInfo) -> FeatureTable:
        try:
            return self._with_population(self._read(layer))
        except (LookupError, TypeError, ValueError) as error:
            raise self._unusable(error) from error

    def counts(self, layer_id: str) -> tuple[int, int]:
        """Return how many features a layer has, and how many of them have a place.

        Raises:
            KeyError: if there is no such layer.
        """
        table = self._tables.get(layer_id)
        if table is not None:
            return len(table), table.placed_count
        return self._counts[layer_id]

    @cached_property
    def _counts(self) -> dict[str, tuple[int, int]]:
        # One question for all, for to open the file takes longer than to count.
        queries = (
            f'SELECT {place}, COUNT(*), COUNT(geom) FROM "{layer.table}"'
            for place, layer in enumerate(self.layers)
        )
        found = self._rows(" UNION ALL ".join(queries))
        return {self.layers[place].id: (count, placed) for place, count, placed in found}

    @cached_property
    def homicides(self) -> tuple[Mapping[str, Any], ...]:
        """The homicide totals and part totals that were found, with institution and source."""
        return tuple(
            {name: row[name] for name in row.keys() if name != "fid"}  # noqa: SIM118 - no mapping
            for row in self._rows("SELECT * FROM atlas_homicides ORDER BY fid")
        )

    def _with_population(self, table: FeatureTable) -> FeatureTable:
        """Return a table with the population of 2007, where it is one that it was found for."""
        if table.id == "municipalities":
            return with_municipal_population(table)
        if table.id == "delegations":
            rows = self._rows("SELECT name_es, population_2007 FROM departments")
            return with_delegation_population(
                table, {row["name_es"]: float(row["population_2007"]) for row in rows}
            )
        return table

    @cached_property
    def _columns(self) -> dict[str, tuple[Column, ...]]:
        described: dict[str, list[Column]] = {}
        for row in self._rows("SELECT * FROM atlas_columns ORDER BY layer_id, position"):
            column = Column(
                row["column_name"],
                _pair(row, "title"),
                _pair(row, "unit"),
                row["source"] or "",
                _pair(row, "remark"),
            )
            described.setdefault(row["layer_id"], []).append(column)
        return {layer: tuple(columns) for layer, columns in described.items()}

    def _read(self, layer: LayerInfo) -> FeatureTable:
        rows = self._rows(f'SELECT * FROM "{layer.table}" ORDER BY fid')
        names = [name for name in (rows[0].keys() if rows else ()) if name not in ("fid", "geom")]
        columns = {name: _column([row[name] for row in rows]) for name in names}
        return FeatureTable(
            id=layer.id,
            ids=columns.get("id", np.empty(0, dtype=object)).astype(object),
            geometry=read_wkb([_wkb(row["geom"]) for row in rows], layer.family),
            columns=columns,
            described=self._columns.get(layer.id, ()),
        )

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Leave the file open meanwhile: to open it takes longer than to read a table."""
        if self._connection is not None:
            yield
            return
        with closing(self._connect()) as self._opened.connection:
            try:
                yield
            finally:
                del self._opened.connection

    @property
    def _connection(self) -> sqlite3.Connection | None:
        return getattr(self._opened, "connection", None)

    def _rows(self, query: str) -> list[sqlite3.Row]:
        try:
            with self.opened():
                rows: list[sqlite3.Row] = self._opened.connection.execute(query).fetchall()
                return rows
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _connect(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise BuiltinDataError(
                f"{self.path}: the atlas's data file is missing; install the atlas again"
            )
        uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True)
        connection.row_factory = sqlite3.Row
        return connection

    def _unusable(self, reason: Exception) -> BuiltinDataError:
        return BuiltinDataError(
            f"{self.path}: not the atlas's data file ({reason}); install the atlas again"
        )


def _layer_info(row: sqlite3.Row) -> LayerInfo:
    return LayerInfo(
        id=row["id"],
        table=row["table_name"],
        name=_pair(row, "name"),
        group=row["layer_group"],
        draw_order=row["draw_order"],
        family=Family(row["family"]),
        licence=row["licence"] or "",
        credit=_pair(row, "credit"),
        citation=_pair(row, "citation"),
        url=row["url"] or "",
        about=_pair(row, "about"),
        visible=bool(row["visible"]),
        listed=bool(row["listed"]),
    )


def _pair(row: sqlite3.Row, name: str) -> dict[str, str]:
    return {language: row[f"{name}_{language}"] or "" for language in ("en", "es")}


def _column(values: list[Any]) -> np.ndarray[Any, np.dtype[Any]]:
    """Return numbers as numbers (missing ones as NaN) and everything else as objects."""
    present = [value for value in values if value is not None]
    if present and all(isinstance(value, int) for value in present) and len(present) == len(values):
        return np.array(values, dtype=np.int64)
    if present and all(isinstance(value, int | float) for value in present):
        return np.array([np.nan if value is None else value for value in values])
    return np.array(values, dtype=object)


# Lengths of the envelope in a GeoPackage geometry header, by the envelope code in its flags
# (OGC 12-128r19, clause 2.1.3).
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)


def _wkb(blob: bytes | None) -> bytes | None:
    """Return the well-known binary of a GeoPackage geometry, None if there is none."""
    if not blob:
        return None
    envelope = (blob[3] >> 1) & 0b111
    return blob[8 + _ENVELOPE_BYTES[envelope] :]
