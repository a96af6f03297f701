"""Finds the places of rows: from geometry, coordinates, or by joining them; and writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from geodata.files.arrow_arrays import as_numpy
from geodata.files.messages import N_
from geodata.files.reading.catalogue import Entry
from geodata.files.reading.handover import TableWriter
from geodata.files.reading.positions import Coordinates, find_coordinates, find_wkt
from geodata.files.reading.progress import Progress
from geodata.files.reading.rows import Rows, report_rows
from geodata.files.reading.systems import find_turn, note_lambert, note_outside, to_degrees
from geodata.files.report import Finding, Outcome
from geodata.files.request import OpenOptions, Place, Recognised
from geodata.frozen import frozen


@frozen
class Placing:
    """Gives rows their places and writes them.

    Attributes:
        options: what the planner said of the file.
        places: built-in places that rows may be joined to.
        writer: takes the tables and findings.
        progress: is told how far it has come.
    """

    options: OpenOptions
    places: Sequence[Place]
    writer: TableWriter
    progress: Progress

    def add_blobs(self, entry: Entry, rows: Rows, blobs: Any, crs: str | None) -> None:
        """Add rows with geometry.

        Args:
            entry: the layer.
            rows: its rows.
            blobs: shape (n,), well-known binary, None where a row has no geometry.
            crs: the reference system that the file states, None if it does not.

        Raises:
            FileError: if the planner chose a reference system that is none.
        """
        from geodata.files.reading.families import decoded

        self.writer.findings += rows.findings
        shapes, unreadable = decoded(blobs)
        found = self._recognised(entry, rows)
        self._add_shapes(entry, rows, shapes, unreadable, crs, found)

    def _recognised(self, entry: Entry, rows: Rows) -> Recognised:
        return Recognised(entry.format.value, rows.encoding, delimiter=rows.delimiter)

    def add_rows(self, entry: Entry, rows: Rows) -> None:
        """Add a table whose rows say by their columns where they are.

        Raises:
            FileError: if the planner chose a reference system that is none.
        """
        self.writer.findings += rows.findings
        found = self._recognised(entry, rows)
        wkt = find_wkt(rows.table) if self.options.x_column is None else None
        if wkt is not None:
            from geodata.files.reading.families import decoded_text

            found.x_column, binary = wkt
            shapes, unreadable, crs = decoded_text(as_numpy(rows.table[wkt[0]]), binary=binary)
            self._add_shapes(entry, rows, shapes, unreadable, crs, found)
            return
        where = find_coordinates(
            rows.table, self.options.x_column, self.options.y_column, self.options.crs
        )
        if where is not None:
            self._add_positions(entry, rows, where, found)
            return
        self._add_joined(entry, rows, found)

    def _add_positions(
        self, entry: Entry, rows: Rows, where: Coordinates, found: Recognised
    ) -> None:
        findings = self.writer.findings
        found.x_column, found.y_column = where.x_column, where.y_column
        found.crs, found.crs_stated = where.crs, self.options.crs is not None
        xy = where.xy
        chosen = self.options.x_column is not None or self.options.y_column is not None
        turn = None if chosen else find_turn(xy, where.crs)
        if turn is not None:
            xy = turn.apply(xy)
            findings.append(turn.finding(rows.source.name))
            if turn.exchanged:
                found.x_column, found.y_column = where.y_column, where.x_column
        if self.options.crs is None:
            note_lambert(findings, where.crs, rows.source.name)
        self.progress.say("check", 0.6)
        xy, placed = self._checked(rows, xy, where.crs)
        self.progress.say("write", 0.8)
        self.writer.write_points(entry.name, rows, xy, placed, found)

    def _checked(self, rows: Rows, xy: Any, crs: str) -> tuple[Any, Any]:
        """Return positions in degrees and which are places; there may be a million."""
        file, findings = rows.source.name, self.writer.findings
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
            self.writer.findings,
            rows.numbers[where],
            rows.source.name,
            Outcome.UNPLACED,
            reason,
            advice,
        )

    def _add_joined(self, entry: Entry, rows: Rows, found: Recognised) -> None:
        from geodata.files.reading.joining import find_join

        join = find_join(rows.table, self.places, self.options.join_column, self.options.join_to)
        count = len(rows)
        nowhere = np.zeros((count, 2)), np.zeros(count, dtype=np.bool_)
        self.progress.say("write", 0.8)
        if join is None:
            self.writer.findings.append(
                Finding(
                    Outcome.NOTED,
                    N_("no columns with coordinates or names of places were found"),
                    N_("choose the columns when you open it"),
                    file=rows.source.name,
                )
            )
            self.writer.write_points(entry.name, rows, *nowhere, found)
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
        self.writer.write_points(entry.name, rows, *nowhere, found, join.place_of)

    def _add_shapes(
        self,
        entry: Entry,
        rows: Rows,
        geometries: Any,
        unreadable: Any,
        crs: str | None,
        found: Recognised,
    ) -> None:
        from geodata.files.reading.families import Shapes, as_layers
        from geodata.files.reading.shapes import clean

        self.progress.say("check", 0.5)
        count = len(geometries)
        file = rows.source.name
        every = Shapes(geometries, np.arange(count), rows.numbers, self.writer.findings, file)
        families, found.crs = clean(every, crs, self.options.crs, unreadable)
        if crs is None and self.options.crs is None and not entry.open_crs:
            self.writer.findings.append(_crs_not_stated(file, found.crs))
        found.crs_stated = found.crs in (crs, self.options.crs)
        found.other_layers = [family.value for family in families][1:]
        self.progress.say("write", 0.8)
        for geometry, kept in as_layers(families, count):
            self.writer.write_geometry(entry.name, rows, geometry, kept, found)


def _crs_not_stated(file: str, crs: str) -> Finding:
    return Finding(
        Outcome.NOTED,
        N_("the file does not state its coordinate reference system; taken for {crs}"),
        N_("check the position on the map; choose the system when you open it"),
        values=(("crs", crs),),
        file=file,
    )
