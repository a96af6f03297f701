"""Fixtures of the set-up tests."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.setup.fake_clone import ROOT, FakeClone, make_wheels


@pytest.fixture(scope="session")
def pip_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pip that comes with Python, installed once for all fake environments."""
    env = tmp_path_factory.mktemp("pip") / "env"
    subprocess.run([sys.executable, "-I", "-m", "venv", str(env)], check=True)
    return next(env.rglob("pip/__main__.py")).parents[1]


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, str]]:
    """A folder of stand-in wheels, and the two locks that name them."""
    folder = tmp_path_factory.mktemp("wheels")
    return folder, make_wheels(folder)


@pytest.fixture(scope="session")
def new_clone(
    pip_folder: Path, wheels: tuple[Path, tuple[str, str]]
) -> Callable[[Path], FakeClone]:
    """A function that makes a clone where nothing is set up yet."""
    return lambda base: FakeClone.make(base, *wheels, pip_folder)


@pytest.fixture
def clone(new_clone: Callable[[Path], FakeClone], tmp_path: Path) -> FakeClone:
    """A clone where nothing is set up yet."""
    return new_clone(tmp_path)


@pytest.fixture(scope="session")
def _set_up_once(
    new_clone: Callable[[Path], FakeClone], tmp_path_factory: pytest.TempPathFactory
) -> FakeClone:
    clone = new_clone(tmp_path_factory.mktemp("ready"))
    assert clone.run("--from", str(clone.wheels)).returncode == 7
    return clone


@pytest.fixture
def ready_clone(_set_up_once: FakeClone, tmp_path: Path) -> FakeClone:
    """A clone that is set up to run the program: a copy, so that it stands elsewhere too."""
    base = tmp_path / "moved"
    shutil.copytree(_set_up_once.folder.parent, base, symlinks=True)
    names = ["folder", "user", "start"]
    places = {name: base / getattr(_set_up_once, name).name for name in names}
    return FakeClone(wheels=_set_up_once.wheels, **places)


@pytest.fixture
def atlas() -> ModuleType:
    """The module atlas.py, loaded without running it."""
    spec = importlib.util.spec_from_file_location("atlas", ROOT / "atlas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
