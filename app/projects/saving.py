"""Writes a project: whole or not at all, with the former version beside it."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from app.exports.report import ExportError
from app.exports.saving import replacing
from geodata.frozen import frozen
from layers.document import MapState
from layers.project import BACKUP_ENDING, write_project
from layers.texts import Texts

# Qt holds Python's lock while it writes a piece, and the window shall stay alive.
_PIECE_BYTES = 256 * 1024


@frozen(eq=False)
class Snapshot:
    """What is saved.

    Attributes:
        state: the document.
        view: what JSON can write of the view.
        embed: whether features that stand in files are written into the project.
        revision: tells this writing of the file from every other.
    """

    state: MapState
    view: Mapping[str, Any]
    embed: bool
    revision: str


def project_bytes(path: Path, snapshot: Snapshot) -> bytes:
    """Return the content of the project file that will lie at ``path``."""
    file = BytesIO()
    write_project(
        file,
        path,
        snapshot.state,
        snapshot.view,
        embed=snapshot.embed,
        revision=snapshot.revision,
    )
    return file.getvalue()


def save_project(path: Path, snapshot: Snapshot, texts: Texts) -> None:
    """Write a project; the version before is kept beside it, with ".bak" added to its name.

    Raises:
        ExportError: if it cannot be written; the file that was there stays as it is.
    """
    content = memoryview(project_bytes(path, snapshot))
    with replacing(path, texts) as file:
        for start in range(0, len(content), _PIECE_BYTES):
            piece = bytes(content[start : start + _PIECE_BYTES])
            # A full disk takes a part and calls that no error.
            if file.write(piece) != len(piece):
                message = texts.gettext("{file}: writing failed ({reason}); make room on the disk")
                raise ExportError(message.format(file=path, reason=file.errorString()))
        _keep_backup(path, texts)


def backup_path(path: Path) -> Path:
    """Return where the former version of a project is kept."""
    return path.with_name(f"{path.name}{BACKUP_ENDING}")


def _keep_backup(path: Path, texts: Texts) -> None:
    # A damaged file must not take the place of the copy that is whole.
    if not zipfile.is_zipfile(path):
        return
    backup = backup_path(path)
    new = backup.with_name(f"{backup.name}.new")
    try:
        shutil.copyfile(path, new)
        os.replace(new, backup)  # noqa: PTH105 - shutil and os side by side
    except OSError as error:
        new.unlink(missing_ok=True)
        message = texts.gettext("{file}: the copy of the former version failed ({reason})")
        raise ExportError(message.format(file=backup, reason=error)) from error
