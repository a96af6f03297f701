"""Saving tables as data: whole or not at all, and honest about what a format cannot hold."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path

from geodata.files.messages import N_
from geodata.files.report import FileError, Finding
from geodata.files.saving.cells import SavedLayer, saved_layer
from geodata.files.source import printable
from geodata.frozen import frozen
from geodata.names import fold
from geodata.table import FeatureTable


class SaveFormat(StrEnum):
    """The formats that tables are saved in."""

    GEOPACKAGE = "GeoPackage"
    GEOJSON = "GeoJSON"
    CSV = "CSV"
    KML = "KML"


SAVE_ENDINGS = {
    ".gpkg": SaveFormat.GEOPACKAGE,
    ".geojson": SaveFormat.GEOJSON,
    ".json": SaveFormat.GEOJSON,
    ".csv": SaveFormat.CSV,
    ".kml": SaveFormat.KML,
}
"""File endings and the format each stands for."""

SEVERAL = frozenset({SaveFormat.GEOPACKAGE, SaveFormat.KML})
"""The formats that hold several layers."""


@frozen
class SaveReport:
    """What was saved.

    Attributes:
        path: the file.
        rows: how many features it holds.
        notes: what differs from the tables.
    """

    path: Path
    rows: int
    notes: tuple[Finding, ...]


def save_tables(
    path: Path,
    layers: Sequence[tuple[str, FeatureTable]],
    format_: SaveFormat | None = None,
    *,
    progress: Callable[[float], None] | None = None,
    before_replacing: Callable[[Path], None] | None = None,
) -> SaveReport:
    """Save layers; every feature and column is written, and the old file stays until all is.

    Args:
        path: the file, replaced if it is there.
        layers: name and features (EPSG:4326) of each layer; one alone unless the format is one
            of `SEVERAL`.
        format_: the format; told by the ending of ``path`` if omitted.
        progress: called with the share written; what it raises ends the saving.
        before_replacing: called with the finished file before it takes the place of the old one.

    Raises:
        FileError: if the file cannot be written; the old one is still there.
        ValueError: if there is no layer, or too many for the format.
    """
    chosen = format_ or _format_of(path)
    if not layers or (len(layers) > 1 and chosen not in SEVERAL):
        raise ValueError(f"{chosen} holds one layer, not {len(layers)}")
    with _replacing(path) as new:
        saved = _write(new, chosen, layers, progress or _ignore)
        if before_replacing is not None:
            before_replacing(new)
    notes = tuple(note for layer in saved for note in layer.notes)
    return SaveReport(path, sum(len(table) for _, table in layers), notes)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all.

    Raises:
        FileError: if it cannot be written; the old one is still there.
    """
    with _replacing(path) as new:
        new.write_bytes(content)


def _ignore(_share: float) -> None:
    """Take no notice of progress."""


def _format_of(path: Path) -> SaveFormat:
    try:
        return SAVE_ENDINGS[path.suffix.lower()]
    except KeyError:
        raise FileError(
            N_("{file}: the ending says nothing of the format"),
            N_("end the name in .gpkg, .geojson, .csv or .kml"),
            file=printable(path.name),
        ) from None


def _write(
    path: Path,
    format_: SaveFormat,
    layers: Sequence[tuple[str, FeatureTable]],
    progress: Callable[[float], None],
) -> list[SavedLayer]:
    match format_:
        case SaveFormat.GEOPACKAGE:
            from geodata.files.saving import geopackage_file as gpkg

            reserved = (gpkg.KEY, gpkg.GEOMETRY)
            saved = [saved_layer(*layer, reserved, key=str.casefold) for layer in layers]
            gpkg.write_geopackage(path, saved, progress)
        case SaveFormat.KML:
            from geodata.files.saving import kml_file as kml

            saved = [saved_layer(*layer, (), kml.UNWRITABLE, str.casefold) for layer in layers]
            kml.write_kml(path, saved, progress)
        case SaveFormat.CSV:
            from geodata.files.saving import csv_file as csv

            where = (*csv.POSITION, csv.GEOMETRY)
            as_read = _as_read(where)
            saved = [saved_layer(*layer, where, key=as_read) for layer in layers]
            csv.write_csv(path, saved[0], progress)
        case SaveFormat.GEOJSON:
            from geodata.files.saving.geojson_file import write_geojson

            saved = [saved_layer(*layer) for layer in layers]
            write_geojson(path, saved[0], progress)
    return saved


def _as_read(where: Collection[str]) -> Callable[[str], str]:
    """Return what columns are told apart by: a name that is read as one of ``where`` is that."""
    folded = {fold(name): name for name in where}
    return lambda name: folded.get(fold(name), name)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Give the path of a new file that takes the place of ``path`` once it is whole."""
    name = printable(path.name)
    if path.is_dir():
        raise FileError(N_("{file} is a folder"), N_("add a file name"), file=name)
    if path.is_symlink():
        path = _target(path)  # the link stays, as it does where other programs save
    new = path.with_name(f".{path.stem[:40]}-{secrets.token_hex(4)}.part")
    try:
        new.touch(exist_ok=False)
        yield new
        _flush(new)
        if path.exists():
            new.chmod(path.stat().st_mode & 0o777)
        new.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise _not_written(name, error) from error
    finally:
        with suppress(OSError):  # of a disk that may only be read, not even what is not there goes
            new.unlink(missing_ok=True)


def _target(link: Path) -> Path:
    """Return the file that a link leads to; the link itself if it leads round in a circle."""
    try:
        return link.resolve()
    except (OSError, RuntimeError):
        return link


def _flush(path: Path) -> None:
    """Wait until a file is on the disk, so that no crash leaves an empty one in its place."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _not_written(name: str, error: Exception) -> FileError:
    return FileError(
        N_("{file} cannot be written ({error})"),
        N_("make room on the disk, or choose a folder you may write to"),
        file=name,
        error=getattr(error, "strerror", None) or error,
    )
