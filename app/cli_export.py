"""``atlas-seguro export``: maps to files, without a window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli_parser import PROGRAM
from app.exports.formats import format_of
from app.exports.leaving_words import Entry, leaving_entries
from app.exports.options import PAPER_DPI, USUAL_SIZE, PageOptions, layout_options, usual_dpi
from app.exports.report import ExportError, ExportReport
from geodata.builtin import BuiltinData
from layers.areas import find_area
from layers.builtin_map import builtin_map
from layers.commands import Command, SetTitle, run, show_only
from layers.document import GROUPS, MapDocument, MapState
from layers.layouts import PAPERS, PORTRAIT, Layout, paper_layout
from layers.leaving import Leaving, Sender
from layers.scene_builder import SceneBuilder
from layers.texts import Texts

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

    from layers.changes.comparing import MapChanges


def run_export(asked: argparse.Namespace, texts: Texts) -> None:
    """Write the files that were asked for, all from one scene; print the path of each.

    Raises:
        app.exports.report.ExportError: if a file cannot be made.
        layers.areas.AreaError: if the area is not known.
        geodata.builtin.BuiltinDataError: if the built-in data cannot be read.
    """
    is_map = asked.story is None and asked.atlas is None
    if asked.changes_since is not None and not is_map:
        raise ExportError(texts.gettext("--changes-since: what changed is marked on one map alone"))
    if asked.story is not None:
        from app.cli_story import run_story

        run_story(asked, texts)
        return
    if asked.atlas is not None:
        from app.cli_atlas import run_atlas

        run_atlas(asked, texts)
        return
    formats = [format_of(path, texts) for path in asked.files]
    data = BuiltinData()
    state = wanted_map(asked, data, texts)
    document = MapDocument(state)
    layout = wanted_layout(asked, document.state, texts)
    for command in wanted_commands(asked, layout, document.state, texts):
        run(document, command)
    options = _options(asked, layout, data, texts)
    application = start_qt()
    builder = SceneBuilder(data)
    builder.changes = _wanted_changes(asked, document.state, data, texts)
    sender = Sender(builder)
    theme = asked.theme or (layout.theme if layout else "light")
    scene = sender.scene(document.state, texts, theme, include_internal=asked.internal)
    leaving = sender.leaving(document.state, scene, texts)
    check_internal(asked, texts, has_internal=leaving.has_internal)
    for path, format_ in zip(asked.files, formats, strict=True):
        entries = leaving_entries(leaving, scene, options, format_, texts)
        if asked.list:
            print("\n".join(listed(path, entries)))
            continue
        report = format_.write(path, scene, options, texts)
        print(summary(path, leaving, texts), file=sys.stderr)
        tell_notes(report)
        print(report.path)
    keep_export_of(asked, state, data, texts)
    application.processEvents()


def _wanted_changes(
    asked: argparse.Namespace, state: MapState, data: BuiltinData, texts: Texts
) -> MapChanges | None:
    """Return what is to be marked as changed, None for nothing."""
    if asked.changes_since is None:
        return None
    from app.changes.leaving import leaving_changes
    from geodata.files.report import FileError

    try:
        return leaving_changes(asked.changes_since, state, data, include_internal=asked.internal)
    except FileError as error:
        raise ExportError(f"--changes-since: {error.text(texts.gettext)}") from error


def tell_notes(report: ExportReport) -> None:
    """Print what whoever made a file must know of it."""
    for note in report.notes:
        print(f"{report.path}: {note}", file=sys.stderr)


def keep_export_of(
    asked: argparse.Namespace, state: MapState, data: BuiltinData, texts: Texts
) -> None:
    """Keep what left beside the project, so that what changed since can be told.

    An export is whole without it: where it cannot be kept, that is told.
    """
    if asked.project is None or asked.list:
        return
    from app.changes.last_export import keep_export
    from layers.changes.file import kept_path

    place, name = kept_path(asked.project), asked.files[-1].name
    try:
        keep_export(place, name, state, data, texts, include_internal=asked.internal)
    except ExportError as error:
        words = texts.gettext("What was exported cannot be kept to compare with ({reason})")
        print(words.format(reason=error), file=sys.stderr)


def check_internal(asked: argparse.Namespace, texts: Texts, *, has_internal: bool) -> None:
    """Make sure that somebody said what becomes of internal data, if there is some.

    Raises:
        ExportError: if nobody did.
    """
    if has_internal and not (asked.public or asked.internal):
        message = texts.gettext(
            "the map holds data that is marked internal; say --public to leave it out, or "
            "--internal to let it out"
        )
        raise ExportError(message)


def wanted_map(asked: argparse.Namespace, data: BuiltinData, texts: Texts) -> MapState:
    """Return the map that is exported: that of a project, or the built-in one."""
    start = builtin_map(data)
    if asked.project is None:
        return start
    from geodata.files.report import FileError
    from layers.own_layers import places
    from layers.project import read_project

    try:
        opened = read_project(asked.project, start, places(data))
    except FileError as error:
        raise ExportError(f"--project: {error.text(texts.gettext)}") from error
    for problem in opened.problems:
        words = texts.gettext(problem.reason).format(**dict(problem.values))
        print(f"{asked.project.name}: {words}", file=sys.stderr)
    return opened.state


def listed(path: Path, entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines that tell what a file would hold."""
    yield f"{path.name}:"
    for entry in entries:
        yield f"  {entry.text}"
        yield from (f"      {detail}" for detail in entry.details)


