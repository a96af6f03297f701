"""The child process that reads user files: the one module in which their bytes are interpreted.

It gets a request as JSON on standard input, writes its progress and its end as lines of JSON to
standard output, and the tables as arrays (``.npy``, Arrow IPC) into the folder of the request.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from geodata.files.vector import restrict_drivers

restrict_drivers()

import numpy as np  # noqa: E402 - GDAL must be restricted before anything imports it
import pyarrow as pa  # noqa: E402
import shapely  # noqa: E402

from geodata.files import columns, shapes, tabular, vector  # noqa: E402
from geodata.files.archive import unpack  # noqa: E402
from geodata.files.arrow_arrays import as_numpy  # noqa: E402
from geodata.files.formats import SHAPEFILE_PARTS, Format, recognise  # noqa: E402
from geodata.files.limits import Limits  # noqa: E402
from geodata.files.messages import N_  # noqa: E402
from geodata.files.parquet import read_parquet  # noqa: E402
from geodata.files.report import FileError, Finding, Outcome  # noqa: E402
from geodata.files.request import WGS84, OpenOptions, Place, Recognised  # noqa: E402
from geodata.geometry import GeometryArray, from_points, from_shapely  # noqa: E402

Progress = Callable[[str, float], None]


class Reader:
    """Reads one file into the folder of the request."""

    def __init__(
        self,
        folder: Path,
        options: OpenOptions,
        limits: Limits,
        places: Sequence[Place],
        progress: Progress,
    ) -> None:
        self._folder = folder
        self._options = options
        self._limits = limits
        self._places = places
        self._progress = progress
        self._layers: list[dict[str, Any]] = []
        self._findings: list[Finding] = []

    def read(self, path: Path) -> dict[str, Any]:
        """Read the file and return the manifest of what was written.

        Raises:
            FileError: if it cannot be opened.
        """
        before = _fingerprint(path)
        self._read_file(path)
        if path.exists() and _fingerprint(path) != before:
            raise FileError(
                N_("{file} changed while it was read"),
                N_("wait until it is complete and open it again"),
                file=path.name,
            )
        return {
            "layers": self._layers,
            "findings": [finding.as_dict() for finding in self._findings],
        }

    def _read_file(self, path: Path) -> None:
        if path.suffix.lower() in SHAPEFILE_PARTS:
            path = path.with_suffix(".shp")
        self._progress("recognise", 0.02)
        format_ = recognise(path)
        if path.stat().st_size > self._limits.file_size:
            raise FileError(
                N_("{file} is larger than {limit} bytes"),
                N_("open a part of it"),
                file=path.name,
                limit=self._limits.file_size,
            )
        self._progress("read", 0.05)
        if format_ is Format.ZIP:
            self._read_archive(path)
        elif format_ is Format.CSV:
            self._add_rows(format_, tabular.read_csv(path, self._options, self._limits), path)
        elif format_ is Format.XLSX:
            for rows in tabular.read_xlsx(path, self._options, self._limits):
                self._add_rows(format_, rows, path)
        elif format_ is Format.GEOPARQUET:
            self._add_parquet(path)
        else:
            self._add_vector(path, format_)

    def _read_archive(self, path: Path) -> None:
        with tempfile.TemporaryDirectory(dir=self._folder) as unpacked:
            members, findings = unpack(path, Path(unpacked), self._limits)
            self._findings += findings
            for member in members:
                self._read_file(member)

    def _add_parquet(self, path: Path) -> None:
        rows, wkb, crs = read_parquet(path, self._limits)
        if wkb is None:
            self._add_rows(Format.GEOPARQUET, rows, path)
            return
        found = Recognised(Format.GEOPARQUET.value, crs=crs or WGS84, crs_stated=crs is not None)
        self._add_shapes(rows, wkb, self._options.crs or crs, found, path)

    def _add_vector(self, path: Path, format_: Format) -> None:
        names = vector.layer_names(path)
        wanted = [
            name for name in names if self._options.layers is None or name in self._options.layers
        ]
        if not wanted:
            raise FileError(
                N_("{file} has no layer {layer}"),
                N_("it has {layers}"),
                file=path.name,
                layer=", ".join(self._options.layers or ()),
                layers=", ".join(names) or "-",
            )
        for name in wanted:
            layer = vector.read_layer(path, name, format_, self._options, self._limits)
            self._findings += layer.findings
            numbers = np.arange(1, layer.table.num_rows + 1, dtype=np.int64)
            rows = tabular.Rows(name, layer.table, numbers, [], layer.encoding)
            if len(layer.shapes) and shapely.is_missing(layer.shapes).all():
                self._add_rows(format_, rows, path)
                continue
            found = Recognised(format_.value, layer.encoding, crs_stated=layer.crs is not None)
            crs = self._options.crs or layer.crs or self._guessed_crs(layer.shapes)
            found.crs = crs
            self._add_shapes(rows, layer.shapes, crs, found, path)
        if not self._layers:
            raise FileError(
                N_("{file} has no rows"), N_("check that it is the right file"), file=path.name
            )

    @staticmethod
    def _guessed_crs(geometries: Any) -> str:
        bounds = shapely.bounds(geometries)
        return columns.guess_crs((bounds[:, :2] + bounds[:, 2:]) / 2)

    def _add_rows(self, format_: Format, rows: tabular.Rows, path: Path) -> None:
        """Add a table whose rows say by their columns where they are."""
        self._findings += rows.findings
        if not rows.table.num_rows:
            raise FileError(
                N_("{file} has no rows"), N_("check that it is the right file"), file=path.name
            )
        found = Recognised(format_.value, rows.encoding, delimiter=rows.delimiter)
        wkt = columns.find_wkt(rows.table) if self._options.x_column is None else None
        if wkt is not None:
            geometries = shapely.from_wkt(as_numpy(rows.table[wkt]), on_invalid="ignore")
            found.x_column, found.crs, found.crs_stated = wkt, self._options.crs or WGS84, False
            self._add_shapes(rows, geometries, self._options.crs, found, path)
            return
        where = columns.find_coordinates(
            rows.table, self._options.x_column, self._options.y_column, self._options.crs
        )
        if where is not None:
            self._add_positions(rows, where, found, path)
            return
        self._add_joined(rows, found, path)

    def _add_positions(
        self, rows: tabular.Rows, where: columns.Coordinates, found: Recognised, path: Path
    ) -> None:
        found.x_column, found.y_column = where.x_column, where.y_column
        found.crs, found.crs_stated = where.crs, self._options.crs is not None
        xy = where.xy
        chosen = self._options.x_column is not None or self._options.y_column is not None
        if where.crs == WGS84 and not chosen and columns.exchanged(xy):
            xy = xy[:, ::-1]
            found.x_column, found.y_column = where.y_column, where.x_column
            self._findings.append(
                Finding(
                    Outcome.REPAIRED,
                    N_("longitude and latitude were exchanged; they were turned"),
                    N_("mend the columns' names"),
                    file=path.name,
                )
            )
        self._progress("check", 0.6)
        geometry = self._positions(rows, xy, where.crs, path)
        self._write(rows, geometry, np.arange(rows.table.num_rows), found)

    def _positions(self, rows: tabular.Rows, xy: Any, crs: str, path: Path) -> GeometryArray:
        """Return points in degrees, checked as arrays: there may be a million."""
        checked = shapes.Shapes(
            np.empty(0, object), np.empty(0, np.int64), rows.numbers, self._findings, path.name
        )
        finite = np.isfinite(xy).all(axis=1)
        checked.report(
            ~finite,
            Outcome.UNPLACED,
            N_("the row has no readable coordinates"),
            N_("mend the coordinates, or place the record on the map"),
        )
        if crs != WGS84:
            import pyproj

            transformer = pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)
            xy = np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
            finite &= np.isfinite(xy).all(axis=1)
        with np.errstate(invalid="ignore"):
            on_globe = (np.abs(xy) <= (180.0, 90.0)).all(axis=1)
        checked.report(
            finite & ~on_globe,
            Outcome.UNPLACED,
            N_("the position is not on the globe"),
            N_("choose the coordinate reference system that the file is in"),
        )
        placed = finite & on_globe
        outside = int(columns.outside_country(xy[placed]).sum())
        if outside:
            self._findings.append(
                Finding(
                    Outcome.NOTED,
                    N_("{count} features lie far from El Salvador"),
                    N_("check the coordinate reference system and the order of coordinates"),
                    values=(("count", str(outside)),),
                    file=path.name,
                )
            )
        return from_points(np.ascontiguousarray(xy), placed)

    def _add_joined(self, rows: tabular.Rows, found: Recognised, path: Path) -> None:
        join = columns.find_join(
            rows.table, self._places, self._options.join_column, self._options.join_to
        )
        nowhere = np.zeros(rows.table.num_rows, dtype=np.bool_)
        geometry = from_points(np.zeros((rows.table.num_rows, 2)), nowhere)
        every = np.arange(rows.table.num_rows)
        if join is None:
            self._findings.append(
                Finding(
                    Outcome.NOTED,
                    N_("no columns with coordinates or names of places were found"),
                    N_("choose the columns when you open it"),
                    file=path.name,
                )
            )
            self._write(rows, geometry, every, found)
            return
        found.join_column, found.join_to = join.column, join.kind
        missed = np.flatnonzero(join.place_of < 0)
        unknown = np.setdiff1d(missed, join.ambiguous)
        checked = shapes.Shapes(np.empty(0, object), every, rows.numbers, self._findings, path.name)
        checked.report(
            join.ambiguous,
            Outcome.UNPLACED,
            N_("several places bear this name"),
            N_("add a column with the department, or the official code"),
        )
        checked.report(
            unknown,
            Outcome.UNPLACED,
            N_("no place of this name or code is known"),
            N_("mend the name, or give the official code"),
        )
        self._write(rows, geometry, every, found, join.place_of)

    def _add_shapes(
        self, rows: tabular.Rows, geometries: Any, crs: Any, found: Recognised, path: Path
    ) -> None:
        self._progress("check", 0.5)
        count = len(geometries)
        every = shapes.Shapes(geometries, np.arange(count), rows.numbers, self._findings, path.name)
        try:
            families = shapes.clean(every, crs)
        except Exception as error:
            raise FileError(
                N_("{file}: no such coordinate reference system: {crs}"),
                N_("choose another, for instance EPSG:4326"),
                file=path.name,
                crs=crs,
            ) from error
        found.other_layers = [family.value for family in families][1:]
        placed = np.zeros(count, dtype=np.bool_)
        for part in families.values():
            placed[part.rows] = True
        largest = max(families, key=lambda family: len(families[family].shapes), default=None)
        if largest is None:
            nowhere = from_points(np.zeros((count, 2)), placed)
            self._write(rows, nowhere, np.arange(count), found)
            return
        for family, part in families.items():
            missing = np.flatnonzero(~placed) if family is largest else np.empty(0, np.int64)
            order = np.argsort(np.concatenate([part.rows, missing]), kind="stable")
            members = np.concatenate([part.shapes, np.full(len(missing), None)])[order]
            kept = np.concatenate([part.rows, missing])[order]
            self._write(rows, from_shapely(members, family), kept, found)

    def _write(
        self,
        rows: tabular.Rows,
        geometry: GeometryArray,
        kept: Any,
        found: Recognised,
        place_of: Any = None,
    ) -> None:
        """Write a table as arrays; ``kept`` are the places of its features in ``rows``."""
        self._progress("write", 0.8)
        folder = self._folder / f"table{len(self._layers)}"
        folder.mkdir()
        for name in ("coordinates", "part_starts", "feature_starts", "holes"):
            np.save(folder / f"{name}.npy", getattr(geometry, name), allow_pickle=False)
        np.save(folder / "numbers.npy", rows.numbers[kept], allow_pickle=False)
        if place_of is not None:
            np.save(folder / "place_of.npy", place_of, allow_pickle=False)
        whole = len(kept) == rows.table.num_rows and (np.diff(kept) == 1).all()
        table = rows.table if whole else rows.table.take(pa.array(kept))
        with (
            pa.OSFile(str(folder / "columns.arrow"), "wb") as sink,
            pa.ipc.new_file(sink, table.schema) as writer,
        ):
            writer.write_table(table)
        self._layers.append(
            {
                "folder": folder.name,
                "name": rows.name,
                "family": geometry.family.value,
                "recognised": {key: getattr(found, key) for key in Recognised.__dataclass_fields__},
                "rows": len(geometry),
                "columns": table.column_names,
                "joined": place_of is not None,
            }
        )


def _fingerprint(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Serve one request and return the exit code."""
    request = json.loads(sys.stdin.readline())
    reader = Reader(
        Path(request["folder"]),
        OpenOptions.from_dict(request["options"]),
        Limits(**request["limits"]),
        [
            Place(
                place["kind"],
                place["id"],
                tuple(place["codes"]),
                tuple(place["names"]),
                place["department"],
            )
            for place in request["places"]
        ],
        lambda stage, share: _say({"progress": [stage, share]}),
    )
    try:
        _say({"done": reader.read(Path(request["path"]))})
    except FileError as error:
        _say({"error": [error.reason, error.advice, error.values]})
    except MemoryError:
        _say(
            {
                "error": [
                    N_("{file} needs more memory than there is"),
                    N_("open a part of it"),
                    {"file": Path(request["path"]).name},
                ]
            }
        )
    return 0


if __name__ == "__main__":
    # A reader that hangs in a system call must not keep the parent's pipe open at its end.
    code = main()
    sys.stdout.flush()
    os._exit(code)
