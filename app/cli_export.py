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
from app.exports.options import PageOptions, usual_dpi
from app.exports.report import ExportError
from geodata.builtin import BuiltinData
from layers.areas import find_area
from layers.builtin_map import builtin_map
from layers.commands import Command, SetTitle, run, show_only
from layers.document import GROUPS, MapDocument, MapState
from layers.leaving import Leaving, Sender
from layers.scene_builder import SceneBuilder
from layers.texts import Texts

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication


def run_export(asked: argparse.Namespace, texts: Texts) -> None:
    """Write the files that were asked for, all from one scene; print the path of each.

    Raises:
        app.exports.report.ExportError: if a file cannot be made.
        layers.areas.AreaError: if the area is not known.
        geodata.builtin.BuiltinDataError: if the built-in data cannot be read.
    """
    formats = [format_of(path, texts) for path in asked.files]
    data = BuiltinData()
    document = MapDocument(_start(asked, data, texts))
    for command in _commands(asked, document.state, texts):
        run(document, command)
    options = _options(asked, data, texts)
    application = start_qt()
    sender = Sender(SceneBuilder(data))
    scene = sender.scene(document.state, texts, asked.theme, include_internal=asked.internal)
    leaving = sender.leaving(document.state, scene, texts)
    if leaving.has_internal and not (asked.public or asked.internal):
        message = texts.gettext(
            "the map holds data that is marked internal; say --public to leave it out, or "
            "--internal to let it out"
        )
        raise ExportError(message)
    for path, format_ in zip(asked.files, formats, strict=True):
        entries = leaving_entries(leaving, scene, options, format_, texts)
        if asked.list:
            print("\n".join(_listed(path, entries)))
            continue
        report = format_.write(path, scene, options, texts)
        print(_summary(path, leaving, texts), file=sys.stderr)
        for note in report.notes:
            print(f"{report.path}: {note}", file=sys.stderr)
        print(report.path)
    application.processEvents()


def _start(asked: argparse.Namespace, data: BuiltinData, texts: Texts) -> MapState:
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


def _listed(path: Path, entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines that tell what a file would hold."""
    yield f"{path.name}:"
    for entry in entries:
        yield f"  {entry.text}"
        yield from (f"      {detail}" for detail in entry.details)


def _summary(path: Path, leaving: Leaving, texts: Texts) -> str:
    """Return one line on what a file will hold; ``--list`` tells all."""
    _ = texts.gettext
    names = ", ".join(f"{layer.name} {texts.number(layer.drawn)}" for layer in leaving.layers)
    line = _("{file} holds: {layers}").format(file=path.name, layers=names)
    if not leaving.kept_back:
        return line
    names = ", ".join(name for name, mark in leaving.kept_back)
    return f"{line} · " + _("left out: {layers}").format(layers=names)


def _commands(asked: argparse.Namespace, state: MapState, texts: Texts) -> list[Command]:
    commands: list[Command] = []
    if asked.title:
        commands.append(SetTitle(asked.title))
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


def _options(asked: argparse.Namespace, data: BuiltinData, texts: Texts) -> PageOptions:
    width, height = asked.size
    options = PageOptions(width, height, asked.dpi or usual_dpi(width, height))
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
