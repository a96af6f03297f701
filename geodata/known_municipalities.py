"""The atlas's municipalities, ready to be compared with those of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely

from geodata.frozen import frozen
from geodata.geometry import Family, Floats, Objects
from geodata.names import place_key
from geodata.projection import to_map
from geodata.table import FeatureTable

# Codes as offices write them: 0101, 101, SV0101, SV-01-01, 101.0, and 010101 since 2024.
_CODE = re.compile(r"(?:SV)?0*(\d{3,6})(?:\.0+)?")
# Metres of the map. Seats are known to a kilometre or two, and most lie in the middle.
_FARTHEST = 12_000.0
# Municipalities without a seat are only known to lie in their department.
_BESIDE_DEPARTMENT = 3_000.0


@frozen(eq=False)
class KnownMunicipalities:
    """The atlas's municipalities by code, name and place.

    Attributes:
        codes: official codes, four digits.
        names: official names.
        keys: the names as they are compared.
        seats: shape (n, 2), metres of the map (EPSG:3857), NaN where no seat is known.
        departments: shape (n,), the area of each one's department, metres of the map.
        by_code: code without leading zeros (that of its district since 2024 too) to index.
        by_name: key to the indexes of those that bear the name.
    """

    codes: list[str]
    names: list[str]
    keys: list[str]
    seats: Floats
    departments: Objects
    by_code: dict[str, int]
    by_name: dict[str, list[int]]

    def __len__(self) -> int:
        return len(self.codes)

    def index_of_code(self, text: str) -> int | None:
        """Return the municipality of a code, however it is written, None if there is none."""
        match = _CODE.fullmatch(re.sub(r"[\s._-]", "", text.removesuffix(".0")).upper())
        return self.by_code.get(match[1]) if match else None

    def indexes_of_name(self, text: str) -> list[int]:
        """Return the municipalities that bear a name."""
        return self.by_name.get(place_key(text), [])

    def indexes_of_words(self, text: str) -> list[int]:
        """Return the municipalities whose name a text begins with: ``Apopa (San Salvador)``."""
        words = place_key(text).split()
        for count in range(len(words), 0, -1):
            found = self.by_name.get(" ".join(words[:count]))
            if found:
                return found
        return []

    def distance(self, index: int, shape: Any) -> float:
        """Return metres of the map between an area and where a municipality must be."""
        if np.isfinite(self.seats[index]).all():
            return float(shapely.distance(shape, shapely.Point(self.seats[index])))
        return float(shapely.distance(shapely.centroid(shape), self.departments[index]))

    def may_be(self, index: int, shape: Any) -> bool:
        """Return whether an area lies where a municipality must be."""
        has_seat = np.isfinite(self.seats[index]).all()
        limit = _FARTHEST if has_seat else _BESIDE_DEPARTMENT
        return self.distance(index, shape) <= limit

    def nearest(self, candidates: Iterable[int], shape: Any) -> int | None:
        """Return the candidate that lies nearest to an area, None if none is near."""
        near = [
            (self.distance(index, shape), index)
            for index in candidates
            if self.may_be(index, shape)
        ]
        return min(near)[1] if near else None

    def seats_in(self, shapes: Sequence[Any]) -> list[list[int]]:
        """Return for each area the municipalities whose seats lie in it."""
        placed = np.flatnonzero(np.isfinite(self.seats[:, 0]))
        points: Any = shapely.points(self.seats[placed])
        tree = shapely.STRtree(points)
        result: list[list[int]] = [[] for _ in shapes]
        areas, seats = tree.query(np.array(shapes, dtype=object), predicate="intersects")
        for area, seat in zip(areas.tolist(), placed[seats].tolist(), strict=True):
            result[area].append(seat)
        return result


def known_municipalities(
    municipalities: FeatureTable, departments: FeatureTable
) -> KnownMunicipalities:
    """Return the municipalities of the built-in tables.

    Args:
        municipalities: code, name_es, department_code, district_2024_code; seats as points.
        departments: code; areas.
    """
    count = len(municipalities)
    codes = [str(municipalities.value(row, "code")) for row in range(count)]
    names = [str(municipalities.value(row, "name_es")) for row in range(count)]
    keys = [place_key(name) for name in names]
    by_name: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        by_name.setdefault(key, []).append(index)
    districts = [str(municipalities.value(row, "district_2024_code")) for row in range(count)]
    by_code = {
        code.lstrip("0"): index
        for column in (districts, codes)
        for index, code in enumerate(column)
    }
    return KnownMunicipalities(
        codes, names, keys, _seats(municipalities), _areas(municipalities, departments),
        by_code, by_name,
    )  # fmt: skip


def _seats(municipalities: FeatureTable) -> Floats:
    seats = np.full((len(municipalities), 2), np.nan)
    if municipalities.geometry.family is Family.POINT:
        placed = municipalities.geometry.placed
        seats[placed] = to_map(municipalities.geometry.coordinates)
    return seats


def _areas(municipalities: FeatureTable, departments: FeatureTable) -> Objects:
    """Return shape (n,): the department of each municipality."""
    geometry = departments.geometry
    shapes = geometry.with_coordinates(to_map(geometry.coordinates)).to_shapely()
    shapely.prepare(shapes)
    shape_of = {str(departments.value(row, "code")): shapes[row] for row in range(len(departments))}
    areas = np.empty(len(municipalities), dtype=object)
    areas[:] = [
        shape_of[str(municipalities.value(row, "department_code"))]
        for row in range(len(municipalities))
    ]
    return areas
