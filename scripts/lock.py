"""Write the locks: every package of the program and of its tests, pinned to the byte.

    python scripts/lock.py [--upgrade | --upgrade-package NAME]

Needs uv (`pip install uv`, or the extra "lock"). What is locked stays as it is unless upgraded.

There are two locks, so that a planner's machine gets no test tools. The second holds all of the
first: an environment is always made from one lock, and one that is made for the tests runs the
program as well. Both name hashes for Linux, macOS and Windows, and no address to fetch from.

At the end it is proved that every pinned package has a wheel for every system and Python that
is promised, for set-up builds nothing from source.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"

PYTHONS = ["3.11", "3.12", "3.13"]
# The oldest of each: Debian 12's C library, and the macOS that the wheels of pyproj ask for.
SYSTEMS = {
    "x86_64-manylinux_2_36": {},
    "x86_64-pc-windows-msvc": {},
    "x86_64-apple-darwin": {"MACOSX_DEPLOYMENT_TARGET": "13.0"},
    "aarch64-apple-darwin": {"MACOSX_DEPLOYMENT_TARGET": "14.0"},
}


def main(options: list[str]) -> None:
    """Write both locks, then look for the wheels of each system and Python.

    Args:
        options: what uv is told beyond the usual, such as ``--upgrade``.

    Raises:
        subprocess.CalledProcessError: no set of versions fits, or a wheel is missing.
    """
    lock(RUN_LOCK, options)
    lock(TEST_LOCK, ["--extra", "test", "--constraint", RUN_LOCK, *options])
    for system, variables in SYSTEMS.items():
        for python in PYTHONS:
            find_wheels(system, python, variables)


def lock(name: str, options: list[str]) -> None:
    """Resolve the package's dependencies for all systems and Pythons at once."""
    everywhere = ["--universal", "--python-version", PYTHONS[0], "--generate-hashes"]
    no_address = ["--no-emit-index-url", "--custom-compile-command", "python scripts/lock.py"]
    output = ["--output-file", name]
    compile_requirements(["pyproject.toml", *everywhere, *no_address, *output, *options])


def find_wheels(system: str, python: str, variables: dict[str, str]) -> None:
    """Raise if a package of the larger lock has no wheel for this system and Python."""
    print(f"wheels for {system}, Python {python}", file=sys.stderr)
    only = ["--no-deps", "--python-platform", system, "--python-version", python]
    compile_requirements([TEST_LOCK, *only, "--output-file", os.devnull], variables)


def compile_requirements(arguments: list[str], variables: dict[str, str] | None = None) -> None:
    """Run uv's resolver in the repository's folder; wheels only."""
    command = ["uv", "pip", "compile", "--quiet", "--only-binary", ":all:", *arguments]
    subprocess.run(command, cwd=ROOT, env=os.environ | (variables or {}), check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
