"""Which of the known formats a file is, told by its content, never by its name alone."""

from __future__ import annotations

import re
import stat
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.files.messages import N_
from geodata.files.report import FileError
from geodata.files.source import Source
from geodata.files.text import find_encoding, not_text

if TYPE_CHECKING:
    import zipfile


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
    ".xlsm": Format.XLSX,
    ".parquet": Format.GEOPARQUET,
    ".geoparquet": Format.GEOPARQUET,
    ".zip": Format.ZIP,
}
"""File endings to offer in an open dialog; what a file is, its content tells."""

SHAPEFILE_PARTS = frozenset({".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx"})
"""Endings of the files beside a .shp; opening one of them opens the .shp."""

_HEAD_BYTES = 64 * 1024
# Formats that are known but not opened, by how they begin, and what to do with each.
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        N_("{file} is an old Excel workbook, or one with a password"),
        N_("open it in Excel and save it as .xlsx, without a password"),
    ),
    (b"%PDF-", N_("{file} is a PDF"), N_("ask its maker for the data")),
    (b"\x1f\x8b", N_("{file} is compressed with gzip"), N_("unpack it and open what is in it")),
    (b"Rar!\x1a", N_("{file} is a RAR archive"), N_("unpack it and open what is in it")),
    (b"7z\xbc\xaf", N_("{file} is a 7-Zip archive"), N_("unpack it and open what is in it")),
)
_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_JSON = re.compile(rb"\{\s*[\"}]|\[\s*[\[{\"\]\dtfn-]")
_TOPOLOGY = re.compile(rb'"type"\s*:\s*"Topology"')
_GEOJSON = re.compile(rb'"type"\s*:\s*"Feature')


def recognise(source: Source) -> Format:
    """Return the format of a file.

    Raises:
        FileError: if the file is missing, a folder, empty, not readable, or of no known format.
    """
    head = _head(source)
    if head.startswith(b"SQLite format 3\0"):
        if head[68:70] != b"GP" and b"gpkg_contents" not in head:
            raise FileError(
                N_("{file} is a database, but no GeoPackage"),
                N_("export its tables as GeoPackage or CSV"),
                file=source.name,
            )
        return Format.GEOPACKAGE
    if head.startswith(b"PK\x03\x04"):
        return _recognise_archive(source)
    if head.startswith(b"PK\x05\x06"):
        raise FileError(
            N_("{file} is an empty archive"), N_("ask its maker for another copy"), file=source.name
        )
    if head.startswith(b"PAR1"):
        return Format.GEOPARQUET
    if head.startswith(b"\x00\x00\x27\x0a"):
        return Format.SHAPEFILE
    for beginning, reason, advice in _OTHERS:
        if head.startswith(beginning):
            raise FileError(reason, advice, file=source.name)
    return _recognise_text(source, _narrow(head))


def _head(source: Source) -> bytes:
    """Return the first bytes of a file, once it is sure that reading them cannot block."""
    try:
        _check_kind(source, source.path.stat().st_mode)
        with source.path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except FileNotFoundError:
        raise FileError(
            N_("there is no file {file}"), N_("check its name and folder"), file=source.name
        ) from None
    except PermissionError:
        raise FileError(
            N_("{file} may not be read"), N_("ask its owner for permission"), file=source.name
        ) from None
    except (OSError, ValueError) as error:
        raise FileError(
            N_("{file} cannot be read ({error})"),
            N_("check the disk or the network drive"),
            file=source.name,
            error=getattr(error, "strerror", None) or error,
        ) from None
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise FileError(
            N_("{file} is empty"), N_("ask its maker for another copy"), file=source.name
        )
    return head


def _check_kind(source: Source, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise FileError(N_("{file} is a folder"), N_("open the files in it"), file=source.name)
    if not stat.S_ISREG(mode):
        raise FileError(
            N_("{file} is a device or a pipe, not a file"),
            N_("copy its content into a file and open that"),
            file=source.name,
        )


def _narrow(head: bytes) -> bytes:
    """Return the beginning of a text in one byte a letter, whatever its encoding."""
    encoding = find_encoding(head[: _HEAD_BYTES - _HEAD_BYTES % 4])
    if encoding.startswith(("utf-16", "utf-32")):
        return head.decode(encoding, errors="ignore").encode("utf-8", errors="ignore")
    return head


def _recognise_archive(source: Source) -> Format:
    """Tell workbooks and other documents, which are archives too, from archives of files."""
    with open_archive(source) as archive:
        names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return Format.XLSX
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise FileError(
            N_("{file} is a document that the atlas does not open"),
            N_("save its table as .xlsx or .csv"),
            file=source.name,
        )
    return Format.ZIP


def open_archive(source: Source) -> zipfile.ZipFile:
    """Return an archive, open; the caller closes it.

    Raises:
        FileError: if it is damaged.
    """
    import zipfile  # most files are none

    try:
        return zipfile.ZipFile(source.path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileError(
            N_("{file} is a damaged archive ({error})"),
            N_("ask its maker for another copy"),
            file=source.name,
            error=error,
        ) from error


def _recognise_text(source: Source, head: bytes) -> Format:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"<"):
        return _recognise_xml(source, text)
    if _JSON.match(text):
        if _TOPOLOGY.search(text) and not _GEOJSON.search(text):
            raise FileError(N_("{file} is TopoJSON"), N_("convert it to GeoJSON"), file=source.name)
        return Format.GEOJSON
    if b"\0" in text and text.count(b"\0") > len(text) / 100:
        raise not_text(source)
    return Format.CSV


def _recognise_xml(source: Source, text: bytes) -> Format:
    element = text[_prolog_end(text) :][:200].lower()
    if element.startswith((b"<!doctype html", b"<html", b"<head", b"<table", b"<div")):
        raise FileError(
            N_("{file} is a web page, not data"),
            N_("download the data itself; the page may ask you to sign in first"),
            file=source.name,
        )
    check_prolog(source, text)
    if re.match(rb"<([a-z0-9_-]+:)?kml[\s>]", element):
        return Format.KML
    if b"<OGRVRT" in text:
        raise FileError(
            N_("{file} is a virtual format that points to other files"),
            N_("open those files"),
            file=source.name,
        )
    raise FileError(
        N_("{file} is XML, but no KML"), N_("convert it to KML or GeoJSON"), file=source.name
    )


def check_prolog(source: Source, text: bytes) -> None:
    """Raise `FileError` if XML declares a document type, which is where entities are made.

    Args:
        source: the file.
        text: its text in one byte a letter, up to the first element or beyond.
    """
    if text[_prolog_end(text) :][:2] == b"<!":
        raise FileError(
            N_("{file} declares XML entities, which can pull in other files"),
            N_("remove its DOCTYPE and open it again"),
            file=source.name,
        )


def _prolog_end(text: bytes) -> int:
    match = _PROLOG.match(text)
    return match.end() if match else 0


def beside(path: Path, ending: str) -> Path | None:
    """Return the file beside ``path`` of another ending, in whatever case, None if there is none.

    Pipes and devices do not count, for opening one may block.
    """
    for candidate in (path.with_suffix(ending), path.with_suffix(ending.upper())):
        if candidate.is_file():
            return candidate
    try:
        siblings = sorted(path.parent.iterdir())
    except OSError:
        return None
    wanted = path.with_suffix(ending).name.casefold()
    return next(
        (each for each in siblings if each.name.casefold() == wanted and each.is_file()), None
    )
