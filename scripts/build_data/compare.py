"""Measures the built boundaries against official ones, where a copy of these is at hand.

It only measures: nothing in the build reads what is found here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from scripts.build_data import facts
from scripts.build_data.assemble import Row
from scripts.build_data.projection import to_metres

# Municipalities that the official file writes otherwise.
_SPELLING = {
    "CANCASQUE": "SAN JOSE CANCASQUE",
    "LAS FLORES": "SAN JOSE LAS FLORES",
    "SAN ANTONIO": "SAN ANTONIO DEL MOSCO",
    "DELGADO": "CIUDAD DELGADO",
    "SAN BUENA VENTURA": "SAN BUENAVENTURA",
}


@dataclass(frozen=True, slots=True)
class Overlap:
    """How well an area is drawn.

    Attributes:
        name: the area.
        iou: area of the intersection over area of the union.
        drawn: km2 as drawn.
        official: km2 of the official area.
    """

    name: str
    iou: float
    drawn: float
    official: float


def departments(rows: Sequence[Row], yardstick: Path) -> list[Overlap]:
    """Measure the departments."""
    official = _read(yardstick, "departamentos_14", "shapeISO")
    return [_overlap(row, official[row["id"],]) for row in rows]


def delegations(rows: Sequence[Row], yardstick: Path) -> list[Overlap]:
    """Measure the delegations against the union of their municipalities.

    Raises:
        KeyError: if the official file lacks a municipality.
    """
    official = _read(yardstick, "municipios_262", "iso", "municipio")
    iso = {d["name"]: d["iso"] for d in facts.table("departments")}
    found = []
    for row in rows:
        names = row["municipalities"].split(";")
        shapes = [official[iso[row["department"]], _plain(name)] for name in names]
        found.append(_overlap(row, shapely.union_all(shapes)))
    return found


def _read(path: Path, layer: str, *keys: str) -> dict[tuple[str, ...], BaseGeometry]:
    import pyogrio

    meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer, columns=list(keys))
    ordered = [columns[list(meta["fields"]).index(key)] for key in keys]
    names = zip(*([_plain(value) for value in column] for column in ordered), strict=True)
    return dict(zip(names, to_metres(shapely.from_wkb(shapes)), strict=True))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Z-]+", " ", letters.upper()).strip()
    return _SPELLING.get(plain, plain)


def _overlap(row: Row, official: BaseGeometry) -> Overlap:
    drawn = to_metres(row["geom"])
    both = shapely.intersection(drawn, official).area
    either = drawn.area + official.area - both
    return Overlap(row["name_en"], both / either, drawn.area / 1e6, official.area / 1e6)


def report(rows: Mapping[str, Sequence[Row]], yardstick: Path) -> str:
    """Return what was measured, as a page of Markdown."""
    parts = [_HEAD]
    measured = (
        ("Departments", departments(rows["departments"], yardstick)),
        ("Delegations", delegations(rows["delegations"], yardstick)),
    )
    for title, overlaps in measured:
        mean = sum(o.iou for o in overlaps) / len(overlaps)
        worst = min(overlaps, key=lambda o: o.iou)
        parts.append(f"## {title}\n")
        parts.append("| area | overlap (IoU) | drawn, km² | official, km² |\n|---|---|---|---|")
        parts += [
            f"| {o.name} | {o.iou:.3f} | {o.drawn:.1f} | {o.official:.1f} |" for o in overlaps
        ]
        parts.append(f"| **mean** | **{mean:.3f}** | | |")
        parts.append(f"\nThe worst is {worst.name}, {worst.iou:.3f}.\n")
    return "\n".join(parts)


_HEAD = """\
# How true the areas are drawn

Written by `python -m scripts.build_data`; do not edit.

The lines that ship come from open packages (docs/data.md). Here they are measured against the
municipal areas of the Centro Nacional de Registros (2015, by way of geoBoundaries), which may not
be shipped. The measure is the overlap: area of the intersection over area of the union, 1 for equal
areas. That file only measures; no line, weight or point of the build comes from it, and the build
writes the same bytes without it.

What the numbers say: a department line is off by about 1 to 3 km. Morazán and the other departments
at the border with Honduras lose most: the official departments include zones of border demarcation,
which the open sources leave to Honduras (the delegations are measured without these zones). The
delegations of San Salvador come from the seats and areas of their municipalities alone; even inside
the true outline of the department this reaches about 0.78. They are drawn dashed, and an official
file of municipalities, opened once, replaces them.
"""
