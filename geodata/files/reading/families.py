"""Geometries with the rows they came from, and the families they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geodata.files.messages import N_
from geodata.files.reading.rows import report_rows
from geodata.files.report import Finding, Outcome
from geodata.geometry import (
    Family,
    GeometryArray,
    Ints,
    Objects,
    from_points,
    from_shapely,
)

_FAMILIES = {
    Family.POINT: (0, 4),
    Family.LINE: (1, 2, 5),
    Family.POLYGON: (3, 6),
}
_MULTI: dict[Family, Any] = {
    Family.POINT: shapely.MultiPoint,
    Family.LINE: shapely.MultiLineString,
    Family.POLYGON: shapely.MultiPolygon,
}
_COLLECTION = 7


@dataclass(slots=True)
class Shapes:
    """Geometries with the rows they came from.

    Attributes:
        shapes: shape (n,), shapely geometries, None where a row has none.
        rows: shape (n,), each one's place in the file's table.
        numbers: shape (n,), each row's number in the file.
        findings: what was skipped or repaired.
        file: the file's name for the findings.
    """

    shapes: Objects
    rows: Ints
    numbers: Ints
    findings: list[Finding]
    file: str

    def report(self, where: Any, outcome: Outcome, reason: str, advice: str) -> None:
        """Add a finding for each of the geometries at ``where`` (mask or indexes)."""
        report_rows(self.findings, self.numbers[where], self.file, outcome, reason, advice)

    def keep(self, mask: Any) -> None:
        """Drop the geometries where ``mask`` is False."""
        self.shapes, self.rows, self.numbers = (
            self.shapes[mask],
            self.rows[mask],
            self.numbers[mask],
        )


def decoded(blobs: Objects) -> tuple[Objects, Any]:
    """Return geometries from well-known binary, and which of them cannot be read."""
    try:
        shapes: Objects = shapely.from_wkb(blobs, on_invalid="fix")
    except NotImplementedError:  # curves among them
        shapes = np.array([_decoded(blob) for blob in blobs] + [None], dtype=object)[:-1]
    present = np.array([blob is not None for blob in blobs], dtype=np.bool_)
    return shapes, shapely.is_missing(shapes) & present


def _decoded(blob: bytes | None) -> Any:
    try:
        return shapely.from_wkb(blob, on_invalid="fix")
    except NotImplementedError:
        return None


def decoded_text(texts: Objects, *, binary: bool) -> tuple[Objects, Any, str | None]:
    """Return geometries from text, which of them cannot be read, and their reference system.

    Args:
        texts: well-known text, perhaps with ``SRID=4326;`` before it, or well-known binary in
            hexadecimal digits.
        binary: whether it is the latter.
    """
    if binary:
        shapes: Objects = shapely.from_wkb(texts, on_invalid="fix")
        numbers = set(shapely.get_srid(shapes).tolist()) - {0, -1}
    else:
        parts = [None if text is None else text.rpartition(";") for text in texts]
        plain = np.array([part and part[2] for part in parts], dtype=object)
        shapes = shapely.from_wkt(plain, on_invalid="ignore")
        heads = {part[0].strip().upper() for part in parts if part}
        numbers = {int(head[5:]) for head in heads if re.fullmatch(r"SRID=\d{1,6}", head)}
    filled = np.array([bool(text and text.strip()) for text in texts])
    crs = f"EPSG:{numbers.pop()}" if len(numbers) == 1 else None
    return shapes, shapely.is_missing(shapes) & filled, crs


def merge_collections(shapes: Shapes) -> None:
    """Take collections apart into one geometry of each family."""
    mixed = shapely.get_type_id(shapes.shapes) == _COLLECTION
    if not mixed.any():
        return
    shapes.report(
        mixed,
        Outcome.REPAIRED,
        N_("a collection of points, lines or areas was taken apart"),
        N_("nothing is lost; each kind is a layer of its own"),
    )
    kept = ~mixed
    parts = [
        (shape, place)
        for place in np.flatnonzero(mixed)
        for shape in _families_of(shapes.shapes[place])
    ]
    added: Objects = np.empty(len(parts), dtype=object)
    added[:] = [shape for shape, _ in parts]
    places = np.array([place for _, place in parts], dtype=np.int64)
    shapes.shapes, shapes.rows, shapes.numbers = (
        np.concatenate([shapes.shapes[kept], added]),
        np.concatenate([shapes.rows[kept], shapes.rows[places]]),
        np.concatenate([shapes.numbers[kept], shapes.numbers[places]]),
    )


def _families_of(collection: Any) -> list[Any]:
    """Return one geometry for each family that occurs in a collection, however deep."""
    flat = np.array([collection], dtype=object)
    while (shapely.get_type_id(flat) == _COLLECTION).any():
        flat = shapely.get_parts(flat)
    flat = shapely.get_parts(flat[~shapely.is_empty(flat)])
    kinds = shapely.get_type_id(flat)
    members = {family: flat[np.isin(kinds, codes)] for family, codes in _FAMILIES.items()}
    return [
        found[0] if len(found) == 1 else _MULTI[family](list(found))
        for family, found in members.items()
        if len(found)
    ]


def by_family(shapes: Shapes) -> dict[Family, Shapes]:
    """Return the geometries of each family that occurs; none may be a collection."""
    kinds = shapely.get_type_id(shapes.shapes)
    result = {}
    for family, codes in _FAMILIES.items():
        mask = np.isin(kinds, codes)
        if mask.any():
            result[family] = Shapes(
                shapes.shapes[mask],
                shapes.rows[mask],
                shapes.numbers[mask],
                shapes.findings,
                shapes.file,
            )
    return result


def as_layers(families: dict[Family, Shapes], count: int) -> Iterator[tuple[GeometryArray, Ints]]:
    """Return a layer for each family, and the rows of its features.

    The largest also has the rows without a place.

    Args:
        families: the geometries.
        count: how many rows the table has.
    """
    placed = np.zeros(count, dtype=np.bool_)
    for part in families.values():
        placed[part.rows] = True
    if not families:
        yield from_points(np.zeros((count, 2)), placed), np.arange(count)
        return
    largest = max(families, key=lambda family: len(families[family].shapes))
    for family, part in families.items():
        missing = np.flatnonzero(~placed) if family is largest else np.empty(0, np.int64)
        kept = np.concatenate([part.rows, missing])
        order = np.argsort(kept, kind="stable")
        members = np.concatenate([part.shapes, np.full(len(missing), None)])[order]
        yield from_shapely(members, family), kept[order]
