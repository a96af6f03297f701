"""Values of attributes as a planner writes them."""

from __future__ import annotations

from geodata.edited_columns import Value
from geodata.files.coordinates import parse_number
from geodata.table import FeatureTable

NOT_EDITED = frozenset(
    {"basis", "basis_note_en", "basis_note_es", "position_basis"}
    | {"position_note_en", "position_note_es"}
)
"""Columns that say how sure something is; the atlas keeps them itself."""


def read_value(table: FeatureTable, column: str, text: str) -> Value:
    """Return what was written as the column holds it.

    Raises:
        ValueError: if the column holds numbers, and this is none.
    """
    if not table.is_number(column):
        return text or None
    if not text.strip():
        return None
    number = parse_number(text)
    if number is None:
        raise ValueError(text)
    return int(number) if number == int(number) else number


def written_value(value: object) -> str:
    """Return a value as it is edited: numbers without separators of thousands."""
    if value is None:
        return ""
    if isinstance(value, float) and abs(value) < 1e15 and value == int(value):
        return str(int(value))
    return str(value)
