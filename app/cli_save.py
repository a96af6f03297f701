"""``atlas-seguro save``: layers as files of data, without a window."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.exports.data_files import save_data
from geodata.builtin import BuiltinData
from geodata.files.report import FileError, filled, report_as_text
from geodata.files.saving.tables import SAVE_ENDINGS, SEVERAL
from geodata.table import FeatureTable
from layers.builtin_map import builtin_map
from layers.document import Layer, MapState
from layers.leaving import Sender
from layers.saved_table import saved_table
from layers.scene_builder import SceneBuilder
from layers.sharing import Sharing
from layers.texts import N_, Texts

_UNKNOWN = N_("--layers: the map has no layer “{name}”; it has {names}")


def run_save(asked: argparse.Namespace, texts: Texts) -> None:
    """Write layers of the atlas, or of a project, to files; print the path of each file.

    Raises:
        FileError: if the project cannot be read, the map lacks a layer, or a file cannot be
            written; files before it are written.
    """
    data = BuiltinData()
    state = builtin_map(data) if asked.project is None else _project(asked.project, data, texts)
    builder = SceneBuilder(data)
    layer_ids = _layer_ids(asked.layers, state)
    for layer_id in layer_ids:
        _check_may_leave(state.layer(layer_id), asked)
    if any(state.layer(layer_id).sharing != Sharing() for layer_id in layer_ids):
        state = Sender(builder).state(state, include_internal=asked.internal)
    layers: list[tuple[str, FeatureTable]] = []
    for layer_id in layer_ids:
        name = builder.layer_name(state.layer(layer_id), texts.language)
        layers.append((name, saved_table(builder, data, state, layer_id, texts)))
    for path in asked.files:
        _check_number(path, len(layers))
        report = save_data(path, layers, texts.language)
        print(report_as_text(report.notes, texts.gettext), end="", file=sys.stderr)
        print(path)


def _project(path: Path, data: BuiltinData, texts: Texts) -> MapState:
    """Return the map of a project; what of it is missing is told."""
    from layers.own_layers import places
    from layers.project import read_project

    opened = read_project(path, builtin_map(data), places=places(data))
    for problem in opened.problems:
        values = dict(problem.values)
        words = [filled(part, values, texts.gettext) for part in (problem.reason, problem.advice)]
        print("; ".join(filter(None, words)), file=sys.stderr)
    return opened.state


def _layer_ids(names: frozenset[str], state: MapState) -> list[str]:
    """Return the ids of layers that were asked for by id or name, from the top of the map."""
    found = [layer.id for layer in reversed(state.layers) if {layer.id, layer.name} & names]
    known = {name for layer in state for name in (layer.id, layer.name)}
    unknown = sorted(names - known)
    if unknown:
        ids = ", ".join(layer.name or layer.id for layer in reversed(state.layers))
        raise FileError(_UNKNOWN, "", name=unknown[0], names=ids)
    return found


def _check_may_leave(layer: Layer, asked: argparse.Namespace) -> None:
    """Raise `FileError` if a layer's mark keeps it here, or nobody said what may leave of it."""
    name, sharing = layer.name or layer.id, layer.sharing
    if not sharing.leaves(sharing.mark, include_internal=asked.internal or not asked.public):
        raise FileError(N_("“{layer}” does not leave the atlas"), "", layer=name)
    if sharing.has_internal and not (asked.public or asked.internal):
        raise FileError(
            N_(
                "the map holds data that is marked internal; say --public to leave it out, or "
                "--internal to let it out"
            ),
            "",
        )


def _check_number(path: Path, count: int) -> None:
    format_ = SAVE_ENDINGS.get(path.suffix.lower())
    if count > 1 and format_ is not None and format_ not in SEVERAL:
        raise FileError(
            N_("{file}: a file of this kind holds one layer"),
            N_("name one with --layers, or end the name in .gpkg or .kml"),
            file=path.name,
        )
