"""The columns of a table as files hold them: whole numbers, decimal numbers, and text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from geodata.files.messages import N_
from geodata.files.report import Finding, Outcome
from geodata.frozen import frozen
from geodata.geometry import Family, GeometryArray
from geodata.table import FeatureTable

# What no text file holds: zero bytes, and halves of characters.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
_LARGEST = 2**63
_NAME_LENGTH = 120


class Kind(StrEnum):
    """What a column of a file holds."""

    WHOLE = "whole"
    DECIMAL = "decimal"
    TEXT = "text"


@frozen
class SavedColumn:
    """A column as it is written.

    Attributes:
        name: its name in the table.
        title: its name in the file.
        kind: what it holds.
        cells: its values: int, float or str as ``kind`` says, None where there is none.
    """

    name: str
    title: str
    kind: Kind
    cells: list[Any]


@frozen
class SavedLayer:
    """A layer as it is written.

    Attributes:
        name: its name.
        table: its features.
        columns: its columns.
        notes: what differs from the table.
    """

    name: str
    table: FeatureTable
    columns: list[SavedColumn]
    notes: list[Finding]


@dataclass(slots=True)
class Told:
    """Tells which share of all rows is written, every thousand rows."""

    total: int
    progress: Callable[[float], None]
    rows: int = 0

    @classmethod
    def of(cls, layers: Sequence[SavedLayer], progress: Callable[[float], None]) -> Told:
        """Return the teller for some layers."""
        return cls(sum(len(layer.table) for layer in layers), progress)

    def add(self) -> None:
        """Count a row."""
        if self.rows % 1000 == 0:
            self.progress(self.rows / self.total)
        self.rows += 1


def saved_layer(
    name: str,
    table: FeatureTable,
    reserved: Collection[str] = (),
    unwritable: re.Pattern[str] = _UNWRITABLE,
    key: Callable[[str], str] = str,
) -> SavedLayer:
    """Return a layer as it is written.

    Args:
        name: its name.
        table: its features.
        reserved: names that the format has for itself.
        unwritable: what texts of the format cannot hold.
        key: what names are told apart by.
    """
    notes: list[Finding] = []
    name = unwritable.sub("\N{REPLACEMENT CHARACTER}", name)
    titles = _titles(list(table.columns), reserved, key, name, notes)
    columns = []
    for column, title in zip(table.columns, titles, strict=True):
        values = table.columns[column].tolist()
        kind = _kind(values)
        cells = [_cell(value, kind) for value in values]
        if kind is Kind.TEXT:
            cells = _writable(cells, title, unwritable, name, notes)
        elif sum(map(_is_missing, values)) < cells.count(None):
            reason = N_("column {column}: what is no finite number was left empty")
            notes.append(_note(name, reason, column=title))
        columns.append(SavedColumn(column, title, kind, cells))
    return SavedLayer(unwritable.sub("\N{REPLACEMENT CHARACTER}", name), table, columns, notes)


def is_one_point_each(geometry: GeometryArray) -> bool:
    """Return whether every feature is one point, or has no place."""
    counts = np.diff(geometry.feature_starts)
    return geometry.family is Family.POINT and bool((counts <= 1).all())


def _titles(
    names: list[str],
    reserved: Collection[str],
    key: Callable[[str], str],
    layer: str,
    notes: list[Finding],
) -> list[str]:
    taken = {key(name) for name in reserved}
    titles = []
    for name in names:
        base = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", name)[:_NAME_LENGTH] or "column"
        title, number = base, 1
        while key(title) in taken:
            number += 1
            title = f"{base} ({number})"
        taken.add(key(title))
        titles.append(title)
        if title != name:
            notes.append(
                _note(
                    layer,
                    N_("column {column} is called {name} in the file"),
                    column=name,
                    name=title,
                )
            )
    return titles


def _note(layer: str, reason: str, **values: str) -> Finding:
    return Finding(Outcome.NOTED, reason, "", values=tuple(values.items()), file=layer)


def _kind(values: Iterable[Any]) -> Kind:
    kinds = {type(value) for value in values if not _is_missing(value)}
    if kinds == {int} and all(abs(value) < _LARGEST for value in values if isinstance(value, int)):
        return Kind.WHOLE
    return Kind.DECIMAL if kinds and kinds <= {float} else Kind.TEXT


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _cell(value: Any, kind: Kind) -> Any:
    if _is_missing(value):
        return None
    if kind is Kind.DECIMAL:
        return value if math.isfinite(value) else None
    if kind is Kind.WHOLE:
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def _writable(
    cells: list[Any], title: str, unwritable: re.Pattern[str], layer: str, notes: list[Finding]
) -> list[Any]:
    """Return texts without what the format cannot hold."""
    changed = 0
    result = []
    for cell in cells:
        written = cell and unwritable.sub("\N{REPLACEMENT CHARACTER}", cell)
        changed += written != cell
        result.append(written)
    if changed:
        notes.append(
            _note(
                layer,
                N_("column {column}: cells with signs that the format cannot hold: {count}"),
                column=title,
                count=str(changed),
            )
        )
    return result
