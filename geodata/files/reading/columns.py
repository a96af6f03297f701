"""Columns of a table file: their names and their types."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geodata.files.coordinates import parse_number
from geodata.files.messages import N_
from geodata.files.report import Finding, Outcome
from geodata.files.source import Source
from geodata.files.text import find_encoding

Numbers = npt.NDArray[np.int64]
"""Shape (n,): each row's number in the file."""

_SAMPLE = 50
_SAMPLE_SHARE = 0.8
_NUMBER_SHARE = 0.9
_SHOWN = 40
# Numbers as text: plain, with a decimal comma, with commas (points) between thousands.
_PLAIN = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$"
_DECIMAL_COMMA = r"^[-+]?(\d+|\d*,\d+)$"
_SURE_DECIMAL = r"^[-+]?(\d*,(\d{1,2}|\d{4,})|0*,\d+|\d{4,},\d+)$"
_COMMA_GROUPS = r"^[-+]?(\d+(\.\d*)?|\d{1,3}(,\d{3})+(\.\d*)?)$"
_SURE_COMMA_GROUPS = r",\d{3}[,.]"
_POINT_GROUPS = r"^[-+]?(\d+(,\d*)?|\d{1,3}(\.\d{3})+(,\d*)?)$"
_SURE_POINT_GROUPS = r"\.\d{3}[.,]"
# Codes with leading zeros, and numbers that no float holds exactly.
_CODE = r"^[-+]?(0\d|\d{19})"


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
                    N_("column {number} is now called “{name}”"),
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
        if text is not None and len(text) > cell:
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


def typed(
    column: pa.ChunkedArray,
    name: str,
    numbers: Numbers,
    source: Source,
    findings: list[Finding],
) -> pa.ChunkedArray:
    """Return a text column as whole or decimal numbers if every value is one.

    Codes with leading zeros and numbers too long to be exact stay text. So do numbers with one
    comma before three digits, of which nobody can tell whether it parts thousands or decimals;
    that, and values that alone keep a column from being numbers, is reported.
    """
    if not _may_be_numbers(column):
        return column
    import pyarrow.compute as pc  # 0.1 s, and most files do without

    trimmed = pc.utf8_trim_whitespace(column)
    trimmed = pc.if_else(pc.equal(trimmed, ""), None, trimmed)

    def all_match(pattern: str) -> bool:
        return bool(pc.all(pc.match_substring_regex(trimmed, pattern), min_count=0).as_py())

    def any_matches(pattern: str) -> bool:
        return bool(pc.any(pc.match_substring_regex(trimmed, pattern), min_count=0).as_py())

    if any_matches(_CODE):
        return column
    pointed = None
    if all_match(_PLAIN):
        pointed = trimmed
    elif all_match(_DECIMAL_COMMA) and any_matches(_SURE_DECIMAL):
        pointed = pc.replace_substring(trimmed, ",", ".")
    elif all_match(_COMMA_GROUPS) and any_matches(_SURE_COMMA_GROUPS):
        pointed = pc.replace_substring(trimmed, ",", "")
    elif all_match(_POINT_GROUPS) and any_matches(_SURE_POINT_GROUPS):
        pointed = pc.replace_substring(pc.replace_substring(trimmed, ".", ""), ",", ".")
    if pointed is not None:
        return _as_numbers(pc.replace_substring_regex(pointed, r"^\+", ""), column)
    if all_match(_COMMA_GROUPS):
        findings.append(_unclear(name, source))
    else:
        odd = pc.invert(pc.match_substring_regex(trimmed, _PLAIN)).fill_null(False)
        _report_odd(trimmed, odd.to_numpy(), name, numbers, source, findings)
    return column


def _may_be_numbers(column: pa.ChunkedArray) -> bool:
    """Return whether most of a column's first texts are numbers."""
    sample: list[str] = []
    for start in range(0, len(column), _SAMPLE):
        found = column.slice(start, _SAMPLE).to_pylist()
        sample += [text for text in found if text and not text.isspace()]
        if sample:
            break
    if any(re.match(_CODE, text.strip()) for text in sample):
        return False
    if not any(sign.isdigit() for sign in "".join(sample)):
        return False
    numbers = sum(parse_number(text) is not None for text in sample)
    return bool(sample) and numbers >= _SAMPLE_SHARE * len(sample)


def _as_numbers(texts: pa.ChunkedArray, column: pa.ChunkedArray) -> pa.ChunkedArray:
    for kind in (pa.int64(), pa.float64()):
        try:
            result = texts.cast(kind)
        except pa.ArrowInvalid:
            continue
        if kind == pa.float64() and has_infinite(result):
            return column
        return result
    return column


def has_infinite(column: pa.ChunkedArray) -> bool:
    """Return whether a column of floats holds numbers that are too large for one."""
    return any(
        bool(np.isinf(np.frombuffer(chunk.buffers()[1], np.float64)).any())
        for chunk in column.chunks
        if len(chunk)
    )


def has_inexact(column: pa.ChunkedArray) -> bool:
    """Return whether a column of floats holds whole numbers too large to be exact."""
    return any(
        bool((np.abs(np.frombuffer(chunk.buffers()[1], np.float64)) >= 2.0**53).any())
        for chunk in column.chunks
        if len(chunk)
    )


def _unclear(name: str, source: Source) -> Finding:
    return Finding(
        Outcome.NOTED,
        N_("column {column} stays text: its commas may part thousands or decimals"),
        N_("write its numbers without commas between thousands"),
        values=(("column", name),),
        file=source.name,
    )


def _report_odd(
    texts: pa.ChunkedArray,
    odd: np.ndarray[tuple[int], np.dtype[np.bool_]],
    name: str,
    numbers: Numbers,
    source: Source,
    findings: list[Finding],
) -> None:
    """Report the first value that keeps a column from being numbers, if few do."""
    rows = np.flatnonzero(odd)
    if not 0 < len(rows) < (1 - _NUMBER_SHARE) * (len(texts) - texts.null_count):
        return
    value = re.sub(r"\s+", " ", str(texts[int(rows[0])].as_py()))
    findings.append(
        Finding(
            Outcome.NOTED,
            N_("column {column} stays text: “{value}” and {count} more values are no numbers"),
            N_("leave them empty if the column shall be numbers"),
            row=int(numbers[rows[0]]),
            values=(
                ("column", name),
                ("value", value if len(value) <= _SHOWN else value[:_SHOWN] + "…"),
                ("count", str(len(rows) - 1)),
            ),
            file=source.name,
        )
    )
