"""The map of the last export: kept beside its project, so that what changed since can be told.

What is kept is what left with the file, as the marks of layers and columns let it; of a map that
is no project it is kept with the atlas's own data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.exports.report import ExportError
from app.exports.saving import write_bytes
from geodata.builtin import BuiltinData
from layers.changes.comparing import MapChanges, compare
from layers.changes.file import KEPT_ENDING, kept_bytes, kept_path, read_kept
from layers.changes.kept import KeptMap, keep_map
from layers.document import MapState
from layers.leaving import Sender
from layers.scene_builder import SceneBuilder
from layers.texts import Texts

_UNTITLED = f"untitled{KEPT_ENDING}"
IsUnwanted = Callable[[], bool]


def place_of_last_export(project: Path | None, own_data: Path | None) -> Path | None:
    """Return where the map of the last export is kept, None if it is kept nowhere.

    Args:
        project: the project that is open, None for a map that is none.
        own_data: the folder of the atlas's own data, None to keep nothing there.
    """
    if project is not None:
        return kept_path(project)
    return None if own_data is None else own_data / _UNTITLED


def left(
    state: MapState,
    data: BuiltinData,
    *,
    of: str = "",
    include_internal: bool = False,
    is_unwanted: IsUnwanted = lambda: False,
) -> KeptMap:
    """Return what of a map may leave, as it is kept; may be called in a thread.

    Args:
        state: the document.
        data: the built-in data.
        of: the name of the file that it leaves with.
        include_internal: whether what is marked internal leaves too.
        is_unwanted: asked between layers.

    Raises:
        layers.changes.kept.NotWantedError: if ``is_unwanted`` says so.
    """
    builder = SceneBuilder(data)
    given = Sender(builder).state(state, include_internal=include_internal)
    day = date.today().isoformat() if of else ""
    return keep_map(
        state,
        builder,
        given=given,
        of=of,
        day=day,
        include_internal=include_internal,
        is_unwanted=is_unwanted,
    )


def keep_export(
    place: Path,
    exported: str,
    state: MapState,
    data: BuiltinData,
    texts: Texts,
    *,
    include_internal: bool,
) -> None:
    """Keep the map of an export in place of the one before; may be called in a thread.

    Args:
        place: the file to keep it in.
        exported: the name of the exported file, without its folder.
        state: the document that was exported.
        data: the built-in data.
        texts: the language of messages.
        include_internal: whether what is marked internal left too.

    Raises:
        ExportError: if it cannot be written; what was kept before stays.
    """
    kept = left(state, data, of=exported, include_internal=include_internal)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{place.parent}: {error.strerror}") from error
    write_bytes(place, kept_bytes(kept), texts)


def changes_since_export(
    place: Path, state: MapState, data: BuiltinData, is_unwanted: IsUnwanted = lambda: False
) -> MapChanges:
    """Return what is different in a map since its last export; may be called in a thread.

    Both are what may leave, by the marks that they had: what may not is not told of.

    Args:
        place: the file that the map of the export is kept in.
        state: the document as it is now.
        data: the built-in data.
        is_unwanted: asked between layers.

    Raises:
        geodata.files.report.FileError: if nothing is kept, or it is damaged.
        layers.changes.kept.NotWantedError: if ``is_unwanted`` says so.
    """
    old = read_kept(place)
    new = left(state, data, include_internal=old.include_internal, is_unwanted=is_unwanted)
    return replace(compare(old, new), since=place)
