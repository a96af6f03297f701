"""What became of an opened file, in short."""

from typing import Any

from geodata.files.opening import OpenedLayer
from geodata.files.report import Finding, Outcome


def places(layer: OpenedLayer) -> list[tuple[float, float]]:
    """Return the positions of a layer's features, rounded to about a metre."""
    return [(round(x, 5), round(y, 5)) for x, y in layer.table.geometry.coordinates.tolist()]


def values(layer: OpenedLayer, column: str) -> list[Any]:
    """Return the values of a column."""
    return [layer.table.value(row, column) for row in range(len(layer.table))]


def rows_of(findings: tuple[Finding, ...], outcome: Outcome) -> list[int | None]:
    """Return the rows of which findings say this outcome, in order."""
    return sorted((each.row for each in findings if each.outcome is outcome), key=lambda r: r or 0)
