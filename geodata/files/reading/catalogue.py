"""The layers of a file, by name, before any is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.files.formats import SHAPEFILE_PARTS, Format, recognise
from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.request import OpenOptions
from geodata.files.source import Source

if TYPE_CHECKING:
    from geodata.files.reading.vector import LayerInfo


@dataclass(slots=True)
class Entry:
    """A layer that can be read.

    Attributes:
        name: its name, each once in a file.
        source: the file, or the member of an archive, as it is to be read.
        format: its format.
        inner: its name within the source, None if the source holds nothing else.
        encoding: of its text, "" where the format fixes it.
        rows: how many rows it has, None if that is not known without reading them.
        geometry: the name of its geometry, "" if it has none or that is not known.
        open_crs: whether what the source says of its reference system does not count.
    """

    name: str
    source: Source
    format: Format
    inner: str | None = None
    encoding: str = ""
    rows: int | None = None
    geometry: str = ""
    open_crs: bool = False


@dataclass(slots=True)
class Catalogue:
    """Finds the layers of a file.

    Attributes:
        folder: an empty folder for what is unpacked.
        options: what the planner said of the file.
        limits: how much it may cost.
        count: whether to count the rows where that needs no reading.
        findings: what was noticed.
    """

    folder: Path
    options: OpenOptions
    limits: Limits
    count: bool = False
    findings: list[Finding] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)

    def entries(self, source: Source) -> list[Entry]:
        """Return the layers of a file; members of an archive that cannot be opened are findings.

        Raises:
            FileError: if nothing in it can be opened.
        """
        format_ = self._recognised(source)
        if format_ is not Format.ZIP:
            return list(self._of(source, format_))
        from geodata.files.reading.archive import unpack

        members, findings = unpack(source, self.folder, self.limits)
        self.findings += findings
        found: list[Entry] = []
        errors: list[FileError] = []
        for member in members:
            try:
                found += self._of(member, self._recognised(member))
            except FileError as error:
                errors.append(error)
        if not found:
            raise errors[0]
        self.findings += [error.as_finding(Outcome.SKIPPED) for error in errors]
        return found

    def _recognised(self, source: Source) -> Format:
        format_ = recognise(source)
        if source.path.stat().st_size > self.limits.file_size:
            raise FileError(
                N_("{file} is larger than {limit} bytes"),
                N_("open a part of it"),
                file=source.name,
                limit=self.limits.file_size,
            )
        return format_

    def _of(self, source: Source, format_: Format) -> Iterator[Entry]:
        if format_ is Format.ZIP:
            raise FileError(
                N_("{file} is an archive within the archive"),
                N_("unpack it and open it on its own"),
                file=source.name,
            )
        if format_ is Format.XLSX:
            from geodata.files.reading.workbook import sheet_names

            for name in sheet_names(source, self.limits):
                yield Entry(self._unique(name), source, format_, name)
        elif format_ in (Format.CSV, Format.GEOPARQUET):
            yield Entry(self._unique(source.title), source, format_)
        else:
            yield from self._vector(source, format_)

    def _vector(self, source: Source, format_: Format) -> Iterator[Entry]:
        from geodata.files.reading import shapefile, vector
        from geodata.files.reading.prepared import prepared

        encoding, open_crs = "", False
        if format_ is Format.SHAPEFILE:
            shapefile.check_parts(source)
            encoding, findings = shapefile.find_table_encoding(source, self.options.encoding)
            ready = prepared(source, format_, None, self.folder)
            findings += ready.findings
        else:
            ready = prepared(source, format_, self.options.encoding, self.folder)
            encoding, open_crs, findings = ready.encoding, ready.open_crs, ready.findings
        self.findings += findings
        several = format_ in (Format.GEOPACKAGE, Format.KML)
        infos: list[LayerInfo] = []
        if several or self.count:
            infos = vector.layers(ready.source, count=self.count)
        if not several:
            infos = infos[:1] or [vector.LayerInfo(source.title, None, "")]
        for info in infos:
            # A layer without a name of its own is called as the file that GDAL was given.
            named = several and info.name != ready.source.path.stem
            name = self._unique(info.name if named else source.title)
            inner = info.name if several else None
            yield Entry(
                name, ready.source, format_, inner, encoding, info.rows, info.geometry, open_crs
            )

    def _unique(self, name: str) -> str:
        result, number = name, 1
        while result in self._names:
            number += 1
            result = f"{name} ({number})"
        self._names.add(result)
        return result


def main_file(path: Path) -> Source:
    """Return the file to open for a path, the .shp for a part of a shapefile.

    Raises:
        FileError: if the .shp is missing.
    """
    source = Source.of(path)
    if path.suffix.lower() not in SHAPEFILE_PARTS:
        return source
    from geodata.files.reading.shapefile import find_main_file

    return find_main_file(source)
