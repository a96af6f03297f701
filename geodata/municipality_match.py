"""Recognises the 262 municipalities in a boundary file of any maker."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import shapely

from geodata.geometry import Family, Floats, Objects
from geodata.names import fold
from geodata.projection import to_map
from geodata.table import FeatureTable

_CODE = re.compile(r"(?:SV[-_. ]?)?0?(\d{3,4})")
_LEAST_SHARE = 0.5
# Half a degree is about 55 km: no municipality is that far from its own seat.
_FARTHEST_METRES = 40_000.0
_SIMILAR = 0.82

_LAKE = re.compile(r"\b(lago|laguna|lake|embalse|reservoir|agua|water)\b")
_BORDER_ZONE = re.compile(r"\b(zona|zone|limitrofe|demarcacion|border|disputed|litigio)\b")


class MatchedBy(StrEnum):
    """What a municipality was recognised by."""

    CODE = "code"
    NAME = "name"
    SIMILAR_NAME = "similar name"
    POSITION = "position"


class OtherKind(StrEnum):
    """What a feature is that is no municipality."""

    LAKE = "lake"
    BORDER_ZONE = "border zone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    """A feature of the file and the municipality it is.

    Attributes:
        row: the feature's row in the file's table.
        code: the official code of the municipality.
        by: what it was recognised by.
        file_name: its name in the file.
        name: its name in the atlas.
    """

    row: int
    code: str
    by: MatchedBy
    file_name: str
    name: str


@dataclass(frozen=True, slots=True)
class Other:
    """A feature of the file that is no municipality."""

    row: int
    file_name: str
    kind: OtherKind


@dataclass(frozen=True, slots=True)
class MatchReport:
    """Which municipalities were recognised in a file.

    Attributes:
        name_column: the column the names are in, "" if none.
        code_column: the column the codes are in, "" if none.
        matches: one entry a feature that is a municipality or a part of one.
        others: the features that are none.
        missing: codes and names of municipalities that no feature is.
        total: how many municipalities there are.
    """

    name_column: str
    code_column: str
    matches: tuple[Match, ...]
    others: tuple[Other, ...]
    missing: tuple[tuple[str, str], ...]
    total: int

    @property
    def matched(self) -> int:
        """How many municipalities were recognised."""
        return self.total - len(self.missing)


@dataclass(slots=True)
class _Municipalities:
    """The atlas's municipalities, ready to be compared with."""

    codes: list[str]
    names: list[str]
    folded: list[str]
    seats: Floats
    departments: Objects
    by_name: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, municipalities: FeatureTable, departments: FeatureTable) -> _Municipalities:
        count = len(municipalities)
        names = [str(municipalities.value(row, "name_es")) for row in range(count)]
        seats = np.full((count, 2), np.nan)
        placed = municipalities.geometry.placed
        if municipalities.geometry.family is Family.POINT:
            seats[placed] = to_map(municipalities.geometry.coordinates)
        shapes = departments.geometry.with_coordinates(
            to_map(departments.geometry.coordinates)
        ).to_shapely()
        shape_of = {
            str(departments.value(row, "code")): shapes[row] for row in range(len(departments))
        }
        result = cls(
            codes=[str(municipalities.value(row, "code")) for row in range(count)],
            names=names,
            folded=[fold(name) for name in names],
            seats=seats,
            departments=np.array(
                [
                    shape_of[str(municipalities.value(row, "department_code"))]
                    for row in range(count)
                ],
                dtype=object,
            ),
        )
        for index, name in enumerate(result.folded):
            result.by_name.setdefault(name, []).append(index)
        return result

    def distance(self, index: int, shape: Any) -> float:
        """Return metres of the map between a feature and where the municipality must be."""
        if np.isfinite(self.seats[index]).all():
            return float(shapely.distance(shape, shapely.Point(self.seats[index])))
        return float(shapely.distance(shape, self.departments[index]))

    def nearest(self, candidates: Sequence[int], shape: Any) -> int | None:
        """Return the candidate that lies nearest to a feature, None if none is near."""
        ranked = sorted((self.distance(index, shape), index) for index in candidates)
        if not ranked or ranked[0][0] > _FARTHEST_METRES:
            return None
        return ranked[0][1]


def match_municipalities(
    table: FeatureTable, municipalities: FeatureTable, departments: FeatureTable
) -> MatchReport:
    """Recognise the municipalities in the areas of a file by code, name or position.

    Codes count most. Names are compared without case, accents and punctuation; of municipalities
    of one name the one that lies there is taken. A name that is a part of an official name, or
    nearly one, counts where it is the only one near; last, an area that holds the seat of a
    municipality that is still missing is taken for it.

    Args:
        table: the file's areas (EPSG:4326).
        municipalities: the atlas's table: code, name_es, department_code, seats as points.
        departments: the atlas's table: code, areas.

    Raises:
        ValueError: if the table does not hold areas.
    """
    if table.geometry.family is not Family.POLYGON:
        raise ValueError("boundaries are areas, not points or lines")
    known = _Municipalities.of(municipalities, departments)
    matcher = _Matcher(table, known)
    return matcher.report()


