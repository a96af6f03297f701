"""Which of the known formats a file is, told by its content, never by its name alone."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from geodata.files.messages import N_
from geodata.files.report import FileError


class Format(StrEnum):
    """The formats that are opened; there are no others."""

    GEOJSON = "GeoJSON"
    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "Shapefile"
    KML = "KML"
    CSV = "CSV"
    XLSX = "XLSX"
    GEOPARQUET = "GeoParquet"
    ZIP = "ZIP"


ENDINGS = {
    ".geojson": Format.GEOJSON,
    ".json": Format.GEOJSON,
    ".gpkg": Format.GEOPACKAGE,
    ".shp": Format.SHAPEFILE,
    ".kml": Format.KML,
    ".kmz": Format.ZIP,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".txt": Format.CSV,
    ".xlsx": Format.XLSX,
    ".parquet": Format.GEOPARQUET,
    ".geoparquet": Format.GEOPARQUET,
    ".zip": Format.ZIP,
}
"""File endings to offer in an open dialog; what a file is, its content tells."""

SHAPEFILE_PARTS = frozenset({".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx"})
"""Endings of the files beside a .shp; opening one of them opens the .shp."""

_HEAD_BYTES = 64 * 1024
_KNOWN = "GeoJSON, GeoPackage, Shapefile, KML, KMZ, CSV, XLSX, GeoParquet"
_CONVERT = N_("convert it to one of {known}")


def recognise(path: Path) -> Format:
    """Return the format of a file.

    Raises:
        FileError: if the file is missing, a folder, empty, not readable, or of no known format.
    """
    head = _head(path)
    if head.startswith(b"SQLite format 3\0"):
        return Format.GEOPACKAGE
    if head.startswith(b"PK\x03\x04"):
        return Format.XLSX if b"xl/" in head or path.suffix.lower() == ".xlsx" else Format.ZIP
    if head.startswith(b"PK\x05\x06"):
        raise FileError(
            N_("{file} is an empty archive"), N_("ask its maker for another copy"), file=path.name
        )
    if head.startswith(b"PAR1"):
        return Format.GEOPARQUET
    if head.startswith(b"\x00\x00\x27\x0a"):
        return Format.SHAPEFILE
    return _recognise_text(path, head)


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise FileError(N_("{file} is a folder"), N_("open the files in it"), file=path.name)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except FileNotFoundError:
        raise FileError(
            N_("there is no file {file}"), N_("check its name and folder"), file=path.name
        ) from None
    except PermissionError:
        raise FileError(
            N_("{file} may not be read"), N_("ask its owner for permission"), file=path.name
        ) from None
    except OSError as error:
        raise FileError(
            N_("{file} cannot be read ({error})"),
            N_("check the disk or the network drive"),
            file=path.name,
            error=error.strerror or error,
        ) from None
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise FileError(N_("{file} is empty"), N_("ask its maker for another copy"), file=path.name)
    return head


def _recognise_text(path: Path, head: bytes) -> Format:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"<"):
        return _recognise_xml(path, text)
    if text[:1] in (b"{", b"["):
        return _recognise_json(path, text)
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in head and not utf16:
        raise FileError(
            N_("{file} is of no format that the atlas opens"),
            _CONVERT,
            file=path.name,
            known=_KNOWN,
        )
    return Format.CSV


def _recognise_xml(path: Path, text: bytes) -> Format:
    if b"<!DOCTYPE" in text.upper() or b"<!ENTITY" in text.upper():
        raise FileError(
            N_("{file} declares XML entities, which can pull in other files"),
            N_("remove its DOCTYPE and open it again"),
            file=path.name,
        )
    if re.search(rb"<([a-z0-9]+:)?kml[\s>]", text, re.IGNORECASE):
        return Format.KML
    if b"<OGRVRT" in text:
        raise FileError(
            N_("{file} is a virtual format that points to other files"),
            N_("open those files"),
            file=path.name,
        )
    raise FileError(N_("{file} is XML, but no KML"), _CONVERT, file=path.name, known=_KNOWN)


def _recognise_json(path: Path, text: bytes) -> Format:
    if re.search(rb'"type"\s*:\s*"Topology"', text):
        raise FileError(N_("{file} is TopoJSON"), _CONVERT, file=path.name, known=_KNOWN)
    return Format.GEOJSON
