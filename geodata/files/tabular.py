"""Reads CSV, XLSX and the tables of Parquet files as rows of columns."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from geodata.files.columns import typed, unique_names
from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.request import OpenOptions
from geodata.files.text import decode, find_delimiter, find_encoding
from geodata.geometry import Ints

_MAX_INVALID_REPORTED = 1000
_FIRST_BLOCK = 1 << 20
_CELL_STARTS = np.zeros(256, dtype=np.bool_)
_CELL_STARTS[list(b',;\t|"\n\r +-')] = True


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table file.

    Attributes:
        name: the table's name.
        table: the columns, typed.
        numbers: shape (n,), each row's number in the file.
        findings: what was skipped or repaired.
        encoding: of the text.
        delimiter: of the columns.
    """

    name: str
    table: pa.Table
    numbers: Ints
    findings: list[Finding]
    encoding: str = ""
    delimiter: str = ""


def read_csv(path: Path, options: OpenOptions, limits: Limits) -> Rows:
    """Return the rows of a CSV file.

    Raises:
        FileError: if it is no text, has no columns, or too many rows or columns.
    """
    data = path.read_bytes()
    encoding = options.encoding or find_encoding(data)
    if encoding != "utf-8":
        data = decode(path, data, encoding).encode("utf-8")
    else:
        decode(path, data, encoding)
    head = data[:200_000].decode("utf-8", errors="ignore")
    delimiter = options.delimiter or find_delimiter(head)
    names, start = _header(path, head, delimiter, limits)
    unique, findings = unique_names(names, path.name)
    table, skipped = _read_table(path, data, unique, delimiter, start)
    findings += [_wrong_width(path, row) for row in skipped[:_MAX_INVALID_REPORTED]]
    if len(skipped) > _MAX_INVALID_REPORTED:
        findings.append(
            Finding(
                Outcome.SKIPPED,
                N_("{count} more rows have another number of columns than the head"),
                N_("mend the rows, or choose another delimiter"),
                file=path.name,
                values=(("count", str(len(skipped) - _MAX_INVALID_REPORTED)),),
            )
        )
    check_rows(path, table.num_rows, limits)
    numbers = _row_numbers(table.num_rows, [row.number for row in skipped if row.number])
    return Rows(path.stem, table, numbers, findings, encoding, delimiter)


def _header(path: Path, head: str, delimiter: str, limits: Limits) -> tuple[list[str], int]:
    """Return the column names and how many lines of the file come before the rows."""
    reader = csv.reader(io.StringIO(head), delimiter=delimiter)
    for names in reader:
        if any(name.strip() for name in names):
            break
    else:
        raise FileError(
            N_("{file} has no rows"), N_("check that it is the right file"), file=path.name
        )
    if len(names) > limits.columns:
        raise FileError(
            N_("{file} has {count} columns, more than {limit}"),
            N_("leave out the columns you do not need"),
            file=path.name,
            count=len(names),
            limit=limits.columns,
        )
    return names, reader.line_num


def _read_table(
    path: Path, data: bytes, names: list[str], delimiter: str, start: int
) -> tuple[pa.Table, list[Any]]:
    """Return the rows with typed columns, and those that have another number of columns.

    The first block tells which columns are numbers, which is fast and nearly always right; where
    a later row says otherwise, or codes with leading zeros may be among them, all is read as text
    and each column looked at whole.
    """
    if not _may_hold_codes(data):
        try:
            types = _numeric_columns(data, names, delimiter, start)
            return _parse(data, names, delimiter, start, types)
        except pa.ArrowInvalid:
            pass
    try:
        table, skipped = _parse(data, names, delimiter, start, {})
    except pa.ArrowInvalid as error:
        if "Empty CSV file" in str(error):
            return pa.table({name: pa.array([], pa.string()) for name in names}), []
        raise FileError(
            N_("{file} is no readable CSV ({error})"),
            N_("check its delimiter and its quotes"),
            file=path.name,
            error=error,
        ) from error
    return pa.table([typed(column) for column in table.columns], names=names), skipped


def _may_hold_codes(data: bytes) -> bool:
    """Return whether a cell may begin with a zero and a digit: a code rather than a number."""
    signs = np.frombuffer(b"\n" + data + b"\n\n", dtype=np.uint8)
    zeros = np.flatnonzero(signs[:-1] == ord("0"))
    digit = (signs[zeros + 1] >= ord("0")) & (signs[zeros + 1] <= ord("9"))
    return bool(_CELL_STARTS[signs[zeros[digit] - 1]].any())


