"""What the locks promise: everything pinned to the byte, nothing fetched from a named place."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import distributions
from types import ModuleType

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from tests.setup.fake_clone import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
RUN, TEST = "requirements.lock", "requirements-test.lock"
SYSTEMS = [
    {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
    {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
]


@cache
def _entries(lock: str) -> dict[Requirement, int]:
    """Return each requirement of a lock with the number of its hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    hashes = [re.findall(r"--hash=sha256:[0-9a-f]{64}", line) for line in lines]
    return {
        Requirement(line.split(" --hash")[0]): len(h) for line, h in zip(lines, hashes, strict=True)
    }


def _versions(lock: str, system: dict[str, str], python: str) -> dict[NormalizedName, str]:
    """Return what a lock installs on a system: names and versions."""
    where = default_environment() | system | {"python_full_version": f"{python}.1"}
    where["python_version"] = python
    return {
        canonicalize_name(entry.name): str(entry.specifier).removeprefix("==")
        for entry in _entries(lock)
        if entry.marker is None or entry.marker.evaluate(where)
    }


@pytest.mark.parametrize("lock", [RUN, TEST])
def test_every_entry_is_pinned_and_hashed(lock: str) -> None:
    """One exact version each, with at least one hash."""
    assert len(_entries(lock)) > 20
    for entry, hashes in _entries(lock).items():
        assert re.fullmatch(r"==[^,*]+", str(entry.specifier)), entry
        assert hashes, entry


@pytest.mark.parametrize("lock", [RUN, TEST])
def test_no_address_is_named(lock: str) -> None:
    """Where packages come from is the user's own configuration."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|-e|--(?!hash=))", text, re.MULTILINE)


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system["sys_platform"])
def test_locks_are_what_the_package_asks_for(system: dict[str, str], python: str) -> None:
    """Every dependency is in, within its range; the larger lock holds all of the smaller."""
    run, test = _versions(RUN, system, python), _versions(TEST, system, python)
    assert run.items() <= test.items()
    extra = PROJECT["optional-dependencies"]["test"]
    for lock, asked in [(run, PROJECT["dependencies"]), (test, extra)]:
        for requirement in map(Requirement, asked):
            version = lock[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), requirement


def test_import_check_loads_every_dependency(atlas: ModuleType) -> None:
    """What proves an environment complete is what the program depends on, no more and no less."""
    tree = ast.walk(ast.parse(atlas.IMPORT_CHECK))
    names = [alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names]
    loaded = {name.removeprefix("xstatic.pkg.").split(".")[0] for name in names}
    asked = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    modules = {name.removeprefix("xstatic-").removesuffix("-essentials") for name in asked}
    modules = {name.removeprefix("python-") for name in modules}
    modules = {name.replace("-", "_") for name in modules if name != "pyside6-addons"}
    assert {name.lower() for name in loaded - sys.stdlib_module_names} == modules


def test_tests_need_nothing_but_the_lock() -> None:
    """The larger lock is closed: what its packages ask for on this system is in it too."""
    locked = _versions(TEST, {}, f"{default_environment()['python_version']}")
    installed = {canonicalize_name(d.metadata["Name"]): d for d in distributions()}
    for name in locked.keys() & installed.keys():
        for requirement in map(Requirement, installed[name].requires or []):
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                assert canonicalize_name(requirement.name) in locked, (name, requirement)
