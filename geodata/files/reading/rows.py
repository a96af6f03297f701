"""The rows of a table file, and where among them the head is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.source import Source
from geodata.frozen import frozen

MAX_ROWS_REPORTED = 1000
"""How many rows are reported one by one; how many more there are is said in one line."""

HEAD_ROWS = 30
"""How many rows are looked at to find the head among titles and remarks."""

_HEAD_SHARE = 0.6


@frozen
class Rows:
    """The rows of a table file.

    Attributes:
        source: the file.
        table: the columns, typed; there may be none.
        numbers: shape (n,), each row's number in the file.
        findings: what was skipped or repaired.
        encoding: of the text.
        delimiter: of the columns.
    """

    source: Source
    table: pa.Table
    numbers: npt.NDArray[np.int64]
    findings: list[Finding] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""

    def __len__(self) -> int:
        return len(self.numbers)


def find_head(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which of the first rows is the head, None if the first row is data already.

    Titles and remarks above a table fill fewer cells than its head, of which at most the first
    is empty. A row without a single letter is no head.

    Args:
        rows: the first rows of a file as text, some of them perhaps empty.
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:HEAD_ROWS]]
    enough = max(1.0, _HEAD_SHARE * max(filled, default=0))
    place = next(
        (
            place
            for place, (row, count) in enumerate(zip(rows, filled, strict=False))
            if count >= enough or (count == len(row) - 1 > 0 and not row[0].strip())
        ),
        0,
    )
    letters = any(sign.isalpha() for cell in rows[place] for sign in cell)
    return place if letters else None


def above_head(source: Source, count: int) -> Finding:
    """Return the finding for rows above the head that hold something."""
    return Finding(
        Outcome.NOTED,
        N_("rows above the head of the table were left out: {count}"),
        "",
        values=(("count", str(count)),),
        file=source.name,
    )


def without_head(source: Source) -> Finding:
    """Return the finding for a table without a head."""
    return Finding(
        Outcome.NOTED,
        N_("the table has no head; its columns were numbered"),
        N_("write the columns' names into its first row"),
        file=source.name,
    )


def no_rows(source: Source) -> FileError:
    """Return the error for a file without rows."""
    return FileError(
        N_("{file} has no rows"), N_("check that it is the right file"), file=source.name
    )


def check_rows(source: Source, count: int, limits: Limits) -> None:
    """Raise `FileError` if there are more rows than may be opened."""
    if count > limits.rows:
        raise FileError(
            N_("{file} has more than {limit} rows"),
            N_("open a part of it"),
            file=source.name,
            limit=limits.rows,
        )


def check_columns(source: Source, count: int, limits: Limits) -> None:
    """Raise `FileError` if there are more columns than may be opened."""
    if count > limits.columns:
        raise FileError(
            N_("{file} has {count} columns, more than {limit}"),
            N_("leave out the columns you do not need"),
            file=source.name,
            count=count,
            limit=limits.columns,
        )


def numbered(count: int, first: int) -> npt.NDArray[Any]:
    """Return the numbers of ``count`` rows that follow one another."""
    return np.arange(first, first + count, dtype=np.int64)


def report_rows(
    findings: list[Finding],
    numbers: npt.NDArray[np.int64],
    file: str,
    outcome: Outcome,
    reason: str,
    advice: str,
) -> None:
    """Add a finding for each of the rows of these numbers, one for all beyond a thousand."""
    findings += [
        Finding(outcome, reason, advice, row=int(number), file=file)
        for number in numbers[:MAX_ROWS_REPORTED]
    ]
    if len(numbers) > MAX_ROWS_REPORTED:
        findings.append(
            Finding(
                outcome,
                N_("the same holds for more rows: {count}"),
                advice,
                file=file,
                values=(("count", str(len(numbers) - MAX_ROWS_REPORTED)),),
            )
        )
