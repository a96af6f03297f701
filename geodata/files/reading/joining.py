"""Joins the rows of a table to built-in places by name or code."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geodata.files.request import Place
from geodata.frozen import frozen
from geodata.names import fold, place_key

_JOIN_SHARE = 0.6
_KINDS = ("municipalities", "delegations", "departments")
# Codes as offices write them: SV0101, SV-01, 0101.
_CODE = re.compile(r"(?:sv ?)?0*(\d{1,6})")
_COLUMN_WORDS = {
    "municipalities": re.compile(r"mun|adm ?2"),
    "delegations": re.compile(r"deleg"),
    "departments": re.compile(r"dep(t|a|$)|dpto|adm ?1"),
}
_CODE_WORDS = re.compile(r"co?d|mun|adm|dep(t|a|$)|dpto|deleg")
# Words that say what a place is, not what it is called.
_KIND_WORDS = frozenset(("municipio", "departamento", "delegacion", "distrito", "alcaldia", "de"))


@frozen
class Join:
    """Rows joined to built-in places by name or code.

    Attributes:
        column: the column of names or codes.
        kind: what they are joined to.
        place_of: shape (n,), the index of each row's place in the list of places, -1 for none.
        ambiguous: shape (k,), rows whose name several places bear.
    """

    column: str
    kind: str
    place_of: npt.NDArray[np.int64]
    ambiguous: npt.NDArray[np.int64]


def find_join(
    table: pa.Table, places: Sequence[Place], column: str | None, kind: str | None
) -> Join | None:
    """Return the best join of a table to built-in places, None if no column fits.

    Of columns that fit equally well the one of the finer places wins.

    Args:
        table: the rows.
        places: the built-in places.
        column: the column of names or codes if it is known, "" for none.
        kind: what to join to, if it is known.
    """
    if column == "" or (column is not None and column not in table.column_names):
        return None
    columns = {name: _keys(table[name]) for name in ([column] if column else table.column_names)}
    departments = _departments(table, places)
    best: tuple[float, Join] | None = None
    for wanted in [kind] if kind else _KINDS:
        known = _known(places, wanted)
        for name, keys in columns.items():
            if not column and _are_numbers_of_something(name, keys):
                continue
            join = _join(name, wanted, keys, known, places, departments)
            found = int((join.place_of >= 0).sum()) + len(join.ambiguous)
            share = found / max(sum(bool(key) for key in keys), 1)
            score = share + _hint(name, wanted)
            enough = found > 0 if column else share >= _JOIN_SHARE
            if enough and (best is None or score > best[0]):
                best = (score, join)
    return best[1] if best else None


def _hint(column: str, kind: str) -> int:
    """Return 1 if a column's name says that it holds such places, -1 if it says others."""
    named = {each for each, words in _COLUMN_WORDS.items() if words.search(fold(column))}
    return 0 if not named else 1 if kind in named else -1


def _are_numbers_of_something(column: str, keys: Sequence[str]) -> bool:
    """Return whether a column holds plain numbers and no name that says that they are codes."""
    filled = [key for key in keys if key]
    return all(key.isdigit() for key in filled) and not _CODE_WORDS.search(fold(column))


def _keys(column: pa.ChunkedArray) -> list[str]:
    """Return what each value is looked up by."""
    texts = [None if value is None else str(value) for value in column.to_pylist()]
    keys = {text: join_key(text or "") for text in dict.fromkeys(texts)}
    return [keys[text] for text in texts]


def join_key(text: str) -> str:
    """Return what a name or code is compared by: without accents, case, and short forms."""
    code = _CODE.fullmatch(fold(text))
    return code[1] if code else place_key(text)


def _known(places: Sequence[Place], kind: str) -> dict[str, list[int]]:
    """Return key to the places of a kind that bear it."""
    known: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        if place.kind == kind:
            for key in {join_key(text) for text in (*place.codes, *place.names)}:
                known.setdefault(key, []).append(index)
    return known


def _departments(table: pa.Table, places: Sequence[Place]) -> list[str] | None:
    """Return the department that each row names, None if no column holds departments."""
    known = {join_key(place.department) for place in places}
    for name in table.column_names:
        if not pa.types.is_string(table[name].type):
            continue
        keys = [_without_kind(key) for key in _keys(table[name])]
        filled = [key for key in keys if key]
        share = sum(key in known for key in filled) / max(len(filled), 1)
        # A column of municipalities holds names of departments too, but many others as well.
        if share >= _JOIN_SHARE and len(set(filled)) <= len(known):
            return keys
    return None


def _without_kind(key: str) -> str:
    words = key.split()
    while len(words) > 1 and words[0] in _KIND_WORDS:
        words = words[1:]
    return " ".join(words)


def _join(
    column: str,
    kind: str,
    keys: Sequence[str],
    known: dict[str, list[int]],
    places: Sequence[Place],
    departments: Sequence[str] | None,
) -> Join:
    department_of = [join_key(place.department) for place in places]
    place_of = np.full(len(keys), -1, dtype=np.int64)
    ambiguous: list[int] = []
    for row, key in enumerate(keys):
        found = known.get(key) or known.get(_without_kind(key)) or []
        if len(found) > 1 and departments is not None:
            found = [index for index in found if department_of[index] == departments[row]]
        if len(found) == 1:
            place_of[row] = found[0]
        elif found:
            ambiguous.append(row)
    return Join(column, kind, place_of, np.array(ambiguous, dtype=np.int64))
