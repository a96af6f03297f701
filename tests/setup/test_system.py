"""What atlas.py asks of Python and of the system, and how it says so."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.specifiers import SpecifierSet

from tests.setup.fake_clone import ROOT, FakeClone

SOURCE = (ROOT / "atlas.py").read_text(encoding="utf-8")


def test_oldest_readers_can_parse_it() -> None:
    """A Python as old as 3.6 must get as far as the message that it is too old."""
    ast.parse(SOURCE, feature_version=(3, 6))


def test_only_the_standard_library_is_used() -> None:
    """No import of anything else; none but what Python has loaded anyway at the top."""
    tree = ast.parse(SOURCE)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {a.name for node in imports if isinstance(node, ast.Import) for a in node.names}
    names |= {str(node.module) for node in imports if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names
    at_top = [node.names[0].name for node in tree.body if isinstance(node, ast.Import)]
    assert at_top == ["os", "sys"]


def test_python_range_is_that_of_the_package(atlas: ModuleType) -> None:
    """The Pythons that atlas.py accepts are those that the package's metadata names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = SpecifierSet(project["requires-python"])
    accepted = [(3, minor) for minor in range(30) if f"3.{minor}" in named]
    assert (accepted[0], accepted[-1]) == (atlas.OLDEST, atlas.NEWEST)


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 0), (3, 14, 1)])
@pytest.mark.parametrize(
    ("language", "words"), [("en", "Atlas Seguro needs"), ("es", "Atlas Seguro necesita")]
)
def test_python_out_of_range_is_told_first(
    clone: FakeClone, version: tuple[int, int, int], language: str, words: str
) -> None:
    """Nothing is made before it; the message names the Pythons that will do."""
    code = (
        f"import runpy, sys; sys.version_info = {(*version, 'final', 0)}; sys.argv = sys.argv[1:]\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(clone.folder / "atlas.py")],
        env=clone.variables(LANGUAGE=language),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 3
    assert result.stdout == ""
    assert f"atlas: {words} Python 3.11 " in result.stderr
    assert ".".join(map(str, version)) in result.stderr
    assert not clone.env.parent.exists()


class Debian:
    """A Debian whose programs write down how they were called, and a library that it lacks."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, atlas: ModuleType) -> None:
        self.folder, self.log = folder, folder / "log"
        self.program("apt-get", f'echo "$DEBIAN_FRONTEND $*" >> "{self.log}"; echo "got $1"')
        self.program("apt-cache", "echo libold1; echo libnew1t64; echo libother1t64")
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        monkeypatch.setenv("LANGUAGE", "en")
        libraries = {"libold.so.1": "libold1", "libnew.so.1": "libnew1", "libc.so.6": "libc6"}
        monkeypatch.setattr(atlas, "LINUX_LIBRARIES", libraries)

    def program(self, name: str, script: str) -> None:
        """Write a program for this system's PATH."""
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, atlas: ModuleType) -> Debian:
    """A Debian that lacks libold.so.1 and libnew.so.1; the latter's package got a new name."""
    if sys.platform != "linux":
        pytest.skip("Debian is a Linux")
    return Debian(tmp_path, monkeypatch, atlas)


INSTALL = "install --yes --no-install-recommends libold1 libnew1t64"


def test_root_installs_what_is_missing_at_once(
    debian: Debian,
    atlas: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The lists are brought up to date, then one apt-get installs everything; stdout is kept."""
    monkeypatch.setattr(atlas.os, "geteuid", lambda: 0)
    atlas.check_system()
    update, install = debian.log.read_text().splitlines()
    assert update.startswith("noninteractive ")
    assert update.endswith(" update")
    assert install.endswith(INSTALL)
    assert capfd.readouterr().out == ""


def test_others_are_told_the_exact_command(
    debian: Debian,
    atlas: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Who is not root gets a line to copy, and nothing is run."""
    monkeypatch.setattr(atlas.os, "geteuid", lambda: 1000)
    debian.program("sudo", "exit 0")
    with pytest.raises(SystemExit) as stopped:
        atlas.check_system()
    assert stopped.value.code == 3
    told = capfd.readouterr()
    assert told.out == ""
    assert f"\n  sudo apt-get update && sudo apt-get {INSTALL}\n" in told.err
    assert not debian.log.exists()


def test_root_whose_apt_fails_is_told_too(
    debian: Debian,
    atlas: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """A machine without network ends with the command that would have done it."""
    monkeypatch.setattr(atlas.os, "geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: None if name == "sudo" else f"/bin/{name}")
    debian.program("apt-get", "exit 100")
    with pytest.raises(SystemExit) as stopped:
        atlas.check_system()
    assert stopped.value.code == 3
    assert f"\n  su -c 'apt-get update && apt-get {INSTALL}'\n" in capfd.readouterr().err


@pytest.mark.usefixtures("debian")
def test_other_systems_are_told_the_libraries(
    atlas: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Where there is no apt-get, the libraries themselves are named."""
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit) as stopped:
        atlas.check_system()
    assert stopped.value.code == 3
    assert "lacks: libold.so.1 libnew.so.1\n" in capfd.readouterr().err


@pytest.mark.usefixtures("debian")
def test_python_without_ensurepip_gets_its_package(
    atlas: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian keeps what makes environments in a package named by the Python's version."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert atlas.missing_parts() == ["ensurepip", "libold.so.1", "libnew.so.1"]
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert atlas.debian_packages(["ensurepip"]) == [package]


def test_this_system_has_all_it_needs(atlas: ModuleType) -> None:
    """Where the tests run, set-up has seen to it."""
    assert atlas.missing_parts() == []
