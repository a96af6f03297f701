"""Reads the sheets of XLSX workbooks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from geodata.files.formats import open_archive
from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.reading.archive import check_members
from geodata.files.reading.columns import tidied, unique_names
from geodata.files.reading.rows import (
    HEAD_ROWS,
    Rows,
    above_head,
    check_columns,
    check_rows,
    find_head,
    without_head,
)
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.source import Source

_ERRORS = frozenset({"#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"})
_FORMULA = re.compile(rb"<f[\s>/]")
_MAX_REPORTED = 1000


def sheet_names(source: Source, limits: Limits) -> list[str]:
    """Return the names of a workbook's sheets.

    Raises:
        FileError: if it is damaged or unpacks to too much.
    """
    with _book(source, limits, values=True) as book:
        return [str(sheet.title) for sheet in book.worksheets]


@contextmanager
def _book(source: Source, limits: Limits, *, values: bool) -> Iterator[Any]:
    """Open a workbook with formulas as their last values, or as formulas."""
    import openpyxl

    with open_archive(source) as archive:
        check_members(source, archive.infolist(), limits)
    try:
        book = openpyxl.load_workbook(source.path, read_only=True, data_only=values)
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise _unreadable(source, error) from error
    try:
        yield book
    finally:
        book.close()


def _unreadable(source: Source, error: Exception) -> FileError:
    return FileError(
        N_("{file} is no readable workbook ({error})"),
        N_("save it anew as .xlsx, without a password"),
        file=source.name,
        error=error,
    )


def read_sheet(source: Source, name: str, limits: Limits) -> Rows | None:
    """Return the rows of a sheet, formulas as their last values, or None if it is empty.

    Raises:
        FileError: if it is damaged or has too many rows or columns.
    """
    with _book(source, limits, values=True) as book:
        grid = _grid(source, book[name], limits)
    if not any(grid.values()):
        return None
    findings = _repair(source, grid)
    findings += _without_value(source, name, grid, limits)
    return _rows(source, grid, findings, limits)


Grid = dict[int, list[Any]]
"""Row numbers and the cells of rows that hold anything."""


def _grid(source: Source, sheet: Any, limits: Limits) -> Grid:
    grid: Grid = {}
    try:
        sheet.reset_dimensions()  # what a file states of its size is often wrong
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = list(row)
            while cells and (cells[-1] is None or cells[-1] == ""):
                cells.pop()
            if cells:
                check_columns(source, len(cells), limits)
                grid[number] = cells
                check_rows(source, len(grid), limits)
    except FileError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise _unreadable(source, error) from error
    return grid


def _repair(source: Source, grid: Grid) -> list[Finding]:
    """Empty the cells in which a formula failed, and report them."""
    findings = []
    for number, cells in grid.items():
        for place, value in enumerate(cells):
            if isinstance(value, str) and value in _ERRORS:
                cells[place] = None
                findings.append(
                    Finding(
                        Outcome.REPAIRED,
                        N_("cell {cell} holds the error {error}; it was left empty"),
                        N_("mend its formula"),
                        row=number,
                        values=(("cell", _address(place, number)), ("error", value)),
                        file=source.name,
                    )
                )
    return findings[:_MAX_REPORTED]


def _without_value(source: Source, name: str, grid: Grid, limits: Limits) -> list[Finding]:
    """Report formulas without a last value, as programs write them that do not compute."""
    with open_archive(source) as archive:
        members = [each for each in archive.namelist() if each.startswith("xl/worksheets/")]
        if not any(_FORMULA.search(archive.read(each)) for each in members):
            return []
    findings = []
    with _book(source, limits, values=False) as book:
        for number, row in enumerate(book[name].iter_rows(values_only=True), 1):
            known = grid.get(number, [])
            for place, value in enumerate(row):
                formula = isinstance(value, str) and value.startswith("=")
                if formula and (place >= len(known) or known[place] is None):
                    findings.append(_not_computed(source, number, place))
    return findings[:_MAX_REPORTED]


def _not_computed(source: Source, number: int, place: int) -> Finding:
    return Finding(
        Outcome.REPAIRED,
        N_("cell {cell} holds a formula that was never computed; it was left empty"),
        N_("open the file in a spreadsheet program, save it there and open it again"),
        row=number,
        values=(("cell", _address(place, number)),),
        file=source.name,
    )


def _address(place: int, number: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(place + 1)}{number}"


def _rows(source: Source, grid: Grid, findings: list[Finding], limits: Limits) -> Rows | None:
    first = [[_text(value) for value in row] for row in islice(grid.values(), HEAD_ROWS)]
    head = find_head(first)
    width = max(len(row) for row in grid.values())
    numbers = list(grid)
    if head is None:
        names = [f"column {place}" for place in range(1, width + 1)]
        findings.append(without_head(source))
    else:
        names, renamed = unique_names(first[head] + [""] * (width - len(first[head])), source.name)
        findings += renamed
        if head:
            findings.append(above_head(source, head))
        numbers = numbers[head + 1 :]
    if not numbers:
        return None
    columns = [
        pa.chunked_array(
            [pa.array([_cell(grid[number], place) for number in numbers], pa.string())]
        )
        for place in range(width)
    ]
    kept = np.array(numbers, dtype=np.int64)
    table, repaired = tidied(pa.table(columns, names=names), kept, source, limits.cell)
    return Rows(source, table, kept, [*findings, *repaired])


def _cell(row: list[Any], place: int) -> str | None:
    return _text(row[place]) or None if place < len(row) else None


def _text(value: Any) -> str:
    """Return a cell's value as text that `columns.typed` reads back, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat()) if isoformat else str(value)
