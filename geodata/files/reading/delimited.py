"""Reads CSV files: at once where every row is as it should be, else row by row."""

from __future__ import annotations

import csv
import io
from dataclasses import field

import numpy as np
import pyarrow as pa
import pyarrow.csv

from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.reading.columns import tidied, unique_names
from geodata.files.reading.numbers import has_inexact, has_infinite
from geodata.files.reading.rows import (
    HEAD_ROWS,
    Rows,
    above_head,
    check_columns,
    check_rows,
    find_head,
    no_rows,
    numbered,
    without_head,
)
from geodata.files.reading.uneven import holds_rows, read_uneven
from geodata.files.report import FileError, Finding
from geodata.files.request import OpenOptions
from geodata.files.source import Source
from geodata.files.text import as_utf8, find_delimiter
from geodata.frozen import frozen

_HEAD_BYTES = 1_000_000
_FIRST_BLOCK = 1 << 20
_BLOCK = 8 << 20
_CELL_STARTS = np.zeros(256, dtype=np.bool_)
_CELL_STARTS[list(b',;\t|"\n\r +-')] = True
_SCANNED = 1 << 17


@frozen
class Layout:
    """How a CSV file is laid out.

    Attributes:
        delimiter: the sign that parts its columns.
        names: its columns' names, each once.
        start: how many records come before the first row of data.
        lines: how many lines they take.
        findings: what was noticed.
    """

    delimiter: str
    names: list[str]
    start: int
    lines: int
    findings: list[Finding] = field(default_factory=list)


class _UnevenError(Exception):
    """The file has rows of another width, or is no CSV to the letter."""


def read_csv(source: Source, options: OpenOptions, limits: Limits) -> Rows:
    """Return the rows of a CSV file.

    Raises:
        FileError: if it is no text, has no rows, or too many rows or columns.
    """
    data, encoding, findings = as_utf8(source, source.path.read_bytes(), options.encoding)
    layout = find_layout(source, data, options.delimiter, limits)
    try:
        table = _read_even(data, layout)
        numbers = numbered(table.num_rows, layout.start + 1)
    except _UnevenError:
        table, numbers, uneven = read_uneven(
            source, data, layout.names, layout.delimiter, layout.start, limits
        )
        layout.findings.extend(uneven)
    if not table.num_rows:
        raise no_rows(source)
    check_rows(source, table.num_rows, limits)
    table, repaired = tidied(table, numbers, source, limits.cell)
    return Rows(
        source,
        table,
        numbers,
        [*findings, *layout.findings, *repaired],
        encoding,
        layout.delimiter,
    )


def find_layout(source: Source, data: bytes, delimiter: str | None, limits: Limits) -> Layout:
    """Return how a CSV file is laid out.

    Args:
        source: the file.
        data: its text as UTF-8.
        delimiter: the sign that parts its columns, None to find out.
        limits: how many columns it may have.

    Raises:
        FileError: if it has no head.
    """
    text = data[:_HEAD_BYTES].decode("utf-8", errors="ignore")
    stated, text_from = _stated_delimiter(text)
    chosen = delimiter or stated or find_delimiter(text[text_from:])
    if len(chosen) != 1 or chosen in '"\r\n':
        raise FileError(
            N_("{file}: “{delimiter}” cannot part columns"),
            N_("choose a comma, a semicolon, a tab or another single sign"),
            file=source.name,
            delimiter=chosen,
        )
    rows, lines = _first_rows(text, chosen)
    if stated:
        rows[0] = []
    if not any(cell.strip() for row in rows for cell in row):
        raise no_rows(source)
    check_columns(source, max(len(row) for row in rows), limits)
    return _layout(source, rows, lines, chosen)


def _stated_delimiter(text: str) -> tuple[str | None, int]:
    """Return the delimiter that Excel's line ``sep=;`` states, and where the text goes on."""
    line, _, _ = text.partition("\n")
    if line[:4].lower() == "sep=" and len(line.rstrip("\r")) == 5:
        return line[4], len(line) + 1
    return None, 0


