"""The columns of the attribute table: what each means, and how its cells are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from geodata.basis import Basis
from geodata.column_index import Index, TextIndex, column_index, number_text, text_index
from geodata.names import fold
from geodata.table import Column, FeatureTable
from layers.fact_columns import FLAGS, FOR_DRAWING, FOR_MACHINES, STANDARD, pair_of
from layers.facts import formatted_value
from layers.legend import BASIS_TEXTS, POSITION_TEXTS
from layers.texts import N_, Texts

PLACE = "place"
"""The column that says whether, and how surely, a row is on the map."""

_PLACED, _NOT_PLACED = "placed", "not placed"
_PLACE_TEXTS = {**POSITION_TEXTS, _PLACED: N_("on the map"), _NOT_PLACED: N_("no place")}
_LEVELS = (*POSITION_TEXTS, _PLACED, _NOT_PLACED)
_LAST = ("source", "as_of", "program", "id")
_NOTES = ("basis_note", "position_note")
_HIDDEN_AT_FIRST = frozenset({*_NOTES, "program", "id", "position_basis"})
_WITHOUT_SEPARATORS = frozenset(
    {"year", "ano", "anio", "code", "codigo", "cod", "id", "fid", "zip", "phone", "telefono"}
)


class Kind(Enum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of the attribute table, in one language.

    Attributes:
        name: by which the column is known in every language.
        field: the column of the feature table that holds its values; "" for `PLACE`.
        title: what it is called.
        unit: of its values, or "".
        kind: what its cells are.
        remark: what a reader must know of the values, or "".
        source: where the values are from, or "".
        is_hidden: whether it is shown only when asked for.
        described: what the data says of it.
    """

    name: str
    field: str
    title: str
    unit: str
    kind: Kind
    remark: str
    source: str
    is_hidden: bool
    described: Column

    @property
    def head(self) -> str:
        """Title and unit, the unit where neither the title nor the cells say it."""
        if self.unit in ("", "%") or fold(self.unit) in fold(self.title):
            return self.title
        return f"{self.title} ({self.unit})"


def table_columns(table: FeatureTable, texts: Texts) -> tuple[TableColumn, ...]:
    """Return the columns of a table: name and place first, sources last.

    Pairs of languages are one column; what only serves drawing is left out.
    """
    if not table.described:
        return _own_columns(table, texts)
    found = {column.name: column for column in _described_columns(table, texts.language)}
    first = [name for name in ("name",) if name in found]
    last = [name for name in _LAST if name in found]
    facts = [name for name in found if name not in {*first, *last}]
    names = [*first, *facts, *last]
    columns = [found[name] for name in names]
    columns.insert(len(first), _place_column(texts))
    return tuple(columns)


def _own_columns(table: FeatureTable, texts: Texts) -> tuple[TableColumn, ...]:
    columns = []
    for name in table.columns:
        described = Column(name, {texts.language: name}, {}, "", {})
        kind = Kind.NUMBER if table.is_number(name) else Kind.TEXT
        if name in ("basis", "position_basis"):
            kind = Kind.LEVEL
        hidden = name.startswith(("position_note_", "basis_note_")) or name == "position_basis"
        columns.append(TableColumn(name, name, name, "", kind, "", "", hidden, described))
    return (*columns[:1], _place_column(texts), *columns[1:])


def _place_column(texts: Texts) -> TableColumn:
    title = texts.pgettext("column", "Place")
    described = Column(PLACE, {texts.language: title}, {}, "", {})
    return TableColumn(PLACE, "", title, "", Kind.LEVEL, "", "", False, described)


def _described_columns(table: FeatureTable, language: str) -> Iterator[TableColumn]:
    names = {column.name for column in table.described}
    for described in table.described:
        base, pair_language = pair_of(described.name, names)
        if base in FOR_DRAWING | FOR_MACHINES or pair_language not in ("", language):
            continue
        if pair_language == "" and f"{base}_{language}" in names:
            continue
        if described.name not in table.columns:
            continue
        yield TableColumn(
            name=base,
            field=described.name,
            title=described.title.get(language, "") or base,
            unit=described.unit.get(language, ""),
            kind=_kind(table, base, described.name),
            remark=described.remark.get(language, ""),
            source=described.source,
            is_hidden=base in _HIDDEN_AT_FIRST or _is_about_another(base),
            described=described,
        )


