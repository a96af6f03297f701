"""Opening a user's file: the one way in.

The file is read in a child process (`worker`), watched from here (`child`): when it takes too
long, needs too much memory, or is no longer wanted, it is ended, and the message says so.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from geodata.files.arrow_columns import ArrowColumns
from geodata.files.child import OpeningCancelledError, run_child
from geodata.files.limits import Limits
from geodata.files.report import Finding
from geodata.files.request import OpenOptions, Place, Recognised
from geodata.files.temporary import new_folder, remove, remove_left_over
from geodata.frozen import frozen
from geodata.geometry import Family, GeometryArray, Ints, from_points
from geodata.table import FeatureTable

__all__ = [
    "LayerSummary",
    "OpenedFile",
    "OpenedLayer",
    "OpeningCancelledError",
    "list_layers",
    "open_file",
]

_SAMPLE_ROWS = 200


@frozen(eq=False)
class OpenedLayer:
    """A layer of a file, of one geometry family.

    Attributes:
        name: its name in the file.
        recognised: what was recognised.
        table: the features.
        numbers: shape (n,), each feature's row in the file.
        place_of: shape (n,), for rows joined to built-in places the index of the place, -1 for
            none; None if rows were not joined.
    """

    name: str
    recognised: Recognised
    table: FeatureTable
    numbers: Ints
    place_of: Ints | None

    def samples(self, column: str, count: int = 3) -> list[Any]:
        """Return the first different values of a column, for a preview; empty ones do not count.

        Raises:
            KeyError: if there is no such column.
        """
        found: list[Any] = []
        if column not in self.table.columns:
            raise KeyError(column)
        for row in range(min(len(self.table), _SAMPLE_ROWS)):
            value = self.table.value(row, column)
            if value not in (None, "") and value not in found:
                found.append(value)
            if len(found) == count:
                break
        return found


@frozen(eq=False)
class OpenedFile:
    """A file that was opened: its layers, and what was skipped, repaired or worth knowing."""

    path: Path
    layers: tuple[OpenedLayer, ...]
    findings: tuple[Finding, ...]


@frozen
class LayerSummary:
    """What can be said of a layer without reading it.

    Attributes:
        name: its name, to be given as one of `OpenOptions.layers`.
        format: the format's name.
        rows: how many rows it has, None if that is not known.
        geometry: the name of its geometry, "" if it has none or that is not known.
    """

    name: str
    format: str
    rows: int | None
    geometry: str


def open_file(
    path: Path,
    *,
    options: OpenOptions | None = None,
    limits: Limits | None = None,
    places: Sequence[Place] = (),
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> OpenedFile:
    """Open a file; blocks until it is read, so call it from a thread where a window is open.

    Args:
        path: the file.
        options: what is known of it.
        limits: how much it may cost.
        places: built-in places that rows may be joined to by name or code.
        progress: called with the stage ("recognise", "read", "check", "write") and the share
            done, 0 to 1, which never falls.
        cancelled: asked again and again; opening ends when it returns True.

    Raises:
        FileError: if the file cannot be opened within the limits.
        OpeningCancelledError: if ``cancelled`` returned True.
    """
    folder = new_folder()
    try:
        manifest = _ask("read", path, folder, options, limits, places, progress, cancelled)
        layers = tuple(_layer(path, folder, entry) for entry in manifest["layers"])
        findings = tuple(Finding.from_dict(finding) for finding in manifest["findings"])
        return OpenedFile(path, layers, findings)
    finally:
        # Where a table's file cannot go yet, it goes with the table (`ArrowColumns`).
        remove(folder)


def list_layers(
    path: Path,
    *,
    options: OpenOptions | None = None,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[LayerSummary]:
    """Return the layers of a file without reading their rows, to choose from.

    Args:
        path: the file.
        options: what is known of it.
        limits: how much it may cost.
        cancelled: asked again and again; listing ends when it returns True.

    Raises:
        FileError: if the file cannot be opened within the limits.
        OpeningCancelledError: if ``cancelled`` returned True.
    """
    folder = new_folder()
    try:
        found = _ask("catalogue", path, folder, options, limits, (), None, cancelled)
        return [LayerSummary(**entry) for entry in found]
    finally:
        remove(folder)


def _ask(
    task: str,
    path: Path,
    folder: Path,
    options: OpenOptions | None,
    limits: Limits | None,
    places: Sequence[Place],
    progress: Callable[[str, float], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Any:
    """Have the child process do a task, and return its answer."""
    limits = limits or Limits()
    request = {
        "task": task,
        "path": str(path.absolute()),
        "folder": str(folder),
        "limits": asdict(limits),
        "options": (options or OpenOptions()).as_dict(),
        "places": [asdict(place) for place in places],
    }
    remove_left_over()
    meanwhile = threading.Thread(target=_load_libraries, daemon=True)

    def tell(stage: str, share: float) -> None:
        # Not before the child is there: both load what takes much of a small computer.
        if meanwhile.ident is None:
            meanwhile.start()
        if progress is not None:
            progress(stage, share)

    try:
        return run_child(request, folder, limits, tell, cancelled or _never)
    finally:
        if meanwhile.ident is not None:
            meanwhile.join()


def _load_libraries() -> None:
    """Import what the answer is read with, which takes a tenth of a second."""
    import pyarrow as pa  # noqa: F401


def _never() -> bool:
    return False


def _layer(path: Path, root: Path, entry: dict[str, Any]) -> OpenedLayer:
    folder = root / entry["folder"]
    arrays = {name: np.load(folder / f"{name}.npy", allow_pickle=False) for name in entry["arrays"]}
    geometry = _geometry(Family(entry["family"]), arrays)
    table = FeatureTable(
        id=entry["name"] or path.stem,
        ids=np.arange(1, len(geometry) + 1, dtype=np.int64),
        geometry=geometry,
        columns=ArrowColumns(folder / "columns.arrow", folder),
    )
    recognised = Recognised(**entry["recognised"])
    return OpenedLayer(entry["name"], recognised, table, arrays["numbers"], arrays.get("place_of"))


def _geometry(family: Family, arrays: dict[str, Any]) -> GeometryArray:
    if "placed" in arrays:
        return from_points(arrays["coordinates"], arrays["placed"])
    return GeometryArray(
        family,
        arrays["coordinates"],
        arrays["part_starts"],
        arrays["feature_starts"],
        arrays["holes"],
    )
