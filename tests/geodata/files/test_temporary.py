"""Temporary folders go away, at once or when the table that needs them does."""

import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from geodata.files import temporary
from geodata.files.arrow_columns import ArrowColumns
from geodata.files.temporary import new_folder, remove, remove_left_over


@pytest.fixture
def folder():
    """A folder with a table in it."""
    made = new_folder()
    table = pa.table({"a": [1, 2, None], "b": ["x", None, "z"], "c": [1.5, 2.5, 3.5]})
    sink = pa.OSFile(str(made / "columns.arrow"), "wb")
    with sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def check(columns):
    """Check the table's columns."""
    assert list(columns) == ["a", "b", "c"]
    assert len(columns) == 3
    assert "a" in columns
    assert "d" not in columns
    np.testing.assert_array_equal(columns["a"], [1, 2, np.nan])
    assert columns["b"].tolist() == ["x", None, "z"]
    assert columns.value(1, "a") == 2
    assert columns.value(2, "a") is None
    with pytest.raises(KeyError):
        columns["d"]


def test_folder_goes_at_once_and_the_columns_stay(folder):
    columns = ArrowColumns(folder / "columns.arrow", folder)
    assert not folder.exists()
    check(columns)


def test_without_a_folder_the_file_stays(folder):
    check(ArrowColumns(folder / "columns.arrow"))
    assert folder.exists()


def test_where_mapped_files_cannot_be_removed_the_folder_goes_with_the_table(folder, monkeypatch):
    """As on Windows: what is mapped into memory cannot be removed."""
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    columns = ArrowColumns(folder / "columns.arrow", folder)
    assert folder.exists()
    check(columns)
    tables = columns._tables
    monkeypatch.undo()
    del columns
    gc.collect()
    assert tables == [], "the table is let go of before its file is removed"
    assert not folder.exists()


def test_folder_is_private():
    folder = new_folder()
    assert os.name == "nt" or folder.stat().st_mode & 0o077 == 0
    assert str(os.getpid()) in folder.name
    assert remove(folder)
    assert remove(folder), "a folder that is gone is gone"


def test_folders_of_ended_processes_are_removed():
    code = "from geodata.files.temporary import new_folder; print(new_folder())"
    root = temporary.__file__.rpartition("geodata")[0]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    left, own = Path(done.stdout.strip()), new_folder()
    assert left.is_dir()
    remove_left_over()
    assert not left.exists()
    assert own.exists()
    remove(own)
