"""What is known of one feature, in the reader's language: the facts of a details panel.

Panels and exports show the same facts, for they all get them here. All texts are plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from geodata.frozen import frozen
from geodata.table import Column, FeatureTable
from layers.feature_tip import feature_name
from layers.legend import BASIS_TEXTS, POSITION_TEXTS
from layers.texts import N_, Texts

_STANDARD_TITLES = {
    "name": N_("Name"),
    "basis": N_("How sure it is"),
    "basis_note": N_("Note on how sure it is"),
    "position_basis": N_("How sure its place is"),
    "position_note": N_("Note on its place"),
    "source": N_("Source"),
    "as_of": N_("As of"),
    "program": N_("Program"),
}
STANDARD = frozenset({*_STANDARD_TITLES, "id", "fid", "geom"})
"""Columns of every table, which have places of their own in `FeatureFacts`."""

FOR_DRAWING = frozenset({"tint", "look", "label_lon", "label_lat", "rank"})
"""Columns that only say how features are drawn."""

FOR_MACHINES = frozenset(
    {"geonameid", "seat_lon", "seat_lat", "municipality_codes", "department_code"}
    | {"municipality_2024_code", "district_2024_code", "seat_point_basis", "iso"}
)
"""Columns that only programs read."""

FLAGS = frozenset({"k9", "us_support", "guatemala_border", "approximate"})
"""Columns of 1 and 0 that mean yes and no."""

_YEARS = frozenset({"year"})
_LISTS = frozenset({"municipalities"})
_PAIR = re.compile(r"(.+)_(en|es)")
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


def feature_facts(
    table: FeatureTable,
    row: int,
    texts: Texts,
    columns: Sequence[tuple[str, Column]] | None = None,
) -> FeatureFacts:
    """Return what is known of the feature at ``row`` of a table.

    Args:
        table: the table.
        row: the feature's row.
        texts: the language.
        columns: what `shown_columns` yields, for who asks for many rows of a table.
    """
    if columns is None:
        columns = tuple(shown_columns(table, texts.language))
    return FeatureFacts(
        name=feature_name(table, row, texts.language),
        facts=tuple(_facts(table, row, texts, columns)),
        existence=_statement(table, row, "basis", "basis_note", BASIS_TEXTS, texts),
        position=_statement(table, row, "position_basis", "position_note", POSITION_TEXTS, texts),
        sources=split_sources(table.value(row, "source")),
        as_of=texts.date(str(as_of)) if (as_of := table.value(row, "as_of")) else "",
        program=str(table.value(row, "program") or ""),
    )


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


def _facts(
    table: FeatureTable, row: int, texts: Texts, columns: Iterable[tuple[str, Column]]
) -> Iterator[Fact]:
    for name, described in columns:
        value = _value(table, row, name, texts.language)
        words = _written(value, name, described, texts)
        # What only says how sure something is has its own wording beside it.
        subject = name.removesuffix("_basis")
        statement = _statement(table, row, f"{name}_basis", f"{subject}_note", BASIS_TEXTS, texts)
        if words or statement.note:
            yield Fact(
                title=described.title.get(texts.language, "") or name,
                value=words,
                statement=statement,
                remark=described.remark.get(texts.language, ""),
                source=described.source,
                column=name,
                is_number=_is_number(value) and name not in _YEARS,
            )


def fact_columns(table: FeatureTable, texts: Texts) -> Iterator[tuple[str, str]]:
    """Yield name and title of every column that a reader of the facts finds in them.

    Columns that come in two languages are told once, under the name they share.
    """
    language = texts.language
    titles = {column.name: column.title.get(language, "") for column in table.described}
    for name in _STANDARD_TITLES:
        pair = f"{name}_{language}"
        if {name, pair} & table.columns.keys():
            # Columns of the planner's own keep their names; pairs are the atlas's.
            own = name in table.columns and not table.described
            yield name, name if own else titles.get(name) or texts.gettext(_STANDARD_TITLES[name])
    for name, column in shown_columns(table, language):
        yield name, column.title.get(language, "") or name


def shown_columns(table: FeatureTable, language: str) -> Iterator[tuple[str, Column]]:
    """Yield the columns that are facts, pairs of languages once, under the name they share."""
    described = {column.name: column for column in table.described} or {
        name: Column(name, {language: name}, {}, "", {}) for name in table.columns
    }
    names = set(described)
    for name, column in described.items():
        base, pair_language = pair_of(name, names)
        if base in STANDARD | FOR_DRAWING | FOR_MACHINES or pair_language not in ("", language):
            continue
        if pair_language == "" and f"{base}_{language}" in names:
            continue
        if is_about_another(base, names):
            continue
        yield base, column


def pair_of(name: str, names: set[str]) -> tuple[str, str]:
    """Return a column's name without the language, and the language, if it is one of a pair."""
    pair = _PAIR.fullmatch(name)
    if pair and {f"{pair[1]}_en", f"{pair[1]}_es"} <= names:
        return pair[1], pair[2]
    return name, ""


def is_about_another(base: str, names: set[str]) -> bool:
    """Return whether a column says how sure another one is, beside which it is shown."""
    for ending in ("_basis", "_note"):
        subject = base.removesuffix(ending)
        if subject == base:
            continue
        if subject not in STANDARD and {subject, f"{subject}_en"} & names:
            return True
        # With nothing else to stand beside, the note goes with the basis.
        return ending == "_note" and f"{subject}_basis" in names
    return False


def formatted_value(
    table: FeatureTable, row: int, name: str, described: Column, texts: Texts
) -> str:
    """Return a value as it is shown, with its unit; "" if there is none."""
    return _written(_value(table, row, name, texts.language), name, described, texts)


def _value(table: FeatureTable, row: int, name: str, language: str) -> Any:
    """Return a value, that in the language where a column comes in two."""
    spoken = f"{name}_{language}"
    value = table.value(row, spoken) if spoken in table.columns else None
    return table.value(row, name) if value is None else value


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


def _statement(
    table: FeatureTable, row: int, basis: str, note: str, words: dict[str, str], texts: Texts
) -> Statement:
    if basis not in table.columns and f"{note}_{texts.language}" not in table.columns:
        return _NOTHING_SAID
    value: Any = table.value(row, basis)
    word = texts.gettext(words[value]) if value in words else ""
    return Statement(word, table.text(row, note, texts.language))
