"""Writes the tables that were read as arrays, for the parent to take over."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from geodata.files.reading.rows import Rows
from geodata.files.report import Finding
from geodata.files.request import Recognised

if TYPE_CHECKING:
    from geodata.geometry import GeometryArray

_PARTS = ("coordinates", "part_starts", "feature_starts", "holes")


class TableWriter:
    """Writes tables into a folder, each into one of its own, and lists them in a manifest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._layers: list[dict[str, Any]] = []
        self.findings: list[Finding] = []

    @property
    def count(self) -> int:
        """How many tables were written."""
        return len(self._layers)

    def manifest(self) -> dict[str, Any]:
        """Return what was written, as JSON can write it."""
        findings = [finding.as_dict() for finding in self.findings]
        return {"layers": self._layers, "findings": findings}

    def write_points(
        self, name: str, rows: Rows, xy: Any, placed: Any, found: Recognised, place_of: Any = None
    ) -> None:
        """Write rows that are points.

        Args:
            name: the layer's name.
            rows: the rows.
            xy: shape (n, 2), degrees.
            placed: shape (n,), which rows have a place.
            found: what was recognised.
            place_of: shape (n,), the place each row was joined to; None if none was.
        """
        arrays = {"coordinates": np.ascontiguousarray(xy), "placed": placed}
        if place_of is not None:
            arrays["place_of"] = place_of
        self._write(name, rows.table, {**arrays, "numbers": rows.numbers}, "point", found)

    def write_geometry(
        self, name: str, rows: Rows, geometry: GeometryArray, kept: Any, found: Recognised
    ) -> None:
        """Write rows of any geometry as a layer; ``kept`` are its features' places in ``rows``."""
        arrays = {name: getattr(geometry, name) for name in _PARTS}
        whole = len(kept) == len(rows) and (np.diff(kept) == 1).all()
        table = rows.table
        if table.num_columns and not whole:
            table = table.take(pa.array(kept))
        self._write(
            name, table, {**arrays, "numbers": rows.numbers[kept]}, geometry.family.value, found
        )

    def _write(
        self, layer: str, table: pa.Table, arrays: dict[str, Any], family: str, found: Recognised
    ) -> None:
        folder = self._folder / f"table{len(self._layers)}"
        folder.mkdir()
        for name, values in arrays.items():
            np.save(folder / f"{name}.npy", values, allow_pickle=False)
        with (
            pa.OSFile(str(folder / "columns.arrow"), "wb") as sink,
            pa.ipc.new_file(sink, table.schema) as writer,
        ):
            writer.write_table(table)
        self._layers.append(
            {
                "folder": folder.name,
                "name": layer,
                "family": family,
                "arrays": sorted(arrays),
                "recognised": asdict(found),
            }
        )
