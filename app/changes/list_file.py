"""The list of what changed as a file."""

from __future__ import annotations

from pathlib import Path

from app.exports.saving import write_bytes
from layers.changes.comparing import MapChanges
from layers.changes.words import change_csv, change_lines, change_rows
from layers.texts import Texts


def write_list(path: Path, changes: MapChanges, texts: Texts) -> None:
    """Write what changed: in words where the name ends in .txt, else as a CSV table.

    Raises:
        app.exports.report.ExportError: if it cannot be written.
    """
    if path.suffix.lower() == ".txt":
        content = "\n".join([*change_lines(changes, texts), ""]).encode("utf-8", "replace")
    else:
        content = change_csv(change_rows(changes, texts), texts)
    write_bytes(path, content, texts)
