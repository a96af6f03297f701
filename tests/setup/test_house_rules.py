"""The house rules that programs can check: style, types, imports, and what no file may name."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.fake_clone import ROOT

# Where packages come from is everybody's own business; written apart, so as not to be found here.
REGISTRIES = [f"{name}.{domain}" for name, domain in [
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"),
    ("yarnpkg", "com"), ("unpkg", "com"), ("jsdelivr", "net"), ("deb.debian", "org"),
]]  # fmt: skip


def _run(*command: str) -> None:
    """Run this environment's Python on the repository; fail with all it says."""
    result = subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_style() -> None:
    """Ruff finds nothing."""
    _run("-m", "ruff", "check", "--no-cache", "--quiet")


def test_format() -> None:
    """Ruff would format nothing otherwise."""
    _run("-m", "ruff", "format", "--no-cache", "--check", "--quiet")


@pytest.mark.timeout(900)
def test_types() -> None:
    """Mypy, strict, finds nothing."""
    _run("-m", "mypy")


def test_imports_run_one_way() -> None:
    """The contracts of pyproject.toml hold."""
    lint = "from importlinter.cli import lint_imports_command as lint; lint()"
    _run("-c", lint, "--no-cache", "--no-logo")


def _tracked_texts() -> list[Path]:
    """Return every text file that git tracks, or skip where this is no clone."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git clone: which files belong to the repository is not known")
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()]


def test_registry_hosts_are_named_nowhere() -> None:
    """No file says where to fetch packages from."""
    for path in _tracked_texts():
        text = path.read_text(encoding="utf-8", errors="replace").lower()
        assert not [host for host in REGISTRIES if host in text], path


def test_one_qt_only() -> None:
    """Nothing brings PyQt, whose libraries would clash with PySide's in one process."""
    assert importlib.util.find_spec("PyQt5") is None
    assert importlib.util.find_spec("PyQt6") is None
