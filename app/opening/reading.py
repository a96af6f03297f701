"""What opening a file does in the thread, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from geodata.builtin import BuiltinData
from geodata.files.opening import OpenedFile, open_file
from geodata.files.request import OpenOptions, Place
from geodata.frozen import frozen
from geodata.geometry import Family
from geodata.municipality_match import MatchReport, match_municipalities
from geodata.table import FeatureTable
from layers.own_layers import default_style, places

Progress = Callable[[str, float], None]
IsUnwanted = Callable[[], bool]

# A file of municipalities has 262 areas, some makers' a few more for lakes and border zones.
_LEAST_AREAS, _MOST_AREAS = 200, 2000
_ENOUGH_MATCHES = 200


@frozen(eq=False)
class ReadFile:
    """A file that was read.

    Attributes:
        opened: what was read.
        options: what the planner said of it.
        known: the places that rows were joined to.
        boundaries: the place in ``opened.layers`` of a layer that holds most municipalities, and
            which they are; None if there is none.
        extents: min x, min y, max x, max y of each layer in degrees, None for one without a place.
    """

    opened: OpenedFile
    options: OpenOptions
    known: Sequence[Place]
    boundaries: tuple[int, MatchReport] | None
    extents: tuple[tuple[float, float, float, float] | None, ...]


def read_file(
    path: Path,
    options: OpenOptions,
    data: BuiltinData,
    prepare: Callable[[FeatureTable], None],
    progress: Progress,
    is_unwanted: IsUnwanted,
) -> ReadFile:
    """Read a file; blocks, so it is called in a thread.

    Args:
        path: the file.
        options: what the planner says of it.
        data: the built-in data, whose places rows may be joined to.
        prepare: gets ready what drawing a table needs.
        progress: told the stage and the share done.
        is_unwanted: asked again and again whether to give up.

    Raises:
        geodata.files.report.FileError: if the file cannot be opened.
        geodata.files.opening.OpeningCancelledError: if it was given up.
    """
    known = places(data)
    opened = open_file(
        path, options=options, places=known, progress=progress, cancelled=is_unwanted
    )
    for layer in opened.layers:
        _warm(layer.table)
        if layer.place_of is None:
            prepare(layer.table)
    extents = tuple(layer.table.geometry.total_bounds() for layer in opened.layers)
    return ReadFile(opened, options, known, _boundaries(opened, data), extents)


def _warm(table: FeatureTable) -> None:
    """Make arrays of the columns that the first drawing needs, so that the window need not."""
    label = default_style(table, 0).label
    if label is not None:
        table.columns[label.field]


def _boundaries(opened: OpenedFile, data: BuiltinData) -> tuple[int, MatchReport] | None:
    for place, layer in enumerate(opened.layers):
        table = layer.table
        is_like = _LEAST_AREAS <= len(table) <= _MOST_AREAS
        if table.geometry.family is not Family.POLYGON or not is_like:
            continue
        report = match_municipalities(
            table, data.table("municipalities"), data.table("departments")
        )
        if report.matched >= _ENOUGH_MATCHES:
            return place, report
    return None
