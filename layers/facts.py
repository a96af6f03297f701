"""What is known of one feature, in the reader's language: the facts of a details panel.

Panels and exports show the same facts, for they all get them here. All texts are plain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from geodata.frozen import frozen
from geodata.table import Column, FeatureTable
from layers.fact_columns import FLAGS, shown_columns
from layers.feature_tip import feature_names
from layers.legend import BASIS_TEXTS, POSITION_TEXTS
from layers.texts import Texts

_YEARS = frozenset({"year"})
_LISTS = frozenset({"municipalities"})
_LINK = re.compile(r"https?://[^\s|<>\"]+[^\s|<>\".,;:!?)]", re.IGNORECASE)


@frozen
class Statement:
    """How sure a fact is: the basis in words, and the table's own wording, each may be ""."""

    basis: str
    note: str


_NOTHING_SAID = Statement("", "")


@frozen
class Fact:
    """One line of a feature's facts.

    Attributes:
        title: what it is.
        value: the value with its unit; "" if there is none and the note says why.
        statement: how sure it is.
        remark: what a reader must know of all values of this kind, or "".
        source: where the values of this kind are from, or "".
        column: the table's column.
        is_number: whether the value is a count or a measure.
    """

    title: str
    value: str
    statement: Statement
    remark: str
    source: str
    column: str = ""
    is_number: bool = False


@frozen
class FeatureFacts:
    """All that is known of a feature.

    Attributes:
        name: its name.
        facts: its own facts, in the table's order.
        existence: how sure it is that it exists.
        position: how sure it is that it is there.
        sources: citations and addresses; `split_links` finds the addresses.
        as_of: the time the facts are from, as the language writes it, or "".
        program: the id of the program it belongs to, or "".
    """

    name: str
    facts: tuple[Fact, ...]
    existence: Statement
    position: Statement
    sources: tuple[str, ...]
    as_of: str
    program: str


@frozen
class FactColumn:
    """A column of facts: what is the same for all features, and what is each one's own.

    Attributes:
        name: the table's column.
        title: what it is.
        remark: what a reader must know of all its values, or "".
        source: where its values are from, or "".
        values: for each feature the value, None if there is none.
        words: for each feature the value with its unit, "" if there is none.
        statements: for each feature how sure it is.
    """

    name: str
    title: str
    remark: str
    source: str
    values: list[Any]
    words: list[str]
    statements: list[Statement]

    def fact(self, place: int) -> Fact | None:
        """Return the fact of one of the features, None if nothing is told of it."""
        words, statement = self.words[place], self.statements[place]
        if not (words or statement.note):
            return None
        is_number = _is_number(self.values[place]) and self.name not in _YEARS
        return Fact(self.title, words, statement, self.remark, self.source, self.name, is_number)


