"""Reads the layers of a file: by its format, by where its rows are, checked and written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geodata.files.formats import SHAPEFILE_PARTS, Format, beside
from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.reading.catalogue import Catalogue, Entry, main_file
from geodata.files.reading.handover import TableWriter
from geodata.files.reading.placing import Placing
from geodata.files.reading.progress import Progress
from geodata.files.reading.rows import Rows, no_rows
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.request import OpenOptions, Place


class Reader:
    """Reads one file into a folder."""

    def __init__(
        self,
        folder: Path,
        options: OpenOptions,
        limits: Limits,
        places: Sequence[Place],
        progress: Progress,
    ) -> None:
        """Prepare to read.

        Args:
            folder: takes what is unpacked and what is written.
            options: what the planner said of the file.
            limits: how much it may cost.
            places: built-in places that rows may be joined to.
            progress: is told how far it has come.
        """
        self._folder = folder / "unpacked"
        self._folder.mkdir()
        self._options = options
        self._limits = limits
        self._progress = progress
        self._writer = TableWriter(folder)
        self._placing = Placing(options, places, self._writer, progress)

    def catalogue(self, path: Path) -> list[dict[str, Any]]:
        """Return name, format, rows (None if unknown) and geometry of each layer of a file.

        Raises:
            FileError: if it cannot be opened.
        """
        catalogue = Catalogue(self._folder, self._options, self._limits, count=True)
        return [
            {
                "name": entry.name,
                "format": entry.format.value,
                "rows": entry.rows,
                "geometry": entry.geometry,
            }
            for entry in catalogue.entries(main_file(path))
        ]

    def read(self, path: Path) -> dict[str, Any]:
        """Read the file and return the manifest of what was written.

        Raises:
            FileError: if it cannot be opened.
        """
        source = main_file(path)
        before = _fingerprint(source.path)
        self._progress.say("recognise", 0.0)
        self._read_all(source.name, source)
        if _fingerprint(source.path) != before:
            raise FileError(
                N_("{file} changed while it was read"),
                N_("wait until it is complete and open it again"),
                file=source.name,
            )
        return self._writer.manifest()

    def _read_all(self, name: str, source: Any) -> None:
        catalogue = Catalogue(self._folder, self._options, self._limits)
        entries = catalogue.entries(source)
        self._writer.findings += catalogue.findings
        wanted = self._wanted(name, entries)
        errors: list[FileError] = []
        for place, entry in enumerate(wanted):
            self._progress.part(place, len(wanted))
            try:
                self._read(entry)
            except FileError as error:
                errors.append(error)
        if not self._writer.count:
            raise errors[0] if errors else no_rows(source)
        self._writer.findings += [error.as_finding(Outcome.SKIPPED) for error in errors]

    def _wanted(self, name: str, entries: list[Entry]) -> list[Entry]:
        if self._options.layers is None:
            return entries
        missing = set(self._options.layers) - {entry.name for entry in entries}
        if missing:
            raise FileError(
                N_("{file} has no layer {layer}"),
                N_("it has {layers}"),
                file=name,
                layer=", ".join(sorted(missing)),
                layers=", ".join(entry.name for entry in entries) or "-",
            )
        return [entry for entry in entries if entry.name in self._options.layers]

    def _read(self, entry: Entry) -> None:
        self._progress.say("read", 0.05)
        if entry.format is Format.CSV:
            from geodata.files.reading.delimited import read_csv

            self._placing.add_rows(entry, read_csv(entry.source, self._options, self._limits))
        elif entry.format is Format.XLSX:
            from geodata.files.reading.workbook import read_sheet

            sheet = read_sheet(entry.source, entry.inner or "", self._limits)
            if sheet is not None:
                self._placing.add_rows(entry, sheet)
        elif entry.format is Format.GEOPARQUET:
            from geodata.files.reading.parquet import read_parquet

            rows, blobs, crs = read_parquet(entry.source, self._limits)
            self._add_blobs(entry, rows, blobs, crs)
        else:
            self._read_vector(entry)

    def _read_vector(self, entry: Entry) -> None:
        from geodata.files.reading.vector import read_rows

        rows, blobs, crs = read_rows(
            entry,
            self._limits,
            lambda share: self._progress.say("read", 0.05 + 0.4 * share),
        )
        if not len(rows) and entry.inner is not None:
            self._note_empty(entry)
            return
        self._add_blobs(entry, rows, blobs, None if entry.open_crs else crs)

    def _note_empty(self, entry: Entry) -> None:
        """Report a table without rows; a folder of a KML file may hold nothing but folders."""
        if entry.format is Format.GEOPACKAGE:
            self._writer.findings.append(
                Finding(
                    Outcome.NOTED,
                    N_("the layer {layer} has no rows"),
                    "",
                    values=(("layer", entry.name),),
                    file=entry.source.name,
                )
            )

    def _add_blobs(self, entry: Entry, rows: Rows, blobs: Any, crs: str | None) -> None:
        """Add rows with geometry, or a table without any."""
        if not len(rows):
            raise no_rows(entry.source)
        if blobs is None or not any(blob is not None for blob in blobs):
            self._placing.add_rows(entry, rows)
            return
        self._placing.add_blobs(entry, rows, blobs, crs)


def _fingerprint(path: Path) -> list[tuple[int, int, int]]:
    """Return what changes when somebody writes to a file, or to the other parts of a shapefile."""
    parts = [path]
    if path.suffix.lower() == ".shp":
        parts += filter(None, (beside(path, ending) for ending in sorted(SHAPEFILE_PARTS)))
    try:
        states = [part.stat() for part in parts]
    except OSError:
        return []
    return [(state.st_size, state.st_mtime_ns, state.st_ino) for state in states]
