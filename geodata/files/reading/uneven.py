"""Reads CSV files row by row, those in which rows are too wide, too narrow or empty."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.reading.rows import check_rows
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.source import Source

_CHUNK = 50_000
_MAX_REPORTED = 1000
_MANY_LINES = 20
# Lines of text may hold one delimiter each by chance, hardly two.
_LEAST_WIDTH = 3
_END = b"\n\x1fend"


class _Columns:
    """Columns of text that grow row by row."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._open: list[list[str | None]] = [[] for _ in names]
        self._closed: list[list[pa.Array]] = [[] for _ in names]
        self.numbers: list[int] = []

    def add(self, number: int, row: Sequence[str]) -> None:
        """Add a row that is as wide as the head."""
        self.numbers.append(number)
        for column, cell in zip(self._open, row, strict=True):
            column.append(cell or None)
        if len(self._open[0]) == _CHUNK:
            self._close()

    def _close(self) -> None:
        for texts, chunks in zip(self._open, self._closed, strict=True):
            chunks.append(pa.array(texts, pa.string()))
            texts.clear()

    def table(self) -> pa.Table:
        """Return the columns."""
        self._close()
        return pa.table(
            [pa.chunked_array(chunks, pa.string()) for chunks in self._closed],
            names=list(self._names),
        )


def read_uneven(
    source: Source,
    data: bytes,
    names: Sequence[str],
    delimiter: str,
    start: int,
    limits: Limits,
) -> tuple[pa.Table, npt.NDArray[np.int64], list[Finding]]:
    """Return the rows as text, their numbers, and what was repaired or skipped.

    Rows that are too narrow are filled up, cells beyond the head are dropped if they are empty;
    rows that hold more than the head has columns are skipped.

    Args:
        source: the file.
        data: its text as UTF-8.
        names: the columns.
        delimiter: the sign that parts them.
        start: how many records come before the first row of data.
        limits: how many rows it may have.

    Raises:
        FileError: if a quote is not closed, or there are too many rows.
    """
    columns = _Columns(names)
    uneven: list[tuple[int, int, Outcome]] = []
    width = len(names)
    for number, row in _records(source, data, delimiter, width):
        if number <= start or not any(cell.strip() for cell in row):
            continue
        fits = row[:width] + [""] * (width - len(row))
        if any(cell.strip() for cell in row[width:]):
            uneven.append((number, len(row), Outcome.SKIPPED))
            continue
        if len(row) < width:
            uneven.append((number, len(row), Outcome.REPAIRED))
        columns.add(number, fits)
        check_rows(source, len(columns.numbers), limits)
    findings = _report(source, uneven, width)
    return columns.table(), np.array(columns.numbers, dtype=np.int64), findings


def _records(
    source: Source, data: bytes, delimiter: str, width: int
) -> Iterator[tuple[int, list[str]]]:
    """Return each record with its number.

    Raises:
        FileError: if a quote is not closed: then the rest of the file is one cell.
    """
    csv.field_size_limit(len(data) + len(_END) + 1)
    # What follows an open quote is a part of its cell, whatever it is, even this.
    text = io.TextIOWrapper(io.BytesIO(data + _END), encoding="utf-8", newline="")
    reader = csv.reader(text, delimiter=delimiter)
    number, line = 0, 0
    row: list[str] = []
    for number, row in enumerate(reader, 1):
        lines, line = reader.line_num - line, reader.line_num
        if row == [_END.decode().strip("\n")]:
            return
        if lines > 1 and (
            (lines > _MANY_LINES and len(row) != width) or holds_rows(row, delimiter)
        ):
            break
        yield number, row
    raise open_quote(source, number)


def holds_rows(row: Sequence[str | None], delimiter: str) -> bool:
    """Return whether a cell's lines are rows of the table, which a quote left open swallows."""
    if len(row) < _LEAST_WIDTH:
        return False
    for cell in row:
        inner = cell.split("\n")[1:-1] if cell else []
        if inner and all(line.count(delimiter) == len(row) - 1 for line in inner):
            return True
    return False


def open_quote(source: Source, number: int) -> FileError:
    """Return the error for a quotation mark that is not closed."""
    return FileError(
        N_("{file}, row {row}: a quotation mark is not closed"),
        N_("close it, or remove it"),
        file=source.name,
        row=number,
    )


def _report(
    source: Source, uneven: Sequence[tuple[int, int, Outcome]], width: int
) -> list[Finding]:
    findings = []
    for outcome in (Outcome.SKIPPED, Outcome.REPAIRED):
        rows = [(number, cells) for number, cells, what in uneven if what is outcome]
        findings += [
            _finding(source, number, cells, width, outcome)
            for number, cells in rows[:_MAX_REPORTED]
        ]
        if len(rows) > _MAX_REPORTED:
            findings.append(
                Finding(
                    outcome,
                    N_("more rows have another number of columns than the head: {count}"),
                    N_("mend the rows, or choose another delimiter"),
                    values=(("count", str(len(rows) - _MAX_REPORTED)),),
                    file=source.name,
                )
            )
    return findings


def _finding(source: Source, number: int, cells: int, width: int, outcome: Outcome) -> Finding:
    return Finding(
        outcome,
        N_("the row has {actual} columns, the head {expected}")
        if outcome is Outcome.SKIPPED
        else N_("the row has {actual} columns, the head {expected}; the rest was left empty"),
        N_("mend the row, or choose another delimiter"),
        row=number,
        values=(("actual", str(cells)), ("expected", str(width))),
        file=source.name,
    )
