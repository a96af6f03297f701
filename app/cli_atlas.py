"""``atlas-seguro export --atlas``: a page for each area, without a window."""

from __future__ import annotations

import argparse

from app.cli_export import check_internal
from app.cli_sheets import SheetsAsked
from app.exports.leaving_words import leaving_entries
from app.exports.report import ExportError
from app.exports.sheet_job import SheetJob
from layers.atlas_leaving import LeavingAtlas, leaving_atlas
from layers.atlas_pages import AtlasError, find_layer
from layers.scene_builder import SceneBuilder
from layers.texts import Texts


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
    sheets = SheetsAsked(asked, texts)
    try:
        made = _made(asked, sheets, texts)
    except AtlasError as error:
        raise ExportError(str(error)) from error
    entries = leaving_entries(made.leaving, made.scene, sheets.options, None, texts)

    def job() -> SheetJob:
        from app.exports.atlas_job import AtlasJob

        return AtlasJob(made.atlas, made.scene, sheets.options, texts)

    sheets.write(job, made.leaving, lambda _: entries)


def _made(asked: argparse.Namespace, sheets: SheetsAsked, texts: Texts) -> LeavingAtlas:
    builder = SceneBuilder(sheets.data)
    layer = find_layer(sheets.state, builder, asked.atlas, texts)
    # Asked for before it is taken out, so that it is known what to say.
    check_internal(asked, texts, has_internal=layer.sharing.has_internal)
    return leaving_atlas(
        sheets.state, builder, layer.id, texts, sheets.theme, include_internal=asked.internal
    )