def _first_rows(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Return the first rows, and on which line each ends."""
    csv.field_size_limit(2 * _HEAD_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, lines = [], []
    for row in reader:
        rows.append(row)
        lines.append(reader.line_num)
        if len(rows) == HEAD_ROWS:
            break
    return rows, lines


def _layout(source: Source, rows: list[list[str]], lines: list[int], delimiter: str) -> Layout:
    head = find_head(rows)
    if head is None:
        start = next(place for place, row in enumerate(rows) if any(c.strip() for c in row))
        names = [f"column {place}" for place in range(1, len(rows[start]) + 1)]
        before = lines[start - 1] if start else 0
        return Layout(delimiter, names, start, before, [without_head(source)])
    names, findings = unique_names(_names(rows, head), source.name)
    above = sum(any(cell.strip() for cell in row) for row in rows[:head])
    if above:
        findings.append(above_head(source, above))
    return Layout(delimiter, names, head + 1, lines[head], findings)


def _names(rows: list[list[str]], head: int) -> list[str]:
    """Return the head, as wide as most rows are.

    Unnamed columns at its end count if other rows have them too. Where all other rows have one
    cell more and begin with their number, as R writes them, the name of the first is missing.
    """
    names = rows[head]
    following = [row for row in rows[head + 1 :] if row]
    widths = [len(row) for row in following]
    if not widths:
        return names
    usual = max(set(widths), key=widths.count)
    while len(names) > max(widths) and not names[-1].strip():
        names = names[:-1]
    if usual == len(names) + 1 and all(row[0].isdigit() for row in following):
        return ["", *names]
    return names + [""] * (usual - len(names))


def _read_even(data: bytes, layout: Layout) -> pa.Table:
    """Return the rows of a file in which all have as many cells as the head.

    The first block tells which columns are numbers, which is fast and nearly always right; where
    a later row says otherwise, or codes with leading zeros may be among them, all is read as text.

    Raises:
        _UnevenError: if a row has another number of cells, or an empty line lies between rows.
    """
    if b'"' in data and data.count(b'"') % 2:
        raise _UnevenError  # a quotation mark may not be closed
    try:
        table = _numbers_and_texts(data, layout)
    except pa.ArrowInvalid as error:
        if "Empty CSV file" in str(error):
            return pa.table({name: pa.array([], pa.string()) for name in layout.names})
        raise _UnevenError from error
    if _has_gaps(data, layout, table):
        raise _UnevenError
    return table


def _numbers_and_texts(data: bytes, layout: Layout) -> pa.Table:
    try:
        types = _numeric_columns(data, layout)
        whole = pa.int64() in types.values()
        if types and not (whole and may_hold_codes(data)):
            table = _parse(data, layout, types)
            if not _is_inexact(table):
                return table
    except pa.ArrowInvalid:
        pass
    return _parse(data, layout, {})


def _has_gaps(data: bytes, layout: Layout, table: pa.Table) -> bool:
    """Return whether lines between others are empty, or hold nothing but delimiters."""
    breaks = int(np.count_nonzero(np.frombuffer(data, np.uint8) == ord("\n")))
    lines = breaks + (not data.endswith(b"\n"))
    if lines - layout.lines != table.num_rows:
        body = data.rstrip(b"\r\n")
        if b"\n\n" in body or b"\n\r\n" in body or _has_swallowed_rows(layout, table):
            return True
    if any(not column.null_count for column in table.columns):
        return False
    empty = b"\n" + layout.delimiter.encode() * (len(layout.names) - 1)
    return empty + b"\n" in data or empty + b"\r\n" in data or data.endswith(empty)


def _has_swallowed_rows(layout: Layout, table: pa.Table) -> bool:
    """Return whether cells of several lines hold rows of the table."""
    import pyarrow.compute as pc  # 0.1 s, and most files do without

    empty = [None] * (len(layout.names) - 1)
    return any(
        holds_rows([text, *empty], layout.delimiter)
        for column in table.columns
        if pa.types.is_string(column.type)
        for text in column.filter(pc.match_substring(column, "\n")).to_pylist()
    )


def may_hold_codes(data: bytes) -> bool:
    """Return whether a cell may begin with a zero and a digit: a code rather than a number."""
    signs = np.frombuffer(data, dtype=np.uint8)
    zero, nine = np.uint8(ord("0")), np.uint8(9)
    for start in range(0, len(signs), _SCANNED):
        piece = signs[max(start - 1, 0) : start + _SCANNED + 1]
        found = np.flatnonzero((piece[1:-1] == zero) & (piece[2:] - zero <= nine))
        if _CELL_STARTS[piece[found]].any():
            return True
    return False


def _is_inexact(table: pa.Table) -> bool:
    floats = [column for column in table.columns if column.type == pa.float64()]
    return any(has_infinite(column) or has_inexact(column) for column in floats)


def _numeric_columns(data: bytes, layout: Layout) -> dict[str, pa.DataType]:
    reader = pyarrow.csv.open_csv(
        pa.BufferReader(data),
        read_options=_read_options(layout, _FIRST_BLOCK, threads=False),
        parse_options=_parse_options(data, layout),
    )
    numeric = (pa.int64(), pa.float64())
    return {field.name: field.type for field in reader.schema if field.type in numeric}


def _parse(data: bytes, layout: Layout, types: dict[str, pa.DataType]) -> pa.Table:
    """Return all rows, as text where ``types`` has no type."""
    return pyarrow.csv.read_csv(
        pa.BufferReader(data),
        read_options=_read_options(layout, _BLOCK, threads=True),
        parse_options=_parse_options(data, layout),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types={name: types.get(name, pa.string()) for name in layout.names},
            null_values=[""],
            strings_can_be_null=True,
            check_utf8=False,  # it was checked as a whole
        ),
    )


def _read_options(layout: Layout, block: int, *, threads: bool) -> pyarrow.csv.ReadOptions:
    return pyarrow.csv.ReadOptions(
        column_names=layout.names, skip_rows=layout.lines, use_threads=threads, block_size=block
    )


def _parse_options(data: bytes, layout: Layout) -> pyarrow.csv.ParseOptions:
    return pyarrow.csv.ParseOptions(
        delimiter=layout.delimiter, newlines_in_values=b'"' in data, ignore_empty_lines=True
    )
