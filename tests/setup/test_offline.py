"""Machines without a network: the folder that is filled on one machine and used on another."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.setup.fake_clone import FakeClone, make_wheel, report_of


def test_wheelhouse_serves_a_machine_without_network(
    ready_clone: FakeClone, new_clone: Callable[[Path], FakeClone], tmp_path: Path
) -> None:
    """What `wheelhouse` downloads, through the user's own settings, is all that --from needs."""
    stick = tmp_path / "memoria USB"
    source = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(ready_clone.wheels)}
    filled = ready_clone.run("wheelhouse", str(stick), **source)
    assert filled.returncode == 0, filled.stderr
    assert filled.stdout == ""
    assert [path.name for path in stick.iterdir()] == ["standins-1.0-py3-none-any.whl"]
    other = new_clone(tmp_path / "other")
    assert report_of(other.run("--from", str(stick)))["by"] == "app"


def test_changed_wheel_is_refused(clone: FakeClone, tmp_path: Path) -> None:
    """A wheel of the right name that is not the locked one is not installed."""
    make_wheel(tmp_path, "standins", {"PySide6/__init__.py": "raise SystemExit('it ran')"})
    result = clone.run("--from", str(tmp_path))
    assert result.returncode == 1
    assert "DO NOT MATCH THE HASHES" in result.stderr
    assert not clone.env.exists()


@pytest.mark.parametrize("args", [["--from"], ["--from", "no such folder"], ["wheelhouse"]])
def test_missing_folder_is_said(ready_clone: FakeClone, args: list[str]) -> None:
    """A command that lacks its folder ends before anything is done."""
    result = ready_clone.run(*args)
    assert result.returncode == 2
    assert args[0] in result.stderr
    assert result.stdout == ""
