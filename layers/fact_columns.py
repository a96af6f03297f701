"""Which columns of a table are facts that are told, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geodata.table import Column, FeatureTable
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

_PAIR = re.compile(r"(.+)_(en|es)")


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
