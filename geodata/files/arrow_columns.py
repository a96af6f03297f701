"""Columns that stay in a memory-mapped Arrow file until they are looked at."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy.typing as npt

from geodata.files.arrow_arrays import as_numpy
from geodata.table import ColumnReader


class ArrowColumns(ColumnReader):
    """The columns of an Arrow IPC file; the folder it lies in is removed with the object."""

    def __init__(self, path: Path, folder: Path | None = None) -> None:
        import pyarrow as pa

        with pa.memory_map(str(path)) as source:
            self._table = pa.ipc.open_file(source).read_all()
        self._arrays: dict[str, npt.NDArray[Any]] = {}
        if folder is not None:
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    def __getitem__(self, column: str) -> npt.NDArray[Any]:
        if column not in self._arrays:
            self._arrays[column] = as_numpy(self._table[column])
        return self._arrays[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table.column_names)

    def __len__(self) -> int:
        return int(self._table.num_columns)

    def __contains__(self, column: object) -> bool:
        return column in self._table.column_names

    def value(self, row: int, column: str) -> Any:
        """Return one value; raise KeyError if there is no such column."""
        return self._table[column][row].as_py()