def _is_about_another(base: str) -> bool:
    """Return whether a column only says how sure another one is."""
    subject = base.removesuffix("_basis").removesuffix("_note")
    return subject != base and base not in STANDARD


def _kind(table: FeatureTable, base: str, field: str) -> Kind:
    if base in FLAGS:
        return Kind.FLAG
    if base == "basis" or base.endswith("_basis") or base == "boundary":
        return Kind.LEVEL
    return Kind.NUMBER if table.is_number(field) else Kind.TEXT


def has_place(table: FeatureTable, row: int) -> bool:
    """Return whether a row has a place."""
    starts = table.geometry.feature_starts
    return bool(starts[row + 1] > starts[row])


def cell_text(table: FeatureTable, row: int, column: TableColumn, texts: Texts) -> str:
    """Return a cell as it is shown; "" if it is empty."""
    if column.name == PLACE:
        return texts.gettext(_PLACE_TEXTS[_place_level(table, row)])
    value = table.value(row, column.field)
    if value is None or value == "":
        return ""
    if column.kind is Kind.LEVEL or column.kind is Kind.FLAG:
        return value_words(column, _named(value), texts)
    if column.name == "as_of":
        return texts.date(str(value))
    if table.described:
        # The unit stands in the column's head.
        bare = Column(column.name, {}, _only_percent(column), "", {})
        return formatted_value(table, row, column.name, bare, texts)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _own_number(value, column.name, texts)
    return str(value)


def _only_percent(column: TableColumn) -> dict[str, str]:
    units = column.described.unit
    return {language: unit for language, unit in units.items() if unit == "%"}


def _own_number(value: float, name: str, texts: Texts) -> str:
    if abs(value) >= 1e15 or value in (float("inf"), float("-inf")):
        return str(value)
    if set(fold(name).split()) & _WITHOUT_SEPARATORS and float(value).is_integer():
        return str(int(value))
    return texts.number(value)


def raw_value(table: FeatureTable, row: int, column: TableColumn, texts: Texts) -> Any:
    """Return a cell as other programs read it: numbers as such, everything else as shown."""
    if column.kind is Kind.NUMBER:
        value = table.value(row, column.field)
        if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
            return int(value)
        return value
    return cell_text(table, row, column, texts) or None


def value_words(column: TableColumn, value: str, texts: Texts) -> str:
    """Return how a value is called among the values that a column can be filtered by."""
    if value == "":
        return texts.gettext("(empty)")
    if column.kind is Kind.FLAG:
        return texts.gettext("yes") if value == "1" else texts.gettext("no")
    if column.kind is Kind.LEVEL:
        words = POSITION_TEXTS if column.name == "position_basis" else BASIS_TEXTS
        words = _PLACE_TEXTS if column.name == PLACE else words
        return texts.gettext(words[value]) if value in words else value
    if column.kind is Kind.NUMBER:
        number = float(value)
        if column.name == "year" or not column.described.source + column.unit:
            return _own_number(number, column.name, texts)
        return texts.percent(number) if column.unit == "%" else texts.number(number)
    return texts.date(value) if column.name == "as_of" else value


def index_of(table: FeatureTable, column: TableColumn) -> Index:
    """Return what a column is sorted and filtered by; may take long, see `geodata.column_index`.

    How sure something is is sorted from sure to unsure.
    """
    index = _place_index(table) if column.name == PLACE else column_index(table, column.field)
    if column.kind is not Kind.LEVEL or not isinstance(index, TextIndex):
        return index
    words = [index.words[place] for place in range(len(index.words))]
    order = [_LEVELS.index(word) if word in _LEVELS else len(_LEVELS) for word in words]
    return TextIndex(index.codes, index.words, np.array(order, dtype=np.int64))


def _place_level(table: FeatureTable, row: int) -> str:
    if not has_place(table, row):
        return Basis.NOT_PUBLISHED.value if table.described else _NOT_PLACED
    value = table.value(row, "position_basis")
    return str(value) if value in POSITION_TEXTS else _PLACED


def _place_index(table: FeatureTable) -> TextIndex:
    if "position_basis" in table.columns:
        return text_index(_place_level(table, row) for row in range(len(table)))
    words = text_index([_PLACED, _NOT_PLACED]).words
    return TextIndex((~table.geometry.placed).astype(np.int64), words)


def _named(value: Any) -> str:
    return number_text(float(value)) if isinstance(value, int | float) else str(value)
