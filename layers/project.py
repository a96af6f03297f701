"""Project files: a document and its view in one file.

A project is a ZIP archive: ``project.json``, readable by people, and the planner's own features
as GeoParquet members. It is data only; nothing in it is ever executed. Features that stand
unedited in a file beside it are referred to by a relative path, unless they are to be embedded.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any, BinaryIO

import numpy as np

from geodata.files.geoparquet import ID_COLUMN, NO_ID, geoparquet_bytes
from geodata.files.limits import Limits
from geodata.files.opening import OpenedLayer, open_file
from geodata.files.report import FileError
from geodata.files.request import Place
from geodata.frozen import frozen
from geodata.geometry import Family, from_points
from geodata.table import FeatureTable
from layers.bookmarks import Bookmark, free_name
from layers.commands import LONGEST_SOURCE_ID
from layers.document import FileSource, Layer, MapState, Placement
from layers.layouts import Layout
from layers.plain_data import (
    PlainDataError,
    read_bookmark,
    read_layer,
    read_layout,
    read_placement,
    read_story,
    write_bookmark,
    write_layer,
    write_layout,
    write_placement,
    write_story,
)
from layers.story import MOST_STORIES, Story, free_story_name
from layers.texts import N_

ENDING = ".atlas"
BACKUP_ENDING = ".bak"
"""What the name of a project's former version has in addition."""

VERSION = 3
"""Of what `write_project` writes. Whatever is added to it asks for the next version: an atlas that
does not know it then refuses the file, instead of opening it and losing the part when it saves."""

_FORMAT = "atlas-seguro-project"
_JSON_NAME = "project.json"
_MAX_JSON_BYTES = 64 * 1024**2
DAMAGES = (OSError, zipfile.BadZipFile, zlib.error, LookupError, ValueError, EOFError, RuntimeError)
"""What reading a damaged archive, or one by another hand, raises: encrypted members too."""
# Zip times are fixed, so that the same project gives the same bytes.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)

Migration = Callable[[dict[str, Any]], dict[str, Any]]
MIGRATIONS: Mapping[int, Migration] = {
    # Version 2 knows symbols whose size is that of a number; all of version 1 still says the same.
    1: lambda content: content,
    # Version 3 knows stories; the last files of version 2 had them as well, in the same words.
    2: lambda content: content,
}
"""From the contents of a version to those of the next one."""


@frozen
class Problem:
    """Something of a project that could not be opened; the rest was.

    Attributes:
        reason: what is wrong, an English template with ``{names}``.
        advice: what to do, a template.
        values: the values for the templates.
    """

    reason: str
    advice: str
    values: tuple[tuple[str, str], ...] = ()


@frozen(eq=False)
class OpenedProject:
    """A project that was opened.

    Attributes:
        state: the document.
        view: the view as `write_project` got it.
        problems: what could not be opened.
        revision: what tells this writing of the file from every other, "" if it has none.
    """

    state: MapState
    view: Mapping[str, Any]
    problems: tuple[Problem, ...]
    revision: str = ""


def write_project(
    file: BinaryIO,
    path: Path,
    state: MapState,
    view: Mapping[str, Any],
    *,
    embed: bool = False,
    revision: str = "",
) -> None:
    """Write a project.

    Args:
        file: where to write it.
        path: the path the project will have, which references are relative to.
        state: the document.
        view: what JSON can write of the view.
        embed: whether features that stand in files are written into the project.
        revision: what tells this writing of the file from every other; the journal needs it.
    """
    referred = {layer.id for layer in state if layer.source is not None and not embed}
    embedded = {
        layer_id: f"tables/{number}.parquet"
        for number, layer_id in enumerate(sorted(set(state.tables) - referred), start=1)
    }
    content = {
        "format": _FORMAT,
        "version": VERSION,
        "revision": revision,
        "title": state.title,
        "online_map": state.online_map,
        "layers": [_layer_data(layer, path, embed) for layer in state],
        "tables": embedded,
        "layouts": [write_layout(layout) for layout in state.layouts],
        "placements": [
            {"layer_id": key[0], "feature_id": key[1], **write_placement(placement)}
            for key, placement in sorted(state.placements.items(), key=lambda item: item[0])
        ],
        "bookmarks": [write_bookmark(bookmark) for bookmark in state.bookmarks],
        "stories": [write_story(story) for story in state.stories],
        "view": dict(view),
    }
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    with zipfile.ZipFile(file, "w") as archive:
        # Halves of letters, which names of files may hold, become escapes of JSON.
        written = text.encode("utf-8", "backslashreplace")
        _add(archive, _JSON_NAME, written, zipfile.ZIP_DEFLATED)
        for layer_id, name in embedded.items():
            _add(archive, name, geoparquet_bytes(state.tables[layer_id]), zipfile.ZIP_STORED)


