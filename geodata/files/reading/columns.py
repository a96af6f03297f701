"""Columns of a table file: their names and their types."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from geodata.files.messages import N_
from geodata.files.reading.numbers import Numbers, typed
from geodata.files.report import Finding, Outcome
from geodata.files.source import Source
from geodata.files.text import find_encoding

# Geometry is not text that somebody reads; cut, it would be none.
_GEOMETRY = re.compile(
    r"\s*(SRID=\d+;\s*)?((MULTI)?(POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION|0[01][0-9A-F]{8})",
    re.IGNORECASE,
)


def unique_names(names: Sequence[str], file: str) -> tuple[list[str], list[Finding]]:
    """Return column names without gaps, doubles and signs that cannot be shown, and findings."""
    written = [" ".join("".join(map(_shown, name)).split()) for name in names]
    taken = set(written)
    used: set[str] = set()
    findings: list[Finding] = []
    result: list[str] = []
    for place, original in enumerate(written, start=1):
        base = original or f"column {place}"
        name, count = base, 1
        while name in used or ((count > 1 or not original) and name in taken):
            count += 1
            name = f"{base} ({count})"
        used.add(name)
        if name != original:
            findings.append(
                Finding(
                    Outcome.REPAIRED,
                    N_("column {number} has no name of its own; it is now called “{name}”"),
                    N_("give every column a name of its own"),
                    values=(("number", str(place)), ("name", name)),
                    file=file,
                )
            )
        result.append(name)
    return result, findings


def _shown(sign: str) -> str:
    """Return a sign of a name; spaces and line breaks become spaces, what cannot be shown goes."""
    return sign if sign.isprintable() else " " if sign.isspace() else ""


def tidied(
    table: pa.Table, numbers: Numbers, source: Source, cell: int, *, typing: bool = True
) -> tuple[pa.Table, list[Finding]]:
    """Return a table with its text columns readable, not too long, and as numbers if they are.

    Args:
        table: the rows.
        numbers: each row's number in the file.
        source: the file.
        cell: how many characters a text may have.
        typing: whether texts may be numbers; they are not where the format knows types.
    """
    findings: list[Finding] = []
    columns = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_string(column.type):
            column = readable(column, name, numbers, source, findings)
            column = _cut(column, name, numbers, source, cell, findings)
            if typing:
                column = typed(column, name, numbers, source, findings)
        columns.append(column)
    return pa.table(columns, names=table.column_names), findings


def readable(
    column: pa.ChunkedArray,
    name: str,
    numbers: Numbers,
    source: Source,
    findings: list[Finding],
) -> pa.ChunkedArray:
    """Return a text column with valid text only; what was none is decoded as best it can be."""
    try:
        column.validate(full=True)
    except (pa.ArrowInvalid, ValueError):
        pass
    else:
        return column
    raw = [
        None if value is None else bytes(value)
        for chunk in column.chunks
        for value in chunk.view(pa.binary()).to_pylist()
    ]
    encoding = find_encoding(b"\n".join(value for value in raw if value))
    texts: list[str | None] = []
    for row, value in enumerate(raw):
        text = None if value is None else value.decode(encoding, errors="replace")
        texts.append(text)
        if text is not None and "\N{REPLACEMENT CHARACTER}" in text:
            findings.append(
                _at(
                    row,
                    numbers,
                    source,
                    N_("in column {column} a letter cannot be read"),
                    N_("mend the text, or choose another encoding"),
                    column=name,
                )
            )
    return pa.chunked_array([pa.array(texts, pa.string())])


def _cut(
    column: pa.ChunkedArray,
    name: str,
    numbers: Numbers,
    source: Source,
    cell: int,
    findings: list[Finding],
) -> pa.ChunkedArray:
    if _longest(column) <= cell:
        return column
    texts = column.to_pylist()
    for row, text in enumerate(texts):
        if text is not None and len(text) > cell and not _GEOMETRY.match(text):
            texts[row] = text[:cell]
            findings.append(
                _at(
                    row,
                    numbers,
                    source,
                    N_("the text in column {column} was cut after {limit} characters"),
                    N_("shorten it"),
                    column=name,
                    limit=cell,
                )
            )
    return pa.chunked_array([pa.array(texts, pa.string())])


def _longest(column: pa.ChunkedArray) -> int:
    """Return the bytes of the longest text."""
    longest = 0
    for chunk in column.chunks:
        if len(chunk):
            offsets = np.frombuffer(chunk.buffers()[1], np.int32)
            used = offsets[chunk.offset : chunk.offset + len(chunk) + 1]
            longest = max(longest, int(np.diff(used).max()))
    return longest


def _at(
    row: int, numbers: Numbers, source: Source, reason: str, advice: str, **values: object
) -> Finding:
    return Finding(
        Outcome.REPAIRED,
        reason,
        advice,
        row=int(numbers[row]),
        values=tuple((key, str(value)) for key, value in values.items()),
        file=source.name,
    )