def _numeric_columns(
    data: bytes, names: list[str], delimiter: str, start: int
) -> dict[str, pa.DataType]:
    reader = pyarrow.csv.open_csv(
        pa.BufferReader(data),
        read_options=pyarrow.csv.ReadOptions(
            column_names=names, skip_rows=start, use_threads=False, block_size=_FIRST_BLOCK
        ),
        parse_options=_parse_options(data, delimiter, lambda _: "skip"),
    )
    return {
        field.name: field.type
        for field in reader.schema
        if field.type in (pa.int64(), pa.float64())
    }


def _parse(
    data: bytes, names: list[str], delimiter: str, start: int, types: dict[str, pa.DataType]
) -> tuple[pa.Table, list[Any]]:
    """Return all rows, as text where ``types`` has no type, and those of another width."""
    skipped: list[Any] = []

    def skip(row: Any) -> str:
        skipped.append(row)
        return "skip"

    def parse(threads: bool) -> pa.Table:
        skipped.clear()
        return pyarrow.csv.read_csv(
            pa.BufferReader(data),
            read_options=pyarrow.csv.ReadOptions(
                column_names=names, skip_rows=start, use_threads=threads, block_size=8 << 20
            ),
            parse_options=_parse_options(data, delimiter, skip),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types={name: types.get(name, pa.string()) for name in names},
                null_values=[""],
                strings_can_be_null=False,
            ),
        )

    table = parse(True)
    # Only a single thread knows the numbers of invalid rows.
    return (parse(False) if skipped else table), skipped


def _parse_options(data: bytes, delimiter: str, skip: Any) -> pyarrow.csv.ParseOptions:
    return pyarrow.csv.ParseOptions(
        delimiter=delimiter, newlines_in_values=b'"' in data, invalid_row_handler=skip
    )


def _wrong_width(path: Path, row: Any) -> Finding:
    number = None if row.number is None else int(row.number)
    return Finding(
        Outcome.SKIPPED,
        N_("the row has {actual} columns, the head {expected}"),
        N_("mend the row, or choose another delimiter"),
        row=number,
        file=path.name,
        values=(("actual", str(row.actual_columns)), ("expected", str(row.expected_columns))),
    )


def _row_numbers(count: int, skipped: list[int]) -> Ints:
    """Return the numbers of the kept rows; the head is row 1."""
    if not skipped:
        return np.arange(2, count + 2, dtype=np.int64)
    numbers = np.arange(2, count + len(skipped) + 2, dtype=np.int64)
    return np.setdiff1d(numbers, np.array(skipped, dtype=np.int64))[:count]


def check_rows(path: Path, count: int, limits: Limits) -> None:
    """Raise `FileError` if there are more rows than may be opened."""
    if count > limits.rows:
        raise FileError(
            N_("{file} has {count} rows, more than {limit}"),
            N_("open a part of it"),
            file=path.name,
            count=count,
            limit=limits.rows,
        )


def read_xlsx(path: Path, options: OpenOptions, limits: Limits) -> list[Rows]:
    """Return the rows of each sheet of a workbook that has any; formulas as their last value.

    Raises:
        FileError: if it is damaged, protected, or has too many rows.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise FileError(
            N_("{file} is no readable workbook ({error})"),
            N_("save it anew as .xlsx, without a password"),
            file=path.name,
            error=error,
        ) from error
    try:
        sheets = [
            sheet
            for sheet in book.worksheets
            if options.layers is None or sheet.title in options.layers
        ]
        results = [_read_sheet(path, sheet, limits) for sheet in sheets]
    finally:
        book.close()
    found = [rows for rows in results if rows is not None]
    if not found:
        raise FileError(
            N_("{file} has no rows"), N_("check that it is the right file"), file=path.name
        )
    return found


def _read_sheet(path: Path, sheet: Any, limits: Limits) -> Rows | None:
    rows = (
        (number, row)
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
        if any(value is not None for value in row)
    )
    head = next(rows, None)
    if head is None:
        return None
    names, findings = unique_names([_cell(value) for value in head[1]], path.name)
    columns: list[list[str | None]] = [[] for _ in names]
    numbers: list[int] = []
    for number, row in rows:
        check_rows(path, len(numbers), limits)
        numbers.append(number)
        for column, value in zip(columns, (*row, *[None] * len(names)), strict=False):
            column.append(_cell(value))
    arrays = [typed(pa.chunked_array([pa.array(column, pa.string())])) for column in columns]
    return Rows(
        sheet.title, pa.table(arrays, names=names), np.array(numbers, dtype=np.int64), findings
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat()) if isoformat else str(value)