def _layer_data(layer: Layer, path: Path, embed: bool) -> dict[str, Any]:
    if layer.source is None:
        return write_layer(layer)
    if embed:
        return write_layer(replace(layer, source=None))
    return write_layer(
        replace(layer, source=replace(layer.source, path=_relative(layer.source.path, path)))
    )


def _relative(target: str, project: Path) -> str:
    """Return a path relative to the project's folder, with slashes; absolute on another drive."""
    try:
        return PurePath(os.path.relpath(target, project.parent)).as_posix()
    except ValueError:
        return target


def _add(archive: zipfile.ZipFile, name: str, content: bytes, compression: int) -> None:
    member = zipfile.ZipInfo(name, _ZIP_TIME)
    member.compress_type = compression
    archive.writestr(member, content)


def read_project(
    path: Path,
    defaults: MapState,
    places: Sequence[Place] = (),
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> OpenedProject:
    """Open a project; blocks until its features are read.

    Args:
        path: the project file.
        defaults: the map of the first start, which knows the built-in layers.
        places: built-in places that rows of referred files may be joined to.
        progress: as of `geodata.files.opening.open_file`.
        cancelled: as there.

    Raises:
        FileError: if it is no project, of a newer version, or damaged.
        geodata.files.opening.OpeningCancelledError: if it was cancelled.
    """
    content = _read_content(path)
    problems: list[Problem] = []
    layers = _read_layers(path, content, defaults, problems)
    tables = _read_tables(
        path, layers, content.get("tables"), places, progress, cancelled, problems
    )
    state = MapState(
        layers=tuple(layers),
        title=str(content.get("title", "")),
        online_map=str(content.get("online_map", ""))[:LONGEST_SOURCE_ID],
        tables=MappingProxyType(tables),
        placements=MappingProxyType(_read_placements(path, content, problems)),
        bookmarks=_read_bookmarks(path, content, problems),
        layouts=_read_layouts(path, content, problems),
        stories=_read_stories(path, content, problems),
    )
    view = content.get("view")
    revision = content.get("revision")
    return OpenedProject(
        state,
        view if isinstance(view, dict) else {},
        tuple(problems),
        revision if isinstance(revision, str) else "",
    )


def _read_content(path: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo(_JSON_NAME)
            if info.file_size > _MAX_JSON_BYTES:
                raise ValueError("its description is too large")
            # Numbers beyond any are no numbers: the map could not be drawn or saved with them.
            content = json.loads(
                archive.read(info), parse_float=_finite, parse_constant=lambda _: None
            )
    except FileNotFoundError:
        raise FileError(
            N_("there is no file {file}"), N_("check its name and folder"), file=path.name
        ) from None
    except DAMAGES as error:
        raise FileError(
            N_("{file} is no project, or a damaged one ({error})"),
            N_("open the copy beside it that ends in .bak, if there is one"),
            file=path.name,
            error=error,
        ) from error
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise _no_project(path)
    return _migrated(path, content)


def _no_project(path: Path) -> FileError:
    return FileError(
        N_("{file} is no project of the atlas"), N_("open it as a file instead"), file=path.name
    )


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def _migrated(path: Path, content: dict[str, Any]) -> dict[str, Any]:
    version = content.get("version")
    if isinstance(version, int) and version < 1:
        raise _no_project(path)
    if not isinstance(version, int) or version > VERSION:
        raise FileError(
            N_("{file} was saved by a newer version of the atlas"),
            N_("install the newest version to open it"),
            file=path.name,
        )
    for step in range(version, VERSION):
        content = MIGRATIONS[step](content)
    return content


def _read_layers(
    path: Path, content: dict[str, Any], defaults: MapState, problems: list[Problem]
) -> list[Layer]:
    layers: list[Layer] = []
    listed = content.get("layers")
    for data in listed if isinstance(listed, list) else []:
        try:
            layer = read_layer(data)
        except PlainDataError as error:
            problems.append(
                problem(
                    N_("{file}: a layer cannot be read ({error})"),
                    N_("add the layer again"),
                    file=path.name,
                    error=error,
                )
            )
            continue
        if layer.group != "own" and not defaults.has(layer.id):
            problems.append(
                problem(
                    N_("{file}: the atlas has no layer {layer} any more"),
                    "",
                    file=path.name,
                    layer=layer.id,
                )
            )
            continue
        if all(layer.id != other.id for other in layers):
            layers.append(layer)
    # Layers that the atlas did not have when the project was saved are there, but off.
    known = {layer.id for layer in layers}
    new = [replace(layer, visible=False) for layer in defaults if layer.id not in known]
    return [*new, *layers]


def _read_placements(
    path: Path, content: dict[str, Any], problems: list[Problem]
) -> dict[tuple[str, str], Placement]:
    placements: dict[tuple[str, str], Placement] = {}
    listed = content.get("placements")
    for data in listed if isinstance(listed, list) else []:
        try:
            key = (str(data["layer_id"]), str(data["feature_id"]))
            placements[key] = read_placement(data)
        except (PlainDataError, KeyError, TypeError) as error:
            problems.append(
                problem(
                    N_("{file}: a placed record cannot be read ({error})"),
                    N_("place the record again"),
                    file=path.name,
                    error=error,
                )
            )
    return placements


def _read_bookmarks(
    path: Path, content: dict[str, Any], problems: list[Problem]
) -> tuple[Bookmark, ...]:
    bookmarks: list[Bookmark] = []
    listed = content.get("bookmarks")
    for data in listed if isinstance(listed, list) else []:
        try:
            bookmark = read_bookmark(data)
        except PlainDataError as error:
            reason = N_("{file}: a bookmark cannot be read ({error})")
            advice = N_("add the bookmark again")
            problems.append(problem(reason, advice, file=path.name, error=error))
            continue
        bookmarks.append(replace(bookmark, name=free_name(bookmark.name, tuple(bookmarks))))
    return tuple(bookmarks)


def _read_layouts(
    path: Path, content: dict[str, Any], problems: list[Problem]
) -> tuple[Layout, ...]:
    layouts: dict[str, Layout] = {}
    listed = content.get("layouts")
    for data in listed if isinstance(listed, list) else []:
        try:
            layout = read_layout(data)
        except PlainDataError as error:
            problems.append(
                problem(
                    N_("{file}: a page layout cannot be read ({error})"),
                    N_("arrange the page again"),
                    file=path.name,
                    error=error,
                )
            )
            continue
        layouts.setdefault(layout.name, layout)
    return tuple(layouts.values())


def _read_stories(
    path: Path, content: dict[str, Any], problems: list[Problem]
) -> tuple[Story, ...]:
    """Return the stories; projects that were saved before there were any have none."""
    stories: list[Story] = []
    listed = content.get("stories")
    for data in listed[:MOST_STORIES] if isinstance(listed, list) else []:
        try:
            story = read_story(data)
        except PlainDataError as error:
            reason, advice = N_("{file}: a story cannot be read ({error})"), N_("make it again")
            problems.append(problem(reason, advice, file=path.name, error=error))
            continue
        stories.append(replace(story, name=free_story_name(story.name, stories)))
    return tuple(stories)


def read_table(
    layer: Layer,
    embedded: Path | None,
    places: Sequence[Place] = (),
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[FeatureTable, list[Problem]]:
    """Return the features of a layer of the planner's own, and what could not be read.

    Args:
        layer: the layer; its source, if it has one, has an absolute path.
        embedded: the GeoParquet file its features were written to; None to read its source.
        places: built-in places that rows of the source may be joined to.
        progress: as of `geodata.files.opening.open_file`.
        cancelled: as there.

    Raises:
        geodata.files.opening.OpeningCancelledError: if it was cancelled.
    """
    source = layer.source
    name = layer.name or layer.id
    try:
        if embedded is not None:
            opened = open_file(embedded, progress=progress, cancelled=cancelled)
            return replace(_with_ids(opened.layers[0].table), id=layer.id), []
        if source is None:
            raise KeyError(layer.id)
        opened = open_file(
            Path(source.path),
            options=source.options,
            places=places,
            progress=progress,
            cancelled=cancelled,
        )
        return replace(_find(opened.layers, source).table, id=layer.id), []
    except (FileError, KeyError, IndexError, OSError) as error:
        nothing = FeatureTable(layer.id, np.empty(0, np.int64), from_points(np.empty((0, 2))), {})
        if source is None:
            found = problem(
                N_("the features of layer {layer} are damaged ({error})"),
                N_("open the copy of the project that ends in .bak, if there is one"),
                layer=name,
                error=error,
            )
        else:
            found = problem(
                N_("layer {layer}: its file {file} cannot be opened ({error})"),
                N_("put the file back and open the project again"),
                layer=name,
                file=source.path,
                error=error,
            )
        return nothing, [found]


def _read_tables(
    path: Path,
    layers: list[Layer],
    members: Any,
    places: Sequence[Place],
    progress: Callable[[str, float], None] | None,
    cancelled: Callable[[], bool] | None,
    problems: list[Problem],
) -> dict[str, FeatureTable]:
    """Return the tables by layer id; the paths of sources become absolute in ``layers``."""
    tables: dict[str, FeatureTable] = {}
    names = members if isinstance(members, dict) else {}
    with tempfile.TemporaryDirectory(prefix="atlas-seguro-") as folder:
        for place, layer in enumerate(layers):
            if layer.group != "own":
                continue
            if layer.source is not None:
                absolute = os.path.normpath(path.parent / layer.source.path)
                layers[place] = replace(layer, source=replace(layer.source, path=absolute))
            embedded = None
            if layer.id in names:
                embedded = Path(folder) / f"{place}.parquet"
                _extract(path, str(names[layer.id]), embedded)
            tables[layer.id], found = read_table(
                layers[place], embedded, places, progress, cancelled
            )
            problems += found
            if embedded is not None:
                embedded.unlink(missing_ok=True)  # the next may need the room
    return tables


def _extract(path: Path, member: str, target: Path) -> None:
    """Write a member of the project to ``target``; no file if it is damaged or too large."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(member).file_size > Limits().unzipped_size:
                return
            # Piece by piece: a small project may hold a member that unfolds to gigabytes.
            with archive.open(member) as packed, target.open("wb") as file:
                shutil.copyfileobj(packed, file)
    except DAMAGES:
        target.unlink(missing_ok=True)


def _find(layers: Sequence[OpenedLayer], source: FileSource) -> OpenedLayer:
    for layer in layers:
        if layer.name == source.layer and layer.table.geometry.family is Family(source.family):
            return layer
    raise KeyError(source.layer)


def _with_ids(table: FeatureTable) -> FeatureTable:
    """Return a table that was embedded with the ids it had."""
    ids = table.columns[ID_COLUMN]
    if len(ids) == 1 and ids[0] in (NO_ID, None):
        columns = {name: table.columns[name][:0] for name in table.columns}
        table = replace(table, geometry=table.geometry.take([]), columns=columns)
        ids = columns[ID_COLUMN]
    if all(str(id_).isdigit() for id_ in ids):
        ids = ids.astype(np.int64)
    columns = {name: table.columns[name] for name in table.columns if name != ID_COLUMN}
    return replace(table, ids=ids, columns=columns)


def problem(reason: str, advice: str, **values: object) -> Problem:
    """Return a problem with the values of its templates."""
    return Problem(reason, advice, tuple((name, str(value)) for name, value in values.items()))
