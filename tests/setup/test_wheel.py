"""The wheel: built here, installed where nothing else of the repository is, and run there."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from app import __version__
from tests.setup.fake_clone import ROOT

PACKAGES = ["app", "layers", "geodata", "resources"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this repository, built from a copy so that nothing is left behind in it."""
    source = tmp_path_factory.mktemp("source")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name)
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, source)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", str(source)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = (source / "dist").iterdir()
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment that holds the wheel, and borrows the rest."""
    env = tmp_path_factory.mktemp("installed") / "env"
    subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", env], check=True)
    paths = sysconfig.get_paths("venv", {"base": str(env), "platbase": str(env)})
    borrowed = Path(paths["purelib"]) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip = [sys.executable, "-I", "-m", "pip", "--python", str(env), "install"]
    subprocess.run([*pip, "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    return Path(paths["scripts"])


def test_wheel_holds_the_program_and_nothing_else(wheel: Path) -> None:
    """Every file of the four packages is in it, and no test, script or set-up."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == set(PACKAGES)
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert path.relative_to(ROOT).as_posix() in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert any(name.endswith("/licenses/NOTICE") for name in names)


def test_installed_command_counts_the_layers(installed: Path, tmp_path: Path) -> None:
    """`atlas-seguro layers --json` answers from another folder, on stdout alone."""
    variables = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "DISPLAY"}}
    result = subprocess.run(
        [installed / "atlas-seguro", "layers", "--json"],
        cwd=tmp_path,
        env=variables | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr
    counts = {layer["id"]: (layer["count"], layer["placed"]) for layer in json.loads(result.stdout)}
    assert counts["delegations"] == (19, 19)
    assert counts["model-precincts"] == (50, 3)
    assert list(tmp_path.iterdir()) == []


def test_module_is_the_command(installed: Path, tmp_path: Path) -> None:
    """`python -m app` is the same program, of the version that the wheel is named by."""
    command = [str(installed / "python"), "-I", "-m", "app", "--version"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert __version__ in result.stdout
