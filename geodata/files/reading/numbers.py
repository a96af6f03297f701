"""Columns of text that hold numbers, however people write them."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geodata.files.coordinates import parse_number
from geodata.files.messages import N_
from geodata.files.report import Finding, Outcome
from geodata.files.source import Source

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
# Codes with leading zeros, and whole numbers that no float holds exactly.
_CODE = r"^[-+]?0\d"
_LONG = r"^[-+]?\d{16,}$"


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
    trimmed = pc.if_else(pc.equal(trimmed, pa.scalar("")), pa.scalar(None, pa.string()), trimmed)

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
        plain = pc.replace_substring_regex(pointed, r"^\+", "")
        return _as_numbers(plain, column, may_be_decimal=not any_matches(_LONG))
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


def _as_numbers(
    texts: pa.ChunkedArray, column: pa.ChunkedArray, *, may_be_decimal: bool
) -> pa.ChunkedArray:
    """Return texts as numbers; the column as it is if they would not be exact."""
    for kind in (pa.int64(), pa.float64())[: 1 + may_be_decimal]:
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
            N_("column {column} stays text; no numbers are “{value}” and others, {count} in all"),
            N_("leave them empty if the column shall be numbers"),
            row=int(numbers[rows[0]]),
            values=(
                ("column", name),
                ("value", value if len(value) <= _SHOWN else value[:_SHOWN] + "…"),
                ("count", str(len(rows))),
            ),
            file=source.name,
        )
    )
