"""Columns that stay in a memory-mapped Arrow file until they are looked at."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy.typing as npt

from geodata.files.arrow_arrays import as_numpy
from geodata.files.temporary import remove
from geodata.table import ColumnReader


class ArrowColumns(ColumnReader):
    """The columns of an Arrow IPC file; the folder it lies in is removed as soon as it can be.

    On Linux and macOS that is at once, for the mapped bytes stay there without a name; on Windows
    it is when the object is no longer used.
    """

    def __init__(self, path: Path, folder: Path | None = None) -> None:
        """Map the file at ``path``; ``folder``, if given, is removed with it."""
        import pyarrow as pa

        with pa.memory_map(str(path)) as source:
            # In a list, so that the finalizer can let go of it before it removes the file.
            self._tables = [pa.ipc.open_file(source).read_all()]
        self._arrays: dict[str, npt.NDArray[Any]] = {}
        if folder is not None and not remove(folder):
            weakref.finalize(self, _let_go, self._tables, self._arrays, folder)

    def __getitem__(self, column: str) -> npt.NDArray[Any]:
        if column not in self._arrays:
            self._arrays[column] = as_numpy(self._tables[0][column])
        return self._arrays[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables[0].column_names)

    def __len__(self) -> int:
        return int(self._tables[0].num_columns)

    def __contains__(self, column: object) -> bool:
        return column in self._tables[0].column_names

    def arrow(self, column: str) -> Any:
        """Return a column as pyarrow has it (ChunkedArray); raise KeyError if there is none."""
        return self._tables[0][column]

    def value(self, row: int, column: str) -> Any:
        """Return one value; raise KeyError if there is no such column."""
        return self._tables[0][column][row].as_py()

    def is_number(self, column: str) -> bool:
        """Return whether a column holds numbers; raise KeyError if there is no such column."""
        import pyarrow as pa

        kind = self._tables[0][column].type
        return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _let_go(tables: list[Any], arrays: dict[str, npt.NDArray[Any]], folder: Path) -> None:
    tables.clear()
    arrays.clear()
    remove(folder)
