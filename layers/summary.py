"""What the atlas holds, layer by layer, as numbers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from geodata.builtin import BuiltinData
from geodata.frozen import frozen


@frozen
class LayerSummary:
    """One row of ``atlas-seguro layers``.

    Attributes:
        id: the layer's id.
        name: its name in the chosen language.
        group: "areas", "programs" or "base".
        count: how many records it has.
        placed: how many of them have a place.
        basis: how many have each basis of existence.
        position_basis: how many have each basis of place.
    """

    id: str
    name: str
    group: str
    count: int
    placed: int
    basis: dict[str, int]
    position_basis: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """Return it as ``layers --json`` prints it."""
        return asdict(self)


def summarize(data: BuiltinData, language: str) -> list[LayerSummary]:
    """Return the summary of every listed layer, counted from the GeoPackage.

    Raises:
        geodata.builtin.BuiltinDataError: if the GeoPackage cannot be read.
    """
    result = []
    for info in data.layers:
        if not info.listed:
            continue
        table = data.table(info.id)
        result.append(
            LayerSummary(
                info.id,
                info.name[language],
                info.group,
                len(table),
                table.placed_count,
                table.count_by_basis("basis"),
                table.count_by_basis("position_basis"),
            )
        )
    return result
