"""``atlas-seguro export``: maps to files, without a window."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from app.cli_parser import PROGRAM
from app.exports.formats import format_of
from app.exports.options import PageOptions, usual_dpi
from app.exports.report import ExportError
from geodata.builtin import BuiltinData
from layers.areas import find_area
from layers.builtin_map import builtin_map
from layers.commands import Command, SetTitle, run, show_only
from layers.document import GROUPS, MapDocument, MapState
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
    document = MapDocument(builtin_map(data))
    for command in _commands(asked, document.state, texts):
        run(document, command)
    options = _options(asked, data, texts)
    application = start_qt()
    scene = SceneBuilder(data).build(document.state, texts, asked.theme)
    for path, format_ in zip(asked.files, formats, strict=True):
        report = format_.write(path, scene, options, texts)
        for note in report.notes:
            print(f"{report.path}: {note}", file=sys.stderr)
        print(report.path)
    application.processEvents()


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
