"""What ``atlas-seguro export`` does alike for an atlas and for a story: many sheets, many files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

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
from app.exports.leaving_words import Entry
from app.exports.options import PAPER_DPI, PageOptions, layout_options
from app.exports.sheet_job import SheetJob
from geodata.builtin import BuiltinData
from layers.commands import run
from layers.document import MapDocument, MapState
from layers.layouts import Layout
from layers.leaving import Leaving
from layers.texts import Texts

_USUAL_LAYOUT = Layout("a4")


class SheetsAsked:
    """The map that the sheets are of, and what was asked of them.

    Attributes:
        data: the built-in data.
        opened: the map as it was opened, to be kept for later comparison.
        state: the map with what was asked for.
        theme: one of `layers.looks.LOOKS`.
        options: the page of a sheet.
    """

    def __init__(self, asked: argparse.Namespace, texts: Texts) -> None:
        """Open the map.

        Raises:
            app.exports.report.ExportError: if it cannot be opened, or there is no such layout.
            geodata.builtin.BuiltinDataError: if the built-in data cannot be read.
        """
        self._asked, self._texts = asked, texts
        self.data = BuiltinData()
        self.opened = wanted_map(asked, self.data, texts)
        layout = wanted_layout(asked, self.opened, texts) or _USUAL_LAYOUT
        document = MapDocument(self.opened)
        for command in wanted_commands(asked, layout, self.opened, texts):
            run(document, command)
        self.state: MapState = document.state
        self.theme: str = asked.theme or layout.theme
        self.options: PageOptions = layout_options(layout, asked.dpi or PAPER_DPI)

    def write(
        self,
        make_job: Callable[[], SheetJob],
        leaving: Leaving,
        entries_of: Callable[[Path], list[Entry]],
    ) -> None:
        """Write every file that was asked for, or list what each would hold; print their paths.

        Args:
            make_job: makes what is written; called once Qt is there.
            leaving: what leaves.
            entries_of: lists what a file holds.

        Raises:
            app.exports.report.ExportError: if a file cannot be made.
        """
        asked, texts = self._asked, self._texts
        check_internal(asked, texts, has_internal=leaving.has_internal)
        application = start_qt()
        from app.exports.atlas_export import check_endings, write_atlas

        check_endings(asked.files, texts)
        show = _show_progress(texts) if sys.stderr.isatty() else None
        job = make_job()
        for path in asked.files:
            if asked.list:
                print("\n".join(listed(path, entries_of(path))))
                continue
            print(summary(path, leaving, texts), file=sys.stderr)
            for report in write_atlas(path, job, show):
                tell_notes(report)
                print(report.path)
        keep_export_of(asked, self.opened, self.data, texts)
        application.processEvents()


def _show_progress(texts: Texts) -> Callable[[int, int], None]:
    """Return what tells in a terminal how many pages are done."""

    def show(done: int, count: int) -> None:
        words = texts.gettext("page {number} of {count}")
        end = "\n" if done == count else ""
        line = words.format(number=texts.number(done), count=texts.number(count))
        print(f"\r{line}", end=end, file=sys.stderr, flush=True)

    return show
