"""The one way an export is written to disk: whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QIODevice, QSaveFile

from app.exports.report import ExportError
from layers.texts import Texts

if TYPE_CHECKING:
    from layers.manifest import Manifest


@contextmanager
def replacing(path: Path, texts: Texts) -> Iterator[QSaveFile]:
    """Open a file that takes the place of ``path`` when the block ends without an error.

    Until then, and after an error, the old file stays as it was.

    Args:
        path: the file to write; its folder must exist.
        texts: the language of the messages.

    Raises:
        ExportError: if the file cannot be written; the message says why and what to do.
    """
    check_place(path, texts)
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise ExportError(
            texts.gettext(
                "{file}: cannot be written ({reason}); choose a folder you may write to"
            ).format(file=path, reason=file.errorString())
        )
    try:
        yield file
    except BaseException:
        file.cancelWriting()
        file.commit()
        raise
    if not file.commit():
        raise _writing_failed(path, file, texts)


def write_bytes(path: Path, content: bytes, texts: Texts) -> None:
    """Write a whole file, replacing an older one in one step.

    Raises:
        ExportError: if the file cannot be written.
    """
    with replacing(path, texts) as file:
        # A full disk takes a part and calls that no error.
        if file.write(content) != len(content):
            raise _writing_failed(path, file, texts)


def write_sealed(path: Path, content: bytes, manifest: Manifest, texts: Texts) -> None:
    """Write an export with its manifest in it (`app.exports.sealing`): every export goes this way.

    Args:
        path: the file to write; its folder must exist.
        content: the finished file: PNG, PDF, SVG, HTML or PPTX.
        manifest: what it was made of, see `app.exports.sealing.seal.manifest_for`.
        texts: the language of the messages.

    Raises:
        ExportError: if the file cannot be written.
    """
    from app.exports.sealing.seal import sealed

    write_bytes(path, sealed(content, manifest), texts)


def check_place(path: Path, texts: Texts) -> None:
    """Make sure that a file may be at ``path``, before work is done for it.

    Raises:
        ExportError: if there is a folder, or no folder to hold it, or the name is no text.
    """
    if not _is_text(str(path)):
        # Qt would write to a file of another name, and nobody would find it.
        message = texts.gettext("{file}: the name is no text; choose another name or folder")
    elif path.is_dir():
        message = texts.gettext("{file}: is a folder; add a file name")
    elif not path.parent.exists():
        message = texts.gettext("{file}: there is no such folder; make it first")
    elif not path.parent.is_dir():
        message = texts.gettext("{file}: lies in a file, not in a folder; choose another place")
    else:
        return
    raise ExportError(message.format(file=path))


def _is_text(name: str) -> bool:
    """Return whether a name is more than bytes, as which some systems keep it."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _writing_failed(path: Path, file: QIODevice, texts: Texts) -> ExportError:
    message = texts.gettext(
        "{file}: writing failed ({reason}); make room on the disk or choose another place"
    )
    return ExportError(message.format(file=path, reason=file.errorString()))
