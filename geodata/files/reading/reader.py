"""Reads the layers of a file: by its format, by where its rows are, checked and written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geodata.files.arrow_arrays import as_numpy
from geodata.files.formats import SHAPEFILE_PARTS, Format, beside
from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.reading.catalogue import Catalogue, Entry, main_file
from geodata.files.reading.positions import Coordinates, find_coordinates, find_wkt
from geodata.files.reading.progress import Progress
from geodata.files.reading.rows import Rows, no_rows, report_rows
from geodata.files.reading.systems import find_turn, note_lambert, note_outside, to_degrees
from geodata.files.reading.writing import TableWriter
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.request import OpenOptions, Place, Recognised

if TYPE_CHECKING:
    pass


class Reader:
    """Reads one file into a folder.

    Args of `read` and `catalogue` are the file's path; everything else is given here.
    """

    def __init__(
        self,
        folder: Path,
        options: OpenOptions,
        limits: Limits,
        places: Sequence[Place],
        progress: Progress,
    ) -> None:
        self._folder = folder / "unpacked"
        self._folder.mkdir()
        self._options = options
        self._limits = limits
        self._places = places
        self._progress = progress
        self._writer = TableWriter(folder)

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

            self._add_rows(entry, read_csv(entry.source, self._options, self._limits))
        elif entry.format is Format.XLSX:
            from geodata.files.reading.workbook import read_sheet

            rows = read_sheet(entry.source, entry.inner or "", self._limits)
            if rows is not None:
                self._add_rows(entry, rows)
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
        if not rows.table.num_rows and entry.inner is not None:
            return  # an empty folder of a KML file, an empty table of a GeoPackage
        self._add_blobs(entry, rows, blobs, None if entry.open_crs else crs)

    def _add_blobs(self, entry: Entry, rows: Rows, blobs: Any, crs: str | None) -> None:
        """Add rows with geometry, or a table without any."""
        if not rows.table.num_rows:
            raise no_rows(entry.source)
        if blobs is None or not any(blob is not None for blob in blobs):
            self._add_rows(entry, rows)
            return
        from geodata.files.reading.families import decoded

        self._writer.findings += rows.findings
        shapes, unreadable = decoded(blobs)
        self._add_shapes(rows, shapes, unreadable, crs, self._recognised(entry, rows))

    def _recognised(self, entry: Entry, rows: Rows) -> Recognised:
        return Recognised(entry.format.value, rows.encoding, delimiter=rows.delimiter)

    def _add_rows(self, entry: Entry, rows: Rows) -> None:
        """Add a table whose rows say by their columns where they are."""
        self._writer.findings += rows.findings
        found = self._recognised(entry, rows)
        wkt = find_wkt(rows.table) if self._options.x_column is None else None
        if wkt is not None:
            from geodata.files.reading.families import decoded_text

            found.x_column, binary = wkt
            shapes, unreadable, crs = decoded_text(as_numpy(rows.table[wkt[0]]), binary=binary)
            self._add_shapes(rows, shapes, unreadable, crs, found)
            return
        where = find_coordinates(
            rows.table, self._options.x_column, self._options.y_column, self._options.crs
        )
        if where is not None:
            self._add_positions(rows, where, found)
            return
        self._add_joined(rows, found)

    def _add_positions(self, rows: Rows, where: Coordinates, found: Recognised) -> None:
        findings = self._writer.findings
        found.x_column, found.y_column = where.x_column, where.y_column
        found.crs, found.crs_stated = where.crs, self._options.crs is not None
        xy = where.xy
        chosen = self._options.x_column is not None or self._options.y_column is not None
        turn = None if chosen else find_turn(xy, where.crs)
        if turn is not None:
            xy = turn.apply(xy)
            findings.append(turn.finding(rows.source.name))
            if turn.exchanged:
                found.x_column, found.y_column = where.y_column, where.x_column
        if self._options.crs is None:
            note_lambert(findings, where.crs, rows.source.name)
        self._progress.say("check", 0.6)
        xy, placed = self._checked(rows, xy, where.crs)
        self._progress.say("write", 0.8)
        self._writer.write_points(rows, xy, placed, found)

    def _checked(self, rows: Rows, xy: Any, crs: str) -> tuple[Any, Any]:
        """Return positions in degrees and which are places; there may be a million."""
        file, findings = rows.source.name, self._writer.findings
        finite = np.isfinite(xy[:, 0]) & np.isfinite(xy[:, 1])
        null = finite & (xy[:, 0] == 0) & (xy[:, 1] == 0)
        self._unplace(
            rows,
            ~finite,
            N_("the row has no readable coordinates"),
            N_("mend the coordinates, or place the record on the map"),
        )
        self._unplace(
            rows,
            null,
            N_("both coordinates are 0, which stands for a place that is not known"),
            N_("mend the coordinates, or place the record on the map"),
        )
        finite &= ~null
        xy = to_degrees(xy, crs, file)
        with np.errstate(invalid="ignore"):
            on_globe = (np.abs(xy[:, 0]) <= 180) & (np.abs(xy[:, 1]) <= 90)
        self._unplace(
            rows,
            finite & ~on_globe,
            N_("the position is not on the globe"),
            N_("choose the coordinate reference system that the file is in"),
        )
        placed = finite & on_globe
        note_outside(findings, xy[placed], rows.numbers[placed], file)
        return xy, placed

    def _unplace(self, rows: Rows, where: Any, reason: str, advice: str) -> None:
        report_rows(
            self._writer.findings,
            rows.numbers[where],
            rows.source.name,
            Outcome.UNPLACED,
            reason,
            advice,
        )

    def _add_joined(self, rows: Rows, found: Recognised) -> None:
        from geodata.files.reading.joining import find_join

        join = find_join(rows.table, self._places, self._options.join_column, self._options.join_to)
        count = rows.table.num_rows
        nowhere = np.zeros((count, 2)), np.zeros(count, dtype=np.bool_)
        self._progress.say("write", 0.8)
        if join is None:
            self._writer.findings.append(
                Finding(
                    Outcome.NOTED,
                    N_("no columns with coordinates or names of places were found"),
                    N_("choose the columns when you open it"),
                    file=rows.source.name,
                )
            )
            self._writer.write_points(rows, *nowhere, found)
            return
        found.join_column, found.join_to = join.column, join.kind
        unknown = np.setdiff1d(np.flatnonzero(join.place_of < 0), join.ambiguous)
        self._unplace(
            rows,
            join.ambiguous,
            N_("several places bear this name"),
            N_("add a column with the department, or the official code"),
        )
        self._unplace(
            rows,
            unknown,
            N_("no place of this name or code is known"),
            N_("mend the name, or give the official code"),
        )
        self._writer.write_points(rows, *nowhere, found, join.place_of)

    def _add_shapes(
        self, rows: Rows, geometries: Any, unreadable: Any, crs: str | None, found: Recognised
    ) -> None:
        from geodata.files.reading.families import Shapes, as_layers
        from geodata.files.reading.shapes import clean

        self._progress.say("check", 0.5)
        count = len(geometries)
        file = rows.source.name
        every = Shapes(geometries, np.arange(count), rows.numbers, self._writer.findings, file)
        families, found.crs = clean(every, crs, self._options.crs, unreadable)
        found.crs_stated = found.crs in (crs, self._options.crs)
        found.other_layers = [family.value for family in families][1:]
        self._progress.say("write", 0.8)
        for geometry, kept in as_layers(families, count):
            self._writer.write_geometry(rows, geometry, kept, found)


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
