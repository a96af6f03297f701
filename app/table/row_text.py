"""Rows of the table as text for the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.tasks import TaskCancelledError
from geodata.files.formulas import without_formula
from geodata.geometry import Ints
from geodata.table import FeatureTable
from layers.table_columns import TableColumn, raw_value
from layers.texts import Texts

_STEP = 500


def rows_text(
    table: FeatureTable,
    rows: Ints,
    columns: Sequence[TableColumn],
    texts: Texts,
    tell: Callable[[float], None],
    is_unwanted: Callable[[], bool],
) -> str:
    """Return rows as lines, cells parted by tabs, headings first; may take long.

    Numbers are written as spreadsheets read them; no text can be taken for a formula.

    Args:
        table: the features.
        rows: shape (m,), which of them, in their order.
        columns: what is written of each.
        texts: the language.
        tell: called with the share done.
        is_unwanted: whether it is no longer wanted.

    Raises:
        TaskCancelledError: if it is no longer wanted.
    """
    lines = ["\t".join(_cell(column.head) for column in columns)]
    for number, row in enumerate(rows.tolist()):
        if number % _STEP == 0:
            tell(number / len(rows))
            if is_unwanted():
                raise TaskCancelledError
        lines.append("\t".join(_cell(raw_value(table, row, column, texts)) for column in columns))
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return repr(value)
    return without_formula(" ".join(str(value).split()))
