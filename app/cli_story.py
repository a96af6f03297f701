"""``atlas-seguro export --story``: a step for each view of a story, without a window."""

from __future__ import annotations

import argparse
import sys

from app.cli_atlas import USUAL_LAYOUT, show_progress
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
from app.exports.leaving_words import leaving_entries, story_entry
from app.exports.options import PAPER_DPI, layout_options
from app.exports.report import ExportError
from geodata.builtin import BuiltinData
from layers.commands import run
from layers.document import MapDocument
from layers.scene_builder import SceneBuilder
from layers.story_leaving import StoryError, leaving_story, story_of
from layers.texts import Texts


def run_story(asked: argparse.Namespace, texts: Texts) -> None:
    """Write the story that was asked for; print the path of each file.

    Raises:
        ExportError: if a file cannot be made.
        geodata.builtin.BuiltinDataError: if the built-in data cannot be read.
    """
    if any(each is not None for each in (asked.area, asked.size, asked.layers, asked.atlas)):
        message = texts.gettext(
            "--story shows the views and layers of its steps; leave out --area, --size, --layers "
            "and --atlas"
        )
        raise ExportError(message)
    data = BuiltinData()
    state = wanted_map(asked, data, texts)
    document = MapDocument(state)
    layout = wanted_layout(asked, document.state, texts) or USUAL_LAYOUT
    for command in wanted_commands(asked, layout, document.state, texts):
        run(document, command)
    try:
        story = story_of(document.state, asked.story, texts)
    except StoryError as error:
        raise ExportError(str(error)) from error
    theme = asked.theme or layout.theme
    builder = SceneBuilder(data)
    made = leaving_story(
        document.state, builder, story, texts, theme, include_internal=asked.internal
    )
    check_internal(asked, texts, has_internal=made.leaving.has_internal)
    application = start_qt()
    from app.exports.atlas_export import check_endings, write_atlas
    from app.exports.story_job import StoryJob

    check_endings(asked.files, texts)
    options = layout_options(layout, asked.dpi or PAPER_DPI)
    job = StoryJob(made, options, texts)
    show = show_progress(texts) if sys.stderr.isatty() else None
    entries = leaving_entries(made.leaving, made.whole, options, None, texts)
    for path in asked.files:
        if asked.list:
            notes = path.suffix.lower() == ".pptx"
            words = [*entries, story_entry(story, texts, has_notes=notes)]
            print("\n".join(listed(path, words)))
            continue
        print(summary(path, made.leaving, texts), file=sys.stderr)
        for report in write_atlas(path, job, show):
            tell_notes(report)
            print(report.path)
    keep_export_of(asked, state, data, texts)
    application.processEvents()
