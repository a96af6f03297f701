"""Opens files as the program does, and keeps what is known of the outcome together."""

import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geodata.files.opening import OpenedFile, OpenedLayer, open_file
from geodata.files.report import FileError, Finding


@pytest.fixture(autouse=True)
def no_folders_left() -> Iterator[None]:
    """Fail a test that leaves a temporary folder of the program."""
    before = _folders()
    yield
    gc.collect()
    assert _folders() <= before


def _folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob(f"atlas-seguro-{os.getpid()}-*"))


@pytest.fixture
def one_layer() -> Callable[..., tuple[OpenedLayer, tuple[Finding, ...]]]:
    """Open a file that must have one layer; return it and the findings."""

    def open_one(path: Path, **how) -> tuple[OpenedLayer, tuple[Finding, ...]]:
        opened = open_file(path, **how)
        (layer,) = opened.layers
        return layer, opened.findings

    return open_one


@pytest.fixture
def refusal() -> Callable[..., FileError]:
    """Open a file that must be refused; return the error, which must say why and what to do."""

    def refuse(path: Path, **how) -> FileError:
        with pytest.raises(FileError) as caught:
            open_file(path, **how)
        error = caught.value
        assert error.reason
        assert error.advice
        assert "{" not in error.text()
        return error

    return refuse


@pytest.fixture
def opened() -> Callable[..., OpenedFile]:
    """Open a file."""
    return open_file
