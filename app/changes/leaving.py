"""What changed, as far as it may leave: for the marks on a map that is exported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.changes.last_export import left
from app.changes.other_project import open_project
from geodata.builtin import BuiltinData
from geodata.files.report import FileError
from layers.changes.comparing import MapChanges, compare
from layers.changes.file import KEPT_ENDING, read_kept
from layers.changes.kept import KeptMap
from layers.changes.leaving import comparable, marked_as_now
from layers.document import MapState
from layers.scene_builder import SceneBuilder
from layers.texts import N_

IsUnwanted = Callable[[], bool]


def leaving_changes(
    since: Path,
    state: MapState,
    data: BuiltinData,
    *,
    include_internal: bool,
    is_unwanted: IsUnwanted = lambda: False,
) -> MapChanges:
    """Return what is different in a map since a file; may be called in a thread.

    Both maps are what may leave by the marks that layers have now. Since an export without
    internal data, what is internal is not compared.

    Args:
        since: a project, or what was kept of a project's last export.
        state: the document.
        data: the built-in data.
        include_internal: whether what is marked internal leaves too.
        is_unwanted: asked between layers.

    Raises:
        geodata.files.report.FileError: if the file cannot be read whole, or tells internal data
            that does not leave now.
        geodata.files.opening.OpeningCancelledError: if ``is_unwanted`` says so.
        layers.changes.kept.NotWantedError: likewise.
    """
    if since.name.endswith(KEPT_ENDING):
        old = _of_export(since, include_internal=include_internal)
    else:
        old = _of_project(since, state, data, include_internal, is_unwanted)
    include = old.include_internal
    new = left(state, data, include_internal=include, is_unwanted=is_unwanted)
    pair = comparable(old, new, state, SceneBuilder(data), include_internal=include)
    return replace(compare(*pair), since=since)


def _of_export(since: Path, *, include_internal: bool) -> KeptMap:
    old = read_kept(since)
    if old.include_internal and not include_internal:
        raise FileError(
            N_("{file} tells what left with internal data"),
            N_("let out what is marked internal, or compare with another project"),
            file=since.name,
        )
    return old


def _of_project(
    since: Path,
    state: MapState,
    data: BuiltinData,
    include_internal: bool,
    is_unwanted: IsUnwanted,
) -> KeptMap:
    opened, problems = open_project(since, data, None, is_unwanted)
    for problem in problems:
        # What could not be read would be marked as new.
        raise FileError(problem.reason, problem.advice, **dict(problem.values))
    before = replace(marked_as_now(opened, state), boundaries=state.boundaries)
    kept = left(before, data, include_internal=include_internal, is_unwanted=is_unwanted)
    return replace(kept, of=since.name)
