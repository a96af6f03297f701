"""Writes tables as KML 2.2 (OGC 07-147r2): a folder for each, attributes with their types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import escape, quoteattr

import shapely

from geodata.files.saving.cells import Kind, SavedColumn, SavedLayer, Told

UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""

_NAMES = re.compile(r"^(name|nombre|nom)(_es)?$", re.IGNORECASE)
# KML's whole numbers have 32 bits.
_LARGEST = 2**31
_EXACT = 2**53


def write_kml(path: Path, layers: Sequence[SavedLayer], progress: Callable[[float], None]) -> None:
    """Write layers; features without a place have no geometry.

    Args:
        path: the file.
        layers: the layers, whose texts hold nothing `UNWRITABLE`.
        progress: called with the share written.

    Raises:
        OSError: if it cannot be written.
    """
    told = Told.of(layers, progress)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.write('<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n')
        for number, layer in enumerate(layers):
            types = [_type(column) for column in layer.columns]
            _write_schema(file, number, layer, types)
        for number, layer in enumerate(layers):
            file.write(f"<Folder><name>{_text(layer.name)}</name>\n")
            for mark in _placemarks(number, layer):
                file.write(mark)
                told.add()
            file.write("</Folder>\n")
        file.write("</Document></kml>\n")


def _type(column: SavedColumn) -> str:
    if column.kind is Kind.DECIMAL:
        return "double"
    largest = max((abs(cell) for cell in column.cells if isinstance(cell, int)), default=0)
    if column.kind is Kind.TEXT or largest > _EXACT:
        return "string"
    return "int" if largest < _LARGEST else "double"


def _write_schema(file: TextIO, number: int, layer: SavedLayer, types: Sequence[str]) -> None:
    file.write(f'<Schema id="s{number}" name="s{number}">')
    for column, kind in zip(layer.columns, types, strict=True):
        file.write(f"<SimpleField name={_attribute(column.title)} type={_attribute(kind)}/>")
    file.write("</Schema>\n")


def _placemarks(number: int, layer: SavedLayer) -> Iterator[str]:
    named = next((each for each in layer.columns if _NAMES.match(each.title)), None)
    for row in range(len(layer.table)):
        data = "".join(
            f"<SimpleData name={_attribute(column.title)}>{_text(column.cells[row])}</SimpleData>"
            for column in layer.columns
            if column.cells[row] is not None
        )
        name = named.cells[row] if named else None
        shape = layer.table.geometry.shape(row)
        yield (
            "<Placemark>"
            + (f"<name>{_text(name)}</name>" if name is not None else "")
            + f'<ExtendedData><SchemaData schemaUrl="#s{number}">{data}</SchemaData></ExtendedData>'
            + ("" if shape is None else _geometry(shape))
            + "</Placemark>\n"
        )


def _geometry(shape: Any) -> str:
    match shape.geom_type:
        case "Point":
            return f"<Point>{_coordinates(shape)}</Point>"
        case "LineString":
            return f"<LineString>{_coordinates(shape)}</LineString>"
        case "Polygon":
            inner = "".join(_boundary("inner", ring) for ring in shape.interiors)
            return f"<Polygon>{_boundary('outer', shape.exterior)}{inner}</Polygon>"
        case _:
            parts = "".join(_geometry(part) for part in shapely.get_parts(shape))
            return f"<MultiGeometry>{parts}</MultiGeometry>"


def _boundary(side: str, ring: Any) -> str:
    name = f"{side}BoundaryIs"
    return f"<{name}><LinearRing>{_coordinates(ring)}</LinearRing></{name}>"


def _coordinates(shape: Any) -> str:
    pairs = (f"{x!r},{y!r}" for x, y in shapely.get_coordinates(shape).tolist())
    return f"<coordinates>{' '.join(pairs)}</coordinates>"


def _text(value: object) -> str:
    # A return would be read as the end of a line, whatever it was.
    return escape(repr(value) if isinstance(value, float) else str(value), {"\r": "&#13;"})


def _attribute(text: str) -> str:
    return quoteattr(UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text))
