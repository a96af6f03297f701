"""``atlas-seguro export --atlas``: a page for each area, without a window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli_export import (
    check_internal,
    keep_export_of,
    listed,
    start_qt,
    summary,
    tell_notes,
    wanted_commands,
    wanted_layout,
    wanted_map,
)
from app.exports.leaving_words import leaving_entries
from app.exports.options import PAPER_DPI, layout_options
from app.exports.report import ExportError
from geodata.builtin import BuiltinData
from layers.atlas_leaving import leaving_atlas
from layers.atlas_pages import AtlasError, find_layer
from layers.commands import run
from layers.document import MapDocument, MapState
from layers.layouts import Layout
from layers.leaving import Leaving
from layers.scene_builder import SceneBuilder
from layers.texts import Texts

if TYPE_CHECKING:
    from app.exports.atlas_job import AtlasJob

USUAL_LAYOUT = Layout("a4")
"""The page of an atlas, unless it is told otherwise."""


def run_atlas(asked: argparse.Namespace, texts: Texts) -> None:
    """Write the atlases that were asked for, all from one scene; print the path of each file.

    Raises:
        ExportError: if a file cannot be made.
        geodata.builtin.BuiltinDataError: if the built-in data cannot be read.
    """
    if asked.area is not None or asked.size is not None:
        message = texts.gettext(
            "--atlas shows every area on a page of its own; leave out --area and --size"
        )
        raise ExportError(message)
    try:
        data = BuiltinData()
        state = wanted_map(asked, data, texts)
        job, leaving = _job(asked, state, data, texts)
    except AtlasError as error:
        raise ExportError(str(error)) from error
    check_internal(asked, texts, has_internal=leaving.has_internal)
    application = start_qt()
    from app.exports.atlas_export import check_endings, write_atlas

    check_endings(asked.files, texts)
    show = show_progress(texts) if sys.stderr.isatty() else None
    entries = leaving_entries(leaving, job.scene, job.options, None, texts)
    for path in asked.files:
        if asked.list:
            print("\n".join(listed(path, entries)))
            continue
        print(summary(path, leaving, texts), file=sys.stderr)
        for report in write_atlas(path, job, show):
            tell_notes(report)
            print(report.path)
    keep_export_of(asked, state, data, texts)
    application.processEvents()


def _job(
    asked: argparse.Namespace, state: MapState, data: BuiltinData, texts: Texts
) -> tuple[AtlasJob, Leaving]:
    """Return what shall be written, and the list of all that it holds."""
    from app.exports.atlas_job import AtlasJob

    builder = SceneBuilder(data)
    document = MapDocument(state)
    layout = wanted_layout(asked, document.state, texts) or USUAL_LAYOUT
    for command in wanted_commands(asked, layout, document.state, texts):
        run(document, command)
    layer = find_layer(document.state, builder, asked.atlas, texts)
    # Asked for before it is taken out, so that it is known what to say.
    check_internal(asked, texts, has_internal=layer.sharing.has_internal)
    theme, options = asked.theme or layout.theme, layout_options(layout, asked.dpi or PAPER_DPI)
    made = leaving_atlas(
        document.state, builder, layer.id, texts, theme, include_internal=asked.internal
    )
    return AtlasJob(made.atlas, made.scene, options, texts), made.leaving


def show_progress(texts: Texts) -> Callable[[int, int], None]:
    """Return what tells in a terminal how many pages are done."""

    def show(done: int, count: int) -> None:
        words = texts.gettext("page {number} of {count}")
        end = "\n" if done == count else ""
        line = words.format(number=texts.number(done), count=texts.number(count))
        print(f"\r{line}", end=end, file=sys.stderr, flush=True)

    return show
