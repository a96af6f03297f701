"""Checks a shapefile before GDAL reads it, for GDAL reads what is there without a word.

Source: ESRI Shapefile Technical Description, July 1998; dBASE table file structure.
"""

from __future__ import annotations

import codecs
import struct
from pathlib import Path

from geodata.files.formats import SHAPEFILE_PARTS, beside
from geodata.files.messages import N_
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.source import Source
from geodata.files.text import decodes, find_encoding

_HEADER = 100


def find_main_file(part: Source) -> Source:
    """Return the .shp that a part of a shapefile belongs to.

    Raises:
        FileError: if there is none.
    """
    main = beside(part.path, ".shp")
    if main is None:
        raise FileError(
            N_("{file} is a part of a shapefile, but {missing} is not beside it"),
            N_("put the .shp, .shx, .dbf and .prj files in one folder"),
            file=part.name,
            missing=f"{part.title}.shp",
        )
    return Source.of(main)


def check_parts(source: Source) -> None:
    """Check that a shapefile's parts are there, and whole.

    Raises:
        FileError: if a part is missing, cut short, or no file.
    """
    _check_kinds(source)
    for ending in (".shx", ".dbf"):
        if beside(source.path, ending) is None:
            raise FileError(
                N_("{file}: the file {missing} that belongs to it is missing"),
                N_("put the .shp, .shx, .dbf and .prj files in one folder"),
                file=source.name,
                missing=f"{source.title}{ending}",
            )
    _check_length(source, source.path, _stated_length(source.path))
    for ending in (".shx", ".dbf"):
        part = beside(source.path, ending)
        if part is not None:
            length = _stated_length(part) if ending == ".shx" else _table_length(part)
            _check_length(source, part, length)


def _check_kinds(source: Source) -> None:
    """Refuse parts that are pipes or devices, which GDAL would wait for."""
    for ending in SHAPEFILE_PARTS:
        for path in (source.path.with_suffix(ending), source.path.with_suffix(ending.upper())):
            if path.exists() and not path.is_file():
                raise FileError(
                    N_("{file}: its part {part} is no file"),
                    N_("copy its content into a file and open that"),
                    file=source.name,
                    part=f"{source.title}{ending}",
                )


def _stated_length(path: Path) -> int:
    """Return the bytes that a .shp or .shx states, in its header, in words of two bytes."""
    head = _head(path, _HEADER)
    return 2 * int(struct.unpack(">i", head[24:28])[0]) if len(head) == _HEADER else _HEADER


def _table_length(path: Path) -> int:
    """Return the bytes that the rows of a .dbf take at least."""
    head = _head(path, 32)
    if len(head) < 32:
        return 32
    rows, header, row = struct.unpack("<IHH", head[4:12])
    return int(header) + int(rows) * int(row)


def _head(path: Path, count: int) -> bytes:
    with path.open("rb") as file:
        return file.read(count)


def _check_length(source: Source, path: Path, stated: int) -> None:
    size = path.stat().st_size
    if size < stated:
        raise FileError(
            N_("{file} is cut short: its part {part} states {stated} bytes and has {size}"),
            N_("copy it again, or ask its maker for another copy"),
            file=source.name,
            part=path.suffix.lower(),
            stated=stated,
            size=size,
        )


def find_table_encoding(source: Source, stated: str | None) -> tuple[str, list[Finding]]:
    """Return the encoding of a shapefile's table, and what was noticed about it.

    Text that is UTF-8 is taken for it whatever the code page file says, for no Spanish text in
    another encoding is valid UTF-8 by accident; else the code page file counts, if the text can
    be read with it, else the letters of the text.
    """
    if stated:
        return stated, []
    table = beside(source.path, ".dbf")
    data = table.read_bytes() if table else b""
    start = struct.unpack("<H", data[8:10])[0] if len(data) > 32 else 0
    found = find_encoding(data[start:])
    if found not in ("cp1252", "cp850", "latin-1", "utf-8"):
        found = "utf-8"  # zero bytes of numbers look like text of two bytes a letter
    page = _code_page(source.path)
    if not page or data[start:].isascii() or page == codecs.lookup(found).name:
        return found, []
    if found != "utf-8" and page != "utf-8" and decodes(data[start:], page):
        return page, []
    finding = Finding(
        Outcome.REPAIRED,
        N_("the code page file says {stated}, but the texts are {found}; they were read so"),
        N_("check the texts; choose another encoding when you open it"),
        values=(("stated", page), ("found", found)),
        file=source.name,
    )
    return found, [finding]


def _code_page(path: Path) -> str:
    """Return the codec that a code page file names, "" if there is none that is known."""
    file = beside(path, ".cpg")
    stated = file.read_text("ascii", errors="ignore").strip() if file else ""
    number = stated.lower().removeprefix("ansi").strip()
    names = [f"iso-8859-{number[4:]}"] if number.startswith("8859") else []
    for name in (*names, f"cp{number}", stated):
        try:
            return codecs.lookup(name).name
        except LookupError:
            continue
    return ""