class TableFacts:
    """All that is known of features of a table, each column worked out at one go.

    Attributes:
        names: the name of each feature.
        columns: their facts, in the table's order.
        existence: how sure it is that each exists.
        position: how sure it is that each is there.
        sources: citations and addresses of each.
        as_of: the time that the facts of each are from, or "".
        programs: the id of the program that each belongs to, or "".
    """

    def __init__(
        self, table: FeatureTable, texts: Texts, rows: Sequence[int] | None = None
    ) -> None:
        """Work out the facts of the features at ``rows`` of a table, of all if omitted."""
        self._table, self._texts, self._rows = table, texts, rows
        self.names = feature_names(table, texts.language, rows)
        self.existence = self._statements("basis", "basis_note", BASIS_TEXTS)
        self.position = self._statements("position_basis", "position_note", POSITION_TEXTS)
        self.sources = [split_sources(each) for each in table.values("source", rows)]
        self.as_of = [texts.date(str(each)) if each else "" for each in table.values("as_of", rows)]
        self.programs = [str(each or "") for each in table.values("program", rows)]
        shown = shown_columns(table, texts.language)
        self.columns = tuple(self._column(name, described) for name, described in shown)

    def of(self, place: int) -> FeatureFacts:
        """Return all that is known of one of the features."""
        facts = (column.fact(place) for column in self.columns)
        return FeatureFacts(
            name=self.names[place],
            facts=tuple(fact for fact in facts if fact is not None),
            existence=self.existence[place],
            position=self.position[place],
            sources=self.sources[place],
            as_of=self.as_of[place],
            program=self.programs[place],
        )

    def _column(self, name: str, described: Column) -> FactColumn:
        texts = self._texts
        values = _values(self._table, name, texts.language, self._rows)
        # What only says how sure something is has its own wording beside it.
        note = f"{name.removesuffix('_basis')}_note"
        return FactColumn(
            name=name,
            title=described.title.get(texts.language, "") or name,
            remark=described.remark.get(texts.language, ""),
            source=described.source,
            values=values,
            words=[_written(value, name, described, texts) for value in values],
            statements=self._statements(f"{name}_basis", note, BASIS_TEXTS),
        )

    def _statements(self, basis: str, note: str, words: Mapping[str, str]) -> list[Statement]:
        """Return what two columns say of how sure something is."""
        table, texts, rows = self._table, self._texts, self._rows
        bases = table.values(basis, rows)
        note = f"{note}_{texts.language}"
        if basis not in table.columns and note not in table.columns:
            return [_NOTHING_SAID] * len(bases)
        told = {value: texts.gettext(word) for value, word in words.items()}
        notes = ("" if value is None else str(value) for value in table.values(note, rows))
        return [
            Statement(told.get(each, ""), said) for each, said in zip(bases, notes, strict=True)
        ]


def feature_facts(table: FeatureTable, row: int, texts: Texts) -> FeatureFacts:
    """Return what is known of the feature at ``row`` of a table."""
    return TableFacts(table, texts, [row]).of(0)


def split_sources(sources: object) -> tuple[str, ...]:
    """Return the single sources of a ``source`` column, which stand with " | " between them."""
    if not sources:
        return ()
    parts = (part.strip() for part in str(sources).split(" | "))
    return tuple(part for part in parts if part)


def split_links(text: str) -> tuple[tuple[str, str], ...]:
    """Return ``text`` in pieces, each with the address that it is, or "".

    Only web addresses (http, https) count; any other scheme stays plain text.
    """
    pieces: list[tuple[str, str]] = []
    end = 0
    for link in _LINK.finditer(text):
        if link.start() > end:
            pieces.append((text[end : link.start()], ""))
        pieces.append((link.group(), link.group()))
        end = link.end()
    if end < len(text):
        pieces.append((text[end:], ""))
    return tuple(pieces)


def formatted_value(
    table: FeatureTable, row: int, name: str, described: Column, texts: Texts
) -> str:
    """Return a value as it is shown, with its unit; "" if there is none."""
    (value,) = _values(table, name, texts.language, [row])
    return _written(value, name, described, texts)


def _values(table: FeatureTable, name: str, language: str, rows: Sequence[int] | None) -> list[Any]:
    """Return the values of rows, those in the language where a column comes in two."""
    values = table.values(name, rows)
    if f"{name}_{language}" not in table.columns:
        return values
    spoken = table.values(f"{name}_{language}", rows)
    return [value if said is None else said for said, value in zip(spoken, values, strict=True)]


def _written(value: Any, name: str, described: Column, texts: Texts) -> str:
    if value is None or value == "":
        return ""
    if name in FLAGS:
        return texts.gettext("yes") if value else texts.gettext("no")
    if _is_number(value) and name not in _YEARS:
        return _number(value, described.unit.get(texts.language, ""), texts)
    if (name == "boundary" or name.endswith("_basis")) and value in BASIS_TEXTS:
        return texts.gettext(BASIS_TEXTS[value])
    return str(value).replace(";", ", ") if name in _LISTS else str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value: float, unit: str, texts: Texts) -> str:
    if unit == "%":
        return texts.percent(value)
    number = texts.number(value)
    return f"{number} {unit}" if unit else number
