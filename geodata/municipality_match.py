"""Recognises the 262 municipalities in a boundary file of any maker."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from statistics import median
from typing import Any

from geodata.frozen import frozen
from geodata.geometry import Family
from geodata.known_municipalities import KnownMunicipalities, known_municipalities
from geodata.names import fold, place_key
from geodata.projection import to_map
from geodata.table import FeatureTable

_LEAST_SHARE = 0.5
_SIMILAR = 0.82
# Tables cut names at a fixed width; from this length on a beginning is enough.
_CUT = 10
# Areas of municipalities hold one seat each; departments, and the larger municipalities since
# 2024, hold several.
_MOST_SEATS = 1.5

_LAKE = re.compile(
    r"^(el |la )?(lago|laguna|lake|embalse|reservoir|represa)\b|\blake\b|cuerpos? de agua"
    r"|water ?bod(y|ies)|^(agua|water)$"
)
_BORDER_ZONE = re.compile(r"demarcacion|limitrofe|disputed|litigio|bolson")


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


@frozen
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


@frozen
class Other:
    """A feature of the file that is no municipality."""

    row: int
    file_name: str
    kind: OtherKind


@frozen
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


def match_municipalities(
    table: FeatureTable, municipalities: FeatureTable, departments: FeatureTable
) -> MatchReport:
    """Recognise the municipalities in the areas of a file by code, name or position.

    Codes count most. Names are compared without case, accents and punctuation; of municipalities
    of one name the one that lies there is taken. A name that is a part of an official name, or
    nearly one, counts where it is the only one near; last, an area that holds the seat of a
    municipality that is still missing is taken for it. Whatever a code or name says, an area must
    lie where the municipality is. Where areas hold several seats each, they are no municipalities
    and none is matched.

    Args:
        table: the file's areas (EPSG:4326).
        municipalities: the atlas's table: code, name_es, department_code, district_2024_code,
            seats as points.
        departments: the atlas's table: code, areas.

    Raises:
        ValueError: if the table does not hold areas.
    """
    if table.geometry.family is not Family.POLYGON:
        raise ValueError("boundaries are areas, not points or lines")
    return _Matcher(table, known_municipalities(municipalities, departments)).report()


class _Matcher:
    """Compares the areas of one file with the atlas's municipalities."""

    def __init__(self, table: FeatureTable, known: KnownMunicipalities) -> None:
        self._known = known
        geometry = table.geometry
        self._shapes = geometry.with_coordinates(to_map(geometry.coordinates)).to_shapely()
        self._rows = [row for row, shape in enumerate(self._shapes) if shape is not None]
        self._seats = dict(
            zip(self._rows, known.seats_in([self._shapes[row] for row in self._rows]), strict=True)
        )
        self._texts = {
            name: [_text(table.value(row, name)) for row in range(len(table))]
            for name in table.columns
        }
        self._code_column = self._best_column(known.index_of_code)
        self._name_column = self._best_column(known.indexes_of_name) or self._best_column(
            known.indexes_of_words
        )
        empty = [""] * len(table)
        self._codes = self._texts.get(self._code_column, empty)
        self._names = self._texts.get(self._name_column, empty)
        self._found: dict[int, tuple[int, MatchedBy]] = {}

    def _best_column(self, find: Callable[[str], object]) -> str:
        """Return the column in which ``find`` finds the most different municipalities, or ""."""
        scores = {
            name: len({str(found) for found in map(find, set(texts)) if found not in (None, [])})
            for name, texts in self._texts.items()
        }
        best = max(scores, key=scores.__getitem__, default="")
        enough = _LEAST_SHARE * min(len(self._known), len(self._rows))
        return best if best and scores[best] >= max(enough, 1) else ""

    def report(self) -> MatchReport:
        """Match everything and say what was found."""
        if not self._are_crowded():
            for step in (self._by_code, self._by_name, self._by_similar_name, self._by_position):
                for row in self._rows:
                    if row not in self._found:
                        step(row)
        taken = self._taken()
        return MatchReport(
            self._name_column,
            self._code_column,
            tuple(self._matches()),
            tuple(self._others()),
            tuple(
                (code, self._known.names[index])
                for index, code in enumerate(self._known.codes)
                if index not in taken
            ),
            len(self._known),
        )

    def _are_crowded(self) -> bool:
        """Return whether the areas hold several seats each, as departments do."""
        counts = [len(seats) for seats in self._seats.values() if seats]
        return bool(counts) and median(counts) > _MOST_SEATS

    def _matches(self) -> Iterator[Match]:
        for row, (index, by) in sorted(self._found.items()):
            file_name = self._names[row] or self._codes[row]
            yield Match(row, self._known.codes[index], by, file_name, self._known.names[index])

    def _others(self) -> Iterator[Other]:
        for row in self._rows:
            if row not in self._found:
                yield Other(row, self._names[row], self._kind(row))

    def _kind(self, row: int) -> OtherKind:
        """Return what a feature is by any of its texts."""
        texts = [fold(texts[row]) for texts in self._texts.values()]
        for pattern, kind in ((_LAKE, OtherKind.LAKE), (_BORDER_ZONE, OtherKind.BORDER_ZONE)):
            if any(pattern.search(text) for text in texts):
                return kind
        return OtherKind.UNKNOWN

    def _taken(self) -> set[int]:
        return {index for index, _ in self._found.values()}

    def _missing(self) -> list[int]:
        taken = self._taken()
        return [index for index in range(len(self._known)) if index not in taken]

    def _by_code(self, row: int) -> None:
        index = self._known.index_of_code(self._codes[row])
        if index is not None and self._known.may_be(index, self._shapes[row]):
            self._found[row] = (index, MatchedBy.CODE)

    def _by_name(self, row: int) -> None:
        candidates = self._known.indexes_of_name(self._names[row])
        index = self._known.nearest(candidates, self._shapes[row])
        if index is not None:
            self._found[row] = (index, MatchedBy.NAME)

    def _by_similar_name(self, row: int) -> None:
        missing = self._missing()
        candidates = set(self._known.indexes_of_words(self._names[row])) & set(missing)
        if not candidates and self._kind(row) is OtherKind.UNKNOWN:
            name = place_key(self._names[row])
            candidates = {n for n in missing if _is_similar(name, self._known.keys[n])}
        index = self._known.nearest(candidates, self._shapes[row])
        if index is not None:
            self._found[row] = (index, MatchedBy.SIMILAR_NAME)

    def _by_position(self, row: int) -> None:
        taken = self._taken()
        inside = [index for index in self._seats[row] if index not in taken]
        if len(inside) == 1 and self._kind(row) is OtherKind.UNKNOWN:
            self._found[row] = (inside[0], MatchedBy.POSITION)


def _is_similar(name: str, official: str) -> bool:
    """Return whether a name is a part of an official one at its begin or end, or nearly it."""
    if not name:
        return False
    if name.replace(" ", "") == official.replace(" ", ""):
        return True
    if len(name) >= _CUT and official.startswith(name):
        return True
    shorter, longer = sorted((name.split(), official.split()), key=len)
    if longer[: len(shorter)] == shorter or longer[-len(shorter) :] == shorter:
        return True
    return difflib.SequenceMatcher(None, name, official).ratio() >= _SIMILAR


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
