"""``atlas-seguro export --story``: a step for each view of a story, without a window."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.cli_sheets import SheetsAsked
from app.exports.leaving_words import Entry, leaving_entries, story_entry
from app.exports.report import ExportError
from app.exports.sheet_job import SheetJob
from layers.scene_builder import SceneBuilder
from layers.story_leaving import StoryError, leaving_story, story_of
from layers.story_steps import lost_words
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
    sheets = SheetsAsked(asked, texts)
    try:
        story = story_of(sheets.state, asked.story, texts)
    except StoryError as error:
        raise ExportError(str(error)) from error
    builder, include = SceneBuilder(sheets.data), asked.internal
    made = leaving_story(
        sheets.state, builder, story, texts, sheets.theme, include_internal=include
    )
    entries = leaving_entries(made.leaving, made.whole, sheets.options, None, texts)

    if made.lost and not asked.list:
        print(f"{story.name}: {lost_words(made.lost, texts)}", file=sys.stderr)

    def job() -> SheetJob:
        from app.exports.story_job import StoryJob

        return StoryJob(made, sheets.options, texts)

    def entries_of(path: Path) -> list[Entry]:
        has_notes = path.suffix.lower() == ".pptx"
        return [*entries, story_entry(made, texts, has_notes=has_notes)]

    sheets.write(job, made.leaving, entries_of)
