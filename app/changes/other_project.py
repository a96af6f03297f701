"""What is different between two projects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.builtin import BuiltinData
from layers.builtin_map import builtin_map
from layers.changes.comparing import MapChanges, compare
from layers.changes.kept import keep_map
from layers.document import MapState
from layers.scene_builder import SceneBuilder

if TYPE_CHECKING:
    from layers.project import Problem

Progress = Callable[[str, float], None]
IsUnwanted = Callable[[], bool]


def open_project(
    path: Path,
    data: BuiltinData,
    progress: Progress | None = None,
    is_unwanted: IsUnwanted | None = None,
) -> tuple[MapState, tuple[Problem, ...]]:
    """Return the map of a project and what of it could not be opened.

    Raises:
        geodata.files.report.FileError: if it is no project, or damaged.
        geodata.files.opening.OpeningCancelledError: if it was cancelled.
    """
    from layers.own_layers import places
    from layers.project import read_project

    opened = read_project(path, builtin_map(data), places(data), progress, is_unwanted)
    return opened.state, opened.problems


def changes_between(
    old: MapState,
    new: MapState,
    data: BuiltinData,
    since: Path,
    is_unwanted: IsUnwanted = lambda: False,
) -> MapChanges:
    """Return what is different between two maps, all of it; may be called in a thread.

    Args:
        old: the map before.
        new: the map after; official boundaries that it has are those of both.
        data: the built-in data.
        since: the project that the map before was read from.
        is_unwanted: asked between layers.

    Raises:
        layers.changes.kept.NotWantedError: if ``is_unwanted`` says so.
    """
    builder = SceneBuilder(data)
    before = replace(old, boundaries=new.boundaries)
    kept = keep_map(before, builder, of=since.name, is_unwanted=is_unwanted)
    changes = compare(kept, keep_map(new, builder, is_unwanted=is_unwanted))
    return replace(changes, since=since)