class _Matcher:
    def __init__(self, table: FeatureTable, known: _Municipalities) -> None:
        self._table = table
        self._known = known
        self._shapes = table.geometry.with_coordinates(
            to_map(table.geometry.coordinates)
        ).to_shapely()
        self._found: dict[int, tuple[int, MatchedBy]] = {}
        texts = {
            name: [_text(table.value(row, name)) for row in range(len(table))]
            for name in table.columns
        }
        self.code_column = self._best(texts, self._code_index)
        self.name_column = self._best(texts, lambda text: self._known.by_name.get(fold(text)))
        self._codes = texts.get(self.code_column, [""] * len(table))
        self._names = texts.get(self.name_column, [""] * len(table))

    def _best(self, texts: dict[str, list[str]], find: Any) -> str:
        """Return the column in which ``find`` finds the most different municipalities, or ""."""

        def score(name: str) -> int:
            return len({str(found) for text in texts[name] if text and (found := find(text))})

        best = max(texts, key=score, default="")
        enough = _LEAST_SHARE * min(len(self._known.codes), len(self._table))
        return best if best and score(best) >= enough else ""

    def _code_index(self, text: str) -> str | None:
        match = _CODE.fullmatch(text.strip().upper())
        code = match[1].zfill(4) if match else ""
        return code if code in self._known.codes else None

    def report(self) -> MatchReport:
        """Match everything and say what was found."""
        rows = [row for row in range(len(self._table)) if self._shapes[row] is not None]
        for step in (self._by_code, self._by_name, self._by_similar_name, self._by_position):
            for row in rows:
                if row not in self._found:
                    step(row)
        matches = tuple(
            Match(
                row,
                self._known.codes[index],
                by,
                self._names[row] or self._codes[row],
                self._known.names[index],
            )
            for row, (index, by) in sorted(self._found.items())
        )
        others = tuple(
            Other(row, self._names[row], _kind(self._names[row]))
            for row in rows
            if row not in self._found
        )
        taken = self._taken()
        missing = tuple(
            (code, self._known.names[index])
            for index, code in enumerate(self._known.codes)
            if index not in taken
        )
        return MatchReport(
            self.name_column, self.code_column, matches, others, missing, len(self._known.codes)
        )

    def _taken(self) -> set[int]:
        return {index for index, _ in self._found.values()}

    def _missing(self) -> list[int]:
        taken = self._taken()
        return [index for index in range(len(self._known.codes)) if index not in taken]

    def _by_code(self, row: int) -> None:
        code = self._code_index(self._codes[row]) if self._codes[row] else None
        if code is not None:
            self._found[row] = (self._known.codes.index(code), MatchedBy.CODE)

    def _by_name(self, row: int) -> None:
        candidates = self._known.by_name.get(fold(self._names[row]), [])
        index = self._known.nearest(candidates, self._shapes[row])
        if index is not None:
            self._found[row] = (index, MatchedBy.NAME)

    def _by_similar_name(self, row: int) -> None:
        name = fold(self._names[row])
        if not name or _kind(name) is not OtherKind.UNKNOWN:
            return
        candidates = [
            index for index in self._missing() if _similar(name, self._known.folded[index])
        ]
        index = self._known.nearest(candidates, self._shapes[row])
        if index is not None:
            self._found[row] = (index, MatchedBy.SIMILAR_NAME)

    def _by_position(self, row: int) -> None:
        if _kind(fold(self._names[row])) is not OtherKind.UNKNOWN:
            return
        inside = [
            index
            for index in self._missing()
            if np.isfinite(self._known.seats[index]).all()
            and self._known.distance(index, self._shapes[row]) == 0
        ]
        if len(inside) == 1:
            self._found[row] = (inside[0], MatchedBy.POSITION)


def _similar(name: str, official: str) -> bool:
    """Return whether a name is a part of an official one at its begin or end, or nearly it."""
    if name.replace(" ", "") == official.replace(" ", ""):
        return True
    words, official_words = name.split(), official.split()
    shorter, longer = sorted((words, official_words), key=len)
    if longer[: len(shorter)] == shorter or longer[-len(shorter) :] == shorter:
        return True
    return difflib.SequenceMatcher(None, name, official).ratio() >= _SIMILAR


def _kind(name: str) -> OtherKind:
    folded = fold(name)
    if _LAKE.search(folded):
        return OtherKind.LAKE
    if _BORDER_ZONE.search(folded):
        return OtherKind.BORDER_ZONE
    return OtherKind.UNKNOWN


def _text(value: Any) -> str:
    return "" if value is None else str(value)