def summary(path: Path, leaving: Leaving, texts: Texts) -> str:
    """Return one line on what a file will hold; ``--list`` tells all."""
    _ = texts.gettext
    names = ", ".join(f"{layer.name} {texts.number(layer.drawn)}" for layer in leaving.layers)
    line = _("{file} holds: {layers}").format(file=path.name, layers=names)
    if not leaving.kept_back:
        return line
    names = ", ".join(name for name, mark in leaving.kept_back)
    return f"{line} · " + _("left out: {layers}").format(layers=names)


def wanted_layout(asked: argparse.Namespace, state: MapState, texts: Texts) -> Layout | None:
    """Return the layout that was asked for by name or paper, None if none was."""
    if asked.layout is None:
        return None
    layout = state.layout(asked.layout) or paper_layout(asked.layout)
    if layout is not None:
        return layout
    message = texts.gettext("--layout: there is no layout “{name}”; there are {names}")
    names = [each.name for each in state.layouts]
    for paper in PAPERS:
        names += [paper.id, f"{paper.id}{PORTRAIT}"]
    raise ExportError(message.format(name=asked.layout, names=", ".join(names)))


def wanted_commands(
    asked: argparse.Namespace, layout: Layout | None, state: MapState, texts: Texts
) -> list[Command]:
    """Return the changes of the map that were asked for: its title, which layers are shown."""
    commands: list[Command] = []
    title = asked.title or (layout.title if layout else "")
    if title:
        commands.append(SetTitle(title))
    if asked.layers is not None:
        commands.append(show_only(state, _layer_ids(asked.layers, state, texts)))
    return commands


def _layer_ids(names: frozenset[str], state: MapState, texts: Texts) -> frozenset[str]:
    """Return the ids of layers from ids and names of groups, a group being what it shows."""
    known = {layer.id for layer in state}
    unknown = sorted(names - known - set(GROUPS))
    if unknown:
        message = texts.gettext("--layers: the map has no layer “{name}”; it has {names}")
        ids = ", ".join(layer.id for layer in reversed(state.layers))
        raise ExportError(message.format(name=unknown[0], names=ids))
    in_groups = {layer.id for layer in state if layer.visible and layer.group in names}
    return frozenset(names & known | in_groups)


def _options(
    asked: argparse.Namespace, layout: Layout | None, data: BuiltinData, texts: Texts
) -> PageOptions:
    if layout is None:
        width, height = asked.size or USUAL_SIZE
        options = PageOptions(width, height, asked.dpi or usual_dpi(width, height))
    elif asked.size:
        message = texts.gettext("--size and --layout both say how large the page is; leave one out")
        raise ExportError(message)
    else:
        options = layout_options(layout, asked.dpi or PAPER_DPI)
    if asked.area is None:
        return options
    area = find_area(data, asked.area, texts)
    return replace(options, area=area.bounds, area_name=area.full_name)


def start_qt() -> QCoreApplication:
    """Start as much of Qt as drawing needs; no display is asked for."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    from app.fonts import register_fonts

    application = QGuiApplication.instance() or QGuiApplication([PROGRAM])
    register_fonts()
    return application
